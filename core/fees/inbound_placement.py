"""Inbound placement: what a received unit costs when the seller ships to few locations and Amazon spreads the stock.

Formula: an amount per unit by placement, size tier and weight; Amazon-optimized placement (five or more locations) costs nothing.
Until 2025-02-19 the official table gives a range by region, of which the top is used; from 2026 on one site's estimate.
Data: data/fees/<marketplace>/inbound_placement.csv. Example: minimal splits, small standard, March 2024: 0.30.
"""

import numpy as np
import pandas as pd

from core.fees import size_tier
from core.fees.charge import Charge, Sum, answer
from core.fees.grid import WEIGHT, Words
from core.fees.items import Item, Lot
from core.fees.schedule import RateBook

PLACEMENTS = ("minimal_splits", "partial_splits", "amazon_optimized")


def inbound_placement(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Fee on one unit received on a day. Reads placement (one of PLACEMENTS), size_tier (or sides and weight), weight_lb."""
    return answer("inbound_placement", items, on, book, _inbound_placement)


def _inbound_placement(lot: Lot) -> Sum:
    table, tier, weight = lot.table("inbound_placement"), size_tier.tier_of(lot), size_tier.billable_weight(lot)
    chosen = lot.words("placement").recode({name: i for i, name in enumerate(PLACEMENTS)})
    spread = chosen == PLACEMENTS.index("amazon_optimized")
    grid = table.grid(("placement", "size_tier"), (WEIGHT,))
    row = grid.find(lot.day, Words(np.where(spread, 0, chosen), PLACEMENTS), tier, weight)
    amount = table.number("amount")[row]
    return Sum(
        charge=np.where(spread, amount * 0, amount),
        rates={"inbound_placement": (table, row)},
        why=(("placement_unknown", chosen < 0), *size_tier.why_no_size(lot), ("weight_unknown", np.isnan(weight))),
        numbers={"size_tier": tier.texts(), "weight": weight, "amount": amount},
    )
