"""Sets: their parcel and fees by hand, their money against holding, the mark-down, and a simulation of single buyers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import policy
from core.clearance.build import terms_for
from core.clearance.bundles import BUY_TWO, COLUMNS, SLOW_STAR, UPGRADE, Offer, bundles, sale_of, stacked
from core.clearance.first_answer import first_answer
from core.clearance.partners import Habit
from core.errors import InputError
from core.fees.fulfilment import fulfilment
from tests.core.clearance.cases import POLICY, an_item

OFFER = Offer.from_policy(policy.load())
# the slow one: 24.00, 12 x 9 x 2.4 in, 0.8 lb
STAR = {
    "sku": "B", "title": "Star", "category": "Home & Kitchen", "price": 30.0, "weekly": 40.0, "landed_cost": 8.0, "longest_in": 10.0,
    "median_in": 8.0, "shortest_in": 3.0, "weight_lb": 1.5, "evidence": "together", "together": 9, "lift": 2.0,
}  # fmt: skip


def stars(*rows) -> pd.DataFrame:
    return pd.DataFrame([STAR | row for row in rows] or [], columns=list(STAR) if not rows else None)


def markdown(case) -> float:
    return float(first_answer(case).options.set_index("option").loc["best_single_price", "value"])


def table(case=None, rows=({},), **changes) -> pd.DataFrame:
    case = case or an_item()
    return bundles(case, stars(*rows), replace(OFFER, **changes), markdown(case))


def row(kind, **more) -> pd.Series:
    return table(**more).set_index("kind").loc[kind]


def test_the_parcel_lies_on_its_largest_faces():
    """12 x 9 x 2.4 on 10 x 8 x 3: 12 x 9 x 5.4, 0.8 + 1.5 lb."""
    found = stacked(an_item(), an_item(longest_in=10, median_in=8, shortest_in=3, weight_lb=1.5))
    assert [found[name] for name in ("longest_in", "median_in", "shortest_in", "weight_lb")] == pytest.approx([12, 9, 5.4, 2.3])
    assert found["unit_ft3"] == pytest.approx(12 * 9 * 5.4 / 1728)


def test_flat_things_piled_high_are_sorted_anew():
    cube = an_item(longest_in=4, median_in=4, shortest_in=4)
    assert [stacked(cube, cube)[name] for name in ("longest_in", "median_in", "shortest_in")] == [8, 4, 4]


def test_the_fee_of_a_set_is_amazon_s_for_the_parcel():
    found = row(SLOW_STAR)
    parcel = {"marketplace": "US", "category": "Home & Kitchen", "longest_in": 12, "median_in": 9, "shortest_in": 5.4, "weight_lb": 2.3}
    assert found["price"] == pytest.approx(0.85 * (24 + 30))
    assert found["fulfilment"] == pytest.approx(fulfilment(parcel | {"price": 45.9}, an_item().as_of).charge)
    assert found["referral"] == pytest.approx(0.15 * 45.9)


def test_what_a_set_of_slow_and_star_leaves_by_hand():
    """Four in five would have bought the star alone; of the fifth the star has to be bought again at 8.00; packing 1.00."""
    found = row(SLOW_STAR)
    assert found["set_margin"] == pytest.approx(45.9 - found["referral"] - found["fulfilment"])
    assert found["per_set"] == pytest.approx(found["set_margin"] - 1.0 - 0.8 * found["star_margin"] - 0.2 * 8.0)


def test_an_upgrade_adds_half_of_the_slow_price_and_costs_a_sale_of_the_star_each():
    found = row(UPGRADE)
    assert found["price"] == pytest.approx(30 + 0.5 * 24)
    assert found["per_set"] == pytest.approx(found["set_margin"] - 1.0 - found["star_margin"])


def test_buy_two_brings_the_second_piece_alone():
    found = row(BUY_TWO)
    assert found["price"] == pytest.approx(0.85 * 48)
    assert found["per_set"] == pytest.approx(found["set_margin"] - 1.0 - found["slow_margin"])
    assert found["partner"] is None


def test_who_buys_two_anyway_gets_the_discount_for_nothing_and_moves_no_unit_more():
    """A quarter of a two in each unit sold; nobody else takes the set: as if every sale cost a quarter of what a two leaves less."""
    plain = row(BUY_TWO)
    less = 2 * plain["slow_margin"] - (plain["set_margin"] - OFFER.pack_cost)
    found = bundles(an_item(), stars(), replace(OFFER, buy_two_share=0.0), markdown(an_item()), Habit(alone=0.5, pairs=0.25)).iloc[0]
    assert found["value"] == pytest.approx(first_answer(an_item(ads=an_item().ads + 0.25 * less)).hold_value)
    assert (found["units"], found["sets_week"]) == (0.0, 0.0)
    assert found["given_week"] < 0


def test_the_share_that_takes_two_is_of_those_who_would_have_bought_one():
    half = bundles(an_item(), stars(), OFFER, markdown(an_item()), Habit(alone=0.5)).iloc[0]
    assert half["sets_week"] == pytest.approx(row(BUY_TWO)["sets_week"] / 2)
    assert half["value"] == pytest.approx(row(BUY_TWO, buy_two_share=OFFER.buy_two_share / 2)["value"])
    assert half["given_week"] == 0.0


def test_a_set_that_nobody_takes_is_worth_holding():
    hold = first_answer(an_item()).hold_value
    assert table(attach_share=0.0, buy_two_share=0.0)["value"].to_numpy() == pytest.approx(hold, rel=1e-9)


def test_units_on_their_way_are_not_taken_for_units_on_hand():
    case = an_item(inbound=[{"units": 200, "on": "2027-01-04"}])
    nobody = table(case, attach_share=0.0, buy_two_share=0.0)["value"].to_numpy()
    assert nobody == pytest.approx(first_answer(case).hold_value, rel=1e-9)


def test_gain_and_value_a_unit_are_over_the_whole_stock():
    found = row(SLOW_STAR)
    assert found["gain"] == pytest.approx(found["value"] - markdown(an_item()))
    assert found["value_per_unit"] == pytest.approx(found["value"] / 600)


def test_at_the_needed_share_a_set_brings_what_the_mark_down_brings():
    case = an_item()
    needed = row(SLOW_STAR)["needed_share"]
    assert 0 < needed < 1
    assert row(SLOW_STAR, attach_share=needed)["value"] == pytest.approx(markdown(case), rel=0.01)


def test_sets_are_ranked_by_money_and_not_by_lift():
    found = table(rows=({"sku": "slow star", "lift": 9.0, "weekly": 1.0}, {"sku": "fast star", "lift": 1.1, "weekly": 90.0}))
    with_star = found[found["kind"] == SLOW_STAR]["partner"].tolist()
    assert with_star == ["fast star", "slow star"]
    assert found["value"].is_monotonic_decreasing


def test_the_money_agrees_with_a_simulation_of_single_buyers():
    """Four weeks of Poisson buyers in a random order; who comes when all is sold gets nothing; the rest leaves by the exit."""
    case = an_item(units_by_age=[{"units": 60, "age_days": 30}], horizon_weeks=4, variance_to_mean=1.0, weekly_demand=9)
    found = row(SLOW_STAR, case=case, attach_share=0.2)
    terms, _ = terms_for(case)
    today, chance, runs = case.shares.index(1.0), np.random.default_rng(2), 20_000
    left, money = np.full(runs, 60), np.zeros(runs)
    for week in range(4):
        money -= terms.beta**week * (terms.storage[week] + terms.surcharge[week, 0]) * left
        own, sets = chance.poisson(terms.demand[week, today], runs), chance.poisson(0.2 * 40, runs)
        sold = np.minimum(own + sets, left)
        in_sets = chance.hypergeometric(sets, own, sold)
        money += terms.beta**week * (in_sets * found["per_set"] + (sold - in_sets) * terms.margin[week, today])
        left = left - sold
    money += terms.beta**4 * terms.exit_value[-1] * left
    assert found["value"] == pytest.approx(money.mean(), abs=4 * money.std() / np.sqrt(runs))


@given(attach=st.floats(0, 1), cannibal=st.floats(0, 1), more=st.floats(0, 10))
@settings(max_examples=12, deadline=None)
def test_dearer_packing_never_brings_more(attach, cannibal, more):
    cheap, dear = (
        row(SLOW_STAR, attach_share=attach, cannibal_share=cannibal, pack_cost=cost)["value"] for cost in (1.0, 1.0 + more)
    )  # fmt: skip
    assert dear <= cheap + 1e-6


@given(share=st.floats(0, 1))
@settings(max_examples=10, deadline=None)
def test_no_more_goes_out_than_there_is(share):
    assert (table(attach_share=share, buy_two_share=share)["units"] <= 600 + 1e-6).all()


# --- unknown


@pytest.mark.parametrize(
    ("change", "reason", "kinds"),
    [
        ({"longest_in": None}, "dimensions_unknown", {SLOW_STAR, UPGRADE}),
        ({"weight_lb": None}, "weight_unknown", {SLOW_STAR, UPGRADE}),
        ({"landed_cost": None}, "star_cost_unknown", {SLOW_STAR}),
        ({"price": None}, "price_unknown", {SLOW_STAR, UPGRADE}),
        ({"weekly": None}, "star_demand_unknown", {SLOW_STAR, UPGRADE}),
        ({"weight_lb": 1e9}, "weight_unknown", {SLOW_STAR, UPGRADE}),
    ],
)
def test_what_is_not_known_of_a_star_is_no_value_with_its_reason(change, reason, kinds):
    found = table(rows=(change,))
    assert set(found.loc[found["reason"] == reason, "kind"]) == kinds
    assert found.loc[found["reason"].notna(), ["value", "gain", "needed_share", "units"]].isna().all().all()
    assert found.loc[found["reason"].isna(), "value"].notna().all()
    assert found["reason"].isna().iloc[0], "known ones stand first"


def test_without_the_star_s_cost_a_set_that_only_takes_the_place_of_its_sales_can_be_valued():
    found = table(rows=({"landed_cost": None},), cannibal_share=1.0)
    assert found["reason"].isna().all()


def test_what_is_not_known_of_the_slow_one_leaves_no_value_at_all():
    case = an_item(list_price=None)
    found = bundles(case, stars({}), OFFER, float("nan"))
    assert (found["reason"] == "price_unknown").all()
    assert found["value"].isna().all()


def test_without_partners_there_is_still_buy_two():
    found = table(rows=())
    assert found["kind"].tolist() == [BUY_TWO]
    assert list(found.columns) == list(COLUMNS)


def test_the_own_fee_offset_of_the_slow_one_is_not_put_on_the_set():
    offset = row(SLOW_STAR, case=an_item(fulfilment_offset=2.0))
    assert offset["fulfilment"] == row(SLOW_STAR)["fulfilment"]
    assert offset["slow_margin"] == pytest.approx(row(SLOW_STAR)["slow_margin"] - 2.0)


def test_a_share_outside_0_to_1_is_refused():
    with pytest.raises(InputError):
        Offer.from_policy(dict(POLICY) | {"clearance.bundle_attach_share": 1.5})


def test_a_sale_without_a_price_says_so():
    assert sale_of(an_item(), None).reason == "price_unknown"
