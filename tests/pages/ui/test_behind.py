"""ⓘ beside charges in tables, sentences and charts: asked when opened, one charge for each fee and date, in both languages."""

from types import SimpleNamespace

import pandas as pd
import pytest

from core import text
from core.fees.schedule import SHIPPED
from pages.ui import behind, explain
from tests.core.fees.builders import D
from tests.pages.conftest import a_run, words

DAYS = pd.DataFrame({
    "on": [D(2026, 12, 15), D(2026, 12, 15), D(2027, 1, 1), D(2027, 1, 15)], "fee": ["aged_surcharge", "aged_surcharge", "storage", "aged_surcharge"],
    "band": ["271-300", "456+", None, "271-300"],
})  # fmt: skip


def a_page(lang):
    return SimpleNamespace(lang=lang, t=lambda key, **facts: text.t(key, lang, **facts), day=lambda when: text.day(when, lang))


def test_a_band_of_age_is_told_once():
    told = [(fee, band) for _, fee, band in behind._once(DAYS) if fee == "aged_surcharge"]
    assert told == [("aged_surcharge", "271-300"), ("aged_surcharge", "456+")]
    assert len(behind._once(DAYS)) == 3


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_schedules_of_the_catalogue_say_from_least_to_most_since_when_and_from_where(lang, monkeypatch):
    page = a_page(lang)
    monkeypatch.setattr(behind.cached, "book", lambda page: SHIPPED)
    heading, *schedules = behind._schedules(page, "UK", "aged_surcharge", D(2026, 12, 15))
    assert text.t("settings.fee.aged_surcharge", lang) in heading
    said = "\n".join(schedules)
    for word in ("1.18", "5.71", "6.14", text.day(D(2026, 7, 1), lang), text.t("explain.sure.one", lang), "260630 EU rate card"):
        assert word in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_unit_of_a_shipped_rate_has_words(lang):
    page = a_page(lang)
    for fee, marketplace in SHIPPED_TABLES:
        for unit in SHIPPED.table(fee, marketplace).rows["unit"].unique():
            assert text.has(f"explain.unit.{explain.unit_code(unit)}"), unit
            assert "{" not in explain.amount(page, 0.5, "USD", unit)


SHIPPED_TABLES = [(path.stem, path.parent.name.upper()) for path in SHIPPED._folder.glob("*/*.csv") if path.stem != "size_tier"]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_card_tells_its_fees_when_asked(app, own, lang):
    """Large standard, 1 lb, 24.00 USD: referral 15 %, and the fulfilment fee's row."""
    a_run(own, [{"sku": "A", "size_tier": "UsLargeStandardSize", "unit_ft3": 0.1}])
    closed = words(app("pages/risk.py", session={"language": lang}))
    assert text.t("explain.rate", lang) not in closed
    said = words(app("pages/risk.py", session={"language": lang, "behind.card": True}))
    for word in (
        text.t("explain.fee.referral.name", lang),
        text.t("explain.fee.storage.name", lang),
        text.t("explain.held.weight", lang),
        "0.75–1 lb",
    ):
        assert word in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_charges_of_the_next_month_tell_their_parts_and_rates_when_asked(app, own, lang):
    a_run(own, [{"sku": "A"}, {"sku": "B", "amazon_storage_next_month": 40.0}], as_of=D(2026, 11, 22))
    for key in ("storage_surcharge_30d.USD", "ages"):
        opened = app(session={"language": lang, f"behind.{key}": True})
        assert not opened.exception
        said = words(opened).replace("\\", "")
        # each of both SKUs: 20 of storage, 12 of surcharge
        for amount in (40, 24, 32):
            assert text.money(amount, "USD", lang) in said
        assert text.t("behind.amazons", lang, skus="1") in said
        assert text.t("explain.source", lang) in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_week_of_waiting_in_the_queue_and_on_the_card_tells_how_it_is_reckoned_and_its_fees_when_asked(app, own, lang):
    a_run(own, [{"sku": "A", "size_tier": "UsLargeStandardSize", "cost_of_waiting_week": 41.5}])
    closed = words(app(session={"language": lang}))
    opened = app(session={"language": lang, "behind.waiting.US.A": True})
    assert not opened.exception
    said = words(opened).replace("\\", "")
    for word in (text.t("behind.waiting", lang), text.t("explain.fee.storage.name", lang), text.t("explain.rate", lang)):
        assert word in said
        assert word not in closed
    assert text.money(41.5, "USD", lang) in said
    card = app("pages/risk.py", session={"language": lang, "behind.waiting": True})
    assert not card.exception
    assert text.t("behind.waiting", lang) in words(card)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_fee_that_amazon_itself_charged_says_so_and_by_how_much_it_differs(app, own, lang):
    """0.1 ft3, December, standard: 0.24 in the table; charged last: 1.25 times that."""
    a_run(own, [{"sku": "A", "size_tier": "UsLargeStandardSize", "storage_factor": 1.25, "fulfilment_offset": 0.4}], as_of=D(2026, 11, 22))
    said = words(app("pages/risk.py", session={"language": lang, "behind.card": True})).replace("\\", "")
    facts = {"share": text.percent(1.25, lang), "own": text.money(0.30, "USD", lang), "difference": text.money(0.06, "USD", lang)}
    assert text.t("schedules.own.counts.storage", lang, **facts) in said
    assert text.money(0.4, "USD", lang) in said
    assert text.t("schedules.own.counts.fulfilment", lang, own="|", difference="").split("|")[0] in said
