"""The best moves between sites: against every combination by hand, limits with their worth, and what cannot be met."""

from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.transfers.model import Limits, steps_down, steps_up
from core.transfers.moves import Move, Problem
from core.transfers.network import Lane
from core.transfers.plan import best, totals

ON = date(2026, 11, 22)


def a_lane(one="US", other="UK", **more) -> Lane:
    terms = {"freight_per_lb": 0.0, "freight_per_unit": 0.0, "duty_share": 0.0, "tax_share": 0.0, "lead_days": 14, "currency": "USD"}
    return Lane(from_site=one, to_site=other, **(terms | more))


def a_problem(losses: dict, gains: dict, moves: list[tuple], sites: list[str]) -> Problem:
    """losses: stock → worth lost by 0, 1, … lots; gains: (stock, days) → worth gained; moves: (source, dest, lane, lot, unit cost)."""
    rows = [
        {"product": "P", "site": site, "sku": f"{site}-P", "title": "Mug", "on_hand": 100.0, "inbound": 0.0, "level": 0} for site in sites
    ]
    made = [
        Move(
            source=i,
            dest=j,
            lane=lane,
            lot=lot,
            most=min(len(losses[i]), len(gains[j, lane.lead_days])) - 1,
            unit_cost=cost,
            days=lane.lead_days,
        )
        for i, j, lane, lot, cost in moves
    ]
    return Problem(
        nodes=pd.DataFrame(rows), moves=made, losses={i: (10.0, np.array(worth)) for i, worth in losses.items()},
        gains={key: (10.0, np.array(worth)) for key, worth in gains.items()}, currency="USD", as_of=ON, left_out=pd.DataFrame(),
    )  # fmt: skip


def by_hand(problem: Problem, limits: Limits) -> float:
    """The most that any whole numbers of lots bring, each move that is made costing its trouble."""
    found = -np.inf
    for lots in product(*(range(move.most + 1) for move in problem.moves)):
        cost = sum(move.unit_cost * move.lot * count for move, count in zip(problem.moves, lots, strict=True))
        least = all(not 0 < count * move.lot < move.lane.least_units for move, count in zip(problem.moves, lots, strict=True))
        within = limits.budget is None or cost <= limits.budget + 1e-9
        leaving = {i: sum(c for m, c in zip(problem.moves, lots, strict=True) if m.source == i) for i in problem.losses}
        fits = all(count < len(problem.losses[i][1]) for i, count in leaving.items())
        if least and within and fits:
            found = max(found, totals(problem, np.array(lots, float))["benefit"] - limits.trouble * sum(count > 0 for count in lots))
    return found


def test_units_go_where_they_bring_more_until_they_no_longer_do():
    # a lot is 10 units: here it loses 20, 20, 20; there it gains 90, 50, 25; moving costs 2 a unit: 50, 10, −15
    problem = a_problem({0: [0, 20, 40, 60]}, {(1, 14): [0, 90, 140, 165]}, [(0, 1, a_lane(), 10.0, 2.0)], ["US", "UK"])
    found = best(problem, Limits(trouble=0.0))
    assert found.moves["units"].to_list() == [20.0]
    assert found.benefit == pytest.approx(140 - 40 - 2 * 20)
    assert (found.cost, found.status) == (40.0, "optimal")


def test_a_move_that_brings_less_than_its_trouble_is_not_made():
    problem = a_problem({0: [0, 20]}, {(1, 14): [0, 45]}, [(0, 1, a_lane(), 10.0, 2.0)], ["US", "UK"])  # 45 − 20 − 20 = 5
    assert best(problem, Limits(trouble=6.0)).moves.empty
    assert best(problem, Limits(trouble=4.0)).benefit == pytest.approx(5.0)


curves = st.lists(st.floats(0, 60), min_size=1, max_size=3)


@given(loss=curves, gains=st.tuples(curves, curves), costs=st.tuples(st.floats(0, 3), st.floats(0, 3)), trouble=st.sampled_from([0.0, 10.0]),
       budget=st.sampled_from([None, 25.0]), least=st.sampled_from([0.0, 20.0]))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_no_other_combination_of_moves_brings_more(loss, gains, costs, trouble, budget, least):
    lost = np.cumsum([0.0, *sorted(loss)])
    won = [np.cumsum([0.0, *sorted(steps, reverse=True)]) for steps in gains]
    lanes = [a_lane("US", "UK", least_units=least), a_lane("US", "DE")]
    moves = [(0, 1, lanes[0], 10.0, costs[0]), (0, 2, lanes[1], 10.0, costs[1])]
    problem = a_problem({0: lost}, {(1, 14): won[0], (2, 14): won[1]}, moves, ["US", "UK", "DE"])
    limits = Limits(trouble=trouble, budget=budget)
    found = best(problem, limits)
    assert found.benefit - trouble * len(found.moves) == pytest.approx(by_hand(problem, limits), abs=0.02)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=8))
def test_steps_fill_in_order_and_reach_the_ends(steps):
    worth = np.cumsum([0.0, *steps])
    down, up = steps_down(worth, len(steps)), steps_up(worth)
    assert (np.diff(down) <= 1e-9).all()
    assert (np.diff(up) >= -1e-9).all()
    assert down.sum() == pytest.approx(worth[-1], abs=1e-9)
    assert up.sum() == pytest.approx(worth[-1], abs=1e-9)


def test_one_more_dollar_of_budget_is_worth_what_the_next_units_bring_for_it():
    # one lot costs 20; the next would bring 50 − 20 = 30 for 20 dollars more: 1.5 a dollar, less the dollar itself
    problem = a_problem({0: [0, 20, 40]}, {(1, 14): [0, 90, 140]}, [(0, 1, a_lane(), 10.0, 2.0)], ["US", "UK"])
    found = best(problem, Limits(trouble=0.0, budget=25.0))
    assert found.moves["units"].to_list() == [10.0]
    assert found.binds == ["budget"]
    assert found.marginal["budget"] == pytest.approx((50 - 20) / 20 - 1.0)


def test_a_lane_that_takes_no_more_is_named():
    problem = a_problem({0: [0, 20, 40]}, {(1, 14): [0, 90, 140]}, [(0, 1, a_lane(most_units=10.0), 10.0, 2.0)], ["US", "UK"])
    found = best(problem, Limits(trouble=0.0))
    assert found.moves["units"].to_list() == [10.0]
    assert found.binds == ["lane.US.UK"]


def test_a_goal_that_cannot_be_met_says_how_far_one_can_get():
    problem = a_problem({0: [0, 20, 40]}, {(1, 14): [0, 90, 140]}, [(0, 1, a_lane(), 10.0, 2.0)], ["US", "UK"])
    found = best(problem, Limits(free_units={"US": 500.0}))
    assert found.status == "infeasible"
    assert found.short == {"free_units.US": 20.0}
    assert found.moves.empty


def test_a_goal_makes_moves_that_money_alone_would_not():
    problem = a_problem({0: [0, 20, 40]}, {(1, 14): [0, 30, 40]}, [(0, 1, a_lane(), 10.0, 2.0)], ["US", "UK"])
    assert best(problem, Limits(trouble=0.0)).moves.empty
    found = best(problem, Limits(trouble=0.0, free_units={"US": 10.0}))
    assert found.moves["units"].to_list() == [10.0]
    assert found.benefit == pytest.approx(30 - 20 - 20)
    assert found.marginal["free_units.US"] > 0


def test_a_shipment_is_paid_once_whatever_is_in_it():
    lane = a_lane(shipment_cost=35.0)
    problem = a_problem({0: [0, 20, 40]}, {(1, 14): [0, 90, 140]}, [(0, 1, lane, 10.0, 2.0)], ["US", "UK"])
    found = best(problem, Limits(trouble=0.0))
    assert found.cost == pytest.approx(2 * 20 + 35)
    assert found.benefit == pytest.approx(140 - 40 - 40 - 35)
    dear = a_problem({0: [0, 20, 40]}, {(1, 14): [0, 90, 140]}, [(0, 1, a_lane(shipment_cost=70.0), 10.0, 2.0)], ["US", "UK"])
    assert best(dear, Limits(trouble=0.0)).moves.empty


def test_a_slower_lane_loses_what_comes_later():
    fast, slow = a_lane(), a_lane("DE", "UK", lead_days=28)
    gains = {(2, 14): [0, 90, 140], (2, 28): [0, 88, 135]}
    problem = a_problem({0: [0, 20], 1: [0, 20]}, gains, [(0, 2, fast, 10.0, 2.0), (1, 2, slow, 10.0, 2.0)], ["US", "DE", "UK"])
    found = best(problem, Limits(trouble=0.0))
    assert found.benefit == pytest.approx(140 - (140 - 135) / 2 - 40 - 40)  # the slower lot: the mean of what two lose


def test_urgency_changes_the_choice_and_never_the_money():
    problem = a_problem({0: [0, 20]}, {(1, 14): [0, 42]}, [(0, 1, a_lane(), 10.0, 2.5)], ["US", "UK"])  # 42 − 20 − 25 = −3
    problem.nodes.loc[0, "level"] = 2
    assert best(problem, Limits(trouble=0.0)).moves.empty
    urgent = best(problem, Limits(trouble=0.0, slow=1.3))
    assert urgent.benefit == pytest.approx(-3.0)


def test_the_last_day_to_ship_is_before_the_other_end_runs_empty_or_the_surcharge_here():
    problem = a_problem({0: [0, 20]}, {(1, 14): [0, 90]}, [(0, 1, a_lane(), 10.0, 2.0)], ["US", "UK"])
    problem.nodes["stockout_on"] = [None, pd.Timestamp("2026-12-20")]
    problem.nodes["surcharge_on"] = [pd.Timestamp("2026-12-15"), None]
    problem.nodes["surcharge_next"] = [4.0, 0.0]
    row = best(problem, Limits(trouble=0.0)).moves.iloc[0]
    assert (row["ship_by"], row["ship_why"]) == (date(2026, 12, 6), "stockout")  # 20 December less 14 days on the way
    assert row["sellable_on"] == date(2026, 12, 6)


def test_without_any_move_there_is_a_plan_of_none():
    problem = a_problem({}, {}, [], ["US"])
    found = best(problem)
    assert (found.benefit, found.status, len(found.moves)) == (0.0, "optimal", 0)
