"""How much the plan hangs on what is not known: horizon, elasticity, level of demand, what a liquidation pays."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from core.clearance.build import terms_for
from core.clearance.case import Case
from core.clearance.ladder import best_policy
from core.clearance.terms import COARSE

HORIZONS = (13, 26, 52, 78)
COLUMNS = ("what", "at", "value", "keep_units", "price", "offer", "now")


def sensitivity(case: Case) -> pd.DataFrame:
    """COLUMNS; no rows where selling cannot be valued. In lots.

    what: horizon_weeks | elasticity | weekly_demand | liquidation_recovery_share; at: its setting; value, keep_units, price, offer: of
    the best plan then; now: the row of the case itself.
    """
    rows = []
    for what, at, changed in _cases(case):
        terms, _ = terms_for(changed)
        if not terms.unknown:
            policy = best_policy(changed, terms, 4 * COARSE)
            keep, price, offer = policy.first()
            name = terms.promotions[offer - 1].name if offer else None
            rows.append((what, at, policy.worth, keep, price, name, at == getattr(case, what)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _cases(case: Case) -> Iterator[tuple[str, float, Case]]:
    longest = max(HORIZONS) if case.season is None else len(case.season)
    for weeks in sorted({*HORIZONS, case.horizon_weeks}):
        if weeks <= longest:
            yield "horizon_weeks", weeks, replace(case, horizon_weeks=weeks)
    steps = {max(0.0, case.elasticity + sign * case.elasticity_sd) for sign in (-1, 0, 1)}
    for elasticity in sorted(steps):
        yield "elasticity", elasticity, replace(case, elasticity=elasticity)
    if case.weekly_demand:
        for factor in (0.7, 1.0, 1.3):
            demand = case.weekly_demand * factor
            yield "weekly_demand", demand, replace(case, weekly_demand=demand)
    if case.exit_value is None:
        for share in sorted({0.05, case.liquidation_recovery_share, 0.10}):
            yield "liquidation_recovery_share", share, replace(case, liquidation_recovery_share=share)
