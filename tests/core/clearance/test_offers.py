"""Promotions: their fees, their margin, and when they may run."""

import math

import numpy as np
import pytest

from core.clearance.build import terms_for
from core.clearance.first_answer import first_answer
from core.clearance.promotion import Promotion
from core.errors import InputError
from tests.core.clearance.cases import an_item


def offer(**promotion):
    terms, _ = terms_for(an_item(promotions=[promotion]))
    return terms, terms.promotions[0]


def test_a_coupon_costs_its_fee_and_sells_as_the_lower_price_does():
    """20 % of 24.00 = 19.20. 5 USD a coupon, 2.5 % of its sales (data/fees/us/coupon.csv); referral 15 % of what is paid."""
    terms, found = offer(kind="coupon", discount=0.2)
    fulfilment = 24 * 0.85 - terms.margin[0, 0]
    assert found.cost[0] == 5.0
    assert found.margin[0, 0] == pytest.approx(19.2 * (1 - 0.15 - 0.025) - fulfilment, abs=0.01)
    assert found.demand[0, 0] == pytest.approx(10 * math.exp(2 * 0.2))


def test_a_lightning_deal_moves_one_day_of_the_week():
    """70 USD a day and 1 % of its sales; the other six days sell as before."""
    terms, found = offer(kind="lightning_deal", discount=0.2, uplift=3.0)
    assert found.cost[0] == 70.0
    assert found.demand[0, 0] == pytest.approx(10 * 6 / 7 + 10 / 7 * 3 * math.exp(2 * 0.2))
    fulfilment, deal = 24 * 0.85 - terms.margin[0, 0], 10 / 7 * 3 * math.exp(2 * 0.2)
    paid = 19.2 * (1 - 0.15 - 0.01) - fulfilment
    assert found.margin[0, 0] == pytest.approx((10 * 6 / 7 * terms.margin[0, 0] + deal * paid) / found.demand[0, 0], abs=0.01)


def test_a_best_deal_pays_by_the_day():
    assert offer(kind="best_deal", discount=0.2, days=7)[1].cost[0] == 7 * 70.0


def test_an_outlet_deal_is_free_and_waits_until_the_stock_is_90_days_old():
    item = an_item(units_by_age=[{"units": 100, "age_days": 70}], promotions=[{"kind": "outlet", "discount": 0.25}])
    found = terms_for(item)[0].promotions[0]
    assert found.cost.max() == 0
    runs = [3, 4, 14, 15, 25, 26, 36, 37, 47, 48]
    assert np.flatnonzero(found.open[:, 0]).tolist() == runs, "20 days to go; two weeks, then 60 days (9 weeks) without"


def test_an_outlet_deal_waits_sixty_days_after_the_last_one():
    """Ended 30 days ago: 30 to go, so from the fifth week on."""
    ended = {"kind": "outlet", "discount": 0.25, "last_ended": "2026-10-21"}
    item = an_item(units_by_age=[{"units": 100, "age_days": 200}], promotions=[ended])
    assert np.flatnonzero(terms_for(item)[0].promotions[0].open[:, 0])[:3].tolist() == [5, 6, 16]


def test_what_a_deal_costs_in_a_peak_event_is_said_to_be_unknown():
    def codes(kind):
        return [code for code, _ in first_answer(an_item(promotions=[{"kind": kind, "discount": 0.25}])).assumptions]

    assert "deal_peak" in codes("best_deal")
    assert "deal_peak" not in codes("outlet")


def test_ads_cost_only_the_extra_sales():
    terms, found = offer(kind="ads", uplift=1.5, per_unit=6.0)
    assert found.demand[0, 0] == pytest.approx(15)
    assert found.margin[0, 0] * 15 == pytest.approx(terms.margin[0, 0] * 15 - 6.0 * 5)


def test_a_bundle_sells_units_of_this_sku_beside_the_others():
    terms, found = offer(kind="bundle", added_units=4, margin=3.0)
    assert found.demand[0, 0] == pytest.approx(14)
    assert found.margin[0, 0] * 14 == pytest.approx(terms.margin[0, 0] * 10 + 3.0 * 4)


@pytest.mark.parametrize(
    ("promotion", "reason"),
    [
        ({"kind": "coupon", "discount": 0.03}, "discount_too_small"),
        ({"kind": "coupon", "discount": 0.6}, "discount_too_large"),
        ({"kind": "outlet", "discount": 0.1}, "discount_too_small"),
        ({"kind": "bundle", "added_units": 4}, "bundle_margin_unknown"),
    ],
)
def test_what_amazon_does_not_allow_is_refused_with_its_reason(promotion, reason):
    terms, _ = terms_for(an_item(promotions=[promotion]))
    assert terms.promotions == ()
    assert list(terms.refused.values()) == [reason]


def test_an_outlet_deal_needs_more_than_ten_units():
    item = an_item(units_by_age=[{"units": 10, "age_days": 120}], promotions=[{"kind": "outlet", "discount": 0.3}])
    assert terms_for(item)[0].refused == {"outlet_30": "too_few_on_hand"}


def test_a_marketplace_without_a_schedule_has_no_coupon_and_none_is_free():
    item = an_item(marketplace="JP", promotions=[{"kind": "coupon", "discount": 0.2}], referral_share=0.15, fulfilment=3.0, exit_value=0.5,
                   storage_per_ft3_month=0.8, surcharge_per_ft3_month=[], unit_ft3=0.1)  # fmt: skip
    assert terms_for(item)[0].refused == {"coupon_20": "no_rate_in_force"}


@pytest.mark.parametrize(
    "wrong", [{"kind": "raffle"}, {"kind": "coupon", "discount": 2}, {"kind": "coupon", "percent": 20}, {"discount": 0.2}]
)
def test_a_promotion_that_cannot_be_is_refused_in_words(wrong):
    with pytest.raises(InputError):
        Promotion.read(wrong)


def test_a_promotion_is_used_only_where_it_pays():
    plain, good, bad = (
        first_answer(an_item(promotions=promotions)).plan for promotions in ([], [{"kind": "ads", "uplift": 1.5, "per_unit": 1}], [{"kind": "ads", "uplift": 1.1, "per_unit": 90}])
    )  # fmt: skip
    assert good.value > plain.value
    assert bad.value == pytest.approx(plain.value)
    assert good.weekly["offer"].iloc[0] == "ads"
