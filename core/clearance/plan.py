"""The best plan of one case: what to do now, when to do more, how it may turn out, and what waiting costs.

Solved at the expected demand curve (ladder.py), followed forwards (walk.py), played against doubt (doubt.py), held against what no
policy can exceed (bound.py). What to do first follows the stop rule of clearance.md §3.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.clearance.bound import fluid_bound
from core.clearance.case import Case
from core.clearance.doubt import Spread, of_policy
from core.clearance.engine import course as held_course
from core.clearance.ladder import Policy, free_price_bound
from core.clearance.options import HOLD, Valued, best_door, held
from core.clearance.terms import Terms
from core.clearance.walk import Walk, walk
from core.clearance.was_price import Reference, reference
from core.holding import next_charge_days

WAITS = (1, 2, 4, 8)
_LEAST_SHARE = 0.02  # of the units on hand: the least that is worth sending out
_LIKELY = 0.001  # a trigger that is less likely to be reached is not told


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """act: send_out | mark_down | promote | hold. keep_units at price, by offer (a promotion's name or None); exit_units by exit_channel
    (a door, None if there is nothing to send); cost_of_waiting: of one week; look_again: the day to solve anew."""

    act: str
    keep_units: float
    exit_units: float
    exit_channel: str | None
    price: float
    offer: str | None
    cost_of_waiting: float
    start_on: date
    look_again: date


@dataclass(frozen=True, kw_only=True)
class NextCharge:
    """The next day on which Amazon charges for age: what is due if everything is held, and under the plan."""

    on: date
    held: float
    planned: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """value: expected net recovery; bound_free_price, bound_fluid: no plan brings more; spread: how it may turn out; cost_of_waiting: weeks
    held as today → what that loses, never below 0; sold_out_by: week → chance.

    triggers: columns week, on, units_over, price (to mark down to), send_out (instead: what is over leaves), chance (of having so many).
    weekly: as walk.Walk.weekly, and units_p10, units_p90. charge: the next for age; reference: the price that discounts are measured
    against.
    """

    case: Case
    terms: Terms
    policy: Policy
    value: float
    spread: Spread
    first: FirstStep
    bound_free_price: float
    bound_fluid: float
    cost_of_waiting: dict[int, float]
    sold_out_by: dict[int, float]
    triggers: pd.DataFrame
    weekly: pd.DataFrame
    charge: NextCharge
    reference: Reference

    @property
    def gap(self) -> float:
        """How much more any policy at all could bring, as a share of the bound."""
        return (self.bound_fluid - self.value) / abs(self.bound_fluid) if self.bound_fluid else 0.0


def plan_of(case: Case, valued: Valued) -> Plan:
    """All that can be said of a case whose options have been valued, its policy among them."""
    policy, waits = valued.policy, cost_of_waiting(valued)
    terms, course = policy.terms, walk(policy)
    return Plan(
        case=case,
        terms=terms,
        policy=policy,
        value=policy.worth,
        spread=of_policy(case, policy),
        first=_first(case, valued, waits),
        bound_free_price=max(policy.worth, free_price_bound(case, terms, policy.levels, policy.start)),
        bound_fluid=fluid_bound(case, terms),
        cost_of_waiting=waits,
        sold_out_by={week: float(chance) for week, chance in enumerate(course.weekly["sold_out"]) if week},
        triggers=_triggers(case, policy, course),
        charge=_next_charge(case, policy, course),
        reference=_reference(case, course),
        weekly=course.weekly.assign(**{f"units_p{round(100 * share)}": course.quantile(share) for share in (0.1, 0.9)}),
    )


def cost_of_waiting(valued: Valued) -> dict[int, float]:
    """Weeks held at today's price, everything kept, and the best from then on → what that loses against the best now."""
    policy = valued.policy
    longer = {weeks: held(policy, weeks) for weeks in WAITS[1:] if weeks <= policy.terms.weeks}
    return {weeks: max(0.0, policy.worth - value) for weeks, value in ({1: valued.wait} | longer).items()}


def _first(case: Case, valued: Valued, waits: dict[int, float]) -> FirstStep:
    """The plan's own first step, if the plan brings enough more than holding to the horizon; a part too small to send is kept.
    Not by what one week of waiting costs: what costs little a week would be put off for ever."""
    policy = valued.policy
    terms, worth_it = policy.terms, policy.worth - valued.value[HOLD] >= valued.enough
    (keep, price, offer), all_units = policy.first(), case.units
    if not worth_it or all_units - keep < max(1.0, _LEAST_SHARE * all_units):
        _, price, offer = policy.first(all_kept=True)
        keep = all_units
    today, out = float(terms.prices[policy.menu[0]]), all_units - keep
    act = "send_out" if out else "mark_down" if price < today - 1e-9 else "promote" if offer else "hold"
    if not worth_it:
        act, price, offer = "hold", today, 0
    return FirstStep(
        act=act, keep_units=keep, exit_units=out, exit_channel=_door(case, terms) if out else None, price=price,
        offer=terms.promotions[offer - 1].name if offer else None, cost_of_waiting=waits[1], start_on=case.as_of,
        look_again=look_again(case),
    )  # fmt: skip


def _door(case: Case, terms: Terms) -> str | None:
    """The exit that brings most today; what the case itself gives counts as a liquidation."""
    return "liquidate" if case.exit_value is not None else best_door(terms)


def look_again(case: Case) -> date:
    """In a week, or in time to send units out before the next surcharge is taken."""
    in_time = next_charge_days(case.as_of, 0)[0] - timedelta(days=case.removal_days)
    week = case.as_of + timedelta(days=7)
    return min(week, in_time) if in_time > case.as_of else week


def _next_charge(case: Case, policy: Policy, course: Walk) -> NextCharge:
    day, terms = next_charge_days(case.as_of, 0)[0], policy.terms
    week = min(((day - case.as_of).days - 1) // 7, terms.weeks - 1)
    hold = held_course(terms, np.full(terms.weeks, policy.menu[0]), policy.levels)
    return NextCharge(on=day, held=float(hold[week, 3]), planned=float(course.weekly["surcharge"].iloc[week]))


def _reference(case: Case, course: Walk) -> Reference:
    rows, by_name = course.weekly.iloc[:-1], {one.name: one for one in case.promotions}
    used = [by_name.get(name) for name in rows["offer"]]
    return reference(rows["price"].to_numpy(), rows["sold"].to_numpy(), case.list_price, case.weekly_demand, used)


def _triggers(case: Case, policy: Policy, course: Walk) -> pd.DataFrame:
    """For each week, along the likeliest prices: over how many units the price goes down, and to what; over how many they are sent out."""
    rows, (k, c) = [], (0, policy.keep.shape[2] - 1)
    for week in range(policy.terms.weeks):
        above = np.cumsum(course.chance[week][::-1])[::-1]  # chance of at least so many
        keep = policy.keep[week, k, c]
        asked = policy.price[week, k, c, keep]
        steps = [(at, float(policy.terms.prices[policy.menu[asked[at]]])) for at in np.flatnonzero(np.diff(asked) > 0) + 1]
        steps += [(at, np.nan) for at in [_over(keep < np.arange(len(keep)))] if at]
        day = case.as_of + timedelta(days=7 * week)
        rows += [
            (week, day, float(course.grid[at - 1]), price, np.isnan(price), float(above[at])) for at, price in steps if above[at] >= _LIKELY
        ]
        k, c = np.unravel_index(course.state[week].argmax(), course.state[week].shape)
    return pd.DataFrame(rows, columns=["week", "on", "units_over", "price", "send_out", "chance"])


def _over(true: np.ndarray) -> int | None:
    """The lowest level from which on it is always true; None if it is not true at the top."""
    return None if not true[-1] else int(len(true) - np.argmin(true[::-1]) if not true.all() else 0)
