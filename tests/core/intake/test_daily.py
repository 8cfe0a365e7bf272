"""sales_daily: who speaks for a day, and which of two overlapping files."""

import re
from datetime import date, timedelta
from itertools import groupby

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import intake
from core.intake import daily
from core.workspace import sql
from tests.core.intake.files import AT

HEADER = ["amazon-order-id", "purchase-date", "order-status", "sales-channel", "sku", "quantity", "currency", "item-price", "item-status"]
DAY = date(2026, 11, 10)


def orders(*lines: tuple, items: bool = False) -> str:
    """All-orders file of (order id, day, sku, units[, order item id]) at noon in Los Angeles."""
    header = HEADER + (["order-item-id"] if items else [])
    rows = [
        [order, f"{day}T20:00:00+00:00", "Shipped", "Amazon.com", sku, str(units), "USD", str(10 * units), "Shipped", *map(str, item)]
        for order, day, sku, units, *item in lines
    ]
    return "".join("\t".join(row) + "\n" for row in [header, *rows])


def sales(ws) -> dict:
    return {(str(day), sku): (units, source) for day, sku, units, source in ws.rows("select day, sku, units, source from sales_daily")}


def test_where_order_files_overlap_the_newest_wins_per_order(ws, offer):
    offer(orders(("1", DAY, "A", 1), ("2", DAY, "A", 2)))
    offer(orders(("2", DAY, "A", 5), ("3", DAY, "A", 1)))
    assert sales(ws) == {("2026-11-10", "A"): (1 + 5 + 1, "orders")}
    assert ws.rows("select orders, gross_sales::double from sales_daily") == [(3, 70.0)]


def test_undoing_the_newer_file_brings_the_older_one_back(ws, offer):
    offer(orders(("1", DAY, "A", 1)))
    newer = offer(orders(("1", DAY, "A", 5)))
    intake.undo(ws, newer.file_id, AT)
    assert sales(ws) == {("2026-11-10", "A"): (1, "orders")}


def test_two_items_of_one_order_count_both_and_are_one_order(ws, offer):
    offer(orders(("1", DAY, "A", 1, 11), ("1", DAY, "A", 2, 12), items=True))
    assert ws.rows("select units, orders from sales_daily") == [(3, 1)]
    offer(orders(("1", DAY, "A", 4, 12), items=True))
    assert ws.rows("select units, orders from sales_daily") == [(1 + 4, 1)]  # item 11 stays, item 12 is newer


def test_a_file_without_item_ids_and_one_with_them_do_not_count_twice(ws, offer):
    offer(orders(("1", DAY, "A", 3)))
    offer(orders(("1", DAY, "A", 3, 11), items=True))
    assert ws.rows("select units, orders from sales_daily") == [(3, 1)]


def test_orders_speak_before_tidy_files_and_these_before_the_ledger(ws, offer):
    ledger = "Date\tFNSKU\tMSKU\tDisposition\tStarting Warehouse Balance\tCustomer Shipments\tEnding Warehouse Balance\tLocation\n"
    days = [DAY + timedelta(offset) for offset in range(3)]
    offer(ledger + "".join(f"{day:%m/%d/%Y}\tX1\tA\tSELLABLE\t9\t-4\t5\tUS\n" for day in days))
    offer(f"SKU,Date,Units\nA,{days[0]},2\nA,{days[1]},2\n", marketplace="US")
    offer(orders(("1", days[0], "B", 7)))
    expected = {("2026-11-10", "B"): (7, "orders"), ("2026-11-11", "A"): (2, "tidy"), ("2026-11-12", "A"): (4, "ledger")}
    assert sales(ws) == expected


LINES = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(1, 4), st.integers(0, 2), st.sampled_from("AB"), st.none() | st.integers(1, 2), st.integers(0, 9)
    ),
    max_size=25,
)


@given(lines=LINES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_days_equal_the_plain_rule_on_any_lines(ws, lines):
    kept = {(file, order, item, sku): (file, order, day, sku, item, units) for file, order, day, sku, item, units in lines}.values()
    with ws.write() as cursor:
        cursor.execute("delete from order_line")
        for file, order, day, sku, item, units in kept:
            values = {
                "file": file,
                "day": DAY + timedelta(day),
                "order": str(order),
                "item": item and str(item),
                "sku": sku,
                "units": units,
            }
            cursor.execute(
                "insert into order_line values ($file, 'US', $day, $order, $item, $sku, null, 'FBA', 'shipped', $units, null, null, 'USD')",
                values,
            )
        daily.rebuild(cursor, ["US"])
    assert {key: units for key, (units, _) in sales(ws).items()} == by_hand(kept)


def by_hand(lines) -> dict:
    """Per order, SKU (and item, when every line of that SKU in the order names it): only the newest file's lines."""
    total = {}
    by_order = sorted(lines, key=lambda line: (line[1], line[3]))
    for _, group in groupby(by_order, key=lambda line: (line[1], line[3])):
        group = list(group)
        named = all(line[4] is not None for line in group)
        for file, _, day, sku, item, units in group:
            rivals = [line[0] for line in group if not named or line[4] == item]
            if file == max(rivals):
                key = (str(DAY + timedelta(day)), sku)
                total[key] = total.get(key, 0) + units
    return total


def test_the_files_that_change_days_are_those_that_fill_what_the_query_reads():
    reads = re.search(r"reads: newest_order_line \(temp view\), (.+), import_file", sql("intake/sales_daily"))
    assert set(reads[1].split(", ")) == daily.READS


def test_a_stock_report_leaves_the_days_as_they_are(ws, offer, sample):
    offer(orders(("1", DAY, "A", 1)))
    before = ws.rows("select rowid, * from sales_daily")
    assert sample("samples/manage_fba_inventory_US_2026.txt", marketplace="US", as_of=DAY).status == "loaded"
    assert ws.rows("select rowid, * from sales_daily") == before
