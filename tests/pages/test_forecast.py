"""Forecast page: demand and stock of one SKU, what-ifs, doubts, the race, Prophet, earlier forecasts; each state in both languages."""

import json
from datetime import date, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core import policy, text
from core.errors import NotEnoughData
from core.forecast import kept, own_events, prophet_kept
from core.forecast.backtest import Backtest
from core.forecast.prophet_view import ProphetView
from core.forecast.what_if import Event
from pages.ui import demand, demand_products, jobs, race
from pages.ui.words import plain
from tests.build import a_ledger, daily, some_sales, some_stock
from tests.pages.conftest import TODAY, a_forecast, a_run, words

PAGE = "pages/forecast.py"


def figures(opened) -> dict[str, str]:
    return {metric.label: metric.value for metric in opened.metric}


def charts(opened) -> int:
    return len(opened.get("vega_lite_chart"))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_before_the_first_run_it_says_where_to_start(app, own, lang):
    assert text.t("risk_page.no_run", lang) in words(app(PAGE, session={"language": lang}))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_it_opens_on_the_worst_sku_with_its_demand_and_stock(app, own, lang):
    a_run(own, [{"sku": "A", "level": 1}, {"sku": "B", "level": 3}])
    a_forecast(own, sku="B", each=10.0)
    some_sales(own, daily(1, 300, until=TODAY), sku="B")
    opened = app(PAGE, session={"language": lang})
    assert not opened.exception
    assert opened.selectbox(key="forecast.sku").value == "US|B"
    said = figures(opened)
    # 13 weeks of 10; 300 on hand - 130 - safety stock of 20
    assert said[text.t("forecast_page.figure.demand", lang, weeks=13)] == "130"
    assert said[text.t("forecast_page.figure.excess", lang, weeks=13)] == "150"
    # fan, stock; the fees are drawn where there are any
    assert charts(opened) >= 2
    assert text.t("forecast.model.default", lang) in words(opened)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_where_average_and_median_lie_far_apart_the_page_says_both_and_why(app, own, lang):
    a_run(own, [{"sku": "A"}])
    rising = [float(week + 1) for week in range(26)]
    a_forecast(own, sku="A", each=4.0, p10=[0.0] * 26, cum_p10=[0.0] * 26, p50=[1.0] * 26, cum_p50=rising)
    said = words(app(PAGE, session={"language": lang}))
    assert text.t("forecast_page.mean_above", lang, mean="52", median="13", weeks=13) in said  # 13 weeks of 4 and of 1


def test_where_they_agree_it_says_nothing_of_them(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A", each=10.0)
    assert "On average" not in words(app(PAGE))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_sums_beside_weeks_say_that_they_are_no_sums_of_those(app, own, lang):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    told = json.loads(app(PAGE, session={"language": lang}).dataframe[-1].proto.columns)
    for name in ("sum_p10", "sum_p90"):
        assert told[name]["help"] == text.t(f"table.help.{name}", lang)


def test_the_address_chooses_the_sku(app, own):
    a_run(own, [{"sku": "A", "level": 3}, {"sku": "B", "level": 1}])
    a_forecast(own, sku="B")
    assert app(PAGE, sku="B", marketplace="US").selectbox(key="forecast.sku").value == "US|B"


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("query", [{"sku": "GONE", "marketplace": "US"}, {"sku": "GONE"}])
def test_a_sku_that_the_run_does_not_hold_is_said_to_be_missing_until_another_is_chosen(app, own, lang, query):
    a_run(own, [{"sku": "A", "level": 3}, {"sku": "B", "level": 1}])
    for sku in "AB":
        a_forecast(own, sku=sku)
    opened = app(PAGE, session={"language": lang}, **query)
    assert opened.selectbox(key="forecast.sku").value == "US|A"
    said = text.t("frame.asked_unknown", lang, sku=" · ".join(query.values()))
    shown = text.t("frame.asked_shown", lang, sku="A")
    assert [warning.value for warning in opened.warning] == [text.joined([said, shown], lang)]
    opened.selectbox(key="forecast.sku").set_value("US|B").run()
    assert not opened.warning


@pytest.mark.parametrize("query", [{"sku": "B", "marketplace": "UK"}, {"sku": "B"}])
def test_a_sku_of_another_marketplace_than_the_one_shown_is_not_said_to_be_missing(app, own, query):
    a_run(own, [{"sku": "A"}, {"sku": "B", "marketplace": "UK"}])
    for sku, marketplace in (("A", "US"), ("B", "UK")):
        a_forecast(own, sku=sku, marketplace=marketplace)
    opened = app(PAGE, session={"marketplace": "US"}, **query)
    said = text.t("frame.asked_elsewhere", "en", sku=" · ".join(query.values()), marketplace="US")
    assert said in opened.warning[0].value


def test_an_address_without_a_marketplace_finds_its_sku(app, own):
    a_run(own, [{"sku": "A", "level": 3}, {"sku": "B", "marketplace": "UK"}])
    for sku, marketplace in (("A", "US"), ("B", "UK")):
        a_forecast(own, sku=sku, marketplace=marketplace)
    opened = app(PAGE, sku="B")
    assert opened.selectbox(key="forecast.sku").value == "UK|B"
    assert not opened.warning


def test_a_what_if_changes_the_figures_and_can_be_taken_back(app, own):
    a_run(own, [{"sku": "A", "on_hand": 65}])
    a_forecast(own, sku="A", each=10.0)
    opened = app(PAGE)
    before, apart = figures(opened), text.t("forecast_page.what_if.not_in_fees", "en")
    assert apart not in words(opened)
    # 65 at 10 a week: 6.5 weeks; 13 x 10 + 20 - 65 are missing
    assert before[text.t("forecast_page.figure.gone", "en")] == text.day(TODAY + timedelta(days=46), "en")
    assert before[text.t("forecast_page.figure.shortage", "en", weeks=13)] == "85"
    opened.slider(key="widget.forecast.change").set_value(100).run()
    assert not opened.exception
    assert apart in words(opened)
    assert figures(opened)[text.t("forecast_page.figure.demand", "en", weeks=13)] == "260"
    assert figures(opened)[text.t("forecast_page.figure.gone", "en")] == text.day(TODAY + timedelta(days=23), "en")
    opened.button(key="forecast.reset").click().run()
    assert figures(opened) == before
    assert opened.slider(key="widget.forecast.change").value == 0


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_what_if_stands_beside_what_the_run_says_and_words_say_too_many_or_missing(app, own, lang):
    a_run(own, [{"sku": "A", "on_hand": 1300, "safety_source": "given"}])
    a_forecast(own, sku="A", each=10.0)
    opened = app(PAGE, session={"language": lang})
    assert text.t("forecast_page.without", lang, said="|").split("|")[0] not in words(opened)
    opened.slider(key="widget.forecast.change").set_value(200).run()
    opened.slider(key="widget.forecast.weeks").set_value(26).run()
    captions = [caption.value for caption in opened.caption]
    # 26 weeks of 30: 1300 - 780 - 20; the run: of 10, 1300 - 260 - 20
    assert figures(opened)[text.t("forecast_page.figure.excess", lang, weeks=26)] == "500"
    without = {"demand": "260", "balance": text.t("forecast_page.too_many", lang, units="1,020"), "safety": "20"}
    for said in without.values():
        assert text.t("forecast_page.without", lang, said=said) in captions
    opened.slider(key="widget.forecast.change").set_value(-100).run()
    # whose the safety stock is stands by itself
    assert text.t("forecast_page.safety_given", lang) in [caption.value for caption in opened.caption]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_shortage_that_a_what_if_turns_into_an_excess_is_told_without_a_sign(app, own, lang):
    a_run(own, [{"sku": "A", "on_hand": 65}])
    a_forecast(own, sku="A", each=10.0)
    opened = app(PAGE, session={"language": lang})
    opened.slider(key="widget.forecast.change").set_value(-100).run()
    # the run: 130 + 20 - 65 are missing
    said = text.t("forecast_page.missing", lang, units="85")
    assert text.t("forecast_page.without", lang, said=said) in words(opened)


def test_the_safety_stock_moves_with_the_what_if_though_no_lead_time_is_known(app, own):
    a_run(own, [{"sku": "A", "safety_stock": 20.0}])
    a_forecast(own, sku="A", each=10.0)
    opened = app(PAGE)
    days = policy.load()["lead_time.default_days"]
    assert text.t("forecast_page.lead_unknown", "en", days=text.number(days, "en")) in words(opened)
    opened.slider(key="widget.forecast.change").set_value(50).run()
    # 1.5 times what demand may be above its median
    assert figures(opened)[text.t("forecast_page.figure.safety", "en")] == "30"


def test_each_sku_keeps_its_own_what_if(app, own):
    a_run(own, [{"sku": "A", "level": 3}, {"sku": "B"}])
    a_forecast(own, sku="A")
    a_forecast(own, sku="B")
    opened = app(PAGE)
    opened.slider(key="widget.forecast.change").set_value(-50).run()
    opened.selectbox(key="forecast.sku").set_value("US|B").run()
    assert opened.slider(key="widget.forecast.change").value == 0
    opened.selectbox(key="forecast.sku").set_value("US|A").run()
    assert opened.slider(key="widget.forecast.change").value == -50


def test_an_event_counts_until_it_is_taken_back(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A", each=10.0)
    opened = app(PAGE)
    opened.button(key="forecast.add_event").click().run()
    label = text.t("forecast_page.figure.demand", "en", weeks=13)
    # the first week twice
    assert figures(opened)[label] == "140"
    opened.button(key="forecast.event.1").click().run()
    assert figures(opened)[label] == "130"


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_named_event_is_there_again_for_its_sku_and_marketplace_when_the_page_is_opened_anew(app, own, lang):
    a_run(own, [{"sku": "A", "level": 3}, {"sku": "A", "marketplace": "UK"}])
    for marketplace in ("US", "UK"):
        a_forecast(own, sku="A", each=10.0, marketplace=marketplace)
    opened = app(PAGE, session={"language": lang})
    opened.text_input(key="widget.forecast.event_name.0").set_value(" Black [Friday] ").run()
    opened.button(key="forecast.add_event").click().run()
    assert not opened.exception
    again = app(PAGE, session={"language": lang}, sku="A", marketplace="US")
    label = text.t("forecast_page.figure.demand", lang, weeks=13)
    assert figures(again)[label] == "140"
    assert r"Black \[Friday\] · " in again.button(key="forecast.event.1").label
    assert figures(app(PAGE, session={"language": lang}, sku="A", marketplace="UK"))[label] == "130"
    again.button(key="forecast.reset").click().run()
    assert figures(again)[label] == "130"
    assert own_events.listed(own, "US", "A") == {}


def test_an_event_that_is_over_is_listed_as_such_and_changes_nothing(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A", each=10.0)
    event = Event(name="Spring", first=TODAY - timedelta(days=9), last=TODAY, factor=2.0)
    own_events.add(own, "US", "A", event, at=datetime(2026, 11, 22))
    opened = app(PAGE)
    assert text.t("forecast_page.what_if.over", "en") in opened.button(key="forecast.event.1").label
    assert figures(opened)[text.t("forecast_page.figure.demand", "en", weeks=13)] == "130"
    assert text.t("forecast_page.what_if.not_in_fees", "en") not in words(opened)


def test_after_the_last_day_of_the_season_nothing_sells(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A", each=7.0)
    opened = app(PAGE)
    opened.date_input(key="widget.forecast.season_end").set_value(TODAY + timedelta(days=10)).run()
    assert figures(opened)[text.t("forecast_page.figure.demand", "en", weeks=13)] == "10"


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_last_day_of_a_season_that_a_report_says_is_filled_in_and_changes_nothing_before_it_is_tried(app, own, lang):
    a_run(own, [{"sku": "A"}])
    said = TODAY + timedelta(days=10)
    with own.write() as cursor:
        cursor.execute("update run_health set season_until = $said, season_left = 0.09", {"said": said})
    a_forecast(own, sku="A", each=7.0)
    opened = app(PAGE, session={"language": lang})
    label = text.t("forecast_page.figure.demand", lang, weeks=13)
    field = opened.date_input(key="widget.forecast.season_end")
    assert field.value == said
    facts = {"day": text.day(said, lang), "share": text.percent(0.09, lang)}
    assert field.help == text.t("forecast_page.what_if.season_end_said", lang, **facts)
    opened.slider(key="widget.forecast.change").set_value(100).run()
    assert figures(opened)[label] == "182"  # 13 weeks of 14
    opened.toggle(key="widget.forecast.season_ends").set_value(True).run()
    assert figures(opened)[label] == "20"  # ten days of 2
    opened.date_input(key="widget.forecast.season_end").set_value(TODAY + timedelta(days=20)).run()
    assert figures(opened)[label] == "40"
    opened.toggle(key="widget.forecast.season_ends").set_value(False).run()
    assert figures(opened)[label] == "182"
    assert opened.date_input(key="widget.forecast.season_end").value == said


@pytest.mark.parametrize("days", [-1, 400])
def test_a_season_that_ends_outside_the_forecast_is_not_filled_in(app, own, days):
    a_run(own, [{"sku": "A"}])
    with own.write() as cursor:
        cursor.execute("update run_health set season_until = $said, season_left = 0.09", {"said": TODAY + timedelta(days=days)})
    a_forecast(own, sku="A")
    opened = app(PAGE)
    assert opened.date_input(key="widget.forecast.season_end").value is None
    assert opened.date_input(key="widget.forecast.season_end").help == text.t("forecast_page.what_if.season_end_help", "en")


def test_more_weeks_and_sums(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A", each=10.0)
    opened = app(PAGE, session={"forecast.shown": "cumulative", "forecast.weeks": 26})
    assert not opened.exception
    assert figures(opened)[text.t("forecast_page.figure.demand", "en", weeks=26)] == "260"
    assert text.t("forecast_page.key.sums", "en") in words(opened)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_few_weeks_of_sales_are_said_to_lean_on_the_category(app, own, lang):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A", history_weeks=5, reason="short_history")
    assert any("5" in info.value and "Office" in info.value for info in app(PAGE, session={"language": lang}).info)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_few_weeks_of_a_sku_without_a_category_lean_on_nothing_and_say_so(app, own, lang):
    a_run(own, [{"sku": "A", "category": None}])
    a_forecast(own, sku="A", history_weeks=5, reason="short_history")
    said = text.t("forecast_page.short_alone", lang, weeks=5, least=8)
    assert said in [info.value for info in app(PAGE, session={"language": lang}).info]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_model_that_stood_in_is_named(app, own, lang):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A", model="ses", reason="fit_failed")
    opened = app(PAGE, session={"language": lang})
    assert any(text.t("forecast.model.ses", lang) in warning.value for warning in opened.warning)


def test_a_sku_without_sales_data_says_what_to_upload(app, own):
    a_run(own, [{"sku": "A"}])
    opened = app(PAGE)
    assert not opened.exception
    assert text.t("forecast_page.unknown", "en") in words(opened)
    assert not opened.metric


def test_without_sales_data_no_rule_fires_and_nothing_is_said_to_flow(app, own):
    a_run(own, [{"sku": "A", "level": 0, "rules": [], "main_rule": None, "velocity": None, "title": None}])
    opened = app(PAGE)
    assert text.t("risk_page.card.calm_unknown", "en") in words(opened)
    # a product without a title is named once
    assert "`A` · US" in words(opened)
    assert "A · US" in opened.selectbox(key="forecast.sku").options[0]


def test_nothing_on_hand_is_gone_now(app, own):
    a_run(own, [{"sku": "A", "on_hand": 0}])
    a_forecast(own, sku="A")
    opened = app(PAGE)
    assert not opened.exception
    assert figures(opened)[text.t("forecast_page.figure.gone", "en")] == text.t("forecast_page.now", "en")


# --- the parts below the pictures


def a_race(ws, fallbacks=None, failed=None, **scores) -> None:
    """A stored backtest of default and naive: `scores` are the cumulative WAPE of each, `fallbacks` the answers another one gave."""
    rows = pd.DataFrame({
        "model": list(scores), "series": 1, "fallbacks": [(fallbacks or {}).get(model, 0) for model in scores], "cumulative_wape": list(scores.values()), "cumulative_pinball": list(scores.values()),
        "wape": 0.5, "pinball": 0.4, "mape": np.nan, "cumulative_coverage_80": 0.8, "points": 39, "mape_undefined": 3,
    })  # fmt: skip
    one = rows.assign(marketplace="US", sku="A", demand_class="smooth")
    found = Backtest(
        weeks=13, cutoffs=(pd.Timestamp(TODAY),) * 3, series=1, per_series=one, per_class=rows.assign(demand_class="smooth"),
        per_cutoff=rows, catalogue=rows.assign(seconds=1.0), failed=failed or {},
    )  # fmt: skip
    kept.store(ws, found, at=pd.Timestamp(TODAY).to_pydatetime(), as_of=TODAY, version=1)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_race_shows_its_table_and_the_error_beside_the_naive_one(app, own, lang):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    a_race(own, default=0.34, naive=0.61)
    opened = app(PAGE, session={"language": lang, "forecast.tab": "race"})
    assert not opened.exception
    assert text.percent(0.34, lang) in words(opened)
    assert text.percent(0.61, lang) in words(opened)
    assert opened.dataframe[-1].value["model"].tolist() == [text.t("forecast.model.default", lang), text.t("forecast.model.naive", lang)]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_model_that_could_not_answer_is_named_above_the_race(app, own, lang):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    a_race(own, failed={"lightgbm": "LightGBMError: no sale"}, default=0.34, naive=0.61)
    opened = app(PAGE, session={"language": lang, "forecast.tab": "race"})
    assert not opened.exception
    facts = {"model": text.t("forecast.model.lightgbm", lang), "reason": plain("LightGBMError: no sale")}
    assert text.t("forecast.left_out", lang, **facts) in [warning.value for warning in opened.warning]


def test_the_race_is_shown_of_skus_that_sell_alike_and_of_single_weeks_too(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    a_race(own, default=0.34, naive=0.61)
    opened = app(PAGE, session={"forecast.tab": "race"})
    assert opened.dataframe[-1].value["wape"].tolist() == [0.34, 0.61]
    opened.segmented_control(key="forecast.race_scope").set_value("class").run()
    assert text.t("forecast.demand_class_meaning.smooth", "en") in words(opened)
    opened.segmented_control(key="forecast.race_measured").set_value("week").run()
    assert not opened.exception
    assert opened.dataframe[-1].value["wape"].tolist() == [0.5, 0.5]


def test_a_race_without_the_model_of_the_page_is_not_told_as_one_without_its_sales(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    a_race(own, naive=0.61)
    said = words(app(PAGE))
    assert text.t("forecast_page.race.without", "en") in said
    assert text.t("forecast_page.race.not_raced", "en") not in said


def test_models_in_whose_place_another_answered_are_named(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    a_race(own, fallbacks={"naive": 3}, default=0.34, naive=0.61)
    said = words(app(PAGE, session={"forecast.tab": "race"}))
    assert text.t("forecast_page.race.stood_in", "en", models=f"{text.t('forecast.model.naive', 'en')} (3)") in said


def test_before_the_first_race_it_says_so_and_offers_one(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    opened = app(PAGE, session={"forecast.tab": "race"})
    assert text.t("forecast_page.race.none", "en") in words(opened)
    assert not opened.button(key="forecast.race_start").disabled


def prophet_saw(ws) -> None:
    """Prophet's stored answer about A: 7 units in every coming week, after 52 weeks."""
    weeks = pd.date_range("2025-12-01", periods=52, freq="7D")
    parts = pd.DataFrame(
        {"week": weeks, "units": 7.0, "trend": 7.0, "yearly": np.sin(np.arange(52)), "holidays": 0.0, "promo": 0.0, "fitted": 7.0}
    )
    coming = pd.date_range(pd.Timestamp(TODAY) + pd.Timedelta(days=1), periods=26, freq="7D")
    ahead = pd.DataFrame({"week": coming, "p10": 3.0, "p50": 7.0, "p90": 9.0, "clipped": False})
    bends = pd.DataFrame({"week": weeks[[20]], "change": [-0.4]})
    view = ProphetView(components=parts, changepoints=bends, forecast=ahead, seconds=0.2)
    prophet_kept._store(ws, 1, ("US", "A"), json.dumps({"answer": prophet_kept._text(view)}))


def test_what_prophet_saw_is_drawn_and_its_fan_laid_over_ours(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    some_sales(own, daily(1, 300, until=TODAY), sku="A")
    without = charts(app(PAGE, session={"forecast.tab": "prophet"}))
    prophet_saw(own)
    opened = app(PAGE, session={"forecast.tab": "prophet"})
    assert not opened.exception
    # trend and season; holidays and promotions say nothing
    assert charts(opened) == without + 2
    assert text.t("forecast_page.key.other", "en") in words(opened)
    # 52 weeks: no season repeats
    assert text.t("forecast_page.prophet.one_year", "en", weeks=52) in words(opened)
    # in another part of the page our picture stands alone
    assert text.t("forecast_page.key.other", "en") not in words(app(PAGE, session={"forecast.tab": "weeks"}))


def layers(opened) -> int:
    """How many layers the page's first picture has, that of demand."""
    return len(json.loads(opened.get("vega_lite_chart")[0].proto.spec)["layer"])


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_prophet_is_summed_up_over_our_sums_and_not_drawn_beside_a_what_if_and_its_words_say_so(app, own, lang):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    prophet_saw(own)
    opened = app(PAGE, session={"language": lang, "forecast.tab": "prophet"})
    said = {name: text.t(f"forecast_page.prophet.{name}", lang) for name in ("drawn", "drawn_sums", "not_drawn")}
    assert [name for name in said if said[name] in words(opened)] == ["drawn"]
    opened.segmented_control(key="widget.forecast.shown").set_value("cumulative").run()
    assert [name for name in said if said[name] in words(opened)] == ["drawn_sums"]
    assert text.t("forecast_page.key.other_sums", lang) in words(opened)
    over = layers(opened)
    opened.slider(key="widget.forecast.change").set_value(50).run()
    assert [name for name in said if said[name] in words(opened)] == ["not_drawn"]
    assert text.t("forecast_page.key.other_sums", lang) not in words(opened)
    assert layers(opened) == over - 1


def test_the_sum_of_another_model_adds_its_weekly_medians():
    found = SimpleNamespace(weeks=2, as_of=TODAY)
    other = pd.DataFrame({"week": pd.date_range("2026-11-23", periods=3, freq="7D"), "p50": [7.0, 5.0, 9.0], "name": "Prophet"})
    told = demand.summed(found, other)
    assert told["p50"].tolist() == [0, 7, 12]
    assert told["day"].tolist() == [TODAY + timedelta(weeks=week) for week in range(3)]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_where_prophet_has_no_answer_ours_stands_in(app, own, lang):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    prophet_kept._store(own, 1, ("US", "A"), prophet_kept._why(NotEnoughData("prophet_short", needed=48, found=10)))
    opened = app(PAGE, session={"language": lang, "forecast.tab": "prophet"})
    assert any("48" in warning.value for warning in opened.warning)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_earlier_forecasts_are_held_against_what_was_sold(app, own, lang):
    earlier = TODAY - timedelta(days=14)
    a_run(own, [{"sku": "A"}], run_id=1, as_of=earlier)
    a_forecast(own, sku="A", each=4.0, run_id=1, as_of=earlier)
    a_run(own, [{"sku": "A"}], run_id=2)
    a_forecast(own, sku="A", each=9.0, run_id=2)
    some_sales(own, {TODAY: 10}, sku="A")
    opened = app(PAGE, session={"language": lang, "forecast.tab": "past"})
    assert not opened.exception
    # 8 expected, 10 sold
    assert text.percent(0.2, lang) in words(opened)
    assert text.t("forecast_page.past.other_model", lang) not in words(opened)
    assert charts(opened) == charts(app(PAGE, session={"language": lang, "forecast.tab": "weeks"})) + 1


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_what_another_model_got_wrong_in_the_past_is_told_as_its_own(app, own, lang):
    earlier = TODAY - timedelta(days=14)
    a_run(own, [{"sku": "A"}], run_id=1, as_of=earlier)
    a_forecast(own, sku="A", each=4.0, run_id=1, as_of=earlier, model="ses")
    a_run(own, [{"sku": "A"}], run_id=2)
    a_forecast(own, sku="A", run_id=2)
    some_sales(own, {TODAY: 10}, sku="A")
    said = words(app(PAGE, session={"language": lang, "forecast.tab": "past"}))
    facts = {"runs": 1, "share": text.percent(0.2, lang), "model": text.t("forecast.model.ses", lang)}
    assert text.t("forecast_page.past.low", lang, name="A", **facts) in said
    assert text.t("forecast_page.past.other_model", lang) in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_past_weeks_say_what_was_sold_what_counts_and_why(app, own, lang):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    some_sales(own, daily(2, 140, until=TODAY - timedelta(days=14)), sku="A")
    a_ledger(own, {TODAY - timedelta(days=139): (99, 99), TODAY - timedelta(days=13): (1, 0), TODAY: (0, 0)}, sku="A")
    opened = app(PAGE, session={"language": lang, "forecast.tab": "sold"})
    assert not opened.exception
    weeks = opened.dataframe[-1].value
    # two weeks without stock (the first sold its last unit on its first day), and twenty of 2 a day
    assert weeks["sold_units"].tolist() == [0, 0, *[14] * 20]
    assert weeks["counted"].isna().tolist() == [True, True, *[False] * 20]
    assert weeks["note"].tolist()[:2] == [text.t("forecast_page.sold.out", lang, days=days) for days in (7, 6)]


def test_a_sku_that_never_sold_has_no_past_weeks(app, own):
    a_run(own, [{"sku": "A", "velocity": 0.0}])
    a_forecast(own, sku="A", each=0.0, reason="never_sold", history_weeks=0, history_from=None)
    opened = app(PAGE, session={"forecast.tab": "sold"})
    assert not opened.exception
    assert text.t("forecast_page.sold.none", "en") in words(opened)
    # told once, and not as a short past
    assert [info.value for info in opened.info] == [text.t("forecast_page.never_sold", "en")]
    assert figures(opened)[text.t("forecast_page.figure.gone", "en")] == text.t("forecast_page.never", "en")


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_product_that_has_landed_and_not_sold_yet_is_told_as_its_categorys_answer(app, own, lang):
    a_run(own, [{"sku": "A", "velocity": 0.0}])
    a_forecast(own, sku="A", each=4.0, reason="landed", history_weeks=0, history_from=None)
    opened = app(PAGE, session={"language": lang})
    assert not opened.exception
    assert [info.value for info in opened.info] == [text.t("forecast_page.landed", lang, category="Office")]
    assert text.t("forecast.reason.landed", lang) not in " ".join(words(opened))


def test_the_measured_pace_stands_beside_what_is_expected_and_whose_the_safety_stock_is(app, own):
    a_run(own, [{"sku": "A", "velocity": 2.0, "safety_source": "given"}])
    a_forecast(own, sku="A", each=10.0)
    said = words(app(PAGE))
    # 13 weeks of 7 days of 2
    assert text.t("forecast_page.pace", "en", pace="2.00", units="182") in said
    assert text.t("forecast_page.safety_given", "en") in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_stage_trend_and_season_are_told_where_they_are_known(app, own, lang):
    known = {"stage": "decline", "trend_week": -0.02, "trend_week_low": -0.03, "trend_week_high": 0.01, "season_ahead": 1.25}
    a_run(own, [{"sku": "A", "level": 3}, {"sku": "B"}])
    with own.write() as cursor:
        for name, value in known.items():
            cursor.execute(f"update run_health set {name} = $value where sku = 'A'", {"value": value})
    for sku in "AB":
        a_forecast(own, sku=sku)
    said = words(app(PAGE, session={"language": lang}))
    trend = {"trend": text.percent(-0.02, lang, 1), "low": text.percent(-0.03, lang, 1), "high": f"+{text.percent(0.01, lang, 1)}"}
    assert text.t("forecast_page.trend", lang, **trend) in said
    assert text.t("forecast_page.season_high", lang, share=text.percent(0.25, lang)) in said
    assert text.t("risk.stage.decline", lang) in said
    unknown = words(app(PAGE, session={"language": lang}, sku="B", marketplace="US"))
    assert text.percent(0.25, lang) not in unknown


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize(("season", "key", "share"), [(1.08, "trade_high", 0.08), (0.93, "trade_low", 0.07)])
def test_what_the_season_of_trade_does_to_the_forecast_is_said(app, own, lang, season, key, share):
    a_run(own, [{"sku": "A"}])
    with own.write() as cursor:
        cursor.execute("update run_health set market_season = $season", {"season": season})
    a_forecast(own, sku="A")
    assert text.t(f"forecast_page.{key}", lang, share=text.percent(share, lang)) in words(app(PAGE, session={"language": lang}))


@pytest.mark.parametrize(("season", "model"), [(1.01, "default"), (None, "default"), (1.08, "ses")])
def test_a_flat_or_unknown_season_of_trade_or_a_model_without_it_is_not_told(app, own, season, model):
    a_run(own, [{"sku": "A"}])
    with own.write() as cursor:
        cursor.execute("update run_health set market_season = $season", {"season": season})
    a_forecast(own, sku="A", model=model)
    said = words(app(PAGE))
    begins = [text.t(f"forecast_page.{key}", "en", share="|").split("|")[0] for key in ("trade_high", "trade_low")]
    assert not any(begin in said for begin in begins)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_end_of_a_season_that_a_report_says_is_told(app, own, lang):
    a_run(own, [{"sku": "A"}])
    with own.write() as cursor:
        season = "season_until = date '2026-12-24', season_left = 0.09"
        cursor.execute(f"update run_health set {season}, trend_week = 0.12, trend_week_low = 0.1, trend_week_high = 0.14")
    a_forecast(own, sku="A")
    facts = {"day": text.day(date(2026, 12, 24), lang), "share": text.percent(0.09, lang)}
    said = words(app(PAGE, session={"language": lang}))
    assert text.t("forecast_page.season_until", lang, **facts) in said
    assert text.t("forecast_page.trend_in_season", lang, trend="|", low="|", high="|").split("|")[0] in said


def test_an_excess_that_may_turn_into_a_shortage_says_both(app, own):
    a_run(own, [{"sku": "A", "on_hand": 160}])
    a_forecast(own, sku="A", each=10.0)
    # 160 - 130 - 20; if much is sold 160 - 260 - 20, if little 160 - 65 - 20
    assert text.t("forecast_page.between_both", "en", missing="120", left="75") in words(app(PAGE))


def test_the_usual_model_says_what_it_learns_from(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    assert text.t("forecast_page.usual", "en") in words(app(PAGE))


def test_the_forecast_of_the_whole_catalogue_can_be_saved_and_no_cell_becomes_a_formula(app, own, monkeypatch):
    a_run(own, [{"sku": "=A"}, {"sku": "B"}, {"sku": "C", "marketplace": "UK"}])
    for sku, marketplace in (("=A", "US"), ("B", "US"), ("C", "UK")):
        a_forecast(own, sku=sku, marketplace=marketplace)
    made = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, data, key, **more: made.update({key: data}))
    app(PAGE, session={"forecast.weeks": 4})
    rows = pd.read_csv(BytesIO(made["csv.forecast-catalogue"]()))
    assert rows.groupby("sku").size().to_dict() == {"'=A": 4, "B": 4, "C": 4}
    assert rows["sum_p50"].max() == 40
    assert made["xlsx.forecast-catalogue"]()[:2] == b"PK"


def files(monkeypatch) -> dict[str, tuple[str, object]]:
    """What the download buttons of a page hold: key → name of the file, and what makes it."""
    made = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, data, key, file_name, **more: made.update({key: (file_name, data)}))
    return made


def test_the_file_of_a_what_if_says_that_it_is_one_and_of_which_sku(app, own, monkeypatch):
    a_run(own, [{"sku": "A/1"}])
    a_forecast(own, sku="A/1", each=10.0)
    made, day = files(monkeypatch), TODAY.isoformat()
    opened = app(PAGE)
    assert made["csv.forecast"][0] == f"shelflife-forecast-US-A-1-{day}.csv"
    made.clear()
    opened.slider(key="widget.forecast.change").set_value(100).run()
    name, content = made["csv.forecast-what-if"]
    assert name == f"shelflife-forecast-what-if-US-A-1-{day}.csv"
    assert made["xlsx.forecast-what-if"][0] == f"shelflife-forecast-what-if-US-A-1-{day}.xlsx"
    assert "csv.forecast" not in made
    rows = pd.read_csv(BytesIO(content()))
    assert rows.columns[:3].tolist() == ["marketplace", "sku", "title"]
    assert rows[["marketplace", "sku", "p50"]].drop_duplicates().values.tolist() == [["US", "A/1", 20.0]]


@pytest.mark.parametrize(("part", "name"), [("sold", "forecast-history"), ("past", "forecast-past"), ("race", "model-race")])
def test_every_file_of_one_sku_is_named_after_it_and_says_it_in_each_row(app, own, monkeypatch, part, name):
    earlier = TODAY - timedelta(days=14)
    for run_id, as_of in ((1, earlier), (2, TODAY)):
        a_run(own, [{"sku": "A"}], run_id=run_id, as_of=as_of)
        a_forecast(own, sku="A", run_id=run_id, as_of=as_of)
    some_sales(own, daily(1, 60, until=TODAY), sku="A")
    a_race(own, default=0.34, naive=0.61)
    made = files(monkeypatch)
    opened = app(PAGE, session={"forecast.tab": part})
    if part == "race":
        opened.segmented_control(key="forecast.race_scope").set_value("sku").run()
    assert not opened.exception
    told, content = made[f"csv.{name}"]
    assert told == f"shelflife-{name}-US-A-{TODAY.isoformat()}.csv"
    rows = pd.read_csv(BytesIO(content()))
    assert len(rows)
    assert rows[["marketplace", "sku"]].drop_duplicates().values.tolist() == [["US", "A"]]
    assert rows.columns.is_unique


def test_prophet_is_asked_in_the_background_and_its_answer_stays(app, own):
    a_run(own, [{"sku": "A"}])
    a_forecast(own, sku="A")
    some_stock(own, sku="A", as_of=TODAY)
    some_sales(own, daily(1, 60, until=TODAY), sku="A")
    opened = app(PAGE, session={"forecast.tab": "prophet"})
    opened.button(key="forecast.prophet").click().run()
    jobs.wait(own.path)
    opened.run()
    # 60 days are 9 weeks
    assert any("48" in warning.value for warning in opened.warning)


def scores(**more) -> pd.DataFrame:
    return pd.DataFrame({"model": ["default", "tsb"], "pinball": [0.13, 0.12], "coverage_80": [0.66, 0.8]} | more)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_race_that_speaks_against_the_model_that_answers_says_so(lang):
    page = SimpleNamespace(lang=lang, t=lambda key, **facts: text.t(key, lang, **facts), number=lambda value: text.number(value, lang))
    second, narrow = race._against_us(page, scores())
    for fact in (text.t("forecast.model.tsb", lang), "2"):
        assert fact in second
    assert text.percent(0.66, lang) in narrow
    assert race._against_us(page, scores(pinball=[0.11, 0.12], coverage_80=[0.79, 0.8])) == []
    assert race._against_us(page, scores().tail(1)) == []


# --- all products


def some_products(ws) -> None:
    """A: 300 on hand, 91 expected, 20 safety stock; B of the UK: 50 on hand; C: no sales data."""
    unknown = dict.fromkeys(("demand_13", "demand_13_p10", "demand_13_p90", "velocity", "stage"))
    a_run(
        ws,
        [{"sku": "A", "level": 3}, {"sku": "B", "marketplace": "UK", "on_hand": 50, "title": "Lamp"}, {"sku": "C", "level": 0, **unknown}],
    )
    a_forecast(ws, sku="A")
    a_forecast(ws, sku="B", marketplace="UK", model="ses", reason="fit_failed")


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_all_products_stand_in_one_table_with_what_is_expected_and_what_that_does_to_their_stock(app, own, lang):
    some_products(own)
    opened = app(PAGE, session={"language": lang, "forecast.tab": "products"})
    assert not opened.exception
    rows = opened.dataframe[-1].value.set_index("sku")
    assert rows.index.tolist() == ["A", "B", "C"]
    assert rows.loc["A", ["demand_13_p10", "demand_13", "demand_13_p90", "excess_13"]].tolist() == [70, 91, 120, 300 - 91 - 20]
    assert rows.loc["B", "shortage_13"] == 91 + 20 - 50
    assert rows.loc["B", "model"] == text.t("forecast.model.ses", lang)
    assert rows.loc["B", "model_reason"] == text.t("forecast.reason.fit_failed", lang)
    assert rows.loc["C", ["demand_13", "excess_13", "shortage_13", "model"]].isna().all()
    assert set(opened.dataframe[-1].value) == set(demand_products.COLUMNS)


def test_the_products_are_those_of_the_marketplace_chosen_and_can_be_searched(app, own):
    some_products(own)
    opened = app(PAGE, session={"marketplace": "US", "forecast.tab": "products"})
    shown = opened.dataframe[-1].value
    assert shown["sku"].tolist() == ["A", "C"]
    assert "marketplace" not in shown
    every = app(PAGE, session={"forecast.tab": "products"})
    every.text_input(key="widget.forecast.search").set_value("lam").run()
    assert every.dataframe[-1].value["sku"].tolist() == ["B"]
    assert text.t("forecast_page.products.about", "en", shown="1", skus="3") in words(every)


def test_a_product_without_sales_data_still_leads_to_the_others(app, own):
    some_products(own)
    opened = app(PAGE, sku="C", marketplace="US")
    assert text.t("forecast_page.unknown", "en") in words(opened)
    assert opened.dataframe[-1].value["sku"].tolist() == ["A", "B", "C"]


def test_a_chosen_product_leads_to_its_forecast_and_the_address_follows(app, own):
    some_products(own)
    opened = app(PAGE, session={"forecast.tab": "products"}, sku="A", marketplace="US")
    opened.session_state["forecast.products."] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    opened.run()
    assert opened.button(key="forecast.open").label == text.t("forecast_page.products.open", "en", sku="B")
    opened.button(key="forecast.open").click().run()
    assert opened.selectbox(key="forecast.sku").value == "UK|B"
    assert dict(opened.query_params) == {"sku": "B", "marketplace": "UK"}
    opened.selectbox(key="forecast.sku").set_value("US|A").run()
    opened.session_state["forecast.products."] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    opened.run()
    opened.button(key="forecast.open").click().run()
    assert opened.selectbox(key="forecast.sku").value == "UK|B"


def test_the_table_of_all_products_can_be_saved(app, own, monkeypatch):
    some_products(own)
    made = files(monkeypatch)
    app(PAGE, session={"marketplace": "UK", "forecast.tab": "products"})
    name, content = made["csv.forecast-products"]
    assert name == f"shelflife-forecast-products-UK-{TODAY.isoformat()}.csv"
    rows = pd.read_csv(BytesIO(content()))
    assert rows[["marketplace", "sku", "demand_13", "model_reason"]].values.tolist() == [["UK", "B", 91, "fit_failed"]]
    assert made["xlsx.forecast-products"][1]()[:2] == b"PK"
