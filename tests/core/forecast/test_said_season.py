"""A season that a report says, on panels made by hand. Weeks begin on Mondays; 2026-10-05 and 2026-12-28 are Mondays."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.forecast import said_season
from core.forecast.outlook import Outlook, named

WEEKS = pd.date_range("2025-11-24", "2026-11-16", freq="7D")  # Christmas 2025, and until a week before 2026-11-23
COMING = pd.date_range("2026-11-23", periods=26, freq="7D")
BEGINS, ENDS = np.datetime64("2026-10-05"), np.datetime64("2026-12-27")  # 12 whole weeks
NONE = np.datetime64("NaT")


def season(units, begins=BEGINS, ends=ENDS) -> said_season.SaidSeason:
    units = np.asarray(units, float)
    dates = [np.broadcast_to(np.asarray(day, "datetime64[D]"), len(units)) for day in (begins, ends)]
    return said_season.of(units, WEEKS, *dates)


def sold(inside: float, outside: float) -> np.ndarray:
    """(1, T) units: so many in every week of the season, a year before too, so many in the others."""
    calm = (pd.Timestamp("2025-12-28") <= WEEKS) & (pd.Timestamp("2026-10-05") > WEEKS)
    return np.where(calm, outside, inside)[None]


def an_outlook(units: float, series: int = 1) -> Outlook:
    weekly = np.tile(units * np.array([0.5, 1.0, 1.5]), (series, 26, 1))
    return Outlook(
        quantiles=(0.1, 0.5, 0.9), weekly=weekly, cumulative=np.cumsum(weekly, axis=1), mean=weekly[:, :, 1], **named(series, "default")
    )


def test_without_a_season_nothing_changes():
    found = season(sold(10, 10), NONE, NONE)
    assert (found.factors(COMING) == 1).all()
    assert np.isnat(found.until(pd.Timestamp("2026-11-22"))).all()


@pytest.mark.parametrize(("begins", "ends"), [("2026-12-27", "2026-10-05"), ("2026-01-01", "2026-12-31"), ("2026-10-05", "NaT")])
def test_dates_that_make_no_season_are_none(begins, ends):
    assert (season(sold(10, 0), np.datetime64(begins), np.datetime64(ends)).factors(COMING) == 1).all()


def test_what_is_left_after_a_season_is_what_was_left_a_year_before_as_far_as_its_weeks_are_sure():
    """A year is 365 days: the season before ended on 2025-12-27. Of the 91 days after it, until 2026-03-28, 12 whole weeks are known, from
    2025-12-29 on; the 13th ends a day later."""
    weeks = 12.0
    every = (weeks * 0.1 + 26 * 0.25) / (weeks + 26)
    assert season(sold(20, 2)).left == pytest.approx((weeks * 0.1 + 13 * every) / (weeks + 13))


def test_a_new_product_takes_what_is_left_of_the_others():
    new = np.full((1, len(WEEKS)), np.nan)
    new[0, -3:] = 30
    both = season(np.vstack([sold(20, 2), new]))
    assert both.left[1] == pytest.approx((12 * 0.1 + 26 * 0.25) / (12 + 26))


def of_level(left: float) -> float:
    """s of the smoothed level after the seven weeks of the season from 2026-10-05 on; 0.8: what smoothing at 0.2 keeps a week."""
    return 1 - 0.8**7 * (1 - left)


def test_demand_ends_with_the_season_and_keeps_its_size_until_then():
    """2026-12-28 is the first Monday after it, five weeks after the first."""
    found = season(sold(20, 2))
    left = found.left[0] / of_level(found.left[0])
    after = said_season.lowered(an_outlook(20), found.factors(COMING))
    assert after.mean[0, :5] == pytest.approx(20)
    assert after.mean[0, 5:] == pytest.approx(20 * left, rel=1e-3)
    assert after.cumulative[0, 25] == pytest.approx((5 + 21 * left) * 20 * np.array([0.5, 1, 1.5]), rel=1e-3)
    assert found.until(pd.Timestamp("2026-11-22"))[0] == ENDS


def test_a_week_that_the_season_ends_in_counts_its_days():
    found = season(sold(20, 0), ends=np.datetime64("2026-12-23"))  # a Wednesday
    assert found.factors(COMING)[0, 4] == pytest.approx((3 + 4 * found.left[0]) / 7 / of_level(found.left[0]), rel=1e-3)


def test_a_forecast_that_knows_the_end_already_is_not_lowered_twice():
    found, known = season(sold(20, 2)), an_outlook(20)
    known.mean[0, 5:] = 0.5
    assert said_season.lowered(known, found.factors(COMING)).mean[0, 5:] == pytest.approx(0.5)


def test_a_level_of_weeks_after_the_season_is_lowered_by_what_it_still_remembers_of_it():
    """On 2026-11-23 a summer's season is twelve weeks over: smoothing remembers 0.8 ** 12 of it, 2 units a week are usual outside."""
    units = np.where((pd.Timestamp("2026-05-04") <= WEEKS) & (pd.Timestamp("2026-08-30") >= WEEKS), 20, 2)[None]
    found = season(units, np.datetime64("2026-05-04"), np.datetime64("2026-08-30"))
    remembered = 2 + 0.8**12 * (20 - 2)
    assert 2 < remembered * found.factors(COMING)[0, 0] < remembered
    assert found.factors(COMING)[0, 0] == pytest.approx(found.left[0] / (found.left[0] + 0.8**12 * (1 - found.left[0])), rel=1e-2)


def test_a_season_comes_again_every_year():
    found = season(sold(20, 2))
    assert found.until(pd.Timestamp("2027-01-05"))[0] == np.datetime64("2027-12-27")
    assert found.factors(pd.DatetimeIndex(["2027-06-07", "2027-11-01"]))[0] == pytest.approx(
        [found.left[0] / of_level(found.left[0]), 1], rel=1e-3
    )


@given(
    st.lists(st.floats(0, 1000) | st.just(float("nan")), min_size=len(WEEKS), max_size=len(WEEKS)),
    st.integers(0, 364),
    st.integers(1, 300),
)
def test_a_season_only_ever_lowers_and_never_below_nothing(units, first, days):
    begins = np.datetime64("2026-01-01") + first
    found = season(np.array([units]), begins, begins + days - 1)
    before, after = an_outlook(7), said_season.lowered(an_outlook(7), found.factors(COMING))
    assert ((after.cumulative >= 0) & (after.cumulative <= before.cumulative + 1e-9)).all()
    assert (np.diff(after.cumulative, axis=1) >= -1e-9).all()
    assert (found.left >= 0).all()
    assert (found.left <= 1).all()
