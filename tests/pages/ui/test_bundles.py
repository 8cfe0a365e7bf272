"""The panel of sets: money beside the mark-down, what is assumed, what is not known."""

import pytest

from core import text
from tests.core.clearance.test_partners import an_order
from tests.pages.conftest import TODAY, a_run, words
from tests.pages.ui.panels import open_panel

SIZE = {"size_tier": "Large standard-size", "longest_in": 10.0, "median_in": 8.0, "shortest_in": 2.0, "weight_lb": 1.0}
SLOW = {"sku": "A", "category": "Office Products"}
STAR = {"sku": "B", "category": "Office Products", "demand_13": 520.0, "velocity": 6.0, "price": 30.0}


@pytest.fixture(autouse=True)
def _with_sizes(monkeypatch):
    """The builder of the pages' tests knows no dimensions."""
    from tests.pages import conftest

    monkeypatch.setattr(conftest, "_HEALTH", conftest._HEALTH | SIZE)


def shown(opened):
    return opened.dataframe[0].value.set_index("set")


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_each_kind_stands_in_money_beside_the_mark_down(own, lang):
    a_run(own, [SLOW, STAR])
    opened = open_panel("bundles", lang=lang)
    assert not opened.exception
    names = [text.t(f"bundles.kind.{kind}", lang, sku="B") for kind in ("slow_star", "upgrade", "buy_two")]
    assert set(shown(opened).index) == set(names)
    assert shown(opened)["value"].is_monotonic_decreasing
    assert shown(opened).loc[names[0], "price"] == pytest.approx(0.85 * 54, abs=0.006)
    assert text.t("bundles.rests.no_pairs", lang) in words(opened)


def test_the_best_set_is_handed_to_the_plan(own):
    a_run(own, [SLOW, STAR])
    opened = open_panel("bundles")
    best = shown(opened).iloc[0]
    opened.button(key="bundles.use").click().run()
    handed = opened.session_state["lever.bundle.US|A"]
    assert (handed.kind, handed.margin) == ("bundle", pytest.approx(best["per_set"]))
    assert handed.added_units > 0


def test_orders_with_both_are_counted_and_told(own):
    a_run(own, [SLOW, STAR | {"category": "Other"}])
    for number in range(6):
        an_order(own, str(number), "A", "B", day=TODAY)
    an_order(own, "alone", "A", day=TODAY, units=2)
    opened = open_panel("bundles")
    row = shown(opened).loc[text.t("bundles.kind.slow_star", "en", sku="B")]
    assert row["together"] == 6
    # 7 orders: A in 7, B in 6, both in 6
    assert row["lift"] == pytest.approx(6 * 7 / (7 * 6))
    assert text.t("bundles.rests.pairs", "en") in words(opened)
    assert text.t("bundles.rests.two", "en", share=text.percent(1 / 7, "en", 1)) in words(opened)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_orders_of_two_lower_what_buy_two_brings_and_the_page_says_why_its_share_is_another(own, lang):
    a_run(own, [SLOW])
    name = text.t("bundles.kind.buy_two", lang)
    before = shown(open_panel("bundles", lang=lang)).loc[name, "value"]
    for number in range(40):
        an_order(own, str(number), "A", day=TODAY, units=1 + number % 2)
    opened = open_panel("bundles", lang=lang)
    assert shown(opened).loc[name, "value"] < before
    assert any(text.t(f"bundles.rests.{given}", lang, money="#").split("#")[-1] in words(opened) for given in ("given", "given_more"))


def test_the_plan_is_handed_what_a_set_brings_less_what_is_given_to_those_who_buy_two_anyway(own):
    """Of 60 pieces in 40 orders 20 buyers took one and 20 two; five orders of one stand beside them."""
    a_run(own, [SLOW])
    for number in range(40):
        an_order(own, str(number), "A", day=TODAY, units=1 + number % 2)
    opened = open_panel("bundles")
    row = shown(opened).iloc[0]
    opened.button(key="bundles.use").click().run()
    alone = row["set_margin"] - 1.0 - row["per_set"]  # what one sale leaves: packing costs 1.00
    given = (row["set_margin"] - 1.0 - 2 * alone) * (20 / 65) / (0.1 * 25 / 65)  # for each set that moves a unit more
    assert opened.session_state["lever.bundle.US|A"].margin == pytest.approx(row["per_set"] + given)


def test_a_typed_share_changes_the_money_and_is_told(own):
    a_run(own, [SLOW, STAR])
    opened = open_panel("bundles")
    name = text.t("bundles.kind.slow_star", "en", sku="B")
    before = shown(opened).loc[name, "value"]
    assert opened.number_input(key="bundle.attach_share").value == 5.0
    opened.number_input(key="bundle.attach_share").set_value(20.0).run()
    assert not opened.exception
    assert shown(opened).loc[name, "value"] > before
    assert "20%" in words(opened)


def test_what_is_not_known_of_a_star_is_a_dash_with_its_reason(own):
    a_run(own, [SLOW, STAR | {"landed_cost": None}])
    opened = open_panel("bundles")
    assert shown(opened).loc[text.t("bundles.kind.slow_star", "en", sku="B")][["value", "gain", "per_set"]].isna().all()
    assert text.t("bundles.reason.star_cost_unknown", "en") in words(opened)
    assert shown(opened).loc[text.t("bundles.kind.upgrade", "en", sku="B"), "value"] > 0


def test_a_way_out_that_brings_more_than_any_set_is_named(own):
    """Nothing but storage ahead: 300 old units that hardly sell."""
    a_run(own, [SLOW | {"velocity": 0.05, "cohorts": {400: 300}, "price": 60.0}])
    said = words(open_panel("bundles"))
    assert text.t("bundles.verdict.beaten", "en", option="|", value="").split("|")[0] in said
    assert text.t("bundles.costs", "en", value="") in said


def test_without_any_partner_buy_two_is_left(own):
    a_run(own, [SLOW])
    assert list(shown(open_panel("bundles")).index) == [text.t("bundles.kind.buy_two", "en")]


def test_a_slow_sku_that_cannot_be_valued_says_why(own):
    a_run(own, [SLOW | {"price": None}, STAR])
    opened = open_panel("bundles")
    assert not opened.exception
    assert not opened.dataframe
    assert text.t("clearance.reason.price_unknown", "en") in words(opened)


def test_unknown_dimensions_leave_no_value(own):
    a_run(own, [SLOW | {"longest_in": None, "median_in": None, "shortest_in": None}, STAR])
    opened = open_panel("bundles")
    assert not opened.exception
    assert shown(opened)["value"].isna().all()
    assert text.t("bundles.verdict.none", "en") in words(opened)
