"""FBA Grade and Resell: what Amazon takes to grade a customer return and list it again as used.

Formula: a fee per relisted unit by size group; nothing where the unit is graded unsellable. Its resale then pays the ordinary referral
and fulfilment fees. Only customer returns can be graded. Bulky tiers are read as small or medium oversize, extra-large ones as large.
Data: data/fees/<marketplace>/grade_and_resell.csv. Example: 28.50 - 1.80 - 5.80 - 4.28 = 16.62 (Amazon help UA6RV6UA4DR2MFK).
"""

import numpy as np
import pandas as pd

from core.fees import size_tier
from core.fees.charge import Charge, Sum, answer
from core.fees.items import Item, Lot
from core.fees.schedule import RateBook


def grade_and_resell(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Grading fee of one relisted unit. Reads size_tier (or sides and weight), graded_unsellable (yes: no fee)."""
    return answer("grade_and_resell", items, on, book, _grade_and_resell)


def _grade_and_resell(lot: Lot) -> Sum:
    table, group = lot.table("grade_and_resell"), size_tier.grade_class(lot)
    row = table.grid(("grade_class",)).find(lot.day, group)
    amount = table.number("amount")[row]
    return Sum(
        charge=np.where(lot.flag("graded_unsellable") == 1, amount * 0, amount),
        rates={"grade_and_resell": (table, row)},
        why=(*size_tier.why_no_size(lot), ("size_tier_unknown", size_tier.tier_of(lot).codes < 0)),
        numbers={"size_tier": size_tier.tier_of(lot).texts(), "amount": amount},
    )


def resale_net(*, used_price: float, processing_fee: float, fulfilment_fee: float, referral_fee: float) -> float:
    """What the resale of one graded unit leaves."""
    return used_price - processing_fee - fulfilment_fee - referral_fee
