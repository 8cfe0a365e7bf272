"""One SKU: the past as its model read it, the stored forecast, and what earlier runs said."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core import health, policy, results
from core.forecast import history, one_sku
from core.workspace import Workspace
from tests.build import AS_OF, a_ledger, daily, some_sales, some_stock
from tests.pages.conftest import a_forecast, a_run


@pytest.fixture
def ws(tmp_path):
    opened = Workspace.open(tmp_path / "seller.duckdb")
    yield opened
    opened.close()


def weeks_of(**changed) -> pd.DataFrame:
    """20 weeks of 10 units at 20.00 with a ledger that never saw an empty shelf; `changed`: column → {week: value}."""
    frame = pd.DataFrame({
        "week": pd.date_range("2026-01-05", periods=20, freq="7D"), "units": 10, "price": 20.0, "promo": False, "stockout_days": 0, "early_days": 0,
    })  # fmt: skip
    for column, cells in changed.items():
        for week, value in cells.items():
            frame.loc[week, column] = value
    return frame


def test_a_week_mostly_without_stock_says_nothing_and_a_short_gap_is_made_up():
    past = one_sku.past(weeks_of(stockout_days={5: 4, 8: 2}, units={5: 3, 8: 5}))
    assert past["out"].tolist().index(True) == 5
    assert np.isnan(past["known"][5])
    assert past["known"][8] == pytest.approx(5 * 7 / 5)


def test_weeks_before_the_first_sale_are_not_known_and_not_out_of_stock():
    past = one_sku.past(weeks_of(units={0: 0, 1: 0}, stockout_days={0: 7}))
    assert past["known"][:2].isna().all()
    assert not past["out"][:2].any()


def test_of_the_week_of_the_first_sale_only_the_days_from_it_on_count():
    assert one_sku.past(weeks_of(early_days={0: 2}))["known"][0] == pytest.approx(10 * 7 / 5)
    late = one_sku.past(weeks_of(early_days={0: 4}))
    assert np.isnan(late["known"][0])
    assert not late["out"][0]


def test_a_lone_week_is_held_down_and_a_low_price_is_a_promotion():
    past = one_sku.past(weeks_of(units={7: 300}, price={9: 17.0}))
    # 10 + 6 x half of 10
    assert past["held"][7] == 40
    assert past["held"].notna().sum() == 1
    assert past.index[past["promo"]].tolist() == [9]


def test_history_counts_units_gaps_and_prices_by_week(ws):
    some_sales(ws, {AS_OF: 3, AS_OF - timedelta(days=7): 4, AS_OF - timedelta(days=8): 1})
    a_ledger(ws, {AS_OF - timedelta(days=4): (5, 0), AS_OF - timedelta(days=1): (0, 5), AS_OF: (5, 5)})
    frame = results.demand_history(ws, "US", "A", AS_OF, weeks=2)
    assert frame["units"].tolist() == [5, 3]
    assert frame["price"].tolist() == [20.0, 20.0]
    # sold out during one day, empty on the two after it
    assert frame["stockout_days"].tolist() == [0, 2]


def test_history_counts_gaps_that_only_stock_reports_tell_of_and_so_does_the_panel(ws):
    for back in (14, 7, 0):
        some_stock(ws, available=0, as_of=AS_OF - timedelta(days=back))
    some_sales(ws, daily(2, 54, AS_OF - timedelta(days=14)))
    past = one_sku.past(results.demand_history(ws, "US", "A", AS_OF, weeks=10))
    with ws.read() as cursor:
        health.compute(cursor, AS_OF, policy.load())
        panel = history.panel(cursor, AS_OF)
    assert past["out"].tolist()[-3:] == [False, True, True]
    # the page reads what the models read: 54 days are 7 weeks and 5 days of the first, in which 2 days are made up for
    np.testing.assert_allclose(past["known"], panel.units[0][-10:])
    assert past["known"].tolist()[:1] + past["known"].tolist()[-3:-2] == [14, 14]


def test_a_stored_forecast_comes_back_as_the_outlook_it_was(ws):
    a_run(ws, [{"sku": "A"}], as_of=AS_OF)
    a_forecast(ws, sku="A", each=4.0, as_of=AS_OF)
    outlook = one_sku.outlook(results.forecast(ws, 1, "US", "A"))
    assert outlook.weeks == 26
    assert outlook.cumulative[0, 12, outlook.at(0.5)] == 13 * 4
    assert results.forecast(ws, 1, "US", "gone") is None


def test_earlier_runs_are_held_against_what_was_sold_since(ws):
    a_run(ws, [{"sku": "A"}], run_id=1, as_of=AS_OF - timedelta(days=14))
    a_forecast(ws, sku="A", each=4.0, run_id=1, as_of=AS_OF - timedelta(days=14))
    a_run(ws, [{"sku": "A"}], run_id=2, as_of=AS_OF)
    a_forecast(ws, sku="A", each=9.0, run_id=2, as_of=AS_OF)
    some_sales(ws, {AS_OF: 6, AS_OF - timedelta(days=13): 4, AS_OF - timedelta(days=14): 50})
    for sku in ("A", None):
        found = results.forecast_bias(ws, 2, "US", sku)
        # 2 weeks of 4 were expected, 10 were sold; what was sold on the run's own day was known
        assert found[["weeks", "expected", "sold"]].iloc[0].tolist() == [2, 8, 10]
        assert found["bias"].iloc[0] == pytest.approx(-0.2)
    assert len(found) == 1
    assert np.isnan(found["p10"].iloc[0])


def test_a_sku_that_never_sold_has_a_past_of_zeros(ws):
    assert results.demand_history(ws, "US", "A", AS_OF, weeks=3)["units"].tolist() == [0, 0, 0]
