"""First open → demo → matrix → click a point → card → simulator, as somebody who has never seen the app."""

import pytest
from playwright.sync_api import expect

from tests.browser.picture import marks
from tests.browser.screen import Screen


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


def test_from_the_first_open_to_a_price_that_was_tried(demo_server, open_screen):
    screen = open_screen(demo_server.url)
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
    expect(screen.button("overview.first.demo")).to_be_visible()


def test_the_whole_way_works_in_chinese_for_a_chinese_browser(demo_server, open_screen):
    screen = open_screen(demo_server.url, locale="zh-CN")
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
