"""Fees that the case itself gives: they win over core.fees, so that a published example can be reproduced without any table."""

from collections.abc import Sequence

import numpy as np

from core.clearance.case import Case
from core.economics import referral_charge

_WEEKS_PER_MONTH = 12.0 / 52.0


def given_sale(case: Case, prices: np.ndarray) -> dict[str, np.ndarray]:
    """referral and fulfilment of one sale at each price, as far as the case gives them."""
    given = {}
    if case.referral_share is not None:
        given["referral"] = referral_charge(prices, case.referral_share, case.referral_min)
    if case.fulfilment is not None:
        given["fulfilment"] = np.full(len(prices), case.fulfilment)
    return given


def given_holding(case: Case) -> dict[str, np.ndarray]:
    """storage (T,) and surcharge (T, K) per unit and week, as far as the case gives them: 12/52 of the monthly rates."""
    given = {}
    if case.storage_per_ft3_month is not None and case.unit_ft3 is not None:
        given["storage"] = np.full(case.horizon_weeks, case.storage_per_ft3_month * case.unit_ft3 * _WEEKS_PER_MONTH)
    if case.surcharge_per_ft3_month is not None and case.unit_ft3 is not None and not np.isnan(case.ages).any():
        given["surcharge"] = _surcharge(case)
    return given


def given_exits(case: Case) -> dict[str, np.ndarray]:
    """What a unit brings by each door (T + 1,), as far as the case gives it; exit_value stands under liquidate."""
    remove = None if case.remove_fee is None or case.own_value is None else case.own_value - case.remove_fee
    worth = {"liquidate": case.exit_value, "remove": remove, "dispose": _paid(case.dispose_fee), "donate": _paid(case.donate_fee)}
    return {door: np.full(case.horizon_weeks + 1, value) for door, value in worth.items() if value is not None}


def _paid(fee: float | None) -> float | None:
    return None if fee is None else -fee


def _surcharge(case: Case) -> np.ndarray:
    """By the age at the start of each week."""
    age = case.ages + 7 * np.arange(case.horizon_weeks)[:, None]
    by_volume = _step(case.surcharge_per_ft3_month, age) * case.unit_ft3
    return np.maximum(by_volume, _step(case.surcharge_min_per_unit, age)) * _WEEKS_PER_MONTH


def _step(bands: Sequence[tuple[float, float]], age: np.ndarray) -> np.ndarray:
    """The amount of the last band that has begun at each age; 0 before the first."""
    starts = np.array([start for start, _ in bands])
    return np.array([0.0, *(amount for _, amount in bands)])[np.searchsorted(starts, age, side="right")]
