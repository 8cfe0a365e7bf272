"""Where each SKU stands in the risk matrix: a place on two log axes for every one of them.

Promise: no SKU vanishes. What a log axis cannot hold (no sales, no stock, age unknown) stands in a band at the axis' edge, which is
labelled in words; what lies outside the drawn range stands at its border. A stock value without a cost stands at list value, hollow.
Above MANY SKUs the healthy ones, and those with the least money at stake, are counted in cells instead of drawn one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

MANY = 1500
_CELLS = 44
_CAPTION = 0.22  # share of the width that a corner's name and money take


@dataclass(frozen=True, kw_only=True)
class Axes:
    """Columns of the two axes and of the quadrant; which corner each quadrant has; where a missing x stands, and whether 0 counts as
    missing (no turnover, no stock) or as little (0 days); ticks."""

    name: str
    x: str
    y: str
    quadrant: str
    corners: Mapping[str, tuple[str, str]]
    x_missing: str
    zero_is_missing: bool
    x_ticks: tuple[float, ...]
    y_ticks: tuple[float, ...]


_DAYS = (1, 3, 7, 14, 30, 60, 90, 180, 365, 730, 1460, 2920, 5840)
VALUE = Axes(
    name="value",
    x="turnover",
    y="stock_value",
    quadrant="quadrant_value",
    corners={"clear_now": ("left", "top"), "promote": ("right", "top"), "restock": ("left", "bottom"), "keep": ("right", "bottom")},
    x_missing="left",
    zero_is_missing=True,
    x_ticks=tuple(2.0**power for power in range(-7, 12)),
    y_ticks=tuple(float(f"{digit}e{power}") for power in range(-1, 9) for digit in (1, 3)),
)
AGE = Axes(
    name="age",
    x="cover_days",
    y="age_days",
    quadrant="quadrant_age",
    corners={"old_tail": ("left", "top"), "clear_now": ("right", "top"), "flowing": ("left", "bottom"), "overbought": ("right", "bottom")},
    x_missing="right",
    zero_is_missing=False,
    x_ticks=_DAYS,
    y_ticks=(1, 3, 7, 14, 30, 90, 181, 271, 365, 730, 1460),
)
AXES = {axes.name: axes for axes in (VALUE, AGE)}


@dataclass(frozen=True, kw_only=True)
class Span:
    """One log axis: the drawn range [low, high], the band for missing values beyond one of its ends, and the padded domain."""

    low: float
    high: float
    band: float
    domain: tuple[float, float]
    banded: bool

    def at(self, share: float) -> float:
        """The value at a share of the axis' length."""
        start, end = np.log(self.domain)
        return float(np.exp(start + share * (end - start)))


def span(values: pd.Series, line: float | None, *, missing: str, has_missing: bool, pad: float, beyond: float = 0.0) -> Span:
    """The axis that holds the positive `values` (but for the outermost 0.2 %) and the quadrant `line`; beyond: share of its length that
    lies above the line at least."""
    known = values[values > 0]
    edges = [line] if line else []
    edges += [known.quantile(0.002), known.quantile(0.998)] if len(known) else [1.0, 10.0]
    low, high = min(edges) / 1.5, max(edges) * 1.5
    step = (high / low) ** 0.1
    edge = low / step if missing == "left" else high * step
    low_end, high_end = (min(low, edge), max(high, edge)) if has_missing else (low, high)
    breadth = (high / low) ** pad
    band = (edge * (low if missing == "left" else high)) ** 0.5
    begin, end = low_end / breadth, high_end * breadth
    end = max(end, line * (line / begin) ** (beyond / (1 - beyond))) if line else end
    return Span(low=low, high=high, band=band, domain=(begin, end), banded=has_missing)


def ids(frame: pd.DataFrame) -> pd.Series:
    """The neutral id of a SKU at a marketplace, e.g. "US|OF-00064"."""
    return frame["marketplace"].astype(str) + "|" + frame["sku"].astype(str)


def place(frame: pd.DataFrame, axes: Axes, lines: Mapping[str, float], room: float = 0.12) -> tuple[pd.DataFrame, Span, Span]:
    """`frame` with id, x, y, hollow, size, and the two axes. Same rows, ordered so that the worst is drawn last (on top).
    room: share of the height kept free above and below, for captions."""
    value, across = frame[axes.y].astype(float), frame[axes.x].astype(float)
    hollow = value.isna() & (axes.y == "stock_value")
    value = value.where(~hollow, frame["list_value"].astype(float)) if hollow.any() else value
    no_x, no_y = _missing(across, axes), _missing(value, axes)
    x = span(across, lines.get(axes.x), missing=axes.x_missing, has_missing=bool(no_x.any()), pad=0.02, beyond=_CAPTION)
    y = span(value, lines.get(axes.y), missing="left", has_missing=bool(no_y.any()), pad=room)
    placed = frame.assign(
        id=ids(frame),
        x=across.clip(x.low, x.high).where(~no_x, _banded(frame, x, "x")),
        y=value.clip(y.low, y.high).where(~no_y, _banded(frame, y, "y")),
        hollow=hollow & ~no_y,
        size=frame["money_at_stake"].astype(float).clip(lower=0).fillna(0),
    )
    return placed.sort_values(["level", "size"], kind="stable"), x, y


def _missing(values: pd.Series, axes: Axes) -> pd.Series:
    return ~(values > 0) if axes.zero_is_missing else values.isna()


def _banded(frame: pd.DataFrame, axis: Span, side: str) -> pd.Series:
    """Places spread over the band, the same SKU always at the same one."""
    spread = pd.util.hash_pandas_object(ids(frame) + side, index=False).to_numpy() % 1000 / 1000 - 0.5
    breadth = abs(np.log(axis.band / (axis.low if axis.band < axis.low else axis.high)))
    return pd.Series(axis.band * np.exp(spread * breadth * 1.2), index=frame.index)


def lines(limits: pd.DataFrame, marketplace: str | None) -> dict[str, float]:
    """The quadrant lines of one marketplace by column, from `core.results.limits`; none for several marketplaces at once."""
    rows = limits if marketplace is None else limits[limits["marketplace"] == marketplace]
    if len(rows) != 1:
        return {}
    row = rows.iloc[0]
    return {
        "turnover": row["turnover_limit"],
        "stock_value": row["value_limit"],
        "age_days": row["age_limit"],
        "cover_days": row["cover_limit"],
    }


def crowd(placed: pd.DataFrame, x: Span, y: Span) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(points drawn one by one, cells [x, y, level, units=count]) — cells are empty up to MANY SKUs."""
    if len(placed) <= MANY:
        return placed, placed.head(0)[["x", "y", "level"]].assign(count=0)
    shown = placed[placed["level"] > 0].nlargest(MANY, ["level", "size"])
    rest = placed.drop(shown.index)
    cells = rest.assign(x=_cell(rest["x"], x), y=_cell(rest["y"], y)).groupby(["x", "y", "level"], as_index=False).agg(count=("id", "size"))
    return shown.sort_values(["level", "size"], kind="stable"), cells


def _cell(values: pd.Series, axis: Span) -> pd.Series:
    """The middle of the log cell that holds each value."""
    start, end = np.log(axis.domain)
    breadth = (end - start) / _CELLS
    return np.exp(start + (np.floor((np.log(values) - start) / breadth) + 0.5) * breadth)


def labelled(shown: pd.DataFrame, x: Span, y: Span, most: int = 4) -> pd.DataFrame:
    """The few points worth a name: the most money at stake among warnings and worse, no two names on each other; + side."""
    across, up = _share(shown["x"], x), _share(shown["y"], y)
    worst = shown.assign(across=across, up=up)[shown["level"] >= 2].nlargest(30, "size")
    chosen: list[tuple[float, float]] = []
    keep = []
    for point in worst.itertuples():
        if len(keep) < most and all(abs(point.across - a) > 0.3 or abs(point.up - b) > 0.07 for a, b in chosen):
            chosen.append((point.across, point.up))
            keep.append(point.Index)
    names = worst.loc[keep]
    return names.assign(side=np.where(names["across"] < 0.6, "left", "right"))


def _share(values: pd.Series, axis: Span) -> pd.Series:
    start, end = np.log(axis.domain)
    return (np.log(values) - start) / (end - start)
