"""The seed's profit calculator for a whole catalogue: the price at which a sale leaves nothing, and the lowest worth asking.

    break-even   lowest price that pays back what the unit cost, landed
    floor        lowest price that leaves no less than the unit's best exit today: what it cost is sunk

The same thresholds as thresholds.py gives for one case; core.fees is asked once for all of them.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.clearance.build import terms_of
from core.clearance.case import Case
from core.clearance.rates import jumps, many_sale_fees
from core.clearance.report import framed
from core.clearance.thresholds import highest_of, tick_of
from core.economics import Threshold, of_segments, segments

COLUMNS = ("marketplace", "sku", "price", "break_even", "break_even_reason", "floor", "floor_reason", "margin_now", "profit_now")


def floors(cases: Sequence[Case]) -> pd.DataFrame:
    """COLUMNS, a row a case; money per unit in the marketplace's currency, NaN where unknown, the reason says why.
    margin_now: left of a sale at today's price before what the unit cost; profit_now: after it."""
    if not cases:
        return framed([], COLUMNS)
    exits = [float(terms.exit_value[0]) for terms, _ in terms_of(cases)]
    pieces = [segments(jumps(case), highest_of(case, exit_value), tick_of(case)) for case, exit_value in zip(cases, exits, strict=True)]
    now = [np.array([1.0 if case.list_price is None else case.list_price]) for case in cases]
    asked = [np.concatenate([*piece, price / tick_of(case)]) * tick_of(case) for case, piece, price in zip(cases, pieces, now, strict=True)]
    fees = many_sale_fees(cases, asked)
    rows = [_row(*one) for one in zip(cases, exits, pieces, asked, fees, strict=True)]
    return framed(rows, COLUMNS)


def _row(case: Case, exit_value: float, piece: tuple, prices: np.ndarray, fees: tuple) -> tuple:
    commission, shipping, why = fees
    margin = case.margin(prices, referral=commission, fulfilment=shipping)
    known = case.landed_cost is not None
    even = _threshold(piece, margin[:-1], case.landed_cost, case, why) if known else Threshold.unknown("unit_cost_unknown")
    least = Threshold.unknown("exit_unknown") if np.isnan(exit_value) else _threshold(piece, margin[:-1], exit_value, case, why)
    left = float("nan") if case.list_price is None else float(margin[-1])
    cost = case.landed_cost if known else float("nan")
    price = float("nan") if case.list_price is None else case.list_price
    return (case.marketplace, case.sku, price, even.price, even.reason, least.price, least.reason, left, left - cost)


def _threshold(piece: tuple, margins: np.ndarray, target: float, case: Case, why: str | None) -> Threshold:
    return Threshold.unknown(why) if why else of_segments(*piece, margins, target, tick_of(case))
