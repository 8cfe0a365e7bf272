"""Numba compiles the engine on a machine's first start, some twenty seconds; this does it before anybody waits for an answer.

    python -m core.clearance.compiled

A small case is answered in every way the product asks for: every function is then compiled and kept in Numba's cache on disk.
"""

from datetime import date, timedelta

from core import policy
from core.clearance.case import Case
from core.clearance.first_answer import at_price, first_answer, price_curve

_DAY = date(2026, 1, 5)


def compile_engine() -> None:
    """Answers one case with all its fees given, units on their way and a promotion."""
    case = Case.from_json(_CASE, policy.load())
    first_answer(case)
    at_price(case, 8.0)
    price_curve(case)


_CASE = {
    "as_of": _DAY, "list_price": 10.0, "weekly_demand": 1.0, "units_by_age": [(3, 10)], "referral_share": 0.15, "fulfilment": 3.0,
    "unit_ft3": 0.1, "storage_per_ft3_month": 0.8, "surcharge_per_ft3_month": [(181, 0.5)], "exit_value": 0.5, "horizon_weeks": 4,
    "inbound": [(2, _DAY + timedelta(days=8))], "promotions": [{"kind": "ads", "uplift": 1.2, "per_unit": 1.0}],
}  # fmt: skip


if __name__ == "__main__":
    compile_engine()
