"""Alarms held against what happened, counted by hand on a few SKU-weeks."""

import pandas as pd
import pytest

from core import policy
from core.replay.score import episodes, score
from core.replay.weeks import Seen

POLICY = policy.load()
LOOK, HASTY = POLICY["proof.look_money"], POLICY["proof.hasty_share"]


def a_week(week: int, *, sku="A", level=0, stuck=0.0, cost=0.0, marketplace="US", **changed) -> dict:
    """A SKU-week as core.replay.truth leaves it."""
    return {
        "week": week, "marketplace": marketplace, "sku": sku, "currency": {"US": "USD", "UK": "GBP"}[marketplace], "price": 20.0, "level": level,
        "cover_90": False, "age_90": False, "amazon_excess": False, "stuck": stuck, "cost": cost, "week_cost": cost / 26, "stuck_days": 100 - 7 * week,
        "sold_28": 8.0, "gone": 0.0, "silent": 0.0, "short": 0.0, "short_days": None, "short_of_order": 0.0,
    } | changed  # fmt: skip


def scored(weeks: list[dict], alarms: list[tuple] = (), marketplace: str | None = None, name="overstock", level=2, scope="rule"):
    """alarms: (week, SKU, level) of rule overstock. Gives the one row asked for."""
    judged = pd.DataFrame(weeks)
    said = pd.DataFrame(
        [{"week": w, "marketplace": "US", "sku": sku, "rule": "overstock", "level": high, "facts": "{}"} for w, sku, high in alarms],
        columns=["week", "marketplace", "sku", "rule", "level", "facts"],
    )
    told = Seen(days=list(range(10)), seen=judged, alarms=said, cohorts=pd.DataFrame())
    rows = score(told, judged, POLICY, marketplace).rows
    return rows[(rows["scope"] == scope) & (rows["level"] == level) & (rows["name"].fillna("") == (name or ""))].iloc[0]


def test_an_alarm_is_one_as_long_as_it_is_not_silent_for_two_weeks():
    speaks = pd.DataFrame([{"week": week, "marketplace": "US", "sku": "A"} for week in (0, 1, 3, 6, 7)])
    assert episodes(speaks, 2)[["week", "last"]].to_numpy().tolist() == [[0, 3], [6, 7]]


def test_precision_and_recall_by_hand():
    large = 26 * POLICY["proof.trouble_money"]
    weeks = [a_week(w, sku=sku, stuck=float(sku in "AB"), cost=large if sku in "AB" else 0.0) for w in range(6) for sku in "ABC"]
    row = scored(weeks, [(2, "A", 2), (3, "A", 2), (4, "C", 2)])
    assert (row["alerts"], row["came_true"], row["false_alarms"], row["precision"]) == (2, 1, 1, 0.5)
    assert (row["troubles"], row["caught"], row["recall"]) == (2, 1, 0.5)  # B was never warned of
    assert row["lead_days_median"] == 100 - 7 * 2
    assert row["alerts_week"] == 2 / 10


def test_money_by_hand():
    large = 26 * POLICY["proof.trouble_money"]
    weeks = [a_week(w, sku=sku, stuck=float(sku == "A"), cost=large if sku == "A" else 0.0) for w in range(6) for sku in "AC"]
    row = scored(weeks, [(2, "A", 2), (4, "C", 2)])
    assert row["saved"] == pytest.approx(4 * large / 26)  # weeks 2 to 5
    assert row["missed"] == pytest.approx(2 * large / 26)  # weeks 0 and 1
    assert row["wasted"] == pytest.approx(LOOK + HASTY * 20.0 * 8)  # C: a look, and 10 % off what four weeks sold
    assert row["cost"] == pytest.approx(row["missed"] + row["wasted"] + LOOK)


def test_a_notice_wastes_a_look_and_no_more():
    row = scored([a_week(w) for w in range(4)], [(1, "A", 1)], level=1)
    assert row["wasted"] == LOOK


def test_what_is_not_settled_counts_nowhere():
    row = scored([a_week(w, stuck=float("nan")) for w in range(4)], [(1, "A", 2)])
    assert (row["alerts"], row["pending"], row["came_true"], row["false_alarms"]) == (1, 1, 0, 0)
    assert pd.isna(row["precision"])
    assert pd.isna(row["recall"])


def test_a_warning_is_not_asked_to_catch_trifles():
    weeks = [a_week(w, stuck=1.0, cost=26 * POLICY["proof.trouble_money"] - 1) for w in range(4)]
    assert scored(weeks, [(0, "A", 2)])["troubles"] == 0
    assert scored(weeks, [(0, "A", 2)], level=1)["troubles"] == 1


def test_a_rule_of_thumb_is_judged_by_the_same_truth():
    weeks = [a_week(w, cover_90=w >= 1, stuck=1.0, cost=1000.0) for w in range(4)]
    row = scored(weeks, scope="thumb", name="cover_90")
    assert (row["came_true"], row["caught"], row["missed"]) == (1, 1, pytest.approx(1000 / 26))


def test_money_of_two_currencies_is_not_added_up():
    weeks = [a_week(w, sku=market, marketplace=market, stuck=1.0, cost=1000.0) for w in range(4) for market in ("US", "UK")]
    assert pd.isna(scored(weeks, [(0, "US", 2)])["saved"])
    assert scored(weeks, [(0, "US", 2)], marketplace="US")["saved"] == pytest.approx(4 * 1000 / 26)
    assert scored(weeks, [(0, "US", 2)], marketplace="UK", scope="level", name=None)["alerts"] == 0
