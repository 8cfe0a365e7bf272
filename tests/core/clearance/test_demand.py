"""Demand in lots against SciPy's negative binomial and plain sums."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from core.clearance.demand import chances, kernel, spare


def law(mean, ratio):
    return poisson(mean) if ratio == 1 else nbinom(mean / (ratio - 1), 1 / ratio)


@pytest.mark.parametrize(("mean", "ratio"), [(0.3, 2.0), (10.0, 2.0), (47.0, 5.0), (10.0, 1.0), (900.0, 2.0), (5000.0, 3.0), (3000.0, 1.0)])
def test_chances_are_those_of_the_negative_binomial(mean, ratio):
    levels = int(mean + 20 * np.sqrt(mean * ratio)) + 5
    assert chances(mean, ratio, levels) == pytest.approx(law(mean, ratio).pmf(np.arange(levels + 1)), abs=1e-13, rel=1e-9)


def test_no_demand_leaves_everything():
    sold, shift, rest, _ = kernel(0.0, 2.0, 1.0, 5)
    assert sold.tolist() == [0] * 6
    assert shift.tolist() == [1, 0, 0, 0, 0, 0]
    assert rest.tolist() == [1, 0, 0, 0, 0, 0]


@given(mean=st.floats(1e-6, 60), ratio=st.floats(1, 8), step=st.floats(0.2, 40), levels=st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_lots_of_any_size_keep_the_expected_sales_exact(mean, ratio, step, levels):
    sold, shift, rest, _ = kernel(mean, ratio, step, levels)
    demand = np.arange(2000)
    chance = law(mean, ratio).pmf(demand)
    exact = [(np.minimum(demand, step * i) * chance).sum() for i in range(levels + 1)]
    assert sold == pytest.approx(exact, abs=1e-6)
    left = np.array([sum(shift[k] * (i - k) * step for k in range(i)) for i in range(levels + 1)])
    assert left == pytest.approx(step * np.arange(levels + 1) - sold, abs=1e-6), "units balance: what is not sold is left"
    assert shift.min() >= 0
    assert rest.min() >= 0


def test_what_is_left_of_a_stock_is_the_stock_less_the_mean_when_it_is_far_larger():
    assert spare(10.0, 2.0, 50.0, 4)[-1] == pytest.approx(5 * 50 - 10)
