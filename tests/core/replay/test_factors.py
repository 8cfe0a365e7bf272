"""Causes that the seller named become factors, and the rules heed them; stock that may not be there."""

from datetime import timedelta

from core import settings
from tests.build import AS_OF, AT, a_cost, daily, some_sales, some_stock
from tests.core.test_risk import fired


def test_a_fall_after_a_promotion_must_be_larger_once_that_was_learnt(ws):
    """28 days at 4, at 3, at 2 a day: falls of 25 and 33 %, over the line of 20 %; all of it sold on promotion."""
    for month, pace in enumerate((2, 3, 4)):
        some_sales(ws, daily(pace, 28, AS_OF - timedelta(days=28 * month)))
    some_sales(ws, daily(4, 98, AS_OF - timedelta(days=84)))
    with ws.write() as cursor:
        cursor.execute("update sales_daily set promo_discount = 1")
    some_stock(ws, available=900)
    assert fired(ws)["turnover_decline"]["facts"]["share"] == 0.2
    settings.save(ws, {"promotion.factor": 1.5}, at=AT)  # a line of 30 %: the fall of 25 % is none
    assert "turnover_decline" not in fired(ws)


def test_a_late_supplier_makes_orders_due_earlier(ws):
    """1 a day, 60 units, lead time 45: 15 days are left; at 1.2 times as long 60 - 54 = 6."""
    some_sales(ws, daily(1, 182))
    a_cost(ws, lead_time_days=45, safety_stock=0)
    some_stock(ws, available=60)
    assert "reorder_by" not in fired(ws)
    settings.save(ws, {"supply.risk_factor": 1.2}, at=AT)
    assert fired(ws)["reorder_by"]["facts"]["days_left"] == 6


def test_a_few_units_that_never_sell_though_much_is_usual_may_not_be_there(ws):
    """2 a day until 8 days ago, then none: 16 are missing, ten are enough; 14 units are a week's sales, 15 more than that."""
    some_sales(ws, daily(2, 182, AS_OF - timedelta(days=8)) | {AS_OF: 0})
    some_stock(ws, available=12)
    facts = fired(ws)["phantom_stock"]["facts"]
    assert (facts["units"], facts["days"]) == (12, 8)
    some_stock(ws, available=15)
    assert "phantom_stock" not in fired(ws)
