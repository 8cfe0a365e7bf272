"""What a slow SKU could be sold with: what buyers already put into one order with it, and the stars of its category.

    support = orders with both / all orders           confidence = orders with both / orders with the slow one
    attach  = orders with both / orders with the star lift = support / (share of the slow one · share of the star); 1: mere chance

Fewer than `least` orders with both prove nothing: such pairs have no lift. Who is best is decided by money (bundles.py), not by lift.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from core.workspace import Workspace, sql

DAYS = 365
TOGETHER, CATEGORY = "together", "category"
_MOST = {TOGETHER: 5, CATEGORY: 3}
_FACTS = (
    *("sku", "title", "category", "price", "landed_cost", "fulfilment_offset"),
    *("size_tier", "longest_in", "median_in", "shortest_in", "weight_lb", "unit_ft3", "on_hand"),
)
COLUMNS = (*_FACTS, "weekly", "evidence", "together", "support", "confidence", "attach", "lift")


def bought_together(ws: Workspace, marketplace: str, sku: str, as_of: date, days: int = DAYS) -> pd.DataFrame:
    """partner, together, partner_orders, own_orders, orders, own_units, own_pairs (its query says of what); the SKU itself: two pieces or
    more."""
    return ws.frame(sql("clearance/bought_together"), marketplace=marketplace, sku=sku, as_of=as_of, days=days)


def measured(pairs: pd.DataFrame, least: int) -> pd.DataFrame:
    """The same with support, confidence, attach and lift; lift NaN under `least` orders with both."""
    both, orders = pairs["together"].astype(float), pairs["orders"].astype(float)
    lift = both * orders / (pairs["own_orders"] * pairs["partner_orders"])
    return pairs.assign(
        support=both / orders, confidence=both / pairs["own_orders"], attach=both / pairs["partner_orders"], lift=lift.where(both >= least)
    )


def partners(pairs: pd.DataFrame, positions: pd.DataFrame, slow: Mapping, least: int) -> pd.DataFrame:
    """Candidates for one slow SKU, a row each: COLUMNS. Those bought together at least `least` times, then the stars of its category: who
    sells most a week in money, and more pieces than the slow one.

    pairs: as bought_together; positions: rows of a run (core.results.risk_table); slow: the row of the slow SKU among them.
    weekly: units the candidate sells in a week.
    """
    others = _faster(positions, slow)
    found = measured(pairs[pairs["together"] >= least], least).rename(columns={"partner": "sku"})
    counted = others.merge(found, on="sku", how="inner").assign(evidence=TOGETHER)
    counted = counted.sort_values(["together", "sku"], ascending=[False, True]).head(_MOST[TOGETHER])
    stars = others[(others["category"] == slow["category"]) & ~others["sku"].isin(counted["sku"])]
    stars = stars.assign(evidence=CATEGORY, money=stars["weekly"] * stars["price"]).sort_values(["money", "sku"], ascending=[False, True])
    return pd.concat([counted, stars.head(_MOST[CATEGORY])], ignore_index=True).reindex(columns=list(COLUMNS))


def _faster(positions: pd.DataFrame, slow: Mapping) -> pd.DataFrame:
    """The other SKUs of the marketplace with a price that sell more pieces a week than the slow one."""
    same = positions[(positions["marketplace"] == slow["marketplace"]) & (positions["sku"] != slow["sku"])]
    rows = same.reindex(columns=list(_FACTS)).assign(weekly=weekly_of(same))
    pace = weekly_of(pd.DataFrame([dict(slow)])).iloc[0]
    return rows[(rows["price"] > 0) & (rows["weekly"] > np.nan_to_num(pace))].reset_index(drop=True)


def weekly_of(positions: pd.DataFrame) -> pd.Series:
    """Units a week: as forecast for the next 13 weeks, else as sold lately; NaN unknown."""
    ahead, pace = (
        pd.to_numeric(positions[name]) if name in positions else pd.Series(np.nan, index=positions.index)
        for name in ("demand_13", "velocity")
    )
    return (ahead / 13.0).fillna(pace * 7.0).astype(float)


@dataclass(frozen=True, kw_only=True)
class Habit:
    """How a SKU is bought without any offer, of one unit sold: alone, buyers of one piece; pairs, twos that orders of more hold."""

    alone: float = 1.0
    pairs: float = 0.0


def habit(pairs: pd.DataFrame, sku: str, least: int) -> Habit:
    """Of past orders; `least` orders of one piece stand beside them, so that few orders tell little."""
    own = pairs[pairs["partner"] == sku]
    if own.empty:  # never two
        return Habit()
    orders, together, units, twos = (float(own[name].iloc[0]) for name in ("own_orders", "together", "own_units", "own_pairs"))
    return Habit(alone=(orders - together + least) / (units + least), pairs=twos / (units + least))


def two_at_once(pairs: pd.DataFrame, sku: str) -> float:
    """Share of the SKU's own orders that took two pieces or more; NaN where it has no orders."""
    own = pairs[pairs["partner"] == sku]
    if len(own):
        return float(own["together"].iloc[0] / own["own_orders"].iloc[0])
    return 0.0 if len(pairs) else float("nan")
