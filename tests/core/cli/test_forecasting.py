"""backtest and forecast on the command line; the JSON keys are a contract."""

import pandas as pd
import pytest

from core import text
from core.forecast.models import MODELS
from core.forecast.models.learnt import Learnt
from core.workspace import Workspace
from tests.build import AT, daily, some_sales, some_stock
from tests.core.forecast.panels import some_demand
from tests.core.forecast.test_kept import a_forecast

MODEL_KEYS = {
    "model", "wape", "rmsse", "bias", "pinball", "coverage_80", "cumulative_wape", "cumulative_pinball", "seconds",
    "rmse", "mape", "mape_undefined", "cumulative_coverage_80", "series", "fallbacks",
}  # fmt: skip


@pytest.fixture
def demand(tmp_path):
    units = some_demand(5, 52)
    rows = [(f"S{s}", day, units[s, w]) for s in range(5) for w, day in enumerate(pd.date_range("2024-01-01", periods=52, freq="7D"))]
    table = pd.DataFrame(rows, columns=["sku", "week", "units"]).dropna()
    table.to_csv(tmp_path / "demand.csv", index=False)
    return tmp_path / "demand.csv"


def test_a_race_on_a_tidy_file_needs_no_workspace_and_keeps_its_keys(cli, home, demand):
    answer = cli("backtest", "--demand", demand, "--models", "default,naive", "--weeks", "8", "--format", "json")
    assert answer.status == 0, answer.err
    assert (answer.json["series"], answer.json["cutoffs"], answer.json["weeks"]) == (5, 3, 8)
    assert [model["model"] for model in answer.json["models"]] == ["default", "naive"]
    assert all(model.keys() >= MODEL_KEYS for model in answer.json["models"])
    assert not home.exists()


@pytest.fixture
def odd_demand(demand):
    with demand.open("a") as file:
        file.write("S0,2024-12-23,3\nS0,2024-12-23,3\nS1,2024-12-24,-2\n")
    return demand


def test_a_race_on_a_file_with_odd_rows_says_in_its_json_what_was_made_of_them(cli, odd_demand):
    answer = cli("backtest", "--demand", odd_demand, "--models", "naive", "--format", "json")
    assert (answer.status, answer.err) == (0, "")
    notes = {note["code"]: note for note in answer.json["notes"]}
    assert notes.keys() == {"other_day", "repeated", "negative"}
    assert (notes["repeated"]["sku"], notes["repeated"]["value"]) == ("S0", "2024-12-23")
    assert all(str(note["row"]) in note["message"] for note in notes.values())


@pytest.mark.parametrize("form", ["table", "csv"])
def test_a_race_for_people_tells_odd_rows_beside_its_figures(cli, odd_demand, form):
    answer = cli("backtest", "--demand", odd_demand, "--models", "naive", "--format", form, "--lang", "en")
    assert answer.status == 0
    assert answer.err.count("demand.csv: ") == 3
    assert "demand.csv" not in answer.out


def test_a_race_on_a_good_file_or_a_workspace_has_no_notes(cli, demand, seller):
    for where in (("--demand", demand), ()):
        assert cli("backtest", *where, "--models", "naive", "--format", "json").json["notes"] == []


def test_a_race_as_table_names_the_models_in_words(cli, demand):
    shown = cli("backtest", "--demand", demand, "--models", "naive,tsb", "--lang", "zh")
    assert shown.status == 0, shown.err
    assert "沿用上周" in shown.out


def test_a_race_as_table_puts_the_best_model_first(cli, demand):
    asked = ("backtest", "--demand", demand, "--models", "naive,ses,ma,tsb")
    told = cli(*asked, "--format", "json").json["models"]
    best_first = [text.t(f"forecast.model.{one['model']}", "en") for one in sorted(told, key=lambda one: one["cumulative_pinball"])]
    lines = cli(*asked, "--lang", "en").out.splitlines()[1:]
    assert [next(name for name in best_first if line.startswith(name)) for line in lines] == best_first


@pytest.mark.parametrize("more", [("--models", "oracle"), ("--engine", "spork"), ("--weeks", "26", "--cutoffs", "40")])
def test_a_race_that_cannot_be_run_ends_with_status_two_in_words(cli, demand, more):
    answer = cli("backtest", "--demand", demand, "--models", "naive", *more)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err


@pytest.fixture
def seller(home):
    ws = Workspace.open(home / "seller.duckdb")
    some_stock(ws, sku="A", available=60)
    some_sales(ws, daily(1, 364), sku="A")
    with ws.write() as cursor:
        version = cursor.execute("select data_version from workspace_version").fetchall()[0][0]
        cursor.execute(
            """insert into run (run_id, as_of, data_version, policy, skus, seconds, started_at, history)
               values (1, date '2026-11-22', $version, '{}', 1, '{}', $at, false)""",
            {"version": version, "at": AT},
        )
    a_forecast(ws)
    ws.close()


@pytest.fixture
def two_sites(home, seller):
    ws = Workspace.open(home / "seller.duckdb")
    a_forecast(ws, marketplace="UK")
    a_forecast(ws, marketplace="UK", sku="B")
    ws.close()


def test_a_race_without_a_file_is_run_on_the_workspace_and_shown_with_the_forecast(cli, seller):
    raced = cli("backtest", "--models", "default,naive", "--format", "json")
    assert (raced.status, raced.json["series"]) == (0, 1)
    (entry,) = cli("forecast", "--sku", "A", "--weeks", "4", "--format", "json").json
    about = {"marketplace", "sku", "model", "reason", "history_from", "history_weeks", "outlier_weeks"}
    assert entry.keys() == about | {"weeks", "cumulative", "backtest"}
    assert entry["weeks"][0] == {"week": "2026-11-23", "p10": 0, "p50": 1, "p90": 2}
    assert entry["cumulative"] == {"p10": 2, "p50": 10, "p90": 15}
    assert {"wape", "rmse", "mape", "bias"} <= entry["backtest"].keys()


@pytest.mark.parametrize("form", ["json", "table"])
def test_a_model_that_fails_is_named_and_the_race_goes_on(cli, demand, monkeypatch, form):
    def train(features, target, weight):
        raise ValueError("no such tree\nand more")

    monkeypatch.setitem(MODELS, "lightgbm", Learnt("lightgbm", train))
    answer = cli("backtest", "--demand", demand, "--models", "naive,lightgbm", "--format", form, "--lang", "en")
    assert answer.status == 0
    if form == "json":
        assert [model["model"] for model in answer.json["models"]] == ["naive"]
        assert answer.json["failed"] == [{"model": "lightgbm", "reason": "ValueError: no such tree"}]
    else:
        facts = {"model": text.t("forecast.model.lightgbm", "en"), "reason": "ValueError: no such tree"}
        assert text.t("forecast.left_out", "en", **facts) in answer.err


def test_a_race_on_a_file_of_products_that_no_longer_sell_ends_well(cli, tmp_path):
    rows = [
        (f"A{s}", day, 5 if week < 3 else 0)
        for s in range(5)
        for week, day in enumerate(pd.date_range("2025-01-06", periods=40, freq="7D"))
    ]
    pd.DataFrame(rows, columns=["sku", "week", "units"]).to_csv(tmp_path / "dead.csv", index=False)
    answer = cli("backtest", "--demand", tmp_path / "dead.csv", "--models", "naive,lightgbm", "--format", "json")
    assert (answer.status, answer.json["failed"]) == (0, [])
    assert [model["fallbacks"] for model in answer.json["models"]] == [0, 15]


def test_a_forecast_as_csv_has_a_line_a_week_and_as_table_a_line_a_sku(cli, seller):
    assert len(cli("forecast", "--format", "csv").out.splitlines()) == 1 + 13
    assert "91" in cli("forecast").out  # 1 + 2 + … + 13


def test_a_sku_without_a_forecast_is_bad_input(cli, seller):
    answer = cli("forecast", "--sku", "Z")
    assert answer.status == 2
    assert "Z" in answer.err


def test_a_forecast_is_of_every_marketplace_or_of_the_one_named_in_any_of_its_names(cli, two_sites):
    def shown(*asked):
        return [(one["marketplace"], one["sku"]) for one in cli("forecast", *asked, "--format", "json").json]

    assert shown() == [("UK", "A"), ("UK", "B"), ("US", "A")]
    assert shown("--sku", "A") == [("UK", "A"), ("US", "A")]
    assert shown("--sku", "A", "--marketplace", "US") == [("US", "A")]
    assert shown("--marketplace", "gb") == [("UK", "A"), ("UK", "B")]


@pytest.mark.parametrize("asked", [("--sku", "B", "--marketplace", "US"), ("--marketplace", "DE")])
def test_a_marketplace_without_such_a_forecast_is_bad_input_that_names_those_with_one(cli, two_sites, asked):
    answer = cli("forecast", *asked)
    assert (answer.status, answer.out) == (2, "")
    assert asked[-1] in answer.err
    assert "UK" in answer.err
