"""A case's fields as fees read them: sizes and weights in whichever unit they come (inches, pounds, cubic feet), numbers, yes and no.

Known: dims_in, dims_cm ([a, b, c], any order), longest_cm ...; weight_kg, unit_weight_kg, weight_g, weight_oz, unit_weight_lb,
billing_weight_kg; unit_m3, unit_cm3, unit_in3. What the case already has in our own units stays.
"""

from collections.abc import Mapping

from core.errors import InputError
from core.fees.items import CM_PER_IN, FT3_PER_IN3, KG_PER_LB, yes_or_no

SIDES = ("longest_in", "median_in", "shortest_in")
_FT3_PER = {"unit_m3": 1 / 0.028316846592, "unit_cm3": 1 / 28316.846592, "unit_in3": FT3_PER_IN3}
_LB_PER = {
    "unit_weight_kg": 1 / KG_PER_LB, "weight_kg": 1 / KG_PER_LB,
    "unit_weight_g": 1 / (1000 * KG_PER_LB), "weight_g": 1 / (1000 * KG_PER_LB),
    "unit_weight_oz": 1 / 16, "weight_oz": 1 / 16, "unit_weight_lb": 1,
}  # fmt: skip
_IN_PER = {"dims_in": 1.0, "dims_cm": 1 / CM_PER_IN}


def measured(case: Mapping[str, object]) -> dict[str, object]:
    """The case with longest_in, median_in, shortest_in, weight_lb, billing_weight_lb, unit_ft3 where they can be known."""
    found = {**_sides(case), **_scaled(case, _LB_PER, "weight_lb"), **_scaled(case, _FT3_PER, "unit_ft3")}
    found |= _scaled(case, {"billing_weight_kg": 1 / KG_PER_LB}, "billing_weight_lb")
    kept = {name: value for name, value in case.items() if name not in _IN_PER and value is not None}
    return found | kept


def need(case: Mapping[str, object], name: str) -> object:
    """A field that the case cannot do without."""
    if case.get(name) is None:
        raise InputError("field_missing", field=name)
    return case[name]


def amount(case: Mapping[str, object], name: str, default: float | None = None) -> float:
    """A field as a number of 0 or more; without `default` the case cannot do without it."""
    value = default if default is not None and case.get(name) is None else need(case, name)
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InputError("not_a_number", column=name, value=str(value)) from None
    if not number >= 0:
        raise InputError("number_negative", field=name, value=str(value))
    return number


def said(case: Mapping[str, object], name: str, default: bool) -> bool:
    """A yes/no field; `default` where it is left out."""
    value = yes_or_no(case.get(name))
    if value is None or value != value:
        return default
    if value not in (0, 1):
        raise InputError("not_yes_or_no", field=name, value=str(value))
    return bool(value)


def _sides(case: Mapping[str, object]) -> dict[str, float]:
    for name, factor in _IN_PER.items():
        if case.get(name) is not None:
            return dict(zip(SIDES, sorted((side * factor for side in _three(name, case[name])), reverse=True), strict=True))
    in_cm = {side: side.replace("_in", "_cm") for side in SIDES}
    return {side: amount(case, name) / CM_PER_IN for side, name in in_cm.items() if case.get(name) is not None}


def _three(name: str, sides: object) -> list[float]:
    try:
        numbers = [float(side) for side in sides]
    except (TypeError, ValueError):
        numbers = []
    if len(numbers) != 3:
        raise InputError("three_sides_expected", field=name, value=str(sides))
    return numbers


def _scaled(case: Mapping[str, object], factors: Mapping[str, float], ours: str) -> dict[str, float]:
    named = next((name for name in factors if case.get(name) is not None), None)
    return {} if named is None else {ours: amount(case, named) * factors[named]}
