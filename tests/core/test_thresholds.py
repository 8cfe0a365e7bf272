"""Which threshold holds for which SKU: moved by a run inside limits and kept until it is due, set by hand for a scope until its last day."""

import json
from datetime import date, datetime, time, timedelta

import pytest

from core import thresholds
from core.errors import InputError
from core.policy import Policy
from core.thresholds import Scope
from tests.build import insert

DAY = date(2026, 11, 20)
SHELF = {
    "marketplace": "US", "sku": "A", "category": "Office", "price": 20.0, "landed_cost": 10.0, "season_ahead": 1.0, "stage": "maturity",
    "trend_week": -0.03, "safety_stock": 0.0, "velocity": 2.0, "on_hand": 100, "demand_13": 182.0, "abc": "A",
}  # fmt: skip


def lines(ws, *changed: dict, on: date = DAY, **policy) -> dict:
    """SKU → (excess line in days, the columns of own_threshold or None), of shelves each like SHELF but for what is changed; five
    usual products of each marketplace stand beside them."""
    with ws.read() as cursor:
        lines_of(cursor, *[SHELF | one for one in changed or ({},)], on=on, **policy)
        moved = cursor.execute("from own_threshold where key = 'cover.overstock_days'").df()
        own = {row["sku"]: row for row in moved.to_dict("records")}
        return {sku: (line, own.get(sku)) for sku, line in cursor.execute(WITHOUT_USUAL).fetchall()}


def lines_of(cursor, *rows: dict, on: date = DAY, **policy) -> None:
    """`position` of these shelves and the usual ones, with their thresholds."""
    usual = [SHELF | {"sku": f"usual {number}", "marketplace": place} for number in range(5) for place in ("US", "UK")]
    kinds = ", ".join(f"{name} {'varchar' if isinstance(value, str) else 'double'}" for name, value in SHELF.items())
    cursor.execute(f"create temp table position ({kinds})")
    cursor.executemany(f"insert into position values ({', '.join('?' * len(SHELF))})", [list(row.values()) for row in [*rows, *usual]])
    thresholds.compute(cursor, Policy(policy).params() | {"as_of": on})


WITHOUT_USUAL = "select sku, cover_overstock_days from position where sku not like 'usual%'"


def line(ws, changed: dict | None = None, on: date = DAY, **policy) -> float:
    return next(iter(lines(ws, changed or {}, on=on, **policy).values()))[0]


def test_a_product_like_the_usual_ones_keeps_the_sellers_line(ws):
    """No season, no decline; residual value (half of 20 over 10) and safety stock are the medians."""
    assert line(ws) == 90
    assert line(ws, **{"cover.overstock_days": 60}) == 60


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"price": 30.0}, 90 * 1.2),  # 15 / 10 = 1.5 times the usual 10 / 10: high, a fifth longer
        ({"price": 14.0}, 90 * 0.8),  # 7 / 10 = 0.7 of the usual: low, a fifth shorter
        ({"price": None}, 90),
        ({"season_ahead": 1.2}, 90 * 1.2),
        ({"season_ahead": 5.0}, 90 * 1.3),
        ({"safety_stock": 20.0}, 90 + 20 / 2),
        ({"safety_stock": 900.0}, 90 + 30),
        # 3 % a week over 90 / 7 weeks: (1 - 0.97^n) / (0.03 n) = 0.841…
        ({"stage": "decline"}, 90 * (1 - 0.97 ** (90 / 7)) / (0.03 * 90 / 7)),
        ({"stage": "decline", "trend_week": -0.5, "price": 14.0}, 90 * 0.5),  # at most half away
        ({"price": 30.0, "season_ahead": 1.3}, 90 * 1.5),
    ],
)
def test_residual_value_season_decline_and_safety_stock_move_it_inside_limits(ws, changed, expected):
    assert line(ws, changed) == round(expected)


DECLINE = 1 - 0.03  # a week


def kept_share(days: float) -> float:
    """Of the units of so many days at today's pace, what a decline of 3 % a week leaves."""
    return (1 - DECLINE ** (days / 7)) / (0.03 * days / 7)


def moved_lines(ws, changed: dict, **policy) -> dict[str, float]:
    """Threshold → what a product has of its own, as its column of position says."""
    with ws.read() as cursor:
        lines_of(cursor, SHELF | changed, **policy)
        names = [key.replace(".", "_") for key in thresholds.LINES]
        found = cursor.execute(f"select {', '.join(names)} from position where sku = 'A'").fetchall()[0]
    return dict(zip(thresholds.LINES, found, strict=True))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"price": 30.0}, {"cover.safe_days": 60 * 1.2, "overstock.safety_multiple": 2 * 1.2, "age.notice_days": 90 * 1.2,
                           "no_movement.days": 90 * 1.2, "low_stock.weeks": 4 * 1.2, "reorder.notice_days": round(7 * 1.2)}),
        ({"price": 14.0}, {"cover.safe_days": 60 * 0.8, "overstock.safety_multiple": 2 * 0.8, "age.notice_days": 90 * 0.8,
                           "no_movement.days": 90 * 0.8, "low_stock.weeks": 4 * 0.8, "reorder.notice_days": round(7 * 0.8)}),
        ({"season_ahead": 0.5}, {"cover.safe_days": 60 * 0.7, "overstock.safety_multiple": 2, "age.notice_days": 90 * 0.7,
                                 "no_movement.days": 90 * 0.7, "low_stock.weeks": 4, "reorder.notice_days": round(7 * 0.7)}),
        ({"stage": "decline"}, {"cover.safe_days": round(60 * kept_share(60)), "overstock.safety_multiple": 2,
                                "age.notice_days": round(90 * kept_share(90)), "no_movement.days": round(90 * kept_share(90)),
                                "low_stock.weeks": 4, "reorder.notice_days": 7}),
        ({"safety_stock": 20.0}, {"cover.safe_days": 60 + 20 / 2, "overstock.safety_multiple": 2, "age.notice_days": 90,
                                  "no_movement.days": 90, "low_stock.weeks": 4, "reorder.notice_days": 7}),
    ],
)  # fmt: skip
def test_every_line_moves_by_what_it_answers_to_and_by_nothing_else(ws, changed, expected):
    found = moved_lines(ws, changed)
    assert {key: found[key] for key in expected} == pytest.approx(expected)


def test_no_line_leaves_the_limits_of_its_threshold(ws):
    """Safe days may not be under 14: 20 less a fifth, in a season that goes to seven tenths, would be 11."""
    assert moved_lines(ws, {"price": 14.0, "season_ahead": 0.5}, **{"cover.safe_days": 20})["cover.safe_days"] == 14


def test_where_it_is_off_every_product_has_the_same_line(ws):
    assert lines(ws, {"price": 30.0}, **{"dynamic.refresh": "off"}) == {"A": (90, None)}


def a_stored_run(ws, on: date, run_id: int = 1) -> None:
    own = lines(ws, {"price": 30.0}, on=on)["A"][1]
    insert(ws, "run", run_id=run_id, as_of=on, data_version=1, policy="{}", skus=1, seconds="{}", started_at=on, history=False)
    insert(ws, "run_threshold", run_id=run_id, **(own | {"computed_on": own["computed_on"].date()}))


def test_it_is_kept_until_a_month_is_over_and_drawn_anew_when_the_sellers_line_changes(ws):
    a_stored_run(ws, DAY)
    low = {"price": 14.0}  # the product is worth less now
    assert line(ws, low, on=DAY + timedelta(days=27)) == 108
    assert line(ws, low, on=DAY + timedelta(days=28)) == 72
    assert line(ws, low, on=DAY + timedelta(days=7), **{"dynamic.refresh": "week"}) == 72
    assert line(ws, low, on=DAY + timedelta(days=1), **{"cover.overstock_days": 60}) == 60 * 0.8


def test_a_look_back_does_not_see_later_lines(ws):
    a_stored_run(ws, DAY)
    assert line(ws, {"price": 14.0}, on=DAY - timedelta(days=1)) == 72


def test_what_moved_it_is_told_in_numbers(ws):
    facts = json.loads(lines(ws, {"price": 30.0, "safety_stock": 20.0})["A"][1]["facts"])
    assert facts == {"base": 90.0, "residual": 1.5, "of_residual": 1.2, "of_season": 1.0, "of_decline": 1.0, "safety_days": 10.0}


def by_hand(ws, value, on: date = DAY, **scope) -> None:
    thresholds.set_by_hand(ws, Scope(key="cover.overstock_days", value=value, **scope), at=datetime.combine(on, time(8)))


def test_by_hand_wins_and_the_narrowest_scope_wins_over_wider_ones(ws):
    by_hand(ws, 150, sku="B", marketplace="US")
    by_hand(ws, 120, category="Office")
    by_hand(ws, 100)
    found = lines(ws, {"price": 30.0}, {"sku": "B"}, {"sku": "C", "category": "Garden"})
    assert {sku: value for sku, (value, _) in found.items()} == {"A": 120, "B": 150, "C": 100}
    assert line(ws, {"sku": "B", "marketplace": "UK"}) == 120


def test_a_class_of_products_has_its_own_line_and_a_product_goes_before_its_class(ws):
    by_hand(ws, 100, marketplace="US")
    by_hand(ws, 130, abc="C")
    by_hand(ws, 60, residual_class="low")
    by_hand(ws, 40, residual_class="low", abc="C")
    by_hand(ws, 150, sku="D")
    shelves = {"B": {"abc": "C"}, "C": {"price": 14.0}, "D": {"price": 14.0, "abc": "C"}, "E": {"price": 14.0, "abc": "C"}}
    found = lines(ws, {}, *({"sku": sku} | facts for sku, facts in shelves.items()))
    assert {sku: value for sku, (value, _) in found.items()} == {"A": 100, "B": 130, "C": 60, "D": 150, "E": 40}


def test_a_rebound_of_the_season_ends_on_its_last_day(ws):
    by_hand(ws, 200, sku="A", until=DAY + timedelta(days=30), reason="Christmas comes back")
    assert [line(ws, on=DAY + timedelta(days=days)) for days in (-1, 0, 30, 31)] == [90, 200, 200, 90]


def test_it_is_taken_back(ws):
    by_hand(ws, 200)
    thresholds.take_back(ws, int(thresholds.listed(ws)["scope_id"].iloc[0]))
    assert line(ws) == 90


def test_what_cannot_be_set_is_refused_in_words(ws):
    for scope, code in (
        (Scope(key="forecast.prophet_top", value=1), "not_one_of"),
        (Scope(key="cover.overstock_days", value=5000), "threshold_outside"),
        (Scope(key="cover.overstock_days", value=100, abc="Q"), "not_one_of"),
        (Scope(key="cover.overstock_days", value=100, residual_class="dear"), "not_one_of"),
        (Scope(key="cover.overstock_days", value=100, until=DAY - timedelta(days=1)), "scope_over"),
    ):
        with pytest.raises(InputError, match=code):
            scope.checked(DAY)
    assert thresholds.listed(ws).empty


def test_every_rule_that_names_a_scoped_threshold_reads_it_of_the_sku():
    """As a column, so that a scope works on it: never as one number for all."""
    from core.workspace import _SQL

    named = {key.replace(".", "_") for key in thresholds.SCOPED}
    for file in (_SQL / "rules").glob("*.sql"):
        query = file.read_text(encoding="utf-8")
        assert not [name for name in named if f"${name}" in query], file.name
