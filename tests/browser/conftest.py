"""A real Chromium on the real app. Every request is recorded; one that leaves this machine fails the test."""

import os
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.screen import Screen
from tests.browser.server import ROOT, Server, broken

OURS = {"127.0.0.1", "localhost"}
PICTURES = ROOT / ".pytest_cache" / "browser"


@pytest.fixture(scope="session")
def browser():
    path = chromium.find()
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("no Chromium: in CI the browser tests are not skipped")
    if path is None:
        pytest.skip("no Chromium on this machine; set CHROMIUM=/path/to/it")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield launched
        launched.close()


def _running(home):
    """A server on that home, until the test is over; nothing may have broken in it."""
    running = Server(home)
    yield running
    running.stop()
    assert broken(running.said()) == [], running.said()


@pytest.fixture
def server(tmp_path):
    """A server with an empty home: nobody was here before."""
    (tmp_path / "home").mkdir()
    yield from _running(tmp_path / "home")


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory):
    """A server for all journeys of a file, with an empty home: what the first of them builds or imports, the next finds there."""
    yield from _running(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def open_screen(browser, request):
    """open_screen(url, locale="en-US", size=(1440, 900)) → Screen. At the end: no request left this machine, no script broke."""
    screens = []

    def open_at(url: str, locale: str = "en-US", size: tuple[int, int] = (1440, 900), dark: bool = False) -> Screen:
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            locale=locale, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, accept_downloads=True
        )
        screens.append(Screen(context, url))
        return screens[-1]

    yield open_at
    failed = getattr(request.node, "failed", False)
    for number, screen in enumerate(screens):
        if failed:
            _picture(screen, request.node.name, number)
        screen.close()
    outside = {url for screen in screens for url in screen.requests if not _stays_here(url)}
    assert not outside, f"requests that leave this machine: {outside}"
    assert [error for screen in screens for error in screen.errors] == []


def _stays_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in OURS


def _picture(screen: Screen, name: str, number: int) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    screen.page.screenshot(path=PICTURES / f"{re.sub(r'[^A-Za-z0-9]+', '_', name)}_{number}.png", full_page=True)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call":
        item.failed = outcome.get_result().failed


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
