"""What a stored run says: sums that must equal their parts."""

from datetime import date, timedelta

import pytest

from core import results, settings
from core.clearance.options import OPTIONS
from core.run import run
from tests.build import AS_OF, AT, Knowing, a_cost, a_ledger, a_product, daily, some_ages, some_sales, some_stock


def a_seller(ws) -> None:
    file_id = some_stock(ws, sku="A", available=100, price=20)
    some_stock(ws, sku="B", available=300, price=10, file_id=file_id)
    some_stock(ws, sku="NOCOST", available=5, price=10, file_id=file_id)
    some_ages(ws, {(10, 10): 60, (100, 100): 40}, sku="A", file_id=file_id)
    some_ages(ws, {(400, 400): 300}, sku="B", file_id=file_id)
    some_sales(ws, daily(2, 182), sku="A")
    for sku in "AB":
        a_cost(ws, sku=sku, unit_cost=5, first_mile_cost=1)
        a_product(ws, sku=sku, unit_ft3=0.4, weight_lb=2.0, longest_in=12, median_in=10, shortest_in=6, size_tier="large_standard")
    run(ws, at=AT, model=Knowing())


@pytest.fixture
def ran(filled):
    return filled(a_seller)


@pytest.fixture
def run_id(ran):
    return results.latest_run(ran)["run_id"]


def test_the_table_is_sorted_by_level_and_then_by_money_at_stake(ran, run_id):
    table = results.risk_table(ran, run_id)
    order = list(zip(-table["level"], -table["money_at_stake"].fillna(-1), strict=True))
    assert order == sorted(order)


def test_the_forecast_of_a_sku_comes_as_arrays_and_a_stranger_has_none(ran, run_id):
    found = results.forecast(ran, run_id, "US", "A")
    assert list(found["cum_p50"][:2]) == [14.0, 28.0]
    assert found["model"] == "knowing"
    assert results.forecast(ran, run_id, "US", "NOBODY") is None


def test_kpis_are_the_sums_of_the_table_and_count_those_they_lack(ran, run_id):
    table, kpi = results.risk_table(ran, run_id), results.kpis(ran, run_id).iloc[0]
    at_risk = table[table["level"] >= 2]
    assert kpi["at_risk_skus"] == len(at_risk) > 0
    assert kpi["capital_at_risk"] == pytest.approx(at_risk["stock_value"].sum())
    assert kpi["aged_181_value"] == 300 * 6
    no_cost = table["stock_value"].isna()
    assert kpi["unknown_at_risk_skus"] == (no_cost & (table["level"] >= 2)).sum()
    assert kpi["unknown_aged_skus"] == 0  # the age of the one without a cost is not known


def test_age_bands_hold_every_unit_once(ran, run_id):
    bands = results.age_bands(ran, run_id).set_index("band")
    assert bands["units"].to_dict() == {"0-90": 60, "91-180": 40, "366+": 300}
    assert bands.loc["366+", "value"] == 300 * 6


def test_next_charges_add_up_to_the_table(ran, run_id):
    table, charges = results.risk_table(ran, run_id), results.next_charges(ran, run_id).iloc[0]
    assert charges["surcharge"] == pytest.approx(table["surcharge_next"].sum())
    assert charges["storage_month"] == pytest.approx(table["storage_month"].sum())
    assert charges["unknown_skus"] == 1


def test_every_option_of_a_sku_is_there_and_the_best_is_the_first(ran, run_id):
    options = results.options(ran, run_id, "US", "B")
    row = results.risk_table(ran, run_id).set_index("sku").loc["B"]
    assert set(options["option"]) == set(OPTIONS)
    assert options.iloc[0]["option"] == "best_plan"
    best = options.set_index("option").loc[row["best_option"]]
    assert (best["value"], best["price"]) == pytest.approx((row["best_value"], row["best_price"]), nan_ok=True)
    assert best["exit_units"] == pytest.approx(row["best_exit_units"])


def test_the_history_has_a_row_for_every_week_sold_in_or_not(ran, run_id):
    a_ledger(ran, {AS_OF - timedelta(days=30): (10, 10), AS_OF - timedelta(days=6): (10, 0), AS_OF: (0, 0)}, sku="B")
    weeks = results.demand_history(ran, "US", "B", AS_OF, 4)
    assert list(weeks["units"]) == [0, 0, 0, 0]
    assert list(weeks["stockout_days"]) == [0, 0, 0, 6]
    assert list(results.demand_history(ran, "US", "A", AS_OF, 4)["units"]) == [14, 14, 14, 14]


def test_sparks_are_lists_of_the_same_length_oldest_first(ran, run_id):
    some_sales(ran, {AS_OF - timedelta(days=21): 7}, sku="B")
    spark = results.spark(ran, AS_OF, 4).set_index("sku")["units"]
    assert list(spark["A"]) == [14, 14, 14, 14]
    assert list(spark["B"]) == [7, 0, 0, 0]


def test_ipi_drivers_have_no_invented_score(ran, run_id):
    drivers = results.ipi_drivers(ran, run_id).iloc[0]
    # A: 100 on hand, 180 in 90 days; B and NOCOST do not sell: all of their 305 units are excess
    assert drivers["excess_share"] == pytest.approx(305 / 405)
    assert drivers["stranded_share"] != drivers["stranded_share"]


def test_days_without_stock_are_those_of_the_newest_ledger_and_end_with_it(ws):
    """Empty from 15 November on in the first file, from the 17th in the second, which ends on the 19th; as of the 22nd."""
    a_ledger(ws, {AS_OF - timedelta(days=7): (0, 0), AS_OF - timedelta(days=3): (0, 0)})
    assert results.demand_history(ws, "US", "A", AS_OF, 1)["stockout_days"].tolist() == [4]
    a_ledger(ws, {AS_OF - timedelta(days=7): (9, 9), AS_OF - timedelta(days=5): (0, 0), AS_OF - timedelta(days=3): (0, 0)})
    assert results.demand_history(ws, "US", "A", AS_OF, 1)["stockout_days"].tolist() == [3]
    assert results.demand_history(ws, "US", "B", AS_OF, 1)["stockout_days"].isna().all()


def test_the_lines_of_the_matrix_are_the_sellers_medians(ran, run_id):
    limits = results.limits(ran, run_id).iloc[0]
    assert limits["value_limit"] == pytest.approx((600 + 1800) / 2)
    assert limits["age_limit"] == 90


def test_the_calendar_of_one_sku_is_its_part_of_the_catalogues(ran, run_id):
    """B: 300 units that do not sell, 423 days old on 15 December: 0.4 ft3 x 6.90 each. A is 123 at most. NOCOST has no known age."""
    one, whole = results.calendar(ran, run_id, AS_OF, "US", "B"), results.catalogue_calendar(ran, run_id, AS_OF)[0]
    first = one[one["on"] == date(2026, 12, 15)].iloc[0]
    assert (first["band"], first["money"]) == ("366-455", pytest.approx(300 * 0.4 * 6.90))
    found = whole[whole["on"] == date(2026, 12, 15)].iloc[0]
    assert (found["money"], found["skus"], found["skus_unknown"]) == (pytest.approx(300 * 0.4 * 6.90), 1, 1)


def test_the_calendar_rounds_a_removal_as_the_runs_policy_says(ws, monkeypatch):
    settings.save(ws, {"clearance.removal_rounding": "ceil"}, at=AT)
    some_stock(ws)
    some_sales(ws, daily(1, 30))
    asked = {}
    done = run(ws, at=AT, model=Knowing())
    monkeypatch.setattr(results.calendars, "calendar", lambda *given: asked.update(rounding=given[-1]))
    results.calendar(ws, done.run_id, AS_OF)
    assert asked == {"rounding": "ceil"}


def test_the_weeks_of_the_whole_catalogue_are_those_of_each_sku(ran, run_id):
    found = results.forecast_weeks(ran, run_id, weeks=4)
    one = results.forecast(ran, run_id, "US", "A")
    mine = found[found["sku"] == "A"]
    assert list(mine["week"].dt.date) == [AS_OF + timedelta(days=1 + 7 * week) for week in range(4)]
    assert list(mine["p50"]) == list(one["p50"][:4])
    assert list(mine["sum_p90"]) == list(one["cum_p90"][:4])
    assert set(mine["on_hand"]) == {100}
    assert len(found) == 4 * found["sku"].nunique()
    assert results.forecast_weeks(ran, run_id, "UK").empty
    assert len(results.forecast_weeks(ran, run_id, weeks=99).query("sku == 'A'")) == 26


def test_every_way_out_of_what_a_run_valued_at_one_marketplace(ran, run_id):
    told = []
    ways, left_out = results.frontier(ran, run_id, AS_OF + timedelta(days=56), "US", told.append)
    valued = {row[0] for row in ran.rows("select distinct sku from run_option")}
    assert set(ways["sku"]) | set(left_out["sku"]) == valued
    assert told[-1] == 1.0
    assert results.frontier(ran, run_id, AS_OF, "UK")[0].empty
