"""Exchange rates: no silent mixing on the overview, one line of totals once the seller gave rates."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from core import currency, text
from core.errors import InputError
from pages.ui import exchange
from tests.pages.conftest import TODAY, a_file, a_run, words

AT = datetime(2026, 11, 24)


@pytest.fixture
def two(own):
    """A US SKU of 2,100 USD at risk and a UK one of 1,000 GBP."""
    a_file(own)
    a_run(own, [{"sku": "A"}, {"sku": "B", "marketplace": "UK", "currency": "GBP", "stock_value": 1000.0, "cost_of_waiting_week": 20.0}])
    return own


def give(ws, day=TODAY, rate=1.25):
    currency.save(ws, "USD", [{"currency": "GBP", "valid_from": day, "rate": rate}], at=AT)


def test_without_rates_nothing_is_added_and_the_overview_says_why(app, two):
    said = words(app())
    assert text.t("exchange.no_home", "en") in said
    assert text.t("exchange.of.capital_at_risk", "en") not in said


def test_a_rate_that_begins_later_adds_nothing(app, two):
    give(two, TODAY + timedelta(days=1))
    said = words(app())
    assert text.t("exchange.no_total", "en", currencies="GBP") in said
    assert text.t("exchange.of.capital_at_risk", "en") not in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_with_rates_there_is_one_line_and_the_cards_stay_apart(app, two, lang):
    give(two)
    said = words(app(session={"language": lang}))
    assert text.t("exchange.of.capital_at_risk", lang) in said
    assert "3,350" in said  # 2,100 + 1,000 x 1.25
    assert text.day(TODAY, lang) in said
    assert text.t("overview.amounts_in", lang, currency="GBP") in said


def test_one_marketplace_needs_no_total(app, two):
    give(two)
    assert text.t("exchange.of.capital_at_risk", "en") not in words(app(session={"marketplace": "UK"}))


def test_what_was_typed_is_laid_over_the_table():
    table = pd.DataFrame({"currency": ["GBP", "EUR"], "valid_from": pd.to_datetime(["2026-11-01", "2026-11-02"]), "rate": [None, 1.1]})
    edits = {"edited_rows": {0: {"rate": 1.27}}, "deleted_rows": [1], "added_rows": [{"currency": "CAD", "valid_from": "2026-11-03"}, {}]}
    assert exchange.edited(table, edits) == [
        {"currency": "GBP", "valid_from": pd.Timestamp("2026-11-01"), "rate": 1.27},
        {"currency": "CAD", "valid_from": date(2026, 11, 3), "rate": None},
    ]


def test_a_day_that_is_none_is_left_for_core_to_refuse():
    table = pd.DataFrame({"currency": ["GBP"], "valid_from": [None], "rate": [1.2]})
    edits = {"edited_rows": {0: {"valid_from": "61120-02-02T00:00:00"}}, "deleted_rows": [], "added_rows": []}
    assert exchange.edited(table, edits)[0]["valid_from"] == "61120-02-02T00:00:00"


def test_the_currency_of_most_skus_is_proposed_for_totals(app, two):
    a_run(two, [{"sku": "A", "marketplace": "UK", "currency": "GBP"}, {"sku": "B"}, {"sku": "C"}], run_id=2)
    opened = app("pages/settings.py")
    assert opened.selectbox(key="exchange.home").value == "USD"
    assert not opened.exception


def test_saving_an_empty_rate_is_refused_in_words(app, two):
    opened = app("pages/settings.py")
    opened.button(key="exchange.save").click().run()
    assert any(text.t("error.exchange_rate", "en", row=1, value="None") == said.value for said in opened.error)
    assert currency.home(two) is None


def test_what_lacks_on_the_day_of_the_figures_is_told(app, two):
    give(two, TODAY + timedelta(days=1))
    warned = [said.value for said in app("pages/settings.py").warning]
    assert text.t("exchange.missing", "en", currencies="GBP", home="USD", day=text.day(TODAY, "en")) in warned


def test_a_total_in_core_never_mixes(two):
    give(two, TODAY + timedelta(days=1))
    with pytest.raises(InputError):
        currency.exchange(two, TODAY).convert(1.0, "GBP")
