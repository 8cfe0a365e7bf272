"""Storage overage: what was due, until the end of June 2024, for volume above the storage limit. Abolished: today it is 0.

Formula: (used - limit) x rate per month / days in the month x days over. Amazon rounded the daily rate to cents in its example.
Data: data/fees/<marketplace>/storage_overage.csv. Example: 100 ft3 over for a day of September 2023: 100 x 0.33 = 33.00 (GV8JEETWV9Q33CMX).
"""

import numpy as np
import pandas as pd

from core.fees.charge import Charge, Sum, answer
from core.fees.coupon import or_else
from core.fees.items import Item, Lot, days_in_month
from core.fees.schedule import RateBook


def storage_overage(
    items: Item, on: object = None, *, round_daily_rate: bool = False, book: RateBook | None = None
) -> pd.DataFrame | Charge:
    """Overage of one size class. Reads used_ft3, limit_ft3 (cubic feet), days_over (left out: the whole month of `on`), days_in_month
    (left out: of `on`), rate_per_ft3_month (left out: the schedule's). Once the fee is abolished no rate of one's own brings it back."""
    return answer("storage_overage", items, on, book, lambda lot: _storage_overage(lot, round_daily_rate))


def _storage_overage(lot: Lot, round_daily_rate: bool) -> Sum:
    table, over = lot.table("storage_overage"), lot.number("used_ft3") - lot.number("limit_ft3")
    row = table.grid().find(lot.day)
    length = or_else(lot.number("days_in_month"), days_in_month(lot.day))
    days = or_else(lot.number("days_over"), length)
    scheduled = table.number("amount")[row]
    rate = np.where(scheduled == 0, 0.0, or_else(lot.number("rate_per_ft3_month"), scheduled))
    return Sum(
        charge=overage(over_ft3=over, rate=rate, days_in_month=length, days_over=days, round_daily_rate=round_daily_rate),
        rates={"storage_overage": (table, row)},
        why=(("volume_unknown", np.isnan(over)),),
        numbers={"over_ft3": over, "rate": rate, "days_over": days},
    )


def overage(*, over_ft3: float, rate: float, days_in_month: float, days_over: float, round_daily_rate: bool = False) -> float:
    """Money for volume above the limit; nothing for volume below it."""
    daily = np.round(rate / days_in_month, 2) if round_daily_rate else rate / days_in_month
    return np.maximum(over_ft3, 0) * daily * days_over
