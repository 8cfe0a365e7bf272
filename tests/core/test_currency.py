"""Totals over currencies: at the seller's own dated rates, or not at all."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from core import currency
from core.errors import InputError

AT = datetime(2026, 11, 24, 9)
MAY, NOV = date(2026, 5, 1), date(2026, 11, 1)
POUND = {"currency": "GBP", "valid_from": NOV, "rate": 1.25}
AMOUNTS = pd.DataFrame({"currency": ["USD", "GBP"], "value": [100.0, 40.0], "waiting": [8.0, np.nan]})


def test_without_a_home_currency_there_is_no_total(ws):
    assert currency.exchange(ws, NOV) is None


def test_a_total_is_the_sum_at_the_sellers_rate(ws):
    currency.save(ws, "USD", [POUND], at=AT)
    found = currency.exchange(ws, NOV)
    assert found.total(AMOUNTS, ["value"])["value"] == 100 + 40 * 1.25
    assert found.since(AMOUNTS["currency"]) == NOV


def test_without_a_rate_nothing_is_added(ws):
    currency.save(ws, "USD", [], at=AT)
    found = currency.exchange(ws, NOV)
    assert found.missing(["USD", "GBP", "EUR"]) == ["EUR", "GBP"]
    with pytest.raises(InputError, match="no_exchange_rate"):
        found.total(AMOUNTS, ["value"])
    with pytest.raises(InputError, match="no_exchange_rate"):
        found.total(AMOUNTS.assign(value=[100.0, np.nan]), ["value"])


def test_an_unknown_amount_makes_the_total_unknown(ws):
    currency.save(ws, "USD", [POUND], at=AT)
    total = currency.exchange(ws, NOV).total(AMOUNTS, ["value", "waiting"])
    assert total["value"] == 150
    assert np.isnan(total["waiting"])


def test_a_rate_holds_from_its_day_until_the_next_and_never_before(ws):
    currency.save(ws, "USD", [POUND, {"currency": "GBP", "valid_from": MAY, "rate": 1.5}], at=AT)
    seen = {day: currency.exchange(ws, day).rates.get("GBP") for day in (date(2026, 4, 30), MAY, date(2026, 10, 31), NOV)}
    assert list(seen.values()) == [None, (1.5, MAY), (1.5, MAY), (1.25, NOV)]


def test_no_rate_is_turned_round_or_chained(ws):
    currency.save(ws, "USD", [POUND], at=AT)
    currency.save(ws, "EUR", [{"currency": "USD", "valid_from": NOV, "rate": 0.8}], at=AT)
    found = currency.exchange(ws, NOV)
    assert found.home == "EUR"
    assert found.missing(["USD", "GBP"]) == ["GBP"]  # neither GBP → USD → EUR


def test_saving_replaces_the_rates_into_that_currency_only(ws):
    currency.save(ws, "EUR", [{"currency": "GBP", "valid_from": NOV, "rate": 1.2}], at=AT)
    currency.save(ws, "USD", [POUND], at=AT)
    currency.save(ws, "USD", [POUND | {"rate": 1.3}], at=AT)
    assert list(currency.rates(ws, "USD")["rate"]) == [1.3]
    assert list(currency.rates(ws, "EUR")["rate"]) == [1.2]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"currency": None}, "exchange_currency"),
        ({"currency": "pound"}, "exchange_currency"),
        ({"currency": "USD"}, "exchange_currency"),
        ({"valid_from": None}, "exchange_day"),
        ({"valid_from": pd.NaT}, "exchange_day"),
        ({"rate": None}, "exchange_rate"),
        ({"rate": 0}, "exchange_rate"),
        ({"rate": float("nan")}, "exchange_rate"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_and_changes_nothing(ws, changed, code):
    currency.save(ws, "USD", [POUND], at=AT)
    with pytest.raises(InputError, match=code) as raised:
        currency.save(ws, "USD", [POUND | {"rate": 9.0}, POUND | changed], at=AT)
    assert raised.value.facts["row"] == 2
    assert list(currency.rates(ws, "USD")["rate"]) == [1.25]


def test_one_rate_a_day_and_currency(ws):
    with pytest.raises(InputError, match="exchange_twice"):
        currency.save(ws, "USD", [POUND, POUND], at=AT)


def test_the_figures_of_a_run_do_not_depend_on_exchange_rates(ws):
    before = ws.version()
    currency.save(ws, "USD", [POUND], at=AT)
    assert ws.version() == before
