"""One way out for each SKU so that all together meet a goal at the least loss: cash or volume freed by a day, within what can be done.

    max Σ (value − trouble)_so·x_so     Σ_o x_so = 1 for each SKU,  Σ cash·x ≥ goal,  Σ ft3·x ≥ goal,  Σ changes·x ≤ limit, …     x ∈ {0, 1}

a mixed-integer programme (HiGHS through scipy.optimize.milp), solved to within 0.01 % over the table of frontier.py. Money is that of one
marketplace. trouble: what a step must bring to be worth doing, so that nobody is sent to work for nothing.

What one more unit of a limit is worth is the dual of the same programme with x ∈ [0, 1]: the value that one dollar, cubic foot, price
change or unit costs at the margin. By it a limit binds or does not. Solving again with one more unit would mostly say 0: one unit rarely
lets one more SKU change its way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
import scipy

from core.errors import InputError

GOALS = ("cash", "ft3")  # at least so much; the other limits are at most
KEY = ["marketplace", "sku"]
_WORTH = 1e-7  # a dual below it is rounding
_EXACT = {"mip_rel_gap": 1e-4, "time_limit": 30.0}  # the ways themselves are within 0.2 % (terms.COARSE)
_LEAST = 1e-6  # of a limit: so far may a total miss it by rounding


@dataclass(frozen=True, kw_only=True)
class Limits:
    """None: no limit. cash, ft3: to be freed by the frontier's day, at least; changes: prices to be changed this week, units_out: units
    that can be handled on their way out now, ads: advertising money until the day, at most."""

    cash: float | None = None
    ft3: float | None = None
    changes: float | None = None
    units_out: float | None = None
    ads: float | None = None

    def given(self) -> dict[str, float]:
        return {each.name: float(value) for each in fields(self) if (value := getattr(self, each.name)) is not None}


@dataclass(frozen=True, kw_only=True, eq=False)
class Portfolio:
    """chosen: a row per SKU: frontier.COLUMNS, best_option, best_value (without limits) and loss against it, trouble counted; totals: of
    value, loss and what the limits limit, of the chosen ways; marginal: limit → value that one more unit of it brings (of a goal: one
    less), 0 where it does not bind. short: limit that cannot be met → how far the best gets with the others kept, as far as they can be;
    then there is no choice, and chosen is the best without limits."""

    limits: Limits
    chosen: pd.DataFrame
    totals: Mapping[str, float]
    marginal: Mapping[str, float]
    short: Mapping[str, float]

    @property
    def binds(self) -> list[str]:
        """The limits that cost something, dearest in all first."""
        cost = {name: worth * abs(self.limits.given()[name]) for name, worth in self.marginal.items() if worth > 0}
        return sorted(cost, key=lambda name: -cost[name])


def choose(ways: pd.DataFrame, limits: Limits) -> Portfolio:
    """ways: frontier.COLUMNS, at least one way a SKU. Raises InputError where they are of several marketplaces or there are none."""
    if ways["marketplace"].nunique() != 1:
        raise InputError("portfolio_marketplaces", found=", ".join(sorted(ways["marketplace"].unique())) or "–")
    problem, best = _problem(ways, limits), _best(ways)
    free = bool((problem.most[:, best].sum(axis=1) <= problem.ends).all())
    found = None if free else _solved(problem, _worth_of(ways))
    short = {} if free or found is not None else _short(ways, limits)
    chosen = _with_loss(ways, best if found is None else np.flatnonzero(found), best)
    totals = {name: float(chosen[name].sum()) for name in ("value", "loss", *(each.name for each in fields(Limits)))}
    marginal = dict.fromkeys(problem.names, 0.0) if found is None else _marginal(problem, ways)
    return Portfolio(limits=limits, chosen=chosen, totals=totals, marginal=marginal, short=short)


def _worth_of(ways: pd.DataFrame) -> np.ndarray:
    return (ways["value"] - ways["trouble"]).to_numpy(float)


@dataclass(frozen=True, kw_only=True)
class _Problem:
    """one: each SKU's ways sum to 1; most x ≤ ends, a row a limit in the order of `names` (goals turned round)."""

    names: tuple[str, ...]
    one: "scipy.sparse.coo_matrix"
    most: np.ndarray
    ends: np.ndarray


def _problem(ways: pd.DataFrame, limits: Limits) -> _Problem:
    given = limits.given()
    sku = ways.groupby(KEY, sort=False).ngroup().to_numpy()
    one = scipy.sparse.coo_matrix((np.ones(len(ways)), (sku, np.arange(len(ways)))))
    signs = {name: -1.0 if name in GOALS else 1.0 for name in given}
    most = np.array([signs[name] * ways[name].to_numpy(float) for name in given]).reshape(len(given), len(ways))
    ends = np.array([signs[name] * value + _LEAST * abs(value) for name, value in given.items()])
    return _Problem(names=tuple(given), one=one, most=most, ends=ends)


def _solved(problem: _Problem, worth: np.ndarray) -> np.ndarray | None:
    """(ways,) which are chosen so that their worth is highest; None: nothing meets the limits."""
    rows = scipy.sparse.vstack([problem.one, scipy.sparse.coo_matrix(problem.most)]).tocsr()
    count = problem.one.shape[0]
    low = np.append(np.ones(count), np.full(len(problem.ends), -np.inf))
    within = scipy.optimize.LinearConstraint(rows, low, np.append(np.ones(count), problem.ends))
    answer = scipy.optimize.milp(
        -worth, integrality=np.ones(len(worth)), bounds=scipy.optimize.Bounds(0.0, 1.0), constraints=within, options=_EXACT
    )
    return None if answer.x is None else answer.x > 0.5


def _marginal(problem: _Problem, ways: pd.DataFrame) -> dict[str, float]:
    answer = scipy.optimize.linprog(
        -_worth_of(ways), A_ub=problem.most, b_ub=problem.ends, A_eq=problem.one, b_eq=np.ones(problem.one.shape[0]),
        bounds=(0.0, 1.0), method="highs",
    )  # fmt: skip
    duals = -answer.ineqlin.marginals
    return {name: float(dual) if dual > _WORTH else 0.0 for name, dual in zip(problem.names, duals, strict=True)}


def _short(ways: pd.DataFrame, limits: Limits) -> dict[str, float]:
    """Each limit left out in turn, and its own total made as good as the others allow: what then still misses it cannot be met. Where the
    others cannot be met among themselves, they go too: the goals first."""
    given, found = limits.given(), {}
    for name, wanted in given.items():
        others = {other: value for other, value in given.items() if other != name}
        no_goals = {other: value for other, value in others.items() if other not in GOALS}
        tried = (_reach(ways, name, kept) for kept in (others, no_goals, {}))
        reach = next(far for far in tried if far is not None)
        missed = reach < wanted if name in GOALS else reach > wanted
        found |= {name: reach} if missed else {}
    return found


def _reach(ways: pd.DataFrame, name: str, others: Mapping[str, float]) -> float | None:
    """The most of a goal, or the least of what another limit limits, that is possible within the others; None: nothing is."""
    amount = ways[name].to_numpy(float)
    chosen = _solved(_problem(ways, Limits(**others)), amount if name in GOALS else -amount)
    return None if chosen is None else float(amount[chosen].sum())


def _best(ways: pd.DataFrame) -> np.ndarray:
    """Position of each SKU's best way, the first of equals."""
    worth = ways[KEY].assign(worth=_worth_of(ways)).reset_index(drop=True)
    return worth.groupby(KEY, sort=False)["worth"].idxmax().to_numpy()


def _with_loss(ways: pd.DataFrame, picked: np.ndarray, best: np.ndarray) -> pd.DataFrame:
    """The chosen ways with what the best would have been, the dearest compromise first."""
    worth = pd.Series(_worth_of(ways))
    names = ways.iloc[best][[*KEY, "option", "value"]].rename(columns={"option": "best_option", "value": "best_value"})
    chosen = ways.iloc[picked].assign(worth=worth.iloc[picked].to_numpy()).merge(names.assign(best=worth.iloc[best].to_numpy()), on=KEY)
    chosen["loss"] = chosen["best"] - chosen["worth"]
    ranked = chosen.sort_values(["loss", "value", "sku"], ascending=[False, False, True], ignore_index=True)
    return ranked.drop(columns=["worth", "best"])
