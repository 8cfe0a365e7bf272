"""From `streamlit run app.py` to the first page with the demo seller in a real browser. Seconds, because a person waits for them.

Two moments: what a person sees at once is there (verdict, figures, queue, matrix and ages), and the page is at rest (the calendar and the
rest below are drawn too). The target is for the first.

The bare server stands beside it: the same Streamlit with a page of one line, so that what the machine and Streamlit take is known.
The demo is built and computed before, as after closing and opening the app; the browser is open already.
"""

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.bench.measure import ROOT, apart, in_turns, median, report
from tests.browser.chromium import FLAGS, find
from tests.browser.screen import IDLE
from tests.browser.server import free_port, until_healthy

ROUNDS, TARGET_SECONDS = 5, 3.0
# a figure, and the second picture: the queue and the matrix stand between them
SEEN = ('[data-testid="stMetricValue"]', '[data-testid="stVegaLiteChart"] >> nth=1 >> canvas, svg')
BARE = "import streamlit as st\n\nst.title('One line')\n"


def started(page: Page, app: Path, home: Path, *shown: str) -> dict:
    """Seconds until the server answers, until all of `shown` stand on its first page, and until the page is at rest."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port), "--server.headless", "true"]
    start = time.perf_counter()
    server = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"SHELFLIFE_HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until_healthy(f"http://127.0.0.1:{port}", server, every=0.02)
        answered = time.perf_counter() - start
        page.goto(f"http://127.0.0.1:{port}/")
        for place in shown:
            page.locator(place).first.wait_for()
        seen = time.perf_counter() - start
        page.locator(IDLE).wait_for(state="attached")
        return {"answered": answered, "seen": seen, "rest": time.perf_counter() - start}
    finally:
        server.terminate()
        server.wait()


def demo(home: str) -> dict:
    """The demo seller, computed with its past weeks and chosen, as the button on the first screen leaves it."""
    from core import demo as demo_seller
    from core import run, settings
    from core.workspace import Workspace

    at = datetime(2026, 11, 22, 8)
    ws = Workspace.open(Path(home) / "demo.duckdb")
    demo_seller.build(ws, at)
    run.run(ws, at=at)
    run.add_history(ws, at=at)
    run.add_prophet(ws)
    settings.save(Workspace.open(Path(home) / "seller.duckdb"), {"show_demo": True}, at=at)
    return {}


def main() -> None:
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        home, bare = Path(folder) / "home", Path(folder) / "bare.py"
        home.mkdir()
        bare.write_text(BARE, encoding="utf-8")
        apart("tests.bench.bench_start", "demo", home)
        browser = playwright.chromium.launch(executable_path=find(), args=list(FLAGS))
        page = browser.new_page()
        page.set_default_timeout(60_000)
        works = {
            "bare": lambda: started(page, bare, home, "h1"),
            "ours": lambda: started(page, ROOT / "app.py", home, *SEEN),
        }
        found = in_turns(ROUNDS, **works)
        browser.close()
    answered, seen, rest = (median(found["ours"], moment) for moment in ("answered", "seen", "rest"))
    bare = median(found["bare"], "rest")
    detail = f"{seen:.2f} s; the server answers after {answered:.2f} s, at rest after {rest:.2f} s; a page of one line {bare:.2f} s"
    report("server start to first page with demo data / 3 s", seen / TARGET_SECONDS, 1, f"{detail}; median of {ROUNDS}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(demo(*sys.argv[2:])))
    else:
        main()
