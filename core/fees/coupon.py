"""Coupon: what one coupon costs its seller on top of the discount itself.

Formula: since 2025-06-02 a fixed fee per coupon plus a share of the coupon's sales, capped per coupon for those created since 2025-11-05;
before, an amount per redemption. The schedule is that of the day the coupon was created. Charges are per coupon, not per unit.
Data: data/fees/<marketplace>/coupon.csv. Example: July 2025, sales 4200: 5 + 2.5 % x 4200 = 110.
"""

import numpy as np
import pandas as pd

from core.fees.charge import Charge, Sum, answer
from core.fees.items import Item, Lot
from core.fees.schedule import RateBook, Table


def coupon(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Fee of a coupon created on `on`.

    Reads coupon_sales (money sold under it; left out: price x units), redemptions (before 2025-06-02; left out: units),
    discount_share (0..1; outside what Amazon allows the fee is unknown). Parts: fixed, variable (or per_redemption).
    """
    return answer("coupon", items, on, book, _coupon)


def _coupon(lot: Lot) -> Sum:
    table = lot.table("coupon")
    rows = {name: component_row(table, name, lot.day) for name in ("fixed_fee", "variable_fee", "fee_per_redemption")}
    sales = or_else(lot.number("coupon_sales"), lot.number("price") * lot.number("units"))
    each = or_else(lot.number("redemptions"), lot.number("units")) * table.number("amount")[rows["fee_per_redemption"]]
    variable = capped(table, rows["variable_fee"], sales)
    old = rows["fee_per_redemption"] >= 0
    refused = _refused(lot, table)
    return Sum(
        charge=np.where(refused, np.nan, np.where(old, each, table.number("amount")[rows["fixed_fee"]] + variable)),
        rates={("coupon" if name == "fixed_fee" else name): (table, row) for name, row in _main_first(rows).items()},
        why=(
            ("discount_outside_limits", refused),
            ("redemptions_unknown", old & np.isnan(each)),
            ("coupon_sales_unknown", ~old & np.isnan(sales)),
        ),
        parts={"fixed": table.number("amount")[rows["fixed_fee"]], "variable": variable, "per_redemption": each},
        numbers={"coupon_sales": sales, "redemptions": lot.number("redemptions")},
    )


def _main_first(rows: dict) -> dict:
    """The rows with the one in force at the head, for date and source."""
    return dict(sorted(rows.items(), key=lambda pair: -int((pair[1] >= 0).any())))


def _refused(lot: Lot, table: Table) -> np.ndarray:
    asked = lot.number("discount_share")
    least, most = (table.number("amount")[component_row(table, name, lot.day)] for name in ("min_discount", "max_discount"))
    return (asked < least) | (asked > most)


def component_row(table: Table, component: str, day: np.ndarray, **where: str) -> np.ndarray:
    """The row of a component in force on each day, -1 where there is none."""
    return table.grid(component=component, **where).find(day)


def capped(table: Table, row: np.ndarray, sales: np.ndarray) -> np.ndarray:
    """The share of sales that a row takes, at most its cap."""
    return np.fmin(table.number("amount")[row] * sales, np.where(np.isnan(sales), np.nan, table.number("cap")[row]))


def or_else(given: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(given), other, given)


def break_even_price(old_fee_per_redemption: float, new_variable_share: float) -> float:
    """Price above which a share of sales costs more than a fee per redemption: 0.60 / 0.025 = 24; inf where the share is 0."""
    return old_fee_per_redemption / new_variable_share if new_variable_share else float("inf")
