"""Clearance tells what a plan's cut takes from the siblings under the same parent: measured, or said to be unknown and why."""

from datetime import timedelta

import numpy as np
import pytest

from core import text
from tests.build import a_product, some_sales
from tests.pages.conftest import TODAY, a_run, words

SIZE = {"size_tier": "Large standard-size", "longest_in": 10.0, "median_in": 8.0, "shortest_in": 2.0, "weight_lb": 1.0}
PAIR = ({"sku": "RED", "on_hand": 450, "cohorts": {10: 450}}, {"sku": "BLUE", "on_hand": 40, "cohorts": {30: 40}})


@pytest.fixture(autouse=True)
def _with_sizes(monkeypatch):
    from tests.pages import conftest

    monkeypatch.setattr(conftest, "_HEALTH", conftest._HEALTH | SIZE | {"category": "Office Products"})


def a_family(ws, *, cuts=True):
    """A year of two colours: in every fifth week red asks 30 % less, sells twice as much, and blue sells a third less."""
    a_run(ws, PAIR)
    rng = np.random.default_rng(3)
    for sku in ("RED", "BLUE"):
        a_product(ws, sku=sku, asin=f"B0{sku}", parent_asin="B0PARENT", title=f"Pad {sku.lower()}")
        for back in range(52):
            cut = cuts and back % 5 == 0
            mean = 7 * (1 if not cut else 2 if sku == "RED" else 2 / 3)
            price = 16.8 if cut and sku == "RED" else 24.0
            some_sales(ws, {TODAY - timedelta(days=7 * back + 1): int(rng.poisson(mean))}, sku=sku, price=price)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_plan_with_a_cut_says_what_it_takes_from_the_sibling_and_that_it_does_not_count_it(app, own, lang):
    a_family(own)
    opened = app("pages/clearance.py", session={"language": lang}, sku="RED", marketplace="US")
    said = words(opened)
    assert not opened.exception
    assert "`BLUE`" in said
    assert text.t("market.siblings.not_counted", lang) in said
    money = text.t("market.siblings.money", lang, money="|", low="|", high="|").split("|")
    assert money[0] in said
    assert text.t("market.siblings.price", lang, skus="`BLUE`", lost="|", lost_low="|", lost_high="|").split("|")[0] in said


def test_the_market_panel_has_a_row_for_each_sibling_with_usual_cuts(app, own):
    a_family(own)
    said = words(app("pages/clearance.py", session={"clearance.part": "market"}, sku="RED", marketplace="US"))
    rows = [line for line in said.splitlines() if line.startswith("| `BLUE`")]
    assert len(rows) == 1
    ten, twenty, thirty = (float(cell.split()[0]) for cell in rows[0].strip("| ").split("|")[2:])
    assert thirty < twenty < ten < 0  # the deeper, the more it takes


def test_without_a_moved_price_it_is_unknown_and_the_way_to_know_is_told(app, own):
    a_family(own, cuts=False)
    said = words(app("pages/clearance.py", sku="RED", marketplace="US"))
    assert text.t("market.siblings.no_moves", "en", skus="`BLUE`", weeks="0", least="3") in said


def test_a_product_without_siblings_is_not_asked_about_them(app, own):
    a_run(own, [PAIR[0]])
    assert "Siblings" not in words(app("pages/clearance.py", sku="RED", marketplace="US"))
