"""The position of a SKU, measure by measure, on a real DuckDB. Definitions: risk-and-alerts, section 1."""

from datetime import timedelta

import pandas as pd
import pytest

from core import health
from core.errors import InputError, NotEnoughData
from core.policy import load
from tests.build import AS_OF, a_cost, a_file, a_ledger, a_product, daily, insert, some_ages, some_sales, some_stock


def position(ws, sku="A", policy=None):
    with ws.read() as cursor:
        health.compute(cursor, AS_OF, policy or load())
        return cursor.execute("from health_position where sku = $sku", {"sku": sku}).df().iloc[0]


def empty_days(ws, as_of=AS_OF) -> list:
    with ws.read() as cursor:
        health.compute(cursor, as_of, load())
        return [row[0] for row in cursor.execute("select day from health_empty order by day").fetchall()]


def cohorts(ws):
    with ws.read() as cursor:
        health.compute(cursor, AS_OF, load())
        return cursor.execute("select age_days, units from health_cohort order by age_days").fetchall()


def test_on_hand_is_available_plus_transfers_plus_reserved_and_inbound_stands_apart(ws):
    some_stock(ws, available=100, fc_transfer=6, reserved_total=5, inbound_shipped=120, inbound_receiving=3)
    found = position(ws)
    assert found["on_hand"] == 100 + 6 + 5
    assert found["inbound"] == 120 + 3


def test_steady_sales_give_the_same_velocity_over_every_window(ws):
    some_stock(ws)
    some_sales(ws, daily(2, 182))
    found = position(ws)
    assert [found[f"units_{days}"] for days in (7, 30, 60, 90)] == [14, 60, 120, 180]
    assert [found[f"velocity_{days}"] for days in (7, 30, 60, 90)] == [2, 2, 2, 2]
    assert found["velocity"] == pytest.approx(2)


def test_days_without_stock_are_not_days_without_demand(ws):
    """2 a day for 60 days, then 30 days without stock: 60 units in 30 stocked days of the last 60."""
    some_stock(ws, available=0)
    some_sales(ws, daily(2, 150, AS_OF - timedelta(days=30)))
    a_ledger(ws, {AS_OF - timedelta(days=180): (500, 500), AS_OF - timedelta(days=30): (2, 0), AS_OF: (0, 0)})
    found = position(ws)
    assert found["stockout_days_30"] == 30
    assert found["velocity"] == pytest.approx(2, rel=0.02)
    assert found["velocity_90"] == pytest.approx(2 * 60 / 60, rel=0.02)


def test_without_a_ledger_two_empty_stock_reports_in_a_row_tell_of_days_without_stock(ws):
    """2 a day, then two weeks of empty weekly reports: those weeks say nothing, and the pace stays 2."""
    for back in (28, 21):
        some_stock(ws, available=60, as_of=AS_OF - timedelta(days=back))
    for back in (14, 7, 0):
        some_stock(ws, available=0, as_of=AS_OF - timedelta(days=back))
    some_sales(ws, daily(2, 168, AS_OF - timedelta(days=14)))
    assert empty_days(ws) == [AS_OF - timedelta(days=back) for back in reversed(range(14))]
    found = position(ws)
    assert found["velocity"] == pytest.approx(2, rel=0.02)
    assert (found["stockout_days_30"], found["stockout_days_90"]) == (14, 14)


def test_stock_reports_that_always_show_stock_tell_of_no_day_without_and_one_alone_tells_nothing(ws):
    some_sales(ws, daily(1, 90))
    some_stock(ws, available=60)
    assert pd.isna(position(ws)["stockout_days_90"])
    some_stock(ws, available=67, as_of=AS_OF - timedelta(days=7))
    assert position(ws)["stockout_days_90"] == 0


def test_an_empty_report_alone_or_with_a_sale_or_a_month_before_the_next_tells_of_no_day_without_stock(ws):
    for sku, days in {"sold": (7, 0), "far": (21, 0), "lone": (0,)}.items():
        for back in days:
            some_stock(ws, sku=sku, available=0, as_of=AS_OF - timedelta(days=back))
        some_sales(ws, daily(2, 168, AS_OF - timedelta(days=3 if sku == "sold" else 22)), sku=sku)
    assert empty_days(ws) == []


def test_where_the_ledger_tells_of_a_day_stock_reports_do_not(ws):
    for back in (7, 0):
        some_stock(ws, available=0, as_of=AS_OF - timedelta(days=back))
    some_sales(ws, daily(1, 90, AS_OF - timedelta(days=8)))
    a_ledger(ws, {AS_OF - timedelta(days=30): (50, 50), AS_OF - timedelta(days=3): (50, 50)})
    # the ledger ends three days ago
    assert empty_days(ws) == [AS_OF - timedelta(days=back) for back in (2, 1, 0)]


def test_a_later_stock_report_is_not_known_earlier(ws):
    for back in (14, 7, 0):
        some_stock(ws, available=0, as_of=AS_OF - timedelta(days=back))
    some_sales(ws, daily(1, 90, AS_OF - timedelta(days=14)))
    assert max(empty_days(ws, AS_OF - timedelta(days=2))) == AS_OF - timedelta(days=7)


def test_without_any_sale_velocity_is_zero(ws):
    some_stock(ws)
    some_sales(ws, daily(1, 90), sku="B")
    assert position(ws)["velocity"] == 0


def test_without_any_sales_data_velocity_is_unknown_not_zero(ws):
    some_stock(ws)
    assert position(ws)["velocity"] != position(ws)["velocity"]


def test_the_planning_reports_shipped_units_stand_in_where_no_orders_were_loaded(ws):
    some_stock(ws, units_t7=7, units_t30=30, units_t60=60, units_t90=90)
    found = position(ws)
    assert [found[f"units_{days}"] for days in (7, 30, 60, 90)] == pytest.approx([7, 30, 60, 90])
    assert found["velocity"] == pytest.approx(1, rel=0.12)


def test_sell_through_is_units_of_90_days_over_the_average_on_hand(ws):
    """Amazon's definition: 90 shipped / average 150 on hand; the ledger falls from 200 to 100 half-way."""
    some_stock(ws, available=100)
    some_sales(ws, daily(1, 182))
    a_ledger(ws, {AS_OF - timedelta(days=120): (200, 200), AS_OF - timedelta(days=44): (200, 100), AS_OF: (100, 100)})
    found = position(ws)
    assert found["sell_through"] == pytest.approx(90 / 150)
    assert found["turnover"] == pytest.approx(90 * 365 / 90 / 150)


def test_stock_to_sales_is_on_hand_over_the_last_30_days(ws):
    some_stock(ws, available=90)
    some_sales(ws, daily(1, 60))
    assert position(ws)["stock_to_sales"] == pytest.approx(90 / 30)


def test_capital_is_landed_cost_and_unknown_cost_stays_unknown(ws):
    file_id = some_stock(ws, sku="A", available=10)
    some_stock(ws, sku="B", available=10, file_id=file_id)
    a_cost(ws, sku="A", unit_cost=5, first_mile_cost=1)
    assert position(ws, "A")["stock_value"] == 10 * (5 + 1)
    assert position(ws, "B")["stock_value"] != position(ws, "B")["stock_value"]


def test_a_cost_learned_after_the_day_still_counts_and_the_newest_in_force_wins(ws):
    some_stock(ws, available=1)
    a_cost(ws, unit_cost=9, first_mile_cost=0, valid_from=AS_OF + timedelta(days=2))
    assert position(ws)["landed_cost"] == 9
    a_cost(ws, unit_cost=4, first_mile_cost=0, valid_from=AS_OF - timedelta(days=200))
    a_cost(ws, unit_cost=5, first_mile_cost=0, valid_from=AS_OF - timedelta(days=20))
    assert position(ws)["landed_cost"] == 5


def test_cohorts_age_by_the_lag_of_the_report_and_the_oldest_is_sold_first(ws):
    """Reported 3 days ago: 30 units of 0-30 and 30 of 31-60; 10 sold since, 50 left: the old band loses 10."""
    some_stock(ws, available=50)
    some_ages(ws, {(0, 30): 30, (31, 60): 30}, age_day=AS_OF - timedelta(days=3))
    some_sales(ws, {AS_OF - timedelta(days=1): 10, AS_OF - timedelta(days=100): 5})
    assert cohorts(ws) == [(15 + 3, 30.0), (45 + 3, 20.0)]


def test_units_above_the_reported_ages_came_in_since_and_are_the_youngest(ws):
    some_stock(ws, available=80)
    some_ages(ws, {(91, 180): 30}, age_day=AS_OF - timedelta(days=2))
    found = cohorts(ws)
    assert found[0] == (1, 50.0)
    assert sum(units for _, units in found) == 80


def test_cohorts_always_add_up_to_the_units_on_hand(ws):
    some_stock(ws, available=37, fc_transfer=4)
    some_ages(ws, {(0, 30): 10, (91, 180): 10, (456, None): 50})
    assert sum(units for _, units in cohorts(ws)) == pytest.approx(41)


def test_the_newest_complete_snapshot_speaks_and_a_partial_one_overrides_only_its_skus(ws):
    full = a_file(ws)
    for sku in ("A", "B"):
        some_stock(ws, sku=sku, available=40, as_of=AS_OF - timedelta(days=1), file_id=full)
    part = a_file(ws, complete=False)
    some_stock(ws, sku="A", available=5, file_id=part)
    assert position(ws, "A")["on_hand"] == 5
    assert position(ws, "B")["on_hand"] == 40


def test_a_sku_that_only_the_manage_report_knows_is_not_lost(ws):
    some_stock(ws, sku="A")
    some_stock(ws, sku="CLOCK", available=38, source="manage", as_of=AS_OF - timedelta(days=1))
    assert position(ws, "CLOCK")["on_hand"] == 38


def test_sales_the_seller_ships_himself_do_not_draw_fba_stock(ws):
    some_stock(ws)
    some_sales(ws, daily(1, 90))
    some_sales(ws, daily(5, 90), channel="FBM")
    assert position(ws)["velocity"] == pytest.approx(1)


def test_abc_follows_the_revenue_share_of_80_and_95_percent(ws):
    file_id = a_file(ws)
    for sku, units in (("A", 8), ("B", 1), ("C", 1)):
        some_stock(ws, sku=sku, file_id=file_id)
        some_sales(ws, daily(units, 100), sku=sku)
    # A 80 %: B begins at 80 % (B class), C begins at 90 % (B class), a fourth without sales is C
    some_stock(ws, sku="D", file_id=file_id)
    assert [position(ws, sku)["abc"] for sku in "ABCD"] == ["A", "B", "B", "C"]


def test_steady_sales_are_x_and_rare_lumps_are_z(ws):
    file_id = some_stock(ws, sku="A")
    some_stock(ws, sku="B", file_id=file_id)
    some_sales(ws, daily(2, 182), sku="A")
    some_sales(ws, {AS_OF - timedelta(days=7 * week): 30 for week in range(0, 26, 9)}, sku="B")
    assert (position(ws, "A")["xyz"], position(ws, "B")["xyz"]) == ("X", "Z")


def test_the_newest_day_asks_for_stock_and_for_sales(ws):
    with pytest.raises(NotEnoughData, match="no_stock_report"):
        health.newest_day(ws, load())
    some_stock(ws)
    with pytest.raises(NotEnoughData, match="no_sales_report"):
        health.newest_day(ws, load())
    some_sales(ws, {AS_OF - timedelta(days=40): 1})
    with pytest.raises(InputError, match="sales_end_early"):
        health.newest_day(ws, load())
    some_sales(ws, {AS_OF: 1})
    assert health.newest_day(ws, load()) == AS_OF


def test_a_product_fact_of_the_newest_file_wins_and_older_facts_fill_its_gaps(ws):
    some_stock(ws)
    a_product(ws, unit_ft3=0.1, title="Old")
    a_product(ws, unit_ft3=0.2)
    found = position(ws)
    assert (found["unit_ft3"], found["title"]) == (0.2, "Old")


def test_amazons_own_surcharge_estimate_stands_beside_ours(ws):
    file_id = some_stock(ws)
    for band, amount in ((181, 10.0), (271, 5.5)):
        insert(
            ws, "surcharge_estimate", file_id=file_id, as_of=AS_OF, marketplace="US", sku="A",
            age_from=band, age_to=band + 29, units=1, amount=amount, currency="USD",
        )  # fmt: skip
    assert position(ws)["amazon_surcharge_next"] == pytest.approx(15.5)
