"""Removal: what a unit costs to be sent back to the seller.

Formula: amount of the size class and weight band, plus step_amount per step above step_from; the schedule is that of the day the order
is created. Rounding of the steps is disputed in the US and unstated elsewhere (rows with step_rounding `disputed`): an older help page
rounds weight up, Amazon's own Grade and Resell example prorates (3.35 lb in 2022: 1.51 + 0.63 x 1.35 = 2.36). Default: prorate, because
it reproduces a printed amount; `rounding="ceil"` is the cautious setting.
Data: data/fees/<marketplace>/removal.csv (disposal has the same rates).
"""

from typing import Literal

import numpy as np
import pandas as pd

from core.errors import InputError
from core.fees import size_tier
from core.fees.charge import Charge, Sum, answer
from core.fees.grid import WEIGHT, Words
from core.fees.items import Item, Lot
from core.fees.schedule import RateBook, Table

Rounding = Literal["prorate", "ceil"]


def removal(items: Item, on: object = None, *, rounding: Rounding = "prorate", book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Fee to have one unit returned, order created on `on`.

    Reads weight_lb, size_class or size_tier (or the sides), special_handling (yes: the oversize table).
    """
    return answer("removal", items, on, book, lambda lot: by_weight(lot, "removal", rounding))


def by_weight(lot: Lot, name: str, rounding: Rounding) -> Sum:
    """The removal table's amount for a lot, for the fees that share it."""
    table, weight = lot.table("removal"), np.round(lot.weight(), 6)
    row = table.grid(("size_class",), (WEIGHT,)).find(lot.day, handling_class(lot), weight)
    return Sum(
        charge=stepped(table, row, weight, rounding),
        rates={name: (table, row)},
        why=(*size_tier.why_no_size(lot), ("weight_unknown", np.isnan(weight))),
        numbers={"weight": weight, "amount": table.number("amount")[row], "step_amount": table.number("step_amount")[row],
                 "step_from": table.number("step_from")[row]},
    )  # fmt: skip


def handling_class(lot: Lot) -> Words:
    """standard or oversize; items that need special handling count as oversize."""
    of_class = size_tier.size_class(lot)
    return Words(np.where(lot.flag("special_handling") == 1, 1, of_class.codes), of_class.values)


def stepped(table: Table, row: np.ndarray, weight: np.ndarray, rounding: Rounding) -> np.ndarray:
    """amount + step_amount x steps above step_from; rounded up where the row says so, or where it is disputed and we are told to."""
    if rounding not in ("prorate", "ceil"):
        raise InputError("rounding_unknown", came=str(rounding))
    steps = np.maximum(np.round((weight - table.number("step_from")[row]) / table.number("step_size")[row], 6), 0)
    rule = table.text("step_rounding")[row]
    up = (rule == "ceil") | ((rule == "disputed") & (rounding == "ceil"))
    each = table.number("step_amount")[row]
    return table.number("amount")[row] + np.where(np.isnan(each), 0.0, each * np.where(up, np.ceil(steps), steps))
