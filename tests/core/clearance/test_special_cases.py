"""Published models as special cases of the same engine: many short weeks, Poisson demand, no holding. Sources: clearance.md §1 and §5."""

import math

import numpy as np
import pytest
from scipy.stats import nbinom

from core.clearance.ladder import best_policy, free_price_bound
from core.clearance.terms import Terms
from tests.core.clearance.cases import a_menu

PRICES = 400


def terms(*, units, prices, rate, steps, span=1.0, **changes):
    """Demand `rate(price)` per unit of time as Poisson over `steps` short weeks; everything that is sold earns its price."""
    facts = {
        "units": float(units), "prices": prices, "margin": np.tile(prices, (steps, 1)), "demand": np.tile(rate(prices) * span / steps, (steps, 1)),
        "variance_to_mean": 1.0, "cohort_units": np.array([float(units)]), "storage": np.zeros(steps), "surcharge": np.zeros((steps, 1)),
        "exits": {}, "exit_value": np.zeros(steps + 1), "beta": 1.0,
    }  # fmt: skip
    return Terms(**(facts | changes))


def menu_of(prices):
    """A case without changes whose menu has as many places as there are prices."""
    case = a_menu(max_changes=0)
    object.__setattr__(case, "price_shares", tuple(np.linspace(1, 0.001, len(prices))))
    return case


def free(given):
    """The optimum over any price of the terms at any time."""
    return free_price_bound(menu_of(given.prices), given)


@pytest.fixture(autouse=True)
def every_price_is_on_the_menu(monkeypatch):
    """These terms are built by hand: the menu is all their prices, not the shares of a case."""
    monkeypatch.setattr("core.clearance.ladder.menu_of", lambda case: np.arange(len(case.price_shares)))


def gallego_van_ryzin(n, demand):
    """J*(n, t) = ln Σ_{i≤n} (λ*t)^i / i!, λ* = a/e."""
    return math.log(sum((demand / math.e) ** i / math.factorial(i) for i in range(n + 1)))


@pytest.mark.parametrize(("n", "demand", "published"), [(5, 10 * math.e, 7.2982), (25, 100, 33.1415)])
def test_exponential_demand_gives_gallego_and_van_ryzin_s_value(n, demand, published):
    prices = np.linspace(6, 0.5, PRICES)
    exact = gallego_van_ryzin(n, demand)
    found = [free(terms(units=n, prices=prices, rate=lambda p: demand * np.exp(-p), steps=steps)) for steps in (400, 800)]
    assert exact == pytest.approx(published, abs=5e-5)
    limit = 2 * found[1] - found[0]  # the error of short weeks halves with them
    assert limit == pytest.approx(exact, rel=2e-4)


@pytest.mark.parametrize(("n", "demand", "published"), [(5, 10 * math.e, 6.9803), (25, 100, 31.9013)])
def test_a_fixed_price_gives_gallego_and_van_ryzin_s_fixed_price_value(n, demand, published):
    """The fluid price ln(a/n) kept throughout: p·E min(Poisson(n), n)."""
    price = np.array([math.log(demand / n)])
    given = terms(units=n, prices=price, rate=lambda p: demand * np.exp(-p), steps=1)
    assert best_policy(menu_of(price), given).worth == pytest.approx(published, abs=5e-5)


def test_constant_elasticity_gives_mcafee_and_te_velde_s_value():
    """J = b_n (a t)^{1/e}; b_n (b_n − b_{n−1})^{e−1} = ((e−1)/e)^{e−1}, b_0 = 0; e = 2.62, n = 5, a t = 100: 14.280332."""
    prices = np.geomspace(40, 1.0, 600)
    found = [free(terms(units=5, prices=prices, rate=lambda p: 100 * p**-2.62, steps=steps)) for steps in (600, 1200)]
    assert 2 * found[1] - found[0] == pytest.approx(14.280332, rel=2e-3)


def test_rosenfield_keeps_forty_units():
    """λ 10 a year, V 20, S 2, i .15, h 3: the k-th unit is kept while (V + h/i)·ρ^k − h/i ≥ S, ρ = λ/(λ + i). Exits are open at once only."""
    worth = [(20 + 3 / 0.15) * (10 / 10.15) ** k - 3 / 0.15 for k in range(60)]
    assert worth[40] >= 2 > worth[41]
    steps, years = 6000, 15
    exits = np.full(steps + 1, -1e6)
    exits[0] = 2.0
    given = terms(
        units=60, prices=np.array([20.0]), rate=lambda p: np.array([10.0]), steps=steps, span=years, exit_value=exits,
        storage=np.full(steps, 3 * years / steps), beta=1 / (1 + 0.15 * years / steps),
    )  # fmt: skip
    case = menu_of(given.prices)
    assert best_policy(case, given).first()[0] == 40


def test_one_week_is_the_newsvendor():
    """m·E min(D, n) + r·(n − E min(D, n)), for every stock."""
    margin, worth, demand, ratio = 8.0, 1.5, 6.0, 2.5
    for n in range(1, 15):
        given = terms(
            units=n, prices=np.array([margin]), rate=lambda p: np.array([demand]), steps=1, variance_to_mean=ratio,
            exit_value=np.array([-1e6, worth]),
        )  # fmt: skip
        chance = nbinom(demand / (ratio - 1), 1 / ratio)
        sold = sum(min(d, n) * chance.pmf(d) for d in range(400))
        assert best_policy(menu_of(given.prices), given).worth == pytest.approx(margin * sold + worth * (n - sold), rel=1e-9)


def test_the_free_price_is_never_over_the_fluid_bound_of_gallego_and_van_ryzin():
    """J ≤ J^D = t·r(min(λ*, n/t)): a = 100, n = 25: 25·ln(100/25) = 34.6574."""
    bound = 25 * math.log(100 / 25)
    assert bound == pytest.approx(34.6574, abs=5e-5)
    assert free(terms(units=25, prices=np.linspace(6, 0.5, PRICES), rate=lambda p: 100 * np.exp(-p), steps=400)) < bound
