"""Returns processing: what a returned unit costs.

Formula: apparel and shoes pay on every return, an amount by size tier and weight. Other products pay on returns above the threshold of
their category, and not at all when fewer than 25 units were shipped in the month; what they pay above it is not known.
Data: data/fees/<marketplace>/returns_processing.csv (amounts of low trust).
"""

import numpy as np
import pandas as pd

from core.fees import categories, size_tier
from core.fees.charge import Charge, Sum, answer
from core.fees.grid import WEIGHT, Words
from core.fees.items import Item, Lot
from core.fees.schedule import RateBook, Table

FEWEST_UNITS = 25  # note of the threshold rows: fewer units shipped in the month are exempt


def returns_processing(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Fee on one returned unit on a day.

    Reads category, product_class, return_rate (share of the month's units that came back), units_shipped (in that month),
    size_tier (or sides and weight), weight_lb.
    """
    return answer("returns_processing", items, on, book, _returns_processing)


def _returns_processing(lot: Lot) -> Sum:
    table, weight = lot.table("returns_processing"), size_tier.billable_weight(lot)
    always = (categories.product_class(lot).codes == 1) | categories.is_kind(lot, "shoes")
    tier = size_tier.tier_of(lot)
    fee_row = table.grid(("size_tier",), (WEIGHT,), component="fee").find(lot.day, tier, weight)
    limit_row = table.grid(("category",), component="return_rate_threshold").find(lot.day, _threshold_category(lot, table))
    rate, few = lot.number("return_rate"), lot.number("units_shipped") < FEWEST_UNITS
    free = ~always & (few | (rate <= table.number("amount")[limit_row])) & (limit_row >= 0)
    return Sum(
        charge=np.where(always, table.number("amount")[fee_row], np.where(free, 0.0, np.nan)),
        rates={"returns_processing": (table, np.where(always, fee_row, limit_row))},
        why=(
            *((code, always & holds) for code, holds in size_tier.why_no_size(lot)),
            ("weight_unknown", always & np.isnan(weight)),
            ("return_rate_unknown", ~always & np.isnan(rate) & (limit_row >= 0)),
        ),
        numbers={"size_tier": tier.texts(), "weight": weight, "return_rate": rate, "threshold": table.number("amount")[limit_row]},
    )


def _threshold_category(lot: Lot, table: Table) -> Words:
    """Each item's category by the name that the thresholds have for it."""
    known = table.rows.loc[table.rows["component"] == "return_rate_threshold", "category"].unique()
    same = lambda name: categories.listed(categories.plain(name), lot.marketplace)  # noqa: E731
    by_referral, given = {same(name): name for name in known}, lot.words("category")
    return Words(given.codes, tuple(by_referral.get(same(value), "") for value in given.values))
