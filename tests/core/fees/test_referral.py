"""Referral and closing fee: cliffs, minimum, categories by any name. Rates: data/fees/*/referral.csv."""

import pytest

from core.errors import InputError
from core.fees.closing import closing
from core.fees.referral import referral
from tests.core.fees.builders import D, an_item, charge_of, reason_of

ON = D(2026, 6, 15)


@pytest.mark.parametrize(
    ("category", "price", "fee"),
    [("Baby Products", 10.00, 0.80), ("Baby Products", 10.01, 10.01 * 0.15), ("gl_apparel", 15.00, 0.75), ("gl_apparel", 15.01, 1.501),
     ("gl_apparel", 20.00, 2.00), ("gl_apparel", 20.01, 20.01 * 0.17), ("gl_wireless", 150.0, 15 + 50 * 0.08), ("gl_jewelry", 300, 50 + 2.5),
     ("gl_toy", 1.00, 0.30), ("gl_grocery", 1.00, 0.08), ("gl_book", 1.00, 0.15)],
)  # fmt: skip
def test_us_bands_cliffs_and_minimum(category, price, fee):
    assert charge_of(referral, ON, marketplace="US", category=category, price=price) == pytest.approx(fee)


@pytest.mark.parametrize(("price", "fee"), [(15, 0.75), (15.01, 1.501), (20, 2.0), (20.01, 3.0015), (40, 6.0), (50, 6.0 + 0.7)])
def test_uk_clothing_pays_7_percent_of_what_lies_above_40(price, fee):
    assert charge_of(referral, D(2026, 8, 1), marketplace="UK", category="Clothing", price=price) == pytest.approx(fee)


@pytest.mark.parametrize(("price", "fee"), [(45, 6.75), (45.01, 6.75 + 0.0007), (100, 6.75 + 55 * 0.07)])
def test_german_clothing_pays_7_percent_of_what_lies_above_45(price, fee):
    assert charge_of(referral, D(2026, 8, 1), marketplace="DE", category="gl_apparel", price=price) == pytest.approx(fee)


@pytest.mark.parametrize("name", ["gl_home_improvement", "Home Improvement", "Tools & Home Improvement", "TOOLS AND HOME IMPROVEMENT"])
def test_a_category_is_known_by_any_of_its_names(name):
    told = referral(an_item(category=name), ON)
    assert told.numbers["category"] == "Tools & Home Improvement"
    assert told.assumption is None


@pytest.mark.parametrize("name", [None, "", "gl_nobody_knows", "Sonstiges"])
def test_an_unknown_category_takes_the_default_says_so_and_is_unverified(name):
    told = referral(an_item(category=name, price=20.0), ON)
    assert (told.charge, told.assumption, told.confidence) == (pytest.approx(3.0), "category_default", "unverified")


def test_a_category_whose_schedule_has_not_begun_is_not_the_default():
    assert reason_of(referral, D(2026, 1, 31), **an_item(marketplace="UK", category="gl_pc")) == "no_rate_in_force"


@pytest.mark.parametrize(("price", "reason"), [(None, "price_unknown"), (-1.0, "price_negative")])
def test_a_price_that_is_none_is_a_reason(price, reason):
    assert reason_of(referral, ON, **an_item(price=price)) == reason
    with pytest.raises(InputError, match=reason):
        referral(an_item(price=price), ON)


def test_media_pay_a_closing_fee_and_nothing_else_does():
    assert [charge_of(closing, ON, **an_item(category=name)) for name in ("gl_book", "DVD", "gl_kitchen")] == [1.80, 1.80, 0.0]
    assert charge_of(closing, D(2026, 8, 1), **an_item(marketplace="UK", category="Books")) == 0.50
