"""What the forecast means for a stock, measure by measure, on a real DuckDB. Definitions: risk-and-alerts, section 1."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core import health
from core.forecast import expected, market_season
from core.forecast.models import MODELS
from core.policy import load
from tests.build import AS_OF, Knowing, a_cost, a_file, a_product, daily, insert, some_sales, some_stock


def position(ws, sku="A", model=None, table="expected_position", as_of=AS_OF):
    with ws.read() as cursor:
        health.compute(cursor, as_of, load())
        expected.compute(cursor, as_of, load(), model or Knowing())
        return cursor.execute(f"from {table} where sku = $sku", {"sku": sku}).df().iloc[0]


def test_demand_is_the_median_of_the_coming_weeks_and_has_its_interval(ws):
    """2 a day are 14 a week; P10 and P90 lie 0.8 x 0.5 under and over it."""
    some_stock(ws)
    some_sales(ws, daily(2, 182))
    found = position(ws, model=Knowing(spread=0.5))
    assert [found[f"demand_{weeks}"] for weeks in (4, 13, 26)] == pytest.approx([4 * 14, 13 * 14, 26 * 14])
    assert (found["demand_13_p10"], found["demand_13_p90"]) == pytest.approx((13 * 14 * 0.6, 13 * 14 * 1.4))
    assert found["velocity"] == pytest.approx(2)


def test_a_stock_lasts_until_the_median_has_sold_it(ws):
    """14 a week: 100 units are sold on day 50, 100 and 30 inbound on day 65."""
    some_stock(ws, inbound_shipped=30)
    some_sales(ws, daily(2, 182))
    found = position(ws)
    assert found["cover_days"] == pytest.approx(100 / 2)
    assert found["lasting_days"] == pytest.approx(130 / 2)
    assert found["stockout_on"].date() == AS_OF + timedelta(days=50)


def test_beyond_26_weeks_cover_goes_on_at_the_mean_pace_and_has_no_day(ws):
    some_stock(ws, available=1000)
    some_sales(ws, daily(2, 182))
    found = position(ws)
    assert found["cover_days"] == pytest.approx(1000 * 182 / (26 * 14))
    assert found["stockout_on"] is None or found["stockout_on"] != found["stockout_on"]


def test_without_any_sale_cover_is_unknown(ws):
    some_stock(ws)
    some_sales(ws, daily(1, 90), sku="B")
    found = position(ws)
    assert found["cover_days"] != found["cover_days"]
    assert found["demand_13"] == 0


def test_without_any_sales_data_nothing_is_expected_and_nothing_is_guessed(ws):
    some_stock(ws)
    found = position(ws)
    assert all(
        found[name] != found[name] or found[name] is None for name in ("demand_13", "cover_days", "safety_stock", "safety_source", "stage")
    )


def test_excess_is_what_90_days_of_median_demand_leave(ws):
    some_stock(ws, available=200, inbound_shipped=10)
    some_sales(ws, daily(1, 182))
    assert position(ws)["excess_units"] == pytest.approx(200 + 10 - 90)


def test_safety_stock_is_the_sellers_or_the_high_quantile_of_the_lead_time_less_its_median(ws):
    """7 a week, 35 days: 35 expected; P95 lies 0.9 x 0.5 over it. Without a lead time of the seller's: 45 days."""
    some_stock(ws)
    some_sales(ws, daily(1, 182))
    found = position(ws, model=Knowing(spread=0.5))
    assert (found["safety_stock"], found["safety_source"]) == (pytest.approx(45 * 0.45), "default")
    a_cost(ws, lead_time_days=35)
    found = position(ws, model=Knowing(spread=0.5))
    assert (found["safety_stock"], found["safety_source"]) == (pytest.approx(35 * 0.45), "forecast")
    a_cost(ws, safety_stock=33, valid_from=AS_OF)
    found = position(ws, model=Knowing(spread=0.5))
    assert (found["safety_stock"], found["safety_source"]) == (33, "given")


@pytest.mark.parametrize(
    ("weekly", "stage"),
    [
        ([10] * 40, "maturity"),
        ([2 + week for week in range(40)], "growth"),
        ([60 - week for week in range(40)], "decline"),
        ([30] * 25 + [0] * 15, "end_of_life"),
        ([0] * 34 + [5] * 6, "launch"),
    ],
)
def test_the_stage_follows_the_trend_that_the_forecast_confirms_and_the_share_of_the_peak(ws, weekly, stage):
    some_stock(ws)
    some_sales(ws, {AS_OF - timedelta(days=7 * (39 - week)): units for week, units in enumerate(weekly) if units})
    some_sales(ws, daily(1, 280), sku="OTHER")
    assert position(ws, model=MODELS["ses"])["stage"] == stage


def test_a_fall_that_the_forecast_does_not_confirm_is_no_decline(ws):
    some_stock(ws)
    some_sales(ws, {AS_OF - timedelta(days=7 * (39 - week)): 60 - week for week in range(40)})
    some_sales(ws, daily(1, 280), sku="OTHER")
    assert position(ws, model=Knowing(path={"A": np.full(26, 60.0)}))["stage"] == "maturity"


def test_the_trend_of_a_steady_fall_is_its_rate_with_an_interval_around_it(ws):
    """3 % less every week for 26 weeks, whole units."""
    some_stock(ws)
    some_sales(ws, {AS_OF - timedelta(days=7 * back): round(100 * 0.97**-back) for back in range(30)})
    found = position(ws)
    assert found["trend_week"] == pytest.approx(-0.03, abs=0.001)
    assert found["trend_week_low"] < found["trend_week"] < found["trend_week_high"] < 0


@pytest.mark.parametrize("said_days_ago", [56, 0])
def test_a_season_is_known_from_the_day_of_the_report_that_says_it(ws, said_days_ago):
    """Of the day eight weeks ago: the report of that day counts, the one of today does not; today both do."""
    then = AS_OF - timedelta(days=56)
    some_stock(ws, as_of=then)
    some_sales(ws, daily(3, 300))
    file_id = a_file(ws, snapshot_date=AS_OF - timedelta(days=said_days_ago))
    season = {"is_seasonal": True, "season_start": then - timedelta(days=120), "season_end": then + timedelta(days=13)}
    insert(ws, "product_fact", file_id=file_id, marketplace="US", sku="A", **season)
    past, today = (position(ws, as_of=day) for day in (then, AS_OF))
    assert today["is_seasonal"]
    assert today["season_until"].date().year == AS_OF.year + 1
    assert past["is_seasonal"] == (said_days_ago == 56) == pd.notna(past["season_until"])
    # 14 of 91 days, and less after the season, where it is known to end
    assert (past["demand_13"] < 0.7 * 273) == (said_days_ago == 56)


def test_a_product_that_sells_in_twelve_weeks_of_the_year_is_seasonal(ws):
    some_stock(ws)
    some_sales(ws, {AS_OF - timedelta(days=7 * back): (20 if 30 <= back < 41 else 1) for back in range(52)})
    found = position(ws)
    assert found["is_seasonal"]
    assert 28 <= found["peak_weeks_ago"] <= 40


def test_what_only_follows_the_season_of_trade_has_no_trend_of_its_own(ws):
    """Some 250 units a week for 40 weeks before Christmas, as a third of trade's season has it (index ** 0.35): rising in November, and yet
    no growth; the coming quarter is told as trade's."""
    weeks = pd.date_range(end=AS_OF - timedelta(days=6), periods=40, freq="7D")
    market = market_season.index(weeks) ** 0.35
    some_stock(ws)
    for week, units in zip(weeks, np.round(250 * market / market.mean()), strict=True):
        some_sales(ws, {(week + timedelta(days=day)).date(): int(units) // 7 for day in range(7)})
    found = position(ws)
    coming = market_season.index(pd.date_range(AS_OF + timedelta(days=1), periods=13, freq="7D")) ** 0.35
    assert found["market_season"] == pytest.approx((coming / market[-13:].mean()).mean(), rel=0.02)
    assert abs(found["trend_week"]) < 0.002
    assert found["season_index"] == 1


def test_a_category_shares_one_season_and_less_than_a_year_has_none(ws):
    """Ten kitchen SKUs sell three times as much in the newest 8 weeks as in the other 44; a garden SKU has sold for 20 weeks alone."""
    file_id = a_file(ws)
    for number in range(10):
        a_product(ws, sku=f"K{number}", product_group="Kitchen")
        some_stock(ws, sku=f"K{number}", file_id=file_id)
        some_sales(ws, {AS_OF - timedelta(days=7 * back): (30 if back < 8 else 10) for back in range(53)}, sku=f"K{number}")
    a_product(ws, sku="YOUNG", product_group="Kitchen")
    some_stock(ws, sku="YOUNG", file_id=file_id)
    some_sales(ws, {AS_OF - timedelta(days=7 * back): 5 for back in range(20)}, sku="YOUNG")
    found = position(ws, "K0")
    assert 1.3 < found["season_index"] < 30 / ((8 * 30 + 44 * 10) / 52)
    assert found["season_ahead"] < 1
    assert position(ws, "YOUNG")["season_index"] == pytest.approx(found["season_index"])


def test_the_forecast_is_kept_with_its_model_and_the_weeks_it_rests_on(ws):
    some_stock(ws)
    some_sales(ws, daily(2, 70))
    found = position(ws, table="forecast")
    assert (found["model"], found["history_weeks"]) == ("knowing", 10)
    assert found["first_week"].date() == AS_OF + timedelta(days=1)
    assert list(found["cum_p50"][:2]) == [14.0, 28.0]


def test_the_database_and_python_read_the_same_sum_off_a_path(ws):
    from core.forecast.path import sum_by

    sums = np.cumsum(np.arange(26.0))[None, :]
    some_stock(ws)
    with ws.read() as cursor:
        health.compute(cursor, AS_OF, load())
        expected.compute(cursor, AS_OF, load(), Knowing())
        for days in (0, 3, 7, 100, 181, 182, 300):
            found = cursor.execute("select sold_by($sums, $days)", {"sums": sums[0].tolist(), "days": days}).fetchall()[0][0]
            assert found == pytest.approx(sum_by(sums, days)[0])


def test_demand_ends_with_the_season_that_a_report_says(ws):
    """14 a week until the season ends, 31 days after the day of the run; the median of 26 weeks is what sells by then and what is left."""
    some_stock(ws)
    some_sales(ws, daily(2, 182))
    ends = AS_OF + timedelta(days=31)
    a_product(ws, is_seasonal=True, season_start=ends - timedelta(days=80), season_end=ends)
    found = position(ws)
    usual, left = 14.0, found["season_left"]
    assert found["season_until"].date() == ends
    assert 0 < left < 1
    assert 4 * usual < found["demand_13"] < 5 * usual + 9 * usual * left * 1.05
    assert found["demand_26"] < 26 * usual * 0.6


def test_a_product_without_a_season_said_has_none(ws):
    some_stock(ws)
    some_sales(ws, daily(2, 182))
    a_product(ws)
    found = position(ws)
    assert pd.isna(found["season_until"])
    assert pd.isna(found["season_left"])
    assert found["demand_26"] == pytest.approx(26 * 14)
