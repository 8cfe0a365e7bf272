"""What each SKU can do by a day: cash when it comes, volume when it is gone, and what is left out."""

from datetime import timedelta

import pandas as pd
import pytest

from core.clearance.build import terms_for
from core.clearance.first_answer import first_answer
from core.clearance.frontier import COLUMNS, frontier, of_case, paid_by, volume_of
from core.clearance.portfolio import Limits, choose
from core.clearance.screen import case_of
from core.errors import InputError
from tests.core.clearance.cases import AS_OF, POLICY, an_item, case_a, cohorts, positions


def found_of(case, days: int) -> pd.DataFrame:
    terms, _ = terms_for(case)
    return pd.DataFrame(of_case(case, terms, case.as_of + timedelta(days=days), levels=1000)).set_index("option")


@pytest.fixture(scope="module")
def some():
    rows = [{}, {"price": 15.0, "on_hand": 200}, {"unit_ft3": None, "longest_in": None}, {"price": None}]
    ages = [(f"S{n}", age, 100.0) for n in range(4) for age in (30, 200)]
    return frontier(positions(*rows), cohorts(*ages), AS_OF, POLICY, AS_OF + timedelta(days=56))


def test_every_sku_that_can_be_valued_has_its_ways_and_the_others_their_reason(some):
    ways, left_out = some
    assert tuple(ways) == COLUMNS
    assert set(ways["sku"]) == {"S0", "S1"}
    assert left_out.set_index("sku")["reason"].to_dict() == {"S2": "dimensions_unknown", "S3": "price_unknown"}
    assert not ways[["value", "cash", "ft3", "changes", "units_out", "ads"]].isna().any().any()


def test_values_are_those_of_the_first_answer(some):
    ages = cohorts(("S1", 30, 100.0), ("S1", 200, 100.0))
    exact = first_answer(case_of(positions({}, {"price": 15.0, "on_hand": 200}).iloc[1], ages, AS_OF, POLICY))
    told = exact.options.set_index("option")["value"]
    ways = some[0][some[0]["sku"] == "S1"].set_index("option")["value"]
    assert ways["best_plan"] == pytest.approx(told["best_plan"], rel=0.002)
    assert ways["liquidate_all"] == pytest.approx(told["liquidate_all"])


def test_liquidation_frees_volume_in_two_weeks_and_cash_in_seventy_five_days():
    """Case A: 600 units of 0.15 ft3, 1.08 a unit in hand now; lead time 14 days, money after 75 (policy)."""
    case, later = case_a(liquidation_cash_days=75), (1 + 0.15 / 52) ** (75 / 7)
    assert found_of(case, 13).loc["liquidate_all", ["cash", "ft3"]].tolist() == [0, 0]
    assert found_of(case, 14).loc["liquidate_all", ["cash", "ft3"]].tolist() == pytest.approx([0, 600 * 0.15])
    assert found_of(case, 75).loc["liquidate_all", "cash"] == pytest.approx(600 * 1.08 * later)


def test_a_disposal_is_paid_at_once():
    assert found_of(case_a(), 1).loc["dispose_all", "cash"] == pytest.approx(-600 * 1.04)


def test_a_removal_costs_its_fee_now_and_brings_the_own_channel_s_price_later():
    """Half of 24.00 in 30 days, 0.80 freight and 1.04 fee now."""
    case = an_item(own_channel_value_share=0.5, own_channel_freight=0.8, own_channel_cash_days=30, remove_fee=1.04)
    terms, _ = terms_for(case)
    assert paid_by(case, terms, 0, "remove")[0] == pytest.approx(-0.8 - 1.04)
    assert paid_by(case, terms, 30, "remove")[0] == pytest.approx(12.0 - 0.8 - 1.04)
    assert paid_by(case, terms, 30, "remove")[1] == pytest.approx(-0.8 - 1.04)  # sent out a week later


def test_the_cash_of_the_whole_horizon_is_the_value_without_discount():
    """Nothing is discounted, every exit is paid at once: what is freed by the end is the value."""
    case = case_a(discount_rate_year=0.0, liquidation_cash_days=0, removal_days=0)
    ways = found_of(case, 7 * 26)
    assert ways["cash"].to_dict() == pytest.approx(ways["value"].to_dict())
    assert ways["ft3"].to_dict() == pytest.approx(dict.fromkeys(ways.index, 600 * 0.15))


def test_a_week_in_the_middle_counts_by_its_days():
    """Holding sells 10 in the first week; by its fourth day 4/7 of it, and pays 4/7 of its storage."""
    case = case_a(weekly_decay=0.0)
    part, whole = found_of(case, 4).loc["hold"], found_of(case, 7).loc["hold"]
    assert whole["ft3"] == pytest.approx(10 * 0.15)
    assert part["ft3"] == pytest.approx(4 / 7 * 10 * 0.15)
    assert part["cash"] == pytest.approx(4 / 7 * whole["cash"])
    assert whole["ads"] == pytest.approx(10 * 1.2)


def test_what_has_to_be_done_now_is_counted():
    ways = found_of(case_a(), 30)
    # 0.2 % of 600 units at 24.00
    assert ways["trouble"][["hold", "best_plan"]].tolist() == [0, pytest.approx(0.002 * 600 * 24)]
    assert ways["changes"].to_dict() == {
        "hold": 0, "best_single_price": 1, "ladder_30_50_70": 1, "best_plan": 1, "send_25": 1, "send_50": 1,
        "send_75": 0, "liquidate_all": 0, "dispose_all": 0,
    }  # the 150 youngest sell best at today's price  # fmt: skip
    assert ways["units_out"][["hold", "best_plan", "send_25", "liquidate_all"]].tolist() == [0, 197, 150, 600]


def test_the_sides_tell_the_volume_where_it_is_not_given():
    assert volume_of(an_item()) == pytest.approx(12 * 9 * 2.4 / 1728)


def test_a_day_in_the_past_is_refused():
    with pytest.raises(InputError, match="portfolio_day"):
        frontier(positions({}), cohorts(), AS_OF, POLICY, AS_OF - timedelta(days=1))


def test_a_volume_goal_is_met_by_what_loses_least(some):
    ways = some[0]
    free = choose(ways, Limits())
    asked = choose(ways, Limits(ft3=free.totals["ft3"] + 10))
    assert asked.totals["ft3"] >= free.totals["ft3"] + 10 - 1e-3
    assert asked.totals["loss"] > 0
    assert asked.marginal["ft3"] > 0
