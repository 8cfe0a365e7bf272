"""Actual weeks: what reports say, what a stock report sets right, and what nobody knows."""

from datetime import date, timedelta

import numpy as np
import pytest

from core.review import actuals
from tests.build import a_ledger, insert, some_sales, some_stock

DAY = date(2026, 9, 6)
KEY = ("US", "A", DAY)


def seen(ws, weeks=4, start=100.0, price=20.0, sku="A"):
    rows = actuals.weeks_of(ws, [("US", sku, DAY, weeks)])[("US", sku, DAY)]
    return actuals.actual(rows, DAY, start, price)


def days(first: int, last: int, units: int) -> dict:
    return {DAY + timedelta(days=day): units for day in range(first, last + 1)}


def test_week_one_begins_on_the_day_after_the_plan(ws):
    some_sales(ws, days(-3, 0, 9) | days(1, 28, 1), price=18.0)
    found = seen(ws)
    assert found.sold.tolist() == [7, 7, 7, 7]
    assert found.revenue.tolist() == [7 * 18.0] * 4
    assert found.stock.tolist() == [100, 93, 86, 79, 72]
    assert found.price.tolist() == [18.0] * 4


def test_only_whole_weeks_up_to_the_last_day_with_data_are_looked_at(ws):
    some_sales(ws, days(1, 17, 1))
    assert seen(ws).weeks == 2
    assert seen(ws, weeks=1).weeks == 1


def test_a_week_without_a_sale_of_this_sku_sold_nothing_where_others_sold(ws):
    some_sales(ws, days(1, 21, 1), sku="B")
    some_sales(ws, days(1, 7, 2))
    found = seen(ws)
    assert found.sold.tolist() == [14, 0, 0]
    assert found.price.tolist() == [20, 20, 20]
    assert np.isnan(found.paid[1])


def test_a_week_that_no_file_covers_is_missing_and_named(ws):
    some_sales(ws, days(1, 7, 1) | days(15, 28, 1))
    found = seen(ws)
    assert np.isnan(found.sold[1])
    assert found.missing == [DAY + timedelta(days=8)]


def test_a_stock_report_afterwards_tells_what_went_in_a_missing_week(ws):
    some_sales(ws, days(1, 7, 1) | days(22, 28, 1))
    some_stock(ws, as_of=DAY + timedelta(days=21), available=53)
    found = seen(ws)
    assert found.sold.tolist() == [7, 20, 20, 7]  # 93 - 53 over two weeks
    assert found.filled.tolist() == [False, True, True, False]
    assert found.stock.tolist() == [100, 93, 73, 53, 46]
    assert len(found.missing) == 2


def test_a_stock_report_that_has_less_than_the_books_means_loss_and_more_means_receipt(ws):
    some_sales(ws, days(1, 14, 1))
    some_stock(ws, as_of=DAY + timedelta(days=7), available=90)
    some_stock(ws, as_of=DAY + timedelta(days=14), available=183)
    found = seen(ws)
    assert found.lost.tolist() == [3, 0]
    assert found.received.tolist() == [0, 100]
    assert found.stock.tolist() == [100, 90, 183]


def test_removals_and_disposals_come_from_the_ledger(ws):
    some_sales(ws, days(1, 14, 1))
    a_ledger(ws, {DAY + timedelta(days=1): (100, 99)})
    insert(
        ws, "ledger_daily", file_id=1, day=DAY + timedelta(days=9), marketplace="US", sku="A", disposition="SELLABLE", start_qty=93,
        vendor_returns=-40, disposed=-5, end_qty=48,
    )  # fmt: skip
    found = seen(ws)
    assert (found.removed.tolist(), found.disposed.tolist()) == ([0, 40], [0, 5])
    assert found.stock.tolist() == [100, 93, 41]
    assert found.ledger


def test_the_price_of_demand_is_what_most_lines_paid_and_money_is_what_was_paid(ws):
    some_sales(ws, days(1, 7, 1), price=20.0)
    for number, (units, each) in enumerate([(1, 20.0), (1, 20.0), (10, 10.0)]):
        insert(
            ws, "order_line", file_id=1, marketplace="US", day=DAY + timedelta(days=2), order_id=str(number), sku="A", channel="FBA",
            status="shipped", units=units, gross_sales=units * each, currency="USD",
        )  # fmt: skip
    assert seen(ws).price.tolist() == [20.0]


def test_what_the_seller_ships_is_apart(ws):
    some_sales(ws, days(1, 7, 1))
    some_sales(ws, days(1, 7, 3), channel="FBM")
    found = seen(ws)
    assert (found.sold.tolist(), found.own_units.tolist(), found.own_sales.tolist()) == ([7], [21], [420.0])


def test_without_any_data_there_is_no_week(ws):
    assert seen(ws).weeks == 0


def test_cutting_keeps_the_first_weeks(ws):
    some_sales(ws, days(1, 28, 1))
    cut = seen(ws).upto(2)
    assert (cut.weeks, cut.stock.tolist(), cut.until) == (2, [100, 93, 86], DAY + timedelta(days=14))


def test_two_plans_of_one_sku_are_read_apart(ws):
    some_sales(ws, days(1, 28, 1))
    later = DAY + timedelta(days=14)
    both = actuals.weeks_of(ws, [("US", "A", DAY, 26), ("US", "A", later, 26)])
    assert [len(both["US", "A", day]) for day in (DAY, later)] == [4, 2]
    assert both["US", "A", later]["units"].sum() == pytest.approx(14)
