"""The answer of every fee: a Charge for one item, a frame for many, always with currency, reason, start, source and confidence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from core.errors import InputError, NoRateInForce
from core.fees.grid import UNKNOWN
from core.fees.items import Item, Lot, lots
from core.fees.schedule import CONFIDENCE, CURRENCY, SHIPPED, RateBook, Table

_KEYS = ("category", "size_tier", "size_class", "grade_class", "product_class", "season", "placement", "program", "weight_unit")
UNSURE = CONFIDENCE.index("unverified")


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One row of a schedule as it was used."""

    fee: str
    effective_from: date | None
    effective_to: date | None
    amount: float
    unit: str
    currency: str
    source: str
    confidence: str
    note: str
    row: Mapping[str, object]

    @property
    def held(self) -> dict[str, object]:
        """What the row holds for: its keys as they stand, its bands as [from, to] with None for an open end; "all" and blanks left out."""
        bands = {name.removesuffix("_min") for name in self.row if name.endswith("_min")}
        spans = {name: [_bound(self.row[f"{name}_{end}"]) for end in ("min", "max")] for name in sorted(bands)}
        keys = {name: self.row[name] for name in _KEYS if self.row.get(name) not in (None, "", "all", "any")}
        return keys | {name: span for name, span in spans.items() if span != [None, None]}


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What one unit costs (or brings: liquidation). charge: unrounded, in `currency`; parts: what it is made of; numbers: what went in."""

    fee: str
    charge: float
    currency: str
    effective_from: date | None
    source: str
    confidence: str
    reason: str | None = None
    assumption: str | None = None
    parts: Mapping[str, float] = field(default_factory=dict)
    numbers: Mapping[str, object] = field(default_factory=dict)
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sum:
    """A fee of one lot. rates: the rows used, by name, the deciding one first; why: (code, where it holds), the first that holds counts."""

    charge: np.ndarray
    rates: Mapping[str, tuple[Table, np.ndarray]]
    why: tuple[tuple[str, np.ndarray], ...] = ()
    parts: Mapping[str, np.ndarray] = field(default_factory=dict)
    numbers: Mapping[str, np.ndarray] = field(default_factory=dict)
    assumption: tuple[str, np.ndarray] | None = None


_EMPTY = {"charge": float, "currency": object, "reason": object, "effective_from": "datetime64[s]", "source": object, "confidence": object}


def no_rates(lot: Lot) -> Sum:
    """The answer where a marketplace has no schedule of this fee at all."""
    code = "no_rate_in_force" if lot.marketplace else "marketplace_unknown"
    return Sum(charge=np.full(lot.size, np.nan), rates={}, why=((code, np.ones(lot.size, bool)),))


def answer(
    fee: str, items: Item, on: object, book: RateBook | None, compute: Callable[[Lot], Sum], schedule: str | None = None
) -> pd.DataFrame | Charge:
    """Runs `compute` over each marketplace of the items and puts the answers in their order.
    schedule: whose rates the fee reads, if not its own."""
    groups = lots(items, on, book or SHIPPED)
    sums = [(lot, compute(lot) if lot.table(schedule or fee) is not None else no_rates(lot)) for lot in groups]
    if isinstance(items, pd.DataFrame):
        return _frame(items.index, sums)
    return _single(fee, *sums[0])


def _frame(index: pd.Index, sums: list[tuple[Lot, Sum]]) -> pd.DataFrame:
    blocks = [_block(lot, total) for lot, total in sums]
    if not blocks:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _EMPTY.items()}, index=index)
    columns = blocks[0] if len(blocks) == 1 else _scatter([lot for lot, _ in sums], blocks)
    return pd.DataFrame(columns, index=index, copy=False)


def _block(lot: Lot, total: Sum) -> dict:
    """The columns of one lot's answer, in its own order."""
    table, row = next(iter(total.rates.values()), (None, None))
    wide = lambda values: np.broadcast_to(values, lot.size)  # noqa: E731
    charge = wide(total.charge).astype(float)
    known = np.isfinite(charge)
    row = np.where(known, wide(row), -1) if table is not None else None
    columns = {
        "charge": charge,
        "currency": _label(
            np.zeros(lot.size, int) if lot.marketplace in CURRENCY else np.full(lot.size, -1), [CURRENCY.get(lot.marketplace, "")]
        ),
        "reason": _reasons(lot, total, ~known),
        "effective_from": _since(table, row, lot.size),
        "source": _label(*_sources(table, row, lot.size)),
        "confidence": _label(np.where(known, wide(_doubt(total)), -1), list(CONFIDENCE)),
    }
    columns |= {name: wide(part).astype(float) for name, part in total.parts.items()}
    if total.assumption:
        code, holds = total.assumption
        columns["assumption"] = _label(np.where(wide(holds) & known, 0, -1), [code])
    return columns


def _label(codes: np.ndarray, names: list[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(names))


def _since(table, row, size):
    return np.full(size, "NaT", "datetime64[s]") if table is None else table.effective_from[row].astype("datetime64[s]")


def _sources(table, row, size):
    if table is None:
        return np.full(size, -1), []
    codes, names = table.source_codes
    return codes[row], names


def _doubt(total: Sum) -> np.ndarray:
    """Rank of the least sure row used; an assumption makes it unverified."""
    ranks = [table.confidence[row] for table, row in total.rates.values()] or [np.array([-1])]
    worst = np.maximum.reduce(np.broadcast_arrays(*ranks))
    return np.where(total.assumption[1], UNSURE, worst) if total.assumption else worst


def _reasons(lot: Lot, total: Sum, unknown: np.ndarray) -> pd.Categorical:
    why = (("day_unknown", lot.day == UNKNOWN), *total.why, ("no_rate_in_force", np.ones(1, bool)))
    codes = np.full(lot.size, -1)
    if unknown.any():
        for i in range(len(why) - 1, -1, -1):
            codes[np.broadcast_to(why[i][1], lot.size) & unknown] = i
    names = list(dict.fromkeys(code for code, _ in why))
    place = np.array([*(names.index(code) for code, _ in why), -1])
    return _label(place[codes], names)


def _scatter(groups: list[Lot], blocks: list[dict]) -> dict:
    """Blocks of several marketplaces put back into the order of the items."""
    order = np.argsort(np.concatenate([lot.where for lot in groups]), kind="stable")
    frames = [pd.DataFrame({name: _plain(column) for name, column in block.items()}) for block in blocks]
    whole = pd.concat(frames, ignore_index=True).iloc[order]
    return {name: whole[name].array for name in whole}


def _plain(column):
    return pd.Series(column).astype(object).where(lambda values: values.notna(), None) if isinstance(column, pd.Categorical) else column


def _single(fee: str, lot: Lot, total: Sum) -> Charge:
    block = _block(lot, total)
    one = {name: pd.Series(column).iloc[0] for name, column in block.items()}
    if np.isnan(one["charge"]):
        facts = {"fee": fee, "marketplace": lot.marketplace, "on": _date(lot.day[0])}
        raise (NoRateInForce if one["reason"] == "no_rate_in_force" else InputError)(one["reason"], **facts)
    rates = tuple(rate(name, table, int(np.atleast_1d(row)[0])) for name, (table, row) in total.rates.items() if np.atleast_1d(row)[0] >= 0)
    return Charge(
        fee=fee, charge=float(one["charge"]), currency=one["currency"], effective_from=rates[0].effective_from if rates else None,
        source=one["source"], confidence=one["confidence"], assumption=_or_none(one.get("assumption")),
        parts={name: float(np.atleast_1d(part)[0]) for name, part in total.parts.items()},
        numbers={name: _number(value) for name, value in total.numbers.items()}, rates=rates,
    )  # fmt: skip


def rate(fee: str, table: Table, row: int) -> Rate:
    """A row of a table as a Rate."""
    line = table.rows.iloc[row]
    amount = line["amount"] if "amount" in line else line["rate"]
    return Rate(
        fee=fee, effective_from=_date(line["from_day"]), effective_to=_date(line["to_day"]), amount=float(amount),
        row={name: value for name, value in line.items() if name not in ("from_day", "to_day", "layer")},
        **{name: line[name] for name in ("unit", "currency", "source", "confidence", "note")},
    )  # fmt: skip


def _bound(value: object) -> float | None:
    return None if value != value else float(value)


def _date(day: int) -> date | None:
    return date.fromordinal(719163 + int(day)) if abs(int(day)) < 10**6 else None


def _or_none(value):
    return None if value is None or pd.isna(value) else value


def _number(value):
    first = np.atleast_1d(value)[0]
    return first.item() if hasattr(first, "item") else first
