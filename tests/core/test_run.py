"""A run computes the whole catalogue on one day and stores it, all or nothing."""

from datetime import timedelta

import pytest

from core import results, settings
from core import run as runs
from core.errors import NotEnoughData
from tests.build import AS_OF, AT, Knowing, a_cost, a_product, daily, some_ages, some_sales, some_stock


def a_seller(ws) -> None:
    """Two SKUs on one day and the same a week before: A sells, B is dead."""
    for back in (0, 7):
        file_id = some_stock(ws, sku="A", available=60, as_of=AS_OF - timedelta(days=back))
        some_stock(ws, sku="B", available=300, as_of=AS_OF - timedelta(days=back), file_id=file_id)
    some_ages(ws, {(300, 300): 300}, sku="B")
    some_sales(ws, daily(1, 182), sku="A")
    for sku in "AB":
        a_cost(ws, sku=sku)
        a_product(ws, sku=sku, unit_ft3=0.4, weight_lb=2.0, longest_in=12, median_in=10, shortest_in=6, size_tier="large_standard")


@pytest.fixture
def seller(ws):
    a_seller(ws)
    return ws


def test_a_run_is_stored_with_its_day_its_data_version_and_its_policy(seller):
    version = seller.version()
    found = runs.run(seller, at=AT, model=Knowing())
    stored = results.latest_run(seller)
    assert (stored["run_id"], stored["as_of"], stored["data_version"]) == (found.run_id, AS_OF, version)
    assert stored["policy"]["cover.safe_days"] == settings.policy(seller)["cover.safe_days"]
    assert found.skus == 2
    assert sum(found.levels.values()) == 2


def test_the_same_data_and_day_give_the_same_answer(seller):
    first, second = (runs.run(seller, at=AT, model=Knowing()).run_id for _ in range(2))
    a, b = (results.risk_table(seller, run_id) for run_id in (first, second))
    assert a.to_csv() == b.to_csv()


def test_a_run_tells_its_progress_from_nothing_to_the_end(seller):
    told = []
    runs.run(seller, at=AT, model=Knowing(), progress=lambda stage, share: told.append((stage, share)))
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert {stage for stage, _ in told} >= {"health", "forecast", "charges", "rules", "screening", "levels", "store"}


def test_a_run_that_fails_leaves_the_last_one_in_force(seller, monkeypatch):
    good = runs.run(seller, at=AT, model=Knowing()).run_id

    def broken(*_, **__):
        raise ValueError("screening broke")

    monkeypatch.setattr(runs, "screen", broken)
    with pytest.raises(ValueError, match="screening broke"):
        runs.run(seller, at=AT, model=Knowing())
    assert results.latest_run(seller)["run_id"] == good
    assert seller.rows("select count(*) from run_health")[0][0] == 2


def test_without_stock_a_run_says_what_is_missing(ws):
    with pytest.raises(NotEnoughData, match="no_stock_report"):
        runs.run(ws, at=AT)


def test_stock_whose_sales_fill_no_week_yet_is_computed(ws):
    """Two units sold eight days ago: no series has a week behind it, and every table of the forecast is without rows."""
    some_stock(ws, sku="A", available=60)
    some_sales(ws, {AS_OF - timedelta(days=8): 2}, sku="A")
    assert runs.run(ws, at=AT).skus == 1


def test_a_threshold_of_the_seller_changes_the_run(seller):
    before = results.rules(seller, runs.run(seller, at=AT, model=Knowing()).run_id, "US", "A")
    settings.save(seller, {"low_stock.weeks": 13}, at=AT)
    after = results.rules(seller, runs.run(seller, at=AT, model=Knowing()).run_id, "US", "A")
    assert "low_stock" not in set(before["rule"])
    assert "low_stock" in set(after["rule"])


def test_the_trend_gets_earlier_days_without_becoming_the_shown_run(seller):
    shown = runs.run(seller, at=AT, model=Knowing()).run_id
    assert runs.missing_history(seller) == [AS_OF - timedelta(days=7)]
    assert runs.add_history(seller, at=AT) == 1
    assert results.latest_run(seller)["run_id"] == shown
    assert list(results.kpi_history(seller, shown)["as_of"].dt.date) == [AS_OF - timedelta(days=7), AS_OF]
    assert runs.add_history(seller, at=AT) == 0


def test_an_earlier_day_does_not_look_at_what_came_later(seller):
    """The future is planted: a flood of sales on the last day must not change the run of the week before."""
    day = AS_OF - timedelta(days=7)
    before = results.risk_table(seller, runs.run(seller, at=AT, as_of=day, history=True).run_id)
    some_sales(seller, {AS_OF: 10_000}, sku="B")
    some_stock(seller, sku="A", available=1, as_of=AS_OF)
    after = results.risk_table(seller, runs.run(seller, at=AT, as_of=day, history=True).run_id)
    assert before.to_csv() == after.to_csv()
