"""The reference price along a ladder: Amazon's Was Price, the median price that customers paid in the last 90 days, without what they paid
in a limited-time deal; a coupon counts at the price paid.

A coupon or deal counts as a discount only below it, and after a clearance the full price is shown as the reference only once enough was
sold at it again. Whether Amazon's own median weighs every unit alike is not published; ours does. Sources: Amazon help GQ6B6RH72AX8D2TD
(median of 90 days, deals left out); Amazon's reminder of 30 October 2025 (coupons and price discounts are in it).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.clearance.promotion import CUTS, DEALS, Promotion

WINDOW = 13  # weeks: 90 days


@dataclass(frozen=True, kw_only=True)
class Reference:
    """was (T,): the reference price at the start of each week; back_after: weeks of selling at the full price again, once the plan is over,
    until the reference is the full price; None if it never left it; no_discount: the weeks whose coupon or deal is not under it."""

    was: np.ndarray
    back_after: int | None
    no_discount: tuple[int, ...] = ()


def reference(prices: np.ndarray, units: np.ndarray, full: float, pace: float, used: Sequence[Promotion | None] = ()) -> Reference:
    """prices, units (T,): price and units sold of each coming week; full, pace: price and units a week of the weeks before and after;
    used: the promotion of each week."""
    cut, paid, counted = np.array([_told(one) for one in used or [None] * len(prices)]).T
    around, before = np.full(WINDOW, full), np.full(WINDOW, max(pace, 1e-9))
    price = np.concatenate([around, prices * paid, around])
    sold = np.concatenate([before, np.maximum(units, 0.0) * counted, before])
    every = np.array([median(price[at - WINDOW : at], sold[at - WINDOW : at]) for at in range(WINDOW, len(price) + 1)])
    low = np.flatnonzero(every[len(prices) :] < full - 1e-9)
    was, weeks = every[: len(prices)], range(len(prices))
    refused = tuple(week for week in weeks if cut[week] and not discount_counts(prices[week], cut[week], was[week]))
    return Reference(was=was, back_after=int(low[-1]) + 1 if len(low) else None, no_discount=refused)


def _told(used: Promotion | None) -> tuple[float, float, float]:
    """(discount shown, share of the price that the median sees, share of the units that it sees)."""
    if used is None or used.kind not in CUTS:
        return 0.0, 1.0, 1.0
    return used.discount, 1.0 - used.discount if used.kind == "coupon" else 1.0, 0.0 if used.kind in DEALS and used.days == 7 else 1.0


def median(price: np.ndarray, units: np.ndarray) -> float:
    """The price that half of the units were sold at or under; the higher of two where the half falls between them."""
    order = np.argsort(price)
    share = np.cumsum(units[order]) / units.sum() if units.sum() else np.linspace(0, 1, len(price))
    return float(price[order][np.searchsorted(share, 0.5, side="right").clip(0, len(price) - 1)])


def discount_counts(price: float, discount: float, was: float) -> bool:
    """May a price less a coupon's or deal's discount be shown as a discount?"""
    return price * (1.0 - discount) < was - 1e-9
