"""Next buy: what a product of the catalogue brought, and what follows for a new one."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core import policy, results
from core.errors import InputError
from core.fees.schedule import SHIPPED
from core.review import catalogue, next_buy
from core.workspace import Workspace
from tests.build import AS_OF, daily, some_sales
from tests.pages.conftest import a_run

WORDS = {"good": "Oak bread board", "slow": "Velvet tail cushion"}


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> pd.DataFrame:
    """Four bread boards that sell, four velvet cushions that lie for long, and one velvet newcomer."""
    ws = Workspace.open(tmp_path_factory.mktemp("shop") / "seller.duckdb")
    some_sales(ws, daily(1, 200), sku="G0", price=20.0)
    a_run(ws, [_good(place) for place in range(4)] + [_slow(place) for place in range(4)] + [_young()], as_of=AS_OF)
    with ws.write() as cursor:
        cursor.execute("update run_health set weeks_since_first_sale = case when sku = 'Y' then 3 else 60 end")
    found = catalogue.products(ws, results.latest_run(ws), policy.load(), SHIPPED)
    ws.close()
    return found


def _good(place: int) -> dict:
    return {
        "sku": f"G{place}", "title": f"{WORDS['good']} {'abcd'[place]}", "category": "Kitchen", "price": 20.0, "on_hand": 50,
        "sell_through": 2.0, "aged_181_units": 0,
    }  # fmt: skip


def _slow(place: int) -> dict:
    return {
        "sku": f"S{place}", "title": f"{WORDS['slow']} {'abcd'[place]}", "category": "Home", "price": 40.0, "on_hand": 200,
        "sell_through": 0.1, "aged_181_units": 190,
    }  # fmt: skip


def _young() -> dict:
    return {
        "sku": "Y", "title": f"{WORDS['slow']} new", "category": "Home", "price": 40.0, "on_hand": 40, "sell_through": 1.0,
        "aged_181_units": 0,
    }  # fmt: skip


def an_idea(**changed) -> next_buy.Idea:
    known = {"marketplace": "US", "category": "Home", "title": WORDS["slow"], "price": 40.0, "landed_cost": 12.0, "lead_days": 45.0}
    return next_buy.Idea(**(known | changed))


def a_catalogue(**changed) -> pd.DataFrame:
    """Ten products of one category with known figures."""
    rows = {
        "marketplace": "US", "sku": [f"K{place}" for place in range(10)], "title": "Bowl", "category": "Kitchen", "brand": "B",
        "currency": "USD", "channel": "fba", "price": 20.0, "sold": 100.0, "sales": 2000.0, "margin": 12.0, "exit": 2.0,
        "floor_share": 0.4, "reviewed": False, "recovered": np.linspace(0.8, 1.6, 10), "sell_through": 1.0, "stale": 0.0,
        "weeks_since_first_sale": 60.0, "inbound": 0,
    }  # fmt: skip
    return pd.DataFrame(rows | changed)


def launched(units: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"marketplace": "US", "sku": [f"K{place}" for place in range(len(units))], "units_91": units})


def test_recovered_is_money_of_a_year_over_what_all_its_units_cost(table):
    """G0 sold 200 at 20; 50 are left: (200 · margin + 50 · exit) ÷ (7 · 250)."""
    row = table.set_index("sku").loc["G0"]
    assert (row["sold"], row["sales"]) == (200, 4000)
    assert row["recovered"] == pytest.approx((200 * row["margin"] + 50 * row["exit"]) / (7.0 * 250), nan_ok=True)


def test_a_product_that_lies_is_slow_and_one_that_sells_is_not(table):
    table = table
    assert set(table.loc[next_buy.slow(table), "sku"]) == {"S0", "S1", "S2", "S3"}


def test_a_newcomer_like_those_that_lie_is_named_with_the_one_it_is_like(table):
    named = next_buy.like_slow(table)
    assert named["sku"].tolist() == ["Y"]
    assert named["like_sku"].iloc[0].startswith("S")


def test_an_idea_too_much_like_slow_ones_is_called_so_and_another_is_not(table):
    nothing = launched([])
    assert next_buy.advise(table, nothing, an_idea()).like_slow
    other = next_buy.advise(table, nothing, an_idea(category="Kitchen", title="Oak bread board long", price=20.0))
    assert not other.like_slow
    assert other.alike["sku"].str.startswith("G").all()


def test_without_a_title_nothing_is_called_alike(table):
    found = next_buy.advise(table, launched([]), an_idea(title=" "))
    assert found.alike.empty
    assert not found.like_slow


def test_without_launches_the_order_stays_unknown_and_says_why(table):
    found = next_buy.advise(table, launched([]), an_idea())
    assert found.order is None
    assert "demand" in found.cannot


def test_margin_floor_and_salvage_follow_from_the_category():
    """12 of 20 is kept, so 15 of 25; floor 0.4 · 25; salvage 2 ÷ 20 · 25."""
    found = next_buy.advise(a_catalogue(), launched([50.0, 80.0]), an_idea(category="Kitchen", price=25.0, landed_cost=7.0))
    assert found.margin == pytest.approx(12 / 20 * 25)
    assert found.floor == pytest.approx(0.4 * 25)
    assert (found.salvage, found.salvage_from, found.told_by) == (pytest.approx(2.5), "exits", 10)
    assert found.order.units > 0
    assert found.cannot == ()


def test_what_clearances_really_brought_goes_before_what_exits_are_thought_to_bring():
    table = a_catalogue(reviewed=[True, True] + [False] * 8, exit=[4.0, 4.0] + [2.0] * 8)
    found = next_buy.advise(table, launched([50.0]), an_idea(category="Kitchen", price=20.0, landed_cost=7.0))
    assert (found.salvage, found.salvage_from, found.told_by) == (pytest.approx(4.0), "reviews", 2)


def test_more_salvage_buys_more():
    idea = an_idea(category="Kitchen", price=20.0, landed_cost=7.0)
    low, high = (next_buy.advise(a_catalogue(exit=worth), launched([50.0, 90.0]), idea).order.units for worth in (1.0, 6.0))
    assert high > low


def test_an_idea_without_price_or_cost_is_refused():
    for wrong in ({"price": 0.0}, {"landed_cost": float("nan")}, {"lead_days": -1.0}):
        with pytest.raises(InputError, match="idea_money"):
            an_idea(**wrong)


def test_a_first_sale_counts_only_after_weeks_of_known_sales_without_it(ws):
    some_sales(ws, daily(1, 100), sku="OLD")
    begun = AS_OF - timedelta(days=39)
    some_sales(ws, {begun + timedelta(days=day): 2 for day in range(40)}, sku="NEW")
    rows = catalogue.launches(ws, AS_OF).set_index("sku")
    assert rows.index.tolist() == ["NEW"]
    assert rows.loc["NEW", ["units_7", "units_30"]].tolist() == [14, 60]
    assert np.isnan(rows.loc["NEW", "units_91"])
