"""Plans of the journal meet the data of the workspace."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from core import plans
from core.clearance.first_answer import first_answer
from core.review import lessons, reviews
from tests.build import AS_OF, AT, a_cost, a_product, daily, insert, some_ages, some_sales, some_stock
from tests.core.clearance.cases import a_planned_item

DAY = date(2026, 9, 6)
ITEM = {"units_by_age": [{"units": 200, "age_days": 60}, {"units": 120, "age_days": 200}], "horizon_weeks": 26}


@pytest.fixture(scope="module")
def answer():
    return first_answer(a_planned_item(DAY, **ITEM), 60)


@pytest.fixture
def plan_id(ws, answer):
    """A third off, followed for eleven weeks: 20 a week instead of 10."""
    some_sales(ws, daily(1, 120, DAY))
    days = [DAY + timedelta(days=day + 1) for day in range(77)]
    some_sales(ws, {day: (20 if day.weekday() == 0 else 0) for day in days if day.weekday() == 0}, price=16.0)
    some_sales(ws, dict.fromkeys(days, 1), sku="B")
    number = plans.save(ws, answer, name="A third off", option="best_single_price", at=AT, about={"title": "Pad", "currency": "USD"})
    plans.decide(ws, number, "accepted", at=AT)
    return number


def test_only_accepted_plans_with_a_week_behind_them_are_reviewed(ws, answer, plan_id):
    plans.save(ws, answer, name="Only an idea", option="hold", at=AT)
    late = first_answer(a_planned_item(AS_OF, **ITEM), 60)
    plans.decide(ws, plans.save(ws, late, name="Just begun", option="hold", at=AT), "accepted", at=AT)
    assert [one.kept.plan_id for one in reviews.plans_seen(ws)] == [plan_id]


def test_a_plan_that_was_not_accepted_can_be_asked_for(ws, answer, plan_id):
    plans.decide(ws, plan_id, "withdrawn", at=AT)
    assert reviews.plans_seen(ws) == []
    assert [one.kept.plan_id for one in reviews.plans_seen(ws, plan_id=plan_id)] == [plan_id]


def test_the_review_of_a_plan_tells_what_it_brought_and_what_was_off(ws, plan_id):
    one = reviews.review(ws, reviews.plans_seen(ws)[0])
    found = one.outcome
    assert (found.weeks, found.units, found.revenue) == (11, 220, pytest.approx(220 * 16.0))
    assert (found.left, found.finished, found.until) == (100, False, DAY + timedelta(days=77))
    assert found.hold_value == pytest.approx(one.subject.kept.hold_value)
    assert one.waterfall.expected == pytest.approx(one.subject.kept.value, abs=0.01)
    assert one.learned.weeks == 11
    assert one.regret.low <= one.regret.money <= one.regret.high


def test_what_amazon_charged_is_read_by_the_weeks_it_touches(ws, plan_id):
    insert(
        ws, "fee_charged", file_id=1, period_start=date(2026, 10, 1), period_end=date(2026, 10, 31), marketplace="US", sku="A",
        kind="storage", amount=310.0,
    )  # fmt: skip
    one = reviews.plans_seen(ws)[0]
    assert one.charged["amount"].tolist() == [310.0]
    assert reviews.review(ws, one).waterfall.steps["fees"] < -200


def test_what_a_settlement_paid_for_units_given_to_liquidation_since_the_plan_is_read_and_goes_before_what_was_typed(ws, plan_id):
    lessons.note_paid(ws, plan_id, 5, 1.0, at=AT)
    assert reviews.plans_seen(ws)[0].liquidated == (5.0, 1.0)
    line = {"file_id": 3, "settlement_id": "9", "marketplace": "US", "sku": "A", "currency": "USD", "transaction_type": "Liquidations"}
    for order, day, units, amount in (("late", 90, 20, 16.0), ("before", -10, 7, 5.0)):
        insert(
            ws, "settlement_line", **line, order_id=order, day=DAY + timedelta(days=day), amount_type="ItemPrice",
            amount_description="Principal", units=units, amount=amount,
        )  # fmt: skip
    assert reviews.plans_seen(ws)[0].liquidated == (20.0, 16.0)
    order = {"file_id": 4, "marketplace": "US", "sku": "A", "way": "liquidation", "status": "Completed", "shipped": 20}
    insert(ws, "removal_line", **order, order_id="late", requested_day=DAY - timedelta(days=1))
    assert reviews.plans_seen(ws)[0].liquidated == (5.0, 1.0)  # ordered before the plan


def test_before_and_after_come_from_the_days_themselves(ws, plan_id):
    some_stock(ws, as_of=DAY, available=320)
    some_stock(ws, as_of=DAY + timedelta(days=77), available=100)
    some_ages(ws, {(0, 90): 200, (181, 270): 120}, age_day=DAY)
    ws.frame("update stock_age set as_of = $day", day=DAY)
    a_cost(ws, valid_from=DAY)
    a_product(ws)
    one = reviews.review(ws, reviews.plans_seen(ws)[0])
    assert (one.before["on_hand"], one.after["on_hand"]) == (320, 100)
    assert one.before["stale_share"] == pytest.approx(120 / 320, abs=0.01)
    assert one.before["stock_to_sales"] == pytest.approx(320 / 30)
    # 13 Mondays of 20 in 90 days less those before the plan
    assert one.after["turnover"] > one.before["turnover"]
    assert np.isfinite(one.after["stock_to_sales"])


def test_a_day_of_the_past_is_seen_without_what_came_later(ws, plan_id):
    some_stock(ws, as_of=DAY, available=320)
    before = reviews.position(ws, DAY).of("US", "A")
    some_sales(ws, {DAY + timedelta(days=400): 1000})
    again = reviews.position(ws, DAY).of("US", "A")
    assert pd.Series(before).drop("demand_path").astype(str).equals(pd.Series(again).drop("demand_path").astype(str))
    assert before["units_90"] == 90
