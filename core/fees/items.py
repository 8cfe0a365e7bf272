"""Items as arrays: what a fee asks of a product, from one Mapping or a whole frame, one marketplace at a time.

Columns (all optional; a fee says which it needs; blank, NaN and None are unknown):
- marketplace (US, UK, DE, CA, JP; GB = UK), on (day)
- category (Amazon's product group or a referral category), product_class (non_apparel | apparel | dangerous_goods), price
- size_tier (any Amazon spelling), size_class (standard | oversize)
- longest_in, median_in, shortest_in (inches), weight_lb (pounds), unit_ft3 (cubic feet); a size or weight of 0 or less is unknown
and those that single fees name in their docstrings.
Units inside: native ones of the marketplace's rate card: inches and pounds in the US, centimetres and kilograms elsewhere.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

import numpy as np
import pandas as pd

from core.errors import InputError
from core.fees.grid import UNKNOWN, Words
from core.fees.schedule import RateBook, Table

KG_PER_LB = 0.45359237
CM_PER_IN = 2.54
FT3_PER_IN3 = 1 / 1728
_SAME = {"GB": "UK"}
_EPOCH = date(1970, 1, 1)
_YES_NO = {"yes": 1.0, "y": 1.0, "true": 1.0, "no": 0.0, "n": 0.0, "false": 0.0, "": np.nan}

Item = Mapping[str, object] | pd.DataFrame


class Lot:
    """The items of one marketplace, `where` they stand among all (None: they are all)."""

    def __init__(
        self, columns: Mapping[str, object], size: int, marketplace: str, day: np.ndarray, book: RateBook, where: np.ndarray | None
    ):
        self.marketplace, self.day, self.book, self.where = marketplace, day, book, where
        self._columns, self._all = columns, size
        self.size = size if where is None else len(where)
        self.metric = marketplace != "US"
        self._known = {}

    def table(self, fee: str) -> Table | None:
        return self.book.table(fee, self.marketplace)

    def has(self, name: str) -> bool:
        return name in self._columns

    def number(self, name: str) -> np.ndarray:
        """A column as float, NaN where unknown or absent."""
        return self.once(("number", name), lambda: self._number(name))

    def positive(self, name: str) -> np.ndarray:
        """A column as float in which 0 and less are unknown too."""
        values = self.number(name)
        return np.where(values > 0, values, np.nan)

    def flag(self, name: str) -> np.ndarray:
        """A yes/no column (yes, no, true, false, 1, 0) as 1.0, 0.0, NaN for unknown."""
        return self.once(("flag", name), lambda: self._number(name, yes_or_no))

    def words(self, name: str) -> Words:
        """A column of texts as codes, -1 for unknown or absent."""
        return self.once(("words", name), lambda: self._words(name))

    def weight(self, name: str = "weight_lb") -> np.ndarray:
        """Unit weight in pounds (US) or kilograms (elsewhere)."""
        return self.positive(name) * (KG_PER_LB if self.metric else 1.0)

    def sides(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Longest, median, shortest side in inches (US) or centimetres (elsewhere), sorted; NaN when one is unknown."""
        return self.once("sides", self._sides)

    def volume_ft3(self) -> np.ndarray:
        """unit_ft3, else the product of the three sides."""
        given = self.positive("unit_ft3")
        if not np.isnan(given).any():
            return given
        inches = np.prod([self.positive(side) for side in ("longest_in", "median_in", "shortest_in")], axis=0)
        return np.where(np.isnan(given), inches * FT3_PER_IN3, given)

    def _sides(self):
        raw = np.stack([self.positive(side) for side in ("longest_in", "median_in", "shortest_in")])
        scaled = np.round(raw * (CM_PER_IN if self.metric else 1.0), 6)
        whole = np.where(np.isnan(scaled).any(axis=0), np.nan, scaled)
        return tuple(np.sort(whole, axis=0)[::-1])

    def _number(self, name, read=None):
        column = self._column(name)
        if column is None:
            return np.full(self.size, np.nan)
        if read is not None and not pd.api.types.is_numeric_dtype(column):
            column = column.astype(object).map(read)
        try:
            return column.to_numpy(dtype=float, na_value=np.nan)
        except (TypeError, ValueError):
            bad = column[pd.to_numeric(column, errors="coerce").isna() & column.notna()]
            raise InputError("not_a_number", column=name, value=str(bad.iloc[0] if len(bad) else column.iloc[0])) from None

    def _words(self, name):
        column = self._column(name)
        if column is None:
            return Words(np.full(self.size, -1), ())
        codes, values = pd.factorize(column)
        return Words(codes, tuple(str(value).strip() for value in values))

    def _column(self, name):
        column = self._columns.get(name)
        return column if column is None or self.where is None else column.iloc[self.where]

    def once(self, key, build):
        if key not in self._known:
            self._known[key] = build()
        return self._known[key]


def yes_or_no(value: object) -> object:
    """1.0 or 0.0 for a word that says yes or no; anything else as it is."""
    return _YES_NO.get(value.strip().lower(), value) if isinstance(value, str) else value


def lots(items: Item, on: object, book: RateBook) -> list[Lot]:
    """The items by marketplace. Items of no known marketplace form a lot named ''."""
    columns = _columns(items)
    size = len(items) if isinstance(items, pd.DataFrame) else 1
    day = _days(columns.get("on") if on is None else on, size)
    return list(_by_marketplace(columns, size, day, book))


def _columns(items: Item) -> Mapping[str, pd.Series]:
    if isinstance(items, pd.DataFrame):
        return {name: items[name] for name in items.columns}
    if not isinstance(items, Mapping):
        raise InputError("items_expected", came=type(items).__name__)
    return {name: pd.Series([value]) for name, value in items.items() if np.isscalar(value) or value is None or isinstance(value, date)}


def _by_marketplace(columns, size, day, book) -> Iterator[Lot]:
    codes, names = pd.factorize(columns["marketplace"]) if "marketplace" in columns else (np.full(size, -1), ())
    places = [_SAME.get(str(name).strip().upper(), str(name).strip().upper()) for name in names] + [""]
    codes = np.where(codes < 0, len(names), codes)
    for code in np.unique(codes):
        where = None if (codes == code).all() else np.flatnonzero(codes == code)
        here = day if where is None or len(day) == 1 else day[where]
        yield Lot(columns, size, places[code], here, book, where)


def _days(on, size: int) -> np.ndarray:
    """Whole days since 1970-01-01, one for all or one an item; UNKNOWN where the day is unknown."""
    if on is None:
        return np.full(1, UNKNOWN)
    if isinstance(on, pd.Timestamp | datetime):
        on = on.date()
    if isinstance(on, date):
        return np.array([day_number(on)])
    try:
        days = np.atleast_1d(pd.to_datetime(on).to_numpy().astype("datetime64[D]"))
    except (TypeError, ValueError):
        raise InputError("not_a_day", value=str(on)[:40]) from None
    if len(days) not in (1, size):
        raise InputError("days_differ", expected=size, came=len(days))
    return np.where(np.isnat(days), UNKNOWN, days.astype(np.int64))


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def days_in_month(day: np.ndarray) -> np.ndarray:
    """Length of the month of days since 1970-01-01."""
    first = np.where(day == UNKNOWN, 0, day).astype("datetime64[D]").astype("datetime64[M]")
    return ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(float)


def month(day: np.ndarray) -> np.ndarray:
    """Month 1..12 of days since 1970-01-01."""
    return np.where(day == UNKNOWN, 0, day).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
