"""Work that began by itself lets pages go first; work that somebody waits for does not."""

import threading

import pytest

from pages.ui import jobs

SECONDS = 10


@pytest.fixture
def place(tmp_path):
    yield tmp_path / "seller.duckdb"
    jobs.dismiss(tmp_path / "seller.duckdb")


@pytest.fixture
def page():
    """A page that is being drawn until `page.set()`."""
    drawn, begun = threading.Event(), threading.Event()

    def draw():
        jobs.page_draws()
        begun.set()
        drawn.wait(SECONDS)

    thread = threading.Thread(target=draw)
    thread.start()
    begun.wait(SECONDS)
    yield drawn
    drawn.set()
    thread.join()


def test_work_that_follows_stands_back_while_a_page_is_drawn(place, page):
    told, passed = threading.Event(), threading.Event()

    def follows(progress):
        told.set()
        progress("history", 0.5)
        passed.set()

    jobs.start(place, "import", lambda progress: None, then=("history", follows))
    assert told.wait(SECONDS)
    assert not passed.wait(0.5)
    page.set()
    assert passed.wait(SECONDS)


def test_work_that_follows_is_not_kept_from_ending_by_pages_drawn_for_ever(place, page, monkeypatch):
    monkeypatch.setattr(jobs, "_PATIENCE_SECONDS", 0.2)
    passed = threading.Event()

    def follows(progress):
        progress("history", 0.5)
        passed.set()

    jobs.start(place, "import", lambda progress: None, then=("history", follows))
    assert passed.wait(SECONDS)
    assert not page.is_set()


def test_work_that_somebody_waits_for_stands_back_for_nobody(place, page):
    passed = threading.Event()

    def work(progress):
        progress("reading", 0.5)
        passed.set()

    jobs.start(place, "import", work)
    assert passed.wait(SECONDS)
    assert not page.is_set()
