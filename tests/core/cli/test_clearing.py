"""`python -m core clear`: case A as published, a SKU of the workspace, a wrong file."""

from contextlib import closing

import pytest

from core import run
from core.workspace import Workspace
from tests.build import AT, Knowing, a_product, daily, some_ages, some_sales, some_stock
from tests.core.clearance.cases import A

KEYS = {
    "value", "bound_free_price", "bound_fluid", "first_action", "alternatives", "cost_of_waiting", "sold_out_by", "value_p10", "value_p50",
    "value_p90", "triggers", "weeks", "seconds",
}  # fmt: skip


def test_case_a_is_answered_as_published(cli, case):
    """Source: clearance.md §5."""
    answer = cli("clear", case(A), "--format", "json")
    assert answer.status == 0, answer.err
    told = answer.json
    assert told.keys() >= KEYS
    assert [round(told[name], 2) for name in ("value", "bound_free_price", "bound_fluid")] == [3757.95, 3770.71, 3796.31]
    first = told["first_action"]
    assert (first["keep_units"], first["exit_units"], first["exit_channel"], first["start_on"]) == (403, 197, "liquidate", "2026-01-05")
    assert first["price"] == 19.2
    assert {weeks: round(cost, 2) for weeks, cost in told["cost_of_waiting"].items()} == {"1": 21.1, "2": 42.1, "4": 89.63, "8": 185.39}
    published = {"hold": 2954.64, "ladder_30_50_70": 2234.53, "best_single_price": 3465.72, "liquidate_all": 648.0, "dispose_all": -624.0}
    assert {name: round(told["alternatives"][name], 2) for name in published} == published
    assert told["value_p10"] < told["value_p50"] < told["value_p90"]
    assert set(told["triggers"][0]) >= {"week", "units_over", "price"}
    assert set(told["weeks"][0]) >= {"week", "units", "price", "sold", "exited", "holding", "surcharge", "net"}
    assert round(told["sold_out_by"]["24"], 4) == 0.0079


def test_what_cannot_be_valued_is_null_with_its_reason(cli, case):
    told = cli("clear", case(A | {"list_price": None}), "--format", "json").json
    assert told["value"] is None
    assert told["first_action"] is None
    assert told["alternatives"]["liquidate_all"] == pytest.approx(648.0)
    assert told["reasons"]["hold"] == "price_unknown"


def test_a_sku_of_the_workspace_needs_only_its_name_and_given_values_win(cli, case, tmp_path):
    path = tmp_path / "seller.duckdb"
    with closing(Workspace.open(path)) as ws:
        some_stock(ws, available=400)
        some_sales(ws, daily(2, 120))
        some_ages(ws, {(0, 90): 400})
        a_product(ws, longest_in=10, median_in=6, shortest_in=3, weight_lb=1.2)
        run.run(ws, at=AT, model=Knowing())
    named = {"marketplace": "US", "sku": "A", "category": "Home & Kitchen"}
    own = cli("clear", case(named), "--workspace", path, "--format", "json")
    assert own.status == 0, own.err
    dearer = cli("clear", case(named | {"exit_value": 20.0}), "--workspace", path, "--format", "json").json
    assert own.json["weeks"][0]["units"] == pytest.approx(400)
    assert dearer["value"] > own.json["value"]


@pytest.mark.parametrize("content", ["{", "[1]", '{"as_of": "2026-01-05", "untis": 3}', '{"as_of": "2026-01-05"}'])
def test_a_wrong_case_is_said_in_words(cli, case, content):
    answer = cli("clear", case(content))
    assert answer.status == 2
    assert "Traceback" not in answer.err
    assert answer.err.strip()
