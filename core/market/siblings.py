"""When one colour is cut, what do its siblings lose? Estimated from the weeks in which siblings had different prices; else it is unknown.

    log of a sibling's expected weekly units
        = season + level + trend + cross x log(price of the cut one / usual) - own x log(own price / usual)

cross > 0: a cheaper colour takes sales from the other. season: what the rest of the category sold that week, the family left out
(clearance/price_response.py). Each sibling's estimate is shrunk to what the others of the family say, and those to _PRIOR_MEAN (an
assumption: siblings take a little from each other). Poisson regression as in clearance/price_response.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from core.clearance import elasticity
from core.clearance.pooling import shrunk
from core.clearance.price_response import LEAST_SEEN, Weeks, moves, seasons, weeks_of
from core.workspace import Workspace, sql

LEAST_WEEKS = 3  # with a moved price
_PRIOR_MEAN, _PRIOR_SD = 0.2, 0.4
_LEAST_MOVE = 0.05
_Z = 1.2816
_STEPS = 25


@dataclass(frozen=True, kw_only=True, eq=False)
class Siblings:
    """rows: sku, title, weekly (units now), cross with its sd. weeks: of the family with the cut one away from its usual price.
    reason: why there are none (no_siblings, no_moves, few_weeks), else None; others: their SKUs, also when nothing can be told."""

    rows: pd.DataFrame
    reason: str | None
    others: tuple[str, ...] = ()
    weeks: int = 0

    def lost(self, shares: Sequence[float]) -> pd.DataFrame:
        """sku, title, weekly, lost with lost_low, lost_high: units (P10 to P90) over as many weeks as there are shares, each
        the share of its usual price that the cut one asks in a week."""
        logs = np.log(np.asarray(shares, float))
        bounds = {
            name: [row.weekly * float((1 - np.exp((row.cross + z * row.sd) * logs)).sum()) for row in self.rows.itertuples()]
            for name, z in (("lost", 0.0), ("lost_low", -_Z), ("lost_high", _Z))
        }
        return self.rows[["sku", "title", "weekly"]].assign(**bounds)


def siblings(ws: Workspace, marketplace: str, sku: str, as_of: date) -> Siblings:
    """How sales of the siblings of one SKU follow its price."""
    family = ws.frame(sql("market/sibling"), marketplace=marketplace, sku=sku)
    others = family[family["sku"] != sku]
    names = tuple(others["sku"])
    if others.empty:
        return Siblings(rows=pd.DataFrame(), reason="no_siblings")
    weeks = weeks_of(elasticity.price_weeks(ws, as_of).query("marketplace == @marketplace"))
    at = {name: place for place, name in enumerate(weeks.keys["sku"])}
    pairs = [(at[sku], at[name]) for name in names if sku in at and name in at]
    if not pairs:
        return Siblings(rows=pd.DataFrame(), reason="few_weeks", others=names)
    moved = int(moves(weeks, _LEAST_MOVE)[at[sku]])
    if moved < LEAST_WEEKS:
        return Siblings(rows=pd.DataFrame(), reason="no_moves", others=names, weeks=moved)
    season = seasons(_without(weeks, weeks.keys["sku"].isin(family["sku"]).to_numpy()), np.zeros(len(weeks.keys)))
    found = np.array([cross(weeks, season, cut, other) for cut, other in pairs])
    if np.isnan(found[:, 0]).all():
        return Siblings(rows=pd.DataFrame(), reason="few_weeks", others=names, weeks=moved)
    mean, sd, _ = shrunk(found[:, 0], found[:, 1] ** 2, np.zeros(len(found), int), _PRIOR_MEAN, _PRIOR_SD)
    return Siblings(rows=_told(weeks, pairs, others, mean, sd), reason=None, others=names, weeks=moved)


def _without(weeks: Weeks, family: np.ndarray) -> Weeks:
    """The same weeks in which the family says nothing: its own cuts are no season."""
    return replace(weeks, exposure=np.where(family[:, None], 0.0, weeks.exposure))


def cross(weeks: Weeks, season: np.ndarray, cut: int, other: int) -> tuple[float, float]:
    """(cross, its standard error) of one pair of rows; NaN with fewer than 12 weeks in common or a price that never moved. season: (N, T)
    what each week sells against a usual one."""
    known = weeks.known[cut] & weeks.known[other]
    prices = [np.log(weeks.price[one] / weeks.usual[one]) for one in (cut, other)]
    if known.sum() < LEAST_SEEN or np.ptp(prices[0][known]) < _LEAST_MOVE:
        return np.nan, np.nan
    trend = np.linspace(-1, 1, known.shape[0])
    design = np.column_stack([np.ones(known.sum()), trend[known], prices[0][known]])
    if np.ptp(prices[1][known]) >= _LEAST_MOVE:
        design = np.column_stack([design, prices[1][known]])
    return _poisson(design, weeks.units[other][known], (weeks.exposure * season)[other][known])


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


def _told(weeks: Weeks, pairs: list, others: pd.DataFrame, mean: np.ndarray, sd: np.ndarray) -> pd.DataFrame:
    names = [weeks.keys["sku"].iloc[other] for _, other in pairs]
    titles = others.set_index("sku")["title"].reindex(names).to_numpy()
    weekly = np.array([np.nanmean(weeks.units[other][-8:]) for _, other in pairs])
    return pd.DataFrame({"sku": names, "title": titles, "weekly": weekly, "cross": mean, "sd": sd})
