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
    return siblings(ws, "US", "RED", AS_OF, cut_share=0.3)


def test_what_a_cut_takes_from_a_sibling_is_found(ws):
    found = a_family(ws)
    blue = found.rows.set_index("sku").loc["BLUE"]
    assert found.reason is None
    assert blue["cross"] == pytest.approx(0.8, abs=0.2)
    assert blue["lost"] == pytest.approx(blue["weekly"] * (1 - 0.7 ** blue["cross"]))
    assert blue["lost_low"] < blue["lost"] < blue["lost_high"]


def test_few_sales_leave_the_answer_near_the_assumption_and_wide(ws):
    blue = a_family(ws, units=1).rows.set_index("sku").loc["BLUE"]
    assert abs(blue["cross"] - 0.2) < 0.5
    assert blue["cross_high"] - blue["cross_low"] > 0.6


def test_a_price_that_never_moved_says_nothing_about_siblings(ws):
    assert a_family(ws, cuts=False).reason == "no_moves"


def test_a_product_without_siblings_is_told_so(ws):
    a_family(ws)
    assert siblings(ws, "US", "ALONE", AS_OF).reason == "no_siblings"
