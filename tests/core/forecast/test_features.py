"""What a model may know of a series: only its past, measured by its own level."""

import numpy as np
import pytest

from core.forecast.features import HORIZONS, features


def two_shops(weeks: int = 70) -> np.ndarray:
    random = np.random.default_rng(3)
    return random.poisson([[4.0]] * 5 + [[0.4]] * 5, (10, weeks)).astype(float)


@pytest.mark.parametrize("at", [6, 26, 53, 69])
def test_an_absurd_future_changes_no_feature(at):
    units = two_shops()
    price = np.random.default_rng(4).uniform(5, 9, units.shape)
    planted, dear = units.copy(), price.copy()
    planted[:, at:], dear[:, at:] = 1e6, 1e6
    seen, warned = features(units, at, price=price), features(planted, at, price=dear)
    assert np.array_equal(seen.table, warned.table, equal_nan=True)
    assert all(np.array_equal(seen.rows(h), warned.rows(h), equal_nan=True) for h in HORIZONS)


def test_a_shop_ten_times_as_large_has_the_same_rhythm():
    units = two_shops()[:5]
    small, large = features(units, 60), features(10 * units, 60)
    assert large.scale == pytest.approx(10 * (small.scale - 0.02) + 0.02)
    assert np.nanmax(np.abs(small.table[:, 2:5] - large.table[:, 2:5])) < 0.05  # newest weeks over the scale


def test_the_same_weeks_of_the_year_before_are_known_after_a_year():
    units = np.ones((3, 80))
    units[:, 15:19] = 9.0  # a season of four weeks
    origin = features(units, 52 + 15)
    own, catalogue = origin.season[4].T
    assert own == pytest.approx(9.0 / origin.scale)
    assert catalogue == pytest.approx(9.0 / 1.0)  # over the 13 weeks before it, which sold 1 a week


def test_in_the_first_year_nothing_is_said_of_the_year_before():
    assert np.isnan(features(np.ones((2, 51)), 51).season[13]).all()


def test_a_price_cut_is_seen_against_the_usual_price():
    price = np.full((1, 40), 20.0)
    price[:, -1] = 15.0
    with_price, without = (features(np.ones((1, 40)), 40, price=given).table for given in (price, None))
    newest, month, moves, dear = with_price[0, without.shape[1] :]
    assert newest == pytest.approx(np.log(15 / 20))
    assert month == pytest.approx(np.log((3 * 20 + 15) / 4 / 20))
    assert moves > 0
    assert dear == pytest.approx(np.log(20))


def test_unknown_prices_say_nothing():
    origin = features(np.ones((2, 30)), 30, price=np.array([[np.nan] * 30, [0.0] * 30]))
    assert np.isnan(origin.table[:, -4:]).all()


@pytest.mark.parametrize("weeks", [1, 3, 5])
def test_a_past_of_days_has_as_many_features_as_one_of_years(weeks):
    assert features(np.ones((2, weeks)), weeks).table.shape == features(np.ones((2, 80)), 80).table.shape
