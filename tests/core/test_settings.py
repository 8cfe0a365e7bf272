"""Thresholds and costs: accepted or refused in words, written at once, never half."""

import pytest

from core import policy, settings, text
from core.errors import InputError
from tests.build import AS_OF, AT, a_cost, some_stock


def test_every_default_has_a_value_inside_its_limits_a_source_and_a_reason_in_both_languages():
    for key, threshold in policy.thresholds().items():
        assert threshold.accept(threshold.value) == threshold.value
        assert threshold.source
        assert all(text.t(f"policy.{key}.{word}", lang) for word in ("name", "reason") for lang in ("en", "zh"))


def test_a_threshold_outside_its_limits_is_refused_and_nothing_is_changed(ws):
    settings.save(ws, {"cover.safe_days": 45}, at=AT)
    with pytest.raises(InputError, match="threshold_outside"):
        settings.save(ws, {"cover.safe_days": 50, "cliff.h": 400}, at=AT)
    assert settings.policy(ws)["cover.safe_days"] == 45
    assert settings.policy(ws)["cliff.h"] == policy.load()["cliff.h"]


@pytest.mark.parametrize("value", ["a lot", [], object])
def test_what_is_no_number_is_refused(ws, value):
    with pytest.raises(InputError, match="threshold_no_number"):
        settings.save(ws, {"cover.safe_days": value}, at=AT)


def test_a_choice_is_one_of_the_choices():
    assert policy.load().with_overrides({"clearance.response": "constant_elasticity"})["clearance.response"] == "constant_elasticity"
    with pytest.raises(InputError, match="threshold_no_choice"):
        policy.load().with_overrides({"clearance.response": "linear"})


def test_none_takes_the_default_back(ws):
    settings.save(ws, {"cover.safe_days": 45}, at=AT)
    settings.save(ws, {"cover.safe_days": None}, at=AT)
    assert settings.policy(ws)["cover.safe_days"] == policy.load()["cover.safe_days"]


def test_a_threshold_makes_a_new_data_version_and_a_language_does_not(ws):
    before = ws.version()
    settings.save(ws, {"language": "zh"}, at=AT)
    assert ws.version() == before
    settings.save(ws, {"cover.safe_days": 45}, at=AT)
    assert ws.version() == before + 1


def test_costs_list_every_sku_unknown_first_and_the_typed_one_wins_on_its_day(ws):
    file_id = some_stock(ws, sku="A")
    some_stock(ws, sku="B", file_id=file_id)
    a_cost(ws, sku="A", unit_cost=4, valid_from=AS_OF)
    assert list(settings.costs(ws)["sku"]) == ["B", "A"]
    settings.save_costs(ws, [{"marketplace": "US", "sku": "A", "unit_cost": 5.5, "first_mile_cost": 0.5, "currency": "USD"}], at=AT)
    assert settings.costs(ws).set_index("sku").loc["A", "unit_cost"] == 5.5


def test_a_cost_for_every_marketplace_serves_where_none_is_given(ws):
    some_stock(ws, sku="A", marketplace="UK")
    a_cost(ws, sku="A", marketplace=None, unit_cost=3)
    assert settings.costs(ws).iloc[0]["unit_cost"] == 3
