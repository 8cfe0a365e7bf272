"""First order: the newsvendor against the plain sum over demands, and two batches against one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from core.errors import InputError
from core.review.first_order import Demand, Terms, best, demand, profits

DEMAND = Demand(mean=90.0, variance=90.0 + 0.5 * 90**2, products=6, of_all=20)
TERMS = Terms(margin=14.0, landed=7.0, salvage=2.0, lead=3.0, seen=3.0)


def plain_profit(wanted: Demand, terms: Terms, units: float) -> float:
    """Σ P(D = d) · money of d wanted."""
    d = np.arange(20_000)
    chance = nbinom.pmf(d, wanted.shape, wanted.shape / (wanted.shape + wanted.mean))
    money = terms.margin * np.minimum(d, units) + terms.salvage * np.maximum(0, units - d) - terms.landed * units
    return float(chance @ money) - (terms.order_cost if units else 0.0)


def test_the_profit_of_one_batch_is_the_plain_sum_over_all_demands():
    units = np.array([0.0, 1.0, 40.0, 90.0, 300.0])
    assert profits(DEMAND, TERMS, units) == pytest.approx([plain_profit(DEMAND, TERMS, each) for each in units], abs=0.01)


def test_the_best_batch_is_the_quantile_of_the_critical_ratio_and_no_other_brings_more():
    """(14 − 7) ÷ (14 − 2) = 0.583 of the worlds are worth being served."""
    order = best(DEMAND, TERMS)
    assert TERMS.ratio == pytest.approx(7 / 12)
    assert order.units == nbinom.ppf(7 / 12, DEMAND.shape, DEMAND.shape / (DEMAND.shape + DEMAND.mean))
    tried = np.arange(400.0)
    assert order.units == tried[profits(DEMAND, TERMS, tried).argmax()]


@settings(max_examples=8, deadline=None)
@given(
    st.floats(5, 150), st.floats(0.05, 2.0), st.floats(1, 50), st.floats(0.05, 0.95), st.floats(0, 0.95), st.floats(0, 13), st.floats(0, 50)
)
def test_two_batches_never_bring_less_and_money_stays_within_its_bounds(mean, doubt, margin, cost, salvage, lead, order_cost):
    wanted = Demand(mean=mean, variance=mean + doubt * mean**2, products=5, of_all=9)
    terms = Terms(margin=margin, landed=cost * margin, salvage=salvage * cost * margin, lead=lead, order_cost=order_cost)
    order = best(wanted, terms)
    assert order.gain >= 0
    assert order.profit <= order.batches_profit <= (terms.margin - terms.landed) * mean * 1.15 + 1.0
    assert order.first <= order.units
    assert order.profit == pytest.approx(plain_profit(wanted, terms, order.units), abs=0.02 + 1e-3 * margin * mean)


def test_a_second_batch_that_comes_after_the_season_brings_nothing():
    late = Terms(margin=14.0, landed=7.0, salvage=2.0, lead=13.0)
    order = best(DEMAND, late)
    assert (order.first, order.then, order.gain) == (order.units, 0.0, 0.0)


def test_the_sooner_the_second_batch_is_there_the_more_it_brings():
    gains = [best(DEMAND, Terms(margin=14.0, landed=7.0, salvage=2.0, lead=lead)).gain for lead in (0.0, 3.0, 6.0, 9.0)]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 50


def test_a_sale_that_does_not_pay_its_unit_orders_nothing():
    order = best(DEMAND, Terms(margin=6.0, landed=7.0, salvage=2.0))
    assert (order.units, order.profit, order.batches_profit) == (0.0, 0.0, 0.0)


def test_salvage_above_cost_and_negative_terms_are_refused():
    with pytest.raises(InputError, match="first_order_salvage"):
        Terms(margin=14.0, landed=7.0, salvage=8.0)
    with pytest.raises(InputError, match="first_order_terms"):
        Terms(margin=14.0, landed=7.0, salvage=2.0, lead=-1.0)


def test_demand_is_drawn_towards_the_catalogue_by_how_few_the_category_has():
    """5 products count as much as the whole: the mean of 5 at 200 beside a whole at 100 is 150."""
    found = demand([200.0] * 5, [100.0] * 20)
    assert found.mean == pytest.approx(150.0)
    assert demand([], [100.0] * 20).mean == pytest.approx(100.0)
    assert demand([], []) is None
    assert demand([], [0.0, 0.0]) is None


def test_the_spread_of_products_is_recovered():
    """Products of a negative binomial of mean 100 and squared relative spread 0.5."""
    units = nbinom.rvs(2.0, 2 / 102, size=4000, random_state=1)
    found = demand(units, units)
    assert found.mean == pytest.approx(100, rel=0.05)
    assert (found.variance - found.mean) / found.mean**2 == pytest.approx(0.5, rel=0.1)
