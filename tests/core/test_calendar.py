"""What is charged when, by hand-made arithmetic with the rates of data/fees (reference fees.md §2-4), and as properties."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core import holding
from core.calendar import COLUMNS, calendar, for_catalogue
from core.fees.removal import removal
from core.fees.schedule import SHIPPED

SUMMER, AUTUMN = date(2026, 9, 22), date(2026, 11, 22)


def a_position(a_day: float = 1.0, **change) -> pd.DataFrame:
    """100 units, 1 expected to be sold a day, 0.5 ft3, 0.9 lb, 20.00."""
    row = {
        "marketplace": "US", "sku": "A", "category": "Kitchen", "price": 20.0, "on_hand": 100, "demand_path": np.full(26, 7 * a_day), "unit_ft3": 0.5, "weight_lb": 0.9,
        "longest_in": 10.0, "median_in": 6.0, "shortest_in": 2.0, "size_tier": "large_standard",
    } | change  # fmt: skip
    return pd.DataFrame([row])


def some_cohorts(*pairs, sku="A", marketplace="US") -> pd.DataFrame:
    rows = [{"marketplace": marketplace, "sku": sku, "age_days": age, "units": float(units)} for age, units in pairs]
    return pd.DataFrame(rows, columns=["marketplace", "sku", "age_days", "units"]).astype({"age_days": int, "units": float})


YOUNG = some_cohorts((0, 100))


def of(days: pd.DataFrame, kind: str, on: date | None = None) -> pd.DataFrame:
    return days[(days["kind"] == kind) & ((days["on"] == on) if on else True)].reset_index(drop=True)


def test_a_15th_charges_each_band_the_units_that_are_left_of_it():
    """22 Nov to 15 Dec: 23 sold of the 40 oldest. 323 days: 5.70 $/ft3; 223 days: 1.00. A month earlier: 5.45 and 0.50 (2026-01-15)."""
    found = of(calendar(a_position(), some_cohorts((200, 60), (300, 40)), AUTUMN), "surcharge", date(2026, 12, 15))
    assert list(found["band"]) == ["211-240", "301-330"]
    assert list(found["units"]) == [60.0, 40.0 - 23.0]
    assert list(found["money"]) == pytest.approx([60 * 0.5 * 1.00, 17 * 0.5 * 5.70])
    assert list(found["before"]) == pytest.approx([60 * 0.5 * 0.50, 17 * 0.5 * 5.45])


def test_units_below_the_first_band_and_exempt_goods_have_no_row():
    """Apparel pays nothing at 181-270 days: of 200 days today it pays first at 271, on 15 February (285 days)."""
    assert of(calendar(a_position(), some_cohorts((0, 100)), AUTUMN, 100), "surcharge").empty
    apparel = of(calendar(a_position(0.0, category="Apparel"), some_cohorts((200, 100)), AUTUMN), "surcharge")
    assert apparel["on"].min() == date(2027, 2, 15)
    assert apparel["money"][0] == pytest.approx(100 * 0.5 * 5.45)


def test_in_october_storage_costs_more_and_in_january_less():
    """US standard 0.78 $/ft3, October to December 2.40. On 1 October, 9 days on, 91 are left, 31 days later 60: 75.5 on average."""
    found = of(calendar(a_position(), YOUNG, SUMMER), "season")
    assert list(found["on"]) == [date(2026, 10, 1)]  # on 1 January all are sold
    assert found["units"][0] == pytest.approx(91 - 31 / 2)
    assert found["before"][0] == pytest.approx(75.5 * 0.5 * 0.78)
    assert found["after"][0] == pytest.approx(75.5 * 0.5 * 2.40)
    assert found["money"][0] == pytest.approx(75.5 * 0.5 * (2.40 - 0.78))
    later = of(calendar(a_position(0.0), YOUNG, AUTUMN), "season", date(2027, 1, 1))
    assert later["money"][0] == pytest.approx(100 * 0.5 * (0.78 - 2.40))


def test_the_peak_costs_extra_on_what_sells_in_it():
    """15 October is 23 days on, 15 January 115: 77 units left then sell out on 31 December. 0.9 lb: 4.89 in peak, 4.60 else, + 3.5 % fuel."""
    found = of(calendar(a_position(), YOUNG, SUMMER), "peak_start")
    assert list(found["on"]) == [date(2026, 10, 15)]
    assert found["units"][0] == 77
    assert found["money"][0] == pytest.approx(77 * (4.89 - 4.60) * 1.035)
    assert found["after"][0] == pytest.approx(77 * 4.89 * 1.035)


def test_the_peak_ends_for_what_sells_after_it_and_a_season_longer_than_the_horizon_counts_whole():
    many = a_position(on_hand=1000)
    assert of(calendar(many, YOUNG, SUMMER, 30), "peak_start")["units"][0] == 92  # 15 October to 14 January
    ended = of(calendar(many, YOUNG, AUTUMN), "peak_end")
    assert list(ended["on"]) == [date(2027, 1, 15)]
    assert ended["units"][0] == 180 - 54  # 15 January is 54 days on; the horizon ends after 180
    assert ended["money"][0] == pytest.approx(126 * (4.60 - 4.89) * 1.035)


def test_without_sales_no_fulfilment_is_expected_and_the_stock_stays():
    found = calendar(a_position(demand_path=None), YOUNG, SUMMER)
    assert of(found, "peak_start").empty
    assert of(found, "season")["units"][0] == 100


def a_schedule(fee: str, first: str, last: str = "", factor: float = 2.0, **where) -> pd.DataFrame:
    """The US rows of a fee in force on AUTUMN, times `factor`, from a day on."""
    rows = SHIPPED.table(fee, "US").rows
    rows = rows[rows["effective_to"].eq("") & np.logical_and.reduce([rows[key] == value for key, value in where.items()] or [True])]
    return rows.assign(effective_from=first, effective_to=last, amount=rows["amount"] * factor)


def test_a_coming_schedule_of_storage_is_a_day_of_its_own():
    """10 December is 18 days on: 82 left, 31 days later 51. October to December 2.40 → 4.80."""
    book = SHIPPED.with_schedule("storage", "US", a_schedule("storage", "2026-12-10", component="base"))
    found = of(calendar(a_position(), YOUNG, AUTUMN, book=book), "new_rates")
    assert list(found["on"]) == [date(2026, 12, 10)]
    assert found["money"][0] == pytest.approx((82 - 31 / 2) * 0.5 * 2.40)


def test_the_end_of_an_override_brings_the_old_rates_back():
    book = SHIPPED.with_schedule("storage", "US", a_schedule("storage", "2026-11-01", "2026-12-09", component="base"))
    found = of(calendar(a_position(), YOUNG, AUTUMN, book=book), "new_rates", date(2026, 12, 10))
    assert found["money"][0] == pytest.approx((82 - 31 / 2) * 0.5 * -2.40)


def test_a_coming_schedule_of_the_surcharge_says_what_it_adds_at_the_next_15th():
    """From 1 December all rates double: 60 units of 223 days at 1.00 $/ft3 pay 60 x 0.5 more on 15 December."""
    book = SHIPPED.with_schedule("aged_surcharge", "US", a_schedule("aged_surcharge", "2026-12-01"))
    found = calendar(a_position(0.0), some_cohorts((200, 60)), AUTUMN, book=book)
    news = of(found, "new_rates")
    assert (news["on"][0], news["fee"][0], news["units"][0]) == (date(2026, 12, 1), "aged_surcharge", 60)
    assert news["money"][0] == pytest.approx(60 * 0.5 * 1.00)
    assert of(found, "surcharge", date(2026, 12, 15))["money"][0] == pytest.approx(60 * 0.5 * 2.00)


def test_removal_at_new_rates_falls_on_the_units_left():
    """0.9 lb: 1.53 → 3.06 from 10 December, 18 days on: 82 units."""
    book = SHIPPED.with_schedule("removal", "US", a_schedule("removal", "2026-12-10"))
    found = of(calendar(a_position(), YOUNG, AUTUMN, book=book), "new_rates")
    assert found["money"][0] == pytest.approx(82 * 1.53)


@pytest.mark.parametrize("rounding", ["prorate", "ceil"])
def test_removal_is_rounded_as_the_seller_has_chosen(rounding):
    """3.35 lb lies between two whole pounds, so the two ways differ."""
    book = SHIPPED.with_schedule("removal", "US", a_schedule("removal", "2026-12-10"))
    found = of(calendar(a_position(weight_lb=3.35), YOUNG, AUTUMN, book=book, rounding=rounding), "new_rates")
    each = {way: removal(a_position(weight_lb=3.35).iloc[0].to_dict(), AUTUMN, rounding=way).charge for way in ("prorate", "ceil")}
    assert each["ceil"] > each["prorate"]
    assert found["before"][0] == pytest.approx(82 * each[rounding])


def test_a_rate_with_no_successor_ends_in_the_unknown():
    """Japan's storage is known for January to September alone (reference §2)."""
    found = of(calendar(a_position(marketplace="JP"), YOUNG, SUMMER), "rates_end")
    assert list(found["on"]) == [date(2026, 10, 1)]
    assert found["before"][0] > 0
    assert np.isnan(found["money"][0])
    assert found["reason"][0] == "no_rate_in_force"


def test_a_rate_that_changes_for_others_cuts_no_season_short():
    """Small standard gets other rates on 1 November; large standard stays in peak until 14 January: 92 units."""
    small = a_schedule("fulfilment", "2026-11-01", component="base", season="nonpeak", size_tier="small_standard")
    book = SHIPPED.with_schedule("fulfilment", "US", small)
    found = calendar(a_position(on_hand=1000), YOUNG, SUMMER, book=book)
    assert of(found, "new_rates").empty
    assert of(found, "peak_start")["units"][0] == 92


def test_unknown_ages_sizes_and_prices_are_unknown_with_a_reason():
    ageless = of(calendar(a_position(0.0), some_cohorts(), AUTUMN), "surcharge")
    assert len(ageless) == 6  # 15 December to 15 May
    assert ageless["money"].isna().all()
    assert set(ageless["reason"]) == {"age_unknown"}
    sizeless = calendar(a_position(unit_ft3=np.nan, longest_in=np.nan, size_tier=None, on_hand=1000), some_cohorts((200, 1000)), AUTUMN)
    assert sizeless["money"].isna().all()
    assert sizeless["reason"].notna().all()
    assert {"surcharge", "season", "peak_end"} <= set(sizeless["kind"])


def test_no_stock_no_days():
    assert list(calendar(a_position(on_hand=0), YOUNG.iloc[:0], AUTUMN).columns) == COLUMNS
    assert calendar(a_position(on_hand=0), YOUNG.iloc[:0], AUTUMN).empty
    assert for_catalogue(calendar(a_position(on_hand=0), YOUNG.iloc[:0], AUTUMN)).empty


def test_a_horizon_without_a_15th_has_no_surcharge():
    assert calendar(a_position(), some_cohorts((200, 100)), AUTUMN, 9).empty


def test_the_next_15th_is_the_one_that_the_run_stores():
    cohorts = some_cohorts((150, 30), (250, 30), (400, 40))
    stored = holding.surcharges(a_position(age_days=280.0), cohorts, AUTUMN, 60)["surcharge_next"][0]
    assert of(calendar(a_position(), cohorts, AUTUMN), "surcharge", date(2026, 12, 15))["money"].sum() == pytest.approx(stored)


def test_each_marketplace_is_in_its_own_currency():
    both = pd.concat([a_position(), a_position(marketplace="UK", size_tier=None)], ignore_index=True)
    found = calendar(both, pd.concat([YOUNG, some_cohorts((0, 100), marketplace="UK")]), SUMMER)
    assert dict(zip(found["marketplace"], found["currency"], strict=True)) == {"US": "USD", "UK": "GBP"}


def test_the_catalogue_counts_the_skus_that_it_cannot_value_beside_the_sum():
    """B has the same stock as A, C no known volume: 2 x the money of A, 1 unknown."""
    position = pd.concat(
        [a_position(0.0), a_position(0.0, sku="B"), a_position(0.0, sku="C", unit_ft3=np.nan)],
        ignore_index=True,
    )
    cohorts = pd.concat([some_cohorts((200, 60), (300, 40), sku=sku) for sku in "ABC"])
    found = for_catalogue(calendar(position, cohorts, AUTUMN))
    first = found[found["on"] == date(2026, 12, 15)].iloc[0]
    assert (first["skus"], first["skus_unknown"]) == (2, 1)
    assert first["units"] == 2 * 100
    assert first["money"] == pytest.approx(2 * 0.5 * (60 * 1.00 + 40 * 5.70))
    by_band = for_catalogue(calendar(position, cohorts, AUTUMN), bands=True)
    assert list(by_band[by_band["on"] == date(2026, 12, 15)]["units"]) == [120, 80]


# --- properties

STOCKS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 500), st.integers(1, 30)), min_size=1, max_size=4, unique_by=lambda pair: pair[0]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=4,
)


def a_catalogue(stocks) -> tuple[pd.DataFrame, pd.DataFrame]:
    names = [f"S{number}" for number in range(len(stocks))]
    parts = [
        a_position(float(a_day), sku=name, on_hand=sum(units for _, units in ages))
        for name, (ages, a_day) in zip(names, stocks, strict=True)
    ]
    cohorts = [some_cohorts(*ages, sku=name) for name, (ages, _) in zip(names, stocks, strict=True)]
    return pd.concat(parts, ignore_index=True), pd.concat(cohorts, ignore_index=True)


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(STOCKS, st.integers(0, 400))
def test_units_never_exceed_the_stock_and_money_adds_up_over_skus(stocks, later):
    position, cohorts = a_catalogue(stocks)
    found = calendar(position, cohorts, SUMMER + timedelta(days=later))
    on_hand = position.set_index("sku")["on_hand"]
    units = found.groupby(["sku", "on", "kind", "fee"])["units"].sum()
    assert (units.to_numpy() <= on_hand[units.index.get_level_values("sku")].to_numpy() + 1e-6).all()
    sums = for_catalogue(found)
    assert sums["money"].sum() == pytest.approx(found["money"].sum())
    alone = [calendar(position[position["sku"] == sku], cohorts, SUMMER + timedelta(days=later)) for sku in position["sku"]]
    assert sum(len(part) for part in alone) == len(found)
    assert sum(part["money"].sum() for part in alone) == pytest.approx(found["money"].sum())


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(STOCKS)
def test_first_in_first_out_is_the_same_as_unit_by_unit(stocks):
    """The plain loop: units as a list of ages, the oldest taken away one by one; 181+ days on the 15th are charged."""
    position, cohorts = a_catalogue(stocks)
    found = of(calendar(position, cohorts, AUTUMN), "surcharge").groupby(["sku", "on"])["units"].sum()
    for number, (ages, a_day) in enumerate(stocks):
        oldest_last = sorted(age for age, units in ages for _ in range(units))
        for day in holding.next_charge_days(AUTUMN, 180):
            ahead = (day - AUTUMN).days
            left = oldest_last[: max(0, len(oldest_last) - a_day * ahead)]
            assert found.get((f"S{number}", day), 0) == sum(age + ahead >= 181 for age in left)
