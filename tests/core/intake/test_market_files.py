"""What files from outside say about competitors, keywords and visitors: sample files, the real Keepa export, real competitor prices."""

from datetime import date
from pathlib import Path

import pytest

from core import intake
from core.intake import kinds
from tests.core.intake.files import AT, DAY, REPORTS, codes

XRAY = "samples/helium10_xray_led-desk-lamp_2026-11-15.csv"
REAL = Path(__file__).parents[4] / "shared" / "data"


def test_xray_keeps_ranks_reviews_and_sales_of_the_asin_not_of_its_family(ws, sample):
    result = sample(XRAY, marketplace="US", as_of=DAY)
    assert (result.status, result.kind, result.variant, result.rows_loaded) == ("loaded", "h10_xray", "products_2026", 10)
    row = "select price::double, rank, units_month, units_at_least, revenue_month::double, reviews, rating, sellers, brand, day from competitor_snapshot where asin = $asin"
    assert ws.rows(row, asin="B0ZZCP0001") == [(32.99, 22416, 1180, False, 38928.20, 3051, 4.6, 2, "Lumaworks", DAY)]
    assert round(1180 * 32.99, 2) == 38928.20
    ours = ws.rows(row, asin="B0ZZTB0003")[0]
    assert ours[:5] == (39.99, 98110, 7, False, 279.93)
    nothing = ws.rows(row, asin="B0ZZCP0009")[0]
    assert nothing[:7] == (None, None, None, False, None, None, None)  # `-` and N/A are unknown, never 0


def test_xray_has_no_day_and_no_marketplace_inside_and_its_name_proposes_the_day(ws, sample):
    assert codes(sample(XRAY, marketplace="US")) == ["period_needed"]
    assert codes(sample(XRAY, as_of=DAY)) == ["marketplace_needed"]
    seen = intake.preview(ws, REPORTS / XRAY, Path(XRAY).name)
    assert (seen.asks, seen.proposals) == (("marketplace", "as_of"), {"as_of": DAY})


def test_the_same_xray_file_for_the_same_day_counts_once_and_for_another_day_again(sample):
    assert sample(XRAY, marketplace="US", as_of=DAY).status == "loaded"
    assert sample(XRAY, marketplace="US", as_of=DAY).status == "duplicate"
    assert sample(XRAY, marketplace="US", as_of=date(2026, 11, 8)).status == "loaded"


def test_an_old_xray_file_with_one_sales_column_is_read_too(ws, offer):
    head = '"Product Details","ASIN","Brand","Price  €","Sales","Revenue","BSR","Active Sellers #","Ratings","Reviews"'
    result = offer(
        f'{head}\n"Lampe","B0ZZCP0001","Lumaworks","32.99","1,180","38,928.20","22,416","2","4.6","3,051"\n', marketplace="DE", as_of=DAY
    )
    assert (result.status, result.currency) == ("loaded", "EUR")
    assert ws.rows("select units_month, reviews, sellers, rank from competitor_snapshot") == [(1180, 3051, 2, 22416)]


def test_keyword_ranks_beyond_the_last_one_looked_at_stay_censored(ws, sample):
    result = sample("samples/helium10_keyword_tracker_2026-11-15.csv")
    assert (result.status, result.marketplace, result.rows_loaded, result.period_start) == ("loaded", "US", 11, date(2026, 10, 11))
    query = "select organic_rank, organic_beyond, sponsored_rank, sponsored_beyond, search_volume from keyword_rank where asin = $asin order by day"
    case = ws.rows(query, asin="B0ZZTB0004")
    assert [rank for rank, *_ in case] == [6, 7, 31, 118, 306, 306]
    assert [beyond for _, beyond, *_ in case] == [False] * 4 + [True] * 2
    assert case[4][2:] == (96, True, 17950)
    assert case[5][2:4] == (None, None)
    assert ws.rows(query, asin="B0ZZTB0003")[3][:2] == (None, None)  # not looked at, which is no rank


def test_keepas_last_row_is_its_day_and_bought_in_past_month_is_at_least(ws, sample):
    result = sample("samples/keepa_product_viewer_US_2026-11-15.csv")
    assert (result.status, result.marketplace, result.rows_loaded, result.period_end) == ("loaded", "US", 10, DAY)
    assert codes(result) == ["export_stamp"]
    row = "select price::double, rank, units_month, units_at_least, reviews, rating from competitor_snapshot where asin = $asin"
    assert ws.rows(row, asin="B0ZZTB0004") == [(10.99, 40377, 100, True, 597, 4.3)]
    assert ws.rows(row, asin="B0ZZTB0003")[0][2] is None


def test_where_two_tools_speak_of_one_day_xray_speaks_first(ws, sample):
    sample("samples/keepa_product_viewer_US_2026-11-15.csv")
    sample(XRAY, marketplace="US", as_of=DAY)
    assert ws.rows("select units_month, source from competitor_day where asin = 'B0ZZCP0001'") == [(1180, "xray")]
    assert ws.rows("select source from competitor_day where asin = 'B0ZZCP0021'") == [("keepa",)]


def test_cerebro_belongs_to_the_asin_in_its_files_name(ws, offer):
    head = "Keyword Phrase,Cerebro IQ Score,Search Volume,Competing Products,Sponsored Rank (avg),Position (Rank),B0ZZCP0001"
    content = f'{head}\nled desk lamp,310,"96,210",">7,000",-,72,3\nreading lamp,120,"12,400","2,100",14,>306,-\n'
    named = offer(content, "US_AMAZON_cerebro_B0ZZTB0003_2026-11-15.csv", marketplace="US", as_of=DAY)
    assert (named.status, codes(named)) == ("loaded", ["asin_by_name"])
    rows = ws.rows("select asin, keyword, organic_rank, organic_beyond, sponsored_rank, search_volume from keyword_rank order by keyword")
    assert rows == [("B0ZZTB0003", "led desk lamp", 72, False, None, 96210), ("B0ZZTB0003", "reading lamp", 306, True, 14, 12400)]
    assert codes(offer(content + "\n", "cerebro.csv", marketplace="US", as_of=DAY)) == ["asin_not_named"]


def test_german_search_terms_tie_out(ws, sample):
    result = sample("samples/sp_search_term_DE_excel_cp1252.csv", marketplace="DE")
    assert (result.status, result.variant, result.currency, result.rows_loaded) == ("loaded", "legacy_de_17", "EUR", 9)
    sums = "select sum(clicks)::bigint, sum(spend)::double, sum(sales)::double, sum(orders)::bigint from ad_search_term"
    spend = 6.00 + 1.62 + 19.95 + 1.44 + 5.85 + 98.70 + 42.90 + 0 + 0.71
    assert ws.rows(sums) == [
        (12 + 3 + 21 + 2 + 9 + 141 + 66 + 1, pytest.approx(spend), pytest.approx(59.90 + 39.99 + 45.98 + 1319.40 + 571.74), 81)
    ]
    assert ws.rows("select impressions from ad_search_term where search_term = 'lichterkette für außen'") == [(15320,)]


def test_japanese_search_terms_tie_out_and_tell_their_marketplace_by_the_yen(ws, sample):
    result = sample("samples/sp_search_term_JP_cp932.csv")
    assert (result.status, result.marketplace, result.encoding, result.rows_loaded) == ("loaded", "JP", "cp932", 8)
    assert ws.rows("select sum(spend)::double, sum(sales)::double from ad_search_term") == [
        (400 + 1260 + 605 + 4081 + 1650 + 0 + 168 + 141, 3960 + 5480 + 5960 + 51840 + 17280 + 2480)
    ]


def test_search_terms_of_2026_are_read_by_their_range_of_days(ws, offer):
    head = "Budget currency,Date range,Advertiser account ID,Campaign name,Ad group name,Search term,Impressions,Clicks,Total cost,Purchases,Sales,Units sold"
    offer(f'{head}\nUSD,"Oct 16, 2026 - Nov 14, 2026","=""A1""",Lamp,AG,desk lamp,900,12,9.60,1,39.99,1\n')
    row = ws.rows("select start_day, end_day, account, search_term, orders, spend::double from ad_search_term")
    assert row == [(date(2026, 10, 16), date(2026, 11, 14), "A1", "desk lamp", 1, 9.6)]


def test_a_targeting_report_is_told_from_search_terms_by_having_none(ws, offer):
    head = "Date,Portfolio name,Currency,Campaign Name,Ad Group Name,Country,Targeting,Match Type,Impressions,Top-of-search Impression Share,Clicks,Spend,7 Day Total Sales ,7 Day Total Orders (#),7 Day Total Units (#)"
    result = offer(f'{head}\n"Nov 14, 2026",-,USD,Lamp,AG,United States,led desk lamp,EXACT,900,12.5%,12,9.60,39.99,1,1\n')
    assert (result.status, result.kind, result.marketplace) == ("loaded", "sp_targeting", "US")
    assert ws.rows("select target, top_share, clicks, sales::double, attribution_days from ad_target") == [
        ("led desk lamp", 0.125, 12, 39.99, 7)
    ]


HEAD_2026 = "Budget currency,Advertiser account ID,Campaign ID,Campaign name,Ad group ID,Ad group name,Date,Target ID,Target bid,Target status,Targeting,Targeting match type,Impressions,Clicks,Total cost,Purchases,Sales,Units sold"


def test_the_targeting_report_of_2026_is_read_and_a_row_without_a_target_is_a_subtotal(ws, offer):
    ids = '"=""A1""","=""144000000000001""",Lamp,"=""5""",AG,"Nov 14, 2026"'
    rows = f"USD,{ids},9,0.90,ENABLED,led desk lamp,EXACT,900,12,9.60,1,39.99,1\nUSD,{ids},,,,,,900,12,9.60,1,39.99,1\n"
    result = offer(f"{HEAD_2026}\n{rows}")
    assert (result.status, result.kind, result.marketplace, result.rows_read, result.rows_loaded) == ("loaded", "sp_targeting", "US", 2, 1)
    assert codes(result) == ["no_target"]
    kept = "select start_day, account, campaign, target, match_type, clicks, spend::double, sales::double, orders, units from ad_target"
    assert ws.rows(kept) == [(date(2026, 11, 14), "A1", "Lamp", "led desk lamp", "EXACT", 12, 9.6, 39.99, 1, 1)]


def test_with_a_search_term_beside_each_target_it_is_a_search_term_report_in_english_and_chinese(ws, offer):
    english = HEAD_2026.replace("Date,", "Search term,Date,")
    result = offer(f'{english}\nUSD,A1,1,Lamp,5,AG,desk lamp led,"Nov 14, 2026",9,0.90,ENABLED,led desk lamp,EXACT,900,12,9.60,1,39.99,1\n')
    assert (result.status, result.kind) == ("loaded", "sp_search_term")
    chinese = "预算货币,广告主账户 ID,广告活动编号,广告活动名称,广告组名称,搜索词,日期,投放方案编号,目标竞价,投放方案,投放匹配类型-Targeting match type,展示量,点击量,总成本,购买量,销售额,已售商品数量"
    result = offer(f"{chinese}\nUSD,A1,1,台灯,组,desk lamp led,2026年11月14日,9,0.90,led desk lamp,EXACT,900,12,9.60,1,39.99,1\n")
    assert (result.status, result.kind, result.marketplace) == ("loaded", "sp_search_term", "US")
    kept = "select search_term, target, match_type, clicks, spend::double, orders, units, start_day from ad_search_term"
    assert set(ws.rows(kept)) == {("desk lamp led", "led desk lamp", "EXACT", 12, 9.6, 1, 1, date(2026, 11, 14))}
    without = chinese.replace("搜索词,", "")
    result = offer(f"{without}\nUSD,A1,1,台灯,组,2026年11月14日,9,0.90,led desk lamp,EXACT,900,12,9.60,1,39.99,1\n")
    assert (result.status, result.kind, result.unknown_columns) == ("loaded", "sp_targeting", ())


def test_a_list_of_campaigns_is_no_targeting_report(offer):
    result = offer(
        "Campaign name,Country,State,Type,Targeting,Clicks,Total cost,Sales\nLamp,United States,ENABLED,SP,Automatic,12,9.60,39.99\n"
    )
    assert (result.status, result.kind) == ("refused", None)


def test_a_german_targeting_report_has_the_words_of_the_search_term_report(ws, offer):
    head = "Datum;Portfolioname;Währung;Kampagnenname;Anzeigengruppenname;Ausrichtung;Übereinstimmungstyp;Impressionen;Klicks;Ausgaben;Gesamtumsatz in 7 Tagen;Gesamtzahl der Bestellungen in 7 Tagen (#)"
    result = offer(f"{head}\n14.11.2026;-;EUR;Lampe;AG;lichterkette;BROAD;15.320;12;6,00;1.319,40;2\n", marketplace="DE")
    assert (result.status, result.kind, result.currency) == ("loaded", "sp_targeting", "EUR")
    assert ws.rows("select target, impressions, spend::double, sales::double, orders from ad_target") == [
        ("lichterkette", 15320, 6.0, 1319.4, 2)
    ]


def test_days_in_the_rows_go_before_days_that_were_said_for_a_whole_batch(ws, sample):
    result = sample("samples/helium10_keyword_tracker_2026-11-15.csv", period=(date(2026, 11, 1), DAY))
    assert (result.period_start, result.period_end) == (date(2026, 10, 11), DAY)
    orders = sample("samples/all_orders_US_2026.txt", period=(date(2026, 10, 16), DAY))
    assert (orders.period_start, orders.period_end) == (date(2026, 11, 13), date(2026, 11, 14))
    days = "select min(day), max(day) from sales_daily where source = 'orders'"
    assert ws.rows(days) == [(date(2026, 11, 13), date(2026, 11, 14))]  # nobody said that nothing sold before


def test_a_business_report_by_date_is_the_whole_accounts_day(ws, offer):
    head = "Date,Ordered Product Sales,Units Ordered,Total Order Items,Page Views - Total,Sessions - Total,Featured Offer Percentage"
    result = offer(f'{head}\n8/3/26,"$1,798.80",121,118,"2,204","1,512",98.40%\n', marketplace="US")
    assert (result.status, result.period_start) == ("loaded", date(2026, 8, 3))
    assert ws.rows("select day, sessions, units, sales::double, buy_box_pct from traffic_day") == [
        (date(2026, 8, 3), 1512, 121, 1798.80, 98.4)
    ]


def test_the_restock_report_shows_the_clock_and_its_parts_make_the_total(ws, sample):
    result = sample("samples/restock_recommendations_US_2026.txt", as_of=DAY)
    assert (result.status, result.encoding, result.marketplace, result.rows_loaded) == ("loaded", "cp1252", "US", 11)
    mug = """select inbound_working + inbound_shipped + inbound_receiving, available, fc_transfer, reserved_processing, reserved_customer, unfulfillable
        from stock_snapshot where sku = 'TB-MUG-12-WHT'"""
    assert ws.rows(mug) == [(120, 150, 6, 3, 2, 1)]
    assert 120 + 150 + 6 + 3 + 2 + 1 == 282  # Total Units of the file
    assert ws.rows("select available, amazon_cover_days from stock_snapshot where sku = 'TB-CLOCK-WL-RED'") == [(38, 365.0)]
    lights = "select recommended_units, recommended_ship_day, unit_ft3 from stock_snapshot join product using (marketplace, sku) where sku = 'TB-XMAS-LED-50'"
    assert ws.rows(lights) == [(150, date(2026, 11, 20), 0.0868)]


def test_a_table_of_another_tool_is_read_by_the_names_it_uses(ws, offer):
    result = offer(
        "ASIN,Product Name,Brand,Price,Est. Monthly Sales,Est. Monthly Revenue,Rank,Reviews\nB0ZZCP0001,Lamp,Lumaworks,32.99,1180,38928.2,22416,3051\n",
        marketplace="US",
        as_of=DAY,
    )
    assert (result.status, result.kind) == ("loaded", "tidy_market")
    assert ws.rows("select units_month, rank, source from competitor_day") == [(1180, 22416, "own")]


def test_jungle_scouts_names_are_known_and_any_other_is_mapped_once_by_hand(ws, offer):
    head = "Product Name,Brand,ASIN,Price,Monthly Units Sold,Monthly Revenue,BSR,Star Rating,Reviews,No. of Sellers"
    result = offer(f"{head}\nLamp,Lumaworks,B0ZZCP0001,32.99,1180,38928.2,22416,4.6,3051,2\n", marketplace="US", as_of=DAY)
    assert (result.status, result.kind) == ("loaded", "tidy_market")
    row = "select units_month, revenue_month::double, rank, rating, reviews, sellers from competitor_snapshot"
    assert ws.rows(row) == [(1180, 38928.2, 22416, 4.6, 3051, 2)]
    other = "Listing,ASIN,Verkäufe\nLamp,B0ZZCP0002,77\n"
    assert offer(other, "other.csv", marketplace="US", as_of=DAY).status == "refused"
    said = {"kind": "tidy_market", "units_month": "Verkäufe"}
    assert offer(other, "other.csv", marketplace="US", as_of=DAY, mapping=said).status == "loaded"
    assert offer(other.replace("77", "78"), "again.csv", marketplace="US", as_of=DAY).status == "loaded"  # the answer is kept


def test_the_newest_file_that_names_a_niche_says_all_that_is_in_it(ws, offer):
    offer("niche,sku,competitor,keyword\nLamps,LAMP,B0ZZCP0001,LED desk lamp\nLamps,,B0ZZCP0002,\nMugs,MUG,,\n", marketplace="US")
    offer("niche,sku,competitor,keyword\nLamps,LAMP,B0ZZCP0003,\n", "later.csv", marketplace="US")
    assert ws.rows("select niche, what, value from niche order by all") == [
        ("Lamps", "asin", "B0ZZCP0003"),
        ("Lamps", "sku", "LAMP"),
        ("Mugs", "sku", "MUG"),
    ]


@pytest.mark.skipif(not REAL.exists(), reason="the real files lie beside the project, not in it")
def test_the_real_keepa_export_loads_without_being_asked_anything(ws):
    result = intake.load(ws, REAL / "keepa_product_viewer_it_100asin.xlsx", "keepa.xlsx", at=AT)
    assert (result.status, result.marketplace, result.rows_loaded, result.period_end) == ("loaded", "IT", 100, date(2025, 7, 17))
    assert ws.rows("select price::double, rank, units_month from competitor_snapshot where asin = 'B09MJTKXY8'") == [(379.89, 1, 300)]


@pytest.mark.skipif(not REAL.exists(), reason="the real files lie beside the project, not in it")
def test_real_competitor_prices_of_olist_load_three_a_row(ws):
    result = intake.load(ws, REAL / "olist_monthly_price_competitors.csv", "prices.csv", at=AT, marketplace="BR")
    assert (result.status, result.kind, result.rows_loaded) == ("loaded", "tidy_prices", 676)
    bed = "select price::double, rating from competitor_day where sku = 'bed1' and day = '2017-05-01' order by asin"
    assert ws.rows(bed) == [(89.9, 3.9), (215.0, 4.4), (45.95, 4.0)]
    assert ws.rows("select count(*) from competitor_snapshot") == [(3 * 676,)]


def test_undo_takes_a_market_file_back(ws, sample):
    intake.undo(ws, sample(XRAY, marketplace="US", as_of=DAY).file_id, AT)
    assert ws.rows("select count(*) from competitor_day") == [(0,)]
    assert ws.check()["ok"]


def test_every_kind_that_is_read_stands_in_the_menu_with_its_words(ws):
    read = {kind for kind, known in kinds.all_kinds().items() if known.is_read}
    for lang in ("en", "zh"):
        menu = {report["kind"]: report for report in intake.report_menu(lang) if report["is_read"]}
        assert menu.keys() == read
        assert all(report["adds"] and report["where"] for report in menu.values())
