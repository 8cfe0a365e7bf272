"""The panel of a run: weekly units, price and promotion of every SKU from the health tables on the same cursor.

Stock-out weeks are NaN (health_gap); a week far above all others of its series is capped and listed.
"""

from datetime import date

import duckdb
import numpy as np
import pandas as pd

from core.forecast.outliers import capped
from core.forecast.panel import KEY, NO_OUTLIERS, Panel, promotions
from core.health import execute

LONGEST = 104  # weeks


def panel(cursor: duckdb.DuckDBPyConnection, as_of: date, longest: int = LONGEST) -> Panel:
    """After core.health.compute on this cursor: every SKU with a position whose marketplace has sales. Weeks end on as_of."""
    series = execute(cursor, "forecast/series", {}).df()
    cells = execute(cursor, "forecast/week", {"as_of": as_of, "weeks": longest}).df()
    count = int(min(longest, max(1, series["weeks_known"].max() if len(series) else 1)))
    weeks = pd.date_range(end=pd.Timestamp(as_of) - pd.Timedelta(days=6), periods=count, freq="7D")
    units, price, promo = _wide(series, cells, count)
    panel = Panel(
        series=series[[*KEY, "category"]], weeks=weeks, units=units, price=price, promo=promo | promotions(price), outliers=NO_OUTLIERS
    )
    return capped(panel)


def _wide(series: pd.DataFrame, cells: pd.DataFrame, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """units, price, promo, each (N, count); a week without a row after the first sale had no sale."""
    shape = (len(series), count)
    ago = np.arange(count - 1, -1, -1)
    units = np.where(ago < series["since"].fillna(0).to_numpy(float)[:, None], 0.0, np.nan)
    price, promo = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    row = pd.MultiIndex.from_frame(series[KEY]).get_indexer(pd.MultiIndex.from_frame(cells[KEY]))
    column = count - 1 - cells["week"].to_numpy(int)
    kept = (row >= 0) & (column >= 0)
    at = row[kept], column[kept]
    known = ~np.isnan(units[at])
    units[at] = np.where(known, cells["units"].to_numpy(float)[kept], np.nan)
    price[at] = cells["price"].to_numpy(float)[kept]
    promo[at] = cells["promo"].to_numpy(bool)[kept]
    return units, price, promo
