"""A stock followed week by week on given demand, and what that is worth: the yardstick of a review.

Rates, holding costs and horizon are the plan's own (core/clearance); demand is what is expected, without its chance, so that a plan, what
was done and what was not done can be laid side by side. What is left after the weeks seen is worth what holding it to the plan's horizon
was expected to bring on the day of the plan: doing nothing is then worth the same, wherever the review cuts.
"""

from dataclasses import dataclass

import numpy as np

from core.clearance.build import terms_at, terms_for
from core.clearance.case import Case
from core.clearance.engine import arrived, values
from core.clearance.terms import FINEST, Terms


@dataclass(frozen=True, kw_only=True, eq=False)
class Scale:
    """grid (G,): units; holding (W, G): of a week with so many; left (G,): worth of so many after the weeks; exits: door → (W,)."""

    beta: float
    grid: np.ndarray
    holding: np.ndarray
    surcharge: np.ndarray
    left: np.ndarray
    exits: dict[str, np.ndarray]
    best_exit: np.ndarray

    @property
    def weeks(self) -> int:
        return len(self.holding)

    @property
    def discount(self) -> np.ndarray:
        return self.beta ** np.arange(self.weeks + 1)

    def held(self, units: np.ndarray, of: str = "holding") -> np.ndarray:
        """(…, W) what keeping so many units costs in each week; of: holding (storage and surcharge) or surcharge alone."""
        return _between(getattr(self, of), self.grid[1], units, np.arange(self.weeks))

    def left_over(self, units: np.ndarray) -> np.ndarray:
        return _between(self.left[None, :], self.grid[1], units, 0)

    def exit_of(self, door: str | None) -> np.ndarray:
        """(W,) what a unit brings by a door; by the best one where that is not known."""
        return self.exits.get(door, self.best_exit)


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """(…, W) units kept at the start of each week, exited, sold; (…) left after the last."""

    kept: np.ndarray
    exited: np.ndarray
    sold: np.ndarray
    left: np.ndarray


def scale(case: Case, weeks: int, levels: int = FINEST) -> Scale:
    """Raises nothing; a rate that is not known leaves NaN."""
    terms, _ = terms_for(case)
    grid = terms.grid(levels)
    hold, coming = np.full((1, terms.weeks), case.shares.index(1.0)), terms.arrivals[weeks : weeks + 1].sum()
    left = values(terms, hold, levels, weeks)[0, 0]
    return Scale(
        beta=terms.beta, grid=grid, holding=terms.holding_of(grid)[:weeks], surcharge=terms.surcharge_of(grid)[:weeks],
        left=arrived(left, coming / grid[1]) if coming else left, exits={door: worth[:weeks] for door, worth in terms.exits.items()},
        best_exit=terms.exit_value[:weeks],
    )  # fmt: skip


def at_prices(case: Case, prices: np.ndarray) -> tuple[np.ndarray, Terms, np.ndarray]:
    """(margin (W,), terms, places (W,)) of a sale at each week's own price, at the rates of that week; prices: a week each."""
    shares = tuple(float(price) / case.list_price for price in prices)
    other, terms = terms_at(case, shares)
    places = np.array([other.shares.index(share) for share in shares])
    return terms.margin[np.arange(len(places)), places], terms, places


def follow(start: float, demand: np.ndarray, *, out=0.0, arrivals=0.0, lost=0.0) -> Course:
    """demand (…, W); out, arrivals, lost: units a week (W,), at its start; never more leaves than there is."""
    weeks, shape = demand.shape[-1], demand.shape[:-1]
    out, arrivals, lost = (np.broadcast_to(np.asarray(part, float), (weeks,)) for part in (out, arrivals, lost))
    kept, exited, sold, now = np.empty(demand.shape), np.empty(demand.shape), np.empty(demand.shape), np.full(shape, float(start))
    for week in range(weeks):
        now = np.maximum(0.0, now + arrivals[week] - lost[week])
        exited[..., week] = np.minimum(out[week], now)
        kept[..., week] = now - exited[..., week]
        sold[..., week] = np.minimum(demand[..., week], kept[..., week])
        now = kept[..., week] - sold[..., week]
    return Course(kept=kept, exited=exited, sold=sold, left=now)


def worth(rule: Scale, course: Course, margin: np.ndarray, exit_value: np.ndarray) -> np.ndarray:
    """(…) value on the day of the plan: margins and exits less holding, and what is left, all discounted."""
    return (net(rule, course, margin, exit_value) * rule.discount[:-1]).sum(axis=-1) + rule.discount[-1] * rule.left_over(course.left)


def net(rule: Scale, course: Course, margin: np.ndarray, exit_value: np.ndarray) -> np.ndarray:
    """(…, W) money of each week, not discounted."""
    return margin * course.sold + exit_value * course.exited - rule.held(course.kept)


def _between(table: np.ndarray, step: float, units: np.ndarray, row) -> np.ndarray:
    """Straight between the levels of a grid (rows, G), and on beyond its end."""
    place = np.clip((units / step).astype(int), 0, table.shape[1] - 2)
    part = units / step - place
    return table[row, place] * (1.0 - part) + table[row, place + 1] * part
