"""What a forecast means for the stock of one SKU: what is left when, until when it lasts, and what is too much or too little.

Units; days count from as_of. With D_q(h) the quantile q of the demand of the coming h weeks, between weeks a straight line:

    left of stock S after h weeks     max(0, S − D_q(h)): much is left where little is sold, so P10 of the stock left is at P90 of demand
    safety stock for a lead time L    the run's × (D_.9(L) − D_.5(L)) as tried / as the run said
    balance against N weeks           S − D_q(N) − safety stock: above 0 excess, below 0 shortage

Promise: a day beyond the forecast is None, never its last day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.forecast.outlook import QUANTILES, Outlook

_LOW, _MIDDLE, _HIGH = QUANTILES
_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Range:
    """A figure at P10, P50 and P90; None: beyond the forecast."""

    p10: float | date | None
    p50: float | date | None
    p90: float | date | None


def demand(outlook: Outlook, weeks: float) -> Range:
    """Units expected to be sold within `weeks` weeks (at most those of the forecast)."""
    return Range(p10=_sum(outlook, _LOW, weeks), p50=_sum(outlook, _MIDDLE, weeks), p90=_sum(outlook, _HIGH, weeks))


def safety_stock(run_safety: float, said: Outlook, tried: Outlook, lead_time_days: float) -> float:
    """The run's safety stock as it grows or shrinks with what demand may be above its median while an order is under way: from the run's
    forecast (`said`) to the one that is tried. A lead time beyond the forecast counts as its last week."""
    before, after = (_above_median(outlook, lead_time_days / _DAYS) for outlook in (said, tried))
    return run_safety * after / before if before > 0 else run_safety


def _above_median(outlook: Outlook, weeks: float) -> float:
    return _sum(outlook, _HIGH, weeks) - _sum(outlook, _MIDDLE, weeks)


def balance(outlook: Outlook, stock: float, weeks: int, safety: float) -> Range:
    """Units above (+) or under (−) the demand of `weeks` weeks and the safety stock. p10: if much is sold, p90: if little is."""
    sold = demand(outlook, weeks)
    return Range(p10=stock - sold.p90 - safety, p50=stock - sold.p50 - safety, p90=stock - sold.p10 - safety)


def burn_down(outlook: Outlook, as_of: date, on_hand: float, inbound: float = 0.0) -> pd.DataFrame:
    """day, p10, p50, p90: units left of what is on hand; with_inbound: the median if what is inbound were here. From as_of, by week."""
    days = [as_of + timedelta(days=_DAYS * week) for week in range(outlook.weeks + 1)]
    low, middle, high = (_sums(outlook, share) for share in QUANTILES)
    left = {"p10": on_hand - high, "p50": on_hand - middle, "p90": on_hand - low, "with_inbound": on_hand + inbound - middle}
    return pd.DataFrame({"day": days} | {name: np.maximum(0.0, units) for name, units in left.items()})


def sold_out_on(outlook: Outlook, as_of: date, stock: float) -> Range:
    """The day on which a stock is gone. p10: the early day (much is sold), p90: the late one."""
    early, usual, late = (_day(_sums(outlook, share), as_of, stock) for share in (_HIGH, _MIDDLE, _LOW))
    return Range(p10=early, p50=usual, p90=late)


def _sums(outlook: Outlook, share: float) -> np.ndarray:
    """(H + 1,) units sold within 0, 1, … H weeks."""
    return np.concatenate([[0.0], outlook.cumulative[0, :, outlook.at(share)]])


def _sum(outlook: Outlook, share: float, weeks: float) -> float:
    return float(np.interp(weeks, np.arange(outlook.weeks + 1), _sums(outlook, share)))


def _day(sums: np.ndarray, as_of: date, stock: float) -> date | None:
    reached = np.flatnonzero(sums >= stock)
    if stock <= 0 or not len(reached):
        return as_of if stock <= 0 else None
    week = int(reached[0])
    before, after = sums[week - 1], sums[week]
    return as_of + timedelta(days=int(np.ceil(_DAYS * (week - 1 + (stock - before) / (after - before)))))
