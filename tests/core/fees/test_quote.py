"""quote and explain: every fee of one item, with rates, reasons, and the same in words."""

import json

import pytest

from core.errors import InputError
from core.fees.explain import explain
from core.fees.measures import measured
from core.fees.quote import FEES, quote
from core.text import LANGUAGES
from tests.core.fees.builders import D, an_item

CASE = {
    "marketplace": "US",
    "on": "2026-06-15",
    "price": 24.99,
    "category": "gl_toy",
    "dims_in": [10, 4, 5],
    "weight_lb": 0.9,
    "age_days": 300,
}


def test_a_quote_names_every_fee_and_the_rows_behind_each():
    told = quote(CASE)
    assert told["size_tier"] == "large_standard"
    assert told["referral"] == pytest.approx(24.99 * 0.15)
    assert told["storage_month"] == pytest.approx(200 / 1728 * 0.78)
    assert told["aged_surcharge_month"] == pytest.approx(200 / 1728 * 5.45)
    assert told["fulfilment"] == pytest.approx(5.42 * 1.035)
    assert told["fuel_surcharge"] == pytest.approx(5.42 * 0.035)
    known = {name for name in FEES if told[name] is not None}
    assert {"referral", "fulfilment", "storage_month", "aged_surcharge_month", "removal", "disposal", "liquidation_net"} <= known
    assert {rate["fee"] for rate in told["rates"]} == known
    assert set(told["reasons"]) == set(FEES) - known
    assert all(rate["source"] and (rate["effective_from"] or "unknown" in rate["note"]) for rate in told["rates"])
    json.dumps(told)


def test_units_of_measure_do_not_matter():
    metric = CASE | {"dims_cm": [25.4, 10.16, 12.7], "weight_kg": 0.9 * 0.45359237}
    del metric["dims_in"], metric["weight_lb"]
    assert {name: quote(metric)[name] for name in FEES} == pytest.approx({name: quote(CASE)[name] for name in FEES}, nan_ok=True)
    assert measured({"weight_oz": 8})["weight_lb"] == 0.5
    assert measured({"unit_m3": 0.028316846592})["unit_ft3"] == pytest.approx(1)


def test_options_of_the_disputed_rules_reach_the_fees():
    heavy = CASE | {"weight_lb": 3.35}
    assert quote(heavy)["removal"] == pytest.approx(2.89 + 1.06 * 1.35)
    assert quote(heavy | {"step_rounding": "ceil"})["removal"] == pytest.approx(2.89 + 1.06 * 2)
    assert quote(CASE | {"recovery": "low"})["liquidation_net"] < quote(CASE)["liquidation_net"]
    assert quote(CASE | {"include_fuel_surcharge": False})["fulfilment"] == pytest.approx(5.42)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"marketplace": None}, "field_missing"), ({"on": None}, "field_missing"), ({"on": "June"}, "not_a_day"), ({"price": "dear"}, "not_a_number"),
     ({"dims_in": [1, 2]}, "three_sides_expected"), ({"weight_kg": "x", "weight_lb": None}, "not_a_number"), ({"inputs": "{}"}, "case_inputs")],
)  # fmt: skip
def test_a_case_that_cannot_be_read_says_what_is_wrong(change, code):
    with pytest.raises(InputError, match=code):
        quote(CASE | change)


def test_an_unknown_fee_is_none_with_its_reason():
    told = quote({"marketplace": "US", "on": "2026-06-15"})
    assert told["referral"] is None
    assert told["reasons"]["referral"] == "price_unknown"
    assert told["size_tier"] is None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("fee", FEES)
def test_every_fee_explains_itself_in_every_language(fee, lang):
    item = an_item(
        units=10,
        deal_days=1,
        days_of_supply_30=3,
        days_of_supply_90=3,
        placement="minimal_splits",
        return_rate=0.01,
        ratio_weeks=30,
        on=None,
    )
    told = explain(fee, item, D(2026, 6, 15), lang)
    assert told["charge"] is not None
    assert told["lines"][0] == told["formula"]
    assert any("15" in line or "2" in line for line in told["lines"])
    assert all(line and "{" not in line for line in told["lines"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("fee", FEES)
def test_what_is_not_known_explains_why(fee, lang):
    told = explain(fee, {"marketplace": "FR"}, D(2026, 6, 15), lang)
    assert (told["charge"], told["reason"], len(told["lines"])) == (None, "no_rate_in_force", 1)


def test_an_explanation_gives_formula_numbers_row_day_source_and_confidence():
    lines = "\n".join(explain("aged_surcharge_month", an_item(unit_ft3=0.5), D(2026, 6, 15), "en")["lines"])
    for word in ("volume of a unit", "0.5", "5.45", "$2.72", "15 Feb 2024", "source:", "several public sources"):
        assert word in lines
