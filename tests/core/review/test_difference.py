"""Plan against actual: each thing that was off stands in its own step, and the steps add up to the cent."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clearance.build import uplift
from core.review.difference import STEPS, learned, regret, waterfall
from tests.core.clearance.cases import case_a
from tests.core.review.worlds import an_actual, course, subject

WEEKS = 20
SURE = {"variance_to_mean": 1.0, "demand_sd": 0.3, "elasticity_sd": 0.8, "landed_cost": 7.0}


@pytest.fixture(scope="module")
def case():
    return case_a(**SURE)


def planned(case, prices, **changed):
    """The plan of these prices with weeks as expected, and with what is changed of them."""
    sold = course(case, prices)["sold"].to_numpy()[: len(prices)]
    return subject(case, an_actual(case, prices, changed.pop("sold", sold), **changed), prices)


def steps(one):
    return waterfall(one, learned(one)).steps


def big(one) -> str:
    found = steps(one)
    return max(found, key=lambda name: abs(found[name]))


def cut(share=0.75, weeks=26):
    return np.full(weeks, 24.0 * share)


def test_a_plan_that_came_as_expected_has_no_large_step(case):
    one = planned(case, cut())
    plan = waterfall(one, learned(one))
    assert max(map(abs, plan.steps.values())) < 0.03 * one.hold.value


def test_demand_below_the_forecast_stands_under_demand(case):
    """Half at list price for ten weeks and at the cut for sixteen: no other elasticity explains it."""
    prices = np.append(np.full(10, 24.0), np.full(16, 18.0))
    sold = course(case, prices)["sold"].to_numpy()[:26] * 0.6
    assert big(planned(case, prices, sold=sold)) == "demand"


def test_a_weaker_answer_to_the_price_stands_under_elasticity(case):
    prices = np.append(np.full(8, 24.0), np.full(18, 15.0))
    pull = uplift(case, prices / 24.0, 1.0) / uplift(case, prices / 24.0)
    sold = course(case, prices)["sold"].to_numpy()[:26] * pull
    one = planned(case, prices, sold=sold)
    assert big(one) == "elasticity"
    assert learned(one).elasticity[1].mean == pytest.approx(1.0, abs=0.25)


def test_a_price_that_was_not_followed_stands_under_price(case):
    expected = course(case, np.full(26, 24.0))["sold"].to_numpy()[:26]
    one = replace(planned(case, np.full(26, 24.0), sold=expected), planned=course(case, cut(0.6)))
    assert big(one) == "price"


def test_stock_that_came_in_beyond_the_plan_stands_under_stock(case):
    received = np.zeros(26)
    received[3] = 300.0
    stock = np.full(27, 900.0)
    stock[:4] = 600.0
    sold = course(case, cut())["sold"].to_numpy()[:26]
    stock = stock - np.append(0.0, np.cumsum(sold))
    assert big(planned(case, cut(), sold=sold, received=received, stock=np.maximum(0.0, stock))) == "stock"


def test_what_amazon_charged_more_stands_under_fees(case):
    import pandas as pd

    charged = pd.DataFrame([{"fee": "storage", "period_start": "2026-02-01", "period_end": "2026-02-28", "amount": 900.0}])
    one = replace(planned(case, cut()), charged=charged)
    assert big(one) == "fees"
    assert steps(one)["fees"] < -700


@settings(deadline=None, max_examples=25)
@given(
    sold=st.lists(st.integers(0, 40), min_size=6, max_size=6), price=st.sampled_from([24.0, 19.2, 14.4]),
    removed=st.integers(0, 50), lost=st.integers(-10, 10),
)  # fmt: skip
def test_the_steps_add_up_to_the_cent(sold, price, removed, lost):
    case = CASE
    none = np.zeros(6)
    flows = {"removed": none + removed * (np.arange(6) == 2), "lost": none + lost * (np.arange(6) == 4)}
    stock = [600.0]
    for week in range(6):
        stock.append(max(0.0, stock[-1] - sold[week] - flows["removed"][week] - flows["lost"][week]))
    one = subject(case, an_actual(case, np.full(6, price), np.array(sold, float), np.array(stock), **flows), np.full(26, 19.2))
    found = waterfall(one, learned(one))
    cents = [round(100 * amount) for amount in (found.expected, *found.steps.values(), found.actual)]
    assert sum(cents[:-1]) == cents[-1]
    assert tuple(found.steps) == tuple(step for step in STEPS if step != "ads")


CASE = case_a(**SURE)


def test_holding_where_a_cut_would_have_brought_more_is_regretted(case):
    """600 units at 10 a week for 26 weeks at list price: two thirds would be left for 1.08 each."""
    sold = course(case, np.full(26, 24.0))["sold"].to_numpy()[:26]
    found = regret(*_with(planned(case, np.full(26, 24.0), sold=sold)))
    assert (found.option, found.price) == ("best_single_price", pytest.approx(18.0))
    assert found.low <= found.money <= found.high
    assert found.money > 300
    assert found.over_hold == pytest.approx(0.0, abs=1e-6)


def test_the_best_price_leaves_hardly_a_regret_and_brought_more_than_doing_nothing(case):
    one = planned(case, cut())
    found = regret(*_with(one))
    assert found.money < 0.02 * one.hold.value
    assert found.over_hold > 300


def test_nothing_learned_nothing_regretted(case):
    assert regret(*_with(planned(case, cut(), sold=np.full(26, np.nan)))) is None


def _with(one):
    return one, learned(one)
