"""The plan, clearing in place and doing nothing lived through: the same stocks, the same draws, the money that came."""

from dataclasses import replace

import numpy as np
import pytest

from core import settings
from core.transfers.ask import ask, nodes, rates
from core.transfers.lived import WAYS, lived
from core.transfers.model import Limits
from core.transfers.plan import best
from tests.core.transfers.sellers import two_sites


def told(ws, run, **limits):
    problem = ask(ws, run)
    plan = best(problem, Limits(**limits))
    return problem, plan, rates(ws, run, nodes(ws, run)), settings.policy(ws)


@pytest.mark.parametrize("facts", [{"stage": "decline"}, {"stage": "maturity", "lead_time_days": 60.0}])
def test_what_the_plan_says_is_what_its_lives_bring_and_more_than_the_other_ways(ws, facts):
    """A product that ends, and one that is bought again with a lead time longer than the way."""
    run = two_sites(ws, stage=facts["stage"])
    with ws.write() as cursor:
        cursor.execute("update run_health set lead_time_days = $days", {"days": facts.get("lead_time_days", 30.0)})
    problem, plan, exchange, policy = told(ws, run)
    assert len(plan.moves)
    found = lived(problem, plan, exchange, policy, lives=2000)
    room = 0.04 * plan.moves["gain"].sum()  # the plan values lots of 74 units, the lives single ones
    assert found.low - room <= plan.benefit <= found.high + room
    ways = found.ways.set_index("way")
    assert list(ways.index) == list(WAYS)
    assert ways.loc["plan", "mean"] - ways.loc["clear", "mean"] == pytest.approx(found.mean)
    assert ways.loc["plan", "mean"] > ways.loc["clear", "mean"] > 0
    assert (ways.loc["nothing", ["mean", "p10", "p90"]] == 0).all()
    assert found.better > 0.5


def test_the_same_plan_lived_twice_is_the_same(ws):
    asked = told(ws, two_sites(ws))
    assert lived(*asked, lives=50).mean == lived(*asked, lives=50).mean


def test_a_plan_that_costs_more_brings_so_much_less(ws):
    problem, plan, exchange, policy = told(ws, two_sites(ws))
    dearer = replace(plan, cost=plan.cost + 100.0)
    found, less = (lived(problem, one, exchange, policy, lives=50) for one in (plan, dearer))
    assert found.mean - less.mean == pytest.approx(100.0)


def test_a_plan_that_moves_far_too_much_is_shown_to_bring_less_than_clearing(ws):
    """All of it, to where no more sells: nothing of what the plan says is believed."""
    problem, plan, exchange, policy = told(ws, two_sites(ws, us_week=2.0, uk_week=2.0))
    move = replace(problem.moves[0], lot=100.0, most=6)
    problem = replace(problem, moves=[move])
    most = replace(plan, lots=np.array([6.0]), cost=600 * move.unit_cost, benefit=5000.0)
    assert lived(problem, most, exchange, policy, lives=100).mean < 0


def test_without_moves_there_is_nothing_to_live_through(ws):
    problem, plan, exchange, policy = told(ws, two_sites(ws), trouble=1e9)
    assert plan.moves.empty
    assert lived(problem, plan, exchange, policy) is None
