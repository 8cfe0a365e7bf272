"""Files of other systems: the seller says which column is which; the real catalogue of an Amazon.in clothing seller."""

import csv
from datetime import date
from pathlib import Path

import duckdb
import pytest

from core import intake
from core.errors import InputError
from core.intake.mapping import known_marketplace
from tests.core.intake.files import AT, DAY, codes

DATA = Path(__file__).parents[4] / "shared" / "data"
SALES = {"sku": "sku", "date": "date", "units": "qty", "sales": "amount", "status": "status", "currency": "currency", "marketplace": "IN"}
STOCK = {"sku": "SKU Code", "on_hand": "Stock", "category": "Category", "marketplace": "IN"}


def test_a_tidy_sales_file_is_mapped_once_and_remembered_for_its_header(ws, offer):
    first = "Artikel;Tag;Menge;Umsatz\nA-1;01.09.2026;2;1.319,40\nA-1;13.09.2026;1;659,70\n"
    assert codes(offer(first)) == ["unknown_table"]
    mapped = offer(
        first, mapping={"sku": "Artikel", "date": "Tag", "units": "Menge", "sales": "Umsatz", "marketplace": "DE", "currency": "EUR"}
    )
    assert (mapped.status, mapped.kind, mapped.marketplace, mapped.currency) == ("loaded", "tidy_sales", "DE", "EUR")
    second = offer("Artikel;Tag;Menge;Umsatz\nA-1;02.10.2026;4;10,00\n")
    assert (second.status, second.kind, second.marketplace) == ("loaded", "tidy_sales", "DE")
    rows = ws.rows("select day, units, gross_sales::double, source from sales_daily order by day")
    assert rows == [(date(2026, 9, 1), 2, 1319.40, "tidy"), (date(2026, 9, 13), 1, 659.70, "tidy"), (date(2026, 10, 2), 4, 10.0, "tidy")]


def test_obvious_headings_need_no_mapping(ws, offer):
    result = offer("SKU,Date,Units\nA-1,2026-11-01,2\nA-1,2026-11-01,3\n", marketplace="US")
    assert (result.status, result.kind) == ("loaded", "tidy_sales")
    assert ws.rows("select units from sales_tidy") == [(2 + 3,)]


@pytest.mark.parametrize(("marketplace", "day"), [("US", date(2026, 1, 9)), ("DE", date(2026, 9, 1))])
def test_dates_that_prove_nothing_are_read_as_the_marketplace_writes_them_and_that_is_said(ws, offer, marketplace, day):
    result = offer(f"SKU,Date,Units,Marketplace\nA-1,01/09/2026,2,{marketplace}\n")
    assert ws.rows("select day from sales_tidy") == [(day,)]
    assert [(issue.code, issue.value, issue.facts["marketplace"]) for issue in result.issues] == [("date_order", "01/09/2026", marketplace)]


def test_cancelled_lines_and_totals_are_left_out_and_counted(ws, offer):
    content = "SKU,Date,Units,Status\nA-1,2026-11-01,2,Shipped\nA-1,2026-11-01,9,Cancelled\nTotal,2026-11-01,11,\n"
    result = offer(content, marketplace="US")
    assert ws.rows("select sum(units) from sales_tidy") == [(2,)]
    assert codes(result) == ["total_row", "cancelled_lines"]


def test_a_mapping_to_a_column_that_is_not_there_is_said(offer):
    result = offer("a,b,c\nx,2026-11-01,2\n", mapping={"sku": "a", "date": "b", "units": "nothing"})
    assert (result.status, codes(result), result.issues[0].column) == ("refused", ["column_missing"], "units")


def test_a_tidy_stock_file_needs_a_day_and_adds_up_a_sku_on_several_lines(ws, offer):
    content = "SKU,Stock\nA-1,5\nA-1,7\nA-2,\nA-3,2.5\n"
    assert codes(offer(content, marketplace="US")) == ["period_needed"]
    result = offer(content, marketplace="US", as_of=DAY)
    assert (result.rows_read, result.rows_loaded, result.rows_refused) == (4, 2, 2)
    assert [(issue.row, issue.code, issue.value) for issue in result.issues[:2]] == [(4, "blank", None), (5, "not_whole", "2.5")]
    assert ws.rows("select sku, available from stock_snapshot") == [("A-1", 5 + 7)]
    assert ("rows_added_up", "A-1", {"rows": 2, "units": 12}) in [(issue.code, issue.value, issue.facts) for issue in result.issues]


def test_a_marketplace_nobody_knows_is_an_error_that_names_the_known_ones(offer):
    with pytest.raises(InputError, match="marketplace_not_known"):
        known_marketplace("XX")
    result = offer("SKU,Date,Units\nA-1,2026-11-01,2\n", marketplace="XX")
    assert codes(result) == ["marketplace_not_known"]
    assert "US" in result.issues[0].message("en")


def test_the_cost_template_is_read_in_both_languages_and_keeps_unknown_costs_unknown(ws, offer):
    template = (Path(intake.__file__).parents[2] / "data" / "reports" / "cost_template.csv").read_text(encoding="utf-8").strip()
    english = offer(f"{template}\nA-1,US,3.20,0.60,USD,45,20,0012345678905\nA-2,,,,CNY,,,\n")
    assert (english.status, english.kind, english.rows_loaded) == ("loaded", "cost_template", 2)
    chinese = offer("SKU,站点,采购单价,头程费用,币种,备货天数,安全库存\nA-3,美国,“x”,4.5,CNY,30,10\n".encode("gb18030"))
    assert (chinese.status, chinese.encoding, chinese.marketplace) == ("loaded", "gb18030", "US")
    assert codes(chinese) == ["not_a_number_left"]
    rows = ws.rows(
        "select sku, marketplace, unit_cost::double, first_mile_cost::double, lead_time_days, safety_stock from sku_cost order by sku"
    )
    assert ws.rows("select sku, upc from sku_cost where upc is not null") == [("A-1", "0012345678905")]
    assert rows == [("A-1", "US", 3.2, 0.6, 45.0, 20.0), ("A-2", None, None, None, None, None), ("A-3", "US", None, 4.5, 30.0, 10.0)]


@pytest.mark.skipif(not DATA.is_dir(), reason="the real data of shared/data is not here")
def test_the_amazon_india_seller_loads_through_the_mapping_and_stock_joins_sales(ws, tmp_path):
    orders = tmp_path / "orders.csv"
    duckdb.sql(f"copy (from '{DATA / 'amazon_india_orders.parquet'}') to '{orders}' (header, delimiter ',')")
    sales = intake.load(ws, orders, "orders.csv", at=AT, mapping=SALES)
    assert (sales.status, sales.kind, sales.rows_read, sales.rows_refused) == ("loaded", "tidy_sales", 121_180, 0)
    cancelled = next(issue.facts["rows"] for issue in sales.issues if issue.code == "cancelled_lines")
    assert (cancelled, sales.rows_loaded) == (10_766, 121_180 - 10_766)

    stock = intake.load(ws, DATA / "amazon_india_stock.csv", "stock.csv", at=AT, as_of=date(2022, 6, 29), mapping=STOCK)
    blank = [issue for issue in stock.issues if issue.code == "blank" and issue.column == "Stock"]
    assert (stock.status, stock.rows_read, len(blank)) == ("loaded", 9_271, 36)
    doubled = {issue.value: issue.facts["units"] for issue in stock.issues if issue.code == "rows_added_up"}
    assert doubled == {"PJNE3404-KR-4XL": 23, "PJNE3404-KR-5XL": 2, "PJNE3405-KR-5XL": 158, "PJNE3405-KR-6XL": 149}
    with (DATA / "amazon_india_stock.csv").open(encoding="utf-8", newline="") as file:
        nameless = sum(row["SKU Code"] in ("", "#REF!") for row in csv.DictReader(file))
    assert sum(issue.code == "blank" and issue.column == "SKU Code" for issue in stock.issues) == nameless == stock.rows_refused

    last_90_days = "select distinct sku from sales_daily where day > date '2022-06-29' - 90 and units > 0"
    assert ws.rows(f"select count(*) from ({last_90_days})") == [(7_111,)]
    assert ws.rows(f"select count(*) from ({last_90_days}) semi join stock_snapshot using (sku)") == [(6_543,)]
