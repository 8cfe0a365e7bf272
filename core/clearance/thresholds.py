"""Break-even and floor price of a case on its first day, with the fees of that day."""

import numpy as np

from core.clearance.case import Case
from core.clearance.rates import jumps, sale_fees
from core.economics import Threshold, threshold


def break_even(case: Case) -> Threshold:
    """The lowest price at which a sale pays back the landed cost. reason: unit_cost_unknown, a fee's reason, or never_reached."""
    return Threshold.unknown("unit_cost_unknown") if case.landed_cost is None else lowest_price(case, case.landed_cost)


def floor(case: Case, exit_value: float) -> Threshold:
    """The lowest price at which a sale leaves no less than `exit_value`, what the unit brings by the best exit today; its cost is sunk."""
    return Threshold.unknown("exit_unknown") if np.isnan(exit_value) else lowest_price(case, exit_value)


def lowest_price(case: Case, target: float) -> Threshold:
    """The lowest price whose net margin is at least `target`, searched up to 10 times the largest amount in sight."""
    highest = highest_of(case, target)
    reason = sale_fees(case, np.array([highest / 10.0]))[2]
    if reason:
        return Threshold.unknown(reason)
    return threshold(lambda prices: margin_at(case, prices), target, jumps(case), highest, tick_of(case))


def highest_of(case: Case, target: float) -> float:
    """How far up a threshold is searched."""
    sizes = [value for value in (case.list_price, case.landed_cost, case.fulfilment, abs(target), 10.0) if value is not None]
    return 10.0 * float(np.nanmax(sizes))


def margin_at(case: Case, prices: np.ndarray) -> np.ndarray:
    """Net margin of a sale on the case's first day at each price."""
    referral, fulfilment, _ = sale_fees(case, prices)
    return case.margin(prices, referral=referral, fulfilment=fulfilment)


def tick_of(case: Case) -> float:
    return 0.01 if case.price_digits is None else 10.0**-case.price_digits
