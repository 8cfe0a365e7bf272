"""Every sample file gives the answer that its description promises (one invented account, brand Tallowbrook, as of 2026-11-15)."""

from datetime import date

import pytest

from core import intake
from core.intake import sniff
from tests.core.intake.files import AT, DAY, PERIOD, REPORTS, codes

ENCODINGS = {
    "fba_inventory_planning_US_2026.csv": "utf-8",
    "manage_fba_inventory_US_2026.txt": "cp1252",
    "fee_preview_US_2026.txt": "cp1252",
    "restock_recommendations_US_2026.txt": "cp1252",
    "all_orders_JP_cp932.txt": "cp932",
    "sp_search_term_JP_cp932.csv": "cp932",
    "sp_search_term_DE_excel_cp1252.csv": "cp1252",
    "business_report_by_sku_zh_excel_gbk.csv": "gb18030",
    "business_report_by_sku_US_2026-10-16_2026-11-14.csv": "utf-8-sig",
}


def test_planning_carries_what_the_sample_says(ws, sample):
    result = sample("samples/fba_inventory_planning_US_2026.csv")
    assert (result.status, result.kind, result.variant, result.marketplace) == (
        "loaded",
        "fba_inventory_planning",
        "NA_2026-07_ui_csv_98",
        "US",
    )
    assert (result.rows_read, result.rows_loaded, result.rows_refused, result.snapshot_date) == (10, 10, 0, DAY)
    mat = ws.rows("select age_from, age_to, units from stock_age where sku = 'TB-MAT-YOGA-BLU' and units > 0 order by 1")
    assert mat == [(366, 455, 40), (456, None, 56)]
    lamp = ws.rows("select sum(units), max(age_day) from stock_age where sku = 'TB-LAMP-DSK-BLK'")
    assert lamp == [(48 + 92, date(2026, 11, 12))]  # the overlapping buckets are not counted twice; ages lag by three days
    out_of_stock = ws.rows(
        "select available, sale_price, amazon_cover_days, inbound_shipped from stock_snapshot where sku = 'TB-FILT-AIR-4P'"
    )
    assert out_of_stock == [(0, None, 366.0, 300)]  # a price of 0.0 is no price
    assert float(ws.rows("select sum(amount) from surcharge_estimate where sku = 'TB-MAT-YOGA-BLU'")[0][0]) == pytest.approx(
        118.09 + 189.29
    )


def test_planning_of_2025_and_2026_give_the_same_rows_but_for_staging_and_the_oldest_bands(ws, sample):
    new = sample("samples/fba_inventory_planning_US_2026.csv").file_id
    old = sample("samples/fba_inventory_planning_US_2025.txt").file_id
    reserved = "reserved_total - coalesce(reserved_staging, 0) as reserved_total"
    snapshots = f"select * exclude (file_id, reserved_staging) replace ({reserved}) from stock_snapshot where file_id = $id order by sku"
    assert ws.rows(snapshots, id=new) == ws.rows(snapshots, id=old)
    ages = "select sku, age_day, least(age_from, 366), sum(units) from stock_age where file_id = $id group by all order by all"
    assert ws.rows(ages, id=new) == ws.rows(ages, id=old)
    charges = (
        "select sku, least(age_from, 366), sum(units), sum(amount) from surcharge_estimate where file_id = $id group by all order by all"
    )
    assert ws.rows(charges, id=new) == ws.rows(charges, id=old)
    products = "select * exclude (file_id) from product_fact where file_id = $id order by sku"
    assert ws.rows(products, id=new) == ws.rows(products, id=old)


def test_units_in_transfer_leave_reserved_where_the_old_heading_counts_them_in(ws, sample):
    sample("samples/fba_inventory_planning_US_2025.txt")
    assert ws.rows("select reserved_total, fc_transfer from stock_snapshot where sku = 'TB-XMAS-LED-50'") == [
        (4 + 9, 24)
    ]  # without transfer


def test_manage_fba_inventory_needs_a_day_and_a_marketplace_and_holds_the_clock(ws, sample):
    name = "samples/manage_fba_inventory_US_2026.txt"
    assert codes(sample(name, marketplace="US")) == ["period_needed"]
    assert codes(sample(name, as_of=DAY)) == ["marketplace_needed"]
    result = sample(name, marketplace="US", as_of=DAY)
    assert (result.status, result.variant, result.encoding, result.rows_loaded) == ("loaded", "US_2026-08_24", "cp1252", 12)
    assert ws.rows("select available, title from stock_snapshot join product using (marketplace, sku) where sku = 'TB-CLOCK-WL-RED'") == [
        (38, "Tallowbrook Wall Clock 12 in – Red")
    ]


def test_orders_are_counted_on_the_marketplaces_own_day(ws, sample):
    result = sample("samples/all_orders_US_2026.txt")
    assert (result.rows_read, result.rows_loaded, result.rows_refused) == (12, 10, 0)
    assert {"non_amazon", "graded_resale", "price_missing"} == set(codes(result))
    units = dict(ws.rows("select sku, units from sales_daily where day = '2026-11-14' and units > 0"))
    assert units == {"TB-MUG-12-WHT": 3, "TB-XMAS-LED-50": 4, "TB-BOTL-32-GRN": 2, "00412350": 1}
    assert ws.rows("select units from sales_daily where day = '2026-11-13' and sku = 'TB-MUG-12-WHT'") == [(1,)]
    lights = ws.rows("select gross_sales, promo_discount, orders from sales_daily where sku = 'TB-XMAS-LED-50'")
    assert [tuple(map(float, row)) for row in lights] == [(2 * 43.98, 4.0, 2.0)]  # prices are totals of the line
    assert ws.rows("select units_cancelled from sales_daily where sku = 'TB-LAMP-DSK-BLK'") == [(1,)]  # Shipped order, Cancelled item
    assert ws.rows("select title from product where sku = '00412350'") == [('Tallowbrook Oak Serving Tray 16"',)]


def test_japanese_orders_in_cp932_change_day_in_tokyo(ws, sample):
    result = sample("samples/all_orders_JP_cp932.txt")
    assert (result.encoding, result.marketplace, result.currency) == ("cp932", "JP", "JPY")
    assert ws.rows("select day, gross_sales::integer from order_line where sku = 'TB-MUG-12-WHT'") == [(date(2026, 11, 14), 1980)]
    assert ws.rows("select title from product where sku = 'TB-FAN-USB-MIN'") == [("タロウブルック ミニ扇風機 ㈱仕様",)]


def test_storage_fees_add_up_over_centres_and_to_the_settlement(ws, sample):
    result = sample("samples/monthly_storage_fees_US_2026-10.txt")
    assert (result.status, result.variant, result.rows_loaded) == ("loaded", "US_2026-08_34_sku_first", 12)
    assert (result.period_start, result.period_end) == (date(2026, 10, 1), date(2026, 10, 31))
    assert float(ws.rows("select sum(amount) from fee_charged")[0][0]) == pytest.approx(440.12, abs=0.005)
    mug = ws.rows("select units, amount from fee_charged where sku = 'TB-MUG-12-WHT'")
    assert [tuple(map(float, row)) for row in mug] == [(pytest.approx(92.40 + 61.30), pytest.approx(12.0386 + 7.9867))]


def test_aged_surcharge_equals_what_planning_expected_for_the_skus_that_planning_has(ws, sample):
    sample("samples/fba_inventory_planning_US_2026.csv")
    sample("samples/aged_inventory_surcharge_US_2026-11-15.txt")
    both = """select sku, charged.amount, expected.amount from
        (select sku, sum(amount) as amount from fee_charged where kind = 'aged_surcharge' group by sku) as charged
        join (select sku, sum(amount) as amount from surcharge_estimate group by sku) as expected using (sku)"""
    rows = ws.rows(both)
    assert len(rows) == 4
    assert all(charged == expected for _, charged, expected in rows)
    assert ws.rows("select units, tier from fee_charged where sku = 'TB-CLOCK-WL-RED'") == [
        (None, "456+")
    ]  # a blank quantity stays unknown


def test_fee_preview_turns_centimetres_and_grams_into_inches_and_pounds(ws, sample):
    result = sample("samples/fee_preview_US_2026.txt")
    assert (result.marketplace, result.currency, result.rows_loaded) == ("CA, US", "CAD, USD", 12)
    mugs = ws.rows("select longest_in, weight_lb, unit_ft3 from product where sku = 'TB-MUG-12-WHT' order by marketplace")
    assert mugs[0] == pytest.approx(mugs[1], rel=2e-3)
    assert mugs[1] == pytest.approx((5.20, 0.92, 5.20 * 4.40 * 4.10 / 1728))
    fee = ws.rows("select referral_fee, fulfilment_fee, total_fee from fee_preview where sku = 'TB-MUG-12-WHT' and marketplace = 'US'")
    assert [tuple(map(float, row)) for row in fee] == [(2.25, 4.89, 2.25 + 4.89)]


def test_ledger_reads_quoted_tabs_and_month_first_dates(ws, sample):
    result = sample("samples/ledger_summary_US_2026-11-14.txt")
    assert (result.status, result.variant, result.rows_loaded, result.period_start) == ("loaded", "2026_22_store", 12, date(2026, 11, 14))
    assert "ledger_gap" not in codes(result)  # start + events = end on every row
    assert ws.rows("select start_qty, shipments, end_qty, in_transit from ledger_daily where sku = 'TB-MUG-12-WHT'") == [(158, -4, 155, 6)]
    assert ws.rows("select units from sales_daily where sku = 'TB-MUG-12-WHT' and source = 'ledger'") == [(4,)]


def test_business_reports_in_english_chinese_and_gbk_give_identical_rows(ws, sample):
    names = ["US_2026-10-16_2026-11-14", "zh_2026-10-16_2026-11-14", "zh_excel_gbk"]
    results = [sample(f"samples/business_report_by_sku_{name}.csv", marketplace="US", period=PERIOD) for name in names]
    assert [(result.status, result.rows_loaded) for result in results] == [("loaded", 11), ("loaded", 12), ("loaded", 12)]
    rows = "select * exclude (file_id) from traffic_period where file_id = $id order by asin"
    english, chinese, gbk = (ws.rows(rows, id=result.file_id) for result in results)
    assert english == chinese == gbk
    case = ws.rows("select distinct sessions, units, buy_box_pct, sales::double from traffic_period where sku = 'TB-CASE-P15-CLR'")
    assert case == [(1800 + 804, 46 + 24, 41.0, 597.54 + 311.76)]  # twice under two parents; (52.00 x 1800 + 16.37 x 804) / 2604
    assert "duplicate_child" in codes(results[1])


def test_a_chinese_business_report_tells_its_marketplace_by_its_currency_but_never_its_period(sample):
    name = "samples/business_report_by_sku_zh_2026-10-16_2026-11-14.csv"
    assert codes(sample(name)) == ["period_needed"]
    assert sample(name, period=PERIOD).marketplace == "US"  # US$


def test_an_english_business_report_with_a_bare_dollar_sign_asks_for_its_marketplace(sample):
    assert codes(sample("samples/business_report_by_sku_US_2026-10-16_2026-11-14.csv", period=PERIOD)) == ["marketplace_needed"]


def test_other_known_reports_are_named_and_said_to_be_not_used_yet(offer):
    result = offer("listing-id,seller-sku,open-date,price\n1,LAMP,2026-01-01,39.99\n")
    assert (result.status, result.kind, codes(result)[0]) == ("refused", "all_listings", "not_used_yet")
    assert "not use it yet" in result.issues[0].message("en")


@pytest.mark.parametrize("name", ENCODINGS)
def test_encodings_are_found(tmp_path, name):
    assert sniff.tables(REPORTS / "samples" / name, name, tmp_path)[0].encoding == ENCODINGS[name]


def test_the_same_file_twice_is_already_loaded_and_counts_once(ws, sample):
    first = sample("samples/all_orders_US_2026.txt")
    second = sample("samples/all_orders_US_2026.txt")
    assert (second.status, second.file_id) == ("duplicate", first.file_id)
    assert ws.rows("select count(*) from order_line") == [(10,)]


def test_after_undo_the_same_file_loads_again_and_the_rest_stays(ws, sample):
    sample("samples/all_orders_JP_cp932.txt")
    first = sample("samples/all_orders_US_2026.txt")
    intake.undo(ws, first.file_id, AT)
    assert ws.rows("select distinct marketplace from sales_daily") == [("JP",)]
    assert ws.rows("select status from import_file where file_id = $id", id=first.file_id) == [("undone",)]
    assert sample("samples/all_orders_US_2026.txt").status == "loaded"


def test_all_samples_together_leave_a_sound_workspace(ws, sample):
    names = [path.name for path in sorted((REPORTS / "samples").glob("*"))]
    results = [sample(f"samples/{name}", marketplace="US", as_of=DAY, period=PERIOD) for name in names]
    assert {result.status for result in results} == {"loaded", "refused"}
    assert ws.check()["ok"]
    assert len(ws.rows("select distinct sku from product where marketplace = 'US'")) == 12  # eleven of the account and the closed pen
