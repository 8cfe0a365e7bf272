"""A cross effect that was built in is found, shrunk where it is uncertain, and said to be unknown where nothing moved."""

from datetime import timedelta

import numpy as np
import pytest

from core.market.siblings import siblings
from tests.build import AS_OF, a_product, some_sales


def a_family(ws, *, cross=0.8, cuts=True, units=30):
    """A red and a blue one; red is cut by 30 % in every fifth week, and blue sells (0.7)^cross as much in these weeks."""
    rng = np.random.default_rng(6)
    for sku in ("RED", "BLUE"):
        a_product(ws, sku=sku, asin=f"B0{sku}", parent_asin="B0PARENT")
    a_product(ws, sku="ALONE", asin="B0ALONE", parent_asin="B0OTHER")
    for back in range(52):
        cut = cuts and back % 5 == 0
        for sku, mean, price in (
            ("RED", units * (0.7**-1.5 if cut else 1), 14.0 if cut else 20.0),
            ("BLUE", units * (0.7**cross if cut else 1), 20.0),
        ):
            sold = rng.poisson(mean)
            some_sales(ws, {AS_OF - timedelta(days=7 * back + 1): int(sold)}, sku=sku, price=price)
    return siblings(ws, "US", "RED", AS_OF)


def test_what_a_cut_takes_from_a_sibling_is_found(ws):
    found = a_family(ws)
    blue = found.rows.set_index("sku").loc["BLUE"]
    lost = found.lost([0.7]).set_index("sku").loc["BLUE"]
    assert found.reason is None
    assert blue["cross"] == pytest.approx(0.8, abs=0.2)
    assert lost["lost"] == pytest.approx(blue["weekly"] * (1 - 0.7 ** blue["cross"]))
    assert lost["lost_low"] < lost["lost"] < lost["lost_high"]
    assert found.lost([1.0])["lost"].tolist() == [0.0]
    assert found.lost([0.7, 1.0, 0.7])["lost"].iloc[0] == pytest.approx(2 * lost["lost"])


def test_few_sales_leave_the_answer_near_the_assumption_and_wide(ws):
    blue = a_family(ws, units=1).rows.set_index("sku").loc["BLUE"]
    assert abs(blue["cross"] - 0.2) < 0.5
    assert blue["sd"] > 0.25


def test_a_price_that_never_moved_says_nothing_about_siblings(ws):
    found = a_family(ws, cuts=False)
    assert (found.reason, found.others, found.weeks) == ("no_moves", ("BLUE",), 0)


def test_a_season_of_the_whole_category_is_not_taken_for_a_loss_to_the_cut_one(ws):
    """Red is cut whenever everything of the category sells half; blue loses nothing to it."""
    rng = np.random.default_rng(6)
    for sku in ("RED", "BLUE", *(f"OTHER{number}" for number in range(6))):
        a_product(ws, sku=sku, asin=f"B0{sku}", parent_asin="B0PARENT" if sku in ("RED", "BLUE") else f"B0P{sku}")
    for back in range(52):
        low = back % 13 < 4
        for sku in ("RED", "BLUE", *(f"OTHER{number}" for number in range(6))):
            price = 14.0 if low and sku == "RED" else 20.0
            some_sales(ws, {AS_OF - timedelta(days=7 * back + 1): int(rng.poisson(15 if low else 30))}, sku=sku, price=price)
    found = siblings(ws, "US", "RED", AS_OF)
    without_season = np.log(2) / np.log(20 / 14)
    assert found.rows["cross"].iloc[0] < without_season / 2  # six others tell most of the season, not all


def test_a_product_without_siblings_is_told_so(ws):
    a_family(ws)
    assert siblings(ws, "US", "ALONE", AS_OF).reason == "no_siblings"
