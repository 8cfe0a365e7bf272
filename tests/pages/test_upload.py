"""Upload: recognised files, answers, import in the background, history, undo. Files are written here, in Amazon's columns."""

from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from core import demo, intake, text
from core.intake import kinds
from pages.ui import guide, jobs, offers
from tests.pages.conftest import a_run, words

REPORTS = Path(__file__).parents[1] / "data" / "reports" / "samples"
STOCK = "sku,on hand,price\nDESK-1,120,19.90\nDESK-2,0,9.50\n"
ORDERS = (
    "amazon-order-id\tpurchase-date\torder-status\tsales-channel\tsku\tasin\tquantity\tcurrency\titem-price\titem-status\n"
    "111-1\t2026-11-01T10:00:00+00:00\tShipped\tAmazon.com\tDESK-1\tB01\t2\tUSD\t39.80\tShipped\n"
    "111-2\t2026-11-08T10:00:00+00:00\tShipped\tAmazon.com\tDESK-1\tB01\ttwo\tUSD\t39.80\tShipped\n"
)


def drop(opened, *files):
    """Put files (name, content) into the box."""
    return opened.file_uploader[0].set_value([(name, content.encode(), "text/csv") for name, content in files]).run()


def test_a_report_is_recognised_by_its_headings(app):
    opened = drop(app("pages/upload.py"), ("whatever.dat", ORDERS))
    assert not opened.exception
    assert text.t("intake.kind.all_orders", "en") in words(opened)
    assert not opened.button(key="import").disabled


def test_a_file_that_does_not_say_its_marketplace_or_day_asks_for_them(app):
    opened = drop(app("pages/upload.py"), ("stock.csv", STOCK))
    assert opened.button(key="import").disabled
    next(box for box in opened.main.selectbox if box.label == text.t("upload.ask.marketplace", "en")).set_value("US").run()
    opened.date_input[0].set_value("2026-11-21").run()
    assert not opened.button(key="import").disabled


def test_a_header_alone_is_called_so_before_it_is_imported(app):
    opened = drop(app("pages/upload.py"), ("stock.csv", STOCK.splitlines()[0] + "\n"))
    assert [told.value for told in opened.info] == [text.t("intake.issue.no_rows", "en")]
    opened = drop(app("pages/upload.py"), ("orders.txt", ORDERS.splitlines()[0] + "\n"))
    assert not opened.info
    assert text.t("upload.empty_days", "en") in words(opened)


def test_what_is_no_table_is_refused_in_words_and_the_rest_is_ready(app):
    opened = drop(app("pages/upload.py"), ("login.csv", "<html><title>Sign-In</title></html>"), ("orders.txt", ORDERS))
    assert "Sign\\-In" in opened.warning[0].value or "Sign-In" in opened.warning[0].value
    assert opened.button(key="import").label == text.t("upload.import", "en", files="1")


def test_a_report_that_nothing_reads_yet_is_told_but_is_no_mistake(app):
    opened = drop(app("pages/upload.py"), ("listings.csv", "listing-id,seller-sku,open-date,price\n1,LAMP,2026-01-01,39.99\n"))
    assert not opened.warning
    assert text.t("intake.kind.all_listings", "en") in opened.info[0].value
    assert text.t("upload.not_used", "en", files="1") in words(opened)


def test_a_market_file_asks_for_its_marketplace_and_the_day_that_its_name_proposes(app):
    name = "helium10_xray_led-desk-lamp_2026-11-15.csv"
    opened = drop(app("pages/upload.py"), (name, (REPORTS / name).read_text("utf-8")))
    assert opened.date_input[0].value == date(2026, 11, 15)
    assert opened.button(key="import").disabled
    next(box for box in opened.main.selectbox if box.label == text.t("upload.ask.marketplace", "en")).set_value("US").run()
    assert not opened.button(key="import").disabled


def test_a_sales_report_without_rows_asks_for_its_days_but_does_not_insist(app, own):
    opened = drop(app("pages/upload.py"), ("orders.txt", ORDERS.splitlines()[0] + "\n"))
    assert not opened.button(key="import").disabled
    next(box for box in opened.main.selectbox if box.label == text.t("upload.ask.marketplace", "en")).set_value("US").run()
    opened.date_input[0].set_value(("2026-11-01", "2026-11-14")).run()
    opened.button(key="import").click().run()
    jobs.wait(own.path)
    assert [day.isoformat()[:10] for day in intake.history(own)[["period_start", "period_end"]].iloc[0]] == ["2026-11-01", "2026-11-14"]


def test_unknown_headings_can_be_mapped(app):
    opened = drop(app("pages/upload.py"), ("lager.csv", "artikel,bestand\nA,5\n"))
    assert opened.button(key="import").disabled
    assert [button for button in opened.button if button.label == text.t("upload.map.open", "en")]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_column_that_can_be_mapped_has_a_name(lang):
    page = SimpleNamespace(lang=lang, t=lambda key: text.t(key, lang))
    named = {(kind, column.name): offers._our(page, kind, column.name) for kind, its in kinds.all_kinds().items() for column in its.columns}
    assert [key for key, name in named.items() if not name] == []
    assert named["manage_fba_inventory", "fnsku"] == "fnsku"


def test_import_runs_in_the_background_and_is_in_the_history(app, own):
    opened = drop(app("pages/upload.py"), ("orders.txt", ORDERS))
    opened.button(key="import").click().run()
    jobs.wait(own.path)
    files = intake.history(own)
    assert list(files["status"]) == ["loaded"]
    assert int(files["rows_refused"].iloc[0]) == 1
    opened.run()
    assert text.t("upload.history", "en") in words(opened)
    assert not list((own.uploads / "inbox").iterdir()), "the copy is gone after the import"


def test_what_could_not_be_imported_waits_with_its_question_until_it_is_answered_or_put_aside(app, own):
    opened = drop(
        app("pages/upload.py"), ("orders.txt", ORDERS), ("stock.csv", STOCK), ("login.csv", "<html><title>Sign-In</title></html>")
    )
    assert text.t("upload.needs_answer", "en") in words(opened)
    opened.button(key="import").click().run()
    jobs.wait(own.path)
    opened.run()
    assert opened.button(key="import").disabled
    assert [text.t("upload.put_aside", "en")] * 2 == [one.label for one in opened.button if (one.key or "").startswith("aside.")]
    next(box for box in opened.main.selectbox if box.label == text.t("upload.ask.marketplace", "en")).set_value("US").run()
    opened.date_input[0].set_value("2026-11-08").run()
    opened.button(key="import").click().run()
    jobs.wait(own.path)
    assert set(intake.history(own)["name"]) == {"orders.txt", "stock.csv"}
    opened.run()
    next(one for one in opened.button if (one.key or "").startswith("aside.")).click().run()
    assert not [one for one in opened.button if (one.key or "").startswith("aside.")]
    assert not list((own.uploads / "inbox").iterdir())


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_refused_row_is_shown_with_line_column_value_and_reason(app, own, lang):
    opened = drop(app("pages/upload.py", session={"language": lang}), ("orders.txt", ORDERS))
    opened.button(key="import").click().run()
    jobs.wait(own.path)
    opened.session_state[f"history.{intake.history(own)['file_id'].max()}"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    opened.run()
    told = opened.dataframe[1].value
    assert list(told["row_no"]) == [3]
    assert list(told["cell"]) == ["two"]
    assert "two" in told["reason"].iloc[0]


def test_an_import_can_be_taken_back(app, own):
    opened = drop(app("pages/upload.py"), ("orders.txt", ORDERS))
    opened.button(key="import").click().run()
    jobs.wait(own.path)
    opened.session_state[f"history.{intake.history(own)['file_id'].max()}"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    opened.run()
    opened.button(key=f"undo.{intake.history(own)['file_id'].iloc[0]}").click().run()
    jobs.wait(own.path)
    assert list(intake.history(own)["status"]) == ["undone"]
    assert own.rows("select count(*) from order_line") == [(0,)]


def test_uploading_while_the_demo_is_shown_goes_to_the_sellers_own_file(app, demo, own):
    a_run(demo)
    opened = drop(app("pages/upload.py"), ("orders.txt", ORDERS))
    opened.button(key="import").click().run()
    jobs.wait(own.path)
    assert len(intake.history(own)) == 1
    assert intake.history(demo).empty


def test_the_guide_says_which_report_adds_what_and_where(app):
    said = words(app("pages/upload.py"))
    for kind in ("fba_inventory_planning", "all_orders", "cost_template"):
        assert text.t(f"intake.adds.{kind}", "en") in said
        assert text.t(f"intake.where.{kind}", "en") in said


def test_every_amazon_report_has_a_sample_that_is_recognised_as_such(ws, tmp_path):
    for kind, prefix in guide._SAMPLES.items():
        newest = sorted((demo.FOLDER / "files").glob(f"{prefix}_US_*"))[-1]
        file = tmp_path / newest.name.removesuffix(".gz")
        file.write_bytes(guide._content(newest))
        assert intake.preview(ws, file, file.name).kind == kind


@pytest.fixture
def held(own, tmp_path):
    """The number of a stock file that was held back because only 1 of 10 SKUs is left in it."""
    told = {"at": datetime(2026, 11, 21), "marketplace": "US"}
    for day, skus in ((date(2026, 11, 20), 10), (date(2026, 11, 21), 1)):
        file = tmp_path / f"stock_{day}.csv"
        file.write_text("sku,on hand\n" + "".join(f"DESK-{number},5\n" for number in range(skus)))
        result = intake.load(own, file, file.name, as_of=day, **told)
    assert result.status == "quarantined"
    return result.file_id


@pytest.mark.parametrize(("answer", "status", "rows"), [("confirm", "loaded", 11), ("discard", "undone", 10)])
def test_a_file_held_back_says_why_and_waits_for_a_yes_or_no(app, own, held, answer, status, rows):
    opened = app("pages/upload.py")
    assert "10%" in words(opened)
    opened.button(key=f"{answer}.{held}").click().run()
    jobs.wait(own.path)
    assert intake.history(own).set_index("file_id").loc[held, "status"] == status
    assert own.rows("select count(*) from stock_snapshot") == [(rows,)]


def test_a_file_says_how_many_rows_which_days_and_which_marketplace_it_holds_before_it_is_imported(app, own):
    opened = drop(app("pages/upload.py"), ("orders.txt", ORDERS))
    assert f"{text.t('upload.rows', 'en', rows='2')} · 1 Nov 2026 – 8 Nov 2026 · US · USD" in words(opened)
    assert not own.rows("select * from import_file")


def test_a_file_nobody_knows_says_only_how_many_rows_it_has(app):
    opened = drop(app("pages/upload.py"), ("lager.csv", "artikel,bestand\nA,5\nB,6\n"))
    assert text.t("upload.rows", "en", rows="2") in [caption.value for caption in opened.caption]


def test_the_rows_that_are_ready_are_added_up_beside_the_button(app):
    opened = drop(
        app("pages/upload.py"), ("a.txt", ORDERS), ("b.txt", ORDERS.replace("111-", "112-")), ("lager.csv", "artikel,bestand\nA,5\n")
    )
    assert text.t("upload.rows", "en", rows="4") in [caption.value for caption in opened.caption]
