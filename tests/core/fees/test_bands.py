"""Both ends of every band of every schedule: the upper end belongs to the band, a hair beyond it does not. Fast path against the plain rule."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.fees.aged_surcharge import aged_surcharge
from core.fees.fulfilment import fulfilment
from core.fees.items import KG_PER_LB
from core.fees.low_inventory import low_inventory
from core.fees.referral import referral
from core.fees.removal import removal
from core.fees.schedule import SHIPPED
from tests.core.fees.builders import D, charge_of

FIRST_DAY = 10**6


def days_of(row):
    """A first and a last day on which a row holds."""
    start = row.from_day if abs(row.from_day) < FIRST_DAY else row.to_day - 1
    end = row.to_day if abs(row.to_day) < FIRST_DAY else row.from_day + 300
    return [D.fromordinal(719163 + int(day)) for day in (start, end)]


def rows_of(fee, marketplace, **where):
    rows = SHIPPED.table(fee, marketplace).rows
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return list(rows.itertuples())


def amount_at(row, weight, ceil: bool) -> float:
    """The row's rule in plain words."""
    if np.isnan(row.step_amount):
        return row.amount
    steps = max(0.0, round((weight - row.step_from) / row.step_size, 9))
    return row.amount + row.step_amount * (np.ceil(steps) if ceil else steps)


def holder(rows, row, weight):
    """The row of the same class and schedule whose band, open below and closed above, holds a weight."""
    same = [other for other in rows if (other.size_class, other.from_day) == (row.size_class, row.from_day)]
    return next(other for other in same if other.weight_min < weight and not other.weight_max < weight)


@pytest.mark.parametrize("marketplace", ["US", "UK", "DE", "CA"])
def test_every_weight_band_of_removal_holds_its_upper_end_and_not_a_gram_more(marketplace):
    to_lb = 1 if marketplace == "US" else 1 / KG_PER_LB
    asked, expected = [], []
    rows = rows_of("removal", marketplace)
    for row in rows:
        top = row.weight_max if np.isfinite(row.weight_max) else row.weight_min + 7.3
        for weight in (row.weight_min or 0.01, row.weight_min + 0.001, top, top + 0.001):
            for on in days_of(row):
                asked.append({"marketplace": marketplace, "size_class": row.size_class, "weight_lb": weight * to_lb, "on": on})
                held = holder(rows, row, weight)
                expected.append(amount_at(held, weight, held.step_rounding == "ceil"))
    np.testing.assert_allclose(removal(pd.DataFrame(asked))["charge"], expected, atol=1e-9)


def priced(row) -> float:
    return row.price_max if np.isfinite(row.price_max) else (row.price_min if np.isfinite(row.price_min) else 25.0) + 0.01


@pytest.mark.parametrize("marketplace", ["US", "UK", "DE", "CA"])
def test_both_ends_of_every_weight_and_price_band_of_fulfilment(marketplace):
    """Asked as one frame: for each row the lower end (a hair above), the upper end; and its own price band's ends."""
    to_lb = 1 if marketplace == "US" else 1 / KG_PER_LB
    asked, expected = [], []
    rows = rows_of("fulfilment", marketplace, component="base")
    peaks = [row for row in rows if row.season == "peak"]
    for row in rows:
        top = row.weight_max if np.isfinite(row.weight_max) else max(row.weight_min, np.nan_to_num(row.step_from)) + 3.3
        for weight in (row.weight_min + 1e-4, top):
            for price in {priced(row), row.price_min if row.price_min > 0 else priced(row)}:
                on = days_of(row)[0]
                over = [p for p in peaks if (p.size_tier, p.product_class) == (row.size_tier, row.product_class) and p.from_day <= row.from_day <= p.to_day
                        and p.weight_min < weight and not p.weight_max < weight and not p.price_min > price and not p.price_max < price]  # fmt: skip
                asked.append({
                    "marketplace": marketplace, "size_tier": row.size_tier, "product_class": row.product_class if marketplace == "US" else None,
                    "programme": row.product_class.partition(":")[2] or None, "low_price_eligible": "low_price" in row.product_class,
                    "billing_weight_lb": weight * to_lb, "price": price, "on": on,
                })  # fmt: skip
                expected.append(amount_at(over[0] if over else row, weight, marketplace in ("US", "CA")))
    found = fulfilment(pd.DataFrame(asked), fuel_surcharge=False)
    wrong = np.flatnonzero(~np.isclose(found["charge"], expected))
    assert not len(wrong), [(asked[i], expected[i], found.iloc[i].to_dict()) for i in wrong[:3]]


@pytest.mark.parametrize("marketplace", ["US", "UK", "DE", "CA", "JP"])
def test_both_ends_of_every_age_band(marketplace):
    for row in rows_of("aged_surcharge", marketplace):
        oldest = row.age_days_max if np.isfinite(row.age_days_max) else 2000
        for on in days_of(row):
            ends = [
                charge_of(aged_surcharge, on, marketplace=marketplace, age_days=age, unit_ft3=1.0, category="Kitchen")
                for age in (row.age_days_min, oldest)
            ]
            factor = {"US": 1, "UK": 1, "DE": 0.028316846592, "CA": 0.028316846592, "JP": 28.316846592}[marketplace]
            floor = 0 if marketplace == "JP" else np.nan_to_num(row.min_per_unit)
            assert ends == pytest.approx([max(row.amount * factor, floor)] * 2)


def test_a_unit_a_day_younger_than_the_first_band_pays_nothing():
    assert charge_of(aged_surcharge, D(2026, 3, 15), marketplace="US", age_days=180, unit_ft3=1.0) == 0
    assert charge_of(aged_surcharge, D(2026, 8, 15), marketplace="UK", age_days=240, unit_ft3=1.0) == 0


def plain_referral(tiers: pd.DataFrame, price: float) -> float:
    """The rule of fees.md §6 as a plain loop over the bands."""
    tiers = tiers.sort_values("tier_no")
    band = next(row for row in tiers.itertuples() if not row.price_max < round(price, 2))
    if band.mode == "marginal":
        fee = sum(
            row.rate * (min(price, row.price_max if np.isfinite(row.price_max) else price) - row.price_min)
            for row in tiers.itertuples()
            if row.price_min < price
        )
    elif band.mode == "marginal_above_previous":
        before = tiers[tiers["tier_no"] == band.tier_no - 1].iloc[0]
        fee = before["price_max"] * before["rate"] + (price - before["price_max"]) * band.rate
    else:
        fee = band.rate * price
    return max(fee, band.min_fee)


@pytest.mark.parametrize("marketplace", ["US", "UK", "DE"])
def test_referral_at_below_and_above_every_end_of_every_band_is_the_plain_rule(marketplace):
    rows = SHIPPED.table("referral", marketplace).rows
    asked, expected = [], []
    for (category, start), tiers in rows.groupby(["category", "from_day"]):
        ends = [end for end in tiers["price_max"] if np.isfinite(end)] or [10.0]
        for price in sorted({round(end + shift, 2) for end in ends for shift in (-0.01, 0, 0.01, 7.77)} | {0.5, 1.0}):
            asked.append({"marketplace": marketplace, "category": category, "price": price, "on": D.fromordinal(719163 + int(start))})
            expected.append(plain_referral(tiers, price))
    found = referral(pd.DataFrame(asked))
    np.testing.assert_allclose(found["charge"], expected)
    assert found["assumption"].isna().all(), "every category of the schedule is known by its own name"


@given(price=st.floats(0.01, 5000), category=st.sampled_from(list(SHIPPED.table("referral", "US").rows["category"].unique())))
@settings(max_examples=60, deadline=None)
def test_referral_of_any_price_is_the_plain_rule(price, category):
    tiers = SHIPPED.table("referral", "US").rows.query("category == @category")
    assert referral({"marketplace": "US", "category": category, "price": price}, D(2026, 6, 1)).charge == pytest.approx(
        plain_referral(tiers, price)
    )


@pytest.mark.parametrize("days", [0, 13.999, 14, 20.999, 21, 27.999])
def test_the_bands_of_days_of_supply_hold_their_lower_end(days):
    """Small standard, 2026: 0.89 below 14 days, 0.63 below 21, 0.32 below 28."""
    expected = 0.89 if days < 14 else 0.63 if days < 21 else 0.32
    item = {"marketplace": "US", "size_tier": "small_standard", "weight_lb": 0.5, "days_of_supply_90": days, "days_of_supply_30": 0.0}
    assert charge_of(low_inventory, D(2026, 2, 1), **item) == expected
