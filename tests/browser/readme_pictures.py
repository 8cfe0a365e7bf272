"""The pictures of the README, taken from the real app with the demo seller: `python -m tests.browser.readme_pictures`."""

import tempfile
import time
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from core.text import t
from tests.browser import chromium
from tests.browser.server import ROOT, Server

TARGET = ROOT / "data" / "pictures"
SIZE = {"width": 1440, "height": 1180}
_MOST_SECONDS, _QUIET_LOOKS = 900, 4  # looks, five seconds apart, without a bar
_HALF = 128  # colours of the palette that are exact; as many again stand for the rare ones


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        home.mkdir()
        server = Server(home)
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        try:
            first = _open(browser, server.url, "en", "light")
            first.get_by_role("button", name=t("overview.first.demo", "en")).click()
            first.get_by_text(t("overview.queue.title", "en")).wait_for(timeout=600_000)  # on a busy machine
            _until_all_is_done(first, server.url)
            _take(_open(browser, f"{server.url}/risk?marketplace=US", "en", "light"), "risk_matrix_en_light.png")
            _take(_open(browser, f"{server.url}/clearance?sku=LM-22528&marketplace=UK", "zh", "dark"), "clearance_zh_dark.png")
        finally:
            browser.close()
            server.stop()


def _until_all_is_done(page: Page, url: str) -> None:
    """Wait while work goes on beside the page, as its bar shows: earlier weeks come in one after another, with moments between. Looked at
    where no other bar is drawn."""
    page.goto(f"{url}/settings")
    page.get_by_role("heading").first.wait_for()
    deadline, quiet = time.monotonic() + _MOST_SECONDS, 0
    while quiet < _QUIET_LOOKS:
        if time.monotonic() > deadline:
            raise TimeoutError(f"work beside the page has not ended within {_MOST_SECONDS} seconds")
        page.wait_for_timeout(5_000)
        quiet = 0 if page.get_by_test_id("stProgress").count() else quiet + 1


def _open(browser, url: str, lang: str, theme: str) -> Page:
    locale = {"en": "en-US", "zh": "zh-CN"}[lang]
    page = browser.new_context(viewport=SIZE, color_scheme=theme, locale=locale).new_page()
    page.goto(url)
    page.get_by_role("heading").first.wait_for()
    return page


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(5_000)
    TARGET.mkdir(exist_ok=True)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    small(picture).save(TARGET / name, optimize=True)


def small(picture: Image.Image) -> Image.Image:
    """The same picture with a palette, so that a clone stays small: the commonest colours exactly, the rare ones by their nearest."""
    pixels = np.asarray(picture).reshape(-1, 3)
    colours, place, count = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    common, rare = np.split(colours[np.argsort(-count)], [_HALF])
    others = Image.fromarray(rare[None]).quantize(_HALF, Image.Quantize.MAXCOVERAGE).getpalette()
    palette = np.vstack([common, np.array(others, dtype=np.uint8).reshape(-1, 3)])[: 2 * _HALF]
    nearest = [((palette.astype(int) - colour) ** 2).sum(axis=1).argmin() for colour in colours.astype(int)]
    reduced = Image.fromarray(np.array(nearest, dtype=np.uint8)[place.reshape(picture.height, picture.width)])
    reduced.putpalette(palette.tobytes())
    return reduced


if __name__ == "__main__":
    main()
