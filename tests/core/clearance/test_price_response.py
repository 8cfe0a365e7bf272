"""The Poisson fit of one SKU: against a library, against arithmetic, and with weeks that say nothing."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import PoissonRegressor

from core.clearance.price_response import fits, moves, seasons, weeks_of
from tests.core.clearance.worlds import a_world, one_sku

EVERY = np.ones(1, bool)


def flat(weeks):
    return np.ones_like(weeks.units)


def test_two_prices_without_season_give_the_ratio_of_their_sales():
    """Price and trend are balanced in pairs: 20 a week at 10.00, 45 at 8.00, so ε = ln(45 / 20) / ln(10 / 8)."""
    weeks = weeks_of(one_sku([20, 45, 45, 20] * 6, [10.0, 8.0, 8.0, 10.0] * 6))
    assert fits(weeks, flat(weeks), EVERY)[0].elasticity == pytest.approx(np.log(45 / 20) / np.log(10 / 8), abs=1e-6)


def test_newton_gives_what_a_library_gives():
    _, rows = a_world(skus=12, weeks=60, base=6)
    weeks = weeks_of(rows)
    season = seasons(weeks, np.full(12, 2.0))
    found = fits(weeks, season, np.ones(12, bool))
    for i, one in found.items():
        design = np.column_stack([np.linspace(-1, 1, 60), np.log(weeks.price[i] / weeks.usual[i])])
        library = PoissonRegressor(alpha=0, solver="newton-cholesky", tol=1e-10, max_iter=200)
        library.fit(design, weeks.units[i] / season[i], sample_weight=season[i])
        assert one.elasticity == pytest.approx(-library.coef_[1], abs=1e-5)
    assert len(found) > 8


def test_weeks_out_of_stock_do_not_count_as_weak_demand():
    """Half of the cheap weeks sold nothing because there was nothing: with their days told, the answer stays."""
    units, price, out = [20, 45, 45, 20] * 6, [10.0, 8.0, 8.0, 10.0] * 6, [0, 0, 0, 0] * 6
    for week in (1, 9, 17):
        units[week], out[week] = 0, 7
    told = weeks_of(one_sku(units, price, out))
    hidden = weeks_of(one_sku(units, price))
    truth = np.log(45 / 20) / np.log(10 / 8)
    assert fits(told, flat(told), EVERY)[0].elasticity == pytest.approx(truth, abs=0.05)
    assert fits(hidden, flat(hidden), EVERY)[0].elasticity < truth - 0.5


def test_a_week_with_three_days_out_of_stock_counts_for_four_sevenths():
    """28 a full week, 16 in 4 of 7 days: no price effect at all."""
    units = [28, 16] * 12
    weeks = weeks_of(one_sku(units, [10.0, 8.0] * 12, [0, 3] * 12))
    assert fits(weeks, flat(weeks), EVERY)[0].elasticity == pytest.approx(0.0, abs=1e-6)


def test_a_price_that_is_missing_is_carried_for_four_weeks_only():
    price = [10.0] * 6 + [None] * 6 + [8.0] * 8
    weeks = weeks_of(one_sku([5] * 20, price))
    assert list(weeks.known[0]) == [True] * 10 + [False] * 2 + [True] * 8


def test_moves_are_weeks_away_from_the_usual_price():
    weeks = weeks_of(one_sku([5] * 20, [10.0] * 14 + [9.6, 9.5, 9.4, 10.5, 10.6, 10.0]))
    assert moves(weeks, 0.05)[0] == 4


def test_the_season_of_a_category_is_learnt_from_its_other_skus_with_their_promotions_taken_out():
    """Forty SKUs at 50 a week double in the last quarter; another category stays flat; half of the SKUs halve their price in week 3."""
    rows = [one_sku([50] * 39 + [100] * 13, 10.0, sku=f"X{i}", category="X") for i in range(40)]
    rows += [one_sku([50] * 52, 10.0, sku=f"Y{i}", category="Y") for i in range(40)]
    for i in range(20):
        rows[i].loc[3, ["units", "price"]] = [50 * 2.0**2, 5.0]
    weeks = weeks_of(pd.concat(rows, ignore_index=True))
    effect = seasons(weeks, np.full(80, 2.0))
    assert effect[0, 45] / effect[0, 10] == pytest.approx(2.0, rel=0.15)
    assert effect[55, 45] / effect[55, 10] == pytest.approx(1.0, rel=0.1)
    assert effect[30, 3] == pytest.approx(effect[30, 10], rel=0.02)


def test_sales_at_one_price_only_are_no_stable_answer():
    """Nothing at all was sold in the dear weeks: ε would be infinite."""
    weeks = weeks_of(one_sku([0, 5] * 12, [10.0, 8.0] * 12))
    assert fits(weeks, flat(weeks), EVERY) == {}


def test_a_price_that_is_the_trend_itself_is_no_answer():
    weeks = weeks_of(one_sku([20] * 24, list(10.0 * np.exp(np.linspace(-0.3, 0.3, 24)))))
    assert fits(weeks, flat(weeks), EVERY) == {}


def test_a_single_sku_has_no_season_of_others():
    weeks = weeks_of(one_sku([5, 50] * 12, 10.0))
    assert (seasons(weeks, np.full(1, 2.0)) == 1.0).all()
