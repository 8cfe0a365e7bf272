"""quote on the command line; the fees themselves are tested in tests/core/fees."""

from contextlib import closing

import pytest

from core import run, schedules, settings
from core.workspace import Workspace
from tests.build import AT, a_product, daily, some_sales, some_stock
from tests.core.schedules.test_read import HEADER

ITEM = {
    "marketplace": "US", "on": "2026-06-30", "price": 24.99, "category": "Kitchen",
    "longest_in": 10, "median_in": 6, "shortest_in": 3, "weight_lb": 1.2,
}  # fmt: skip
KEYS = {
    "marketplace", "on", "size_tier", "referral", "fulfilment", "storage_month", "aged_surcharge_month", "removal", "disposal",
    "liquidation_net", "rates",
}  # fmt: skip

OWN_REMOVAL = f"{HEADER}\n2026-12-01,,standard,0,,lb,9.99,,,,,USD,per unit,contract 7\n".encode()


def test_a_quote_names_every_fee_and_the_rate_it_comes_from(cli, case):
    answer = cli("quote", case(ITEM), "--format", "json")
    assert answer.status == 0, answer.err
    assert answer.json.keys() >= KEYS
    assert answer.json["referral"] == pytest.approx(0.15 * 24.99)
    assert all({"fee", "effective_from", "source"} <= rate.keys() for rate in answer.json["rates"])


def test_a_fee_that_cannot_be_known_is_null_with_its_reason(cli, case):
    answer = cli("quote", case(ITEM), "--format", "json").json
    assert answer["aged_surcharge_month"] is None
    assert answer["reasons"]["aged_surcharge_month"] == "age_unknown"


def test_a_quote_of_a_case_with_a_topic_puts_the_figure_under_answer(cli, case):
    # Amazon's own example: 100 units x 0.05 ft3 x 0.78 USD = 3.90
    inputs = {"size_class": "standard", "product_class": "non_dangerous", "units": 100, "unit_ft3": 0.05}
    asked = {"marketplace": "US", "on": "2026-06-30", "topic": "storage_base", "inputs": inputs}
    assert cli("quote", case(asked), "--format", "json").json["answer"] == pytest.approx(100 * 0.05 * 0.78)


def test_a_quote_as_table_has_a_line_for_every_fee(cli, case):
    shown = cli("quote", case(ITEM))
    assert shown.status == 0
    assert "referral" in shown.out
    assert "–" in shown.out


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", '"a word"', "null"])
def test_a_case_that_is_no_object_is_bad_input_with_its_name(cli, case, content):
    answer = cli("quote", case(content))
    assert answer.status == 2
    assert "case.json" in answer.err
    assert answer.out == ""


def test_a_case_without_marketplace_is_bad_input_in_words(cli, case):
    answer = cli("quote", case({"on": "2026-06-30", "price": 10}))
    assert (answer.status, answer.out) == (2, "")
    assert "marketplace" in answer.err


def test_a_case_that_is_not_there_is_bad_input(cli, tmp_path):
    assert cli("quote", tmp_path / "nowhere.json").status == 2


def test_a_named_workspace_brings_the_sellers_rates_and_own_figures(cli, case, tmp_path):
    place = tmp_path / "own.duckdb"
    with closing(Workspace.open(place)) as ws:
        stocked(ws)
        schedules.add(ws, OWN_REMOVAL, "removal", "US", at=AT)
        run.run(ws, at=AT)
    answer = cli("quote", case(ITEM | {"on": "2026-12-02", "sku": "A"}), "--workspace", place, "--format", "json")
    assert answer.status == 0, answer.err
    assert answer.json["removal"] == pytest.approx(9.99)
    assert {"referral", "fulfilment"} <= {figure["fee"] for figure in answer.json["own"]}
    assert cli("quote", case(ITEM | {"on": "2026-12-02"}), "--format", "json").json["removal"] != 9.99


def stocked(ws) -> None:
    some_stock(ws, sku="A")
    some_sales(ws, daily(1, 90), sku="A")
    a_product(ws, sku="A", weight_lb=1.2)


def test_the_rounding_chosen_in_settings_counts_where_the_case_names_none(cli, case, tmp_path):
    """3.35 lb in June 2026: 2.89 + 1.06 x 2 rounded up, x 1.35 prorated."""
    place = tmp_path / "own.duckdb"
    with closing(Workspace.open(place)) as ws:
        settings.save(ws, {"clearance.removal_rounding": "ceil"}, at=AT)
    removed = lambda **more: cli("quote", case(ITEM | {"weight_lb": 3.35} | more), "--workspace", place, "--format", "json").json["removal"]  # noqa: E731
    assert removed() == pytest.approx(2.89 + 1.06 * 2)
    assert removed(step_rounding="prorate") == pytest.approx(2.89 + 1.06 * 1.35)
