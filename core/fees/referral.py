"""Referral fee: Amazon's commission on a sale.

Formula: rate x total sales price (item + shipping + gift wrap), at least min_fee. How bands of price work is the row's `mode`:
flat: one rate; marginal: each part of the price at its own rate; whole_price: the whole price at the rate of its band (a cliff);
marginal_above_previous: the top of the band before at its rate, the rest at this one.
So in every band fee = intercept + rate x price. Prices are compared to the cent, the upper end belongs to the band.
Data: data/fees/<marketplace>/referral.csv. Example: US grocery at 15.00 pays 1.20, at 15.01 pays 2.25.
"""

import numpy as np
import pandas as pd

from core.fees.categories import referral_category
from core.fees.charge import Charge, Sum, answer
from core.fees.grid import Band
from core.fees.items import Item, Lot
from core.fees.schedule import RateBook, Table

PRICE = Band("price", 100, low_open=True)


def referral(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Referral fee of one unit at its `price` on a day; reads category (default "Everything else", then assumption category_default)."""
    return answer("referral", items, on, book, _referral)


def _referral(lot: Lot) -> Sum:
    table = lot.table("referral")
    price = lot.number("price")
    grid = table.grid(("category",), (PRICE,))
    category, default = referral_category(lot, tuple(grid.keys["category"]))
    row = grid.find(lot.day, category, price)
    rate, minimum = table.number("rate")[row], table.number("min_fee")[row]
    fee = np.maximum(table.once("intercept", lambda: _intercepts(table))[row] + rate * price, minimum)
    return Sum(
        charge=np.where(price >= 0, fee, np.nan),
        rates={"referral": (table, row)},
        why=(("price_unknown", np.isnan(price)), ("price_negative", price < 0)),
        numbers={"price": price, "rate": rate, "min_fee": minimum, "category": category.texts()},
        assumption=("category_default", default),
    )


def _intercepts(table: Table) -> np.ndarray:
    """Fixed part of each row's fee, so that fee = fixed part + rate x price within the band; NaN for the missing row."""
    rows = table.rows
    fixed = np.zeros(len(rows) + 1)
    for _, tiers in rows.groupby(["layer", "category", "from_day"]):
        due, previous = 0.0, None
        for row in tiers.sort_values("tier_no").itertuples():
            low, rate = np.nan_to_num(row.price_min), row.rate
            if row.mode == "marginal":
                fixed[row.Index] = due - rate * low
                due += rate * (row.price_max - low)
            elif row.mode == "marginal_above_previous":
                fixed[row.Index] = (previous.rate - rate) * low
            previous = row
    fixed[-1] = np.nan
    return fixed
