"""What flows back: proposed, decided by the seller, used by the next run, and taken back."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core import results, settings
from core.errors import InputError
from core.fees.liquidation import liquidation
from core.policy import load
from core.review import lessons
from core.review.position import Position
from core.review.reviews import told
from core.run import run
from tests.build import AS_OF, AT, Knowing, a_file, a_product, daily, insert, some_sales, some_stock
from tests.core.clearance.cases import an_item
from tests.core.review.worlds import an_actual, course, subject

DAY = date(2026, 11, 20)
SIZE = {"marketplace": "US", "category": "Home & Kitchen", "weight_lb": 0.8, "longest_in": 12, "median_in": 9, "shortest_in": 2.4}


def a_review(plan_id=1, sku="A", price=14.4, factor=1.0, removed=None, sure=0.8):
    """A cut of 40 % for ten weeks that sold `factor` times what was believed of it."""
    case = an_item(sku=sku, elasticity_sd=sure, demand_sd=0.2, horizon_weeks=26)
    prices = np.append(np.full(5, 24.0), np.full(5, price))
    sold = np.round(course(case, np.append(prices, np.full(16, price)))["sold"].to_numpy()[:10] * factor)
    flows = {} if removed is None else {"removed": removed}
    stock = case.units - np.append(0.0, np.cumsum(sold + flows.get("removed", 0.0)))
    one = subject(case, an_actual(case, prices, sold, stock, **flows))
    one = replace(one, kept=SimpleNamespace(plan_id=plan_id, first_action={"exit_channel": None}, rates=case.book.digest, value=0.0))
    nothing = Position(on=DAY, rows=pd.DataFrame({"marketplace": [], "sku": []}), cohorts=pd.DataFrame(), run_id=None)
    return told(one, (nothing, nothing))


def by_kind(found):
    return {each.kind: each for each in found}


def test_a_clearance_that_moved_the_price_teaches_the_elasticity_of_its_sku(ws):
    each = by_kind(lessons.proposals(ws, [a_review()]))["elasticity"]
    assert (each.marketplace, each.sku, each.evidence["plan_ids"]) == ("US", "A", [1])
    assert each.before == pytest.approx(load()["clearance.elasticity"], abs=0.01)
    assert 0 < each.after_sd < 0.8


def test_a_clearance_at_a_steady_price_teaches_none(ws):
    assert "elasticity" not in by_kind(lessons.proposals(ws, [a_review(price=24.0)]))


def test_demand_far_below_the_forecast_is_a_lesson_and_as_expected_is_none(ws):
    assert by_kind(lessons.proposals(ws, [a_review(price=24.0, factor=0.5)]))["demand_factor"].after < 0.75
    assert "demand_factor" not in by_kind(lessons.proposals(ws, [a_review(price=24.0)]))


def test_what_liquidation_paid_becomes_the_share_that_gives_that_amount(ws):
    """The rate table turns the learned share back into the amount paid."""
    one = a_review()
    item = pd.DataFrame([SIZE | {"price": 24.0, "on": pd.Timestamp(DAY)}])
    paid = liquidation(item.assign(recovery_share=0.08))["charge"].iloc[0]
    lessons.note_paid(ws, 1, 50, 50 * paid, at=AT)
    each = by_kind(lessons.proposals(ws, [one]))["liquidation_recovery"]
    assert (each.before, each.after) == (load()["clearance.liquidation_recovery_share"], pytest.approx(0.08))


def a_liquidation(ws, *, principal, units=20, fee=0.0, day=date(2026, 12, 20), **more):
    file_id = a_file(ws)
    line = {"file_id": file_id, "settlement_id": "9", "transaction_type": "Liquidations", "day": day, "marketplace": "US", "sku": "A",
            "order_id": "L1", "currency": "USD"} | more  # fmt: skip
    insert(ws, "settlement_line", amount_type="ItemPrice", amount_description="Principal", amount=principal, units=units, **line)
    insert(ws, "settlement_line", amount_type="ItemFees", amount_description="LiquidationsBrokerageFee", amount=-fee, **line)


def a_removal(
    ws, *, days, way="return", status="Completed", shipped=0, disposed=0, order_id="R1", sku="A", requested_day=date(2026, 9, 14)
):
    insert(
        ws, "removal_line", file_id=a_file(ws), marketplace="US", order_id=order_id, requested_day=requested_day, way=way, status=status,
        updated_day=requested_day + timedelta(days=days), sku=sku, requested=shipped + disposed, shipped=shipped, disposed=disposed,
    )  # fmt: skip


def test_a_settlement_tells_what_liquidation_paid_and_goes_before_what_was_typed(ws):
    """20 units at what the rate table pays for 4 % of the plan's price; 99 a unit was typed for the same plan."""
    item = pd.DataFrame([SIZE | {"price": 24.0, "on": pd.Timestamp(date(2026, 12, 20))}])
    paid = 20 * liquidation(item.assign(recovery_share=0.04))["charge"].iloc[0]
    seller_of(ws)
    a_liquidation(ws, principal=paid + 3.0, fee=3.0)
    lessons.note_paid(ws, 1, 20, 1980.0, at=AT)
    each = by_kind(lessons.proposals(ws, [a_review()]))["liquidation_recovery"]
    assert each.after == pytest.approx(0.04)
    assert each.evidence == {"plan_ids": [1], "source": "settlements", "units": 20.0, "skus": 1}
    assert each.learned_on == date(2026, 12, 20)


def test_settlements_teach_the_recovery_of_skus_without_any_plan_at_their_price_of_today(ws):
    item = pd.DataFrame([SIZE | {"price": 24.0, "on": pd.Timestamp(date(2026, 12, 20))}])
    paid = 20 * liquidation(item.assign(recovery_share=0.06))["charge"].iloc[0]
    seller_of(ws)
    a_liquidation(ws, principal=paid)
    a_liquidation(ws, principal=5.0, sku="NOT_IN_THE_RUN", order_id="L2", settlement_id="10")
    each = by_kind(lessons.proposals(ws, []))["liquidation_recovery"]
    assert (each.after, each.evidence["plan_ids"], each.evidence["units"]) == (pytest.approx(0.06), [], 20.0)


def test_a_share_beyond_the_threshold_s_limits_is_proposed_at_the_limit_and_can_be_accepted(ws):
    lessons.note_paid(ws, 1, 1, 23.0, at=AT)
    each = by_kind(lessons.proposals(ws, [a_review()]))["liquidation_recovery"]
    assert each.after == 0.5  # data/policy.toml
    lessons.decide(ws, each, "accepted", at=AT)


def test_removal_orders_tell_their_lead_time_by_units_and_go_before_the_ledger_of_plans(ws):
    a_removal(ws, days=18, shipped=30)
    a_removal(ws, days=8, way="disposal", disposed=10, order_id="R2")
    a_removal(ws, days=90, shipped=50, status="Pending", order_id="R3")
    removed = np.zeros(10)
    removed[4] = 30.0
    each = by_kind(lessons.proposals(ws, [a_review(removed=removed)]))["removal_days"]
    assert each.after == round((30 * 18 + 10 * 8) / 40)
    assert each.evidence == {"plan_ids": [], "source": "removals", "units": 40.0, "orders": 2}
    number = lessons.decide(ws, each, "accepted", at=AT)
    assert settings.policy(ws)["clearance.removal_days"] == each.after
    lessons.revert(ws, number, at=AT)
    assert settings.policy(ws)["clearance.removal_days"] == load()["clearance.removal_days"]


def test_the_removal_s_own_lead_time_is_counted_to_the_middle_of_its_week(ws):
    removed = np.zeros(10)
    removed[[4, 6]] = 30.0, 10.0
    each = by_kind(lessons.proposals(ws, [a_review(removed=removed)]))["removal_days"]
    assert each.after == round((30 * (28 + 4) + 10 * (42 + 4)) / 40)


def test_from_three_clearances_on_the_assumptions_of_the_catalogue_are_proposed(ws):
    some = [a_review(number, f"S{number}") for number in range(3)]
    assert not {"assumed_elasticity", "demand_doubt"} & by_kind(lessons.proposals(ws, some[:2])).keys()
    assert {"assumed_elasticity", "demand_doubt"} <= by_kind(lessons.proposals(ws, some)).keys()


def test_an_accepted_threshold_is_set_and_taking_it_back_brings_the_default(ws):
    lessons.note_paid(ws, 1, 10, 30.0, at=AT)
    each = by_kind(lessons.proposals(ws, [a_review()]))["liquidation_recovery"]
    number = lessons.decide(ws, each, "accepted", at=AT)
    key = "clearance.liquidation_recovery_share"
    assert settings.policy(ws)[key] == each.after
    lessons.revert(ws, number, at=AT)
    assert key not in settings.load(ws)
    assert lessons.decided(ws)["state"].tolist() == ["reverted"]


def test_taking_it_back_brings_the_seller_s_own_value_and_leaves_a_later_one(ws):
    key, each = "clearance.removal_days", lessons.Proposal(
        kind="removal_days", marketplace=None, sku=None, before=20.0, after=33.0, learned_on=DAY, evidence={"plan_ids": [1]}
    )  # fmt: skip
    settings.save(ws, {key: 20}, at=AT)
    lessons.revert(ws, lessons.decide(ws, each, "accepted", at=AT), at=AT)
    assert settings.policy(ws)[key] == 20
    number = lessons.decide(ws, each, "accepted", at=AT)
    settings.save(ws, {key: 40}, at=AT)
    lessons.revert(ws, number, at=AT)
    assert settings.policy(ws)[key] == 40


def test_a_refused_lesson_changes_nothing_and_is_not_proposed_again(ws):
    version, one = ws.version(), a_review()
    lessons.decide(ws, by_kind(lessons.proposals(ws, [one]))["elasticity"], "refused", at=AT)
    assert ws.version() == version
    assert "elasticity" not in by_kind(lessons.proposals(ws, [one]))
    with ws.read() as cursor:
        assert lessons.in_force(cursor, AS_OF).empty


def test_a_later_lesson_takes_the_place_of_the_first_and_taking_it_back_brings_the_first(ws):
    each = by_kind(lessons.proposals(ws, [a_review()]))["elasticity"]
    lessons.decide(ws, each, "accepted", at=AT)
    second = lessons.decide(ws, replace(each, after=3.3, evidence={"plan_ids": [2]}), "accepted", at=AT)
    with ws.read() as cursor:
        assert lessons.in_force(cursor, AS_OF)["elasticity"].tolist() == [3.3]
    lessons.revert(ws, second, at=AT)
    with ws.read() as cursor:
        assert lessons.in_force(cursor, AS_OF)["elasticity"].tolist() == [each.after]


def test_what_cannot_be_decided_or_taken_back_is_said(ws):
    each = by_kind(lessons.proposals(ws, [a_review()]))["elasticity"]
    with pytest.raises(InputError, match="lesson_state"):
        lessons.decide(ws, each, "perhaps", at=AT)
    with pytest.raises(InputError, match="no_such_lesson"):
        lessons.revert(ws, 7, at=AT)
    with pytest.raises(InputError, match="liquidation_paid"):
        lessons.note_paid(ws, 1, 0, 5, at=AT)


@pytest.fixture
def seller(ws):
    return seller_of(ws, runs=False)


def seller_of(ws, runs=True):
    """600 units that sell 7 a week: screened as overstock."""
    some_stock(ws, available=600, price=24.0)
    some_sales(ws, daily(1, 200), price=24.0)
    a_product(
        ws, **{name: value for name, value in SIZE.items() if name not in ("marketplace", "category")}, product_group="Home & Kitchen"
    )
    if runs:
        run(ws, at=AT, model=Knowing())
    return ws


def test_the_next_run_counts_with_what_was_accepted_and_says_so(seller):
    plain = run(seller, at=AT, model=Knowing())
    for kind, after, sd in (("elasticity", 3.1, 0.2), ("demand_factor", 0.5, float("nan"))):
        taught = lessons.Proposal(
            kind=kind, marketplace="US", sku="A", before=1.0, after=after, after_sd=sd, learned_on=AS_OF, evidence={"plan_ids": [1]}
        )  # fmt: skip
        lessons.decide(seller, taught, "accepted", at=AT)
    learned = run(seller, at=AT + timedelta(hours=1), model=Knowing())
    before, after = (_case(seller, each.run_id) for each in (plain, learned))
    assert (after.elasticity, after.elasticity_sd, after.elasticity_source) == (3.1, 0.2, "review")
    assert (before.demand_factor, after.demand_factor) == (1.0, 0.5)
    assert after.weekly_demand == pytest.approx(0.5 * before.weekly_demand)
    values = [results.options(seller, each.run_id, "US", "A").set_index("option")["value"]["best_plan"] for each in (plain, learned)]
    assert values[0] != pytest.approx(values[1], rel=0.01)


def test_a_demand_factor_speaks_for_a_quarter(ws):
    taught = lessons.Proposal(
        kind="demand_factor", marketplace="US", sku="A", before=1.0, after=0.5, learned_on=AS_OF, evidence={"plan_ids": [1]}
    )  # fmt: skip
    lessons.decide(ws, taught, "accepted", at=AT)
    with ws.read() as cursor:
        late = [lessons.in_force(cursor, AS_OF + timedelta(days=days))["demand_factor"].iloc[0] for days in (91, 92)]
    assert late[0] == 0.5
    assert np.isnan(late[1])


def _case(ws, run_id: int):
    from core.fees.schedule import SHIPPED

    return results.case(ws, results.latest_run(ws) | {"run_id": run_id}, "US", "A", SHIPPED)
