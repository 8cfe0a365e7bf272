"""The options of an answer, from Terms and the best policy.

hold                keep everything at today's price, exit what is left at the horizon
best_single_price   the best one price of the menu, now and to the horizon
ladder_30_50_70     30 % off in the first third of the weeks, 50 % in the second, 70 % in the last
best_plan           the exact optimum: price steps, promotions and partial exits (ladder.py)
liquidate_all, remove_all, dispose_all, donate_all      everything out today by that door

No option brings more than the best plan; a simpler one is named best where it brings about as much (`enough`).
Waiting a week = hold the first week at today's price, then the best plan for whatever number of units is left.
"""

from dataclasses import dataclass

import numpy as np

from core.clearance.case import Case
from core.clearance.engine import one_price, one_week, values
from core.clearance.ladder import Policy, best_policy
from core.clearance.terms import Terms

HOLD, SINGLE, LADDER, PLAN = "hold", "best_single_price", "ladder_30_50_70", "best_plan"
EXITS = {"liquidate": "liquidate_all", "remove": "remove_all", "dispose": "dispose_all", "donate": "donate_all"}
OPTIONS = (HOLD, SINGLE, LADDER, *EXITS.values(), PLAN)
OF_LIST_VALUE = 0.002  # share of the stock at list price that a step must bring (clearance.md §3, stop rule)


@dataclass(frozen=True, kw_only=True)
class Valued:
    """value: option → money now, NaN where unknown; single: index of the best single price in terms.prices; wait: value of waiting one
    week, NaN where unknown; policy: behind best_plan, None where unknown; enough: money that a more laborious option must bring more."""

    value: dict[str, float]
    single: int | None
    wait: float
    policy: Policy | None
    enough: float

    @property
    def best(self) -> str | None:
        """Holding where nothing brings enough more than it; else the highest simple option if the plan brings not enough more, the
        gentlest of equals; else the plan. None while holding or a price cut cannot be valued."""
        if self.single is None:
            return None
        plan, simple = self.value[PLAN], [option for option in OPTIONS[:-1] if self.value[option] == self.value[option]]
        if self.value[HOLD] >= plan - self.enough:
            return HOLD
        best = max(simple, key=lambda option: (round(self.value[option], 9), -OPTIONS.index(option)))
        return best if self.value[best] >= plan - self.enough else PLAN

    @property
    def cost_of_waiting(self) -> float:
        return float("nan") if self.best is None else max(0.0, self.value[PLAN] - self.wait)


def enough(case: Case, terms: Terms) -> float:
    """The least gain that is worth a step: the seller's, or a share of the stock at today's price."""
    return max(case.least_gain, OF_LIST_VALUE * case.units * float(terms.prices[case.shares.index(1.0)]))


def best_door(terms: Terms, week: int = 0) -> str | None:
    """The exit that brings most in a week, the gentlest of equals."""
    doors = list(terms.exits)
    return max(doors, key=lambda door: (round(float(terms.exits[door][week]), 9), -doors.index(door)), default=None)


def paths_of(terms: Terms, ladder: tuple[int, int, int], start: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """((J, T) one price throughout, (1, T) the ladder begun in week `start`)."""
    return one_price(terms), np.asarray(ladder)[thirds(terms.weeks, start)][None, :]


def thirds(weeks: int, start: int = 0) -> np.ndarray:
    """0, 1, 2: which third of the weeks from `start` to the horizon each week is in."""
    return np.minimum(2, 3 * np.maximum(0, np.arange(weeks) - start) // max(1, weeks - start))


def value_options(case: Case, terms: Terms, *, menu: np.ndarray, today: int, ladder: tuple[int, int, int], levels: int) -> Valued:
    """menu: indices of terms.prices that a single price may take; today: index of today's price; ladder: indices of its three steps."""
    exits = {option: _exit_now(terms, door) for door, option in EXITS.items()}
    if terms.unknown:
        unknown = dict.fromkeys((HOLD, SINGLE, LADDER, PLAN), np.nan)
        return Valued(value=unknown | exits, single=None, wait=np.nan, policy=None, enough=np.nan)
    constant, steps = paths_of(terms, ladder)
    found = values(terms, np.vstack([constant, steps]), levels)[:, 0, terms.lots(levels)]
    single = int(menu[np.argmax(np.round(found[menu], 9))])
    policy = best_policy(case, terms, levels)
    paths = {HOLD: found[today], SINGLE: found[single], LADDER: found[-1], PLAN: policy.worth}
    return Valued(
        value={name: float(value) for name, value in paths.items()} | exits, single=single, wait=held(policy, 1), policy=policy,
        enough=enough(case, terms),
    )  # fmt: skip


def held(policy: Policy, weeks: int) -> float:
    """Value now of keeping everything at today's price for some weeks, and the best from then on."""
    terms, levels = policy.terms, policy.levels
    value, grid = policy.value[weeks], terms.grid(levels)
    above = grid[len(value) :] - grid[len(value) - 1]
    value = np.append(value, value[-1] + above * terms.exit_value[weeks])
    for week in range(weeks - 1, -1, -1):
        value = one_week(terms, value, int(policy.menu[0]), levels, week)
    return float(value[terms.lots(levels)])


def _exit_now(terms: Terms, door: str) -> float:
    """Everything by one door: what is on hand today, what comes in when it does."""
    if door not in terms.exits:
        return float("nan")
    later = terms.arrivals * terms.exits[door][:-1] * terms.beta ** np.arange(terms.weeks)
    return float(terms.units * terms.exits[door][0] + later.sum())
