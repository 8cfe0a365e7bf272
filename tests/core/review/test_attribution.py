"""Why so many were sold, by which way the stock left, and what traffic says."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.review import attribution
from core.review.difference import learned
from tests.build import a_product, insert
from tests.core.clearance.cases import case_a
from tests.core.review.worlds import an_actual, course, subject

CASE = case_a(variance_to_mean=1.0, demand_sd=0.2, elasticity_sd=0.5, landed_cost=7.0, remove_fee=1.04, own_channel_value_share=0.5)


def one(price=18.0, weeks=10, **changed):
    prices = np.full(weeks, price)
    sold = changed.pop("sold", course(CASE, np.full(26, price))["sold"].to_numpy()[:weeks])
    return subject(CASE, an_actual(CASE, prices, sold, **changed))


def parts(found):
    return attribution.sources(found, learned(found)).parts


def test_a_price_cut_that_sold_as_believed_is_the_price_s_doing():
    """10 a week for ten weeks, falling by 1 % a week; exp(2.2 · 0.25) = 1.733 times as many at 18.00."""
    found = parts(one())
    assert found["usual"] == pytest.approx(100)
    assert found["season"] == pytest.approx(10 * sum(0.99**week for week in range(10)) - 100)
    assert found["price"] == pytest.approx(0.733 * (100 + found["season"]), rel=0.05)
    assert abs(found["promotion"]) < 1e-9


def test_a_coupon_stands_apart_from_the_price():
    """Asked 24.00, 6.00 off by coupon: what buyers paid is 18.00."""
    base = one()
    found = parts(one(sales=base.actual.sold * 24.0, promo=base.actual.sold * 6.0))
    assert found["price"] == pytest.approx(0.0, abs=1e-6)
    assert found["promotion"] > 50


def test_weeks_without_data_are_left_out_of_every_part():
    sold = one().actual.sold.copy()
    sold[3] = np.nan
    found = attribution.sources(one(sold=sold), learned(one(sold=sold)))
    assert found.parts["usual"] == pytest.approx(90)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 60), min_size=5, max_size=5), st.sampled_from([24.0, 20.0, 12.0]))
def test_the_parts_add_up_to_what_was_sold(sold, price):
    found = one(price, 5, sold=np.array(sold, float))
    told = attribution.sources(found, learned(found))
    assert sum(told.parts.values()) == pytest.approx(told.sold) == pytest.approx(sum(sold))


def test_each_channel_has_its_cost_and_its_recovery_a_unit():
    removed = np.zeros(10)
    removed[2] = 50.0
    found = one(removed=removed, own_units=np.full(10, 1.0), own_sales=np.full(10, 20.0))
    table = attribution.channels(found).set_index("channel")
    sold = found.actual.sold.sum()
    assert table.loc["fba", "income"] == pytest.approx(sold * 18.0)
    assert table.loc["fba", "net"] + table.loc["fba", "cost"] == pytest.approx(table.loc["fba", "income"])
    assert table.loc["removed", "net_each"] == pytest.approx(CASE.own_value - 1.04)
    assert table.loc["removed", "recovery"] == pytest.approx((CASE.own_value - 1.04) / 7.0)
    assert np.isnan(table.loc["own", "net"])
    assert "disposed" not in table.index


def test_one_unit_more_is_compared_by_sale_and_by_the_best_door():
    told = attribution.next_channel(one())
    assert told["sale"] == pytest.approx(18 * 0.85 - 4.5 - 1.2)
    assert (told["door"], told["exit"]) == ("remove", pytest.approx(CASE.own_value - 1.04))
    assert told["better"] == ("sale" if told["sale"] > told["exit"] else "exit")


def test_traffic_says_whether_it_was_seen_or_bought_too_little(ws):
    day = {"start_day": date(2026, 2, 1), "end_day": date(2026, 2, 28), "marketplace": "US", "file_id": 1}
    for sku, sessions, units in (("A", 1000, 20), ("B", 800, 80), ("C", 1000, 100), ("D", 100, 12)):
        insert(ws, "traffic_period", **day, asin=f"B{sku}", sku=None if sku == "A" else sku, sessions=sessions, units=units)
    a_product(ws, sku="A", asin="BA")

    def points(sku):
        found = one()
        object.__setattr__(found.case, "marketplace", "US")
        object.__setattr__(found.case, "sku", sku)
        return attribution.traffic(ws, found)

    seen = points("A").iloc[0]
    assert (seen["when"], seen["points"], seen["conversion"]) == ("during", "seen_not_bought", pytest.approx(0.02))
    assert seen["sessions_day"] == pytest.approx(1000 / 28)
    assert points("D")["points"].tolist() == ["bought_when_seen"]
    assert points("B")["points"].tolist() == ["usual"]
    assert points("Z").empty
