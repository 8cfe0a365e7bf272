"""Period report: months and quarters of the calendar, figures site by site, files that say the same."""

from datetime import date, timedelta
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import text
from core.currency import Exchange
from core.errors import InputError
from core.review import period_report, report_sheet
from core.review.period_report import Report, Span, fill_rate, span, spans
from core.text import LANGUAGES
from core.workspace import Workspace
from tests.build import AT, a_cost, insert, some_sales, some_stock

LAST = date(2026, 11, 22)
OCTOBER = Span(kind="month", first_day=date(2026, 10, 1), last_day=date(2026, 10, 31))


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Report:
    """Two units a day at 10 from July on, three from October on; UK one a day at 7. 100 units on the eve, 60 at the end; one move came in."""
    ws = Workspace.open(tmp_path_factory.mktemp("report") / "seller.duckdb")
    days = [date(2026, 7, 1) + timedelta(days=day) for day in range((LAST - date(2026, 7, 1)).days + 1)]
    some_sales(ws, {day: 2 if day < date(2026, 10, 1) else 3 for day in days}, price=10.0)
    some_sales(ws, dict.fromkeys(days, 1), sku="U", marketplace="UK", price=7.0)
    with ws.write() as cursor:
        cursor.execute("update sales_daily set currency = 'GBP' where marketplace = 'UK'")
        cursor.execute("update sales_daily set gross_sales = null where marketplace = 'US' and day = date '2026-10-05'")
    for day, units in ((date(2026, 9, 30), 100), (date(2026, 10, 31), 60)):
        some_stock(ws, as_of=day, available=units)
        some_stock(ws, sku="U", marketplace="UK", as_of=day, available=units)
    a_cost(ws)
    _a_move(ws)
    found = period_report.report(ws, OCTOBER, LAST)
    ws.close()
    return found


def _a_move(ws) -> None:
    """20 of 25 units came in on 20 October; their benefit was 50."""
    insert(
        ws, "transfer", transfer_id=1, product="P", from_site="US", from_sku="A", to_site="UK", to_sku="U", units=25.0, lot_units=1.0,
        cost=5.0, benefit=50.0, currency="USD", as_of=date(2026, 9, 20), state="received", decided_at=AT, lead_days=14,
        shipped_on=date(2026, 10, 2), shipped_units=25.0,
    )  # fmt: skip
    insert(ws, "transfer_receipt", transfer_id=1, received_on=date(2026, 10, 20), units=20.0)


def site(found: Report, market: str) -> dict:
    return found.sites.set_index("marketplace").loc[market].to_dict()


def test_units_and_money_are_those_of_the_days_of_the_period_and_of_the_one_before(told):
    """31 days at 3 units, one day without a price; 31 days of September and before at 2."""
    us = site(told, "US")
    assert (us["units"], us["sales"], us["unpriced"]) == (93, 90 * 10.0, 3)
    assert (us["units_before"], us["sales_before"]) == (30 * 2 + 3, (30 * 2 + 3) * 10.0)
    assert (site(told, "UK")["sales"], site(told, "UK")["currency"]) == (31 * 7.0, "GBP")


def test_turnover_is_units_a_year_over_the_average_of_eve_and_last_day(told):
    us = site(told, "US")
    assert (us["on_hand_before"], us["on_hand"]) == (100, 60)
    assert us["turnover"] == pytest.approx(93 * 365 / 31 / 80)
    assert us["stock_to_sales"] == pytest.approx(60 / 90)


def test_all_sites_together_have_units_and_stock_and_money_only_at_the_sellers_rates(told, tmp_path):
    (whole,) = told.total.to_dict("records")
    us, uk = site(told, "US"), site(told, "UK")
    assert (whole["units"], whole["on_hand"], whole["on_hand_before"]) == (us["units"] + uk["units"], 120, 200)
    assert whole["turnover"] == pytest.approx((93 + 31) * 365 / 31 / 160)
    assert np.isnan(whole["sales"])
    rates = Exchange(home="USD", rates={"GBP": (1.25, date(2026, 1, 1))})
    (known,) = period_report._total(told.sites, {}, rates).to_dict("records")
    assert (known["currency"], known["sales"]) == ("USD", pytest.approx(us["sales"] + 1.25 * uk["sales"]))
    assert period_report._total(told.sites.iloc[:1], {}, rates).empty


def test_what_moves_saved_counts_by_the_share_that_came_in(told):
    us = site(told, "US")
    assert (us["saved"], us["moves"], us["moves_fill"]) == (pytest.approx(50.0 * 20 / 25), 1, pytest.approx(20 / 25))
    assert site(told, "UK")["saved"] == 0.0


def test_money_of_all_months_adds_up_to_the_period(told):
    october = told.months[told.months["month"] == date(2026, 10, 1)].set_index("marketplace")
    assert october.loc["US", "sales"] == site(told, "US")["sales"]
    assert len(told.months) == 2 * 4


def test_served_of_what_was_wanted_counts_the_pace_of_days_without_stock():
    """60 sold, 10 of 30 days empty at 3 a day: 60 ÷ (60 + 30). Without a ledger nothing is said."""
    rows = pd.DataFrame({"stockout_days_30": [10, None], "units_30": [60, 500], "velocity": [3.0, 9.0]})
    assert fill_rate(rows, "month") == pytest.approx(60 / 90)
    assert np.isnan(fill_rate(rows.iloc[1:], "month"))


def test_a_period_that_is_not_over_ends_with_the_data_and_one_ahead_is_refused(ws):
    some_sales(ws, {LAST: 1})
    found = period_report.report(ws, span("month", LAST), LAST)
    assert (found.span.last_day, found.whole) == (LAST, False)
    with pytest.raises(InputError, match="report_ahead"):
        period_report.report(ws, span("month", date(2026, 12, 3)), LAST)
    with pytest.raises(InputError, match="report_kind"):
        span("week", LAST)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["month", "quarter"]))
def test_periods_hold_their_day_and_follow_each_other_without_a_gap(day, kind):
    first, *others = spans(kind, day, 5)
    assert first.first_day <= day <= first.last_day
    for later, earlier in zip([first, *others], others, strict=False):
        assert earlier.last_day + timedelta(days=1) == later.first_day


@pytest.mark.parametrize("lang", LANGUAGES)
def test_workbook_and_page_hold_every_site_and_the_page_asks_nothing_of_the_network(told, lang):
    book = openpyxl.load_workbook(BytesIO(report_sheet.workbook(told, lang)))
    assert len(book.sheetnames) == 5
    assert {row[0].value for row in book.worksheets[1].iter_rows(min_row=2)} == {"US", "UK", text.t("period_report.all_sites", lang)}
    page = report_sheet.page(told, lang)
    assert page.count("<svg") == 2
    assert "http" not in page


@pytest.fixture(scope="module")
def drawn(told):
    """title → the cells of each series of a chart, as the workbook names them."""
    book = openpyxl.load_workbook(BytesIO(report_sheet.workbook(told, "en")))
    charts = book.worksheets[0]._charts
    told_by = {chart.title.tx.rich.p[0].r[0].t: [(one.cat, one.val.numRef.f) for one in chart.series] for chart in charts}
    assert len(told_by) == len(charts)
    return book, told_by


def cells(book, reference: str) -> list:
    sheet, span = reference.replace("'", "").replace("$", "").rsplit("!", 1)
    ends = span.split(":")
    return [cell.value for row in book[sheet][f"{ends[0]}:{ends[-1]}"] for cell in row]


def test_the_workbook_draws_its_figures_from_its_own_cells(drawn, told):
    book, charts = drawn
    ((_, turnover),) = charts["Turnover a year"]
    assert cells(book, turnover) == pytest.approx([site(told, "UK")["turnover"], site(told, "US")["turnover"]])
    (_, now), (_, eve) = charts["Units on hand at the end"]
    assert (cells(book, now), cells(book, eve)) == ([60, 60], [100, 100])
    ((labels, sales),) = charts["Sales after promotions: US · USD"]
    us = told.months[told.months["marketplace"] == "US"]
    assert cells(book, sales) == pytest.approx(us["sales"].tolist())
    assert len(cells(book, (labels.numRef or labels.strRef).f)) == 4


def test_money_of_two_currencies_never_stands_on_one_axis(drawn, told):
    book, charts = drawn
    assert cells(book, charts["Saved by moves between sites · USD"][0][1]) == [pytest.approx(site(told, "US")["saved"])]
    assert cells(book, charts["Saved by moves between sites · GBP"][0][1]) == [0.0]


def test_a_title_from_a_report_is_only_text_on_the_page(told):
    row = {
        "marketplace": "US",
        "sku": "A",
        "title": "<script>x</script>",
        "currency": "USD",
        "on_hand": 9,
        "aged_181_units": 9,
        "stock_value": 1.0,
    }
    from dataclasses import replace

    assert "<script>" not in report_sheet.page(replace(told, stalest=pd.DataFrame([row])), "en")


def test_without_anything_the_report_is_empty_and_does_not_fail(ws):
    found = period_report.report(ws, OCTOBER, LAST)
    assert found.sites.empty
    assert "<h1>" in report_sheet.page(found, "en")
