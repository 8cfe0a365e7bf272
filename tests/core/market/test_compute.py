"""From files to a run: niches given and seen, the rule that fires, the forecast that is lowered only where the seller says so."""

from datetime import timedelta

import numpy as np
import pytest

from core import results, settings, text
from core.market import keywords
from core.restock import settings as wishes
from core.run import run
from core.workspace import leave
from tests.build import AS_OF, AT, Knowing, a_file, a_product, insert, some_sales, some_stock
from tests.core.market.synthetic import niche


def some_rivals(ws, *, source="xray", ours="B0OURS", fall_month=0.10, files=26, rivals=6) -> int:
    """Weekly files of six competitors whose sales fall every month, with our own product among them."""
    file_id, months = a_file(ws), np.arange(files) * 7 / 30.44
    for back in range(files):
        units = 1_000 * (1 - fall_month) ** months[back]
        for rival in range(rivals):
            insert(
                ws, "competitor_snapshot", file_id=file_id, day=AS_OF - timedelta(weeks=files - 1 - back), marketplace="US", asin=f"B0RIVAL{rival}",
                source=source, units_month=round(units * (1 + rival) * (1 + 0.01 * ((back + rival) % 3))), units_at_least=False, price=20.0,
            )  # fmt: skip
        if ours:
            insert(
                ws, "competitor_snapshot", file_id=file_id, day=AS_OF - timedelta(weeks=files - 1 - back), marketplace="US", asin=ours,
                source=source, units_month=30, units_at_least=False,
            )  # fmt: skip
    return file_id


def our_product(ws, sku="A", asin="B0OURS", units=5, fall_month=0.0):
    """Steady or falling daily sales over half a year, and a large stock."""
    a_product(ws, sku=sku, asin=asin)
    days = {AS_OF - timedelta(days=back): round(units * (1 - fall_month) ** (-back / 30.44)) for back in range(210)}
    some_sales(ws, days, sku=sku)
    some_stock(ws, sku=sku, available=3_000)


def ran(ws):
    return run(ws, at=AT, as_of=AS_OF, model=Knowing()).run_id


def market(ws, run_id, sku="A") -> dict:
    return ws.frame("from run_market where run_id = $run_id and sku = $sku", run_id=run_id, sku=sku).to_dict("records")[0]


def test_the_other_products_of_a_search_page_are_the_market_of_ours_without_being_told(ws):
    our_product(ws, fall_month=0.10)
    some_rivals(ws)
    found = market(ws, ran(ws))
    assert (found["verdict"], found["basis"], found["rivals"], found["files"], found["niche"]) == ("shrinking", "units", 6, 26, "A")
    assert found["market_month"] == pytest.approx(-0.10, abs=0.01)
    assert found["share_month"] == pytest.approx(0.0, abs=0.03)


def test_where_only_we_fall_it_is_the_listing(ws):
    our_product(ws, units=20, fall_month=0.12)
    some_rivals(ws, fall_month=0.0)
    run_id = ran(ws)
    assert market(ws, run_id)["verdict"] == "losing_share"
    assert "market_shrinking" not in set(results.rules(ws, run_id)["rule"])


def test_a_niche_of_the_sellers_own_says_who_competes(ws):
    our_product(ws, fall_month=0.10)
    some_rivals(ws, source="keepa", ours=None)
    assert ws.frame("from run_market where run_id = $run_id", run_id=ran(ws)).empty
    file_id = a_file(ws)
    for what, value in [("sku", "A"), *(("asin", f"B0RIVAL{rival}") for rival in range(5)), ("asin", "B0OURS")]:
        insert(ws, "niche_member", file_id=file_id, marketplace="US", niche="Lamps", what=what, value=value)
    found = market(ws, ran(ws))
    assert (found["niche"], found["rivals"], found["verdict"]) == ("Lamps", 5, "shrinking")


def test_the_rule_fires_with_its_numbers_in_both_languages(ws):
    our_product(ws, fall_month=0.10)
    some_rivals(ws)
    rules = results.rules(ws, ran(ws))
    found = rules[rules["rule"] == "market_shrinking"].to_dict("records")[0]
    assert found["level"] == 2  # 3,000 units at 5 a day outlast the safe days of cover
    assert found["facts"]["fall_share"] == pytest.approx(0.10, abs=0.01)
    assert "6 competitors" in text.why("market_shrinking", found["facts"], "en")
    assert "6 个竞品" in text.why("market_shrinking", found["facts"], "zh")
    assert "5%" in text.silent("market_shrinking", found["facts"], "en")


def test_badges_that_say_at_least_leave_the_market_to_the_ranks(ws):
    our_product(ws)
    file_id = a_file(ws)
    for back in range(26):
        for rival in range(6):
            insert(
                ws, "competitor_snapshot", file_id=file_id, day=AS_OF - timedelta(weeks=25 - back), marketplace="US", asin=f"B0RIVAL{rival}",
                source="keepa", units_month=400, units_at_least=True, rank=round(1_000 * (1 + rival) * 1.12 ** (back * 7 / 30.44)), sku="A",
            )  # fmt: skip
    found = market(ws, ran(ws))
    assert found["basis"] == "rank"
    assert found["market_month"] == pytest.approx(1.12 ** (-1 / 1.2) - 1, abs=0.01)


def test_the_forecast_stays_as_it_is_until_the_seller_lets_the_market_lower_it(ws):
    our_product(ws)
    some_rivals(ws)
    before = results.forecast(ws, ran(ws), "US", "A")
    settings.save(ws, {"market.in_forecast": "included"}, at=AT)
    after = results.forecast(ws, ran(ws), "US", "A")
    weeks = np.arange(26)
    fall = market(ws, results.latest_run(ws)["run_id"])["market_month"]
    assert before["p50"] == pytest.approx([before["p50"][0]] * 26)
    assert after["p50"] == pytest.approx(before["p50"] * (1 + fall) ** ((weeks + 0.5) * 7 / (365.25 / 12)), rel=1e-2)
    assert (after["p90"] <= before["p90"] + 1e-9).all()


def test_files_after_the_day_of_a_run_are_not_seen(ws):
    our_product(ws)
    file_id = some_rivals(ws, files=10)
    with ws.write() as cursor:
        cursor.execute("update competitor_snapshot set day = day + 70 where file_id = $file_id", {"file_id": file_id})
    assert ws.frame("from run_market where run_id = $run_id", run_id=ran(ws)).empty


def test_an_invented_niche_gives_the_same_through_the_database(ws):
    one = niche(np.random.default_rng(5), "shrinking", 26, 6, 40)
    our_product(ws, units=6, fall_month=0.10)
    file_id = a_file(ws)
    with ws.write() as cursor:
        leave(cursor, "rows_now", one.rows)
        cursor.execute(
            "insert into competitor_snapshot (file_id, day, marketplace, asin, source, sku, units_month, units_at_least, rank, reviews, price) "
            "select $file_id, day::date, 'US', asin, 'own', 'A', units_month, false, rank, reviews, price from rows_now", {"file_id": file_id},
        )  # fmt: skip
    assert market(ws, ran(ws))["market_falls"]


def test_a_run_keeps_which_keyword_moves_before_sales_and_why_none_does(ws):
    rng, file_id = np.random.default_rng(5), a_file(ws)
    a_product(ws, sku="LED", asin="B0LED")
    a_product(ws, sku="NOT", asin="B0NOT")
    searched = np.exp(8 + np.cumsum(rng.normal(0, 0.35, 28)))
    for sku in ("LED", "NOT"):
        some_stock(ws, sku=sku, available=500, file_id=file_id)
    for week in range(26):
        day = AS_OF - timedelta(weeks=25 - week)
        for sku in ("LED", "NOT"):
            insert(ws, "keyword_rank", file_id=file_id, day=day, marketplace="US", asin=f"B0{sku}", keyword="desk lamp", source="tracker",
                   organic_rank=5 + week % 2, organic_beyond=False, search_volume=round(searched[week + 2]))  # fmt: skip
        some_sales(ws, {day: round(0.01 * searched[week])}, sku="LED")
        some_sales(ws, {day: int(rng.poisson(30))}, sku="NOT")
    run_id = ran(ws)
    found = keywords.told(ws, run_id)
    lead = found["US", "LED"].lead
    assert (lead.keyword, lead.what, lead.lag_weeks, lead.on) == ("desk lamp", "volume", 2, AS_OF + timedelta(weeks=2))
    assert lead.moved == pytest.approx(searched[27] / searched[25], rel=0.01)
    assert lead.expected == pytest.approx(min(1.0, max(-0.5, lead.moved - 1)), abs=0.1)
    assert (found["US", "NOT"].lead, found["US", "NOT"].reason, found["US", "NOT"].weeks) == (None, "no_evidence", 26)
    position = wishes.positions(ws, run_id).set_index("sku")
    assert position.loc["LED", "keyword_share"] == pytest.approx(lead.expected)
    assert position.loc["NOT", ["keyword", "keyword_share"]].isna().all()


def test_a_sku_with_ranks_and_no_sales_has_too_few_weeks(ws):
    our_product(ws)
    a_product(ws, sku="NEW", asin="B0NEW")
    some_stock(ws, sku="NEW", available=50)
    insert(
        ws, "keyword_rank", file_id=a_file(ws), day=AS_OF, marketplace="US", asin="B0NEW", keyword="new", source="tracker", organic_rank=5
    )
    assert keywords.told(ws, ran(ws))["US", "NEW"].reason == "few_weeks"
