"""Screening: the same answers as one by one, in the columns of run_option and run_risk."""

import math

import numpy as np
import pandas as pd
import pytest

from core.clearance.expected import solved
from core.clearance.first_answer import first_answer
from core.clearance.screen import case_of, screen
from core.forecast.spread import quantiles
from tests.core.clearance.cases import AS_OF, POLICY, cohorts, positions


def screened(rows, ages):
    return screen(positions(*rows), cohorts(*ages), AS_OF, POLICY)


@pytest.fixture(scope="module")
def many():
    rng = np.random.default_rng(7)
    rows = [
        {"price": round(float(rng.lognormal(3, 0.5)), 2), "on_hand": int(rng.integers(20, 1500)), "velocity": float(rng.lognormal(0, 0.8)),
         "variance_to_mean": float(rng.uniform(1, 4)), "category": str(rng.choice(["Home & Kitchen", "Clothing & Accessories", "Beauty"]))}
        for _ in range(25)
    ]  # fmt: skip
    ages = [(f"S{i}", age, row["on_hand"] / 3) for i, row in enumerate(rows) for age in (30, 150, 280)]
    return positions(*rows), cohorts(*ages), *screened(rows, ages)


def test_screening_in_lots_is_within_two_in_a_thousand_of_the_exact_answer(many):
    stock, ages, options, summary = many
    for (_, row), found in zip(stock.iterrows(), summary.itertuples(), strict=True):
        exact = first_answer(case_of(row, ages[ages["sku"] == row["sku"]], AS_OF, POLICY), levels=2000)
        plan = options[(options["sku"] == row["sku"]) & (options["option"] == "best_plan")].iloc[0]
        assert plan["value"] == pytest.approx(exact.plan.value, rel=0.002, abs=0.05)
        assert found.cost_of_waiting_week == pytest.approx(exact.cost_of_waiting_week, abs=max(0.5, 0.001 * abs(exact.best_value)))
        assert (
            found.best_option == exact.best_option or abs(found.best_value - exact.best_value) < 0.002 * row["price"] * row["on_hand"] + 10
        )


def test_every_stocked_sku_has_every_option_in_the_table_s_columns(many):
    stock, _, options, summary = many
    assert list(options) == [
        "marketplace", "sku", "option", "value", "price", "reason", "sold_units", "weeks_to_clear", "holding", "surcharge",
        "exit_units",
    ]  # fmt: skip
    assert (options.groupby("sku").size() == 8).all()
    assert summary["sku"].tolist() == stock["sku"].tolist()
    worth_it = np.maximum(10.0, 0.002 * stock["price"] * stock["on_hand"]).to_numpy()
    assert (summary["best_value"] >= options.groupby("sku", sort=False)["value"].max().to_numpy() - worth_it).all()


def test_screening_can_be_stored(many, ws):
    _, _, options, _ = many
    with ws.write() as cursor:
        cursor.register("rows_now", options)
        cursor.execute(f"insert into run_option (run_id, {', '.join(options)}) select 1, {', '.join(options)} from rows_now")
    assert ws.rows("select count(*), count(value), count(reason) from run_option") == [(200, 200, 0)]


def test_what_is_not_known_is_null_with_its_reason():
    rows = [{"price": None}, {"unit_ft3": None, "longest_in": None}, {"velocity": None}, {}, {"velocity": 0.0}]
    options, summary = screened(rows, [(f"S{i}", 60, 600.0) for i in (0, 1, 2, 4)])
    hold = options[options["option"] == "hold"].set_index("sku")
    assert hold["reason"].to_list() == ["price_unknown", "dimensions_unknown", "demand_unknown", "age_unknown", None]
    assert hold["value"].isna().to_list() == [True, True, True, True, False]
    assert summary["best_option"].isna().to_list() == [True, True, True, True, False]
    assert summary["reason"].to_list() == ["price_unknown", "dimensions_unknown", "demand_unknown", "age_unknown", None]
    assert math.isnan(summary["money_at_stake"][0])


def test_an_unknown_unit_cost_blocks_nothing():
    known, unknown = screened([{}], [("S0", 60, 600.0)]), screened([{"landed_cost": None}], [("S0", 60, 600.0)])
    assert known[0].equals(unknown[0])


def test_age_bands_that_do_not_add_up_are_scaled_to_what_is_on_hand():
    case = case_of(positions({}).iloc[0], cohorts(("S0", 30, 100.0), ("S0", 200, 300.0)), AS_OF, POLICY)
    assert case.units_by_age == ((150.0, 30), (450.0, 200))


def test_demand_and_season_are_the_forecasts_weeks_and_its_last_four_go_on():
    """10 a week for four weeks, then 20: base 10, season 1 and 2; week 30 goes on at 20."""
    path = np.array([10.0] * 4 + [20.0] * 22)
    row = positions({"demand_path": path, "demand_p10": path - 4, "demand_p90": path + 4}).iloc[0]
    case = case_of(row, cohorts(("S0", 30, 600.0)), AS_OF, POLICY)
    assert case.weekly_demand == 10
    assert (case.season[3], case.season[4], case.season[30]) == (1, 2, 2)
    assert case.weekly_decay == 0
    assert "forecast" in dict(first_answer(case).assumptions)


def test_the_variance_of_a_week_is_that_of_the_quantiles():
    """A negative binomial of mean 40 and variance 3 x 40 is recognised by its own P10 and P90; steady weeks are Poisson at least."""
    told = quantiles(np.array([40.0]), np.array([120.0]), (0.1, 0.9))[0]
    assert solved(np.array([40.0]), np.diff(told))[0] == pytest.approx(3, rel=0.15)
    assert solved(np.array([40.0]), np.array([0.0]))[0] == 1


def test_nothing_on_hand_gives_no_rows_but_typed_frames():
    options, summary = screened([{"on_hand": 0}], [("S0", 60, 1.0)])
    assert len(options) == len(summary) == 0
    assert options["value"].dtype == float
    empty = positions({}).iloc[:0]
    assert screen(empty, cohorts(("S0", 1, 1.0)), AS_OF, POLICY)[0].empty


def test_nulls_of_every_kind_are_read_as_unknown():
    stock = positions({}).astype({"price": "Float64", "on_hand": "Int64"})
    stock["size_tier"] = pd.Series([pd.NA], dtype="string")
    options, _ = screen(stock, cohorts(("S0", 60, 600.0)), AS_OF, POLICY)
    assert options["value"].notna().all()


def test_a_figure_that_cannot_be_true_counts_as_unknown_and_stops_nobody():
    rows = [
        {"price": float("inf")},
        {"weight_lb": -3.0},
        {"velocity": -1.0},
        {"on_hand": 2_000_000},
        {"price": 0.02, "velocity": 900.0},
        {"on_hand": 1},
    ]
    options, summary = screened(rows, [(f"S{i}", age, 10.0) for i in range(6) for age in (-2, 60)])
    assert summary["reason"].to_list() == ["price_unknown", "weight_unknown", "demand_unknown", None, None, None]
    assert options.loc[options["sku"].isin(["S3", "S4", "S5"]), "value"].notna().all()


def test_progress_reaches_the_end():
    seen = []
    screen(positions({}, {}), cohorts(("S0", 60, 1.0), ("S1", 60, 1.0)), AS_OF, POLICY, seen.append)
    assert seen[-1] == 1.0
