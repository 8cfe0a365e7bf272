"""When one colour is cut, what do its siblings lose? Estimated from the weeks in which siblings had different prices; else it is unknown.

    log of a sibling's expected weekly units = level + trend + cross x log(price of the cut one / usual) - own x log(own price / usual)

cross > 0: a cheaper colour takes sales from the other. Each sibling's estimate is shrunk to what the others of the family say, and those
to _PRIOR_MEAN (an assumption: siblings take a little from each other). Poisson regression as in clearance/price_response.py.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from core.clearance import elasticity
from core.clearance.pooling import shrunk
from core.clearance.price_response import LEAST_SEEN, Weeks, moves, weeks_of
from core.workspace import Workspace, sql

_PRIOR_MEAN, _PRIOR_SD = 0.2, 0.4
_LEAST_MOVE, _LEAST_WEEKS = 0.05, 3
_Z = 1.2816
_STEPS = 25


@dataclass(frozen=True, kw_only=True, eq=False)
class Siblings:
    """rows: sku, title, weekly (units now), cross with cross_low, cross_high, lost with lost_low, lost_high (units a week at that cut).
    reason: why there are none (no_siblings, no_moves, few_weeks), else None."""

    rows: pd.DataFrame
    reason: str | None
    cut_share: float


def siblings(ws: Workspace, marketplace: str, sku: str, as_of: date, cut_share: float = 0.2) -> Siblings:
    """What the siblings of one SKU lose a week when it is cut by a share of its price."""
    family = ws.frame(sql("market/sibling"), marketplace=marketplace, sku=sku)
    others = family[family["sku"] != sku]
    if others.empty:
        return Siblings(rows=pd.DataFrame(), reason="no_siblings", cut_share=cut_share)
    weeks = weeks_of(elasticity.price_weeks(ws, as_of).query("marketplace == @marketplace"))
    at = {name: place for place, name in enumerate(weeks.keys["sku"])}
    pairs = [(at[sku], at[name]) for name in others["sku"] if sku in at and name in at]
    if not pairs:
        return Siblings(rows=pd.DataFrame(), reason="few_weeks", cut_share=cut_share)
    if moves(weeks, _LEAST_MOVE)[at[sku]] < _LEAST_WEEKS:
        return Siblings(rows=pd.DataFrame(), reason="no_moves", cut_share=cut_share)
    found = np.array([cross(weeks, cut, other) for cut, other in pairs])
    if np.isnan(found[:, 0]).all():
        return Siblings(rows=pd.DataFrame(), reason="few_weeks", cut_share=cut_share)
    mean, sd, _ = shrunk(found[:, 0], found[:, 1] ** 2, np.zeros(len(found), int), _PRIOR_MEAN, _PRIOR_SD)
    return Siblings(rows=_told(weeks, pairs, others, mean, sd, cut_share), reason=None, cut_share=cut_share)


def cross(weeks: Weeks, cut: int, other: int) -> tuple[float, float]:
    """(cross, its standard error) of one pair of rows; NaN with fewer than 12 weeks in common or a price that never moved."""
    known = weeks.known[cut] & weeks.known[other]
    prices = [np.log(weeks.price[one] / weeks.usual[one]) for one in (cut, other)]
    if known.sum() < LEAST_SEEN or np.ptp(prices[0][known]) < _LEAST_MOVE:
        return np.nan, np.nan
    trend = np.linspace(-1, 1, known.shape[0])
    design = np.column_stack([np.ones(known.sum()), trend[known], prices[0][known]])
    if np.ptp(prices[1][known]) >= _LEAST_MOVE:
        design = np.column_stack([design, prices[1][known]])
    return _poisson(design, weeks.units[other][known], weeks.exposure[other][known])


def _poisson(design: np.ndarray, units: np.ndarray, exposure: np.ndarray) -> tuple[float, float]:
    """(coefficient of the third column, its error with the dispersion that the weeks show)."""
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(max(units.sum(), 0.5) / exposure.sum())
    for _ in range(_STEPS):
        mean = exposure * np.exp(np.clip(design @ beta, -20, 20))
        weight = design.T @ (design * mean[:, None]) + 1e-6 * np.eye(len(beta))
        beta = beta + np.clip(np.linalg.solve(weight, design.T @ (units - mean)), -1, 1)
    mean = exposure * np.exp(np.clip(design @ beta, -20, 20))
    spread = max(1.0, float(((units - mean) ** 2 / np.maximum(mean, 1e-9)).sum() / max(1, len(units) - len(beta))))
    weight = design.T @ (design * mean[:, None]) + 1e-6 * np.eye(len(beta))
    return float(beta[2]), float(np.sqrt(spread * np.linalg.inv(weight)[2, 2]))


def _told(weeks: Weeks, pairs: list, others: pd.DataFrame, mean: np.ndarray, sd: np.ndarray, cut_share: float) -> pd.DataFrame:
    names = [weeks.keys["sku"].iloc[other] for _, other in pairs]
    weekly = np.array([np.nanmean(weeks.units[other][-8:]) for _, other in pairs])
    lost = [weekly * (1 - (1 - cut_share) ** (mean + z * sd)) for z in (0.0, -_Z, _Z)]
    return pd.DataFrame({
        "sku": names, "title": others.set_index("sku")["title"].reindex(names).to_numpy(), "weekly": weekly,
        "cross": mean, "cross_low": mean - _Z * sd, "cross_high": mean + _Z * sd,
        "lost": lost[0], "lost_low": lost[1], "lost_high": lost[2],
    })  # fmt: skip
