"""The panel of price elasticity: measured, not measured, biased; the price test; what the page computes with."""

from datetime import timedelta

import pytest

from core import text
from core.clearance.elasticity import typed
from pages.ui import elasticity
from tests.build import some_sales
from tests.pages.conftest import TODAY, a_run, words
from tests.pages.ui.panels import open_panel


def a_past(ws, units, price, sku="A"):
    """Units and price of each week, newest first."""
    for back, (sold, paid) in enumerate(zip(units, price, strict=True)):
        some_sales(ws, {TODAY - timedelta(days=7 * back): sold}, price=paid, sku=sku)


MOVED = [20, 45, 45, 20] * 6, [24.0, 19.2, 19.2, 24.0] * 6


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_price_that_moved_is_measured_and_drawn(own, lang, theme):
    a_run(own, [{"sku": "A"}])
    a_past(own, *MOVED)
    opened = open_panel("elasticity", lang=lang, theme=theme)
    assert not opened.exception
    assert len(opened.get("vega_lite_chart")) == 1
    said = words(opened)
    assert "24" in said
    assert "12" in said
    assert f"| {text.t('elasticity.row.own', lang)} |" in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_steady_price_says_that_it_cannot_tell_and_which_test_would(own, lang):
    a_run(own, [{"sku": "A"}])
    a_past(own, [30] * 30, [24.0] * 30)
    said = words(open_panel("elasticity", lang=lang))
    assert text.t("elasticity.reason.price_steady", lang) in said
    assert f"| {text.t('elasticity.row.own', lang)} |" not in said
    # 24.00 less the cut of the test
    assert any(f"{24.0 * (1 - cut):.2f}" in said for cut in (0.10, 0.15, 0.20, 0.25, 0.30))


def test_a_price_that_follows_demand_is_warned_of(own):
    a_run(own, [{"sku": "A"}])
    good = [30 + 20 * (week % 6 < 3) for week in range(48)]
    price = [24.0 if before > 30 else 19.2 for before in [*good[1:], 30]]
    a_past(own, good, price)
    opened = open_panel("elasticity")
    assert [warning.value for warning in opened.warning] == [text.t("elasticity.warning.follows_demand", "en")]


def test_a_sku_that_never_sold_takes_what_is_usual(own):
    a_run(own, [{"sku": "A"}])
    opened = open_panel("elasticity")
    assert not opened.exception
    assert text.t("elasticity.reason.no_sales", "en") in words(opened)
    assert text.t("elasticity.test.none", "en") in words(opened)


def test_what_was_found_can_be_taken_over(own):
    a_run(own, [{"sku": "A"}])
    a_past(own, *MOVED)
    opened = open_panel("elasticity")
    opened.button(key="elasticity.use").click().run()
    assert not opened.exception
    assert opened.session_state["used"] == pytest.approx(2.9, abs=0.6)


def test_an_unknown_price_still_tells_the_test(own):
    a_run(own, [{"sku": "A", "price": None}])
    a_past(own, [30] * 30, [24.0] * 30)
    opened = open_panel("elasticity")
    assert not opened.exception
    assert "–" in words(opened)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_source_reason_and_warning_has_words(lang):
    for source in ("own", "category", "prior", "typed"):
        assert text.has(f"elasticity.verdict.{source}")
    for reason in ("no_sales", "price_unknown", "few_weeks", "price_steady", "few_moves", "unstable"):
        assert text.t(f"elasticity.reason.{reason}", lang)
    assert text.t("elasticity.warning.follows_demand", lang)


def test_a_typed_one_is_told_as_such(page_words):
    assert "1.5" in elasticity.verdict(page_words, typed(1.5))


@pytest.fixture
def page_words():
    from types import SimpleNamespace

    return SimpleNamespace(
        lang="en", t=lambda key, **facts: text.t(key, "en", **facts), number=lambda value: text.number(value, "en")
    )  # fmt: skip
