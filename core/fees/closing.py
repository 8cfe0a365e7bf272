"""Closing fee: a fixed amount for every media unit sold (books, music, video, games), on top of the referral fee.

Data: data/fees/<marketplace>/closing.csv. Other categories pay nothing.
"""

import numpy as np
import pandas as pd

from core.fees.categories import referral_category
from core.fees.charge import Charge, Sum, answer
from core.fees.grid import Words
from core.fees.items import Item, Lot
from core.fees.schedule import RateBook


def closing(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Closing fee of one unit on a day by `category`; 0 for what is not media (the rate then only says that a schedule is in force)."""
    return answer("closing", items, on, book, _closing)


def _closing(lot: Lot) -> Sum:
    table, all_rates = lot.table("closing"), lot.table("referral")
    category, default = referral_category(lot, tuple(all_rates.rows["category"].unique()))
    row = table.grid(("category",)).find(lot.day, category)
    carried = tuple(table.rows["category"].unique())
    media = category.recode(dict.fromkeys(carried, 0)) == 0
    witness = table.grid(("category",)).find(lot.day, Words(np.zeros(lot.size, int), carried[:1]))
    amount = table.number("amount")[np.where(media, row, witness)]
    return Sum(
        charge=np.where(media, amount, amount * 0),
        rates={"closing": (table, np.where(media, row, witness))},
        numbers={"category": category.texts(), "amount": np.where(media, amount, amount * 0)},
        assumption=("category_default", default),
    )
