"""A case may be worded otherwise than the published ones: spellings, missing optional fields, fields that cannot be read."""

import pytest

from core.errors import InputError
from core.fees.quote import quote
from core.fees.returns_processing import returns_processing
from core.fees.storage import storage
from tests.core.fees.builders import D, an_item, charge_of, reason_of

SMALL = {
    "topic": "fulfilment", "marketplace": "US", "on": "2026-08-01", "size_tier": "small_standard", "weight_lb": 0.125, "price": 20.0,
    "include_fuel_surcharge": False,
}  # fmt: skip
REMOVED = {"topic": "removal_fee", "marketplace": "US", "on": "2026-02-01", "weight_lb": 0.4}
STORED = {
    "topic": "storage_with_utilization", "marketplace": "US", "size_class": "standard", "units": 100, "unit_ft3": 0.05,
    "units_over_30_days": 10,
}  # fmt: skip
OVER = {"topic": "storage_overage", "marketplace": "US", "on": "2023-09-01", "limit_ft3": 500, "used_ft3": 600, "days_over": 1}


def answer(case: dict, **change) -> float:
    return quote(case | change)["answer"]


def code_of(case: dict, **change) -> str:
    with pytest.raises(InputError) as told:
        quote(case | change)
    return told.value.code


@pytest.mark.parametrize(
    ("word", "amount"),
    [("apparel", 3.51), ("Apparel", 3.51), ("clothing", 3.51), ("dangerous_goods", 4.29), ("Dangerous goods", 4.29), ("hazmat", 4.29),
     ("Non-apparel", 3.32), ("non_dangerous", 3.32), ("", 3.32), (None, 3.32)],
)  # fmt: skip
def test_the_class_of_goods_in_any_spelling(word, amount):
    assert answer(SMALL, product_class=word) == amount


def test_a_strange_class_of_goods_is_never_taken_for_ordinary_goods():
    assert code_of(SMALL, product_class="furry") == "product_class_unknown"
    assert reason_of(storage, D(2026, 6, 1), **an_item(product_class="furry")) == "product_class_unknown"
    told = quote({"marketplace": "US", "on": "2026-06-01"} | an_item(product_class="furry"))
    assert told["reasons"]["fulfilment"] == told["reasons"]["liquidation_net"] == "product_class_unknown"


@pytest.mark.parametrize(
    ("word", "amount"),
    [("standard", 0.84), ("Standard-size", 0.84), ("Standard size", 0.84), ("oversize", 3.12), ("Oversize", 3.12), ("special_handling", 3.12),
     ("oversize_or_special_handling", 3.12), ("large_bulky", 3.12), ("extra_large_0_50", 3.12), ("large_standard", 0.84)],
)  # fmt: skip
def test_the_size_class_in_any_spelling(word, amount):
    assert answer(REMOVED, size_class=word) == amount


@pytest.mark.parametrize("word", ["CEP", "cep", "Cep"])
def test_the_central_europe_programme_in_any_spelling(word):
    case = {"topic": "fulfilment", "marketplace": "DE", "on": "2026-08-01", "dims_cm": [30, 20, 10], "unit_weight_kg": 0.5, "price": 30.0}
    assert answer(case) - answer(case, programme=word) == pytest.approx(0.26 * 1.015)


@pytest.mark.parametrize("word", [False, 0, "false", "no", "No"])
def test_no_is_no_in_any_spelling(word):
    assert answer(SMALL, include_fuel_surcharge=word) == 3.32
    assert answer(SMALL, include_fuel_surcharge="yes") == pytest.approx(3.32 * 1.035)


@pytest.mark.parametrize("word", ["true", "Yes", 1, True])
def test_yes_is_yes_in_any_spelling(word):
    case = {"topic": "aged_surcharge", "marketplace": "US", "on": "2026-03-15", "age_days": 200, "unit_ft3": 1}
    assert (answer(case, exempt_category=word), answer(case, exempt_category="no")) == (0, 0.5)


@pytest.mark.parametrize(
    ("on", "ratio", "rate"),
    [("2023-06-30", 20, 0), ("2023-06-30", 22, 0), ("2023-06-30", 25.99, 0), ("2023-06-30", 26, 0.69), ("2023-06-30", 39, 0.94),
     ("2024-03-31", 25.99, 0), ("2024-04-01", 21.99, 0), ("2024-04-01", 22, 0.44), ("2026-06-30", 52, 1.88)],
)  # fmt: skip
def test_below_the_first_band_of_its_own_schedule_the_utilisation_surcharge_is_nothing(on, ratio, rate):
    """Bands began at 26 weeks in 2023, at 22 weeks since April 2024."""
    base = 0.87 if on < "2024-04-01" else 0.78
    assert answer(STORED, on=on, ratio_weeks=ratio) == pytest.approx(5 * base + 0.5 * rate)


def test_where_the_surcharge_of_a_size_class_is_not_known_a_high_ratio_has_no_answer():
    case = STORED | {"marketplace": "UK", "on": "2026-08-30", "size_class": "oversize"}
    assert code_of(case, ratio_weeks=30) == "no_rate_in_force"
    assert answer(case, ratio_weeks=10) == pytest.approx(5 * 0.55)


def test_no_units_pay_nothing():
    assert answer(STORED, on="2026-06-30", ratio_weeks=30, units=0, units_over_30_days=0) == 0


def test_what_the_day_and_the_schedule_say_may_be_left_out():
    japan = {
        "topic": "storage_base",
        "marketplace": "JP",
        "on": "2020-07-22",
        "size_class": "standard",
        "dims_cm": [20, 20, 20],
        "days": 15,
    }
    assert answer(japan) == pytest.approx(8 * 5.160 * 15 / 31)
    assert answer(OVER) == pytest.approx(100 * 10 / 30)
    resold = {
        "topic": "grade_and_resell_net",
        "marketplace": "US",
        "on": "2022-06-01",
        "used_price": 28.5,
        "fulfilment_fee": 5.8,
        "referral_pct": 15,
    }
    assert answer(resold, size_tier="large_standard") == pytest.approx(28.5 - 1.80 - 5.80 - 4.275)


def test_no_rate_of_ones_own_brings_an_abolished_fee_back():
    """Storage overage ended with June 2024."""
    assert answer(OVER, on="2024-06-30", rate_per_ft3_month=10) == pytest.approx(100 * 10 / 30)
    assert answer(OVER, on="2024-07-01", rate_per_ft3_month=10) == 0


def test_numbers_may_come_as_text():
    assert answer(
        {"topic": "utilization_ratio", "marketplace": "US", "avg_daily_stored_ft3": "40000", "avg_daily_shipped_ft3": "200"}
    ) == pytest.approx(40000 / 200 / 7)
    assert answer(
        {"topic": "coupon_break_even_price", "marketplace": "US", "old_fee_per_redemption": "0.6", "new_variable_pct": "2.5"}
    ) == pytest.approx(24)


@pytest.mark.parametrize(
    ("case", "code"),
    [(SMALL | {"units": "many"}, "not_a_number"), (SMALL | {"units": -1}, "number_negative"), (SMALL | {"include_fuel_surcharge": "perhaps"}, "not_yes_or_no"),
     ({"topic": "historical_days_of_supply", "marketplace": "US", "windows": []}, "windows_expected"),
     ({"topic": "historical_days_of_supply", "marketplace": "US", "windows": "30"}, "windows_expected"),
     ({"topic": "unit_volume", "marketplace": "UK"}, "field_missing")],
)  # fmt: skip
def test_a_field_that_cannot_be_read_is_named(case, code):
    assert code_of(case) == code


def test_a_best_deal_can_be_asked_for():
    """7 days x 70 + 1 % x 10000."""
    case = an_item(on="2026-06-01", program="best_deal", deal_days=7, deal_sales=10000)
    assert quote(case)["deal"] == pytest.approx(7 * 70 + 100)


def test_a_rate_says_for_what_its_row_holds():
    rates = {rate["part"]: rate for rate in quote(SMALL | {"topic": None})["rates"]}
    assert rates["fulfilment"]["row"] == {
        "size_tier": "small_standard", "product_class": "non_apparel", "season": "nonpeak", "weight_unit": "lb", "price": [10, 50], "weight": [0, 0.125],
    }  # fmt: skip
    assert rates["fulfilment"]["effective_to"] is None


def test_clothing_is_charged_for_every_return():
    assert charge_of(returns_processing, D(2026, 6, 1), **an_item(product_class="Apparel", shortest_in=0.5, weight_lb=0.2)) == 1.65
