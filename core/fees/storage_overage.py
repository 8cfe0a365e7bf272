"""Storage overage: what was due, until the end of June 2024, for volume above the storage limit. Abolished: today it is 0.

Formula: (used - limit) x rate per month / days in the month x days over. Amazon rounded the daily rate to cents in its example.
Data: data/fees/<marketplace>/storage_overage.csv. Example: 100 ft3 over for a day of September 2023: 100 x 0.33 = 33.00 (GV8JEETWV9Q33CMX).
"""

import numpy as np
import pandas as pd

from core.fees.charge import Charge, Sum, answer
from core.fees.items import Item, Lot, days_in_month
from core.fees.schedule import RateBook


def storage_overage(
    items: Item, on: object = None, *, round_daily_rate: bool = False, book: RateBook | None = None
) -> pd.DataFrame | Charge:
    """Overage of one size class. Reads used_ft3, limit_ft3 (cubic feet), days_over (left out: the whole month of `on`)."""
    return answer("storage_overage", items, on, book, lambda lot: _storage_overage(lot, round_daily_rate))


def _storage_overage(lot: Lot, round_daily_rate: bool) -> Sum:
    table, over = lot.table("storage_overage"), np.maximum(lot.number("used_ft3") - lot.number("limit_ft3"), 0)
    row = table.grid().find(lot.day)
    length = days_in_month(lot.day)
    daily = table.number("amount")[row] / length
    days = np.where(np.isnan(lot.number("days_over")), length, lot.number("days_over"))
    return Sum(
        charge=over * (np.round(daily, 2) if round_daily_rate else daily) * days,
        rates={"storage_overage": (table, row)},
        why=(("volume_unknown", np.isnan(over)),),
        numbers={"over_ft3": over, "rate": table.number("amount")[row], "days_over": days},
    )
