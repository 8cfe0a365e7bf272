"""The reference price along a ladder: Amazon's Was Price, taken as the median price that customers paid in the last 90 days.

A coupon or deal counts as a discount only below it, and after a clearance the full price is shown as the reference only once enough was
sold at it again. Whether Amazon's own median weighs every unit alike is not published; ours does. Source: fees.md (promo.csv,
price_compression: "not confirmed by a public source").
"""

from dataclasses import dataclass

import numpy as np

WINDOW = 13  # weeks: 90 days


@dataclass(frozen=True, kw_only=True)
class Reference:
    """was (T,): the reference price at the start of each week; back_after: weeks of selling at the full price again, once the plan is over,
    until the reference is the full price; None if it never left it."""

    was: np.ndarray
    back_after: int | None


def reference(prices: np.ndarray, units: np.ndarray, full: float, pace: float) -> Reference:
    """prices, units (T,): price and units sold of each coming week; full, pace: price and units a week of the weeks before and after."""
    price = np.concatenate([np.full(WINDOW, full), prices, np.full(WINDOW, full)])
    sold = np.concatenate([np.full(WINDOW, max(pace, 1e-9)), np.maximum(units, 0.0), np.full(WINDOW, max(pace, 1e-9))])
    every = np.array([median(price[at - WINDOW : at], sold[at - WINDOW : at]) for at in range(WINDOW, len(price) + 1)])
    low = np.flatnonzero(every[len(prices) :] < full - 1e-9)
    return Reference(was=every[: len(prices)], back_after=int(low[-1]) + 1 if len(low) else None)


def median(price: np.ndarray, units: np.ndarray) -> float:
    """The price that half of the units were sold at or under; the higher of two where the half falls between them."""
    order = np.argsort(price)
    share = np.cumsum(units[order]) / units.sum() if units.sum() else np.linspace(0, 1, len(price))
    return float(price[order][np.searchsorted(share, 0.5, side="right").clip(0, len(price) - 1)])


def discount_counts(price: float, discount: float, was: float) -> bool:
    """May a price less a coupon's or deal's discount be shown as a discount?"""
    return price * (1.0 - discount) < was - 1e-9
