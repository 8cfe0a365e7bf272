"""Where Chromium is on this machine. `python -m tests.browser.chromium` prints it, or ends with status 1."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing outside this machine can be found
]


def find() -> str | None:
    """CHROMIUM, else a browser on the path, else the one that Playwright brought along."""
    asked = os.environ.get("CHROMIUM")
    return asked or next((found for name in NAMES if (found := shutil.which(name))), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    found = find()
    print(found or "no Chromium here")
    sys.exit(0 if found else 1)
