"""The choice of one way a SKU under limits: against trying every combination, and what must hold of any answer."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clearance.portfolio import GOALS, Limits, choose
from core.errors import InputError

AMOUNTS = ("cash", "ft3", "changes", "units_out", "ads")


def some_ways(*rows: tuple, **changed) -> pd.DataFrame:
    """(sku, option, value) with amounts by name in a dict as the fourth, 0 where not named."""
    usual = {"marketplace": "US", "price": 10.0, "door": None, "keep_units": 1.0, "trouble": 0.0} | dict.fromkeys(AMOUNTS, 0.0) | changed
    return pd.DataFrame([usual | {"sku": row[0], "option": row[1], "value": row[2]} | (row[3] if len(row) > 3 else {}) for row in rows])


def random_ways(seed: int, skus: int = 4, options: int = 4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = [
        (f"S{sku}", f"way_{option}", float(rng.normal(100, 60)),
         {"cash": float(rng.normal(60, 40)), "ft3": float(rng.uniform(0, 20)), "changes": int(rng.integers(0, 2)),
          "units_out": float(rng.integers(0, 50)), "ads": float(rng.uniform(0, 10))})
        for sku in range(skus) for option in range(options)
    ]  # fmt: skip
    return some_ways(*rows)


def meets(totals: dict, limits: Limits) -> bool:
    return all(totals[name] >= value - 1e-4 if name in GOALS else totals[name] <= value + 1e-4 for name, value in limits.given().items())


def by_trying_all(ways: pd.DataFrame, limits: Limits) -> float | None:
    """The highest value of any combination that meets the limits; None: none does."""
    groups = [part[["value", *AMOUNTS]].to_numpy(float) for _, part in ways.groupby("sku", sort=False)]
    sums = [np.sum(combination, axis=0) for combination in product(*groups)]
    return max((each[0] for each in sums if meets(dict(zip(AMOUNTS, each[1:], strict=True)), limits)), default=None)


LIMITS = st.builds(
    Limits, cash=st.none() | st.floats(100, 400), ft3=st.none() | st.floats(10, 70), changes=st.none() | st.integers(0, 5),
    units_out=st.none() | st.floats(0, 200), ads=st.none() | st.floats(0, 50),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), limits=LIMITS)
def test_no_combination_is_better_and_none_exists_where_it_says_so(seed, limits):
    ways = random_ways(seed)
    found, best = choose(ways, limits), by_trying_all(ways, limits)
    if best is None:
        assert found.short
        return
    assert not found.short
    assert found.totals["value"] == pytest.approx(best, rel=1.1e-4, abs=1e-4)
    assert meets(found.totals, limits)
    assert len(found.chosen) == 4


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), units=st.floats(20, 150), changes=st.integers(0, 4))
def test_how_far_the_best_gets_is_the_most_of_any_combination_within_the_other_limits(seed, units, changes):
    ways, rest = random_ways(seed), Limits(units_out=units, changes=changes)
    most = by_trying_all(ways.assign(value=ways["ft3"]), rest)
    if most is None:
        assert choose(ways, rest).short
    else:
        assert choose(ways, Limits(ft3=most + 1, **rest.given())).short["ft3"] == pytest.approx(most, rel=1e-4)
        assert not choose(ways, Limits(ft3=0.999 * most, **rest.given())).short


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), limits=LIMITS, name=st.sampled_from(AMOUNTS), share=st.floats(0.5, 1))
def test_a_tighter_limit_never_raises_the_value(seed, limits, name, share):
    ways = random_ways(seed)
    wide = choose(ways, limits)
    if wide.short:
        return
    now = wide.totals[name]
    tighter = now + abs(now) * (1 - share) if name in GOALS else now * share
    narrow = choose(ways, Limits(**(limits.given() | {name: tighter})))
    assert narrow.short or narrow.totals["value"] <= wide.totals["value"] + 1e-3


def test_without_limits_every_sku_takes_its_best_way_and_nothing_is_lost():
    ways = random_ways(3)
    found = choose(ways, Limits())
    assert found.totals["value"] == pytest.approx(ways.groupby("sku")["value"].max().sum())
    assert found.totals["loss"] == 0
    assert found.binds == []


def test_a_step_that_is_not_worth_its_trouble_is_not_taken():
    ways = some_ways(
        ("A", "hold", 100), ("A", "best_plan", 105, {"trouble": 10}), ("B", "hold", 100), ("B", "best_plan", 120, {"trouble": 10})
    )
    assert choose(ways, Limits()).chosen.set_index("sku")["option"].to_dict() == {"A": "hold", "B": "best_plan"}
    assert choose(ways, Limits(changes=5)).totals["loss"] == 0


def test_one_more_cubic_foot_is_worth_the_cheapest_loss_per_foot():
    """A frees 10 ft3 for 20, B 10 ft3 for 50. Of 15 ft3 the last is B's: 50 / 10 a foot."""
    ways = some_ways(
        ("A", "hold", 100), ("A", "liquidate_all", 80, {"ft3": 10}), ("B", "hold", 100), ("B", "liquidate_all", 50, {"ft3": 10})
    )
    found = choose(ways, Limits(ft3=15))
    assert found.totals["loss"] == 20 + 50
    assert found.binds == ["ft3"]
    assert found.marginal["ft3"] == pytest.approx(50 / 10)
    assert list(found.chosen["sku"]) == ["B", "A"]  # the dearest compromise first


def test_one_more_price_change_is_worth_what_the_next_best_cut_brings():
    ways = some_ways(
        *[row for n in (30, 20, 10) for row in ((f"S{n}", "hold", 100), (f"S{n}", "best_single_price", 100 + n, {"changes": 1}))]
    )
    found = choose(ways, Limits(changes=2))
    assert found.chosen.set_index("sku")["option"].to_dict() == {"S10": "hold", "S20": "best_single_price", "S30": "best_single_price"}
    assert 10 <= found.marginal["changes"] <= 20  # between the third and the second
    assert choose(ways, Limits(changes=3)).marginal["changes"] in (0, pytest.approx(10))


def test_a_goal_out_of_reach_says_how_far_the_best_gets():
    """10 + 10 ft3 at most, but only 12 units may be handled: one SKU."""
    ways = some_ways(*[row for sku in "AB" for row in ((sku, "hold", 100), (sku, "liquidate_all", 80, {"ft3": 10, "units_out": 8}))])
    assert choose(ways, Limits(ft3=25)).short == {"ft3": 20}
    assert choose(ways, Limits(ft3=20, units_out=12)).short == {"ft3": 10, "units_out": 16}
    both = choose(ways, Limits(ft3=20, units_out=12))
    assert both.chosen["option"].tolist() == ["hold", "hold"]


def test_two_goals_that_cannot_be_met_at_all_are_both_named():
    ways = some_ways(("A", "hold", 100, {"cash": 5}), ("A", "liquidate_all", 80, {"ft3": 10}))
    assert choose(ways, Limits(cash=50, ft3=50)).short == {"cash": 5, "ft3": 10}


def test_two_currencies_are_never_added():
    ways = pd.concat([some_ways(("A", "hold", 100)), some_ways(("A", "hold", 100), marketplace="UK")])
    with pytest.raises(InputError, match="portfolio_marketplaces"):
        choose(ways, Limits())


def test_a_thousand_skus_are_chosen_near_the_bound_that_the_marginals_prove():
    """For any prices of the limits, Σ max(value − price·amount) + price·limit is a bound (Lagrange). At the marginals it is the relaxed
    optimum, which splits the way of at most as many SKUs as there are limits: so much is lost by whole ways."""
    ways = random_ways(11, skus=1000, options=8)
    limits = Limits(cash=95_000.0, changes=400, units_out=20_000)
    found = choose(ways, limits)
    assert not found.short
    assert meets(found.totals, limits)
    signed = {name: -value if name in GOALS else value for name, value in found.marginal.items()}
    priced = ways["value"] - sum(price * ways[name] for name, price in signed.items())
    bound = priced.groupby(ways["sku"]).max().sum() + sum(signed[name] * value for name, value in limits.given().items())
    spread = ways.groupby("sku")["value"].agg(lambda values: values.max() - values.min()).max()
    assert bound - 3 * spread <= found.totals["value"] <= bound + 1
