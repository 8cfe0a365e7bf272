"""Sponsored Products: both layouts give the same columns; several accounts and currencies stay apart; no day of spend counts twice."""

from datetime import date

from core import intake
from tests.core.intake.files import REPORTS, codes

LEGACY = "samples/sp_advertised_product_legacy_US_2026-11-14.csv"
CONSOLE = "samples/sp_advertised_product_console_US_2026.csv"
HEAD_2026 = "Budget currency,Date range,Advertiser account ID,Advertiser account name,Campaign name,Advertised product ID,Advertised product SKU,Clicks,Total cost,Purchases,Sales"


def test_the_legacy_sample_is_a_day_with_two_campaigns_a_sku_a_row_of_zeros_and_a_halo_sale(ws, sample):
    result = sample(LEGACY)
    assert (result.status, result.kind, result.variant, result.marketplace) == ("loaded", "sp_advertised_product", "legacy_en_20", "US")
    assert (result.rows_loaded, result.period_start, result.period_end) == (10, date(2026, 11, 14), date(2026, 11, 14))
    assert ws.rows("select count(distinct campaign), sum(spend)::double from ad_product where sku = 'TB-XMAS-LED-50'") == [
        (2, 17.22 + 5.44)
    ]
    assert ws.rows("select impressions, clicks, spend::double from ad_product where sku = 'TB-TOWL-BCH-2P'") == [(0, 0, 0.0)]
    halo = "select sales::double, units, own_sales::double, own_units, attribution_days from ad_product where campaign = 'SP Mug cross'"
    assert ws.rows(halo) == [(21.99, 1, 0.0, 0, 7)]


def test_the_sample_of_2026_holds_a_range_of_days_in_one_cell_and_ids_in_quotes(ws, sample):
    result = sample(CONSOLE)
    assert (result.variant, result.rows_loaded, result.encoding) == ("console2026_en_47", 10, "utf-8-sig")
    assert (result.period_start, result.period_end) == (date(2026, 10, 16), date(2026, 11, 14))
    mug = "select asin, account, impressions, clicks, spend::double, orders, units, sales::double, attribution_days from ad_product where campaign = 'SP Mug auto'"
    account = "amzn1.ads-account.g.zzexample0000000000000001"
    assert ws.rows(mug) == [("B0ZZTB0001", account, 32240, 225, 173.74, 22, 22, 329.78, None)]


def test_two_accounts_and_currencies_in_one_file_are_kept_apart_and_told(ws, offer):
    rows = 'USD,"Oct 16, 2026 - Nov 14, 2026","=""A1""",Ours,Lamp,B0ZZTB0003,LAMP,4,5.12,0,0\n'
    rows += 'GBP,"Oct 16, 2026 - Nov 14, 2026","=""A2""",Theirs,Lamp,B0ZZTB0003,LAMP,4,6.00,1,19.99\n'
    result = offer(f"{HEAD_2026}\n{rows}", marketplace="US")
    assert (result.status, result.marketplace, result.currency, codes(result)) == ("loaded", "UK, US", "GBP, USD", ["mixed_accounts"])
    assert "Ours, Theirs" in result.issues[0].message("en")
    kept = "select marketplace, account, currency, spend::double from ad_product order by account"
    assert ws.rows(kept) == [("US", "A1", "USD", 5.12), ("UK", "A2", "GBP", 6.0)]


def test_euros_need_to_be_told_where_they_were_spent_and_dollars_beside_them_stay_american(ws, offer):
    rows = 'EUR,"Oct 16, 2026 - Nov 14, 2026",A1,Ours,Lamp,B0ZZTB0003,LAMP,4,5.12,0,0\n'
    rows += 'USD,"Oct 16, 2026 - Nov 14, 2026",A1,Ours,Lamp,B0ZZTB0003,LAMP,4,6.00,1,19.99\n'
    result = offer(f"{HEAD_2026}\n{rows}")
    assert (result.rows_loaded, result.rows_refused, result.issues[0].code) == (1, 1, "currency_at_home_nowhere")
    assert "in EUR" in result.issues[0].message("en")
    assert offer(f"{HEAD_2026}\n{rows} \n", marketplace="DE").marketplace == "DE, US"


def test_a_day_that_a_newer_file_covers_is_that_files_and_every_day_counts_once(ws, sample):
    sample(CONSOLE)  # 30 days to 14 November
    sample(LEGACY)  # 14 November alone
    days = "select day, sum(spend) from ad_product_day where campaign = 'SP Mug auto' group by day order by day desc limit 2"
    newest, before = ws.rows(days)
    assert newest == (date(2026, 11, 14), 6.84)
    assert (before[0], round(before[1], 4)) == (date(2026, 11, 13), round(173.74 / 30, 4))
    assert ws.rows("select count(distinct day) from ad_product_day") == [(30,)]


def test_the_chinese_layout_gives_the_same_columns(ws, offer):
    head = "开始日期,结束日期,货币,广告活动名称,广告组名称,国家/地区,广告SKU,广告ASIN,展示量,点击量,花费,7天总销售额,7天总订单数(#),7天总销售量(#)"
    result = offer(f"{head}\n2026-11-01,2026-11-07,USD,清仓,组1,美国,LAMP,B0ZZTB0003,100,4,US$5.12,US$39.99,1,1\n")
    assert (result.status, result.marketplace) == ("loaded", "US")
    row = "select start_day, end_day, campaign, spend::double, sales::double, attribution_days from ad_product"
    assert ws.rows(row) == [(date(2026, 11, 1), date(2026, 11, 7), "清仓", 5.12, 39.99, 7)]


def test_the_removal_sample_says_what_happened_to_every_line(ws, sample):
    result = sample("samples/removal_order_detail_US.txt")
    assert (result.status, result.kind, result.marketplace, result.rows_loaded) == ("loaded", "removal_order_detail", "US", 9)
    towel = "select requested, cancelled, disposed, shipped, in_process, fee::double, way from removal_line where sku = 'TB-TOWL-BCH-2P'"
    assert ws.rows(towel) == [(60, 5, 0, 40, 15, 136.80, "return")]
    assert 60 == 5 + 40 + 15
    balance = "select count(*) from removal_line where requested <> cancelled + disposed + shipped + in_process"
    assert ws.rows(balance) == [(0,)]
    ways = "select way, count(distinct order_id), sum(disposed + shipped)::bigint from removal_line group by way order by way"
    assert ws.rows(ways) == [("disposal", 1, 12 + 4 + 1), ("liquidation", 1, 20), ("return", 2, 40 + 3 + 30)]
    late = "select requested_day, updated_day from removal_line where sku = 'TB-CASE-P15-CLR'"
    assert ws.rows(late) == [(date(2026, 10, 20), date(2026, 10, 28))]  # 04:31 UTC is still the evening before in Los Angeles


def test_a_newer_removal_file_takes_the_place_of_the_lines_it_holds(ws, sample, offer):
    sample("samples/removal_order_detail_US.txt")
    text = (REPORTS / "samples/removal_order_detail_US.txt").read_text(encoding="utf-8")
    offer(text.replace("60\t5\t0\t40\t15", "60\t5\t0\t55\t0"), "later.txt")
    assert ws.rows("select count(*), sum(in_process)::bigint from removal_newest") == [(9, 0)]


def test_before_loading_nobody_is_asked_for_a_marketplace_that_the_currency_tells(ws, tmp_path):
    yen = intake.preview(ws, REPORTS / "samples/sp_search_term_JP_cp932.csv", "terms.csv")
    assert (yen.asks, yen.holds.marketplaces, yen.holds.homeless) == ((), ("JP",), 0)
    euros = intake.preview(ws, REPORTS / "samples/sp_search_term_DE_excel_cp1252.csv", "terms.csv")
    assert (euros.asks, euros.holds.homeless) == (("marketplace",), 9)
    path = tmp_path / "both.csv"
    rows = 'USD,"Oct 16, 2026 - Nov 14, 2026",A1,Ours,Lamp,B0ZZTB0003,LAMP,4,5.12,0,0\nEUR,"Oct 16, 2026 - Nov 14, 2026",A1,Ours,Lamp,B0ZZTB0003,LAMP,4,6.00,0,0\n'
    path.write_text(f"{HEAD_2026}\n{rows}")
    both = intake.preview(ws, path, "both.csv")
    assert (both.asks, both.holds.marketplaces, both.holds.homeless) == (("marketplace",), ("US",), 1)
