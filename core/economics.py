"""What one sale at a price leaves, and the prices at which it leaves nothing.

    margin(p)   = p − referral(p) − fulfilment(p) − ads − coupon − returns
    break-even  = lowest price whose margin covers what the unit cost, landed
    floor       = lowest price whose margin is not below what the unit brings by the best exit: what it cost is sunk

Referral and fulfilment jump with price, so margin can fall as price rises: thresholds are searched segment by segment between the jumps,
to the cent, and the dearer prices that fall below again are told as well.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

_TOLERANCE = 1e-9


def referral_charge(price, share, minimum=0.0):
    """max(share·price, minimum): a flat referral fee. Arrays broadcast."""
    return np.maximum(np.multiply(share, price), minimum)


def net_margin(price, *, referral, fulfilment, ads=0.0, coupon=0.0, returns=0.0):
    """Money left of one sale, before what the unit cost. All per unit, arrays broadcast; NaN where a fee is unknown.

    >>> round(float(net_margin(24.0, referral=3.6, fulfilment=4.5, ads=1.2)), 2)
    14.7
    """
    return np.asarray(price) - referral - fulfilment - ads - coupon - returns


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """price: the lowest at which a sale leaves at least the target, NaN if none up to the highest searched or if a fee is unknown;
    safe_price: from here on every higher price does so too, NaN if there is no such price; gaps: the price ranges between that do not, ends
    included; reason: why price is NaN (margin_unknown, never_reached, or what the caller put)."""

    price: float
    safe_price: float
    gaps: tuple[tuple[float, float], ...] = ()
    reason: str | None = None

    @classmethod
    def unknown(cls, reason: str) -> "Threshold":
        return cls(price=float("nan"), safe_price=float("nan"), reason=reason)


def segments(jumps, highest: float, tick: float = 0.01) -> tuple[np.ndarray, np.ndarray]:
    """First and last price of each straight piece, in ticks; both ends belong to it. jumps: the last prices before margin changes its
    course (cliffs, ends of tiers, the kink of a minimum); highest: where the search ends."""
    top = max(1, round(highest / tick))
    inner = {int(np.floor(price / tick + _TOLERANCE)) for price in jumps}
    ends = np.array(sorted({end for end in inner if 1 <= end < top} | {top}))
    return np.append(1, ends[:-1] + 1), ends


def of_segments(starts, ends, margins: np.ndarray, target: float, tick: float = 0.01) -> Threshold:
    """The lowest price, on the grid of `tick`, whose margin reaches `target`; margins: at all starts, then at all ends (in ticks) of the
    straight pieces. Source: fees.md §4 and §6."""
    low, high = np.split(margins, 2)
    if np.isnan(low).any() or np.isnan(high).any() or np.isnan(target):
        return Threshold.unknown("margin_unknown")
    good = _good_ranges(starts, ends, low, high, target)
    if not good:
        return Threshold.unknown("never_reached")
    gaps = tuple(((a_end + 1) * tick, (b_start - 1) * tick) for (_, a_end), (b_start, _) in pairwise(good))
    safe = good[-1][0] * tick if good[-1][1] == ends[-1] else float("nan")
    return Threshold(price=_cents(good[0][0] * tick), safe_price=_cents(safe), gaps=tuple((_cents(a), _cents(b)) for a, b in gaps))


def _good_ranges(starts, ends, low, high, target: float) -> list[tuple[int, int]]:
    """Ranges of ticks with margin ≥ target, joined where they touch."""
    good: list[tuple[int, int]] = []
    for piece in zip(starts, ends, low, high, strict=True):
        part = _good_part(*piece, target)
        if part and good and good[-1][1] + 1 == part[0]:
            good[-1] = (good[-1][0], part[1])
        elif part:
            good.append(part)
    return good


def _good_part(start, end, low, high, target: float) -> tuple[int, int] | None:
    """The part of one straight piece with margin ≥ target, in ticks."""
    enough_low, enough_high = low >= target - _TOLERANCE, high >= target - _TOLERANCE
    if enough_low and enough_high:
        return int(start), int(end)
    if not (enough_low or enough_high):
        return None
    crossing = start + (target - low) * (end - start) / (high - low)
    return (int(np.ceil(crossing - _TOLERANCE)), int(end)) if enough_high else (int(start), int(np.floor(crossing + _TOLERANCE)))


def _cents(price: float) -> float:
    return round(float(price), 6)
