"""Tiers by name and by measure, billable weight, and what stays unknown. Limits: data/fees/*/size_tier.csv."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import InputError, NoRateInForce
from core.fees.items import CM_PER_IN, KG_PER_LB
from core.fees.size_tier import canonical, size_tier, unit_volume
from tests.core.fees.builders import D, an_item, items

SPELLINGS = [
    ("US", "UsSmallStandardSize", "small_standard"), ("US", "UsLargeStandardSize", "large_standard"), ("US", "Large standard-size", "large_standard"),
    ("US", "SmallBulky", "small_bulky"), ("US", "Large bulky", "large_bulky"), ("US", "Extra-large 0 to 50 lb", "extra_large_0_50"),
    ("US", "ExtraLarge50To70Lb", "extra_large_50_70"), ("US", "Extra-large 70+ to 150 lb", "extra_large_70_150"),
    ("US", "Extra-large 150+ lb", "extra_large_150_plus"), ("US", "XL_0_50", "extra_large_0_50"), ("US", "Large Oversize", "large_oversize"),
    ("US", "Standard-Size", "standard"), ("UK", "Light envelope", "light-envelope"), ("UK", "ExtraLargeEnvelope", "extra-large-envelope"),
    ("UK", "Small parcel", "small-parcel"), ("UK", "UkStandardParcel", "standard-parcel"), ("UK", "Std parcel 0.4 kg", "standard-parcel"),
    ("UK", "StandardOversizeLight", "standard-oversize-light"), ("DE", "Special oversize", "special-oversize"), ("CA", "CaSmallOversize", "small_oversize"),
]  # fmt: skip


@pytest.mark.parametrize(("marketplace", "spelling", "tier"), SPELLINGS)
def test_every_spelling_of_a_tier_is_understood(marketplace, spelling, tier):
    assert canonical(marketplace, spelling) == tier


@pytest.mark.parametrize("spelling", ["--", "", "Other", "N/A"])
def test_what_names_no_tier_is_none(spelling):
    assert canonical("US", spelling) is None


US = [  # sides in inches, pounds, tier: both ends of the limits of fees 2026
    ((15, 12, 0.75), 1.0, "small_standard"), ((15.01, 12, 0.75), 1.0, "large_standard"), ((15, 12, 0.75), 1.01, "large_standard"),
    ((15, 12, 0.76), 1.0, "large_standard"), ((18, 14, 8), 20.0, "large_standard"), ((18, 14, 8), 20.01, "small_bulky"),
    ((18.01, 14, 8), 20.0, "small_bulky"), ((37, 10, 10), 20.0, "small_bulky"), ((37.01, 10, 10), 20.0, "large_bulky"), ((59, 20, 15.5), 50.0, "extra_large_70_150"),
    ((59, 15, 10), 50.0, "extra_large_50_70"), ((50, 10, 10), 50.0, "large_bulky"), ((50, 10, 10), 50.01, "extra_large_50_70"), ((60, 10, 10), 20.0, "extra_large_0_50"),
    ((60, 10, 10), 150.0, "extra_large_70_150"), ((60, 10, 10), 150.01, "extra_large_150_plus"),
]  # fmt: skip


@pytest.mark.parametrize(("sides", "weight", "tier"), US)
def test_a_us_item_falls_into_the_first_tier_whose_limits_it_keeps(sides, weight, tier):
    longest, median, shortest = sides
    girth, dimensional = longest + 2 * (median + shortest), longest * median * shortest / 139
    assert found(sides, weight).size_tier == tier, f"girth {girth}, dimensional {dimensional:.2f} lb"


def found(sides, weight, **change):
    return size_tier(an_item(longest_in=sides[0], median_in=sides[1], shortest_in=sides[2], weight_lb=weight, **change), D(2026, 6, 1))


def test_the_order_of_the_sides_does_not_matter():
    assert found((0.75, 15, 12), 1.0).size_tier == "small_standard"


def test_before_2026_there_was_no_small_bulky():
    item = an_item(longest_in=20, median_in=10, shortest_in=10, weight_lb=10)
    assert size_tier(item, D(2026, 1, 14)).size_tier == "large_bulky"
    assert size_tier(item, D(2026, 1, 15)).size_tier == "small_bulky"


def test_small_standard_pays_by_unit_weight_and_large_standard_by_the_greater():
    assert found((15, 12, 0.75), 0.5).billable_weight == 0.5, "dimensional would be 0.97"
    assert found((10, 5, 4), 0.9).billable_weight == pytest.approx(200 / 139, abs=1e-6)
    assert found((10, 5, 4), 3.0).billable_weight == 3.0


def test_bulky_items_count_at_least_two_inches_of_width_and_height():
    assert found((30, 1, 1), 1.0).billable_weight == 1.0, "30 x 2 x 2 / 139 = 0.86"
    assert found((36, 2, 1), 0.5).billable_weight == pytest.approx(36 * 2 * 2 / 139, abs=1e-6)


UK = [  # cm, kg, tier
    ((33, 23, 2.5), 0.1, "light-envelope"), ((33, 23, 2.5), 0.46, "standard-envelope"), ((33, 23, 2.5), 0.47, "large-envelope"),
    ((33, 23, 4), 0.96, "large-envelope"), ((33, 23, 6), 0.96, "extra-large-envelope"), ((30, 20, 10), 0.5, "small-parcel"),
    ((35, 25, 12), 3.9, "small-parcel"), ((35, 25, 12.1), 3.9, "standard-parcel"), ((45, 34, 26), 11.9, "standard-parcel"),
    ((61, 46, 46), 1.76, "small-oversize"), ((101, 60, 60), 15, "standard-oversize-light"), ((101, 60, 60), 15.1, "standard-oversize-heavy"),
    ((120, 60, 60), 23, "standard-oversize-large"), ((121, 59.5, 59.5), 23, "bulky-oversize"), ((121, 59.5, 59.5), 31.5, "heavy-oversize"),
    ((121, 60, 59.5), 31.6, "special-oversize"), ((175, 10, 10), 5, "bulky-oversize"), ((175.1, 10, 10), 5, "special-oversize"),
    ((100, 70, 60.1), 20, "special-oversize"),
]  # fmt: skip


@pytest.mark.parametrize(("sides", "weight", "tier"), UK)
def test_a_uk_item_falls_into_its_tier_and_special_oversize_takes_what_is_beyond(sides, weight, tier):
    item = {"marketplace": "UK", "weight_lb": weight / KG_PER_LB} | dict(
        zip(("longest_in", "median_in", "shortest_in"), (side / CM_PER_IN for side in sides), strict=True)
    )
    assert size_tier(item, D(2026, 8, 1)).size_tier == tier


def test_the_class_says_standard_or_oversize():
    assert found((10, 5, 4), 0.9).size_class == "standard"
    assert found((60, 10, 10), 20).size_class == "oversize"
    assert size_tier({"marketplace": "UK", "size_tier": "Extra-large envelope"}, D(2026, 8, 1)).size_class == "standard"


def test_amazons_own_name_beats_the_measure():
    assert found((10, 5, 4), 0.9, size_tier="SmallBulky").size_tier == "small_bulky"


def test_a_coarse_name_gives_way_to_the_measure_and_stands_where_there_is_none():
    assert found((10, 5, 4), 0.9, size_tier="Standard-Size").size_tier == "large_standard"
    assert size_tier({"marketplace": "US", "size_tier": "Standard-Size"}, D(2026, 6, 1)).size_class == "standard"


def test_extra_large_without_a_number_is_told_by_the_weight():
    weights = {50: "extra_large_0_50", 50.1: "extra_large_50_70", 150: "extra_large_70_150", 151: "extra_large_150_plus"}
    for weight, tier in weights.items():
        assert size_tier({"marketplace": "US", "size_tier": "Extra Large", "weight_lb": weight}, D(2026, 6, 1)).size_tier == tier


@pytest.mark.parametrize(("missing", "reason"), [("longest_in", "dimensions_unknown"), ("weight_lb", "weight_unknown")])
@pytest.mark.parametrize("blank", [None, np.nan, 0, -1])
def test_without_a_side_or_the_weight_the_tier_is_not_known(missing, reason, blank):
    with pytest.raises(InputError, match=reason):
        size_tier(an_item(**{missing: blank}), D(2026, 6, 1))


def test_a_day_without_tiers_in_force_is_told():
    with pytest.raises(NoRateInForce):
        size_tier(an_item(), D(2020, 1, 1))


def test_a_frame_keeps_its_index_over_several_marketplaces():
    frame = items(an_item(), an_item(marketplace="UK"), an_item(weight_lb=None), an_item(marketplace=None))
    frame.index = [7, 3, 9, 1]
    told = size_tier(frame, D(2026, 8, 1))
    assert list(told.index) == [7, 3, 9, 1]
    assert list(told["size_tier"])[:2] == ["large_standard", "small-parcel"]
    assert list(told["reason"])[2:] == ["weight_unknown", "marketplace_unknown"]


@settings(deadline=None)
@given(st.floats(0.1, 100), st.floats(0.1, 100), st.floats(0.1, 100), st.floats(0.01, 200))
def test_every_us_item_with_sides_and_weight_has_a_tier(a, b, c, weight):
    told = size_tier(pd.DataFrame([an_item(longest_in=a, median_in=b, shortest_in=c, weight_lb=weight)]), D(2026, 6, 1))
    assert isinstance(told["size_tier"].iloc[0], str)
    assert told["billable_weight"].iloc[0] >= round(weight, 6)


def test_unit_volume_is_the_product_of_the_sides():
    assert unit_volume(12, 12, 12) == pytest.approx(1.0)
