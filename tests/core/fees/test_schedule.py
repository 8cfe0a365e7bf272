"""The shipped schedules: whole, dated, sourced, without overlaps or gaps; and books that lay other schedules over them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.errors import InputError
from core.fees.fulfilment import fulfilment
from core.fees.grid import AGE, PRICE, RATIO, SUPPLY, WEIGHT
from core.fees.referral import PRICE as REFERRAL_PRICE
from core.fees.referral import referral
from core.fees.schedule import CONFIDENCE, CURRENCY, DATA, REQUIRED, SHIPPED, RateBook
from tests.core.fees.builders import D, an_item, charge_of

FILES = sorted(DATA.glob("*/*.csv"))
# what makes a row of each fee: exact keys, bands, and the component that has them
SHAPES = [
    ("referral", ("category",), (REFERRAL_PRICE,), {}),
    ("closing", ("category",), (), {}),
    ("fulfilment", ("size_tier", "product_class"), (PRICE, WEIGHT), {"component": "base"}),
    ("fulfilment", ("size_tier",), (WEIGHT,), {"component": "packaging_not_sipp"}),
    ("fulfilment", ("size_tier",), (), {"component": "overmax_handling"}),
    ("fulfilment", (), (), {"component": "fuel_surcharge"}),
    ("storage", ("size_class", "product_class", "season"), (), {"component": "base"}),
    ("storage", ("size_class", "season"), (RATIO,), {"component": "utilization_surcharge"}),
    ("aged_surcharge", (), (AGE,), {}),
    ("low_inventory", ("size_tier",), (WEIGHT, SUPPLY), {}),
    ("removal", ("size_class",), (WEIGHT,), {}),
    ("liquidation", ("size_class",), (WEIGHT,), {"component": "processing_fee"}),
    ("grade_and_resell", ("grade_class",), (), {}),
    ("inbound_placement", ("placement", "size_tier"), (WEIGHT,), {}),
    ("returns_processing", ("size_tier",), (WEIGHT,), {"component": "fee"}),
    ("returns_processing", ("category",), (), {"component": "return_rate_threshold"}),
]


def rows_of(fee, marketplace, where):
    rows = SHIPPED.table(fee, marketplace).rows
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return rows


SCHEDULES = [
    (marketplace, *shape)
    for marketplace in CURRENCY
    for shape in SHAPES
    if SHIPPED.table(shape[0], marketplace) is not None and len(rows_of(shape[0], marketplace, shape[3]))
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_row_says_unit_source_confidence_dates_and_when_it_was_checked(path: Path):
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert set(REQUIRED) - {"unit", "currency"} <= set(rows)
    sized = path.name == "size_tier.csv"
    for column in ("source", "confidence", "checked_on", *(("dim_unit", "weight_unit") if sized else ("unit", "currency"))):
        assert (rows[column] != "").all(), column
    assert rows["confidence"].isin(CONFIDENCE).all()
    undated = rows[rows["effective_from"] == ""]
    assert undated["note"].str.contains("unknown").all(), "a start that is not known is said to be so"
    dates = rows[["effective_from", "effective_to", "checked_on"]].replace("", None)
    assert dates.apply(pd.to_datetime, format="%Y-%m-%d").notna().equals(dates.notna())
    if not sized:
        assert set(rows["currency"]) == {CURRENCY[path.parent.name.upper()]}


@pytest.mark.parametrize(
    ("marketplace", "fee", "keys", "bands", "where"), SCHEDULES, ids=lambda value: str(value) if isinstance(value, str) else ""
)
def test_no_two_rows_hold_for_the_same_item_on_the_same_day(marketplace, fee, keys, bands, where):
    """Building the grid refuses overlaps."""
    SHIPPED.table(fee, marketplace).grid(keys, bands, **where)


@pytest.mark.parametrize(
    ("marketplace", "fee", "keys", "bands", "where"),
    [s for s in SCHEDULES if s[3]],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_the_bands_of_a_schedule_leave_no_gap(marketplace, fee, keys, bands, where):
    """Per key and day, in the last band (weight, age, days, ratio) each row begins where the one before ends."""
    rows = rows_of(fee, marketplace, where)
    own = [*keys, *(f"{band.name}_min" for band in bands[:-1]), *(["season"] if "season" in rows and "season" not in keys else [])]
    name = bands[-1].name
    step = 1 if bands[-1] is AGE else 0
    for day in sorted({*rows["from_day"], *(rows["to_day"])}):
        held = rows[(rows["from_day"] <= day) & (day <= rows["to_day"])]
        for _, tier in held.groupby(own, dropna=False) if own else [((), held)]:
            ends = tier.sort_values(f"{name}_min")
            tops, starts = ends[f"{name}_max"].to_numpy()[:-1], ends[f"{name}_min"].to_numpy()[1:]
            np.testing.assert_allclose(starts, tops + step)


def test_a_gap_in_time_is_only_left_where_the_reference_has_one():
    """Placement: no table is known from 20 February 2025 to 14 January 2026. Nothing else pauses."""
    paused = set()
    for marketplace, fee, _keys, _bands, where in SCHEDULES:
        rows = rows_of(fee, marketplace, where)
        spans = rows[["from_day", "to_day"]].drop_duplicates().sort_values("from_day").to_numpy()
        reach = spans[0][1]
        for start, end in spans[1:]:
            paused |= {(marketplace, fee)} if start > reach + 1 else set()
            reach = max(reach, end)
    assert paused == {("US", "inbound_placement")}


def own_rates(**change) -> pd.DataFrame:
    return pd.DataFrame([{
        "effective_from": "2026-07-01", "effective_to": "", "category": "Home & Kitchen", "mode": "flat", "tier_no": "1", "price_min": "0",
        "price_max": "", "rate": "0.10", "min_fee": "0.30", "currency": "USD", "unit": "share of total sales price", "source": "my contract",
        "confidence": "official", "checked_on": "2026-07-01", "note": "",
    } | change])  # fmt: skip


def test_a_sellers_own_schedule_beats_the_shipped_one_from_its_first_day():
    book = SHIPPED.with_schedule("referral", "US", own_rates())
    before, after = (referral(an_item(price=20.0), D(2026, 6 + i, 30 - 29 * i), book=book) for i in (0, 1))
    assert (before.charge, after.charge) == (pytest.approx(20 * 0.15), pytest.approx(20 * 0.10))
    assert after.source == "my contract"
    assert referral(an_item(price=20.0), D(2026, 7, 1)).charge == pytest.approx(3.0), "the shipped book stays as it was"


def test_an_own_schedule_leaves_the_other_categories_alone():
    book = SHIPPED.with_schedule("referral", "US", own_rates())
    assert referral(an_item(price=20.0, category="Grocery"), D(2026, 7, 1), book=book).charge == pytest.approx(20 * 0.15)


def test_a_schedule_that_claims_a_cell_twice_is_refused():
    twice = pd.concat([own_rates(), own_rates(effective_from="2026-08-01")])
    book = SHIPPED.with_schedule("referral", "US", twice)
    with pytest.raises(InputError, match="schedule_overlap"):
        referral(an_item(), D(2026, 9, 1), book=book)


def test_a_schedule_without_its_columns_is_refused_with_their_names():
    with pytest.raises(InputError, match="schedule_columns") as told:
        SHIPPED.with_schedule("referral", "US", own_rates().drop(columns=["source", "unit"]))
    assert told.value.facts["missing"] == "unit, source"


def test_a_draft_of_a_whole_marketplace_that_we_do_not_know_can_be_laid_over():
    book = RateBook().with_schedule("referral", "FR", own_rates(category="Everything else", currency="EUR"))
    assert referral({"marketplace": "FR", "price": 10.0}, D(2026, 8, 1), book=book).charge == pytest.approx(1.0)


@pytest.mark.parametrize("path", sorted(DATA.glob("us/fulfilment.csv")))
def test_the_days_around_every_change_of_fulfilment_rates_take_the_old_and_the_new_amount(path):
    """large standard, 0.9 lb, 24.99: amounts straight from the rows of each schedule."""
    rows = SHIPPED.table("fulfilment", "US").rows
    rows = rows[(rows["component"] == "base") & (rows["product_class"] == "non_apparel") & (rows["size_tier"] == "large_standard")]
    rows = rows[(rows["weight_min"] < 0.9) & (rows["weight_max"] >= 0.9)]
    rows = rows[(rows["price_min"] <= 24.99) & ~(rows["price_max"] < 24.99)].sort_values("season")  # nonpeak before peak
    item = an_item(size_tier="large_standard", billing_weight_lb=0.9)
    days = sorted({day + shift for day in [*rows["from_day"], *rows["to_day"]] if abs(day) < 10**6 for shift in (-1, 0, 1)})
    for day in days:
        held = rows[(rows["from_day"] <= day) & (day <= rows["to_day"])]
        expected = held["amount"].iloc[-1] if len(held) else np.nan
        found = charge_of(lambda frame, on: fulfilment(frame, on, fuel_surcharge=False), D.fromordinal(719163 + day), **item)
        assert found == pytest.approx(expected, nan_ok=True), D.fromordinal(719163 + day)
