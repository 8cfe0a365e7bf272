"""Storage, its surcharge, overage, and the aged surcharge: seasons, units of volume, exemptions. Rates: data/fees/*."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.fees.aged_surcharge import aged_surcharge, next_snapshot
from core.fees.storage import storage, utilization_exempt, utilization_ratio
from core.fees.storage_overage import storage_overage
from tests.core.fees.builders import D, charge_of, reason_of

STANDARD = {"marketplace": "US", "size_class": "standard", "unit_ft3": 0.5}


@pytest.mark.parametrize(
    ("on", "rate"), [(D(2023, 2, 1), 0.87), (D(2024, 3, 31), 0.87), (D(2024, 4, 1), 0.78), (D(2025, 9, 30), 0.78), (D(2025, 10, 1), 2.40), (D(2025, 12, 31), 2.40), (D(2026, 1, 1), 0.78)]
)  # fmt: skip
def test_the_month_stored_and_its_schedule_decide_the_rate(on, rate):
    assert charge_of(storage, on, **STANDARD) == pytest.approx(0.5 * rate)


def test_storage_before_the_first_schedule_is_not_known():
    assert reason_of(storage, D(2023, 1, 31), **STANDARD) == "no_rate_in_force"


@pytest.mark.parametrize(
    ("marketplace", "rate", "ft3_per_unit"), [("UK", 0.76, 1), ("DE", 27.54, 35.3146667), ("CA", 40, 35.3146667)]
)  # fmt: skip
def test_rates_per_cubic_foot_and_per_cubic_metre_meet_in_cubic_feet(marketplace, rate, ft3_per_unit):
    assert charge_of(storage, D(2026, 7, 1), **STANDARD | {"marketplace": marketplace}) == pytest.approx(0.5 * rate / ft3_per_unit)


def test_dangerous_goods_have_their_own_rate_or_none():
    assert charge_of(storage, D(2026, 6, 1), **STANDARD, product_class="dangerous_goods") == pytest.approx(0.5 * 0.99)
    assert reason_of(storage, D(2026, 8, 1), **STANDARD | {"marketplace": "UK"}, product_class="dangerous_goods") == "no_rate_in_force"


def test_apparel_in_the_uk_has_its_own_rate_where_it_is_known_and_says_where_it_is_not():
    uk = STANDARD | {"marketplace": "UK", "category": "gl_shoes"}
    assert storage(uk, D(2026, 8, 1)).charge == pytest.approx(0.5 * 0.62)
    other = storage(uk | {"size_class": "oversize"}, D(2026, 8, 1))
    assert (other.charge, other.assumption, other.confidence) == (pytest.approx(0.5 * 0.55), "ordinary_goods_rate", "unverified")
    assert storage(STANDARD | {"category": "gl_apparel"}, D(2026, 8, 1)).assumption is None


@pytest.mark.parametrize(
    ("weeks", "rate"),
    [(21.99, 0), (22, 0.44), (27.99, 0.44), (28, 0.76), (36, 1.16), (44, 1.58), (51.99, 1.58), (52, 1.88), (np.inf, 1.88)],
)
def test_the_utilization_surcharge_by_its_ratio(weeks, rate):
    told = storage(STANDARD | {"ratio_weeks": weeks, "share_over_30_days": 0.4}, D(2026, 6, 1))
    assert told.parts["utilization_surcharge"] == pytest.approx(0.5 * 0.4 * rate)
    assert told.charge == pytest.approx(0.5 * 0.78 + 0.5 * 0.4 * rate)


def test_without_the_ratio_the_surcharge_is_unknown_and_the_charge_is_the_base():
    told = storage(STANDARD, D(2026, 6, 1))
    assert np.isnan(told.parts["utilization_surcharge"])
    assert told.charge == told.parts["base"]


def test_a_ratio_in_a_marketplace_without_known_surcharges_leaves_the_charge_unknown():
    assert reason_of(storage, D(2026, 8, 1), **STANDARD | {"marketplace": "DE", "ratio_weeks": 30}) == "no_rate_in_force"


def test_an_exempt_seller_pays_no_surcharge():
    assert storage(STANDARD | {"ratio_weeks": 60, "utilization_exempt": True}, D(2026, 6, 1)).charge == pytest.approx(0.39)
    charged = {"professional": True, "days_since_first_receipt": 366, "daily_ft3": 25}
    assert not utilization_exempt(**charged)
    for change in ({"professional": False}, {"days_since_first_receipt": 365}, {"daily_ft3": 24.9}, {"awd_share": 0.7}):
        assert utilization_exempt(**charged | change)


def test_nothing_shipped_is_an_endless_ratio():
    assert utilization_ratio(100, 0) == float("inf")


@pytest.mark.parametrize(("change", "reason"), [({"unit_ft3": None}, "volume_unknown"), ({"size_class": None}, "dimensions_unknown")])
def test_what_storage_misses_is_said(change, reason):
    assert reason_of(storage, D(2026, 6, 1), **STANDARD | change) == reason


def test_overage_was_charged_by_the_day_until_june_2024():
    item = {"marketplace": "US", "used_ft3": 600, "limit_ft3": 500, "days_over": 1}
    assert storage_overage(item, D(2023, 9, 1), round_daily_rate=True).charge == pytest.approx(100 * 0.33)
    assert storage_overage(item, D(2024, 6, 30)).charge == pytest.approx(100 * 10 / 30)
    assert storage_overage(item, D(2024, 7, 1)).charge == 0
    assert storage_overage(item | {"used_ft3": 400}, D(2023, 9, 1)).charge == 0


AGED = {"marketplace": "US", "unit_ft3": 0.5, "category": "gl_kitchen"}


@pytest.mark.parametrize(
    ("on", "age", "charge"),
    [(D(2024, 2, 14), 300, 0.5 * 3.80), (D(2024, 2, 15), 300, 0.5 * 5.45), (D(2026, 1, 14), 500, 0.5 * 6.90), (D(2026, 1, 15), 455, 0.5 * 6.90),
     (D(2026, 1, 15), 456, 0.5 * 7.90), (D(2026, 1, 15), 180.9, 0.0), (D(2026, 1, 15), 0, 0.0)],
)  # fmt: skip
def test_the_surcharge_of_the_day_and_the_age_in_whole_days(on, age, charge):
    assert charge_of(aged_surcharge, on, **AGED, age_days=age) == pytest.approx(charge)


@settings(deadline=None)
@given(st.floats(0.0001, 5))
def test_from_366_days_the_greater_of_volume_and_minimum_is_due(volume):
    assert charge_of(aged_surcharge, D(2026, 2, 15), marketplace="US", unit_ft3=volume, age_days=400) == pytest.approx(
        max(volume * 6.90, 0.30)
    )
    assert charge_of(aged_surcharge, D(2026, 2, 15), marketplace="US", unit_ft3=volume, age_days=456) == pytest.approx(
        max(volume * 7.90, 0.35)
    )


@pytest.mark.parametrize("category", ["gl_apparel", "gl_shoes", "Handbags", "gl_jewelry", "Watches"])
def test_soft_goods_are_exempt_up_to_270_days_and_only_in_the_us(category):
    fees = [charge_of(aged_surcharge, D(2026, 8, 15), **AGED | {"category": category}, age_days=age) for age in (181, 270, 271)]
    assert fees == pytest.approx([0, 0, 0.5 * 5.45])
    assert charge_of(aged_surcharge, D(2026, 8, 15), **AGED | {"category": category, "marketplace": "UK"}, age_days=250) == pytest.approx(
        0.5 * 1.18
    )


def test_the_japanese_minimum_is_for_media_only():
    jp = {"marketplace": "JP", "unit_ft3": 0.001, "age_days": 400}
    assert charge_of(aged_surcharge, D(2026, 8, 15), **jp, category="gl_book") == 10
    assert charge_of(aged_surcharge, D(2026, 8, 15), **jp, category="gl_toy") == pytest.approx(0.001 * 28.316846592 * 27.431)


@pytest.mark.parametrize(("missing", "reason"), [("age_days", "age_unknown"), ("unit_ft3", "volume_unknown")])
def test_what_the_surcharge_misses_is_said(missing, reason):
    assert reason_of(aged_surcharge, D(2026, 2, 15), **AGED | {"age_days": 400} | {missing: None}) == reason


def test_the_next_snapshot_is_a_15th():
    days = {
        D(2026, 11, 15): D(2026, 11, 15),
        D(2026, 11, 16): D(2026, 12, 15),
        D(2026, 12, 16): D(2027, 1, 15),
        D(2026, 11, 1): D(2026, 11, 15),
    }
    assert {day: next_snapshot(day) for day in days} == days
