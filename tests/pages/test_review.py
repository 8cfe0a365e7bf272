"""Review page: what is said before there is a plan, the story of one, all of them, a period by its days, lessons."""

from datetime import datetime, timedelta

import pytest

from core import plans, text
from core.clearance.first_answer import first_answer
from core.review import lessons, periods
from tests.build import insert, some_sales, some_stock
from tests.core.clearance.cases import a_planned_item
from tests.pages.conftest import TODAY, a_run, words

PAGE = "pages/review.py"
DAY = TODAY - timedelta(days=80)
AT = datetime.combine(DAY, datetime.min.time())


@pytest.fixture(scope="module")
def answer():
    return first_answer(a_planned_item(DAY), 60)


@pytest.fixture
def seller(own, answer):
    """A plan at 14.40, followed for eleven weeks; in the fourth one no file tells anything."""
    a_run(own, [{"sku": "A"}])
    some_sales(own, {DAY - timedelta(days=day): 1 for day in range(90)}, price=24.0)
    days = [day for day in range(1, 78) if not 22 <= day <= 28]
    some_sales(own, {DAY + timedelta(days=day): 4 for day in days}, price=14.4)
    number = plans.save(own, answer, name="Out with it", option="best_single_price", at=AT, about={"title": "Pad", "currency": "USD"})
    plans.decide(own, number, "accepted", at=AT)
    return own


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_before_the_first_finished_plan_it_says_when_it_comes_alive(app, own, lang):
    a_run(own, [{"sku": "A"}])
    opened = app(PAGE, session={"language": lang})
    assert not opened.exception
    assert text.t("review_page.none", lang) in words(opened)


def test_without_a_run_it_says_where_to_begin(app, own):
    assert text.t("risk_page.no_run", "en") in words(app(PAGE))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_story_of_a_plan_has_its_verdict_pictures_and_the_weeks_that_are_missing(app, seller, lang):
    opened = app(PAGE, session={"language": lang})
    assert not opened.exception
    said = words(opened).replace("\\", "")
    assert "Out with it" in said
    assert text.day(DAY + timedelta(days=22), lang) in said
    assert text.t("review_page.waterfall", lang) in said
    assert len(opened.get("vega_lite_chart")) == 2


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_each_key_figure_says_what_is_divided_by_what_with_the_numbers_put_in(app, seller, lang):
    opened = app(PAGE, session={"language": lang})
    how = {figure.label: figure.help.replace("\\", "") for figure in opened.metric}
    sold = 77 * 4 - 7 * 4  # four a day, of eleven weeks but the one that no file tells of
    assert f"{sold} ÷ " in how[text.t("review.figure.sell_through", lang)]
    for name in ("roi", "recovery"):
        told = how[text.t(f"review.figure.{name}", lang)]
        assert text.t(f"review.how.{name}", lang, effect="#", net_cash="#", capital="#").split("#")[0] in told
        assert told.count("$") == 2
    assert text.t("review.how.days_90", lang, day=text.day(DAY, lang)) == how[text.t("review.figure.days_90", lang)]


@pytest.mark.parametrize("part", ["figures", "why", "learned", "channels", "weeks"])
def test_every_part_behind_the_pictures_opens(app, seller, part):
    opened = app(PAGE, session={"review.part": part})
    assert not opened.exception


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("part", ["figures", "channels"])
def test_what_amazon_took_of_a_reviewed_stock_says_how_it_comes_about(app, seller, part, lang):
    insert(
        seller, "fee_charged", file_id=1, period_start=DAY, period_end=DAY + timedelta(days=20), marketplace="US", sku="A", kind="storage",
        amount=33.0,
    )  # fmt: skip
    key = {"figures": "review", "channels": "channels"}[part]
    said = words(app(PAGE, session={"review.part": part, "language": lang, f"behind.{key}": True})).replace("\\", "")
    for word in ("behind.charged", "explain.rate", "explain.source", "explain.confidence", "explain.fee.storage.formula"):
        assert text.t(word, lang) in said
    assert text.money(33.0, "USD", lang) in said


def test_ads_are_told_where_a_report_covers_the_weeks_and_their_lack_where_none_does(app, seller):
    why = {"review.part": "why"}
    assert text.t("review.cannot.ads", "en") in words(app(PAGE, session=why))
    for first, days, spend in ((DAY - timedelta(days=55), 56, 56.0), (DAY + timedelta(days=1), 77, 231.0)):
        insert(
            seller, "ad_product", file_id=9, start_day=first, end_day=first + timedelta(days=days - 1), marketplace="US", campaign="C", sku="A",
            impressions=900, clicks=77, spend=spend, units=22, sales=300.0, currency="USD",
        )  # fmt: skip
    said = words(app(PAGE, session=why)).replace("\\", "")
    assert "$231.00 spent, 77 clicks, 22 units" in said
    assert "$7.00 and 2.8 units" in said


def test_a_product_that_reports_do_not_name_was_not_advertised(app, seller):
    insert(
        seller, "ad_product", file_id=9, start_day=DAY + timedelta(days=1), end_day=DAY + timedelta(days=14), marketplace="US", campaign="C",
        sku="OTHER", impressions=9, clicks=1, spend=1.0, units=0, sales=0.0, currency="USD",
    )  # fmt: skip
    assert text.t("review_page.ads_none", "en", weeks="2", of_weeks="11") in words(app(PAGE, session={"review.part": "why"}))


def test_all_plans_can_be_added_up_by_site_and_in_all(app, seller):
    for by in ("category", "marketplace", "channel", "total"):
        opened = app(PAGE, session={"review.by": by})
        assert not opened.exception
        assert len(opened.dataframe) >= 1


def test_an_address_opens_the_plan_of_its_number(app, seller, answer):
    second = plans.save(seller, answer, name="The other", option="best_plan", at=AT, about={"title": "Pad", "currency": "USD"})
    plans.decide(seller, second, "accepted", at=AT)
    assert "The other" in words(app(PAGE, plan=str(second))).replace("\\", "").split("Put together")[0]


def test_a_period_is_reviewed_by_its_days_with_what_cannot_be_told(app, seller):
    opened = app(PAGE, session={"review.view": "period"})
    assert not opened.exception
    assert text.t("review.cannot.customers", "en") in words(opened)
    opened.button(key="review.keep").click().run()
    assert not opened.exception
    assert len(periods.marked(seller)) == 1


def test_a_period_without_sales_is_refused_in_words_and_the_page_stays(app, own):
    a_run(own, [{"sku": "A"}])
    some_stock(own)
    opened = app(PAGE, session={"review.view": "period"})
    assert not opened.exception
    assert "Nothing was sold" in words(opened)


def test_a_lesson_is_accepted_and_taken_back_on_the_page(app, seller):
    opened = app(PAGE, session={"review.view": "lessons"})
    opened.button(key="lesson.accept.elasticity|US|A").click().run()
    assert not opened.exception
    assert lessons.decided(seller)["state"].tolist() == ["accepted"]
    opened.button(key="lesson.revert.1").click().run()
    assert lessons.decided(seller)["state"].tolist() == ["reverted"]


def test_with_nothing_to_learn_it_says_where_lessons_come_from(app, own):
    a_run(own, [{"sku": "A"}])
    assert text.t("review_page.lessons_none", "en") in words(app(PAGE, session={"review.view": "lessons"}))


LAUNCHED = [TODAY - timedelta(days=day) for day in range(1, 101)]


@pytest.fixture
def shop(own):
    """Eight products of two categories; two of them began within the data, 100 days ago."""
    shelf = {"price": 24.0, "on_hand": 100, "cohorts": {60: 100}, "size_tier": "small_standard", "weight_lb": 0.5}
    rows = [{"sku": f"A{place}", "category": "Home", "title": f"Bowl {place}"} | shelf for place in range(4)]
    rows += [{"sku": f"B{place}", "category": "Toy", "title": f"Kite {place}", "sell_through": 2.0} | shelf for place in range(4)]
    a_run(own, rows)
    some_sales(own, {TODAY - timedelta(days=day): 1 for day in range(1, 200)}, sku="A0", price=24.0)
    for sku, units in (("A1", 1), ("B1", 2)):
        some_sales(own, dict.fromkeys(LAUNCHED, units), sku=sku, price=24.0)
    return own


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_next_buy_shows_what_winners_share_and_a_first_order(app, shop, lang):
    opened = app(PAGE, session={"review.view": "next_buy", "language": lang})
    assert not opened.exception
    assert text.t("next_buy.about", lang) in words(opened)
    assert len(opened.get("vega_lite_chart")) == 2


def test_floor_and_first_order_name_the_numbers_and_rates_they_rest_on(app, shop):
    said = words(app(PAGE, session={"review.view": "next_buy", "behind.next_buy": True}))
    for word in ("Discount floor = price", "Referral fee", "Liquidation", "Confidence"):
        assert word in said


def test_without_products_to_compare_the_next_buy_says_what_it_takes(app, own):
    a_run(own, [{"sku": "A"}])
    opened = app(PAGE, session={"review.view": "next_buy"})
    assert not opened.exception
    assert text.t("next_buy.nothing", "en") in words(opened)


def test_an_impossible_idea_is_refused_in_words(app, shop):
    opened = app(PAGE, session={"review.view": "next_buy", "next_buy.measure": "sell_through"})
    opened.number_input(key="next_buy.price.US.None").set_value(0.0).run()
    assert not opened.exception
    assert "above 0" in words(opened)


@pytest.fixture
def newcomers(own):
    """Five products whose first month is over."""
    some_sales(own, {TODAY - timedelta(days=day): 1 for day in range(1, 200)}, sku="OLD")
    for place in range(5):
        some_sales(own, {TODAY - timedelta(days=day): 1 for day in range(1, 41 + place)}, sku=f"N{place}")
    a_run(own, [{"sku": sku} for sku in ("OLD", "N0", "N1", "N2", "N3", "N4")])
    return own


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_mini_reviews_that_are_due_are_counted_on_the_head_of_every_view(app, newcomers, lang):
    opened = app(PAGE, session={"language": lang})
    assert not opened.exception
    assert text.t("procedure.due_count", lang, count=5) in words(opened)
    opened = app(PAGE, session={"language": lang, "review.view": "procedure"})
    assert len(opened.dataframe[0].value) == 5


def test_without_a_plan_that_worked_the_procedure_says_where_it_comes_from(app, own):
    a_run(own, [{"sku": "A"}])
    opened = app(PAGE, session={"review.view": "procedure"})
    assert not opened.exception
    assert text.t("procedure.none", "en", reviewed=0) in words(opened)
    assert text.t("procedure.mini_none", "en") in words(opened)


def test_a_plan_that_worked_becomes_a_checklist_with_its_ladder_and_files(app, seller):
    opened = app(PAGE, session={"review.view": "procedure"})
    assert not opened.exception
    assert len(opened.get("vega_lite_chart")) == 1
    assert "today's price" in words(opened)
    assert len(opened.get("download_button")) == 3


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_period_report_has_a_picture_and_files_for_each_site(app, seller, lang):
    opened = app(PAGE, session={"review.view": "report", "language": lang})
    assert not opened.exception
    assert len(opened.get("vega_lite_chart")) == 1
    assert len(opened.get("download_button")) == 2
    opened = app(PAGE, session={"review.view": "report", "report.kind": "quarter"})
    assert not opened.exception


def test_a_period_without_sales_is_said_so(app, own):
    a_run(own, [{"sku": "A"}])
    opened = app(PAGE, session={"review.view": "report"})
    assert not opened.exception
    assert text.t("period_report.nothing", "en") in words(opened)
