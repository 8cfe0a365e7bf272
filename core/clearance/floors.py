"""The seed's profit calculator for a whole catalogue: the price at which a sale leaves nothing, and the lowest worth asking
(thresholds.py)."""

from collections.abc import Sequence

import pandas as pd

from core.clearance.build import terms_of
from core.clearance.case import Case
from core.clearance.report import framed
from core.clearance.thresholds import Lowest, lowest_prices

COLUMNS = ("marketplace", "sku", "price", "break_even", "break_even_reason", "floor", "floor_reason", "margin_now", "profit_now")
_NAN = float("nan")


def floors(cases: Sequence[Case]) -> pd.DataFrame:
    """COLUMNS, a row a case; money per unit in the marketplace's currency, NaN where unknown, the reason says why.
    margin_now: left of a sale at today's price before what the unit cost; profit_now: after it."""
    if not cases:
        return framed([], COLUMNS)
    exits = [float(terms.exit_value[0]) for terms, _ in terms_of(cases)]
    return framed([_row(*one) for one in zip(cases, lowest_prices(cases, exits), strict=True)], COLUMNS)


def _row(case: Case, lowest: Lowest) -> tuple:
    even, least, left = lowest.break_even, lowest.floor, lowest.margin_now
    price, cost = (_NAN if value is None else value for value in (case.list_price, case.landed_cost))
    return (case.marketplace, case.sku, price, even.price, even.reason, least.price, least.reason, left, left - cost)
