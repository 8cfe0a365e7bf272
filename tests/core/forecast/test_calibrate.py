"""Where the quantiles belong and how far apart, as the newest past weeks tell."""

import numpy as np
import pytest

from core.forecast import calibrate
from core.forecast.features import HORIZONS

SERIES, RATE = 400, 10.0


def said(rate: float, spread: float = 1.2816) -> np.ndarray:
    """(SERIES, H, 3) quantiles of sums of Poisson weeks of `rate`, P10 and P90 at `spread` standard deviations."""
    mean = rate * np.array(HORIZONS, float)
    return np.tile(mean[:, None] + np.outer(np.sqrt(mean), [-spread, 0, spread]), (SERIES, 1, 1))


def came(rate: float, weeks: int) -> np.ndarray:
    return np.random.default_rng(weeks).poisson(rate, (SERIES, weeks)).astype(float)


def test_the_oldest_moment_leaves_enough_to_learn_from():
    assert calibrate.moments(52) == [13, 8, 4]
    assert calibrate.moments(27) == [8, 4]
    assert calibrate.moments(22) == []


@pytest.mark.parametrize(("sold", "low", "high"), [(1.0, 0.97, 1.03), (1.3, 1.07, 1.25), (0.8, 0.85, 0.95)])
def test_a_catalogue_that_sells_more_than_was_said_moves_all_quantiles_up_but_not_all_the_way(sold, low, high):
    assert low <= calibrate.place([(said(RATE), came(sold * RATE, 4))]) <= high


def test_only_the_newest_moment_moves_the_quantiles():
    assert calibrate.place([(said(RATE), came(2 * RATE, 13)), (said(RATE), came(RATE, 4))]) == pytest.approx(1, abs=0.03)


def test_a_few_series_are_believed_less_than_many():
    seen = said(RATE), came(1.3 * RATE, 8)
    few = [(table[:5]) for table in seen]
    assert 1 < calibrate.place([tuple(few)]) < calibrate.place([seen])


def test_intervals_that_held_too_little_are_drawn_out_and_those_that_held_too_much_drawn_in():
    narrow, right, wide = (calibrate.widths([(said(RATE, z), came(RATE, 13))])[:, [0, 2]] for z in (0.6, 1.2816, 2.5))
    assert narrow.min() > 1.1
    assert right == pytest.approx(1, abs=0.12)
    assert wide.max() < 0.9


def test_what_surprised_upwards_draws_p90_out_alone_and_never_moves_p50():
    older = came(RATE, 13)
    older[: SERIES // 4] *= 2
    factors = calibrate.widths([(said(RATE), older), (said(RATE), came(RATE, 4))])[: HORIZONS.index(13) + 1]
    low, middle, high = factors.T
    assert (middle == 1).all()
    assert high.min() > 1.05
    assert (high > low).all()


def test_a_horizon_that_no_moment_knows_takes_the_last_one_known():
    found = calibrate.widths([(said(RATE, 0.6), came(RATE, 8))])
    assert (found[HORIZONS.index(8) :] == found[HORIZONS.index(8)]).all()


def test_weeks_without_stock_and_a_short_past_teach_nothing():
    nothing = np.full((SERIES, 8), np.nan)
    assert calibrate.place([(said(RATE), nothing)]) == 1
    assert (calibrate.widths([(said(RATE), nothing)]) == 1).all()
    assert (calibrate.widths([]) == 1).all()
    assert calibrate.place([]) == 1
