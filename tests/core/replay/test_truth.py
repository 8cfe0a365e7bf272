"""What really happened: worked by hand on one SKU, A in the US at $20, 0.1 ft³, of which stock is known and sales are given."""

from datetime import date, timedelta

import pandas as pd
import pytest

from core import policy
from core.fees.aged_surcharge import aged_surcharge
from core.fees.schedule import SHIPPED
from core.fees.storage import storage
from core.replay.truth import kind_of, truths
from core.replay.weeks import Seen
from tests.build import some_sales

LAST = date(2026, 11, 22)
SEEN = {
    "units_90": 90,
    "marketplace": "US", "sku": "A", "category": "Home", "currency": "USD", "price": 20.0, "landed_cost": 6.0, "on_hand": 100, "inbound": 0,
    "order_days": 52.0, "unit_ft3": 0.1, "size_tier": None, "longest_in": 10.0, "median_in": 8.0, "shortest_in": 2.0, "weight_lb": 1.0,
}  # fmt: skip


def what_came(ws, sold: dict[date, int], *, ago: int = 182, ages=((100, 0),), **changed):
    """The truth of one day, `ago` days before LAST, with (units, age) on the shelf."""
    some_sales(ws, {LAST: 0} | sold)
    day = LAST - timedelta(days=ago)
    cohorts = pd.DataFrame([{"week": 0, "marketplace": "US", "sku": "A", "age_days": age, "units": units} for units, age in ages])
    told = Seen(
        days=[day + timedelta(days=7 * week) for week in range(ago // 7 + 1)],
        seen=pd.DataFrame([SEEN | changed]).assign(week=0),
        alarms=pd.DataFrame(),
        cohorts=cohorts,
    )
    return truths(ws, told, policy.load(), SHIPPED).iloc[0]


def steady(units: int, days: int, until: date = LAST) -> dict[date, int]:
    return {until - timedelta(days=back): units for back in range(days)}


def test_units_that_reach_181_days_unsold_are_stuck(ws):
    found = what_came(ws, {LAST - timedelta(days=100): 30}, ago=182)
    assert found["stuck_units"] == 100 - 30  # new on the day; 181 days later 30 of them are sold
    assert found["stuck_days"] == 181
    assert found["stuck"] == 1


def test_what_sells_before_its_day_is_not_stuck(ws):
    found = what_came(ws, steady(1, 182), ago=182)
    assert (found["stuck_units"], found["cost"], found["stuck"]) == (0, 0, 0)


def test_the_oldest_are_sold_first_and_each_has_its_own_day(ws):
    found = what_came(ws, {LAST - timedelta(days=60): 30}, ago=91, ages=((40, 150), (60, 10)), on_hand=100)
    assert found["stuck_days"] == 181 - 150
    # on the 31st day 30 of the 40 are gone (sold on day 31); the 60 young ones cross on day 171, which is not known yet
    assert found["stuck_units"] == 40 - 30


def test_old_stock_is_asked_at_the_next_line(ws):
    found = what_came(ws, {}, ago=182, ages=((100, 200),))
    assert found["stuck_days"] == 271 - 200


def test_the_cost_is_storage_surcharge_and_capital_of_the_stuck_units(ws):
    found = what_came(ws, {}, ago=182, ages=((100, 0),))
    item, day = pd.DataFrame([SEEN]), LAST - timedelta(days=182)
    weeks = [day + timedelta(days=7 * week) for week in range(1, 27)]
    store = sum(storage(item, week.replace(day=1))["charge"][0] for week in weeks) * 12 / 52
    capital = 26 * 6.0 * 0.15 / 52
    aged = aged_surcharge(item.assign(age_days=182), LAST)["charge"][0] * 12 / 52  # in week 26 alone they are older than 181 days
    assert found["cost"] == pytest.approx(100 * (store + capital + aged))
    assert found["week_cost"] == pytest.approx(100 * (storage(item, weeks[0].replace(day=1))["charge"][0] * 12 + 6.0 * 0.15) / 52)


def test_what_the_days_cannot_settle_is_unknown_and_not_false(ws):
    assert pd.isna(what_came(ws, {}, ago=28)["stuck"])


def test_where_money_is_unknown_a_tenth_of_the_stock_is_a_trouble(ws):
    found = what_came(ws, {}, ago=182, unit_ft3=None, longest_in=None)
    assert pd.isna(found["cost"])
    assert found["stuck"] == 1


def test_sales_that_never_come_back_are_gone(ws):
    day = LAST - timedelta(days=91)
    before = steady(2, 182, day - timedelta(days=56))
    assert what_came(ws, before, ago=91, on_hand=500)["gone"] == 1


def test_sales_that_come_back_are_not_gone(ws):
    assert what_came(ws, steady(2, 300), ago=91, on_hand=500)["gone"] == 0


def test_a_fall_within_chance_is_not_gone(ws):
    before = {LAST - timedelta(days=91 + 56 + 30 * month): 1 for month in range(1, 6)}  # five pieces in half a year: 2.5 in 13 weeks
    assert what_came(ws, before, ago=91, on_hand=500)["gone"] == 0


def test_stock_that_would_be_sold_without_an_order_is_short(ws):
    found = what_came(ws, steady(4, 60), ago=60)
    assert (found["short"], found["short_days"]) == (1, 28)  # 4 x 28 = 112 of 100; nine tenths of it within 23 days
    assert found["short_of_order"] == 1


def test_inbound_is_part_of_what_has_to_be_sold(ws):
    assert what_came(ws, steady(4, 60), ago=60, inbound=100)["short"] == 0


def test_a_few_units_that_do_not_sell_though_they_should_are_silent(ws):
    assert what_came(ws, {}, ago=7, on_hand=7, units_90=90)["silent"] == 1  # 7 are a usual week's sales
    assert what_came(ws, {}, ago=7, on_hand=8, units_90=90)["silent"] == 0  # more than a week's: another trouble
    assert what_came(ws, steady(1, 7), ago=7, on_hand=7, units_90=90)["silent"] == 0


def test_each_rule_is_held_against_the_truth_of_its_kind():
    assert [kind_of(rule) for rule in ("overstock", "cliff", "low_stock", "reorder_by", "data_suspect")] == [
        "stuck", "gone", "short", "short_of_order", None,
    ]  # fmt: skip
