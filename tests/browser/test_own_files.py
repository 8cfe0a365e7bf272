"""Own files → import → matrix; a broken file among good ones; a restart of the server loses nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.screen import Screen

REPORTS = Path(__file__).parents[1] / "data" / "reports"
PLANNING = REPORTS / "samples" / "fba_inventory_planning_US_2026.csv"
ORDERS = REPORTS / "samples" / "all_orders_US_2026.txt"
LOGIN_PAGE = REPORTS / "broken" / "08_html_login_page.csv"


@pytest.fixture
def imported(shared_server, open_screen):
    """A screen on own files, the broken one among them: imported by the first journey that comes."""
    screen = open_screen(shared_server.url)
    screen.menu("upload")
    if not screen.sees(screen.say("upload.history")):
        import_files(screen)
    return screen


def import_files(screen: Screen) -> None:
    """Drop them in, see the broken one told, press import, wait until the good ones are read and computed."""
    screen.upload(PLANNING, LOGIN_PAGE, ORDERS)
    expect(screen.page.get_by_test_id("stAlert").first).to_be_visible()
    screen.press("upload.import", files=2)
    failed = screen.say("frame.job_failed", job=screen.say("frame.job.import"))
    screen.expect_text(screen.say("frame.done.import"), seconds=180, unless=failed)  # the first run of a fresh clone compiles too


def test_own_files_become_a_matrix_though_one_is_broken_and_a_reload_of_the_page_loses_nothing(imported):
    imported.menu("risk")
    imported.chart()
    assert imported.sku().startswith("TB-")
    assert not imported.sees(imported.say("frame.demo_banner"))
    imported.no_exception()
    figures = imported.figures()
    imported.reload()
    assert imported.figures() == figures


def test_a_restart_of_the_server_loses_nothing_also_when_it_was_killed(imported, shared_server):
    imported.menu("risk")
    sku, figures = imported.sku(), imported.figures()
    shared_server.restart()
    imported.go("risk")
    assert (imported.sku(), imported.figures()) == (sku, figures)
    shared_server.kill()
    shared_server.start()
    imported.go("risk")
    assert (imported.sku(), imported.figures()) == (sku, figures)
    imported.menu("upload")
    imported.expect_text(imported.say("upload.history"))
    imported.no_exception()
