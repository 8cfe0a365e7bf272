"""Break-even and floor price of cases on their first day, with the fees of that day; core.fees is asked once for all of them.

    break-even   lowest price that pays back what the unit cost, landed
    floor        lowest price that leaves no less than the unit's best exit today: what it cost is sunk

Searched up to 10 times the largest amount in sight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.clearance.case import Case
from core.clearance.rates import fees_alone, jumps, many_sale_fees, sale_fees
from core.economics import Threshold, of_segments, segments


@dataclass(frozen=True, kw_only=True)
class Lowest:
    """break_even.reason: unit_cost_unknown, a fee's reason, or never_reached; floor.reason: exit_unknown and the same; margin_now: left of
    a sale at today's price before what the unit cost, NaN where unknown."""

    break_even: Threshold
    floor: Threshold
    margin_now: float


def lowest_prices(cases: Sequence[Case], exits: Sequence[float]) -> list[Lowest]:
    """exits: what a unit of each case brings by its best exit today; NaN where none is known."""
    pieces = [segments(jumps(case), _highest(case, worth), _tick(case)) for case, worth in zip(cases, exits, strict=True)]
    asked = [np.append(np.concatenate(piece) * _tick(case), case.list_price or 1.0) for case, piece in zip(cases, pieces, strict=True)]
    fees = many_sale_fees(cases, asked)
    return [_lowest(*one) for one in zip(cases, exits, pieces, asked, fees, strict=True)]


def lowest_of(case: Case, worth: float) -> Lowest:
    """The same of one case, remembered while only its demand and its rules are changed."""
    return _remembered(fees_alone(case), worth)


@lru_cache(maxsize=256)
def _remembered(case: Case, worth: float) -> Lowest:
    return lowest_prices([case], [worth])[0]


def margin_at(case: Case, prices: np.ndarray) -> np.ndarray:
    """Net margin of a sale on the case's first day at each price."""
    referral, fulfilment, _ = sale_fees(case, prices)
    return case.margin(prices, referral=referral, fulfilment=fulfilment)


def margins_now(cases: Sequence[Case]) -> list[float]:
    """Lowest.margin_now of each case, without the search for its prices."""
    prices = [np.array([case.list_price or 1.0]) for case in cases]
    fees = many_sale_fees(cases, prices)
    left = [case.margin(at, referral=share, fulfilment=sent) for case, at, (share, sent, _) in zip(cases, prices, fees, strict=True)]
    return [float("nan") if case.list_price is None else float(one[0]) for case, one in zip(cases, left, strict=True)]


def _lowest(case: Case, worth: float, piece: tuple, prices: np.ndarray, fees: tuple) -> Lowest:
    referral, fulfilment, why = fees
    *margins, now = case.margin(prices, referral=referral, fulfilment=fulfilment)
    even, least = Threshold.unknown("unit_cost_unknown"), Threshold.unknown("exit_unknown")
    if case.landed_cost is not None:
        even = _threshold(case, piece, margins, case.landed_cost, why)
    if not np.isnan(worth):
        least = _threshold(case, piece, margins, worth, why)
    return Lowest(break_even=even, floor=least, margin_now=float("nan") if case.list_price is None else float(now))


def _threshold(case: Case, piece: tuple, margins: list, target: float, why: str | None) -> Threshold:
    return Threshold.unknown(why) if why else of_segments(*piece, np.array(margins), target, _tick(case))


def _highest(case: Case, worth: float) -> float:
    sizes = [value for value in (case.list_price, case.landed_cost, case.fulfilment, abs(worth), 10.0) if value is not None]
    return 10.0 * float(np.nanmax(sizes))


def _tick(case: Case) -> float:
    return 0.01 if case.price_digits is None else 10.0**-case.price_digits
