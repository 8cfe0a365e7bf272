"""The panel of advertising: the highest cost of a sale, the return needed, the curve of budgets."""

import pytest

from core import text
from tests.pages.conftest import a_run, words
from tests.pages.ui.panels import open_panel

SIZE = {"size_tier": "Large standard-size", "longest_in": 10.0, "median_in": 8.0, "shortest_in": 2.0, "weight_lb": 1.0}
SLOW = {"sku": "A", "category": "Office Products"}


@pytest.fixture(autouse=True)
def _with_sizes(monkeypatch):
    """The builder of the pages' tests knows no dimensions."""
    from tests.pages import conftest

    monkeypatch.setattr(conftest, "_HEALTH", conftest._HEALTH | SIZE)


def metric(opened, name: str, lang: str = "en") -> str:
    return next(figure.value for figure in opened.metric if figure.label == text.t(f"ads.figure.{name}", lang))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_an_overstock_may_be_advertised_up_to_a_cost_and_the_curve_is_drawn(own, lang, theme):
    a_run(own, [SLOW])
    opened = open_panel("ads", lang=lang, theme=theme)
    assert not opened.exception
    assert len(opened.get("vega_lite_chart")) == 1
    assert "$" in metric(opened, "highest_cost", lang)
    # margin before ads 24 · 0.85 less fulfilment; the return is the price over the highest cost
    cost = float(metric(opened, "highest_cost", lang).split("$")[1])
    assert float(metric(opened, "needed_return", lang)) == pytest.approx(24 / cost, abs=0.06)


def test_a_dearer_first_sale_makes_the_best_budget_smaller_until_none_is_left(own):
    a_run(own, [SLOW])
    opened = open_panel("ads")
    before = words(opened)
    opened.number_input(key="ads.first_cost_share").set_value(200.0).run()
    assert not opened.exception
    assert words(opened) != before
    start = text.t("ads.verdict.none", "en", cost="|", acos="").split("|")[0]
    assert start[:10] in words(opened)
    assert text.t("ads.verdict.none", "en", cost="", acos="").rsplit("),", 1)[1] in words(opened)


def test_a_sale_that_leaves_nothing_cannot_pay_for_ads(own):
    a_run(own, [SLOW | {"price": 3.0}])
    opened = open_panel("ads")
    assert not opened.exception
    assert text.t("ads.verdict.never", "en") in words(opened)
    assert not opened.get("vega_lite_chart")
    assert metric(opened, "needed_return") == "–"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"price": None}, "clearance.reason.price_unknown"),
        ({"velocity": 0.0}, "ads.reason.no_sales"),
        ({"longest_in": None, "size_tier": None, "unit_ft3": None}, "clearance.reason.dimensions_unknown"),
    ],
)
def test_what_is_not_known_is_said(own, change, key):
    a_run(own, [SLOW | change])
    opened = open_panel("ads")
    assert not opened.exception
    assert text.t(key, "en") in words(opened)
    assert not opened.metric
