"""Disposal: what a unit costs to be destroyed or recycled. Same table, same rule and same dispute about rounding as removal.

Data: data/fees/<marketplace>/removal.csv. Example: 0.4 lb standard, February 2026: 0.84.
"""

import pandas as pd

from core.fees.charge import Charge, answer
from core.fees.items import Item
from core.fees.removal import Rounding, by_weight
from core.fees.schedule import RateBook


def disposal(items: Item, on: object = None, *, rounding: Rounding = "prorate", book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Fee to dispose of one unit, order created on `on`. Reads what `removal` reads."""
    return answer("disposal", items, on, book, lambda lot: by_weight(lot, "disposal", rounding), schedule="removal")
