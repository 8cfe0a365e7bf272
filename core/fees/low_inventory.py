"""Low-inventory-level fee (US) and low-inventory cost coverage (UK, DE): added to each unit shipped while stock runs thin.

Formula: historical days of supply = average daily sellable units / average daily shipped units, over 90 and over 30 days. Charged only
where both are below the top of the highest band (28 days); the greater of the two picks the band. No sales in a window: not charged.
Exempt: fewer than 20 units sold in the past 7 days, new Professional sellers for 365 days, New Selection for 180 days, 70 % or more
replenished from AWD, and since 2026-01-15 grocery (column low_inventory_exempt says so; grocery is seen from the category).
Data: data/fees/<marketplace>/low_inventory.csv.
Example: 19 units of 4 lb, 26.9 and 10.4 days, April 2024: 19 x 0.47 = 8.93 (Amazon help GV43F6S76Y9DHYRH).
"""

from datetime import date

import numpy as np
import pandas as pd

from core.fees import categories, size_tier
from core.fees.charge import Charge, Sum, answer
from core.fees.grid import SUPPLY, WEIGHT
from core.fees.items import Item, Lot, day_number
from core.fees.schedule import RateBook

GROCERY_EXEMPT_FROM = day_number(date(2026, 1, 15))


def low_inventory(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Fee on one unit shipped on a day.

    Reads days_of_supply_90, days_of_supply_30 (inf: nothing sold), low_inventory_exempt (yes/no), category,
    size_tier (or sides and weight), weight_lb. A tier that the schedule in force does not list pays nothing.
    """
    return answer("low_inventory", items, on, book, _low_inventory)


def _low_inventory(lot: Lot) -> Sum:
    table, tier, weight = lot.table("low_inventory"), size_tier.tier_of(lot), size_tier.billable_weight(lot)
    long, short = lot.number("days_of_supply_90"), lot.number("days_of_supply_30")
    top = table.rows["days_of_supply_max"].max()
    greater = np.maximum(long, short)
    row = table.grid(("size_tier",), (WEIGHT, SUPPLY)).find(lot.day, tier, weight, np.minimum(greater, top - 1e-6))
    enough = (long >= top) | (short >= top)
    charge = np.where(enough, np.nan, table.number("amount")[row])
    return Sum(
        charge=np.where(_in_force(table, lot.day) & (enough | _exempt(lot) | _unlisted(table, lot)), 0.0, charge),
        rates={"low_inventory": (table, row)},
        why=(*size_tier.why_no_size(lot), ("days_of_supply_unknown", np.isnan(greater)), ("weight_unknown", np.isnan(weight))),
        numbers={"size_tier": tier.texts(), "days_of_supply_90": long, "days_of_supply_30": short, "weight": weight},
    )


def _in_force(table, day) -> np.ndarray:
    """Whether any row of the schedule holds on a day."""
    spans = table.rows[["from_day", "to_day"]].drop_duplicates().to_numpy()
    return np.logical_or.reduce([(start <= day) & (day <= end) for start, end in spans])


def _unlisted(table, lot) -> np.ndarray:
    """Items whose tier, though known, has no row in the schedule of the day."""
    tier = size_tier.tier_of(lot)
    found = np.zeros(lot.size, bool)
    for name, start, end in table.rows[["size_tier", "from_day", "to_day"]].drop_duplicates().itertuples(index=False):
        found |= (tier.recode({name: 0}) == 0) & (start <= lot.day) & (lot.day <= end)
    return ~found & (size_tier.card_row(lot) >= 0)


def _exempt(lot: Lot) -> np.ndarray:
    grocery = categories.is_kind(lot, "grocery") & (lot.day >= GROCERY_EXEMPT_FROM) & (lot.marketplace == "US")
    return (lot.flag("low_inventory_exempt") == 1) | grocery


def historical_days_of_supply(avg_daily_sellable_units: float, avg_daily_shipped_units: float) -> float:
    """Days: 220.5 / 12.6 = 17.5 (Amazon help GV43F6S76Y9DHYRH); inf when nothing was shipped."""
    return avg_daily_sellable_units / avg_daily_shipped_units if avg_daily_shipped_units else float("inf")
