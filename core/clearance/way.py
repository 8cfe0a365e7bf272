"""One way out of one stock, followed to the end: what leaves now, what is kept at which prices, and the weeks that follow.

hold, best_single_price, ladder_30_50_70, best_plan, liquidate_all …     as in options.py
send_25, send_50, send_75    that share leaves today by the best door, the youngest stay at their own best single price
own                          the seller's price of each week; nothing leaves before the horizon
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.clearance.build import terms_at, terms_for
from core.clearance.case import Case
from core.clearance.doubt import Spread, of_path, of_policy
from core.clearance.engine import fan, values, weeks_of
from core.clearance.first_answer import Answer
from core.clearance.ladder import Policy
from core.clearance.options import EXITS, HOLD, LADDER, PLAN, SINGLE, Valued, best_door, paths_of
from core.clearance.report import option_paths, places
from core.clearance.terms import FINEST, Terms
from core.clearance.walk import SUMS, walk, walked
from core.errors import InputError

PARTS = {"send_25": 0.25, "send_50": 0.5, "send_75": 0.75}
OWN = "own"
WAYS = (HOLD, SINGLE, LADDER, PLAN, *PARTS, *EXITS.values())
DOORS = {option: door for door, option in EXITS.items()}
WEEKLY = ("week", "units", "units_p10", "units_p90", "exited", "price", "offer", "sold", "holding", "surcharge", "net", "sold_out")


@dataclass(frozen=True, kw_only=True, eq=False)
class Way:
    """value: expected net recovery; price: of the first week (NaN: nothing is kept); exit_units leave at once by `door` (None: none do) and
    bring `at_once`; weeks: units, exited, price, sold, holding, surcharge, net and sold_out of each week and of the horizon, expected,
    money not discounted. terms with path (place in terms.prices by week) or policy: what is played with the units kept; None: none are."""

    case: Case
    option: str
    value: float
    price: float
    exit_units: float
    door: str | None
    at_once: float
    weeks: Mapping[str, np.ndarray]
    levels: int
    terms: Terms | None = None
    path: np.ndarray | None = None
    policy: Policy | None = None

    @property
    def weekly(self) -> pd.DataFrame:
        """The weeks as a table, with the likeliest promotion's name and a fan: columns WEEKLY."""
        offer, low, high = self._offers_and_fan()
        table = pd.DataFrame({"week": range(len(low)), **self.weeks, "units_p10": low, "units_p90": high})
        return table.assign(offer=pd.Series(offer, dtype=object))[list(WEEKLY)]

    def _offers_and_fan(self) -> tuple[list, np.ndarray, np.ndarray]:
        none, units = [None] * len(self.weeks["units"]), self.weeks["units"]
        if self.terms is None:
            return none, units, units
        if self.policy is None:
            out = np.append(self.exit_units, np.zeros(len(none) - 1))
            low, high = fan(self.terms, self.path, (0.1, 0.9), self.levels)
            return none, low + out, high + out
        course = walk(self.policy)
        return course.weekly["offer"].tolist(), course.quantile(0.1), course.quantile(0.9)

    @property
    def marks_down(self) -> bool:
        """Whether a price is to be changed now."""
        return bool(self.price == self.price and abs(self.price - self.case.price(1.0)) > 1e-9)


def ways(case: Case, terms: Terms, valued: Valued, levels: int = FINEST) -> list[Way]:
    """Every way that can be valued; selling must be (terms.unknown is None)."""
    return [way(case, terms, valued, option, levels) for option in WAYS if DOORS.get(option) in {None, *terms.exits}]


def way(case: Case, terms: Terms, valued: Valued, option: str, levels: int = FINEST) -> Way:
    """One of WAYS. Raises InputError where it cannot be valued."""
    if option in DOORS and DOORS[option] in terms.exits:
        return _all_out(case, terms, DOORS[option])
    if terms.unknown or option not in WAYS or option in DOORS:
        raise InputError("clearance_no_course", option=option, reason=terms.unknown or "exit_unknown")
    if option == PLAN:
        return _planned(case, valued.policy)
    if option in PARTS:
        return _part(case, terms, option, levels)
    return _on_path(case, terms, option_paths(case, terms, valued)[option], option, levels)


def of_answer(answer: Answer, option: str, levels: int = FINEST) -> Way:
    """One of WAYS of a case that has been answered, without solving it again."""
    plan = answer.plan
    terms = terms_for(answer.case)[0] if plan is None else plan.terms
    price = answer.options.set_index("option")["price"].get(SINGLE, np.nan)
    single = None if np.isnan(price) else int(np.abs(terms.prices - price).argmin())
    known = Valued(value={}, single=single, wait=np.nan, policy=plan and plan.policy, enough=np.nan)
    return way(answer.case, terms, known, option, levels)


def own(case: Case, prices: Sequence[float], levels: int = FINEST) -> Way:
    """The seller's own price of each week of the horizon. Raises InputError where a price is out of range or selling cannot be valued."""
    shares = tuple(price / case.list_price for price in prices)
    other, terms = terms_at(case, shares)
    if terms.unknown:
        raise InputError("clearance_no_course", option=OWN, reason=terms.unknown)
    return _on_path(other, terms, np.array([other.shares.index(share) for share in shares]), OWN, levels)


def spread(found: Way) -> Spread:
    """How it may turn out; what leaves at once is as sure as its rates."""
    if found.policy is not None:
        return of_policy(found.case, found.policy)
    if found.path is None:
        return Spread(mean=found.value, p10=found.value, p50=found.value, p90=found.value, sure=0.0)
    kept = of_path(found.case, found.terms, found.path)
    return replace(kept, **{name: getattr(kept, name) + found.at_once for name in ("mean", "p10", "p50", "p90")})


def kept(terms: Terms, units: float) -> Terms:
    """The same with so many units on hand: the youngest."""
    here = np.ones(len(terms.cohort_units), bool) if terms.cohort_week is None else terms.cohort_week == 0
    there = np.where(here, terms.cohort_units, 0.0)
    cut = np.clip(units - (np.cumsum(there) - there), 0.0, there)
    return replace(terms, units=units, cohort_units=np.where(here, cut, terms.cohort_units))


def _part(case: Case, terms: Terms, option: str, levels: int) -> Way:
    """Whole units leave, at least one stays."""
    out = min(round(PARTS[option] * terms.units), max(0.0, terms.units - 1.0))
    rest = kept(terms, terms.units - out)
    menu, (constant, _) = places(case)["menu"], paths_of(terms, places(case)["ladder"])
    worth = values(rest, constant[menu], levels)[:, 0, rest.lots(levels)]
    return _on_path(case, rest, constant[menu[np.argmax(np.round(worth, 9))]], option, levels, out)


def _on_path(case: Case, terms: Terms, path: np.ndarray, option: str, levels: int, out: float = 0.0) -> Way:
    weeks, at_once = weeks_of(terms, path, levels), out * float(terms.exit_value[0])
    del weeks["week"]
    for name, more in {"units": out, "exited": out, "net": at_once}.items():
        weeks[name][0] += more
    return Way(
        case=case, option=option, value=_present(weeks, terms), price=float(terms.prices[path[0]]), exit_units=out,
        door=best_door(terms) if out else None, at_once=at_once, weeks=weeks, levels=levels, terms=terms, path=path,
    )  # fmt: skip


def _present(weeks: Mapping[str, np.ndarray], terms: Terms) -> float:
    return float(weeks["net"] @ terms.beta ** np.arange(terms.weeks + 1))


def _planned(case: Case, policy: Policy) -> Way:
    terms, (sums, _, state, _) = policy.terms, walked(policy)
    likely = terms.prices[policy.menu][state.sum(axis=2).argmax(axis=1)]
    keep, price, _ = policy.first()
    out = terms.units - keep
    told = {name: sums[:, SUMS.index(name)] for name in ("units", "exited", "sold", "holding", "surcharge", "net", "sold_out")}
    return Way(
        case=case, option=PLAN, value=policy.worth, price=price if keep else float("nan"), exit_units=out,
        door=best_door(terms) if out else None, at_once=out * float(terms.exit_value[0]),
        weeks=told | {"price": np.append(likely, np.nan)}, levels=policy.levels, terms=terms, policy=policy,
    )  # fmt: skip


def _all_out(case: Case, terms: Terms, door: str) -> Way:
    """What is on hand leaves now, what comes in when it does."""
    none, units = np.zeros(terms.weeks + 1), np.append(terms.arrivals, 0.0)
    units[0] += terms.units
    net = units * terms.exits[door]
    weeks = {
        "units": units, "exited": units, "price": none + np.nan, "sold": none, "holding": none, "surcharge": none, "net": net,
        "sold_out": (units == 0).astype(float),
    }  # fmt: skip
    return Way(
        case=case, option=EXITS[door], value=_present(weeks, terms), price=float("nan"), exit_units=terms.units, door=door,
        at_once=float(net[0]), weeks=weeks, levels=1,
    )  # fmt: skip
