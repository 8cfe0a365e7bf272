"""The demo, as somebody who has never seen the app: first open → matrix → click a point → card → simulator; then, is it the market or the
listing: the panel, advertising in Clearance and in Review, the siblings of a cut. One file, so that the demo is built once."""

import pytest
from playwright.sync_api import expect

from core import text
from tests.browser.picture import marks
from tests.browser.screen import PATIENCE, Screen

LANGUAGES = {"en": "en-US", "zh": "zh-CN"}


def try_the_demo(screen: Screen) -> None:
    screen.expect_title("overview.title")
    screen.press("overview.first.demo")
    screen.expect_text(
        screen.say("frame.demo_banner"), seconds=180, unless=screen.say("frame.job_failed", job=screen.say("frame.job.demo"))
    )


def click_another_mark(screen: Screen, level: int = 3) -> None:
    """Click marks of that level, those that sell most first, until the card shows another SKU than before."""
    shown, chart = screen.sku(), screen.chart()
    for x, y in marks(chart, level)[:-9:-1]:
        chart.click(position={"x": x, "y": y})
        screen.settle()
        if screen.sku() != shown:
            return
    pytest.fail(f"no click on a mark changed the card from {shown}")


def test_from_the_first_open_to_a_price_that_was_tried(shared_server, open_screen):
    screen = open_screen(shared_server.url)
    try_the_demo(screen)
    assert len(screen.figures()) >= 4

    screen.menu("risk")
    click_another_mark(screen)
    clicked = screen.sku()

    screen.press("risk_page.card.clear")
    screen.expect_title("clearance_page.title")
    assert screen.sku() == clicked

    before, tried = screen.figures(), 4  # the first four are the plan's; then comes what the price that is tried brings
    slider = screen.page.get_by_role("slider").first
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight" if int(slider.input_value()) < 40 else "ArrowLeft")
    screen.settle()
    expect(screen.page.get_by_test_id("stMetricValue").nth(tried)).not_to_have_text(before[tried])
    assert screen.figures()[:tried] == before[:tried]
    screen.no_exception()

    # the demo is a file of its own; one's own data are one click away and still empty
    screen.menu("overview")
    screen.press("frame.use_own")
    screen.expect_title("upload.title")
    screen.menu("overview")
    expect(screen.button("overview.first.demo")).to_be_visible()


def test_the_whole_way_works_in_chinese_for_a_chinese_browser(shared_server, open_screen):
    screen = open_screen(shared_server.url, locale="zh-CN")
    screen.lang = "zh"
    try_the_demo(screen)
    for page in ("risk", "forecast", "alerts", "clearance", "transfers", "review", "upload", "settings"):
        screen.menu(page)
        screen.no_exception()


def test_a_click_on_the_language_changes_every_page_and_is_remembered(server, open_screen):
    screen = open_screen(server.url)
    screen.page.get_by_role("radio", name="中文").or_(screen.page.get_by_role("button", name="中文")).first.click()
    screen.settle()
    screen.lang = "zh"
    screen.expect_title("overview.title")
    screen.menu("upload")
    screen.reload()
    screen.expect_title("upload.title")
    for place, key in (("stFileUploaderDropzone", "choose_files"), ("stFileUploaderDropzoneInstructions", "file_limit")):
        assert screen.seen_over(place) == screen.say(f"frame.widget.{key}", gigabytes=1)


def in_language(lang: str):
    """A journey is gone once, in one language; the tests of its pages look at both."""
    return pytest.mark.parametrize("screen", [lang], indirect=True)


@pytest.fixture
def screen(request, shared_server, open_screen):
    opened = open_screen(shared_server.url, locale=LANGUAGES[request.param])
    opened.lang = request.param
    if opened.button("overview.first.demo").is_visible():
        try_the_demo(opened)
    return opened


def part(screen, page: str, name: str) -> None:
    """Open one part of a page by its name."""
    words = screen.say(f"{page}.part.{name}")
    screen.page.get_by_role("radio", name=words).or_(screen.button(f"{page}.part.{name}")).first.click()
    screen.settle()


def said(screen) -> str:
    return screen.page.get_by_test_id("stMain").inner_text()


@in_language("zh")
def test_the_market_panel_is_told_from_the_share_at_risk_to_the_first_change(screen):
    screen.expect_text(screen.say("market.capital_title"))
    screen.expect_text(screen.say("market.name.losing_share"))
    assert f"{screen.say('market.name.no_files')} " in said(screen)

    screen.go("risk?sku=LM-22138&marketplace=US")
    screen.expect_text(screen.say("market.title"))
    for signal in ("units", "sessions", "conversion", "buy_box", "organic_rank", "rival_units", "rival_price"):
        expect(screen.page.get_by_text(screen.say(f"market.signal.{signal}"), exact=True).first).to_be_visible()
    first = screen.say("market.chain.first", signal=screen.say("market.signal.price_gap"), day="|").split("|")[0].replace("*", "")
    screen.expect_text(first)

    screen.press("risk_page.card.clear")
    screen.expect_text(screen.say("market.advice.losing_share"))
    screen.no_exception()


@in_language("en")
def test_a_forecast_can_be_asked_to_fall_as_the_market_does(screen):
    screen.go("forecast?sku=LM-21621&marketplace=US")
    demand = screen.figures()[0]
    screen.page.get_by_text(screen.say("forecast_page.what_if.market", month="|", low="|", high="|").split("|")[0]).click()
    expect(screen.page.get_by_test_id("stMetricValue").first).not_to_have_text(demand, timeout=PATIENCE)
    screen.no_exception()


@in_language("zh")
def test_advertising_in_clearance_says_the_highest_bid_the_waste_and_where_budget_moves(screen):
    screen.go("clearance?sku=LM-22138&marketplace=US")
    part(screen, "clearance_page", "ads")
    screen.expect_text("SP Baking set broad")
    seen = said(screen)
    assert screen.say("campaigns.why.too_dear") in seen
    assert screen.say("campaigns.advice.lower") in seen
    told = screen.say("campaigns.verdict", spend="|", units="|", cost="|", roas="0.3", waste="|").replace("*", "").split("|")
    assert told[3].strip() in seen  # what the campaigns brought back

    screen.fold_out("campaigns.list.title")
    screen.work_ends()  # what was folded out stays so, although the bar above is gone and the page was drawn again
    steps = [box for box in screen.page.get_by_test_id("stCheckbox").all_inner_texts() if box.strip()]
    assert sum("US$" in step or "$" in step for step in steps) == 3  # half, a quarter and a quarter of the best budget
    assert any("Larkmoor" in step for step in steps)
    ticked = screen.page.get_by_test_id("stCheckbox").filter(has_text="Larkmoor")
    ticked.click()
    screen.settle()

    screen.page.get_by_text(screen.say("campaigns.all")).click()
    screen.settle()
    names = {"from_campaign": "SP Baking set broad", "to_campaign": "SP Retro cake stand exact"}
    move = screen.say("campaigns.move", amount="|", gain="|", gain_low="|", gain_high="|", **names).split("|")[1]
    screen.expect_text(move.split(names["to_campaign"])[0].strip() + " " + names["to_campaign"])
    screen.no_exception()


@in_language("en")
def test_what_ads_of_a_finished_clearance_cost_and_pulled_comes_back_in_review(screen):
    screen.menu("review")
    part(screen, "review_page", "why")
    told = screen.say("review_page.ads_told", weeks="8", of_weeks="8", spend="|", clicks="|", units="|", each="|").split("|")[0]
    screen.expect_text(told)
    assert screen.say("review_page.ads_no_before") not in said(screen)  # eight weeks before it are in the report too
    screen.no_exception()


@in_language("zh")
def test_a_cut_of_one_colour_says_what_the_other_loses_and_the_other_that_it_is_unknown(screen):
    screen.go("clearance?sku=LM-15056N&marketplace=US")
    screen.expect_text(screen.say("market.siblings.not_counted"))
    seen = said(screen)
    assert "LM-15056BL" in seen
    assert screen.say("market.siblings.money", money="|", low="|", high="|").split("|")[0] in seen

    part(screen, "clearance_page", "market")
    screen.expect_text(screen.say("market.siblings.cut", cut=text.percent(0.2, screen.lang)))

    screen.go("clearance?sku=LM-15056BL&marketplace=US")
    unknown = screen.say("market.siblings.no_moves", skus="|", weeks="0", least="3").split("|")[1].replace("*", "")
    screen.expect_text(unknown[3:20])
    screen.no_exception()


def test_on_a_narrow_screen_no_table_of_the_card_or_the_panel_hangs_out_of_its_frame(shared_server, open_screen):
    opened = open_screen(shared_server.url, size=(420, 900))
    if opened.button("overview.first.demo").is_visible():
        try_the_demo(opened)
    opened.go("risk?sku=LM-22138&marketplace=US")
    opened.expect_text("First to get worse")
    wide = "all => all.map(one => one.getBoundingClientRect()).filter(box => box.width > 0 && box.right > window.innerWidth).length"
    tables = opened.page.get_by_test_id("stMarkdownContainer").locator("table")
    assert tables.count() > 0
    assert tables.evaluate_all(wide) == 0
