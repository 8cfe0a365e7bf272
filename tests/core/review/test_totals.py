"""Reviews added up: the parts are the whole, and currencies stay apart."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.review.attribution import channels
from core.review.position import Position
from core.review.reviews import told
from core.review.totals import SUMS, by_channel, rows_of, totals
from tests.core.clearance.cases import case_a
from tests.core.review.worlds import an_actual, subject

STANDING = {"on_hand": 600, "units_30": 30, "units_90": 90, "sell_through": 0.15, "aged_181_units": 200, "age_days": 120.0}


def a_review(sku, category, price, currency="USD", marketplace="US", **more):
    case = case_a(landed_cost=7.0, **more)
    for name, value in {"sku": sku, "category": category, "marketplace": marketplace}.items():
        object.__setattr__(case, name, value)
    one = replace(subject(case, an_actual(case, np.full(6, price), np.full(6, 20.0))), currency=currency)
    rows = pd.DataFrame([{"marketplace": marketplace, "sku": sku} | STANDING])
    days = tuple(Position(on=day, rows=rows.assign(on_hand=units), cohorts=rows, run_id=None) for day, units in ((1, 600), (2, 480)))
    return told(one, days)


@pytest.fixture(scope="module")
def three():
    return [a_review("A", "Toys", 18.0), a_review("B", "Toys", 14.4), a_review("C", "Home", 24.0)]


@pytest.mark.parametrize("by", ["sku", "category", "marketplace"])
def test_the_total_is_the_sum_of_its_groups_to_the_cent(three, by):
    whole, groups = totals(three, "total").iloc[0], totals(three, by)
    for name in SUMS:
        assert round(groups[name].sum(), 2) == pytest.approx(round(whole[name], 2), abs=0.011), name
    assert groups["reviews"].sum() == whole["reviews"] == 3


def test_shares_of_a_group_are_made_from_its_sums(three):
    toys = totals(three, "category").set_index("group").loc["Toys"]
    assert toys["discount"] == pytest.approx(1 - (18.0 + 14.4) / 48)
    assert toys["roi"] == pytest.approx(toys["effect"] / (240 * 7.0))
    assert toys["sell_through"] == pytest.approx(240 / 1200)


def test_before_and_after_are_those_of_all_skus_together(three):
    whole = totals(three, "total").iloc[0]
    assert (whole["before_on_hand"], whole["after_on_hand"]) == (1800, 1440)
    assert whole["before_stale_share"] == pytest.approx(600 / 1800)
    assert whole["after_stock_to_sales"] == pytest.approx(1440 / 90)


def test_currencies_are_never_added_up(three):
    both = totals([*three, a_review("D", "Toys", 18.0, currency="GBP", marketplace="UK")], "total")
    assert sorted(both["currency"]) == ["GBP", "USD"]


def test_a_sum_with_an_unknown_part_is_unknown_and_says_no_number():
    unknown = a_review("A", "Toys", 18.0)
    object.__setattr__(unknown.outcome, "capital", float("nan"))
    whole = totals([unknown, a_review("B", "Toys", 18.0)], "total").iloc[0]
    assert np.isnan(whole["capital"])
    assert np.isfinite(whole["roi"])


def test_channels_add_up_over_all_reviews(three):
    fba = by_channel(three).set_index("channel").loc["fba"]
    each = pd.concat([channels(one.subject) for one in three])
    assert fba["units"] == 360
    assert fba["net"] == pytest.approx(each["net"].sum())
    assert fba["recovery"] == pytest.approx(each["net"].sum() / (360 * 7.0))


def test_nothing_reviewed_gives_nothing():
    assert by_channel([]).empty
    assert totals([], "sku").empty
    assert rows_of([]).empty
