"""Numbers, money and dates as files write them: Python's reading and the SQL that does it at scale agree."""

from datetime import date, datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake import numbers
from core.intake.headings import header_key, plain


def read(value: str, how: str) -> float | None:
    return duckdb.execute(f"select try_cast({numbers.bare_sql('$value', how)} as double)", {"value": value}).fetchall()[0][0]


@pytest.mark.parametrize(
    ("values", "how", "first"),
    [
        (["1234.56", "0.0"], "point", 1234.56),
        (["12,131", "45"], "point", 12131),
        (["$12,905.25", "$0.00"], "point", 12905.25),
        (["US$1,798.80"], "point", 1798.80),
        (["1.234,56 €", "3,10 €"], "comma", 1234.56),
        (["0,97%"], "comma", 0.97),
        (["1.234", "12.345"], "comma", 1234),
        (["1.234", "0.5"], "point", 1.234),
        (["0.428"], "point", 0.428),
        (["1,13,529.99"], "point", 113529.99),
        (["20.45%"], "point", 20.45),
        (["(12.00)"], "point", -12.0),
        (["￥1,980"], "point", 1980),
        (["MX$ 99.50"], "point", 99.5),
        (["95,00", "1.319,40"], "comma", 95.0),
    ],
)
def test_the_style_of_a_column_is_decided_from_all_its_values(values, how, first):
    assert numbers.style(values, dots_may_group=True) == how
    assert read(values[0], how) == pytest.approx(first)


def test_flat_files_never_group_by_dots():
    assert numbers.style(["1.234"], dots_may_group=False) == "point"


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=2))
def test_money_written_in_either_style_is_read_back(amount):
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert read(f"${english}", numbers.style([english], dots_may_group=True)) == pytest.approx(float(amount))
    assert read(f"{german} €", numbers.style([german], dots_may_group=True)) == pytest.approx(float(amount))


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-07-31", None, date(2026, 7, 31)),
        ("05/13/2026", "mdy", date(2026, 5, 13)),
        ("01.09.2026", "dmy", date(2026, 9, 1)),
        ("1/9/26", "dmy", date(2026, 9, 1)),
        ("8/3/26", "mdy", date(2026, 8, 3)),
        ("2026/09/01", "ymd", date(2026, 9, 1)),
        ("Jul 06, 2026", None, date(2026, 7, 6)),
        ("2026年11月15日", None, date(2026, 11, 15)),
        ("46341", None, date(1899, 12, 30).replace(year=2026, month=11, day=15)),
        ("2026-11-15 00:00:00", None, date(2026, 11, 15)),
        ("11/15/2026 0:00:00", "mdy", date(2026, 11, 15)),
        ("15/13/2026", "mdy", None),
        ("31.02.2026", "dmy", None),
        ("soon", "mdy", None),
        ("0026-11-15", None, None),
    ],
)
def test_days_are_read_in_the_order_of_their_column(text, order, expected):
    assert duckdb.execute(f"select {numbers.day_sql('$text', order)}", {"text": text}).fetchall() == [(expected,)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-14T06:30:11+00:00", datetime(2026, 11, 14, 6, 30, 11)),
        ("2026-11-14T06:30:11Z", datetime(2026, 11, 14, 6, 30, 11)),
        ("2026-05-13T00:00:00-0700", datetime(2026, 5, 13, 7, 0)),
        ("2026-05-13T00:00:00+09:00", datetime(2026, 5, 12, 15, 0)),
        ("2026-11-14 06:30:11", datetime(2026, 11, 14, 6, 30, 11)),
        ("never", None),
    ],
)
def test_moments_are_read_in_utc_and_respect_their_offset(text, expected):
    assert duckdb.execute(f"select {numbers.moment_sql('$text', None)}", {"text": text}).fetchall() == [(expected,)]


def test_a_day_above_12_proves_the_order_and_dots_mean_day_first():
    assert numbers.date_order(["01/09/2026", "13/09/2026"]) == "dmy"
    assert numbers.date_order(["01/09/2026", "09/13/2026"]) == "mdy"
    assert numbers.date_order(["01/09/2026"]) is None
    assert numbers.date_order(["01.09.2026"]) == "dmy"


def test_a_currency_is_named_by_its_sign_only_when_it_is_the_only_one():
    assert numbers.currency_in(["US$1.00"]) == "USD"
    assert numbers.currency_in(["3,10 €"]) == "EUR"
    assert numbers.currency_in(["$1.00"]) is None
    assert numbers.currency_in(["US$1.00", "€2"]) is None


def test_headings_are_compared_as_people_mean_them():
    assert plain("（子）ASIN") == plain("(子)ASIN") == "(子)asin"
    assert plain("Sessions – Total ") == plain("Sessions - Total") == plain("sessions_total")
    assert plain("\ufeffsku") == "sku"
    assert header_key(["SKU", "Date"]) == header_key(["date", "sku"])
