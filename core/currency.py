"""Totals over marketplaces: only at exchange rates that the seller gave, with their day.

Amounts stay in their marketplace's currency everywhere else. Promise: without a rate nothing is added; a rate holds from its day until the
next one and never before; no rate is turned round, chained or guessed.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from core import settings
from core.errors import InputError
from core.workspace import Workspace, sql

_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """The rates into `home` in force on a day: currency → (units of home for one unit, valid from)."""

    home: str
    rates: Mapping[str, tuple[float, date]]

    def missing(self, currencies: Iterable[str]) -> list[str]:
        """The currencies without a rate, by name."""
        return sorted({code for code in currencies if code != self.home and code not in self.rates})

    def convert(self, amount: float, currency: str) -> float:
        """An amount in home. Raises InputError (no_exchange_rate) where there is no rate."""
        if currency == self.home:
            return float(amount)
        if currency not in self.rates:
            raise InputError("no_exchange_rate", currency=currency, home=self.home)
        return float(amount) * self.rates[currency][0]

    def total(self, amounts: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
        """The sum of each column of `amounts` (a row an amount, with its `currency`) in home; NaN where one of the amounts is unknown.
        Raises InputError (no_exchange_rate) if one of the currencies has no rate, whatever its amount."""
        factors = [self.convert(1.0, currency) for currency in amounts["currency"]]
        return amounts[list(columns)].astype(float).mul(factors, axis=0).sum(skipna=False)

    def since(self, currencies: Iterable[str]) -> date | None:
        """The day of the oldest rate that these currencies need; None if they need none."""
        days = [self.rates[code][1] for code in set(currencies) if code in self.rates and code != self.home]
        return min(days, default=None)


def exchange(ws: Workspace, on: date) -> Exchange | None:
    """The seller's rates in force on a day; None before a home currency was chosen."""
    chosen = home(ws)
    if chosen is None:
        return None
    rows = ws.rows(sql("currency/in_force"), home=chosen, on_day=on)
    return Exchange(home=chosen, rates={currency: (rate, valid_from) for currency, rate, valid_from in rows})


def home(ws: Workspace) -> str | None:
    """The currency that totals are in; None before it was chosen."""
    return settings.load(ws).get("currency.home")


def rates(ws: Workspace, home: str) -> pd.DataFrame:
    """currency, valid_from, rate (units of home for one unit of currency), newest first."""
    return ws.frame(sql("currency/rates"), home=home)


def save(ws: Workspace, home: str, rows: Sequence[Mapping], *, at: datetime) -> None:
    """Make these the rates into `home` (currency, valid_from, rate), in place of those that were, and `home` the currency of totals.
    Raises InputError for the first row that cannot be used; then nothing changes. Rates into other currencies stay."""
    accepted = [_accepted(row, home, number) for number, row in enumerate(rows, 1)]
    _refuse_twice(accepted)
    with ws.write(new_version=False) as cursor:
        cursor.execute("delete from exchange_rate where home = $home", {"home": home})
        for row in accepted:
            cursor.execute(sql("currency/save"), row | {"home": home, "at": at})
    settings.save(ws, {"currency.home": home}, at=at)


def _accepted(row: Mapping, home: str, number: int) -> dict:
    currency, day, rate = row.get("currency"), row.get("valid_from"), row.get("rate")
    if not isinstance(currency, str) or not _CODE.fullmatch(currency) or currency == home:
        raise InputError("exchange_currency", row=number, value=str(currency), home=home)
    if not isinstance(day, date) or pd.isna(day):
        raise InputError("exchange_day", row=number)
    if not isinstance(rate, int | float) or not math.isfinite(rate) or rate <= 0:
        raise InputError("exchange_rate", row=number, value=str(rate))
    return {"currency": currency, "valid_from": day.date() if isinstance(day, datetime) else day, "rate": float(rate)}


def _refuse_twice(rows: Sequence[Mapping]) -> None:
    seen = set()
    for number, row in enumerate(rows, 1):
        key = (row["currency"], row["valid_from"])
        if key in seen:
            raise InputError("exchange_twice", row=number, currency=row["currency"], on=row["valid_from"].isoformat())
        seen.add(key)
