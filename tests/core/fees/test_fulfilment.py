"""Fulfilment: seasons, price bands, fuel surcharge, classes of goods, additions, half-known items. Amounts: data/fees/*/fulfilment.csv."""

import pytest

from core.errors import InputError
from core.fees.fulfilment import fulfilment
from core.fees.items import KG_PER_LB
from tests.core.fees.builders import D, an_item, charge_of, reason_of

LARGE = {"marketplace": "US", "size_tier": "large_standard", "price": 20.0, "weight_lb": 0.9}


def kg(weight: float) -> float:
    return weight / KG_PER_LB


@pytest.mark.parametrize(
    ("on", "amount"),
    [(D(2024, 4, 14), 4.75), (D(2024, 4, 15), 4.55), (D(2024, 10, 14), 4.55), (D(2024, 10, 15), 4.84), (D(2025, 1, 14), 4.84), (D(2025, 1, 15), 4.55),
     (D(2025, 10, 15), 4.84), (D(2026, 1, 14), 4.84), (D(2026, 1, 15), 4.60), (D(2026, 4, 16), 4.60)],
)  # fmt: skip
def test_the_season_and_the_schedule_of_the_day_decide(on, amount):
    assert charge_of(fulfilment, on, **LARGE) == pytest.approx(amount)


def test_the_fuel_surcharge_starts_on_17_april_2026_and_is_a_part_of_its_own():
    told = fulfilment(LARGE, D(2026, 4, 17))
    assert told.charge == pytest.approx(4.60 * 1.035)
    assert told.parts["base"] == 4.60
    assert told.parts["fuel_surcharge"] == pytest.approx(4.60 * 0.035)
    assert fulfilment(LARGE, D(2026, 4, 17), fuel_surcharge=False).charge == 4.60


@pytest.mark.parametrize(
    ("price", "amount"), [(0.01, 3.78), (9.99, 3.78), (9.994, 3.78), (10.0, 4.60), (50.0, 4.60), (50.01, 4.86), (500, 4.86)]
)
def test_us_price_bands_of_2026_are_compared_to_the_cent(price, amount):
    assert charge_of(fulfilment, D(2026, 2, 1), **LARGE | {"price": price}) == amount


def test_each_started_quarter_pound_above_three_counts_in_the_us():
    amounts = {3.0: 6.67, 3.01: 6.97 + 0.08, 3.25: 6.97 + 0.08, 3.26: 6.97 + 2 * 0.08, 20.0: 6.97 + 68 * 0.08}
    for weight, amount in amounts.items():
        assert charge_of(fulfilment, D(2026, 2, 1), **LARGE | {"weight_lb": weight}) == pytest.approx(amount)


def test_a_weight_above_the_tier_is_not_charged_at_its_last_band():
    assert reason_of(fulfilment, D(2026, 2, 1), **LARGE | {"weight_lb": 20.5}) == "no_rate_in_force"


def test_apparel_and_dangerous_goods_have_their_own_tables_and_apparel_is_seen_from_the_category():
    small = {"marketplace": "US", "size_tier": "small_standard", "price": 20.0, "weight_lb": 0.125}
    assert charge_of(fulfilment, D(2026, 2, 1), **small, category="gl_apparel") == 3.51
    assert charge_of(fulfilment, D(2026, 2, 1), **small, product_class="apparel") == 3.51
    assert charge_of(fulfilment, D(2026, 2, 1), **small, category="gl_kitchen") == 3.32


def test_apparel_before_2026_is_not_known():
    assert reason_of(fulfilment, D(2025, 6, 1), **LARGE, product_class="apparel") == "no_rate_in_force"


def test_where_no_peak_row_exists_the_ordinary_amount_stands():
    told = fulfilment(LARGE | {"product_class": "apparel"}, D(2026, 11, 1))
    assert told.parts["base"] == 5.17


def test_the_dimensional_weight_counts_where_the_sides_are_known():
    """10 x 5 x 4 / 139 = 1.44 lb: 1.25+ to 1.5 lb = 5.42; unit weight 0.9 lb alone would be 4.60."""
    assert charge_of(fulfilment, D(2026, 2, 1), **an_item(price=20.0)) == 5.42
    assert charge_of(fulfilment, D(2026, 2, 1), **an_item(price=20.0, billing_weight_lb=0.9)) == 4.60


def test_uk_low_price_goes_to_20_pounds_and_stays_at_10_for_kitchen():
    """Small parcel up to 0.15 kg: low price 2.67, standard is dearer."""
    item = {"marketplace": "UK", "size_tier": "small-parcel", "weight_lb": kg(0.15)}
    fee = lambda **change: charge_of(lambda frame, on: fulfilment(frame, on, fuel_surcharge=False), D(2026, 8, 1), **item | change)  # noqa: E731
    standard = fee(price=20.01)
    assert (fee(price=20.0), fee(price=20.0, category="gl_toy")) == (2.67, 2.67)
    assert fee(price=10.01, category="gl_kitchen") == fee(price=15, low_price_eligible=False) == standard > 2.67
    assert fee(price=10.0, category="gl_kitchen") == 2.67


def test_uk_oversize_steps_go_by_exact_weight_and_canadian_ones_by_started_steps():
    uk = {"marketplace": "UK", "size_tier": "small-oversize", "price": 30.0}
    assert fulfilment(uk | {"weight_lb": kg(1.5)}, D(2026, 8, 1)).parts["base"] == pytest.approx(3.49 + 0.25 * (1.5 - 0.76))
    assert fulfilment(uk | {"weight_lb": kg(0.5)}, D(2026, 8, 1)).parts["base"] == 3.49
    ca = {"marketplace": "CA", "size_tier": "standard", "weight_lb": kg(1.61)}
    assert fulfilment(ca, D(2026, 8, 1)).parts["base"] == pytest.approx(10.32 + 2 * 0.09), "1.61 kg is rounded up to 1.7"


def test_germany_without_the_central_europe_programme_is_the_default_and_dearer():
    item = {"marketplace": "DE", "size_tier": "small-parcel", "weight_lb": kg(0.9), "price": 30.0}
    assert fulfilment(item, D(2026, 8, 1)).parts["base"] == 3.40
    assert fulfilment(item | {"programme": "CEP"}, D(2026, 8, 1)).parts["base"] == 3.14


def test_overmax_packaging_and_lithium_are_added_where_they_apply():
    long = an_item(longest_in=97, median_in=10, shortest_in=10, weight_lb=40, price=100)
    assert fulfilment(long, D(2026, 2, 1)).parts["overmax_handling"] == 21.0, "97 x 100 / 139 = 69.8 lb: extra-large 50 to 70"
    bulky = an_item(longest_in=30, median_in=10, shortest_in=5, weight_lb=4, price=30, not_sipp=True)
    assert fulfilment(bulky, D(2026, 2, 1)).parts["packaging_not_sipp"] == 1.97, "30 x 10 x 5 / 139 = 10.8 lb"
    uk = {"marketplace": "UK", "size_tier": "small-parcel", "weight_lb": kg(0.9), "price": 30.0, "lithium": True}
    assert fulfilment(uk, D(2026, 8, 1)).parts["lithium_hazmat"] == 0.10


def test_a_tier_with_one_amount_needs_no_weight_and_a_table_without_price_bands_no_price():
    assert charge_of(fulfilment, D(2026, 8, 1), marketplace="UK", size_tier="Large envelope", price=30.0) > 0
    assert charge_of(fulfilment, D(2026, 8, 1), marketplace="CA", size_tier="envelope", weight_lb=kg(0.1)) == pytest.approx(4.46 * 1.035)


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"weight_lb": None}, "weight_unknown"), ({"price": None}, "price_unknown"), ({"size_tier": "Small Oversize"}, "size_tier_unknown"),
     ({"size_tier": None}, "dimensions_unknown")],
)  # fmt: skip
def test_what_is_missing_is_said(change, reason):
    assert reason_of(fulfilment, D(2026, 2, 1), **LARGE | change) == reason
    with pytest.raises(InputError, match=reason):
        fulfilment(LARGE | change, D(2026, 2, 1))


def test_a_bulky_item_without_weight_is_unknown_although_it_has_one_band():
    """The band has a step: 7.55 + 0.38 per pound above the first."""
    assert reason_of(fulfilment, D(2026, 2, 1), **LARGE | {"size_tier": "SmallBulky", "weight_lb": None}) == "weight_unknown"
