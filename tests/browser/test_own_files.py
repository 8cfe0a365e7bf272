"""Own files → import → matrix; a broken file among good ones; a restart of the server loses nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.screen import Screen

REPORTS = Path(__file__).parents[1] / "data" / "reports"
PLANNING = REPORTS / "samples" / "fba_inventory_planning_US_2026.csv"
ORDERS = REPORTS / "samples" / "all_orders_US_2026.txt"
LOGIN_PAGE = REPORTS / "broken" / "08_html_login_page.csv"


def import_files(screen: Screen, *files: Path, ready: int) -> None:
    """Drop files in, press import, wait until they are read and computed."""
    screen.menu("upload")
    screen.upload(*files)
    screen.press("upload.import", files=ready)
    wait_until_read(screen)


def wait_until_read(screen: Screen) -> None:
    failed = screen.say("frame.job_failed", job=screen.say("frame.job.import"))
    screen.expect_text(screen.say("frame.done.import"), seconds=180, unless=failed)  # the first run of a fresh clone compiles too


@pytest.fixture
def imported(server, open_screen):
    screen = open_screen(server.url)
    import_files(screen, PLANNING, ORDERS, ready=2)
    return screen


def test_own_files_become_a_matrix_and_a_reload_of_the_page_loses_nothing(imported):
    imported.menu("risk")
    imported.chart()
    assert imported.sku().startswith("TB-")
    assert not imported.sees(imported.say("frame.demo_banner"))
    imported.no_exception()
    figures = imported.figures()
    imported.reload()
    assert imported.figures() == figures


def test_a_broken_file_among_good_ones_is_told_in_words_and_the_good_ones_load(server, open_screen):
    screen = open_screen(server.url)
    screen.menu("upload")
    screen.upload(PLANNING, LOGIN_PAGE, ORDERS)
    expect(screen.page.get_by_test_id("stAlert").first).to_be_visible()
    screen.press("upload.import", files=2)
    wait_until_read(screen)
    screen.menu("risk")
    screen.chart()
    assert screen.sku().startswith("TB-")
    screen.no_exception()


def test_a_restart_of_the_server_loses_nothing_also_when_it_was_killed(imported, server):
    imported.menu("risk")
    sku, figures = imported.sku(), imported.figures()
    server.restart()
    imported.go("risk")
    assert (imported.sku(), imported.figures()) == (sku, figures)
    server.kill()
    server.start()
    imported.go("risk")
    assert (imported.sku(), imported.figures()) == (sku, figures)
    imported.menu("upload")
    imported.expect_text(imported.say("upload.history"))
    imported.no_exception()
