"""What was sold: one row a series, one column a week. Weeks that say nothing about demand are NaN, never 0.

Promise: no model sees more than its panel; `panel.until(c)` is the past as it was known after its first c weeks.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

KEY = ["marketplace", "sku"]
_WEEK = pd.Timedelta(days=7)
USUAL_WEEKS = 26  # whose prices are the usual ones
CUT = 0.05  # share under the usual price from which a price is a cut


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
    """N series over T weeks.

    series: marketplace, sku, category (may be None), a row each; weeks: first day of each week, oldest first.
    units: (N, T) units of a full week with stock; NaN before the first sale and where stock was missing for most of the week.
    price: (N, T) usual price of the week, NaN unknown; promo: (N, T) a week with a deal, coupon or a price under the usual one.
    outliers: marketplace, sku, week, units, capped: weeks whose units were capped in `units`.
    """

    series: pd.DataFrame
    weeks: pd.DatetimeIndex
    units: np.ndarray
    price: np.ndarray
    promo: np.ndarray
    outliers: pd.DataFrame

    def __len__(self) -> int:
        return len(self.series)

    @property
    def seen(self) -> np.ndarray:
        """(N,) weeks that say something about demand."""
        return np.sum(~np.isnan(self.units), axis=1)

    def until(self, count: int) -> "Panel":
        """The first `count` weeks alone: all that was known then."""
        known = self.outliers[self.outliers["week"] < self.weeks[count]] if count < len(self.weeks) else self.outliers
        cut = {name: getattr(self, name)[:, :count] for name in ("units", "price", "promo")}
        return replace(self, weeks=self.weeks[:count], outliers=known, **cut)

    def only(self, rows: np.ndarray) -> "Panel":
        """Some of the series (mask or positions), in that order."""
        cut = {name: getattr(self, name)[rows] for name in ("units", "price", "promo")}
        return replace(self, series=self.series.iloc[np.arange(len(self))[rows]].reset_index(drop=True), **cut)

    def with_sales(self) -> np.ndarray:
        """(N,) mask of the series that sold at least once."""
        return (np.nan_to_num(self.units) > 0).any(axis=1)


NO_OUTLIERS = pd.DataFrame(
    {
        "marketplace": pd.Series(dtype=str),
        "sku": pd.Series(dtype=str),
        "week": pd.Series(dtype="datetime64[ns]"),
        "units": pd.Series(dtype=float),
        "capped": pd.Series(dtype=float),
    }
)


def of_weeks(table: pd.DataFrame) -> Panel:
    """A panel of a table of marketplace, sku, category, week (Mondays), units, price; several rows of a series' week are put together.
    Weeks without a row after a series' first sale are weeks without a sale."""
    weeks = pd.date_range(table["week"].min(), table["week"].max(), freq=_WEEK)
    series = table.drop_duplicates(KEY)[[*KEY, "category"]].sort_values(KEY, kind="stable").reset_index(drop=True)
    units, price = (_wide(table, series, weeks, name) for name in ("units", "price"))
    units = np.where(_before_first_sale(units), np.nan, np.nan_to_num(units))
    return Panel(series=series, weeks=weeks, units=units, price=price, promo=promotions(price), outliers=NO_OUTLIERS)


def _wide(table: pd.DataFrame, series: pd.DataFrame, weeks: pd.DatetimeIndex, name: str) -> np.ndarray:
    """(N, T): units are summed, prices averaged within a week."""
    out = np.full((len(series), len(weeks)), np.nan)
    how = "sum" if name == "units" else "mean"
    cells = table.groupby([*KEY, "week"], sort=False)[name].agg(how).reset_index()
    row = pd.MultiIndex.from_frame(series[KEY]).get_indexer(pd.MultiIndex.from_frame(cells[KEY]))
    out[row, weeks.get_indexer(cells["week"])] = cells[name]
    return out


def _before_first_sale(units: np.ndarray) -> np.ndarray:
    sold = np.nan_to_num(units) > 0
    return ~np.logical_or.accumulate(sold, axis=1)


def promotions(price: np.ndarray, share: float = CUT) -> np.ndarray:
    """(N, T) weeks whose price is at least `share` under the series' usual one: the median of its prices of the half year up to that week,
    so that no later price changes what was a promotion, and a cut that lasts a quarter is the usual price."""
    usual = pd.DataFrame(price).T.rolling(USUAL_WEEKS, min_periods=1).median().T.to_numpy()
    return np.nan_to_num(price, nan=np.inf) <= (1 - share) * np.nan_to_num(usual, nan=-np.inf)
