"""What a unit is worth that takes the place of a later order, counted by hand."""

from dataclasses import replace

import numpy as np
import pytest

from core.clearance.build import terms_for
from core.transfers.buying import buying
from tests.core.transfers.test_worth import a_case

ROW = {"stage": "maturity", "landed_cost": 6.0, "lead_time_days": 14.0}
POLICY = {"lead_time.default_days": 45, "safety.service": 0.5}
COST = 6.0


@pytest.fixture
def case():
    """4 a week, without doubt in its level; a service of one half needs no safety stock."""
    return a_case(horizon_weeks=20)


@pytest.fixture
def terms(case):
    return terms_for(case)[0]


def test_it_is_filled_up_to_the_demand_of_lead_time_and_a_week(case, terms):
    again = buying(ROW, case, terms, POLICY)
    assert again.lead == 2
    assert again.up_to == pytest.approx(np.full(21, 4.0 * 3))
    assert again.reached == pytest.approx(12 + 4.0 * np.arange(21))


def test_a_unit_is_worth_the_order_whose_place_it_takes_less_its_storage_until_that_would_have_come(case, terms):
    again = buying(ROW, case, terms, POLICY)
    found = again.worth(terms, 10.0, np.array([1.0, 9.0]))
    storage, beta = terms.storage, terms.beta
    # 11 are reached at once, 19 when 12 + 4·t ≥ 19: in week 2; the order is there two weeks later
    assert found[0] == pytest.approx(COST - storage[0] - beta * storage[1])
    assert found[1] == pytest.approx(beta**2 * COST - sum(beta**week * storage[week] for week in range(4)))


def test_what_comes_after_an_order_of_today_could_takes_the_place_of_later_orders_only(case, terms):
    again = buying(ROW, case, terms, POLICY)
    # there in week 5: orders until week 2 are there before, and fill up to 12 + 4·2 = 20; the next unit is that of week 3
    found = again.worth(terms, 10.0, np.array([1.0]), days=35)
    assert found[0] == pytest.approx(terms.beta**3 * COST)


def test_surcharge_on_the_way_to_that_order_counts_and_no_unit_is_worth_less_than_its_exit(case, terms):
    again, aging = buying(ROW, case, terms, POLICY), np.full(20, 2.0)
    plain, aged = (again.worth(terms, 10.0, np.array([1.0]), aging=one)[0] for one in (None, aging))
    assert plain - aged == pytest.approx(2.0 + terms.beta * 2.0)
    assert again.worth(terms, 10.0, np.array([60.0]), aging=aging)[0] == pytest.approx(terms.exit_value[0])


def test_beyond_the_horizon_no_order_is_replaced(case, terms):
    assert np.isinf(buying(ROW, case, terms, POLICY).worth(terms, 10.0, np.array([500.0]))[0])


def test_at_a_lower_level_of_demand_orders_come_later(case, terms):
    again, more = buying(ROW, case, terms, POLICY), np.array([9.0])
    assert again.at_level(0.5).worth(terms, 10.0, more)[0] < again.worth(terms, 10.0, more)[0]


@pytest.mark.parametrize("changed", [{"stage": "decline"}, {"stage": "end_of_life"}, {"landed_cost": None}])
def test_what_is_bought_no_more_or_has_no_cost_is_not_bought_again(case, terms, changed):
    assert buying(ROW | changed, case, terms, POLICY) is None


def test_doubt_in_the_level_asks_for_more_and_an_unknown_lead_time_takes_the_policys(case, terms):
    sure = POLICY | {"safety.service": 0.95}
    wide = buying(ROW | {"lead_time_days": None}, replace(case, demand_sd=0.3), terms, sure)
    mean = 4.0 * 8  # 45 days are 7 weeks, and a week
    assert wide.up_to[0] == pytest.approx(mean + 1.6448536 * np.sqrt(mean * 2.0 + (mean * 0.3) ** 2))


def test_what_may_sell_before_an_order_could_be_here_is_the_mean_and_the_spread_for_the_service(case, terms):
    again = buying(ROW | {"lead_time_days": 42.0}, replace(case, demand_sd=0.25), terms, POLICY | {"safety.service": 0.95})
    spread = np.sqrt(24.0 * 2.0 + (24.0 * 0.25) ** 2)  # six weeks of 4
    assert again.short(100.0, days=0) == pytest.approx(24.0 + 1.6448536 * spread)
    assert again.at_level(1.0).short(100.0, days=0) == pytest.approx(24.0 + 1.6448536 * np.sqrt(24.0 * 2.0))


def test_what_is_sold_out_before_more_comes_asks_for_none_of_it(case, terms):
    """Four weeks on the way, six weeks of lead time: the two weeks between are served, whatever was lost before."""
    again = buying(ROW | {"lead_time_days": 42.0}, case, terms, POLICY)
    assert again.short(2.0, days=28) == pytest.approx(2.0 + 4.0 * 2)
    assert again.short(200.0, days=28) == pytest.approx(4.0 * 6)  # what is here lasts: none of what comes is needed
    assert again.short(2.0, days=49) == pytest.approx(2.0)
