"""One word for each clearance: by what would have brought more at the demand that was learned."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core.review import actuals
from core.review.difference import learned, regret
from core.review.judgement import SOONER, judged, sooner
from core.review.outcome import outcome
from tests.core.clearance.cases import case_a
from tests.core.review.worlds import an_actual, course, subject

CASE = case_a(variance_to_mean=1.0, demand_sd=0.15, elasticity_sd=0.5, landed_cost=7.0)


def word(one, late=None) -> str:
    return judged(one, outcome(one), regret(one, learned(one)), late)


def at(price: float, case=CASE):
    prices = np.full(26, price)
    sold = course(case, prices)["sold"].to_numpy()[:26]
    return subject(case, an_actual(case, prices, sold))


def test_the_best_price_went_well():
    assert word(at(18.0)) == "good"


def test_a_price_under_the_one_that_would_have_sold_all_was_too_deep():
    assert word(at(9.6)) == "too_deep"


def test_a_cut_too_small_for_the_stock_was_not_deep_enough():
    assert word(at(22.8)) == "too_shallow"


def test_a_cut_of_what_sells_by_itself_was_not_needed():
    case = replace(CASE, units_by_age=((150.0, 60),))
    assert word(at(14.4, case)) == "no_need"


def test_what_cannot_be_told_gets_no_word():
    prices = np.full(4, 18.0)
    assert word(subject(CASE, an_actual(CASE, prices, np.full(4, np.nan)))) == "not_enough"


def before(units: float) -> pd.DataFrame:
    """SOONER weeks before the plan at list price."""
    none = np.zeros(SOONER)
    rows = dict.fromkeys(("sales", "promo", "units_own", "sales_own", "unpriced", *actuals.FLOWS), none)
    return pd.DataFrame(rows | {
        "units": none + units, "sales": none + units * 24.0, "price": none + 24.0, "known": True, "ledger": True, "on_hand": np.nan,
    })  # fmt: skip


def late(case, units):
    one = at(18.0, case)
    found = learned(one)
    return sooner(one, found, regret(one, found), before(units))


def test_beginning_sooner_would_have_brought_more_where_the_season_was_running_out():
    """Forty a week sold at list price until the day of the plan, two a week are left of it."""
    case = replace(CASE, weekly_demand=2.0)
    assert late(case, 40.0) > 0.3 * at(18.0, case).hold.value
    assert word(at(18.0, case), late=1e6) == "too_late"


def test_beginning_sooner_brings_little_where_demand_is_steady_and_the_price_was_right():
    case = replace(CASE, units_by_age=((250.0, 60),))
    assert late(case, 10.0) < 0.1 * at(24.0, case).hold.value


def test_weeks_before_that_are_not_wholly_known_tell_nothing_of_it():
    one = at(18.0)
    found = learned(one)
    rows = before(10.0).assign(known=[False] + [True] * (SOONER - 1))
    assert sooner(one, found, regret(one, found), rows) is None


def test_two_spans_of_a_stock_join_where_one_ended():
    one = at(18.0).actual
    whole = actuals.joined(one.upto(10), replace(one, as_of=one.as_of + timedelta(days=70)))
    assert (whole.weeks, len(whole.stock), whole.as_of) == (36, 37, one.as_of)
    assert whole.sold[:10] == pytest.approx(one.sold[:10])
