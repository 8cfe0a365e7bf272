"""Who a slow SKU could be sold with: counts from orders, and stars of its category."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core.clearance.partners import COLUMNS, Habit, bought_together, habit, measured, partners, two_at_once, weekly_of
from tests.build import AS_OF, a_file, insert

SLOW = {"marketplace": "US", "sku": "A", "category": "Desk", "price": 20.0, "velocity": 0.5}


def an_order(ws, order, *skus, file_id=None, day=AS_OF, status="shipped", channel="FBA", marketplace="US", units=1):
    for number, sku in enumerate(skus):
        insert(
            ws, "order_line", file_id=file_id or a_file(ws), marketplace=marketplace, day=day, order_id=order, order_item_id=f"{order}.{number}", sku=sku,
            channel=channel, status=status, units=units, gross_sales=10 * units, currency="USD",
        )  # fmt: skip


def together(ws, sku="A") -> pd.DataFrame:
    return bought_together(ws, "US", sku, AS_OF)


def pairs(**counts) -> pd.DataFrame:
    return pd.DataFrame(
        [{"partner": sku, "together": both, "partner_orders": 100, "own_orders": 40, "orders": 1000} for sku, both in counts.items()]
    )


def seller(*rows) -> pd.DataFrame:
    usual = {"marketplace": "US", "category": "Desk", "price": 10.0, "velocity": 3.0, "title": "Thing"}
    return pd.DataFrame([SLOW, *(usual | row for row in rows)])


def test_support_confidence_attach_and_lift_by_hand(ws):
    """10 orders: A in 4, B in 5, both in 3. Support .3, confidence 3/4, attach 3/5, lift .3 / (.4 · .5) = 1.5."""
    for number in range(10):
        skus = ["A", "B"] if number < 3 else ["A"] if number < 4 else ["B"] if number < 6 else ["C"]
        an_order(ws, str(number), *skus)
    row = measured(together(ws), 3).iloc[0]
    assert (row["partner"], row["together"], row["own_orders"], row["partner_orders"], row["orders"]) == ("B", 3, 4, 5, 10)
    assert (row["support"], row["confidence"], row["attach"]) == (0.3, 0.75, 0.6)
    assert row["lift"] == pytest.approx(1.5)
    assert np.isnan(measured(together(ws), 4)["lift"].iloc[0])


def test_an_order_in_two_files_counts_once_and_cancelled_old_and_other_ones_not_at_all(ws):
    for file in (a_file(ws), a_file(ws)):
        an_order(ws, "1", "A", "B", file_id=file)
    an_order(ws, "2", "A", "B", status="cancelled")
    an_order(ws, "3", "A", "B", day=AS_OF - timedelta(days=365))
    an_order(ws, "4", "A", "B", channel="FBM")
    an_order(ws, "5", "A", "B", marketplace="CA")
    an_order(ws, None, "A", "B")
    assert together(ws)[["partner", "together", "orders"]].values.tolist() == [["B", 1, 1]]


def test_the_sku_itself_is_an_order_of_two_pieces(ws):
    an_order(ws, "1", "A", units=2)
    an_order(ws, "2", "A")
    an_order(ws, "3", "A", "B")
    assert two_at_once(together(ws), "A") == pytest.approx(1 / 3)
    assert two_at_once(together(ws, "B"), "B") == 0.0
    assert np.isnan(two_at_once(together(ws, "gone"), "gone"))


def test_a_habit_is_counted_in_twos_of_one_unit_sold_beside_a_few_orders_of_one(ws):
    """Orders of 1, 2 and 5 pieces: eight units, one buyer alone, 0 + 1 + 2 twos; five more orders of one stand beside them."""
    for number, units in enumerate((1, 2, 5)):
        an_order(ws, str(number), "A", units=units)
    found = habit(together(ws), "A", 5)
    assert (found.alone, found.pairs) == (pytest.approx((1 + 5) / (8 + 5)), pytest.approx(3 / (8 + 5)))


def test_without_an_order_of_two_everybody_buys_one(ws):
    an_order(ws, "1", "A", "B")
    assert habit(together(ws), "A", 5) == habit(together(ws, "gone"), "gone", 5) == Habit(alone=1.0, pairs=0.0)


def test_candidates_bought_together_come_first_then_the_stars_of_the_category():
    rows = seller({"sku": "B"}, {"sku": "C"}, {"sku": "D", "price": 30.0}, {"sku": "E", "category": "Kitchen"})
    found = partners(pairs(B=9, E=6, C=2), rows, SLOW, 5)
    assert list(found.columns) == list(COLUMNS)
    assert found[["sku", "evidence"]].values.tolist() == [["B", "together"], ["E", "together"], ["D", "category"], ["C", "category"]]
    assert found["lift"].tolist()[0] == pytest.approx(9 * 1000 / (40 * 100))
    assert np.isnan(found["lift"].iloc[2])


def test_a_partner_sells_more_than_the_slow_one_has_a_price_and_is_in_the_same_marketplace():
    rows = seller(
        {"sku": "B", "velocity": 0.4}, {"sku": "C", "price": None}, {"sku": "D", "marketplace": "UK"}, {"sku": "E", "velocity": None}
    )
    assert partners(pairs(B=9, C=9, D=9, E=9), rows, SLOW, 5).empty


def test_the_pace_is_the_forecast_s_where_there_is_one():
    rows = pd.DataFrame({"velocity": [1.0, 1.0, None], "demand_13": [26.0, None, None]})
    assert weekly_of(rows).fillna(-1).tolist() == [2.0, 7.0, -1.0]
    assert weekly_of(rows[["velocity"]]).iloc[0] == 7.0


def test_no_orders_leave_the_stars_of_the_category(ws):
    assert partners(together(ws), seller({"sku": "B"}), SLOW, 5)["evidence"].tolist() == ["category"]
