"""Lightning Deal and Best Deal: what one deal costs its seller on top of the discount itself.

Formula: since 2025-06-02 a fixed fee per day of the deal plus a share of its sales, capped per deal; before, a fixed fee per deal.
A Lightning Deal lasts one day. Fees of peak events are not known. Charges are per deal, not per unit.
Data: data/fees/<marketplace>/deal.csv. Example: Best Deal of 7 days, sales 10000: 7 x 70 + 1 % x 10000 = 590.
"""

from typing import Literal

import numpy as np
import pandas as pd

from core.errors import InputError
from core.fees.charge import Charge, Sum, answer
from core.fees.coupon import capped, component_row, or_else
from core.fees.items import Item, Lot
from core.fees.schedule import RateBook

Program = Literal["lightning_deal", "best_deal"]
LONGEST_DAYS = {"lightning_deal": 1, "best_deal": 14}


def deal(items: Item, on: object = None, *, program: Program = "lightning_deal", book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Fee of a deal that runs on `on`.

    Reads deal_sales (left out: price x units), deal_days (Best Deal: 1 to 14). Parts: fixed, variable.
    """
    if program not in LONGEST_DAYS:
        raise InputError("program_unknown", came=str(program), known=", ".join(LONGEST_DAYS))
    return answer("deal", items, on, book, lambda lot: _deal(lot, program))


def _deal(lot: Lot, program: Program) -> Sum:
    table = lot.table("deal")
    fixed_row, share_row = (component_row(table, name, lot.day, program=program) for name in ("fixed_fee", "variable_fee"))
    sales = or_else(lot.number("deal_sales"), lot.number("price") * lot.number("units"))
    days = np.ones(lot.size) if program == "lightning_deal" else lot.number("deal_days")
    daily = table.text("unit")[fixed_row] == "per day of deal"
    fixed = table.number("amount")[fixed_row] * np.where(daily, days, 1.0)
    variable = np.where(share_row >= 0, capped(table, share_row, sales), np.where(fixed_row >= 0, 0.0, np.nan))
    wrong = (days < 1) | (days > LONGEST_DAYS[program])
    return Sum(
        charge=np.where(wrong, np.nan, fixed + variable),
        rates={"deal": (table, fixed_row), "variable_fee": (table, share_row)},
        why=(
            ("deal_days_unknown", wrong | (daily & np.isnan(days))),
            ("no_rate_in_force", fixed_row < 0),
            ("deal_sales_unknown", np.isnan(sales)),
        ),
        parts={"fixed": fixed, "variable": variable},
        numbers={"deal_sales": sales, "deal_days": days},
    )
