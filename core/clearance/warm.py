"""Compiles the engine once for this machine, so that nobody waits for it at the first answer (some 10 seconds; then it is on disk)."""

from collections.abc import Mapping

from core.clearance.case import Case
from core.clearance.first_answer import at_price, first_answer
from core.clearance.ladder import exact_ladder

_SMALL = {
    "as_of": "2026-01-05",
    "list_price": 10.0,
    "weekly_demand": 1.0,
    "units_by_age": [{"units": 3, "age_days": 0}],
    "referral_share": 0.15,
    "fulfilment": 3.0,
    "unit_ft3": 0.1,
    "storage_per_ft3_month": 0.78,
    "surcharge_per_ft3_month": [],
    "exit_value": 0.0,
    "remove_fee": 0.0,
    "dispose_fee": 0.0,
    "horizon_weeks": 2,
}


def warm_up(policy: Mapping) -> None:
    """Value a case of three units in every way the room knows."""
    case = Case.from_json(_SMALL, policy)
    first_answer(case)
    at_price(case, 9.0)
    exact_ladder(case)
