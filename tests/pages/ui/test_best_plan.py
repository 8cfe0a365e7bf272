"""The words of a plan: what to do first, in both languages, for each kind of first step."""

from dataclasses import replace

import pytest

from core import text
from core.clearance.first_answer import first_answer
from pages.ui import best_plan
from tests.core.clearance.cases import an_item, case_a


class Page:
    """What best_plan asks of a page."""

    def __init__(self, lang):
        self.lang, self.theme = lang, "light"

    def t(self, key, **facts):
        return text.t(key, self.lang, **facts)

    def money(self, amount, currency):
        return text.money(amount, currency, self.lang)

    def number(self, value, digits=0):
        return text.number(value, self.lang, digits)

    def day(self, day):
        return text.day(day, self.lang)


@pytest.fixture(scope="module")
def plan():
    return first_answer(case_a()).plan


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"act": "send_out", "keep_units": 0.0},
        {"act": "mark_down", "exit_units": 0.0, "exit_channel": None},
        {"act": "hold", "exit_units": 0.0, "exit_channel": None},
        {"act": "promote", "exit_units": 0.0, "exit_channel": None, "offer": "coupon_20"},
    ],
)
def test_every_first_step_is_a_sentence_with_its_numbers(plan, lang, changes):
    step = replace(plan.first, **changes)
    said = best_plan.first(Page(lang), step, "USD")
    assert "{" not in said
    if step.exit_units:
        assert text.number(step.exit_units, lang, 0) in said
    if step.act == "mark_down":
        assert "19.20" in said
    if step.offer:
        assert "20" in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_steps_begin_with_today_and_name_promotions(lang):
    plan = first_answer(an_item(promotions=[{"kind": "ads", "uplift": 2.0, "per_unit": 1.0, "from_week": 0, "to_week": 3}])).plan
    table = best_plan.timeline(Page(lang), plan, "USD")
    assert text.day(plan.case.as_of, lang) in table
    assert text.t("levers.ads", lang) in table


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_chance_of_being_sold_out_is_told_at_the_horizon(plan, lang):
    assert text.percent(0.1227, lang) in best_plan.sold_out(Page(lang), plan)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_what_amazon_recommends_is_held_against_the_plan(lang):
    """Case A: 403 of 600 are kept, 197 sent out; one price of 18.00 throughout is the best single price, 3,465.72 against 3,757.95."""
    answer = first_answer(case_a(own_channel_value_share=0.0))
    said = best_plan.amazon_says(Page(lang), answer, {"price": 18.0, "removal_units": 150}, "USD")
    assert all(number in said for number in ("18.00", "3,466", "292", "150", "197"))
