"""What a value of a case must look like. Each function returns the value in its own type or raises InputError:
what was expected, what came (codes case_*; words in data/text/*/error.toml)."""

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from core.errors import InputError


def a_number(name: str, value, low: float, high: float, empty: bool = False) -> float | None:
    """A number from low to high; None or NaN pass as None where `empty` is allowed."""
    if empty and (value is None or value != value):
        return None
    try:
        number = math.nan if isinstance(value, bool | str) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if low <= number <= high:
        return number
    raise InputError("case_number", field=name, found=str(value), low=low, high=high)


def a_day(name: str, value) -> date:
    """A date, or its ISO text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise InputError("case_day", field=name, found=str(value)) from error


def one_of(name: str, value, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise InputError("case_choice", field=name, found=str(value), choices=", ".join(choices))
    return value


def known_keys(document: Mapping, known: tuple[str, ...], needed: tuple[str, ...]) -> None:
    """A misspelt key would be left out in silence, so it is refused."""
    if not isinstance(document, Mapping):
        raise InputError("case_no_object", found=type(document).__name__)
    for key in document:
        if key not in known:
            raise InputError("case_key", found=str(key), known=", ".join(known))
    for key in needed:
        if key not in document:
            raise InputError("case_missing", field=key)


def cohorts(value) -> tuple[tuple[float, int | None], ...]:
    """[{"units", "age_days"}] or [(units, age_days)] → youngest first; age None: unknown, and then of the whole stock."""
    pairs = [_cohort(row) for row in many("units_by_age", value)]
    if sum(units for units, _ in pairs) <= 0:
        raise InputError("case_no_units", field="units_by_age")
    if any(age is None for _, age in pairs):
        return ((sum(units for units, _ in pairs), None),)
    return tuple(sorted(((units, age) for units, age in pairs if units > 0), key=lambda pair: pair[1]))


def _cohort(row) -> tuple[float, int | None]:
    units, age = (row.get("units"), row.get("age_days")) if isinstance(row, Mapping) else _pair("units_by_age", row)
    age = a_number("units_by_age.age_days", age, 0, 36500, empty=True)
    return a_number("units_by_age.units", units, 0, 1e8), None if age is None else int(age)


def inbound(value) -> tuple[tuple[float, date], ...]:
    """[{"units", "on"}] or [(units, day)] → by day; what has no units is left out."""
    pairs = []
    for row in many("inbound", value, empty=True):
        units, day = (row.get("units"), row.get("on")) if isinstance(row, Mapping) else _pair("inbound", row)
        pairs.append((a_number("inbound.units", units, 0, 1e8), a_day("inbound.on", day)))
    return tuple(sorted((pair for pair in pairs if pair[0] > 0), key=lambda pair: pair[1]))


def price_shares(value) -> tuple[float, ...]:
    """Shares of the list price, falling, each once."""
    shares = {a_number("price_shares", share, 0.001, 10) for share in many("price_shares", value)}
    return tuple(sorted(shares, reverse=True))


def season(value, weeks: float) -> tuple[float, ...] | None:
    """A factor for each week of the horizon; None: no season."""
    if value is None:
        return None
    factors = tuple(a_number("season", factor, 0, 1000) for factor in many("season", value))
    if len(factors) < weeks:
        raise InputError("case_season", found=len(factors), weeks=int(weeks))
    return factors


def bands(name: str, value) -> tuple[tuple[float, float], ...] | None:
    """[[from_age_days, amount], …] → by rising age; None stays None."""
    if value is None:
        return None
    pairs = [_pair(name, row) for row in (() if len(value) == 0 else many(name, value))]
    return tuple(sorted((a_number(name, age, 0, 36500), a_number(name, amount, 0, 1e7)) for age, amount in pairs))


def many(name: str, value, empty: bool = False) -> list:
    """The entries of a list; none at all only where that is allowed."""
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        raise InputError("case_list", field=name, found=str(value))
    items = list(value)
    if not items and not empty:
        raise InputError("case_list", field=name, found="[]")
    return items


def _pair(name: str, row) -> tuple:
    if isinstance(row, (str, Mapping)) or not isinstance(row, Iterable):
        raise InputError("case_pair", field=name, found=str(row))
    pair = tuple(row)
    if len(pair) != 2:
        raise InputError("case_pair", field=name, found=str(row))
    return pair
