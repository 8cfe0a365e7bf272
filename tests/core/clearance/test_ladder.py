"""The exact ladder: case A to the cent, plain recursion on small cases, and what must hold for every case."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from core.clearance.bound import fluid_bound
from core.clearance.build import terms_for
from core.clearance.first_answer import first_answer
from core.clearance.ladder import best_policy, free_price_bound
from core.clearance.options import held
from core.clearance.terms import COARSE, Offer
from tests.core.clearance.cases import a_menu, case_a, tiny_terms


def solved(case, levels=1000):
    return best_policy(case, terms_for(case)[0], levels)


def test_case_a_is_solved_to_the_cent():
    """Source: clearance.md §5 (derived there by an independent recursion)."""
    case = case_a()
    found, terms = solved(case), terms_for(case)[0]
    assert round(found.worth, 2) == 3757.95
    assert round(free_price_bound(case, terms), 2) == 3770.71
    assert round(fluid_bound(case, terms), 2) == 3796.31
    assert found.first()[0] == 403
    assert round(found.first()[1], 2) == 19.20
    assert {weeks: round(found.worth - held(found, weeks), 2) for weeks in (1, 2, 4, 8)} == {1: 21.10, 2: 42.10, 4: 89.63, 8: 185.39}


def test_demand_too_small_for_a_solver_counts_as_none_in_the_bound():
    terms = terms_for(case_a(weekly_demand=1e-313))[0]
    assert fluid_bound(case_a(), terms) == pytest.approx(fluid_bound(case_a(), replace(terms, demand=np.zeros_like(terms.demand))))


class Recursion:
    """V_0 of all units at the first price, written out with every decision and every demand by itself: plain and slow."""

    def __init__(self, terms, change_cost, exit_cost, free):
        self.terms, self.change_cost, self.exit_cost, self.free = terms, change_cost, exit_cost, free
        self.ways = [(terms.margin, terms.demand, np.zeros(terms.weeks), np.ones(terms.margin.shape, bool))]
        self.ways += [(one.margin, one.demand, one.cost, one.open) for one in terms.promotions]
        self.steps = np.ones(terms.weeks, bool) if terms.steps is None else terms.steps
        self.chances, self.sell, self.best = cache(self._chances), cache(self._sell), cache(self._best)

    def _chances(self, t, j, w):
        ratio = self.terms.variance_to_mean
        most = int(self.terms.units + self.terms.arrivals.sum())
        return nbinom(self.ways[w][1][t, j] / (ratio - 1), 1 / ratio).pmf(np.arange(most + 1))

    def holding(self, t, n):
        total, rest, weeks = self.terms.storage[t] * n, n, self.terms.cohort_week
        for k, units in enumerate(self.terms.cohort_units):
            if weeks is None or weeks[k] <= t:
                total, rest = total + self.terms.surcharge[t, k] * min(rest, units), rest - min(rest, units)
        return total

    def after(self, t, j, c, n):
        return self.best(t + 1, j, c, n + (self.terms.arrivals[t + 1] if t + 1 < self.terms.weeks else 0))

    def _sell(self, t, j, c, n):
        found = []
        for w, (margin, _, cost, may) in enumerate(self.ways):
            if may[t, j]:
                some = self.chances(t, j, w)[: int(n)]
                left = [self.terms.beta * self.after(t, j, c, n - d) for d in range(int(n) + 1)]
                earned = [margin[t, j] * d + left[d] for d in range(int(n) + 1)]
                found.append(sum(p * value for p, value in zip([*some, 1 - some.sum()], earned, strict=True)) - cost[t])
        return max(found) - self.holding(t, n)

    def choose(self, t, k, c, n):
        if self.free:
            return max(self.sell(t, j, c, n) for j in range(4))
        others = range(k + 1, 4) if c and self.steps[t] else ()
        return max([self.sell(t, k, c, n), *(self.sell(t, j, c - 1, n) - self.change_cost for j in others)])

    def _best(self, t, k, c, n):
        worth = self.terms.exit_value[t]
        if t == self.terms.weeks:
            return worth * n
        return max(self.choose(t, k, c, q) + worth * (n - q) - self.exit_cost * (q < n) for q in range(int(n) + 1))


def by_recursion(terms, changes, change_cost, exit_cost, free):
    return Recursion(terms, change_cost, exit_cost, free).best(0, 0, changes, int(terms.units))


@pytest.mark.parametrize(("changes", "change_cost", "exit_cost"), [(0, 0, 0), (1, 0, 0), (2, 0.3, 1.5), (3, 0, 0)])
@pytest.mark.parametrize("exit_value", [0.9, 4.0])
def test_a_small_case_is_solved_as_plain_recursion_solves_it(changes, change_cost, exit_cost, exit_value):
    terms = tiny_terms(exit_value=np.full(6, exit_value))
    case = a_menu(max_changes=changes, change_cost=change_cost, exit_cost=exit_cost)
    found = best_policy(case, terms, 100).worth
    assert found == pytest.approx(by_recursion(terms, changes, change_cost, exit_cost, False), rel=1e-12)


def a_coupon(terms, at, cost=0.4):
    """A third more sales at two money less, in some weeks."""
    may = np.zeros(terms.margin.shape, bool)
    may[at] = True
    return Offer(
        name="coupon", margin=terms.margin - 2, demand=terms.demand * 1.33, cost=np.full(5, cost), open=may, ratio=terms.prices / 20 - 0.1
    )


EXTRAS = {
    "a coupon": lambda terms: {"promotions": (a_coupon(terms, slice(1, 4)),)},
    "two promotions": lambda terms: {"promotions": (a_coupon(terms, slice(0, 5)), a_coupon(terms, slice(2, 3), cost=-1.0))},
    "prices that stand two weeks": lambda terms: {"steps": np.arange(5) % 2 == 0},
    "units that come in": lambda terms: {
        "cohort_units": np.array([3.0, 5.0, 4.0]), "cohort_week": np.array([2, 0, 0]),
        "surcharge": np.column_stack([np.zeros(5), terms.surcharge]),
    },
}  # fmt: skip


@pytest.mark.parametrize("extra", EXTRAS)
@pytest.mark.parametrize("exit_value", [0.9, 4.0])
def test_promotions_dwell_and_inbound_are_solved_as_plain_recursion_solves_them(extra, exit_value):
    terms = tiny_terms(exit_value=np.full(6, exit_value), **EXTRAS[extra](tiny_terms()))
    case = a_menu(max_changes=2, change_cost=0.1, exit_cost=0.2)
    assert best_policy(case, terms, 100).worth == pytest.approx(by_recursion(terms, 2, 0.1, 0.2, False), rel=1e-12)
    assert free_price_bound(case, terms, 100) == pytest.approx(
        by_recursion(tiny_terms(exit_value=np.full(6, exit_value), **EXTRAS[extra](tiny_terms()) | {"steps": None}), 0, 0, 0.2, True),
        rel=1e-12,
    )


@given(seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_random_small_cases_are_solved_as_plain_recursion_solves_them(seed):
    chance = np.random.default_rng(seed)
    terms = tiny_terms(
        demand=chance.uniform(0.05, 4, (5, 4)), margin=chance.uniform(-2, 15, (5, 4)), surcharge=chance.uniform(0, 1.5, (5, 2)),
        exit_value=chance.uniform(-1, 5, 6), variance_to_mean=chance.uniform(1.05, 4),
    )  # fmt: skip
    numbers = (int(chance.integers(0, 4)), float(chance.uniform(0, 2)), float(chance.uniform(0, 2)))
    case = a_menu(max_changes=numbers[0], change_cost=numbers[1], exit_cost=numbers[2])
    assert best_policy(case, terms, 100).worth == pytest.approx(by_recursion(terms, *numbers, False), rel=1e-10)


CASES = st.fixed_dictionaries({
    "weekly_demand": st.floats(0.1, 20), "elasticity": st.floats(0.3, 4), "fulfilment": st.floats(1, 8), "exit_value": st.floats(-1, 4),
    "unit_ft3": st.floats(0.01, 1), "horizon_weeks": st.integers(1, 8),
})  # fmt: skip
UNITS = [{"units": 25, "age_days": 100}, {"units": 12, "age_days": 300}]


@given(changes=CASES)
@settings(max_examples=30, deadline=None)
def test_the_plan_is_no_worse_than_any_option_and_no_better_than_its_bounds(changes):
    case = case_a(**changes, units_by_age=UNITS)
    found, simple, terms = solved(case), first_answer(case), terms_for(case)[0]
    values = simple.options.set_index("option")["value"]
    assert found.worth >= max(values[["hold", "best_single_price"]].max(), 37 * case.exit_value) - 1e-9
    free = free_price_bound(case, terms)
    assert found.worth <= free + 1e-9
    assert free <= fluid_bound(case, terms) + 1e-6 * max(1.0, abs(free))
    assert 0 <= found.first()[0] <= case.units
    waits = [found.worth - held(found, weeks) for weeks in (1, 2, 4, 8) if weeks <= terms.weeks]
    assert waits[0] >= -1e-9
    assert waits == sorted(waits), "waiting longer never costs less"


@given(changes=CASES)
@settings(max_examples=20, deadline=None)
def test_value_grows_with_changes_and_menu_and_falls_with_costs_and_holding(changes):
    by_changes = [solved(case_a(**changes, units_by_age=UNITS, max_changes=count)).worth for count in (0, 1, 3)]
    assert by_changes == sorted(by_changes)
    small = solved(case_a(**changes, units_by_age=UNITS, price_shares=[1.0, 0.7])).worth
    assert small <= by_changes[2] + 1e-9
    assert solved(case_a(**changes, units_by_age=UNITS, change_cost=5, exit_cost=5)).worth <= by_changes[2] + 1e-9
    assert solved(case_a(**changes, units_by_age=UNITS, storage_per_ft3_month=2.4)).worth <= by_changes[2] + 1e-9
    better = changes | {"exit_value": changes["exit_value"] + 0.5}
    assert solved(case_a(**better, units_by_age=UNITS)).worth >= by_changes[2] - 1e-9


@given(changes=CASES, more=st.floats(0.1, 5))
@settings(max_examples=15, deadline=None)
def test_a_better_margin_never_makes_more_units_leave(changes, more):
    flat = changes | {"units_by_age": UNITS, "price_shares": [1.0], "weekly_decay": 0.0}
    dearer = flat | {"fulfilment": changes["fulfilment"] - min(more, changes["fulfilment"])}
    assert solved(case_a(**dearer)).first()[0] >= solved(case_a(**flat)).first()[0]


@pytest.mark.parametrize(("units", "demand"), [(1687, 2), (2500, 40), (5003, 12)])
def test_lots_that_do_not_divide_the_stock_are_near_the_exact_value(units, demand):
    case = case_a(units_by_age=[{"units": units, "age_days": 150}], weekly_demand=demand)
    lots, exact = solved(case, COARSE), solved(case, units)
    assert lots.worth == pytest.approx(exact.worth, rel=0.002)
    assert lots.first()[0] == pytest.approx(exact.first()[0], abs=0.02 * units)
    assert held(lots, 1) == pytest.approx(held(exact, 1), rel=0.003)


@pytest.mark.parametrize(("units", "demand", "exit_value"), [(3000, 5, 1.08), (3000, 40, 6.0), (1500, 2, -1.0)])
def test_the_bound_of_the_lowest_levels_is_that_of_all(units, demand, exit_value):
    """Where most leaves at once, what is above is not looked at: it leaves at free prices as well."""
    case = case_a(units_by_age=[{"units": units, "age_days": 150}], weekly_demand=demand, exit_value=exit_value)
    found, terms = solved(case), terms_for(case)[0]
    lowest = free_price_bound(case, terms, found.levels, found.start)
    assert lowest == pytest.approx(free_price_bound(case, terms, found.levels), rel=1e-6)
    assert lowest >= found.worth - 1e-6


def test_units_that_come_in_make_more_of_those_on_hand_leave():
    now, more = (solved(case_a(inbound=inbound)) for inbound in ([], [{"units": 150, "on": "2026-02-10"}]))
    assert more.first()[0] < now.first()[0]
    assert more.worth > now.worth, "more to sell"


def test_no_price_under_the_floor_is_asked():
    found = solved(case_a(price_floor=21.0))
    asked = found.terms.prices[found.menu[found.price[0, 0, 3, found.keep[0, 0, 3]]]]
    assert asked.min() >= 21.0
    assert found.worth < solved(case_a()).worth
