"""A shrinking market in the forecast: by how much it lowers the coming weeks beyond what the forecast itself lets them fall.

Each month the market's fall counts, less the fall that the forecast already has in it (its own path without the season); the doubt of the
trend widens the forecast: its low quantile falls with the steep end of the interval, its high one with the mild end. Nothing ever rises.
"""

from datetime import date

import numpy as np
import pandas as pd
import scipy

from core.forecast.outlook import Outlook
from core.forecast.panel import KEY, Panel
from core.forecast.seasonality import seasons
from core.forecast.what_if import scaled
from core.market.trend import CONFIDENCE, MONTH_DAYS

_WEEKS_A_MONTH = MONTH_DAYS / 7
_EARLY, _LATE = slice(0, 4), slice(9, 13)  # of the coming quarter; nine weeks apart


def lowered(found: pd.DataFrame, panel: Panel, outlook: Outlook, as_of: date) -> Outlook:
    """The outlook as it is where the market of a series falls. found: market_now."""
    rows = found[found["market_falls"].fillna(False).astype(bool)].set_index(KEY)
    slopes = np.log1p(rows[["market_month", "market_low", "market_high"]]).reindex(pd.MultiIndex.from_frame(panel.series[KEY])).to_numpy()
    extra = slopes - np.minimum(_own_path(panel, outlook, as_of), 0.0)[:, None]
    point, low, high = extra.T
    doubt = (high - low) / 2 / scipy.stats.norm.ppf((1 + CONFIDENCE) / 2)
    by_quantile = point[:, None] + doubt[:, None] * scipy.stats.norm.ppf(outlook.quantiles)
    months = (np.arange(outlook.weeks) + 0.5) / _WEEKS_A_MONTH
    factors = np.exp(np.minimum(np.nan_to_num(by_quantile), 0.0)[:, None, :] * months[None, :, None])
    return scaled(outlook, factors)


def _own_path(panel: Panel, outlook: Outlook, as_of: date) -> np.ndarray:
    """(N,) logarithm a month by which the forecast's own quarter moves, without its season; 0 where it expects nothing."""
    coming = pd.date_range(pd.Timestamp(as_of) + pd.Timedelta(days=1), periods=13, freq="7D")
    level = outlook.mean[:, :13] / seasons(panel).at(coming)
    early, late = (level[:, part].sum(axis=1) for part in (_EARLY, _LATE))
    known = (early > 0) & (late > 0)
    ratio = np.divide(late, early, out=np.ones_like(late), where=known)
    return np.log(ratio) / (9 / _WEEKS_A_MONTH)
