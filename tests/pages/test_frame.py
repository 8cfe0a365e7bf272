"""The frame of every page: menu, language, marketplace, badge, running work, and a workspace that will not open."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from core import settings, text
from core.errors import InputError
from pages.ui import frame, jobs
from pages.ui.words import plain
from tests.pages.conftest import a_file, a_run, words

PAGES = ("app.py", "pages/upload.py", "pages/settings.py")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_page_opens_without_data_in_both_languages(app, page, lang):
    opened = app(page, session={"language": lang})
    name = "overview" if page == "app.py" else page.removeprefix("pages/").removesuffix(".py")
    assert not opened.exception
    assert opened.title[0].value == text.t(f"{name}.title", lang)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_page_opens_on_a_run_in_both_languages(app, own, page, lang):
    a_file(own)
    a_run(own)
    assert not app(page, session={"language": lang}).exception


def test_the_language_chosen_outlives_reload_and_restart(app, own):
    opened = app()
    choice = next(one for one in opened.button_group if one.key == "widget.language")
    choice.set_value("zh").run()
    assert opened.title[0].value == text.t("overview.title", "zh")
    assert settings.load(own)["language"] == "zh"
    assert app().title[0].value == text.t("overview.title", "zh")


def test_the_marketplace_chosen_is_carried_to_the_next_page(app, own):
    a_run(own, [{"sku": "A"}, {"sku": "B", "marketplace": "UK", "currency": "GBP"}])
    opened = app()
    opened.selectbox(key="widget.marketplace").set_value("UK").run()
    assert "£" in opened.metric[0].value
    assert opened.switch_page("pages/settings.py").run().selectbox(key="widget.marketplace").value == "UK"


def test_a_marketplace_that_is_gone_from_the_data_means_all(app, own):
    a_run(own, [{"sku": "A"}, {"sku": "B", "marketplace": "UK", "currency": "GBP"}])
    settings.save(own, {"marketplace": "DE"}, at=own.rows("select now()::timestamp")[0][0])
    opened = app()
    assert opened.selectbox(key="widget.marketplace").value == frame.ALL
    assert not opened.exception


def test_the_badge_counts_loaded_reports_and_skus(app, own):
    a_file(own, 1)
    a_file(own, 2, status="refused")
    a_run(own, [{"sku": "A"}, {"sku": "B"}])
    assert "1 reports · 2 SKUs" in words(app())


def test_the_demo_says_that_it_is_a_demo_and_lets_go_of_it(app, demo, own):
    a_run(demo)
    opened = app()
    assert text.t("frame.demo_banner", "en") in words(opened)
    next(button for button in opened.button if button.label == text.t("frame.use_own", "en")).click().run()
    assert settings.load(own)["show_demo"] is False
    assert opened.title[0].value == text.t("upload.title", "en")


def test_a_seller_with_figures_of_their_own_comes_back_to_them_from_the_demo(app, demo, own):
    a_run(demo)
    a_run(own)
    opened = app()
    next(button for button in opened.button if button.label == text.t("frame.use_own", "en")).click().run()
    assert opened.title[0].value == text.t("overview.title", "en")


def test_a_damaged_workspace_is_told_in_words(app, home):
    (home / "seller.duckdb").write_bytes(b"no database" * 1000)
    opened = app()
    assert not opened.exception
    assert len(opened.error) == 1


def test_work_that_runs_is_shown_on_every_page_and_can_be_left(app, own):
    release = threading.Event()
    jobs.start(own.path, "import", lambda progress: (progress("orders.txt", 0.25), release.wait(20)))
    try:
        opened = app("pages/settings.py")
        assert not opened.exception
        assert jobs.busy(own.path)
        assert not jobs.start(own.path, "run", print), "a second job for the same workspace waits for nobody"
    finally:
        release.set()
        jobs.wait(own.path)


def test_work_that_fails_is_told_in_words_until_it_is_dismissed(app, own):
    def fail(progress):
        raise InputError("backup_missing", path="nowhere.duckdb")

    jobs.start(own.path, "import", fail)
    with pytest.raises(InputError):
        jobs.wait(own.path)
    opened = app()
    assert "nowhere.duckdb" in opened.error[0].value
    opened.button(key="dismiss.seller.duckdb").click().run()
    assert not opened.error


def test_work_that_follows_begins_by_itself(own):
    order = []
    jobs.start(own.path, "import", lambda progress: order.append("import"), then=("history", lambda progress: order.append("history")))
    jobs.wait(own.path)
    jobs._thread.submit(lambda: None).result()
    assert order == ["import", "history"]


def test_words_with_signs_of_markdown_are_shown_as_they_are():
    assert plain("$5 and $7, *new* [x]") == r"\$5 and \$7, \*new\* \[x\]"


def test_work_that_would_follow_while_the_app_closes_is_left_in_silence(own, monkeypatch, caplog):
    thread = ThreadPoolExecutor(1)
    monkeypatch.setattr(jobs, "_thread", thread)
    monkeypatch.setattr(jobs, "_jobs", {})
    begun = []
    jobs.start(own.path, "run", lambda progress: thread.shutdown(wait=False), then=("history", lambda progress: begun.append("history")))
    thread.shutdown(wait=True)
    assert not begun
    assert "exception calling callback" not in caplog.text
