"""The past as it was known: nothing dated later can be read, and a replay of it says the same whatever came afterwards."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core import policy
from core.errors import NotEnoughData
from core.fees.schedule import SHIPPED
from core.replay.past import DATED, Past
from core.replay.weeks import days_of, look_back
from core.workspace import Workspace
from tests.build import a_cost, a_file, a_ledger, a_product, insert, some_ages, some_sales, some_stock
from tests.past_seller import LAST, Shelf, buy, fill, wavering

KNOWN = LAST - timedelta(days=49)  # what comes after this day is the future
DAYS = [KNOWN - timedelta(days=7 * back) for back in (2, 1, 0)]


def a_seller(path) -> Workspace:
    """Eight SKUs over 190 days that end on KNOWN."""
    ws = Workspace.open(path)
    shelf = buy(wavering(8, 190))
    fill(ws, [f"S{number}" for number in range(8)], shelf, np.linspace(10, 45, 8), last=KNOWN)
    return ws


def plant_the_future(ws) -> None:
    """Everything a report could say after KNOWN, as loud as can be."""
    later = KNOWN + timedelta(days=3)
    file_id = a_file(ws, snapshot_date=later)
    for number in range(8):
        sku = f"S{number}"
        some_sales(ws, {later + timedelta(days=day): 500 for day in range(40)}, sku=sku, price=1.0)
        some_stock(ws, sku=sku, as_of=later, available=0, file_id=file_id, price=1.0, amazon_excess_units=9999)
        insert(ws, "stock_age", file_id=file_id, as_of=later, age_day=later, marketplace="US", sku=sku, age_from=400, age_to=450, units=999)
        season = {"is_seasonal": True, "season_start": KNOWN - timedelta(days=90), "season_end": KNOWN - timedelta(days=6)}
        insert(ws, "product_fact", file_id=file_id, marketplace="US", sku=sku, **season)
        a_cost(ws, sku=sku, unit_cost=0.01, valid_from=later)
        insert(
            ws, "ledger_daily", file_id=file_id, day=later, marketplace="US", sku=sku, disposition="SELLABLE", start_qty=9, end_qty=0,
            receipts=0,
        )  # fmt: skip
        insert(ws, "surcharge_estimate", file_id=file_id, as_of=later, marketplace="US", sku=sku, age_from=181, age_to=210, amount=999)
        insert(ws, "fee_preview", file_id=file_id, as_of=later, marketplace="US", sku=sku, price=20, fulfilment_fee=999)
    a_file(ws, status="quarantined", snapshot_date=later)


def test_what_came_later_changes_nothing_that_is_said_of_a_day(tmp_path):
    honest, knowing = a_seller(tmp_path / "honest.duckdb"), a_seller(tmp_path / "knowing.duckdb")
    plant_the_future(knowing)
    said = [look_back(ws, DAYS, policy.load(), SHIPPED) for ws in (honest, knowing)]
    for name in ("seen", "alarms", "cohorts"):
        one, other = (getattr(each, name).sort_values(list(getattr(each, name).columns[:3])).reset_index(drop=True) for each in said)
        pd.testing.assert_frame_equal(one, other)
    assert len(said[0].alarms) > 0
    honest.close(), knowing.close()


def test_every_dated_table_holds_the_past_alone(ws):
    some_sales(ws, {KNOWN: 1, LAST: 1})
    some_stock(ws, as_of=KNOWN), some_stock(ws, as_of=LAST)
    some_ages(ws, {(0, 30): 5}, age_day=LAST)
    with ws.read() as cursor:
        Past(cursor, [KNOWN]).until(KNOWN)
        for table, column in DATED.items():
            assert cursor.execute(f"select count(*) from {table} where {column} > ?", [KNOWN]).fetchall() == [(0,)], table
        assert cursor.execute("select count(*) from sales_daily").fetchall() == [(1,)]
        assert cursor.execute("select count(*) from order_line").fetchall() == [(0,)]


def test_a_file_that_waits_is_known_from_its_own_day_on(ws):
    a_file(ws, status="quarantined", snapshot_date=LAST)
    with ws.read() as cursor:
        past = Past(cursor, [KNOWN, LAST])
        past.until(KNOWN)
        assert cursor.execute("select count(*) from import_file").fetchall() == [(0,)]
        past.until(LAST)
        assert cursor.execute("select count(*) from import_file").fetchall() == [(1,)]


def test_the_ledger_says_stock_and_age_of_days_without_a_report(ws):
    a_product(ws)
    a_ledger(ws, {LAST - timedelta(days=100): (0, 40), LAST - timedelta(days=30): (40, 60)})
    with ws.write() as cursor:
        cursor.execute("update ledger_daily set receipts = end_qty - start_qty where start_qty < end_qty")
        cursor.execute("update ledger_daily set end_qty = 50 where start_qty = 40")  # 20 came, 10 were sold
    day = LAST - timedelta(days=30)
    with ws.read() as cursor:
        Past(cursor, [day]).until(day)
        assert cursor.execute("select source, as_of, sku, available from stock_snapshot").fetchall() == [("ledger", day, "A", 50)]
        ages = cursor.execute("select age_from, units from stock_age order by age_from").fetchall()
    assert ages == [(0, 20), (70, 30)]  # the newest 20 came that day; of the 40 that came 70 days before, 10 are gone


def test_a_past_that_is_too_short_is_refused_with_what_is_missing(ws):
    fill(ws, ["A"], Shelf(sold=np.ones((1, 120)), received=np.zeros((1, 120)), left=np.full((1, 120), 50.0)), np.array([10.0]))
    with pytest.raises(NotEnoughData) as refused:
        days_of(ws, LAST)
    assert refused.value.facts == {"found": 5, "needed": 8, "history_days": 91}  # days 119, 112, 105, 98 and 91 after the first
