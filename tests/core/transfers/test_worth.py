"""What a stock loses and gains by units: against the clearance engine asked directly."""

from datetime import date

import numpy as np
import pytest

from core import policy
from core.clearance.build import terms_for
from core.clearance.case import Case
from core.clearance.engine import values
from core.transfers.worth import capped, expecting, gain, levels_of_demand, loss, without


def a_case(**more) -> Case:
    document = {
        "as_of": "2026-01-05", "list_price": 24.0, "price_shares": [1.0, 0.9, 0.7], "units_by_age": [{"units": 40, "age_days": 60}],
        "weekly_demand": 4.0, "variance_to_mean": 2.0, "elasticity": 2.2, "referral_share": 0.15, "fulfilment": 4.5, "ads": 0.0,
        "unit_ft3": 0.15, "storage_per_ft3_month": 0.78, "surcharge_per_ft3_month": [[181, 0.5]], "exit_value": 1.0, "remove_fee": 1.04,
        "dispose_fee": 1.04, "horizon_weeks": 12, "demand_sd": 0.0,
    }  # fmt: skip
    return Case.from_json(document | more, policy.load())


def today(case: Case, terms, start: float) -> float:
    path = np.full((1, terms.weeks), case.shares.index(1.0))
    return float(np.interp(start, terms.grid(200), values(terms, path, 200)[0, 0]))


@pytest.mark.parametrize("days", [7, 28])
def test_what_units_gain_that_come_later_is_the_difference_of_the_two_stocks(days):
    case = a_case(units_by_age=[{"units": 8, "age_days": 30}])
    more = expecting(case, 20.0, days)
    with_more, _ = terms_for(more)
    base = without(more, with_more, days)
    found = gain(case, base, with_more, [days // 7], [0.0, 20.0])[0]
    assert found[0] == pytest.approx(0.0, abs=1e-9)
    assert found[1] == pytest.approx(today(more, with_more, 8.0) - today(case, terms_for(case)[0], 8.0), abs=1e-6)


def test_what_comes_later_gains_less():
    case = a_case(units_by_age=[{"units": 8, "age_days": 30}])
    more = expecting(case, 20.0, 7)
    terms = terms_for(more)[0]
    found = gain(case, without(more, terms, 7), terms, [1, 4, 8, 12], [20.0])[:, 0]
    assert (np.diff(found) < 0).all()
    assert found[-1] == 0.0  # the horizon: nothing more is sold


def test_each_unit_more_gains_no_more_than_the_one_before():
    case = a_case(units_by_age=[{"units": 8, "age_days": 30}])
    more = expecting(case, 60.0, 14)
    terms = terms_for(more)[0]
    found = gain(case, without(more, terms, 14), terms, [2], np.arange(0.0, 61.0, 10.0))[0]
    assert (np.diff(found, 2) <= 1e-9).all()
    assert (np.diff(found) >= 0).all()


def test_taking_units_away_loses_what_the_smaller_stock_is_worth_less():
    case, smaller = a_case(), a_case(units_by_age=[{"units": 25, "age_days": 60}])
    found = loss(case, terms_for(case)[0], [0.0, 15.0])
    assert found[0] == pytest.approx(0.0)

    def best(one: Case) -> float:  # the best single price, some out at once where that brings more
        terms, _ = terms_for(one)
        paths = np.tile(np.arange(len(terms.prices))[:, None], (1, terms.weeks))
        grid = terms.grid(60)
        kept = values(terms, paths, 60)[:, 0, :].max(axis=0)
        return max(kept[q] + 1.0 * (grid[-1] - grid[q]) for q in range(len(grid)))

    assert found[1] == pytest.approx(best(case) - best(smaller), abs=1e-6)


def test_the_last_units_of_far_too_much_lose_only_their_exit():
    case = a_case(units_by_age=[{"units": 4000, "age_days": 60}])
    found = loss(case, terms_for(case)[0], [0.0, 100.0])
    assert found[1] == pytest.approx(100.0, rel=1e-6)  # exit_value 1.00 a unit


def test_the_level_in_doubt_keeps_its_mean_and_its_spread():
    pairs = levels_of_demand(a_case(demand_sd=0.4))
    assert sum(weight for _, weight in pairs) == pytest.approx(1.0)
    assert sum(factor * weight for factor, weight in pairs) == pytest.approx(1.0)
    logs, weights = np.log([factor for factor, _ in pairs]), np.array([weight for _, weight in pairs])
    assert np.sqrt(weights @ np.square(logs - weights @ logs)) == pytest.approx(0.4)
    assert levels_of_demand(a_case()) == [(1.0, 1.0)]


def test_what_can_be_bought_again_is_worth_no_more_than_the_orders_whose_place_it_takes():
    worth, five = np.array([0.0, 90.0, 170.0, 240.0]), np.full(3, 5.0)
    assert capped(worth, np.array([100.0, 90.0, 80.0]), 90.0, five, 10.0).tolist() == [0.0, 50.0, 100.0, 170.0]
    # four of the ten units of the second step are needed: 0.4 · 80 + 0.6 · 50
    assert capped(worth, np.array([80.0, 86.0, 96.0]), 90.0, five, 10.0).tolist() == [0.0, 90.0, 152.0, 202.0]


def test_a_day_in_a_case_is_a_day():
    assert expecting(a_case(), 5.0, 10).inbound == ((5.0, date(2026, 1, 15)),)
