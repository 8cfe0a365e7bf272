"""The pooled spread: what it learns from simulated series is what they were made with, and its quantiles are those of SciPy's laws."""

import numpy as np
import pytest
from scipy.stats import gamma, nbinom

from core.forecast.spread import learn, level, quantiles

SERIES, WEEKS, NOISE = 600, 60, 3.0


def lumpy(seed: int = 1) -> np.ndarray:
    """Series of constant pace whose weeks have variance = NOISE · mean: negative binomial with p = 1 / NOISE, n = mean / (NOISE − 1)."""
    chance = np.random.default_rng(seed)
    pace = chance.lognormal(1.5, 0.7, (SERIES, 1))
    return chance.negative_binomial(pace / (NOISE - 1), 1 / NOISE, (SERIES, WEEKS)).astype(float)


def test_the_spread_of_weeks_is_what_the_series_were_made_with():
    # a level smoothed by 0.2 errs itself: its variance is 0.2 / (2 − 0.2) of a week's; the largest two per cent are held down
    noise = learn(lumpy()).weeks[0, 0]
    assert 0.75 * NOISE < noise < 1.05 * NOISE * (1 + 0.2 / 1.8)


def test_a_small_mean_has_the_quantiles_of_the_negative_binomial_and_a_large_one_those_of_the_gamma():
    small, large = quantiles(np.array([4.0, 400.0]), np.array([12.0, 40_000.0]), (0.1, 0.5, 0.9))
    assert np.allclose(small, nbinom.ppf([0.1, 0.5, 0.9], 4 * (4 / 12) / (1 - 4 / 12), 4 / 12))
    assert np.allclose(large, gamma.ppf([0.1, 0.5, 0.9], 400**2 / 40_000, scale=40_000 / 400))


def test_quantiles_never_cross_and_never_fall_below_nothing():
    mean = np.geomspace(1e-6, 1e4, 50)
    found = quantiles(mean, 2 * mean + 0.3 * mean**2, (0.05, 0.1, 0.5, 0.9, 0.95))
    assert (np.diff(found, axis=1) >= 0).all()
    assert (found >= 0).all()


def test_a_level_is_the_smoothed_mean_of_the_weeks_that_say_something():
    # 0.8 · older + newer over 0.8 + 1; the unknown week between them counts for nothing: 0.8² · 10 + 20 over 0.8² + 1
    assert level(np.array([[10.0, 20.0]]))[0] == pytest.approx((0.8 * 10 + 20) / 1.8)
    assert level(np.array([[10.0, np.nan, 20.0]]))[0] == pytest.approx((0.64 * 10 + 20) / 1.64)
    assert np.isnan(level(np.array([[np.nan, np.nan]]))[0])
