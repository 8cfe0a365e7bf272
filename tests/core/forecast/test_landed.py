"""A product that has just landed and has no week of sales, on a real DuckDB: what it is told, and what it is not warned of."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core import health, results, run
from core.forecast import expected, landed
from core.policy import load
from tests.build import AS_OF, AT, Knowing, a_file, a_product, daily, some_ages, some_sales, some_stock
from tests.core.forecast.panels import a_panel

OLD, YOUNG, NEARLY = {(0, 30): 200, (181, 270): 100}, {(0, 30): 300}, {(0, 90): 300}


@pytest.fixture
def kitchen(ws):
    """Five products of a category that sell 1, 2, 3, 4 and 5 a day; gives the file of today."""
    file_id = a_file(ws)
    for pace in range(1, 6):
        some_stock(ws, sku=f"K{pace}", file_id=file_id)
        a_product(ws, sku=f"K{pace}", product_group="Kitchen")
        some_sales(ws, daily(pace, 182), sku=f"K{pace}")
    return file_id


def a_newcomer(ws, file_id, bands=None, category="Kitchen", **stock):
    some_stock(ws, sku="NEW", file_id=file_id, **{"available": 300} | stock)
    a_product(ws, sku="NEW", product_group=category)
    if bands:
        some_ages(ws, bands, sku="NEW", file_id=file_id)


def told(ws, sku="NEW", model=None):
    with ws.read() as cursor:
        health.compute(cursor, AS_OF, load())
        expected.compute(cursor, AS_OF, load(), model or Knowing())
        query = (
            "select position.*, forecast.reason from expected_position as position join forecast using (marketplace, sku) where sku = $sku"
        )
        return cursor.execute(query, {"sku": sku}).df().iloc[0]


def rules(ws) -> set[str]:
    run_id = run.run(ws, at=AT, model=Knowing()).run_id
    return {rule for (rule,) in ws.rows("select rule from run_rule where run_id = $run and sku = 'NEW'", run=run_id)}


def before(ws, sku: str, days: int) -> None:
    """A complete stock file of an earlier day, with one SKU in it."""
    day = AS_OF - timedelta(days=days)
    some_stock(ws, sku=sku, as_of=day, file_id=a_file(ws, snapshot_date=day))


def test_young_stock_without_a_sale_is_a_launch_that_sells_as_its_category_the_less_the_longer_it_lies(ws, kitchen):
    """The median of 1 to 5 a day is 21 a week; the band 0–30 is 15 days old in the middle."""
    a_newcomer(ws, kitchen, YOUNG)
    found = told(ws)
    assert (found["stage"], found["reason"]) == ("launch", "landed")
    assert pd.isna(found["excess_units"])
    with ws.read() as cursor:
        health.compute(cursor, AS_OF, load())
        expected.compute(cursor, AS_OF, load(), Knowing())
        mean = cursor.execute("select mean from forecast where sku = 'NEW'").fetchall()[0][0]
    assert mean == pytest.approx([21 * 3 / (3 + 15 / 7)] * 26, abs=1e-3)
    assert 0 <= found["demand_13_p10"] < found["demand_13"] < 13 * mean[0] < found["demand_13_p90"]


@pytest.mark.parametrize(
    ("bands", "category", "stage", "demanded", "warned"),
    [
        (YOUNG, "Kitchen", "launch", True, False),
        (NEARLY, "Kitchen", "launch", True, False),
        (YOUNG, None, "launch", False, False),
        (NEARLY, None, "launch", False, False),
        (YOUNG, "Garden", "launch", False, False),
        (OLD, "Kitchen", "end_of_life", False, True),
        (OLD, None, "end_of_life", False, True),
        (None, "Kitchen", "end_of_life", False, True),
    ],
)
def test_no_sale_yet_is_a_warning_only_where_the_stock_is_not_known_to_be_young(ws, kitchen, bands, category, stage, demanded, warned):
    a_newcomer(ws, kitchen, bands, category)
    found = told(ws)
    assert found["stage"] == stage
    assert (found["demand_13"] > 0) == (found["reason"] == "landed") == demanded
    assert {"overstock", "no_movement"} <= rules(ws) if warned else not rules(ws)


@pytest.mark.parametrize(
    ("earlier", "stage"),
    [
        ([("K1", 70), ("NEW", 60)], "launch"),
        ([("K1", 100), ("NEW", 91)], "end_of_life"),
        ([("NEW", 60)], "end_of_life"),
    ],
    ids=["in no file before", "in one a quarter ago", "in the first file that is known"],
)
def test_without_ages_stock_is_young_if_an_earlier_file_did_not_hold_it(ws, kitchen, earlier, stage):
    for sku, days in earlier:
        before(ws, sku, days)
    a_newcomer(ws, kitchen)
    assert told(ws)["stage"] == stage


@pytest.mark.parametrize(("bands", "too_many"), [(YOUNG, False), (OLD, True)])
def test_no_table_counts_what_has_just_landed_as_too_many(ws, kitchen, bands, too_many):
    a_newcomer(ws, kitchen, bands, category=None)
    run_id = run.run(ws, at=AT, model=Knowing()).run_id
    products = results.forecast_products(ws, run_id).set_index("sku")
    assert pd.notna(products.loc["NEW", "excess_13"]) == too_many
    share = results.ipi_drivers(ws, run_id).iloc[0]["excess_share"]
    others = products.drop("NEW")
    beyond = (others["on_hand"] - others["demand_13"] * 90 / 91).clip(lower=0).sum() + 300 * too_many
    assert share == pytest.approx(beyond / products["on_hand"].sum())


def test_what_is_on_its_way_for_the_first_time_is_a_launch(ws, kitchen):
    a_newcomer(ws, kitchen, available=0, inbound_shipped=300)
    found = told(ws)
    assert (found["stage"], found["reason"]) == ("launch", "landed")


def test_with_its_first_week_of_sales_a_product_speaks_for_itself(ws, kitchen):
    a_newcomer(ws, kitchen, YOUNG)
    some_sales(ws, {AS_OF - timedelta(days=2): 1}, sku="NEW")
    assert (told(ws)["stage"], told(ws)["reason"]) == ("launch", "landed")
    assert not rules(ws)
    some_sales(ws, {AS_OF - timedelta(days=6): 1}, sku="NEW")
    found = told(ws)
    assert found["stage"] == "launch"
    assert pd.isna(found["reason"])
    assert found["demand_13"] == pytest.approx(13 * 2)
    assert "overstock" in rules(ws)


def an_answer(categories, silent, units):
    panel = a_panel(units)
    panel = replace(panel, series=panel.series.assign(category=categories))
    return landed.of_category(Knowing().fit(panel).predict(26, (0.1, 0.5, 0.9)), panel, np.array(silent, float))


NAN = float("nan")


def test_products_with_few_weeks_and_those_of_other_categories_teach_nothing():
    units = [[7] * 20, [NAN] * 13 + [70] * 7, [70] * 20, [NAN] * 20]
    found = an_answer(["a", "a", "b", "a"], [NAN, NAN, NAN, 3], units)
    assert found.mean[3] == pytest.approx(7 / 2)
    assert found.reason.tolist() == [None, None, None, "landed"]
    assert (found.mean[:3] == an_answer(["a", "a", "b", "a"], [NAN] * 4, units).mean[:3]).all()


ALIKE_APART = ((10, 10), (2, 40))


def test_the_more_the_products_of_a_category_differ_the_wider_the_answer():
    alike, apart = (an_answer(["a"] * 4, [NAN] * 3 + [0], [[low] * 20, [10] * 20, [high] * 20, [NAN] * 20]) for low, high in ALIKE_APART)
    assert alike.mean[3] == pytest.approx(10) == apart.mean[3]
    assert apart.cumulative[3, 12, 2] > 1.5 * alike.cumulative[3, 12, 2]
    assert apart.cumulative[3, 12, 0] < alike.cumulative[3, 12, 0]
