"""The dates on the SKU card and the bars of the calendar, by hand-made arithmetic (US rates of 2026, reference fees.md §2-4)."""

from datetime import date

import pandas as pd
import pytest

from core import text
from pages.ui import charts
from tests.pages.conftest import a_run, words

FROM = date(2026, 11, 22)
RISK = "pages/risk.py"


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_card_lists_the_next_dates_with_units_and_money(app, own, lang):
    """15 Dec: 110 units of 223 days, 17 of 323: 0.1 x (110 x 1.00 + 17 x 5.70) = 20.69. January: 260 - 31/2 units, 0.1 x 2.40 → 0.78."""
    a_run(own, [{"sku": "A", "size_tier": "large_standard"}], as_of=FROM)
    said = words(app(RISK, session={"language": lang})).replace("\\", "")
    bands = [text.t("calendar.card.band", lang, units=units, band=band) for units, band in (("110", "211-240"), ("17", "301-330"))]
    assert " + ".join(bands) in said
    assert text.day(date(2026, 12, 15), lang) in said
    assert (
        text.t("calendar.card.storage", lang, day=text.day(date(2027, 1, 1), lang), before=_whole(58.68, lang), after=_whole(19.07, lang))
        in said
    )


def _whole(amount: float, lang: str) -> str:
    return text.money(round(amount), "USD", lang).removesuffix(".00")


def test_the_card_says_what_is_saved_by_being_out_in_time(app, own):
    """300 units that do not sell, all 200 days old: 0.1 x 300 = 30 a $/ft3. 15 Dec 1.00, Jan 1.50, Feb 5.45, Mar 5.70, Apr 5.90, May 6.90."""
    a_run(own, [{"sku": "A", "velocity": None, "cohorts": {200: 300}}], as_of=FROM)
    said = words(app(RISK)).replace("\\", "")
    total = 30 * (1.00 + 1.50 + 5.45 + 5.70 + 5.90 + 6.90)
    facts = {"last": "14 Dec 2026", "first": "$30", "total": f"${total:,.0f}", "until": "21 May 2027"}
    assert text.t("calendar.card.saved", "en", **facts) in said


def test_an_unknown_size_is_said_with_its_reason(app, own):
    a_run(own, [{"sku": "A", "unit_ft3": None}], as_of=FROM)
    assert text.t("fees.reason.volume_unknown", "en") in words(app(RISK))


def test_stock_on_which_no_charge_changes_has_no_list(app, own):
    a_run(own, [{"sku": "A", "velocity": 300.0, "cohorts": {10: 300}}], as_of=FROM)
    assert text.t("calendar.card.title", "en") not in words(app(RISK))


def days(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["on", "kind", "fee", "money", "units"])


def test_bars_add_marketplaces_of_a_currency_and_the_fees_of_a_sale():
    day = date(2027, 1, 15)
    bars = charts.fee_bars(
        days((day, "surcharge", "aged_surcharge", 5.0, 2), (day, "surcharge", "aged_surcharge", 6.0, 3), (day, "peak_end", "fulfilment", -1.0, 9),
             (day, "new_rates", "referral", 0.5, 9))
    )  # fmt: skip
    assert list(zip(bars["bar"], bars["money"], strict=True)) == [("aged_surcharge", 11.0), ("sale", -0.5)]


def test_a_new_schedule_of_the_surcharge_is_not_drawn_twice():
    bars = charts.fee_bars(
        days((date(2026, 12, 1), "new_rates", "aged_surcharge", 4.0, 2), (date(2026, 12, 15), "surcharge", "aged_surcharge", 9.0, 2))
    )
    assert list(bars["money"]) == [9.0]


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_names_every_date_in_its_alt_text(lang, theme):
    bars = charts.fee_bars(
        days((date(2026, 12, 15), "surcharge", "aged_surcharge", 9.0, 2), (date(2027, 1, 1), "season", "storage", -3.0, 5))
    )
    chart = charts.fee_calendar(bars, "USD", FROM, date(2027, 5, 21), lang, theme).to_dict()
    assert all(text.day(day, lang) in chart["description"] for day in (date(2026, 12, 15), date(2027, 1, 1)))
