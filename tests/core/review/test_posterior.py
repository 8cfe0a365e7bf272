"""What a clearance teaches: nothing without movement, more with more weeks, and no more than the weeks can tell."""

import numpy as np
import pytest
from scipy.stats import nbinom

from core.review.posterior import _log_chance, believed, learn
from tests.core.clearance.cases import case_a

CASE = case_a(variance_to_mean=1.5, elasticity_sd=0.8, demand_sd=0.3)
BASE = np.full(12, 10.0)


def taught(price, sold, stock=None, known=None):
    count = len(price)
    stock = np.full(count, 1e6) if stock is None else stock
    known = np.ones(count, bool) if known is None else known
    return learn(CASE, BASE[:count], np.asarray(price, float), np.asarray(sold, float), stock, known)


def test_the_chance_of_a_week_is_that_of_a_negative_binomial():
    mean, ratio = np.array([4.0, 9.0]), 2.0
    expected = nbinom.logpmf([3, 11], mean / (ratio - 1), 1 / ratio)
    assert _log_chance(mean, np.array([3.0, 11.0]), np.zeros(2, bool), ratio) == pytest.approx(expected)


def test_a_week_that_sold_out_says_only_that_as_many_or_more_were_wanted():
    mean, ratio = np.array([4.0, 9.0]), 2.0
    expected = np.log(nbinom.sf([2, 10], mean / (ratio - 1), 1 / ratio))
    assert _log_chance(mean, np.array([3.0, 11.0]), np.ones(2, bool), ratio) == pytest.approx(expected)


def test_before_it_is_what_the_plan_believed():
    before = believed(CASE).told("elasticity")
    assert (before.mean, before.sd) == (pytest.approx(2.2, abs=0.01), pytest.approx(0.8, abs=0.02))
    assert before.low == pytest.approx(2.2 - 1.645 * 0.8, abs=0.05)
    assert believed(CASE).told("level").mean == pytest.approx(1.0, abs=0.01)


def test_at_a_steady_price_the_level_is_learned_and_the_elasticity_is_not():
    found = taught([24.0] * 12, [6] * 12)  # six of ten sold, drawn towards what was expected
    assert 0.6 < found.level[1].mean < 0.7
    assert found.elasticity[1].mean == pytest.approx(found.elasticity[0].mean, abs=1e-6)
    assert found.moved == 0


def test_weeks_at_both_prices_tell_the_elasticity_from_the_level():
    """12 is half off: exp(1.2 · 0.5) = 1.82 times as much, where exp(2.2 · 0.5) = 3 was believed."""
    found = taught([24.0] * 6 + [12.0] * 6, [10] * 6 + [18.2] * 6)
    assert found.elasticity[1].mean == pytest.approx(1.2, abs=0.25)
    assert found.elasticity[1].sd < 0.75 * found.elasticity[0].sd
    assert found.level[1].mean == pytest.approx(1.0, abs=0.1)


def test_weeks_without_data_say_nothing():
    known = np.arange(12) < 4
    assert taught([18.0] * 12, [20] * 12, known=known).weeks == 4
    assert taught([18.0] * 12, [20] * 12, known=np.zeros(12, bool)).after.chance == pytest.approx(believed(CASE).chance)


def test_selling_out_is_not_read_as_low_demand():
    full = taught([18.0] * 4, [5] * 4)
    out = taught([18.0] * 4, [5] * 4, stock=np.full(4, 5.0))
    assert out.level[1].mean > full.level[1].mean + 0.2


def test_what_the_plan_was_sure_of_stays_as_it_was():
    sure = case_a(elasticity_sd=0.0, demand_sd=0.0)
    found = learn(sure, BASE, np.full(12, 18.0), np.full(12, 30.0), np.full(12, 1e6), np.ones(12, bool))
    assert (found.elasticity[1].mean, found.elasticity[1].sd) == (pytest.approx(2.2), pytest.approx(0.0))
