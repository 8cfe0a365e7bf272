"""Small panels: `a_panel([[1, 0, 2], [3, 3, 3]])`, newest week last."""

import numpy as np
import pandas as pd

from core.forecast.panel import NO_OUTLIERS, Panel

NAN = float("nan")


def a_panel(units, *, price=None, promo=None, marketplace="US", first="2024-01-01") -> Panel:
    units = np.array(units, dtype=float)
    skus = [f"S{number:03}" for number in range(len(units))]
    return Panel(
        series=pd.DataFrame({"marketplace": marketplace, "sku": skus, "category": None}),
        weeks=pd.date_range(first, periods=units.shape[1], freq="7D"),
        units=units,
        price=np.full(units.shape, np.nan) if price is None else np.array(price, dtype=float),
        promo=np.zeros(units.shape, dtype=bool) if promo is None else np.array(promo, dtype=bool),
        outliers=NO_OUTLIERS,
    )


def some_demand(series=12, weeks=60, seed=0) -> np.ndarray:
    """(series, weeks) lumpy and smooth demand side by side, some of it starting late."""
    dice = np.random.default_rng(seed)
    level = dice.uniform(0.3, 12, (series, 1))
    units = dice.negative_binomial(1.5, 1.5 / (1.5 + level), (series, weeks)).astype(float)
    units[::4, : weeks // 3] = np.nan
    return units
