"""Donation: what it costs to give a unit away through FBA Donations instead of disposing of it.

Formula: the programme's own fee plus the disposal fee. Whether the disposal fee is still due on donated units was not confirmed, so it is
counted, and the charge is marked as an assumption (donation_as_disposal). Data: data/fees/<marketplace>/donation.csv and removal.csv.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.fees.charge import Charge, Sum, answer, no_rates
from core.fees.items import Item, Lot
from core.fees.removal import Rounding, by_weight
from core.fees.schedule import RateBook


def donation(items: Item, on: object = None, *, rounding: Rounding = "prorate", book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Cost to donate one unit on a day. Reads what `removal` reads. Parts: programme, disposal."""
    return answer("donation", items, on, book, lambda lot: _donation(lot, rounding))


def _donation(lot: Lot, rounding: Rounding) -> Sum:
    if lot.table("removal") is None:
        return no_rates(lot)
    table, disposal = lot.table("donation"), by_weight(lot, "disposal", rounding)
    row = table.grid().find(lot.day)
    fee = table.number("amount")[row]
    return replace(
        disposal,
        charge=disposal.charge + fee,
        rates={**disposal.rates, "donation": (table, row)},
        parts={"programme": fee, "disposal": disposal.charge},
        assumption=("donation_as_disposal", np.ones(1, bool)),
    )
