"""The first answer: the published case A to the cent, the best of the options, what is unknown, the traps of clearance.md §6."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.clearance.build import terms_of
from core.clearance.case import Case
from core.clearance.first_answer import at_price, first_answer, option_course, price_path
from core.errors import InputError
from tests.core.clearance.cases import POLICY, A, an_item, case_a


def option(answer, name):
    return answer.options.set_index("option").loc[name]


@pytest.fixture(scope="module")
def answer_a():
    return first_answer(case_a())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hold", 2954.64),
        ("ladder_30_50_70", 2234.53),
        ("best_single_price", 3465.72),
        ("liquidate_all", 648.00),  # 600 × (0.075 × 24 × 0.85 − 0.45)
        ("dispose_all", -624.00),  # 600 × −1.04
    ],
)
def test_case_a_is_worth_what_is_published_to_the_cent(answer_a, name, value):
    """Source: clearance.md §5."""
    assert round(option(answer_a, name)["value"], 2) == value


def test_case_a_names_the_best_price_margin_and_holding(answer_a):
    assert option(answer_a, "best_single_price")["price"] == pytest.approx(0.75 * 24)
    assert answer_a.margin_now == pytest.approx(24 * 0.85 - 4.5 - 1.2)
    assert answer_a.margin_now == pytest.approx(14.70)
    assert answer_a.holding_week == pytest.approx(600 * 0.15 * 0.78 * 12 / 52 + 200 * 0.15 * 0.50 * 12 / 52)
    assert round(answer_a.holding_week, 2) == 19.66
    assert answer_a.best_option == "best_plan"
    assert round(answer_a.best_value, 2) == 3757.95
    assert answer_a.money_at_stake == pytest.approx(3757.95 - 2954.64, abs=0.01)


def test_the_course_of_an_option_is_worth_the_option(answer_a):
    for name in ("hold", "best_single_price", "ladder_30_50_70"):
        found = option_course(answer_a, name)
        row = option(answer_a, name)
        assert found.value == pytest.approx(row["value"])
        assert (found.sold_units, found.holding, found.surcharge) == pytest.approx((row["sold_units"], row["holding"], row["surcharge"]))


def test_a_slider_at_the_best_price_gives_the_best_price_s_value(answer_a):
    best = option(answer_a, "best_single_price")["value"]
    assert at_price(case_a(), 18.0).value == pytest.approx(best)
    assert at_price(case_a(), 18.01).value != pytest.approx(best, abs=1e-4)


def test_every_option_has_an_interval_and_what_leaves_at_once_is_sure(answer_a):
    rows = answer_a.options.dropna(subset=["value"]).set_index("option")
    sold = rows.loc[["hold", "best_single_price", "ladder_30_50_70", "best_plan"]]
    assert ((sold["p10"] < sold["p50"]) & (sold["p50"] < sold["p90"])).all()
    assert ((sold["p10"] < sold["value"]) & (sold["value"] < sold["p90"])).all()
    assert rows.loc["liquidate_all", ["p10", "p50", "p90"]].tolist() == pytest.approx([648.0] * 3)


def test_a_simple_option_is_named_where_the_plan_brings_hardly_more():
    """An inelastic product with little stock: nothing is to be done, and the plan's few cents are no reason to."""
    answer = first_answer(case_a(units_by_age=[{"units": 40, "age_days": 20}], elasticity=0.4))
    assert answer.best_option == "hold"
    assert answer.options.set_index("option")["value"]["best_plan"] - answer.hold_value < 10


def test_the_seller_s_own_ladder_is_valued_by_the_same_engine():
    steps = [16.8] * 9 + [12.0] * 9 + [7.2] * 8  # 70, 50, 30 % of 24 in thirds of 26 weeks
    found = price_path(case_a(), steps)
    assert round(found.value, 2) == 2234.53
    assert found.weeks_to_clear == 24


def test_waiting_a_week_costs_what_the_best_falls_short(answer_a):
    """Hold one week at today's price, then the best plan in each state: written out over the states after the week."""
    from scipy.stats import nbinom

    then, beta = answer_a.plan.policy.value[1], answer_a.plan.terms.beta
    chance = nbinom(10.0, 0.5).pmf(np.arange(601))
    sold = (np.arange(601) * chance).sum()
    wait = -answer_a.holding_week + 14.7 * sold + beta * (chance * then[::-1]).sum()
    assert answer_a.cost_of_waiting_week == pytest.approx(3757.9529 - wait, abs=1e-3)
    assert round(answer_a.cost_of_waiting_week, 2) == 21.10


LOTS = st.fixed_dictionaries({
    "list_price": st.floats(3, 80), "weekly_demand": st.floats(0, 40), "elasticity": st.floats(0.2, 5), "fulfilment": st.floats(0.5, 8),
    "unit_ft3": st.floats(0.01, 1), "exit_value": st.floats(-1, 3), "dispose_fee": st.floats(0, 3), "remove_fee": st.floats(0, 3),
    "response": st.sampled_from(["exponential", "constant_elasticity"]), "horizon_weeks": st.integers(1, 12),
})  # fmt: skip


@given(changes=LOTS)
@settings(max_examples=40, deadline=None)
def test_the_best_is_no_worse_than_any_option_and_waiting_never_earns(changes):
    assume(changes["exit_value"] >= -min(changes["dispose_fee"], changes["remove_fee"]))  # it is the best exit, as its name says
    case = case_a(**changes, units_by_age=[{"units": 30, "age_days": 100}, {"units": 17, "age_days": 300}])
    answer = first_answer(case)
    worth_it = max(10.0, 0.002 * case.units * case.list_price)
    values = answer.options.set_index("option")["value"]
    assert values.max() == pytest.approx(values["best_plan"]), "no option brings more than the plan"
    assert answer.best_value >= values.max() - worth_it
    assert answer.cost_of_waiting_week >= 0
    assert answer.money_at_stake >= 0
    assert option(answer, "best_single_price")["value"] >= answer.hold_value - 1e-9, "today's price is on the grid"
    sold = answer.options["sold_units"].dropna()
    assert ((sold >= -1e-9) & (sold <= case.units + 1e-9)).all()


@given(changes=LOTS, more=st.floats(0.01, 2))
@settings(max_examples=25, deadline=None)
def test_a_better_exit_never_makes_the_best_worse(changes, more):
    units = [{"units": 30, "age_days": 100}]
    lower = first_answer(case_a(**changes, units_by_age=units))
    higher = first_answer(case_a(**(changes | {"exit_value": changes["exit_value"] + more}), units_by_age=units))
    assert higher.plan.value >= lower.plan.value - 1e-9


# --- traps


def test_what_a_unit_cost_does_not_change_what_clearing_is_worth():
    cheap, dear, unknown = (first_answer(case_a(landed_cost=cost)) for cost in (1.0, 20.0, None))
    assert cheap.options.equals(dear.options)
    assert cheap.options.equals(unknown.options)
    assert cheap.break_even.price < dear.break_even.price
    assert math.isnan(unknown.break_even.price)
    assert unknown.break_even.reason == "unit_cost_unknown"


def test_break_even_and_floor_of_case_a(answer_a):
    """0.85 p − 5.70 = target → p = (target + 5.70) / 0.85, up to the next cent; the floor's target is the exit value 1.08."""
    assert first_answer(case_a(landed_cost=6.0)).break_even.price == math.ceil((6.0 + 5.7) / 0.85 * 100) / 100
    assert answer_a.floor.price == math.ceil((1.08 + 5.7) / 0.85 * 100) / 100


def test_a_deep_cut_can_be_worse_than_the_exit():
    """Fees of 9.50 eat a price of 7.20: selling out by 70 % off is worth less than liquidating today."""
    answer = first_answer(case_a(fulfilment=8.3, weekly_demand=30))
    assert at_price(case_a(fulfilment=8.3, weekly_demand=30), 7.2).value < option(answer, "liquidate_all")["value"]


def test_the_referral_minimum_binds_at_low_prices():
    """2.00 × 15 % = 0.30: below 2.00 the minimum of 0.30 is due, above it the share."""
    terms, _ = terms_of([case_a(list_price=4.0, referral_min=0.3, fulfilment=0.5, ads=0.0, price_shares=[0.5, 0.25])])[0]
    by_price = dict(zip(terms.prices.round(2), terms.margin[0].round(6), strict=True))
    assert by_price[2.0] == pytest.approx(2.0 - 0.3 - 0.5)
    assert by_price[1.0] == pytest.approx(1.0 - 0.3 - 0.5)
    assert by_price[4.0] == pytest.approx(4.0 - 0.6 - 0.5)


def test_constant_elasticity_promises_more_from_deep_cuts_than_the_default():
    """At 70 % off and elasticity 2.62: × 0.3^−2.62 = 23.4 against × e^(2.62 × 0.7) = 6.3."""
    uplift = {
        response: (lambda demand: demand[0, -1] / demand[0, 0])(terms_of([case_a(elasticity=2.62, response=response)])[0][0].demand)
        for response in ("exponential", "constant_elasticity")
    }
    assert uplift["constant_elasticity"] == pytest.approx(0.3**-2.62)
    assert uplift["exponential"] == pytest.approx(math.exp(2.62 * 0.7))
    capped, _ = terms_of([case_a(elasticity=2.62, response="constant_elasticity", max_uplift=3.0)])[0]
    assert capped.demand[0].max() == pytest.approx(30)


def test_an_inelastic_item_with_normal_cover_is_not_discounted():
    answer = first_answer(case_a(elasticity=0.5, units_by_age=[{"units": 60, "age_days": 20}]))
    assert answer.best_option == "hold"
    assert answer.money_at_stake == 0
    assert answer.cost_of_waiting_week == 0


def test_liquidation_money_that_comes_later_is_worth_less():
    now, later = (first_answer(an_item(liquidation_cash_days=days)) for days in (0, 90))
    values = [option(answer, "liquidate_all")["value"] for answer in (now, later)]
    assert values[0] == pytest.approx(600 * (24 * 0.075 * 0.85 - 0.30))  # 0.8 lb standard: processing 0.30
    assert values[1] == pytest.approx(values[0] / (1 + 0.15 / 52) ** (90 / 7))


# --- what is not known


def test_no_price_leaves_only_what_needs_none():
    answer = first_answer(an_item(list_price=None))
    assert answer.best_option is None
    assert answer.reason == "price_unknown"
    assert math.isnan(answer.best_value)
    assert math.isnan(answer.cost_of_waiting_week)
    assert option(answer, "liquidate_all")["reason"] == "price_unknown"
    assert option(answer, "dispose_all")["value"] == pytest.approx(-600 * 1.53)


def test_no_dimensions_gives_no_money_but_still_the_units_sold():
    answer = first_answer(an_item(longest_in=None, median_in=None, shortest_in=None))
    hold = option(answer, "hold")
    assert math.isnan(hold["value"])
    assert hold["reason"] == "dimensions_unknown"
    assert math.isnan(hold["holding"])
    assert hold["sold_units"] == pytest.approx(52 * 10, rel=0.01)
    assert answer.best_option is None


def test_unknown_age_leaves_the_exits():
    answer = first_answer(an_item(units_by_age=[{"units": 600, "age_days": None}]))
    assert option(answer, "hold")["reason"] == "age_unknown"
    assert math.isnan(option(answer, "hold")["value"])
    assert option(answer, "liquidate_all")["value"] > 0
    assert answer.best_option is None


def test_no_sales_means_holding_sells_nothing_and_a_cut_is_told_to_be_a_guess():
    answer = first_answer(case_a(weekly_demand=0))
    assert option(answer, "hold")["sold_units"] == 0
    assert option(answer, "hold")["reason"] is None
    assert option(answer, "best_single_price")["reason"] == "no_sales"
    assert option(answer, "best_single_price")["value"] == pytest.approx(answer.hold_value)
    assert answer.best_option == "liquidate_all"


def test_unknown_demand_leaves_the_exits():
    answer = first_answer(case_a(weekly_demand=None))
    assert option(answer, "hold")["reason"] == "demand_unknown"
    assert math.isnan(option(answer, "hold")["sold_units"])
    assert option(answer, "liquidate_all")["value"] == pytest.approx(648)


def test_a_course_without_a_price_is_refused():
    with pytest.raises(InputError, match="clearance_no_course"):
        option_course(first_answer(an_item(list_price=None)), "hold")


def test_a_marketplace_without_rates_says_so():
    answer = first_answer(an_item(marketplace="IN"))
    assert answer.reason == "no_rate_in_force"


def test_the_assumptions_are_told():
    codes = {code for code, _ in first_answer(an_item(category="Unheard of")).assumptions}
    assert {"elasticity", "response_exponential", "horizon", "no_own_channel", "no_ads", "liquidation", "fee_category_default"} <= codes


def test_a_case_file_is_a_case():
    assert Case.from_json(A, POLICY) == case_a()
