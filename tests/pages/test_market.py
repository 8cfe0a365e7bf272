"""Is it the market or the listing: verdict on card and clearance, capital by verdict, campaigns, niches typed in, the fall as a what-if."""

from datetime import datetime, timedelta

import pytest

from core import text
from core.market import niches
from core.workspace import Workspace
from tests.pages.conftest import TODAY, a_file, a_forecast, a_run, words
from tests.pages.conftest import _insert as insert

FALLS = {"market_month": -0.10, "market_low": -0.12, "market_high": -0.08, "market_falls": True}
HOLDS = {"market_month": 0.01, "market_low": -0.01, "market_high": 0.03, "market_falls": False}
SHARE = {"share_month": -0.12, "share_low": -0.15, "share_high": -0.09, "share_falls": True}


def a_market(ws, sku="OF-64", verdict="shrinking", **changed) -> None:
    row = {
        "run_id": 1, "marketplace": "US", "sku": sku, "niche": "Desk pads", "verdict": verdict, "basis": "units", "files": 26, "rivals": 6,
        "first_day": TODAY - timedelta(weeks=25), "last_day": TODAY, "price_gap": 0.1, "reviews_month": -0.05, "share": 0.02,
    }  # fmt: skip
    insert(ws, "run_market", row | FALLS | {"share_month": 0.0, "share_low": -0.03, "share_high": 0.03, "share_falls": False} | changed)


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize(
    ("verdict", "facts"), [("shrinking", FALLS), ("losing_share", HOLDS | SHARE), ("both", FALLS | SHARE), ("neither", HOLDS)]
)
def test_the_card_says_the_verdict_its_numbers_and_what_to_do(app, own, lang, verdict, facts):
    a_run(own)
    a_market(own, verdict=verdict, **facts)
    said = words(app("pages/risk.py", session={"language": lang}))
    assert text.t(f"market.advice.{verdict}", lang) in said
    assert text.percent(facts["market_month"], lang) in said


def test_not_enough_data_says_how_many_more_files_and_until_when(app, own):
    a_run(own)
    on = TODAY + timedelta(weeks=5)
    a_market(own, verdict="unknown", reason="few_files", files=3, more_files=5, next_on=on, market_falls=None, share_falls=None)
    said = words(app("pages/risk.py"))
    assert text.t("market.unknown.few_files", "en", files="3", niche="Desk pads", more="5", on=text.day(on, "en")) in said


def test_a_market_that_falls_is_told_although_our_share_is_unknown(app, own):
    a_run(own)
    a_market(own, verdict="unknown", reason="no_own_sales", more_files=1, next_on=TODAY, share_month=None, share_falls=None)
    said = words(app("pages/risk.py"))
    assert "The market itself falls" in said
    assert "nothing of ours sells" in said


def test_without_market_files_the_card_says_what_to_give(app, own):
    a_run(own)
    assert text.t("market.no_files", "en") in words(app("pages/risk.py"))


def test_clearance_says_mend_first_where_the_listing_loses_share(app, own):
    a_run(own)
    a_forecast(own)
    a_market(own, verdict="losing_share", **HOLDS, **SHARE)
    opened = app("pages/clearance.py", sku="OF-64", marketplace="US")
    assert text.t("market.advice.losing_share", "en") in words(opened)


def test_the_markets_fall_can_be_let_into_a_clearance_and_taken_back(app, own):
    a_run(own)
    a_forecast(own)
    a_market(own)
    opened = app("pages/clearance.py", sku="OF-64", marketplace="US")
    before = [metric.value for metric in opened.metric]
    switch = next(toggle for toggle in opened.toggle if toggle.key == "what_if.market.US|OF-64")
    switched = switch.set_value(True).run()
    assert not switched.exception
    assert [metric.value for metric in switched.metric] != before
    assert [metric.value for metric in switched.button(key="reset_what_if").click().run().metric] == before


def test_the_markets_fall_lowers_the_forecast_only_when_switched_on(app, own):
    a_run(own)
    a_forecast(own, each=10.0)
    a_market(own)
    opened = app("pages/forecast.py", sku="OF-64", marketplace="US")
    assert opened.metric[0].value == "130"
    lowered = opened.toggle[0].set_value(True).run()
    # each day of 13 weeks sells 0.9^(days / 30.44) of its usual; the middle day is 46 days ahead
    assert int(lowered.metric[0].value) == pytest.approx(130 * 0.9 ** (46 / 30.44), abs=2)
    assert lowered.toggle[0].set_value(False).run().metric[0].value == "130"


def test_the_overview_shares_out_capital_at_risk_by_verdict(app, own):
    a_run(own, [{"sku": "A"}, {"sku": "B"}, {"sku": "C", "level": 1}])
    a_market(own, sku="A")
    said = words(app())
    assert text.t("market.name.shrinking", "en") in said
    assert text.t("market.name.no_files", "en") in said
    assert "US: " in said
    assert f"{text.t('market.name.shrinking', 'en')} 50%" in said  # one of two alike


def test_campaigns_stand_beside_what_a_sale_may_cost(app, own):
    a_run(own)
    a_forecast(own)
    a_file(own)
    row = {"file_id": 1, "start_day": TODAY - timedelta(days=9), "end_day": TODAY, "marketplace": "US", "campaign": "SP Pads", "sku": "OF-64",
           "impressions": 9_000, "clicks": 200, "spend": 100.0, "sales": 240.0, "orders": 10, "units": 10, "currency": "USD"}  # fmt: skip
    insert(own, "ad_product", row)
    opened = app("pages/clearance.py", session={"clearance.part": "ads"}, sku="OF-64", marketplace="US")
    said = words(opened)
    assert not opened.exception
    assert any("SP Pads" in frame.value.to_string() for frame in opened.dataframe)
    assert "\\$10.00" in said  # 100 / 10
    assert "a click costs \\$0.50." in said  # 100 / 200; what it may cost is unknown here, and why
    assert text.t("campaigns.why.cost_unknown", "en") in said
    everywhere = next(toggle for toggle in opened.toggle if toggle.key == "campaigns.all").set_value(True).run()
    assert not everywhere.exception
    assert "was wasted" in words(everywhere)


def test_niches_typed_in_stand_in_the_history_as_a_file(app, own):
    a_run(own)
    opened = app("pages/settings.py")
    assert not opened.exception
    assert opened.button(key="save_niches").disabled
    table = niches.listed(own)
    assert table.empty
    table.loc[0] = ["US", "Desk pads", "OF-64", "B0RIVAL001", "desk pad"]
    table.loc[1] = ["US", "Desk pads", None, "B0RIVAL002", None]
    result = niches.save(own, table, "Niches typed in", at=datetime(2026, 11, 24, 8))
    assert (result.status, result.kind, result.rows_loaded) == ("loaded", "niches", 2)
    assert niches.listed(Workspace.open(own.path)).fillna("").to_numpy().tolist() == [
        ["US", "Desk pads", "OF-64", "B0RIVAL001", "desk pad"],
        ["US", "Desk pads", "", "B0RIVAL002", ""],
    ]


def a_lead(ws, sku="OF-64") -> None:
    row = {
        "run_id": 1, "marketplace": "US", "sku": sku, "weeks": 26, "keywords": 1, "keyword": "desk pad", "what": "rank", "lag_weeks": 2, "effect": -0.4,
        "chance": 0.01, "moved": 2.0, "expected": -0.4, "low": -0.5, "high": -0.3, "due_on": TODAY + timedelta(days=14),
    }  # fmt: skip
    insert(ws, "run_keyword_lead", row)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_keyword_that_leads_changes_the_clearance_and_says_what_is_best_without_it(app, own, lang):
    a_run(own)
    a_forecast(own, each=10.0)
    before = [metric.value for metric in app("pages/clearance.py", session={"language": lang}, sku="OF-64", marketplace="US").metric]
    a_lead(own)
    opened = app("pages/clearance.py", session={"language": lang}, sku="OF-64", marketplace="US")
    assert not opened.exception
    assert "**desk pad**" in words(opened)
    assert [metric.value for metric in opened.metric] != before
    counted = words(opened)
    switch = next(toggle for toggle in opened.toggle if toggle.key == "what_if.keyword.US|OF-64")
    assert switch.value
    apart = switch.set_value(False).run()
    assert [metric.value for metric in apart.metric] == before
    assert "**desk pad**" in words(apart)
    assert words(apart) != counted


def test_a_keyword_is_apart_where_settings_say_so(app, own):
    a_run(own)
    a_forecast(own)
    a_lead(own)
    with own.write() as cursor:
        cursor.execute('update run set policy = json_merge_patch(policy, \'{"market.keywords_counted": "apart"}\')')
    opened = app("pages/clearance.py", sku="OF-64", marketplace="US")
    assert not next(toggle for toggle in opened.toggle if toggle.key == "what_if.keyword.US|OF-64").value


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_panel_tells_every_trend_and_keywords_that_are_clicked_for_nothing(app, own, lang):
    a_run(own)
    a_file(own)
    a_market(own, rank_month=-0.07, rank_low=-0.09, rank_high=-0.05, price_month=-0.02, price_low=-0.03, price_high=-0.01, own_month=-0.2,
             own_low=-0.3, own_high=-0.1)  # fmt: skip
    span = {"file_id": 1, "start_day": TODAY - timedelta(days=9), "end_day": TODAY, "marketplace": "US", "campaign": "SP Pads"}
    insert(own, "ad_product", span | {"sku": "OF-64", "clicks": 130, "spend": 65.0, "orders": 10, "units": 10, "currency": "USD"})
    for term, orders in (("desk pad", 10), ("lava lamp", 0)):
        insert(own, "ad_search_term", span | {"search_term": term, "clicks": 65, "orders": orders, "spend": 32.5, "sales": orders * 20})
    said = words(app("pages/risk.py", session={"language": lang}))
    for name, share in (("rank", -0.07), ("price", -0.02), ("own", -0.2)):
        assert text.t(f"market.trend.{name}", lang) in said
        assert text.percent(share, lang) in said
    assert "lava lamp" in said
    assert text.t("market.silent.title", lang) in said
