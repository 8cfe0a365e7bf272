"""What advertising cost and pulled in the weeks of a review, against the weeks before it: from Sponsored Products reports.

Units are those that Amazon attributes to a click; some of them would have been sold without it. Promise: a week that the reports do not
cover whole is NaN, never 0; a product that reports of a week do not name cost nothing in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.review.actuals import KEYS, ratio
from core.workspace import Workspace, sql

FIGURES = ("impressions", "clicks", "spend", "units", "sales")


@dataclass(frozen=True, kw_only=True, eq=False)
class Ads:
    """(W,) impressions, clicks, spend, units, sales a week, NaN unknown; usual_spend, usual_units: of a week before (NaN: not known)."""

    impressions: np.ndarray
    clicks: np.ndarray
    spend: np.ndarray
    units: np.ndarray
    sales: np.ndarray
    usual_spend: float
    usual_units: float

    @property
    def known(self) -> np.ndarray:
        return ~np.isnan(self.spend)

    def total(self, name: str) -> float:
        """Of the weeks known."""
        return float(np.nansum(getattr(self, name)))

    @property
    def cost_each(self) -> float:
        """Spend for one attributed unit; NaN where none is."""
        return ratio(self.total("spend"), self.total("units"))


def read(ws: Workspace, asked: Sequence[tuple]) -> dict[tuple, pd.DataFrame]:
    """(marketplace, sku, as_of, weeks) → (marketplace, sku, as_of) → rows of core/sql/review/advertised.sql."""
    with ws.read() as cursor:
        cursor.register("review_keys", pd.DataFrame(asked, columns=[*KEYS, "weeks"]))
        rows = cursor.execute(sql("review/advertised")).df()
    return {(market, sku, as_of.date()): part for (market, sku, as_of), part in rows.groupby(KEYS, sort=False)}


def of_weeks(rows: pd.DataFrame, weeks: int) -> Ads | None:
    """rows of one SKU; None where no week of the review is covered."""
    told = rows[list(FIGURES)].where(rows["known"])
    during, before = told[rows["week"].between(0, weeks - 1)], told[rows["week"] < 0]
    if during["spend"].isna().all():
        return None
    usual = {f"usual_{name}": float(before[name].mean()) for name in ("spend", "units")}
    return Ads(**{name: during[name].to_numpy(float) for name in FIGURES}, **usual)
