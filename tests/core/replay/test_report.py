"""The quarterly report: what stood then and stands now, by hand, and a page that asks nothing of the network."""

from datetime import timedelta

import pytest

from core.alerts import life
from core.replay import report
from tests.build import AS_OF, AT, a_file, insert
from tests.core.alerts.build import DAY, a_run

MEASURED = {"units_90": 90, "landed_cost": 10.0, "stock_value": 3000.0, "aged_181_units": 150, "currency": "USD"}


@pytest.fixture
def seller(ws):
    """SKU A, 300 units at $10; ten weeks ago 150 of them were older than 180 days, now 30."""
    for run_id, (ago, aged) in enumerate(((70, 150), (0, 30)), 1):
        a_run(ws, run_id, ("A", "no_movement", 3, 900.0), day=(AS_OF - DAY).days - ago)
        values = ", ".join(f"{name} = ${name}" for name in MEASURED)
        with ws.write() as cursor:
            cursor.execute(f"update run_health set {values} where run_id = $run_id", MEASURED | {"aged_181_units": aged, "run_id": run_id})
    for ago, amount in ((100, 80.0), (10, 30.0)):
        day = AS_OF - timedelta(days=ago)
        insert(
            ws, "fee_charged", file_id=a_file(ws), period_start=day, period_end=day, marketplace="US", kind="aged_surcharge", amount=amount
        )
    return ws


def test_each_measure_stands_beside_what_it_was(seller):
    rows = report.measures(seller, AS_OF).set_index("measure")
    assert rows.loc["turnover", "after"] == pytest.approx(90 * 10 * 365 / 90 / 3000)
    assert rows.loc["stale_share", ["before", "after"]].tolist() == pytest.approx([150 * 10 / 3000, 30 * 10 / 3000])
    assert rows.loc["surcharge_paid", ["before", "after"]].tolist() == [80, 30]
    assert rows.loc["at_risk_share", "after"] == 1


def test_alerts_are_counted_by_what_happened_to_them(seller):
    alerts = seller.rows("select alert_id from alert")
    life.answer(seller, [alerts[0][0]], life.Answer(action="false_alarm", reason="promotion"), at=AT)
    rows = report.measures(seller, AS_OF).set_index("measure")
    assert rows.loc[["opened", "answered", "marked_false"], "after"].tolist() == [1, 1, 1]
    assert rows["before"].isna()["resolved"]  # nothing happened then: not known


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_asks_nothing_of_the_network_and_says_what_is_unknown(seller, lang):
    page = report.page(seller, AS_OF, lang)
    assert page.startswith("<!doctype html>")
    assert "http" not in page
    assert "–" in page
