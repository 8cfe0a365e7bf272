"""One SKU: its forecast as a run stored it, and the past it was made from as its model saw it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.forecast.outliers import capped
from core.forecast.outlook import QUANTILES, Outlook, named
from core.forecast.panel import NO_OUTLIERS, Panel, promotions

STOCKOUT_DAYS = 4  # days without stock from which a week says nothing about demand (core/sql/forecast/week.sql)


def outlook(row: Mapping) -> Outlook:
    """One row of run_forecast (core.results.forecast) as an Outlook of one series."""
    lists = {name: np.asarray(row[name], dtype=float) for name in ("mean", "p10", "p50", "p90", "cum_p10", "cum_p50", "cum_p90")}
    return Outlook(
        quantiles=QUANTILES,
        weekly=np.stack([lists["p10"], lists["p50"], lists["p90"]], axis=1)[None],
        cumulative=np.stack([lists["cum_p10"], lists["cum_p50"], lists["cum_p90"]], axis=1)[None],
        mean=lists["mean"][None],
        **named(1, row["model"], row["reason"]),
    )


def past(weeks: pd.DataFrame) -> pd.DataFrame:
    """week, units (sold), known (units of a full week as a model reads them, NaN where stock was missing or nothing was sold before),
    held (the cap of a lone week far above the others, else NaN), promo, out (a week mostly without stock), price, stockout_days (NaN:
    nothing tells of any), early_days (before its first sale). weeks: core.results.demand_history."""
    out = weeks["stockout_days"].fillna(0).to_numpy(float)
    silent = np.maximum(out, weeks["early_days"].to_numpy(float))
    units, price = weeks["units"].to_numpy(float), weeks["price"].to_numpy(float)
    before = np.cumsum(units) == 0
    full = np.where((silent >= STOCKOUT_DAYS) | before, np.nan, units * 7 / np.maximum(1, 7 - silent))
    panel = _one(pd.DatetimeIndex(weeks["week"]), full, price, weeks["promo"].to_numpy(bool))
    seen = capped(panel)
    held = np.where(seen.units[0] < np.nan_to_num(full), seen.units[0], np.nan)
    kept = weeks[["week", "units", "price", "stockout_days", "early_days"]]
    return kept.assign(known=full, held=held, promo=panel.promo[0], out=(out >= STOCKOUT_DAYS) & ~before)


def _one(weeks: pd.DatetimeIndex, units: np.ndarray, price: np.ndarray, promo: np.ndarray) -> Panel:
    """A panel of one series."""
    series = pd.DataFrame({"marketplace": [""], "sku": [""], "category": [None]})
    return Panel(
        series=series,
        weeks=weeks,
        units=units[None],
        price=price[None],
        promo=promo[None] | promotions(price[None]),
        outliers=NO_OUTLIERS,
    )
