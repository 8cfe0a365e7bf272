"""FBA Liquidations: what one unit brings when Amazon sells it to a wholesaler, after its fees. Money in: the charge is positive then.

Formula: net = average selling price x recovered share x (1 - referral share) - processing fee by weight. It can be negative.
Recovered share: 5 to 10 % in the US; low, high or the middle (default), or the seller's own experience in `recovery_share`.
The money comes 60 to 90 days later; storage and surcharge stop when the order is placed, which cannot be cancelled.
Not possible for dangerous goods and jewelry. Data: data/fees/<marketplace>/liquidation.csv.
Example: US 2026, price 20.00, 0.8 lb: 20 x 0.075 x 0.85 - 0.30 = 0.975.
"""

from typing import Literal

import numpy as np
import pandas as pd

from core.errors import InputError
from core.fees import categories, size_tier
from core.fees.charge import Charge, Sum, answer
from core.fees.grid import WEIGHT
from core.fees.items import Item, Lot
from core.fees.removal import Rounding, handling_class, stepped
from core.fees.schedule import RateBook

Recovery = Literal["low", "mid", "high"]
_WEIGHT_OF_HIGH = {"low": 0.0, "mid": 0.5, "high": 1.0}


def liquidation(
    items: Item, on: object = None, *, recovery: Recovery = "mid", rounding: Rounding = "prorate", book: RateBook | None = None
) -> pd.DataFrame | Charge:
    """Net proceeds of one unit, order placed on `on`.

    Reads price (average selling price), weight_lb, size_class or size_tier (or the sides), recovery_share (0..1, own experience),
    product_class or category. Parts: gross, referral_fee, processing_fee, net_low, net_high, cash_days (days until the money, mid).
    """
    if recovery not in _WEIGHT_OF_HIGH:
        raise InputError("recovery_unknown", came=str(recovery))
    return answer("liquidation", items, on, book, lambda lot: _liquidation(lot, _WEIGHT_OF_HIGH[recovery], rounding))


def _liquidation(lot: Lot, high: float, rounding: Rounding) -> Sum:
    table, price, weight = lot.table("liquidation"), lot.positive("price"), np.round(lot.weight(), 6)
    rates = {name: (table, _row(lot, table, name)) for name in ("recovery_low", "recovery_high", "referral_fee")}
    row = table.grid(("size_class",), (WEIGHT,), component="processing_fee").find(lot.day, handling_class(lot), weight)
    fee = stepped(table, row, weight, rounding)
    low, top, referral = (table.number("amount")[line] for _, line in rates.values())
    own = lot.number("recovery_share")
    share = np.where(np.isnan(own), low + (top - low) * high, own)
    net = lambda part: price * part * (1 - referral) - fee  # noqa: E731
    banned = (categories.product_class(lot).codes == 2) | categories.is_kind(lot, "jewelry")
    used = {name: (table, np.where(np.isnan(own) | (name == "referral_fee"), line, -1)) for name, (_, line) in rates.items()}
    return Sum(
        charge=np.where(banned | (categories.product_class(lot).codes < 0), np.nan, net(share)),
        rates={"processing_fee": (table, row)} | used,
        why=(
            ("not_liquidable", banned),
            categories.why_no_class(lot),
            ("price_unknown", np.isnan(price)),
            *size_tier.why_no_size(lot),
            ("weight_unknown", np.isnan(weight)),
        ),
        parts={"gross": price * share, "referral_fee": price * share * referral, "processing_fee": fee}
        | {"net_low": net(low), "net_high": net(top), "cash_days": _cash_days(lot, table)},
        numbers={"price": price, "recovery_share": share, "referral_share": referral, "processing_fee": fee},
    )


def _row(lot, table, component) -> np.ndarray:
    return table.grid(component=component).find(lot.day)


def _cash_days(lot, table) -> np.ndarray:
    return np.mean([table.number("amount")[_row(lot, table, f"payout_days_{end}")] for end in ("low", "high")], axis=0)
