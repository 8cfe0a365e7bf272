"""How a fee was computed, in words: the formula, the numbers put in, the rate row, since when, from which source, and how sure it is.

The facts are those that the Charge itself carries, so words and figure cannot differ. Words: data/text/<lang>/fees.toml.
"""

from collections.abc import Mapping
from datetime import date

from core import text
from core.fees.charge import Charge, Rate
from core.fees.measures import measured
from core.fees.quote import charge_of
from core.fees.schedule import RateBook


def explain(fee: str, item: Mapping[str, object], on: date, lang: str, *, book: RateBook | None = None) -> dict:
    """fee (a name of core.fees.quote.FEES) of one item on a day: fee, name, formula, charge (None: unknown), currency, reason,
    lines (list of sentences)."""
    found = charge_of(fee, measured(item), on, book)
    facts = {"fee": fee, "name": text.t(f"fees.name.{fee}", lang), "formula": text.t(f"fees.formula.{fee}", lang)}
    if isinstance(found, str):
        line = text.t("fees.line.unknown", lang, fee=facts["name"], reason=text.t(f"fees.reason.{found}", lang))
        return {**facts, "charge": None, "currency": None, "reason": found, "lines": [line]}
    return {**facts, "charge": found.charge, "currency": found.currency, "reason": None, "lines": [facts["formula"], *told(found, lang)]}


def told(found: Charge, lang: str) -> list[str]:
    """The sentences behind one Charge."""
    numbers = [_line(f"fees.number.{name}", _plain(value, lang), lang) for name, value in found.numbers.items() if _known(value)]
    parts = [_part(name, value, found.currency, lang) for name, value in found.parts.items() if value and _known(value) and not _days(name)]
    charge = text.t("fees.line.charge", lang, amount=text.money(found.charge, found.currency, lang))
    rates = [line for rate in found.rates for line in _rate(rate, lang)]
    assumed = [text.t(f"fees.assumption.{found.assumption}", lang)] if found.assumption else []
    return [*numbers, *parts, charge, *rates, *assumed]


def _line(key: str, value: str, lang: str) -> str:
    return text.t("fees.line.number", lang, name=text.t(key, lang), value=value)


def _part(name: str, value: float, currency: str, lang: str) -> str:
    return _line(f"fees.part.{name}", text.money(value, currency, lang), lang)


def _rate(rate: Rate, lang: str) -> list[str]:
    """One row: its amount, then since when, source and confidence."""
    since = text.day(rate.effective_from, lang) if rate.effective_from else text.t("fees.unknown_day", lang)
    sure = text.t(f"fees.confidence.{rate.confidence}", lang)
    amount = text.percent(rate.amount, lang, 1) if rate.unit.startswith("share") else f"{_plain(rate.amount, lang)} {rate.currency}"
    return [
        text.t("fees.line.rate", lang, amount=amount, unit=rate.unit),
        text.t("fees.line.since", lang, day=since, source=rate.source, confidence=sure),
    ]


def _plain(value: object, lang: str) -> str:
    """A number with as many decimals as it has, up to four; a text as it is."""
    if not isinstance(value, int | float):
        return str(value)
    digits = next(digits for digits in (0, 1, 2, 3, 4) if digits == 4 or round(value, digits) == round(value, 6))
    return text.number(value, lang, digits)


def _known(value: object) -> bool:
    return value is not None and value == value and value not in (float("inf"),)


def _days(name: str) -> bool:
    return name.endswith("_days")
