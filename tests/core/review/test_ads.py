"""Advertising in a review: what reports tell of its weeks and the weeks before, in money and in units; unknown where no report reaches."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core.review import ads, attribution
from core.review.difference import learned, regret, waterfall
from core.review.outcome import outcome
from tests.build import a_file, a_product, insert
from tests.core.clearance.cases import case_a
from tests.core.review.worlds import an_actual, course, subject

CASE = case_a(variance_to_mean=1.0, demand_sd=0.2, elasticity_sd=0.5, landed_cost=7.0, marketplace="US", sku="A", ads=0.0)
KEY = ("US", "A", CASE.as_of)


def a_week_of_ads(ws, week, *, sku="A", spend=70.0, units=7, file_id=None, days=7, **more):
    """A row of one week: from as_of + 7 · week on."""
    start = CASE.as_of + timedelta(days=7 * week + 1)
    insert(
        ws, "ad_product", file_id=file_id or a_file(ws), start_day=start, end_day=start + timedelta(days=days - 1), marketplace="US",
        campaign="C", sku=sku, impressions=1000, clicks=50, spend=spend, units=units, sales=units * 10.0, currency="USD", **more,
    )  # fmt: skip


def advertised(rows: dict[int, tuple[float, float]]) -> pd.DataFrame:
    """week → (spend, units), all known."""
    told = [
        {"week": week, "known": True, "spend": spend, "units": units, "clicks": 1, "impressions": 9, "sales": 0}
        for week, (spend, units) in rows.items()
    ]
    return pd.DataFrame(told)


def one(rows=None, case=CASE, weeks=10, factor=1.0):
    sold = np.round(course(case, np.full(26, 18.0))["sold"].to_numpy()[:weeks] * factor)
    found = subject(case, an_actual(case, np.full(weeks, 18.0), sold))
    return found if rows is None else replace(found, advertised=advertised(rows))


BEFORE = dict.fromkeys(range(-8, 0), (10.0, 1.0))
DURING = dict.fromkeys(range(10), (30.0, 4.0))


def test_reports_are_read_by_week_and_a_week_that_they_do_not_cover_whole_is_unknown(ws):
    a_week_of_ads(ws, -1, spend=14.0, units=1)
    a_week_of_ads(ws, 0)
    a_week_of_ads(ws, 1, days=6)
    found = ads.of_weeks(ads.read(ws, [(*KEY, 3)])[KEY], 3)
    assert found.spend[0] == pytest.approx(70.0)
    assert found.known.tolist() == [True, False, False]
    assert (found.usual_spend, found.usual_units) == (pytest.approx(14.0), pytest.approx(1.0))
    assert found.cost_each == pytest.approx(10.0)


def test_a_product_that_reports_of_the_week_do_not_name_cost_nothing_in_it(ws):
    a_week_of_ads(ws, 0, sku="B")
    found = ads.of_weeks(ads.read(ws, [(*KEY, 1)])[KEY], 1)
    assert (found.total("spend"), found.total("units")) == (0.0, 0.0)
    assert np.isnan(found.usual_spend)
    assert np.isnan(found.cost_each)


def test_a_row_without_a_sku_is_found_by_its_asin_and_own_units_go_before_those_of_other_products(ws):
    a_product(ws, sku="A", asin="B0A")
    a_week_of_ads(ws, 0, sku=None, asin="B0A", units=9, own_units=5)
    assert ads.of_weeks(ads.read(ws, [(*KEY, 1)])[KEY], 1).total("units") == pytest.approx(5.0)


def test_without_any_report_nothing_is_told(ws):
    assert ads.of_weeks(ads.read(ws, [(*KEY, 3)])[KEY], 3) is None
    assert one().ads is None
    assert np.isnan(outcome(one()).ads_spent)
    assert "ads" not in waterfall(one(), learned(one())).steps
    assert "ads" not in attribution.sources(one(), learned(one())).parts


def test_spending_beyond_the_usual_is_taken_off_the_effect_and_all_of_it_off_the_cash():
    """30 a week where 10 was usual, ten weeks."""
    plain, told = outcome(one()), outcome(one(BEFORE | DURING))
    assert told.ads_spent == pytest.approx(300.0)
    assert plain.net_cash - told.net_cash == pytest.approx(300.0)
    assert plain.effect - told.effect == pytest.approx(sum(20.0 * CASE.beta**week for week in range(10)))


def test_what_the_case_counts_for_ads_a_unit_is_not_taken_off_twice():
    """At 0.50 a unit the margin holds it already."""
    case = replace(CASE, ads=0.5)
    told = outcome(one(BEFORE | DURING, case))
    assert outcome(one(None, case)).net_cash - told.net_cash == pytest.approx(300.0 - 0.5 * told.units)


def test_where_the_weeks_before_are_not_reported_the_cash_knows_the_spending_and_the_effect_says_nothing_of_it():
    plain, told = outcome(one()), outcome(one(DURING))
    assert plain.net_cash - told.net_cash == pytest.approx(300.0)
    assert told.effect == pytest.approx(plain.effect)
    assert "ads" not in attribution.sources(one(DURING), learned(one(DURING))).parts


def test_the_waterfall_has_a_step_for_ads_and_still_adds_up_to_the_cent():
    found = one(BEFORE | DURING)
    told = waterfall(found, learned(found))
    assert told.steps["ads"] == pytest.approx(-sum(20.0 * CASE.beta**week for week in range(10)), abs=0.005)
    assert round(told.expected + sum(told.steps.values()), 2) == told.actual


def test_units_that_ads_pulled_come_out_of_the_level_and_all_parts_still_add_up():
    """Four a week where one was usual: 30 of what was sold."""
    plain, found = one(factor=1.3), one(BEFORE | DURING, factor=1.3)
    before, after = (attribution.sources(each, learned(each)) for each in (plain, found))
    assert after.parts["ads"] == pytest.approx(30.0)
    assert after.parts["level"] == pytest.approx(before.parts["level"] - 30.0)
    assert sum(after.parts.values()) == pytest.approx(after.sold)


def test_hindsight_compares_with_the_same_ads_and_the_channel_of_sales_bears_them():
    plain, found = one(), one(BEFORE | DURING)
    assert regret(plain, learned(plain)) == regret(found, learned(found))
    cost = [attribution.channels(each).set_index("channel").loc["fba", "cost"] for each in (plain, found)]
    assert cost[1] - cost[0] == pytest.approx(300.0)
    assert attribution.next_channel(found)["advertised"] == pytest.approx(attribution.next_channel(found)["sale"] - 300.0 / 40.0)
