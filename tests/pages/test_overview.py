"""The front door, from first open to a decision queue."""

import subprocess
import sys
import threading
from datetime import date, timedelta

import pandas as pd
import pytest

from core import text
from core.workspace import Workspace
from pages.ui import jobs, kpis, queue
from tests.pages.conftest import TODAY, a_file, a_run, words
from tests.source import ROOT


def test_the_first_open_offers_two_equal_ways(app):
    opened = app()
    assert {button.key for button in opened.main.button} == {"demo", "upload"}
    assert not opened.metric


def test_the_front_door_opens_without_the_libraries_that_only_some_answers_need():
    # SciPy's parts alone took a second of the start; `import scipy` brings a part in when it is asked for something
    front = "\n".join(line for line in (ROOT / "app.py").read_text(encoding="utf-8").splitlines() if line.startswith(("import ", "from ")))
    told = f"import sys\n{front}\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert "pages.ui.cached" in loaded
    assert not {"scipy.stats", "scipy.optimize", "scipy.special", "scipy.sparse", "statsforecast", "lightgbm", "prophet"} & set(loaded)


def test_files_without_figures_offer_to_compute(app, own):
    a_file(own)
    opened = app()
    assert opened.button(key="compute").label == text.t("overview.compute", "en")


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_verdict_says_money_skus_and_the_price_of_waiting(app, own, lang):
    # 2 SKUs at level 2: capital 2 x 2,100, waiting 2 x 40; the one at level 1 does not count
    a_run(own, [{"sku": "A"}, {"sku": "B"}, {"sku": "C", "level": 1}])
    said = words(app(session={"language": lang})).replace("\\", "")
    for part in (text.money(4200, "USD", lang, compact=True), text.money(80, "USD", lang, compact=True)):
        assert part in said


def test_currencies_are_never_added(app, own):
    a_run(own, [{"sku": "A"}, {"sku": "B", "marketplace": "UK", "currency": "GBP"}])
    opened = app()
    assert len(opened.metric) == 2 * len(kpis.CARDS)
    amounts = [metric.value for metric in opened.metric]
    assert text.money(2100, "USD", "en", compact=True) in amounts
    assert text.money(2100, "GBP", "en", compact=True) in amounts


def test_the_cards_compare_with_four_weeks_ago(app, own):
    # 3,000 at risk then, 2,100 now: 900 less
    a_run(own, [{"sku": "A", "stock_value": 3000.0}], run_id=1, as_of=TODAY - timedelta(days=28))
    a_run(own, [{"sku": "A"}], run_id=2)
    opened = app()
    assert opened.metric[0].delta == f"-{text.money(900, 'USD', 'en', compact=True)}"
    assert opened.metric[1].delta == text.t("overview.unchanged", "en")


def test_without_a_past_there_is_no_comparison(app, own):
    a_run(own)
    assert not app().metric[0].delta


def test_the_queue_names_reason_and_best_action(app, own):
    a_run(own, [{"sku": "OF-64", "title": "Desk *pad*"}])
    said = words(app()).replace("\\", "")
    assert "Desk *pad*" in said
    assert "300 units on hand" in said
    assert text.t("table.option.best_single_price", "en") in said


def test_the_queue_takes_eight_by_money_and_never_compares_currencies():
    table = pd.DataFrame(
        {
            "sku": [f"S{i}" for i in range(12)],
            "level": [2] * 11 + [1],
            "currency": ["JPY"] * 6 + ["USD"] * 6,
            "money_at_stake": [9000.0 - i for i in range(6)] + [90.0 - i for i in range(6)],
        }
    )
    first = queue.top(table)
    assert list(first["sku"]) == ["S0", "S6", "S1", "S7", "S2", "S8", "S3", "S9"]


def test_nothing_to_decide_says_when_to_look_again(app, own):
    a_run(own, [{"sku": "A", "level": 0, "rules": [], "main_rule": None, "money_at_stake": None}])
    opened = app()
    assert text.t("overview.queue.empty", "en") in opened.success[0].value
    assert text.day(TODAY + timedelta(days=21), "en") in words(opened)


def test_unknown_best_action_is_said_not_guessed(app, own):
    a_run(own, [{"sku": "A", "best_option": None, "money_at_stake": None, "cost_of_waiting_week": None}])
    opened = app()
    assert not opened.exception
    assert text.t("overview.queue.no_action", "en") in words(opened)


def test_old_data_is_warned_about_with_its_date(app, own):
    a_run(own, as_of=TODAY - timedelta(days=20))
    opened = app()
    assert text.day(TODAY - timedelta(days=20), "en") in opened.warning[0].value


def test_the_demo_does_not_grow_old(app, demo):
    a_run(demo, as_of=TODAY - timedelta(days=400))
    assert not app().warning


def test_one_click_shows_the_demo_that_is_there(app, home, own):
    a_run(Workspace.open(home / "demo.duckdb"))
    opened = app()
    opened.button(key="demo").click().run()
    assert len(opened.metric) == len(kpis.CARDS)
    assert text.t("frame.demo_banner", "en") in words(opened)


def test_building_the_demo_is_shown_and_cannot_be_started_twice(app, home):
    release = threading.Event()
    jobs.start(home / "demo.duckdb", "demo", lambda progress: release.wait(20))
    try:
        assert app().button(key="demo").disabled
    finally:
        release.set()
        jobs.wait(home / "demo.duckdb")


def test_the_demo_that_is_there_opens_while_its_earlier_weeks_are_still_filled_in(app, home, own):
    a_run(Workspace.open(home / "demo.duckdb"))
    release = threading.Event()
    jobs.start(home / "demo.duckdb", "history", lambda progress: release.wait(20))
    try:
        opened = app()
        opened.button(key="demo").click().run()
        assert text.t("frame.demo_banner", "en") in words(opened)
    finally:
        release.set()
        jobs.wait(home / "demo.duckdb")


def test_ipi_drivers_are_shares_and_what_no_report_says_stays_unknown(app, own):
    # 100 on hand at half a unit a day: 45 sell in 90 days, 55 of 100 are excess
    a_run(own, [{"sku": "A", "on_hand": 100, "demand_13": 45.5}])  # 0.5 a day: 45 in 90 days
    said = [bar.text for bar in app().get("progress")]
    assert text.t("overview.ipi.excess_share", "en", share=text.percent(0.55, "en")) in said
    assert text.t("overview.ipi.stranded_share", "en", share=text.UNKNOWN) in words(app())


# --- what Amazon charges when

FROM = date(2026, 11, 22)


def test_the_calendar_says_what_age_costs_and_when_first(app, own):
    """15 Dec, 23 sold of the 40 oldest: 110 units of 223 days at 1.00, 17 of 323 at 5.70 $/ft3, 0.1 ft3 each: 11 + 9.69."""
    a_run(own, as_of=FROM)
    said = words(app()).replace("\\", "")
    assert text.t("calendar.title", "en") in said
    assert text.day(date(2026, 12, 15), "en") in said
    assert text.money(round(11 + 9.69), "USD", "en").removesuffix(".00") in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_calendar_keeps_currencies_apart_and_counts_what_it_cannot_value(app, own, lang):
    a_run(own, [{"sku": "A"}, {"sku": "B", "marketplace": "UK", "currency": "GBP"}, {"sku": "C", "unit_ft3": None}], as_of=FROM)
    opened = app(session={"language": lang})
    captions = [caption.value for caption in opened.caption]
    assert text.t("calendar.unknown", lang, skus="1") in captions
    until = text.day(FROM + timedelta(days=180), lang)
    assert sum(until in caption for caption in captions) == 2


def test_the_calendars_table_has_a_row_a_date_and_band(app, own):
    a_run(own, as_of=FROM)
    tables = [frame.value for frame in app().dataframe if "skus_unknown" in frame.value]
    first = tables[0][tables[0]["on"] == date(2026, 12, 15)]
    assert list(first["band"]) == ["211-240", "301-330"]
    assert list(first["units"]) == [110, 17]
    assert list(first["money"]) == pytest.approx([110 * 0.1 * 1.00, 17 * 0.1 * 5.70])


def test_nothing_to_come_is_said(app, own):
    a_run(own, [{"sku": "A", "velocity": 300.0, "cohorts": {10: 300}}], as_of=FROM)
    assert text.t("calendar.nothing", "en", until=text.day(FROM + timedelta(days=180), "en")) in words(app())
