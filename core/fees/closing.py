"""Closing fee: a fixed amount for every media unit sold (books, music, video, games), on top of the referral fee.

Data: data/fees/<marketplace>/closing.csv. Other categories pay nothing.
"""

import numpy as np
import pandas as pd

from core.fees.categories import referral_category
from core.fees.charge import Charge, Sum, answer
from core.fees.items import Item, Lot
from core.fees.schedule import RateBook


def closing(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Closing fee of one unit on a day by `category`; 0 for what is not media."""
    return answer("closing", items, on, book, _closing)


def _closing(lot: Lot) -> Sum:
    table, all_rates = lot.table("closing"), lot.table("referral")
    category, default = referral_category(lot, tuple(all_rates.rows["category"].unique()))
    row = table.grid(("category",)).find(lot.day, category)
    media = np.array([*(value in set(table.rows["category"]) for value in category.values), False])[category.codes]
    charge = np.where(media, table.number("amount")[row], 0.0)
    return Sum(charge=charge, rates={"closing": (table, row)}, assumption=("category_default", default))
