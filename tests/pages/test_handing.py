"""Settings → Other systems: documents made, sent signed, answered; address and secret are never drawn."""

import json

import pytest

from core import text
from core.handover import documents, results, webhook
from tests.core.handover.receiver import partner
from tests.pages.conftest import TODAY, _insert, a_run, words

PAGE = "pages/settings.py"
SECRET = "a shared secret of length"  # noqa: S105 - of nobody


@pytest.fixture
def frozen(own):
    """One run, and a SKU that must not be bought."""
    a_run(own)
    _insert(own, "purchase_freeze", {"marketplace": "US", "sku": "OF-64", "frozen_at": TODAY, "run_id": 1})
    return own


def say(name: str, lang: str = "en", **facts) -> str:
    return text.t(f"handing.{name}", lang, **facts)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_before_any_document_it_says_what_there_will_be(app, own, lang):
    opened = app(PAGE, session={"language": lang})
    assert not opened.exception
    assert say("empty", lang) in words(opened).replace("\\", "")
    assert opened.button(key="handing.make").disabled
    assert opened.button(key="handing.send").disabled


def test_documents_are_made_sent_and_answered(app, frozen):
    with partner(SECRET) as (address, taken, _):
        opened = app(PAGE)
        opened.button(key="handing.make").click().run()
        assert say("made", documents="1") in words(opened).replace("\\", "")
        opened.text_input(key="handing.address").set_value(address)
        opened.text_input(key="handing.secret").set_value(SECRET)
        next(button for button in opened.button if button.label == say("save")).click().run()
        assert webhook.connected(frozen)
        opened.button(key="handing.send").click().run()
    assert say("send_done", good="1", bad="0") in words(opened).replace("\\", "")
    assert [document["rows"][0]["sku"] for document in taken.values()] == ["OF-64"]
    (results.folder(frozen) / "erp.csv").write_text("document_id,status\n1,accepted\n", encoding="utf-8")
    opened.button(key="handing.take").click().run()
    said = words(opened).replace("\\", "") + str(opened.text_input)
    assert not opened.exception
    assert say("came_back") in said
    assert documents.listed(frozen)["answer"][0] == "accepted"
    assert SECRET not in said
    assert address not in said


def test_an_order_draft_is_shown_with_its_days(app, own):
    a_run(own)
    row = {"marketplace": "US", "sku": "OF-64", "units": 40, "order_on": "2026-11-30", "amount": 240.0, "currency": "USD"}
    document = {"document_id": 7, "kind": "purchase_orders", "key": "k", "made_at": TODAY, "content": "c", "changed_at": TODAY, "rows": 1}
    _insert(own, "document", document | {"body": json.dumps({"rows": [row]}), "status": "made", "tries": 0, "failures": 0})
    opened = app(PAGE)
    assert not opened.exception
    shown = next(table.value for table in opened.dataframe if "order_on" in table.value)
    assert (shown["units"][0], str(shown["order_on"][0].date())) == (40, "2026-11-30")


def test_an_address_that_is_not_safe_is_refused_in_words(app, frozen):
    opened = app(PAGE)
    opened.text_input(key="handing.address").set_value("http://erp.example.com")
    opened.text_input(key="handing.secret").set_value(SECRET)
    next(button for button in opened.button if button.label == say("save")).click().run()
    assert text.t("error.partner_address", "en") in words(opened).replace("\\", "")
    assert not webhook.connected(frozen)
