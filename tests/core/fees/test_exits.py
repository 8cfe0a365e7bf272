"""Ways out and promotions: removal, disposal, donation, liquidation, grade and resell, coupon, deal; low inventory, placement, returns."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InputError
from core.fees.coupon import coupon
from core.fees.deal import deal
from core.fees.disposal import disposal
from core.fees.donation import donation
from core.fees.grade_and_resell import grade_and_resell
from core.fees.inbound_placement import inbound_placement
from core.fees.liquidation import liquidation
from core.fees.low_inventory import historical_days_of_supply, low_inventory
from core.fees.removal import removal
from core.fees.returns_processing import returns_processing
from tests.core.fees.builders import D, an_item, charge_of, reason_of

STANDARD = {"marketplace": "US", "size_class": "standard", "price": 20.0, "weight_lb": 0.8}


# --- removal, disposal, donation


@pytest.mark.parametrize(
    ("on", "fee"), [(D(2022, 1, 18), 0.52), (D(2024, 1, 14), 0.52), (D(2024, 1, 15), 1.04), (D(2026, 1, 14), 1.04), (D(2026, 1, 15), 0.84)]
)
def test_the_schedule_of_the_day_of_the_order_counts(on, fee):
    assert charge_of(removal, on, **STANDARD | {"weight_lb": 0.5}) == charge_of(disposal, on, **STANDARD | {"weight_lb": 0.5}) == fee


def test_disputed_steps_are_prorated_unless_we_are_told_to_round_up():
    item = STANDARD | {"weight_lb": 3.35}
    assert removal(item, D(2022, 6, 1)).charge == pytest.approx(1.51 + 0.63 * 1.35)
    assert removal(item, D(2022, 6, 1), rounding="ceil").charge == pytest.approx(1.51 + 0.63 * 2)
    with pytest.raises(InputError, match="rounding_unknown"):
        removal(item, D(2022, 6, 1), rounding="down")


def test_special_handling_takes_the_oversize_table():
    assert removal(STANDARD | {"special_handling": True}, D(2026, 2, 1)).charge == 3.12


@settings(deadline=None)
@given(st.floats(0.01, 80))
def test_prorating_never_costs_more_than_rounding_up(weight):
    frame = pd.DataFrame([STANDARD | {"weight_lb": weight}])
    assert removal(frame, D(2026, 2, 1))["charge"][0] <= removal(frame, D(2026, 2, 1), rounding="ceil")["charge"][0] + 1e-9


def test_a_donation_counts_the_disposal_fee_and_says_that_this_is_assumed():
    told = donation(STANDARD, D(2026, 2, 1))
    assert (told.charge, told.assumption, told.confidence) == (1.53, "donation_as_disposal", "unverified")


# --- liquidation, grade and resell


def test_liquidation_pays_a_share_of_the_price_less_its_fees():
    told = liquidation(STANDARD, D(2026, 2, 1))
    assert told.charge == pytest.approx(20 * 0.075 * 0.85 - 0.30)
    assert told.parts["net_low"] == pytest.approx(20 * 0.05 * 0.85 - 0.30)
    assert told.parts["net_high"] == pytest.approx(20 * 0.10 * 0.85 - 0.30)
    assert told.parts["cash_days"] == 75
    assert liquidation(STANDARD, D(2026, 2, 1), recovery="low").charge == told.parts["net_low"]


def test_a_cheap_item_costs_money_to_liquidate():
    assert liquidation(STANDARD | {"price": 2.0}, D(2026, 2, 1)).charge == pytest.approx(2 * 0.075 * 0.85 - 0.30)  # = −0.17


def test_the_sellers_own_recovery_wins_and_opens_marketplaces_without_a_published_one():
    assert liquidation(STANDARD | {"recovery_share": 0.12}, D(2026, 2, 1)).charge == pytest.approx(20 * 0.12 * 0.85 - 0.30)
    uk = STANDARD | {"marketplace": "UK", "weight_lb": 0.4}
    assert reason_of(liquidation, D(2026, 8, 1), **uk) == "no_rate_in_force"
    assert liquidation(uk | {"recovery_share": 0.1}, D(2026, 8, 1)).charge == pytest.approx(20 * 0.1 * 0.85 - 0.37)


@pytest.mark.parametrize("change", [{"product_class": "dangerous_goods"}, {"category": "Jewelry"}])
def test_what_amazon_does_not_liquidate_is_a_reason(change):
    assert reason_of(liquidation, D(2026, 2, 1), **STANDARD | change) == "not_liquidable"


def test_started_pounds_count_in_the_us_liquidation_fee():
    assert liquidation(STANDARD | {"weight_lb": 2.1}, D(2026, 2, 1)).parts["processing_fee"] == pytest.approx(0.40 + 0.20)


@pytest.mark.parametrize(
    ("tier", "fee"), [("small_standard", 1.50), ("large_standard", 1.80), ("SmallBulky", 2.65), ("Extra-large 0 to 50 lb", 4.10)]
)
def test_grading_costs_by_size_group_and_nothing_when_unsellable(tier, fee):
    item = {"marketplace": "US", "size_tier": tier}
    assert grade_and_resell(item, D(2026, 2, 1)).charge == fee
    assert grade_and_resell(item | {"graded_unsellable": True}, D(2026, 2, 1)).charge == 0


# --- coupon, deal


@pytest.mark.parametrize(
    ("on", "sales", "fee"),
    [(D(2025, 6, 2), 1000, 5 + 25), (D(2025, 11, 4), 100_000, 5 + 2500), (D(2025, 11, 5), 100_000, 5 + 2000), (D(2025, 11, 5), 80_000, 5 + 2000)],
)  # fmt: skip
def test_a_coupon_costs_a_fixed_fee_and_a_capped_share(on, sales, fee):
    assert coupon({"marketplace": "US", "coupon_sales": sales}, on).charge == pytest.approx(fee)


def test_before_june_2025_a_coupon_cost_by_redemption():
    assert coupon({"marketplace": "US", "redemptions": 50}, D(2025, 6, 1)).charge == pytest.approx(30)
    assert reason_of(coupon, D(2025, 6, 1), marketplace="US", coupon_sales=100) == "redemptions_unknown"


def test_sales_of_a_coupon_may_be_price_and_units_and_its_discount_must_be_allowed():
    assert coupon({"marketplace": "US", "price": 20.0, "units": 10}, D(2026, 1, 1)).charge == pytest.approx(5 + 0.025 * 200)
    for share in (0.04, 0.51):
        assert reason_of(coupon, D(2026, 1, 1), marketplace="US", coupon_sales=10, discount_share=share) == "discount_outside_limits"
    for share in (0.05, 0.50):
        assert reason_of(coupon, D(2026, 1, 1), marketplace="US", coupon_sales=10, discount_share=share) is None


def test_deals_cost_by_day_and_sales_and_before_june_2025_a_fixed_fee():
    sales = {"marketplace": "US", "deal_sales": 10_000}
    assert deal(sales, D(2026, 1, 1)).charge == pytest.approx(70 + 100)
    assert deal(sales | {"deal_days": 7}, D(2026, 1, 1), program="best_deal").charge == pytest.approx(7 * 70 + 100)
    assert deal(sales | {"deal_sales": 500_000}, D(2026, 1, 1)).charge == pytest.approx(70 + 2000)
    assert deal(sales, D(2025, 6, 1)).charge == 150
    assert deal(sales | {"deal_days": 7}, D(2025, 6, 1), program="best_deal").charge == 300


def test_a_deal_that_cannot_be_is_a_reason():
    frame = pd.DataFrame([{"marketplace": "US", "deal_sales": 100, "deal_days": days} for days in (np.nan, 0, 15)])
    assert list(deal(frame, D(2026, 1, 1), program="best_deal")["reason"]) == ["deal_days_unknown"] * 3
    assert reason_of(deal, D(2026, 3, 1), marketplace="UK", deal_sales=100) == "no_rate_in_force", "only the cap is known"
    with pytest.raises(InputError, match="program_unknown"):
        deal({"marketplace": "US"}, D(2026, 1, 1), program="flash")


# --- low inventory, placement, returns

THIN = {"marketplace": "US", "size_tier": "small_standard", "weight_lb": 0.5, "days_of_supply_90": 10.0, "days_of_supply_30": 5.0}


def test_thin_stock_pays_only_where_both_windows_are_short():
    assert low_inventory(THIN, D(2026, 2, 1)).charge == 0.89
    for change in ({"days_of_supply_90": 28}, {"days_of_supply_30": 28}, {"days_of_supply_90": np.inf}, {"low_inventory_exempt": True}):
        assert low_inventory(THIN | change, D(2026, 2, 1)).charge == 0


def test_one_short_window_alone_does_not_decide():
    assert reason_of(low_inventory, D(2026, 2, 1), **THIN | {"days_of_supply_90": None}) == "days_of_supply_unknown"
    assert charge_of(low_inventory, D(2026, 2, 1), **THIN | {"days_of_supply_90": None, "days_of_supply_30": 30}) == 0


def test_grocery_is_exempt_since_2026_and_bulky_is_charged_since_then():
    grocery, bulky = THIN | {"category": "gl_grocery"}, THIN | {"size_tier": "LargeBulky", "weight_lb": 10}
    assert [charge_of(low_inventory, on, **grocery) for on in (D(2026, 1, 14), D(2026, 1, 15))] == [0.89, 0]
    assert [charge_of(low_inventory, on, **bulky) for on in (D(2026, 1, 14), D(2026, 1, 15))] == [0, 2.09]


def test_before_the_fee_existed_it_is_not_known():
    assert reason_of(low_inventory, D(2024, 3, 31), **THIN) == "no_rate_in_force"


def test_days_of_supply_without_sales_are_endless():
    assert historical_days_of_supply(10, 0) == float("inf")


def test_placement_by_choice_and_never_for_amazons_own():
    item = {"marketplace": "US", "size_tier": "small_standard", "weight_lb": 0.5}
    fees = {
        name: inbound_placement(item | {"placement": name}, D(2024, 3, 1)).charge
        for name in ("minimal_splits", "partial_splits", "amazon_optimized")
    }
    assert fees == {"minimal_splits": 0.30, "partial_splits": 0.21, "amazon_optimized": 0}
    assert reason_of(inbound_placement, D(2024, 3, 1), **item) == "placement_unknown"
    assert reason_of(inbound_placement, D(2025, 6, 1), **item, placement="minimal_splits") == "no_rate_in_force"


def test_returned_apparel_always_pays_and_other_goods_above_their_threshold_are_not_known():
    shirt = an_item(category="gl_apparel", size_tier="small_standard", weight_lb=0.25)
    assert returns_processing(shirt, D(2026, 2, 1)).charge == 1.65
    pan = an_item(category="gl_kitchen")
    assert returns_processing(pan | {"return_rate": 0.081}, D(2026, 2, 1)).charge == 0
    assert reason_of(returns_processing, D(2026, 2, 1), **pan | {"return_rate": 0.082}) == "no_rate_in_force"
    assert returns_processing(pan | {"return_rate": 0.5, "units_shipped": 24}, D(2026, 2, 1)).charge == 0
    assert reason_of(returns_processing, D(2026, 2, 1), **pan) == "return_rate_unknown"
