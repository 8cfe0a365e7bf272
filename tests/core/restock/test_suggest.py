"""When to order and how much: levels by arithmetic, packs and least orders, and who is not ordered."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import policy
from core.restock.suggest import after_moves, suggest

ON = date(2026, 11, 22)
POLICY = policy.load()


def positions(**more) -> pd.DataFrame:
    """One product that sells 10 a week without doubt: each quantile is the mean."""
    week = more.pop("week", 10.0)
    path = np.full(26, week)
    row = {
        "marketplace": "US", "sku": "A", "title": "Mug", "currency": "USD", "abc": "A", "xyz": "X", "on_hand": 100.0, "inbound": 0.0,
        "lead_time_days": 42.0, "stage": "maturity", "level": 0, "best_option": None, "frozen": False, "lifted": False, "unit_cost": 5.0, "service": 0.5, "safety_stock": None,
        "minimum_order": None, "case_pack": None, "capacity_units": None, "stockout_on": None, "demand_path": path,
        "cum_p10": np.cumsum(path), "cum_p50": np.cumsum(path), "cum_p90": np.cumsum(path),
    }  # fmt: skip
    return pd.DataFrame([row | more])


def one(**more) -> dict:
    return suggest(positions(**more), ON, POLICY).iloc[0].to_dict()


def test_the_sellers_safety_stock_goes_over_the_median_of_lead_time_and_half_a_review():
    found = one(safety_stock=20.0)
    assert found["order_point"] == pytest.approx(10 * (6 + 0.5) + 20)
    assert found["order_up_to"] == pytest.approx(10 * (6 + 1) + 20)


def test_a_move_to_it_leaves_less_to_buy_and_products_without_one_are_left_out():
    pair = pd.concat([positions(on_hand=0.0, safety_stock=20.0), positions(sku="B")])
    moves = pd.DataFrame({"marketplace": ["US"], "sku": ["A"], "coming_units": [60.0], "from_sites": ["UK"]})
    before = suggest(pair, ON, POLICY).set_index("sku").loc["A", "units"]
    after = suggest(after_moves(pair, moves), ON, POLICY).set_index("sku")
    assert before == 90.0  # 10 x (6 + 1) + 20
    assert after["units"].to_dict() == {"A": 90.0 - 60.0}


def test_the_order_is_due_when_the_median_has_taken_the_position_to_the_order_point():
    found = one(safety_stock=20.0)  # 100 less 85 is 15: a week and a half at 10 a week
    assert found["order_on"] == ON + timedelta(days=10)
    assert found["units"] == 5.0  # 90 less 85
    assert (found["why"], found["arrives_on"]) == ("order_by", ON + timedelta(days=10 + 42))


def test_below_the_order_point_it_is_due_today_for_what_is_lacking():
    found = one(on_hand=30.0, inbound=20.0, safety_stock=20.0)
    assert (found["why"], found["order_on"], found["units"]) == ("order_now", ON, 90.0 - 50.0)
    assert found["amount"] == pytest.approx(40 * 5.0)


def test_suppliers_that_were_late_make_lead_times_longer_by_the_learnt_factor():
    found = suggest(positions(safety_stock=20.0), ON, POLICY.with_overrides({"supply.risk_factor": 1.5})).iloc[0]
    assert found["lead_days"] == 42 * 1.5
    assert found["order_point"] == pytest.approx(10 * (9 + 0.5) + 20)


def test_what_is_on_its_way_counts():
    assert one(on_hand=0.0, inbound=100.0, safety_stock=20.0)["order_on"] == one(safety_stock=20.0)["order_on"]


@pytest.mark.parametrize(("wanted", "pack", "least", "room", "units"), [
    (40, None, None, None, 40), (40, 12, None, None, 48), (40, None, 100, None, 100), (40, 12, 100, None, 108), (40, None, None, 70, 20),
    (40, 12, None, 70, 12), (40, None, 30, 70, None),
])  # fmt: skip
def test_packs_least_orders_and_room(wanted, pack, least, room, units):
    found = one(on_hand=90.0 - wanted, safety_stock=20.0, case_pack=pack, minimum_order=least, capacity_units=room)
    if units is None:  # 20 fit, 30 is the least
        assert found["why"] == "enough"
        assert np.isnan(found["units"])
    else:
        assert found["units"] == units


@pytest.mark.parametrize(("facts", "why"), [
    ({"frozen": True}, "frozen"), ({"level": 2, "best_option": "best_plan"}, "clearing"), ({"stage": "decline"}, "ends"),
    ({"level": 3, "best_option": "best_plan"}, "clearing"), ({"level": 3, "best_option": "best_plan", "lifted": True}, "order_now"),
    ({"stage": "end_of_life"}, "ends"), ({"week": 0.0}, "no_demand"), ({"level": 2, "best_option": "hold"}, "order_now"),
])  # fmt: skip
def test_what_is_frozen_cleared_or_ends_is_not_bought_whatever_its_cover(facts, why):
    found = one(on_hand=0.0, **facts)
    assert found["why"] == why
    assert np.isnan(found["units"]) == (why != "order_now")


def test_service_is_that_of_the_class_and_less_for_erratic_demand():
    assert one(service=None)["service"] == POLICY["restock.service_a"]
    assert one(service=None, abc="C", xyz="Z")["service"] == pytest.approx(POLICY["restock.service_c"] - POLICY["restock.service_less_z"])
    assert one(service=0.8, abc="C")["service"] == 0.8
    assert [one(abc=name)["review"] for name in "ABC"] == ["continuous", "normal", "periodic"]


def test_what_would_come_after_the_season_is_not_ordered():
    weeks = np.r_[np.full(6, 50.0), np.zeros(20)]  # the season ends as the order would arrive
    found = one(on_hand=10.0, demand_path=weeks, **dict.fromkeys(("cum_p10", "cum_p50", "cum_p90"), np.cumsum(weeks)))
    assert found["why"] == "enough"


def test_no_order_goes_beyond_what_sells_before_the_surcharge():
    found = one(on_hand=0.0, safety_stock=1000.0)
    assert found["high_units"] == pytest.approx(10 * 180 / 7)
    # beyond the order point itself nothing is held; what arrives sells within 180 days of its arrival
    assert found["units"] <= np.ceil(10 * 180 / 7)


@given(
    week=st.floats(0.1, 200),
    spread=st.floats(0, 2),
    stock=st.floats(0, 3000),
    lead=st.floats(1, 120),
    service=st.sampled_from([0.6, 0.9, 0.99]),
)
@settings(max_examples=60, deadline=None)
def test_more_service_never_orders_less_and_more_stock_never_more(week, spread, stock, lead, service):
    sums = week * np.arange(1, 27)
    wide = {"cum_p10": sums / (1 + spread), "cum_p50": sums, "cum_p90": sums * (1 + spread)}
    facts = {"week": week, "on_hand": stock, "lead_time_days": lead, **wide}
    low, high, more = one(service=service, **facts), one(service=0.995, **facts), one(service=service, **(facts | {"on_hand": stock + 50}))
    assert high["order_point"] >= low["order_point"] - 1e-9
    assert low["order_up_to"] >= low["order_point"] - 1e-9
    if low["why"] == more["why"] == "order_now":
        assert more["units"] <= low["units"] + 1e-9


LED = {"keyword": "red mug", "keyword_share": 0.5, "keyword_due_on": ON + timedelta(days=14)}


def test_a_keyword_that_says_half_as_much_again_orders_for_it_and_says_what_it_would_be_without():
    # position 50, order up to 10 a week x (6 + 1) weeks + 20 = 90; at 15 a week 15 x 7 + 20 = 125
    found = one(on_hand=30.0, inbound=20.0, safety_stock=20.0, **LED)
    assert (found["units"], found["units_without"]) == (125.0 - 50.0, 90.0 - 50.0)
    assert (found["order_on"], found["order_on_without"]) == (ON, ON)
    assert (found["keyword"], found["keyword_share"]) == ("red mug", 0.5)


def test_a_keyword_is_not_counted_where_settings_say_so_or_where_it_says_next_to_nothing():
    known = positions(on_hand=30.0, inbound=20.0, safety_stock=20.0, **LED)
    apart = suggest(known, ON, POLICY.with_overrides({"market.keywords_counted": "apart"})).iloc[0]
    little = one(on_hand=30.0, inbound=20.0, safety_stock=20.0, **(LED | {"keyword_share": 0.04}))
    for found in (apart, little):
        assert (found["units"], found["keyword"]) == (90.0 - 50.0, None)
        assert pd.isna(found["keyword_share"])


def test_only_the_product_of_the_keyword_changes():
    both = pd.concat(
        [positions(on_hand=30.0, safety_stock=20.0, **LED), positions(sku="B", on_hand=30.0, safety_stock=20.0)], ignore_index=True
    )
    found = suggest(both, ON, POLICY).set_index("sku")
    assert found.loc["A", "units"] > found.loc["B", "units"] == found.loc["A", "units_without"]
    assert pd.isna(found.loc["B", "units_without"])


CUT = {"usual_price": 25.0, "pace_price": 20.0, "elasticity": 2.0}


def test_what_sold_under_its_usual_price_is_bought_again_for_the_demand_at_the_usual_one():
    # 20 of 25 at elasticity 2: .8^2 = .64 of the pace. Order up to 10 a week x .64 x (6 + 1) weeks + 20 = 64.8; at the pace 90
    found = one(on_hand=30.0, inbound=20.0, safety_stock=20.0, **CUT)
    assert (found["units"], found["units_at_pace"]) == (np.ceil(64.8 - 50.0), 90.0 - 50.0)
    assert (found["order_on"], found["order_on_at_pace"]) == (ON, ON)
    assert (found["usual_price"], found["pace_price"], found["price_share"]) == (25.0, 20.0, pytest.approx(-0.2))


@pytest.mark.parametrize("known", [{"pace_price": 24.0}, {"pace_price": 30.0}, {"usual_price": None}, {"elasticity": None}])
def test_a_pace_at_about_the_usual_price_or_above_or_without_one_is_taken_as_it_is(known):
    found = one(on_hand=30.0, inbound=20.0, safety_stock=20.0, **(CUT | known))
    assert found["units"] == 90.0 - 50.0
    assert pd.isna(found["price_share"])
    assert pd.isna(found["units_at_pace"])


def test_price_and_keyword_are_both_counted_and_each_is_told_without_the_other():
    found = one(on_hand=0.0, safety_stock=20.0, **CUT, **LED)
    assert found["units"] == np.ceil(10 * 0.64 * 1.5 * 7 + 20 - 1e-9)
    assert found["units_without"] == np.ceil(10 * 0.64 * 7 + 20 - 1e-9)
    assert found["units_at_pace"] == 10 * 1.5 * 7 + 20


def test_what_is_sold_at_a_loss_is_not_bought_again():
    assert one(on_hand=0.0, profit=-0.01)["why"] == "loss"
    assert np.isnan(one(on_hand=0.0, profit=-0.01)["units"])
    assert [one(on_hand=0.0, profit=profit)["why"] for profit in (0.0, None)] == ["order_now", "order_now"]
    assert one(on_hand=5000.0, profit=-1.0)["why"] == "enough"
