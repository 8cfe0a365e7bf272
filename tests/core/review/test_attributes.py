"""Attributes of winners and losers: three lucky SKUs are no lesson, a real difference is one."""

import numpy as np
import pandas as pd
import pytest

from core.review import attributes

CHANCE = np.random.default_rng(7)


def products(effects: dict[str, float], each: int = 20, sd: float = 0.4, seed: int = 3) -> pd.DataFrame:
    """`each` products a category around 1.2 plus its effect."""
    chance = np.random.default_rng(seed)
    rows = [
        {"marketplace": "US", "sku": f"{place}{number}", "title": None, "category": name, "brand": None, "price": 12.0, "currency": "USD",
         "channel": "fba", "recovered": 1.2 + effect + chance.normal(0, sd), "stale": 0.1, "sell_through": 1.0}
        for place, (name, effect) in enumerate(effects.items()) for number in range(each)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def verdicts(table: pd.DataFrame, kind: str = "category") -> dict[str, str]:
    rows = attributes.effects(table, "recovered")
    rows = rows[rows["kind"] == kind]
    return dict(zip(rows["value"], rows["verdict"], strict=True))


def test_what_stands_in_sku_title_and_price_is_told():
    row = {
        "marketplace": "US", "sku": "JNE3781-KR-XXXL", "title": "Navy Cotton Kurta 2-pack", "category": "Apparel", "brand": "Jaipur",
        "price": 15.0, "currency": "USD", "channel": "fba",
    }  # fmt: skip
    found = attributes.of(row)
    assert {("size", "3XL"), ("colour", "blue"), ("price_band", "USD 15–20"), ("site", "US"), ("part", "KR"), ("word", "cotton")} <= found
    assert ("word", "2") not in found


def test_unknown_is_left_out_and_never_a_group():
    row = {"marketplace": "US", "sku": "7", "title": None, "category": float("nan"), "brand": None, "price": float("nan"), "currency": None}
    assert attributes.of(row) == {("site", "US")}


def test_three_lucky_products_are_no_lesson_and_forty_good_ones_are():
    table = pd.concat([products({"Usual": 0.0, "Other": 0.0, "Good": 0.6}, each=40), products({"Lucky": 0.5}, each=3, sd=0.4, seed=5)])
    found = verdicts(table)
    assert found["Good"] == attributes.WINNER
    assert found["Lucky"] == attributes.UNSURE


def test_both_effects_are_told_and_the_shrunk_one_is_nearer_to_the_whole():
    table = attributes.effects(products({"A": 0.5, "B": 0.0, "C": -0.5}), "recovered")
    rows = table[table["kind"] == "category"]
    assert (rows["shrunk"].abs() <= rows["effect"].abs()).all()
    assert (rows["skus"] == 20).all()
    assert ((rows["low"] < rows["shrunk"]) & (rows["shrunk"] < rows["high"])).all()


def test_where_nothing_differs_hardly_anything_is_called_a_lesson():
    called = [
        verdict != attributes.UNSURE
        for seed in range(15)
        for verdict in verdicts(products(dict.fromkeys("ABCDEF", 0.0), each=8, seed=seed)).values()
    ]
    assert np.mean(called) <= 0.10


def test_true_effects_lie_in_their_intervals_as_often_as_promised():
    inside, chance = [], np.random.default_rng(11)
    for seed in range(20):
        true = {name: float(chance.normal(0, 0.3)) for name in "ABCDEFGH"}
        mean = np.mean(list(true.values()))
        rows = attributes.effects(products(true, each=12, seed=seed), "recovered")
        rows = rows[rows["kind"] == "category"]
        inside += [row.low <= true[row.value] - mean <= row.high for row in rows.itertuples()]
    assert np.mean(inside) >= 0.85


def test_much_old_stock_is_a_loser_though_its_figure_is_high():
    table = products({"Old": 0.0, "Young": 0.0}, each=30)
    table["stale"] = np.where(table["category"] == "Old", 0.8, 0.05) + CHANCE.normal(0, 0.05, len(table))
    rows = attributes.effects(table, "stale").set_index("value")
    assert rows.loc["Old", "verdict"] == attributes.LOSER
    assert rows.loc["Young", "verdict"] == attributes.WINNER


def test_words_that_always_stand_together_are_one_lesson():
    table = products({"A": 0.0}, each=12)
    table["title"] = ["Charlie Lola mug"] * 4 + ["Plain mug"] * 8
    words = set(attributes.effects(table, "recovered").query("kind == 'word'")["value"])
    assert words == {"charlie + lola", "mug", "plain"}


def test_without_a_figure_nothing_is_told():
    assert attributes.effects(products({"A": 0.0}).assign(recovered=np.nan), "recovered").empty


def test_a_single_product_is_never_told():
    table = pd.concat([products({"A": 0.0}, each=10), products({"B": 3.0}, each=1, seed=8)])
    assert "B" not in verdicts(table)


def test_shrinking_leaves_a_sure_effect_and_takes_an_unsure_one():
    mean, sd = attributes.shrink(np.array([1.0, 1.0, -1.0, -1.0]), np.array([1e-4, 4.0, 1e-4, 4.0]))
    assert mean[0] == pytest.approx(1.0, abs=0.01)
    assert abs(mean[1]) < 0.6
    assert sd[0] < sd[1]


def test_a_better_site_makes_no_winner_of_what_is_sold_there():
    """Both categories are alike on each site; only the site differs, and one category is sold on the better one alone."""
    usual, better = products({"A": 0.0, "B": 0.0}, each=20), products({"C": 1.0}, each=20, seed=9).assign(marketplace="UK")
    table = pd.concat([usual, better])
    assert set(verdicts(table).values()) == {attributes.UNSURE}
    assert verdicts(table, "site") == {"UK": attributes.WINNER, "US": attributes.LOSER}
