"""The best plan in words and numbers: the first step, its triggers, when to look again."""

from datetime import date

import pytest

from core.clearance.first_answer import first_answer
from core.clearance.plan import look_again
from tests.core.clearance.cases import an_item, case_a


@pytest.fixture(scope="module")
def plan():
    return first_answer(case_a()).plan


def test_case_a_begins_by_keeping_403_at_19_20_and_liquidating_the_rest(plan):
    """Source: clearance.md §5."""
    first = plan.first
    assert (first.act, first.keep_units, first.exit_units, first.exit_channel) == ("send_out", 403, 197, "liquidate")
    assert first.price == pytest.approx(19.20)
    assert first.start_on == date(2026, 1, 5)
    assert {weeks: round(cost, 2) for weeks, cost in plan.cost_of_waiting.items()} == {1: 21.10, 2: 42.10, 4: 89.63, 8: 185.39}
    assert plan.gap == pytest.approx((3796.31 - 3757.95) / 3796.31, abs=1e-5)


def test_triggers_say_when_to_mark_down_and_when_to_send_out(plan):
    """In the first week: lower prices for larger stocks, and the 403 units of the first step."""
    now = plan.triggers[plan.triggers["week"] == 0]
    down = now[~now["send_out"].astype(bool)]
    assert down["units_over"].is_monotonic_increasing
    assert down["price"].is_monotonic_decreasing
    assert down["price"].iloc[-1] == pytest.approx(19.20)
    assert now.loc[now["send_out"].astype(bool), "units_over"].tolist() == [403]
    assert plan.triggers["chance"].between(0.001, 1.0 + 1e-9).all()


def test_the_fan_of_the_stock_is_around_its_mean_and_ends_at_the_horizon(plan):
    rows = plan.weekly
    assert len(rows) == 27
    assert ((rows["units_p10"] <= rows["units"] + 1) & (rows["units"] <= rows["units_p90"] + 1)).all()


def test_what_brings_less_than_the_least_gain_is_not_worth_a_step():
    little = first_answer(case_a(units_by_age=[{"units": 30, "age_days": 20}], elasticity=0.5)).plan
    assert little.first.act == "hold"
    assert (little.first.price, little.first.exit_units) == (24.0, 0)


def test_an_inelastic_product_with_normal_cover_is_not_discounted():
    """Source: clearance.md §1."""
    found = first_answer(case_a(units_by_age=[{"units": 100, "age_days": 30}], elasticity=0.8, weekly_decay=0.0)).plan.first
    assert (found.act, found.price, found.exit_units) == ("hold", 24.0, 0)


def test_a_product_that_sells_at_a_loss_leaves():
    found = first_answer(case_a(fulfilment=25.0)).plan.first
    assert (found.act, found.keep_units) == ("send_out", 0)


def test_the_next_look_is_in_time_for_a_removal_before_the_next_surcharge():
    """The 15th of January less 14 days has passed on the 5th, so in a week; on 25 December it is 1 January itself."""
    assert look_again(case_a(removal_days=14)) == date(2026, 1, 12)
    assert look_again(case_a(removal_days=7)) == date(2026, 1, 8), "15 January less 7 days"
    assert look_again(case_a(as_of="2025-12-25", removal_days=20)) == date(2025, 12, 26)


def test_a_case_without_a_price_has_no_plan():
    answer = first_answer(an_item(list_price=None))
    assert (answer.plan, answer.reason) == (None, "price_unknown")
