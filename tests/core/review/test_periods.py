"""A period marked by hand: against the days before and the forecast of its first morning, and what the data cannot tell."""

from datetime import date, timedelta

import pytest

from core.errors import InputError
from core.review import periods
from core.review.groups import size
from tests.build import AT, a_cost, a_product, some_ages, some_sales, some_stock

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 28)
MONTH = periods.Period(name="", marketplace="US", sku=None, first_day=FIRST, last_day=LAST)


def span(first: date, last: date, units: int) -> dict:
    return {first + timedelta(days=day): units for day in range((last - first).days + 1)}


@pytest.fixture
def seller(ws):
    """A sold 2 a day for half a year and 4 in the period; B 1 a day throughout; A a tenth cheaper in the period."""
    some_sales(ws, span(FIRST - timedelta(days=182), FIRST - timedelta(days=1), 2), sku="A-M", price=20.0)
    some_sales(ws, span(FIRST, LAST, 4), sku="A-M", price=18.0)
    some_sales(ws, span(FIRST - timedelta(days=182), LAST, 1), sku="B-XXXL", price=10.0)
    a_product(ws, sku="A-M", product_group="Toys")
    return ws


def test_units_price_and_the_forecast_stand_beside_the_days_before(seller):
    row = periods.by_group(periods.seen(seller, MONTH), "sku").set_index("group").loc["A-M"]
    assert (row["units"], row["units_before"]) == (4 * 28, 2 * 28)
    assert (row["price"], row["price_before"]) == (18.0, 20.0)
    assert row["expected"] == pytest.approx(56, rel=0.05)
    assert row["effect"] == pytest.approx(112 - row["expected"])
    assert row["verdict"] == "effect"


def test_what_sold_as_forecast_is_no_effect(seller):
    assert periods.by_group(periods.seen(seller, MONTH), "sku").set_index("group").loc["B-XXXL", "verdict"] == "no_effect"


def test_the_forecast_knows_nothing_of_the_period(seller):
    before = periods.seen(seller, MONTH).rows["expected"].tolist()
    some_sales(seller, span(LAST + timedelta(days=1), LAST + timedelta(days=30), 100), sku="A-M")
    assert periods.seen(seller, MONTH).rows["expected"].tolist() == before


@pytest.mark.parametrize(("by", "groups"), [("size", {"M", "3XL"}), ("category", {"Toys", None}), ("total", {"total"})])
def test_groups_add_up_to_the_whole(seller, by, groups):
    found = periods.seen(seller, MONTH)
    table, whole = periods.by_group(found, by), periods.by_group(found, "total").iloc[0]
    assert {None if name != name else name for name in table["group"]} == groups
    for name in ("units", "units_before", "expected", "effect", "sales"):
        assert table[name].sum() == pytest.approx(whole[name])


def test_it_says_what_the_data_cannot_tell(seller):
    cannot = periods.seen(seller, MONTH).cannot
    assert {"season", "stock", "cost", "ledger", "traffic", "ads", "customers"} == set(cannot)


def test_revenue_that_one_sale_without_an_amount_leaves_unknown_has_its_reason(seller):
    with seller.write() as cursor:
        cursor.execute("update sales_daily set gross_sales = null where sku = 'B-XXXL' and day = $day", {"day": LAST})
    found = periods.seen(seller, MONTH)
    table = periods.by_group(found, "sku").set_index("group")
    assert table["sales"].isna().to_dict() == {"A-M": False, "B-XXXL": True}
    assert "revenue" in found.cannot


def test_days_that_no_file_covers_are_named(ws):
    some_sales(ws, span(FIRST, FIRST + timedelta(days=9), 1) | span(FIRST + timedelta(days=12), LAST, 1))
    assert periods.seen(ws, MONTH).missing == [FIRST + timedelta(days=10), FIRST + timedelta(days=11)]


def test_a_period_without_any_sale_is_refused_in_words(ws):
    with pytest.raises(InputError, match="review_nothing"):
        periods.seen(ws, MONTH)


@pytest.mark.parametrize("last", [FIRST - timedelta(days=1), FIRST + timedelta(days=400)])
def test_a_period_has_an_end_and_no_end_too_far(last):
    with pytest.raises(InputError, match="review_period"):
        periods.Period(name="", marketplace="US", sku=None, first_day=FIRST, last_day=last)


def test_one_sku_with_stock_is_reviewed_in_money_against_doing_nothing_else(seller):
    some_stock(seller, sku="A-M", as_of=FIRST - timedelta(days=1), available=400, price=20.0)
    a_cost(seller, sku="A-M")
    some_ages(seller, {(0, 90): 400}, sku="A-M", age_day=FIRST - timedelta(days=1))
    seller.frame("update stock_age set as_of = age_day")
    seller.frame(
        "update product_fact set longest_in = 12, median_in = 9, shortest_in = 2.4, weight_lb = 0.8, product_group = 'Toys & Games'"
    )
    one = periods.review_of(seller, periods.Period(name="", marketplace="US", sku="A-M", first_day=FIRST, last_day=LAST))
    assert (one.outcome.weeks, one.outcome.units, one.outcome.left) == (4, 112, 400 - 112)
    assert one.outcome.hold_low < one.outcome.hold_value < one.outcome.hold_high
    assert one.waterfall.expected == pytest.approx(one.outcome.hold_value, abs=0.01)
    assert one.learned.elasticity[1].mean > one.learned.elasticity[0].mean  # four a day instead of two at a tenth less


def test_one_sku_without_stock_has_no_review_in_money(seller):
    assert periods.review_of(seller, periods.Period(name="", marketplace="US", sku="A-M", first_day=FIRST, last_day=LAST)) is None


def test_marked_periods_are_kept_and_removed(ws):
    number = periods.mark(ws, MONTH, at=AT)
    assert periods.marked(ws)["name"].tolist() == ["2026-09-01 – 2026-09-28"]
    periods.remove(ws, number)
    assert periods.marked(ws).empty
    with pytest.raises(InputError, match="no_such_period"):
        periods.remove(ws, number)


@pytest.mark.parametrize(
    ("sku", "found"), [("JNE3781-KR-XXXL", "3XL"), ("SET268-KR-NP-S", "S"), ("J0003-SET-3XL", "3XL"), ("TB-100", None), ("AN201-RED-FREE", "FREE")]
)  # fmt: skip
def test_a_size_is_read_from_its_own_part_of_the_sku(sku, found):
    assert size(sku) == found
