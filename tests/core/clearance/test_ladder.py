"""The exact ladder: case A to the cent, plain recursion on a small case, and what must hold for every case."""

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from core.clearance.first_answer import first_answer
from core.clearance.ladder import _solve, exact_ladder
from core.errors import InputError
from tests.core.clearance.cases import an_item, case_a, tiny_terms


def test_case_a_is_solved_to_the_cent():
    """Source: clearance.md §5 (derived there by an independent recursion)."""
    found = exact_ladder(case_a())
    assert round(found.value, 2) == 3757.95
    assert round(found.bound_free_price, 2) == 3770.71
    assert (found.keep_units, found.exit_units, round(found.price, 2)) == (403, 197, 19.20)
    assert {weeks: round(loss, 2) for weeks, loss in found.cost_of_waiting.items()} == {1: 21.10, 2: 42.10, 4: 89.63, 8: 185.39}


def by_recursion(terms, changes, change_cost, exit_cost, free):
    """V_0 of all units at the first price, written out with every decision and every demand by itself."""

    @cache
    def chances(t, j):
        return nbinom(terms.demand[t, j] / (terms.variance_to_mean - 1), 1 / terms.variance_to_mean).pmf(np.arange(10))

    @cache
    def sell(t, j, c, n):
        young = min(n, terms.cohort_units[0])
        holding = terms.storage[t] * n + terms.surcharge[t] @ [young, n - young]
        chance = [*chances(t, j)[:n], 1 - chances(t, j)[:n].sum()]
        return -holding + sum(p * (terms.margin[t, j] * d + terms.beta * best(t + 1, j, c, n - d)) for d, p in enumerate(chance))

    @cache
    def choose(t, k, c, n):
        others = range(4) if free else range(k + 1, 4) if c else ()
        return max([sell(t, k, c, n), *(sell(t, j, c if free else c - 1, n) - change_cost for j in others)])

    @cache
    def best(t, k, c, n):
        worth = terms.exit_value[t]
        if t == terms.weeks:
            return worth * n
        return max(choose(t, k, c, q) + worth * (n - q) - exit_cost * (q < n) for q in range(n + 1))

    return best(0, 0, changes, int(terms.units))


@pytest.mark.parametrize(
    ("changes", "change_cost", "exit_cost", "free"),
    [(0, 0, 0, False), (1, 0, 0, False), (2, 0.3, 1.5, False), (3, 0, 0, False), (0, 0, 0, True)],
)
@pytest.mark.parametrize("exit_value", [0.9, 4.0])
def test_a_small_case_is_solved_as_plain_recursion_solves_it(changes, change_cost, exit_cost, free, exit_value):
    terms = tiny_terms(exit_value=np.full(6, exit_value))
    wanted = SimpleNamespace(max_changes=changes, change_cost=change_cost, exit_cost=exit_cost)
    held, _, _ = _solve(terms, np.arange(4), wanted, 100, free)
    assert held[0, -1] == pytest.approx(by_recursion(terms, changes, change_cost, exit_cost, free), rel=1e-12)


CASES = st.fixed_dictionaries({
    "weekly_demand": st.floats(0.1, 20), "elasticity": st.floats(0.3, 4), "fulfilment": st.floats(1, 8), "exit_value": st.floats(-1, 4),
    "unit_ft3": st.floats(0.01, 1), "horizon_weeks": st.integers(1, 8),
})  # fmt: skip
UNITS = [{"units": 25, "age_days": 100}, {"units": 12, "age_days": 300}]


@given(changes=CASES)
@settings(max_examples=30, deadline=None)
def test_the_ladder_is_no_worse_than_any_simple_option_and_no_better_than_its_bound(changes):
    case = case_a(**changes, units_by_age=UNITS)
    found, simple = exact_ladder(case), first_answer(case)
    assert found.value >= max(simple.hold_value, simple.options["value"].iloc[1], 37 * case.exit_value) - 1e-9
    assert found.value <= found.bound_free_price + 1e-9
    assert found.keep_units + found.exit_units == case.units
    assert list(found.cost_of_waiting.values()) == sorted(found.cost_of_waiting.values())


@given(changes=CASES)
@settings(max_examples=20, deadline=None)
def test_value_grows_with_changes_and_menu_and_falls_with_costs(changes):
    by_changes = [exact_ladder(case_a(**changes, units_by_age=UNITS, max_changes=count)).value for count in (0, 1, 3)]
    assert by_changes == sorted(by_changes)
    small = exact_ladder(case_a(**changes, units_by_age=UNITS, price_shares=[1.0, 0.7])).value
    assert small <= by_changes[2] + 1e-9
    assert exact_ladder(case_a(**changes, units_by_age=UNITS, change_cost=5, exit_cost=5)).value <= by_changes[2] + 1e-9


def test_a_ladder_that_cannot_be_valued_is_refused():
    with pytest.raises(InputError) as error:
        exact_ladder(an_item(list_price=None))
    assert error.value.facts["reason"] == "price_unknown"
