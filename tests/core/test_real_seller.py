"""A real Amazon.in clothing seller: our alerts beside the rule of thumb that sellers use. The data stay outside the project."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from core import intake, results
from core.review import periods
from core.run import run
from tests.build import AT

DATA = Path(__file__).parents[3] / "shared" / "data"
SALES = {"sku": "sku", "date": "date", "units": "qty", "sales": "amount", "status": "status", "currency": "currency", "marketplace": "IN"}
STOCK = {"sku": "SKU Code", "on_hand": "Stock", "category": "Category", "marketplace": "IN"}


@pytest.fixture
def seller(ws, tmp_path):
    """A quarter of orders and the stock of its last day."""
    orders = tmp_path / "orders.csv"
    duckdb.sql(f"copy (from '{DATA / 'amazon_india_orders.parquet'}') to '{orders}' (header)")
    intake.load(ws, orders, "orders.csv", at=AT, mapping=SALES)
    intake.load(ws, DATA / "amazon_india_stock.csv", "stock.csv", at=AT, as_of=date(2022, 6, 29), mapping=STOCK)
    return ws


@pytest.mark.skipif(not DATA.is_dir(), reason="the real data of shared/data is not here")
def test_fewer_skus_are_marked_than_by_over_90_days_of_cover_and_each_difference_has_its_reason(seller, capsys):
    run_id = run(seller, at=AT).run_id
    found = results.rule_of_thumb(seller, run_id).iloc[0]
    with capsys.disabled():
        print(f"\nAmazon.in seller, beside the rule of thumb: {found.to_dict()}")
    # the reference counts 3,707; three of them stand at exactly 90 days, which is not over 90
    assert found["thumb_skus"] == 3707 - 3
    assert found["no_sale_skus"] == found["no_sale_marked_skus"] == 2301
    assert found["both_skus"] < found["thumb_skus"]
    assert found["thumb_skus"] == found["both_skus"] + found["quick_skus"] + found["within_safety_skus"]
    # nobody can say what waiting costs without price, size or age: only the largest stocks become warnings
    assert found["warned_skus"] < found["thumb_skus"] / 2
    silent = results.risk_table(seller, run_id).query("units_90 == 0 and on_hand > 0")
    assert silent["on_hand"].sum() == pytest.approx(44_112, rel=0.01)


@pytest.mark.skipif(not DATA.is_dir(), reason="the real data of shared/data is not here")
def test_two_months_are_reviewed_by_category_and_size_and_it_says_what_the_data_cannot_tell(seller, capsys):
    found = periods.seen(
        seller, periods.Period(name="", marketplace="IN", sku=None, first_day=date(2022, 5, 1), last_day=date(2022, 6, 29))
    )
    counted = duckdb.sql(f"""
        select sum(qty) filter (status not ilike 'cancel%'), sum(amount) filter (status not ilike 'cancel%' and qty > 0)
        from '{DATA / "amazon_india_orders.parquet"}' where date >= timestamp '2022-05-01'
    """).fetchall()[0]
    whole = periods.by_group(found, "total").iloc[0]
    assert whole["units"] == counted[0]
    for by in ("category", "size"):
        table = periods.by_group(found, by)
        with capsys.disabled():
            print(
                f"\n{table.head(8)[['group', 'units', 'units_before', 'expected', 'low', 'high', 'verdict', 'price']].round(0).to_string()}"
            )
        assert table["units"].sum() == whole["units"]
        assert table["expected"].sum() == pytest.approx(whole["expected"])
    assert {"M", "L", "XL", "XXL", "3XL"} <= set(periods.by_group(found, "size")["group"])
    # sales begin on 31 March, stock is told of the last day alone: neither the days before nor stock, cost, traffic can be compared
    assert set(found.cannot) >= {"before_unknown", "season", "stock", "cost", "ledger", "traffic", "ads", "customers"}
    assert found.missing == []
