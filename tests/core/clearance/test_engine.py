"""The engine against plain recursion, the newsvendor and its own lots."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from core.clearance.build import terms_of
from core.clearance.engine import course, present_value, values, weekly
from core.clearance.terms import COARSE
from tests.core.clearance.cases import case_a, tiny_terms


def by_recursion(terms, path, t, n):
    """V_t(n) written out: no arrays, no lots, every demand by itself."""
    if t == terms.weeks:
        return terms.exit_value[-1] * n
    mean, ratio = terms.demand[t, path[t]], terms.variance_to_mean
    chance = nbinom(mean / (ratio - 1), 1 / ratio)
    young = min(n, terms.cohort_units[0])
    holding = terms.storage[t] * n + terms.surcharge[t] @ [young, n - young]
    total = -holding
    for sold in range(n + 1):
        weight = chance.pmf(sold) if sold < n else chance.sf(n - 1)
        total += weight * (terms.margin[t, path[t]] * sold + terms.beta * by_recursion_cached(terms, path, t + 1, n - sold))
    return total


CACHE = {}


def by_recursion_cached(terms, path, t, n):
    key = (id(terms), path[t:], t, n)
    if key not in CACHE:
        CACHE[key] = by_recursion(terms, path, t, n)
    return CACHE[key]


def test_every_path_of_a_small_case_is_worth_what_plain_recursion_says():
    terms = tiny_terms()
    paths = list(product(range(4), repeat=5))[::7]
    found = values(terms, np.array(paths))[:, 0, 9]
    assert found == pytest.approx([by_recursion_cached(terms, path, 0, 9) for path in paths], rel=1e-12, abs=1e-11)


def test_every_number_of_units_has_its_own_value():
    terms = tiny_terms()
    path = (0, 1, 1, 2, 3)
    found = values(terms, np.array([path]))[0]
    assert found[0] == pytest.approx([by_recursion_cached(terms, path, 0, n) for n in range(10)], abs=1e-11)
    assert found[1] == pytest.approx([by_recursion_cached(terms, path, 1, n) for n in range(10)], abs=1e-11)


def test_one_period_is_the_newsvendor():
    terms = tiny_terms()
    one = replace(
        terms,
        margin=terms.margin[:1],
        demand=terms.demand[:1],
        storage=np.zeros(1),
        surcharge=np.zeros((1, 2)),
        exit_value=np.full(2, 0.9),
        beta=1.0,
    )
    mean, ratio = one.demand[0, 1], one.variance_to_mean
    chance = nbinom(mean / (ratio - 1), 1 / ratio)
    sold = sum(chance.sf(k) for k in range(9))  # E min(D, 9) = Σ P(D > k)
    assert values(one, np.array([[1]]))[0, 0, 9] == pytest.approx(one.margin[0, 1] * sold + 0.9 * (9 - sold), abs=1e-12)


@given(path=st.lists(st.integers(0, 3), min_size=5, max_size=5), levels=st.integers(1, 12))
@settings(max_examples=40, deadline=None)
def test_forwards_and_backwards_give_the_same_value_and_units_balance(path, levels):
    terms = tiny_terms()
    table = weekly(terms, np.array(path), levels)
    assert present_value(table, terms.beta) == pytest.approx(values(terms, np.array([path]), levels)[0, 0, -1], abs=1e-9)
    assert table["sold"].sum() + table["exited"].sum() == pytest.approx(terms.units)
    assert table["units"].diff().iloc[1:].to_numpy() == pytest.approx(-table["sold"].iloc[:-1].to_numpy(), abs=1e-9)
    assert table["sold_out"].is_monotonic_increasing


@given(path=st.lists(st.integers(0, 3), min_size=5, max_size=5), more=st.floats(0.01, 5))
@settings(max_examples=30, deadline=None)
def test_value_grows_with_the_exit_value_and_falls_with_holding(path, more):
    terms, paths = tiny_terms(), np.array([path])
    base = values(terms, paths)[0, 0]
    richer = values(replace(terms, exit_value=terms.exit_value + more), paths)[0, 0]
    dearer = values(replace(terms, storage=terms.storage + more), paths)[0, 0]
    older = values(replace(terms, surcharge=terms.surcharge + more), paths)[0, 0]
    assert (richer[1:] > base[1:]).all()
    assert (dearer[1:] < base[1:]).all()
    assert older[1:] == pytest.approx(dearer[1:])


def test_the_oldest_units_leave_first():
    """n left are the n youngest: with one unit left only the young cohort's surcharge is due."""
    terms = tiny_terms()
    assert terms.surcharge_of(np.array([1.0, 5.0, 6.0, 9.0]))[4] == pytest.approx([0.02, 5 * 0.02, 5 * 0.02 + 0.4, 5 * 0.02 + 4 * 0.4])


@pytest.mark.parametrize("units", [597, 601, 1003])
def test_lots_that_do_not_divide_the_units_cost_less_than_two_in_a_thousand(units):
    case = case_a(
        units_by_age=[{"units": 200, "age_days": 60}, {"units": 199.0, "age_days": 120}, {"units": units - 399.0, "age_days": 200}]
    )
    terms, _ = terms_of([case])[0]
    paths = np.tile(np.arange(len(terms.prices))[:, None], (1, terms.weeks))
    exact, coarse = (values(terms, paths, levels)[:, 0, -1] for levels in (2000, COARSE))
    assert coarse == pytest.approx(exact, abs=0.002 * np.abs(exact).max())


def test_a_large_demand_has_no_underflow():
    """3,000 units a week: P(D = 0) is far below the smallest float."""
    case = case_a(weekly_demand=3000, units_by_age=[{"units": 20000, "age_days": 10}])
    terms, _ = terms_of([case])[0]
    rows = course(terms, np.zeros(26, int), 400)
    assert rows[:3, 1] == pytest.approx([3000, 3000 * 0.99, 3000 * 0.99**2], rel=1e-6)
    assert rows[-1, 0] == pytest.approx(0, abs=1e-6)
