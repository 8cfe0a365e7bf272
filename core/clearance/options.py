"""The six options of the first answer and the cost of waiting a week, from Terms alone.

hold                keep everything at today's price, exit what is left at the horizon
best_single_price   the best one price of the menu, now and to the horizon
ladder_30_50_70     30 % off in the first third of the weeks, 50 % in the second, 70 % in the last
liquidate_all, remove_all, dispose_all      everything out today by that door

Waiting a week = hold the first week at today's price, then the best of these options for whatever number of units is left.
Its cost is what that falls short of the best now; it is never below 0, because waiting is a choice too.
"""

from dataclasses import dataclass

import numpy as np

from core.clearance.engine import one_week, values
from core.clearance.terms import Terms

HOLD, SINGLE, LADDER = "hold", "best_single_price", "ladder_30_50_70"
EXITS = {"liquidate": "liquidate_all", "remove": "remove_all", "dispose": "dispose_all"}
OPTIONS = (HOLD, SINGLE, LADDER, *EXITS.values())


@dataclass(frozen=True, kw_only=True)
class Valued:
    """value: option → money now, NaN where unknown; single: index of the best single price in terms.prices;
    wait: value of waiting one week, NaN where unknown."""

    value: dict[str, float]
    single: int | None
    wait: float

    @property
    def best(self) -> str | None:
        """The option with the highest value, the gentlest of equals; None while holding or a price cut cannot be valued."""
        if self.single is None:
            return None
        known = [option for option in OPTIONS if self.value[option] == self.value[option]]
        return max(known, key=lambda option: (round(self.value[option], 9), -OPTIONS.index(option)))

    @property
    def cost_of_waiting(self) -> float:
        return float("nan") if self.best is None else max(0.0, self.value[self.best] - self.wait)


def paths_of(terms: Terms, ladder: tuple[int, int, int], start: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """((J, T) one price throughout, (1, T) the ladder begun in week `start`)."""
    constant = np.tile(np.arange(len(terms.prices))[:, None], (1, terms.weeks))
    return constant, np.asarray(ladder)[thirds(terms.weeks, start)][None, :]


def thirds(weeks: int, start: int = 0) -> np.ndarray:
    """0, 1, 2: which third of the weeks from `start` to the horizon each week is in."""
    return np.minimum(2, 3 * np.maximum(0, np.arange(weeks) - start) // max(1, weeks - start))


def value_options(terms: Terms, *, menu: np.ndarray, today: int, ladder: tuple[int, int, int], levels: int) -> Valued:
    """menu: indices of terms.prices that a single price may take; today: index of today's price; ladder: indices of its three steps."""
    exits = {option: _exit_now(terms, door) for door, option in EXITS.items()}
    if terms.unknown:
        return Valued(value={HOLD: np.nan, SINGLE: np.nan, LADDER: np.nan} | exits, single=None, wait=np.nan)
    constant, steps = paths_of(terms, ladder)
    found = values(terms, np.vstack([constant, steps]), levels)
    single = int(menu[np.argmax(np.round(found[menu, 0, -1], 9))])
    paths = {HOLD: found[today, 0, -1], SINGLE: found[single, 0, -1], LADDER: found[-1, 0, -1]}
    wait = _wait(terms, found, menu=menu, today=today, ladder=ladder, levels=levels)
    return Valued(value={name: float(value) for name, value in paths.items()} | exits, single=single, wait=wait)


def _exit_now(terms: Terms, door: str) -> float:
    return float(terms.units * terms.exits[door][0]) if door in terms.exits else float("nan")


def _wait(terms: Terms, found: np.ndarray, *, menu: np.ndarray, today: int, ladder: tuple[int, int, int], levels: int) -> float:
    """One week at today's price, then the best option in every state."""
    grid = terms.grid(levels)
    then = [found[[*menu, today], 1].max(axis=0), *(terms.exits[door][1] * grid for door in terms.exits)]
    if terms.weeks > 1:
        then.append(values(terms, paths_of(terms, ladder, start=1)[1], levels, first_week=1)[0, 0])
    best = np.nanmax(np.vstack(then), axis=0)
    return float(one_week(terms, best, today, levels)[-1])
