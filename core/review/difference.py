"""Plan against actual: which assumption was off, as steps in money from what the plan expected to what came; and what was missed by it.

Each step changes one thing in the course of the stock (core/review/course.py) and keeps those before it:

    fees         rates of today against those of the plan; what Amazon charged for keeping and paid for liquidations against the rates
    stock        what came in and went missing, as it was
    price        prices asked and units sent out, as they were
    ads          what advertising cost beyond the usual; only where a report tells
    demand       the level of demand that the sales show (posterior mean)
    elasticity   the answer to price that the sales show (posterior mean)
    rest         chance, promotions' own pull, and what the steps above do not explain

Promise: to the cent, plan + all steps = actual. Regret is told at the demand that was learned, not at what chance brought; that demand had
the advertising of these weeks in it, so every option is compared with the same advertising.
"""

from dataclasses import dataclass

import numpy as np

from core.clearance.build import price_ratio, terms_for, uplift
from core.clearance.options import HOLD, LADDER, SINGLE
from core.clearance.report import ladder_shares
from core.review.course import Scale, at_prices, follow, net, scale, worth
from core.review.outcome import brought
from core.review.posterior import Learned, learn
from core.review.subject import Subject

STEPS = ("fees", "stock", "price", "ads", "demand", "elasticity", "rest")
SEND = "liquidate_all"
_DRAWS, _SEED = 300, 20261129


@dataclass(frozen=True, kw_only=True)
class Waterfall:
    """expected: of the plan; steps: name → money, in the order of STEPS (ads only where known); actual: what came. Whole cents."""

    expected: float
    steps: dict[str, float]
    actual: float


@dataclass(frozen=True, kw_only=True)
class Regret:
    """option: the best one not taken (price: its own, if it is one price); money: what it would have brought more at the demand that was
    learned, never below 0; low to high: the middle nine of ten over what is still not known of demand. over_hold: what was done over doing
    nothing at that demand, with its interval: hindsight, and so surer than the effect of an Outcome."""

    option: str
    price: float
    money: float
    low: float
    high: float
    over_hold: float
    over_hold_low: float
    over_hold_high: float


def learned(subject: Subject) -> Learned:
    """Level and elasticity, before and after. Weeks told by stock alone and weeks without data say nothing."""
    actual, case = subject.actual, subject.case
    there = actual.stock[:-1] + actual.received - actual.removed - actual.disposed
    return learn(case, subject.base[: subject.weeks], actual.price, actual.units, there, actual.known)


def waterfall(subject: Subject, found: Learned) -> Waterfall:
    """Raises nothing; without a plan the course of doing nothing stands for it."""
    plan = subject.held if subject.planned is None else subject.planned
    expected = float(plan["net"] @ subject.case.beta ** plan["week"])
    steps = _steps(subject, plan, found)
    steps["fees"] += _rates_moved(subject, plan) + brought(subject) - brought(subject, as_charged=False)
    steps["fees"] += float((subject.out_worth - subject.out_expected) @ subject.rule.discount[:-1])
    whole, actual = round(expected, 2), round(brought(subject), 2)
    if subject.ads is not None:
        steps["ads"] = -float(subject.ads_more @ subject.rule.discount[:-1])
    cents = {name: round(steps[name], 2) for name in STEPS[:-1] if name in steps}
    return Waterfall(expected=whole, steps=cents | {"rest": round(actual - whole - sum(cents.values()), 2)}, actual=actual)


def _steps(subject: Subject, plan, found: Learned) -> dict[str, float]:
    """Differences of the courses, fees still without the change of rates."""
    actual, case = subject.actual, subject.case
    out = actual.removed + actual.disposed
    planned, worth_out = _planned(subject, plan)
    exit_value = np.divide(subject.out_expected, out, out=np.array(worth_out), where=out > 0)
    flow = {"arrivals": actual.received, "lost": actual.lost}
    coming = {"arrivals": terms_for(case)[0].arrivals[: subject.weeks]}
    epsilon, level = (told[1].mean for told in (found.elasticity, found.level))
    asked = subject.base[: subject.weeks]
    price = actual.price / case.list_price
    courses = [
        _value(subject, planned["demand"], planned["out"], planned["margin"], worth_out, coming),
        _value(subject, planned["demand"], planned["out"], planned["margin"], worth_out, flow),
        _value(subject, asked * uplift(case, price), out, subject.margin, exit_value, flow),
        _value(subject, asked * uplift(case, price) * level, out, subject.margin, exit_value, flow),
        _value(subject, asked * uplift(case, price, epsilon) * level, out, subject.margin, exit_value, flow),
    ]
    return {"fees": 0.0} | dict(zip(("stock", "price", "demand", "elasticity"), map(float, np.diff(courses)), strict=True))


def _value(subject: Subject, demand, out, margin, exit_value, flow) -> float:
    return float(worth(subject.rule, follow(subject.actual.stock[0], demand, out=out, **flow), margin, exit_value))


def _planned(subject: Subject, plan) -> tuple[dict, np.ndarray]:
    """demand, margin and units out of the plan's likeliest prices and promotions, week by week; and what a unit out brings."""
    rows = plan.iloc[: subject.weeks]
    asked = rows["price"].fillna(subject.case.list_price).to_numpy(float)
    margin, terms, places = at_prices(subject.case, asked)
    demand = terms.demand[np.arange(len(places)), places]
    offers = {offer.name: offer for offer in terms.promotions}
    for week, name in enumerate(rows["offer"]):
        if name in offers:
            demand[week], margin[week] = offers[name].demand[week, places[week]], offers[name].margin[week, places[week]]
    door = subject.kept and subject.kept.first_action.get("exit_channel")
    return {"demand": demand, "margin": margin, "out": rows["exited"].to_numpy(float)}, subject.rule.exit_of(door)


def _rates_moved(subject: Subject, plan) -> float:
    """What the plan's own weeks would bring more at the rates of today; 0 where they are the same."""
    if subject.kept is None or subject.kept.rates == subject.case.book.digest:
        return 0.0
    planned, worth_out = _planned(subject, plan)
    rows = plan.iloc[: subject.weeks]
    course = follow(subject.actual.stock[0], rows["sold"].to_numpy(float), out=planned["out"])
    return float((net(subject.rule, course, planned["margin"], worth_out) - rows["net"].to_numpy(float)) @ subject.rule.discount[:-1])


# --- regret


def regret(subject: Subject, found: Learned) -> Regret | None:
    """Against holding, the best one price, the ladder and sending all out, to the plan's horizon; what was done goes on at its last price.
    None where nothing was learned."""
    if not found.weeks:
        return None
    epsilon, level = found.after.draws(_DRAWS, _SEED)
    doubts = np.append(epsilon, found.elasticity[1].mean), np.append(level, found.level[1].mean)
    rule = scale(subject.case, subject.case.horizon_weeks)
    names, prices, others = _others(subject, rule, *doubts)
    taken = _taken(subject, rule, *doubts)
    money, low, high = _nine_of_ten(np.maximum(0.0, others.max(axis=0) - taken))
    best = int(others[:, -1].argmax())
    hold = dict(zip(("over_hold", "over_hold_low", "over_hold_high"), _nine_of_ten(taken - others[0]), strict=True))
    return Regret(option=names[best], price=prices[best], money=money, low=low, high=high, **hold)


def _nine_of_ten(values: np.ndarray) -> tuple[float, float, float]:
    """(at the mean demand, which is last, low, high) of values over the draws."""
    low, high = np.quantile(values[:-1], (0.05, 0.95))
    at = float(values[-1])
    return at, min(float(low), at), max(float(high), at)


def _taken(subject: Subject, rule: Scale, epsilon: np.ndarray, level: np.ndarray) -> np.ndarray:
    """(N,) what was done, at demands that may be."""
    actual, case, weeks = subject.actual, subject.case, rule.weeks
    out = actual.removed + actual.disposed
    exit_value = np.divide(subject.out_worth, out, out=np.zeros(subject.weeks), where=out > 0)
    price = _drawn_out(actual.price, weeks, actual.price[-1])
    margin = at_prices(case, _drawn_out(subject.prices, weeks, actual.price[-1]))[0]
    demand = subject.base * uplift(case, (price / case.list_price)[None, :], epsilon[:, None]) * level[:, None]
    flow = {"out": out, "arrivals": actual.received, "lost": actual.lost}
    course = follow(actual.stock[0], demand, **{name: _drawn_out(units, weeks) for name, units in flow.items()})
    return worth(rule, course, margin, _drawn_out(exit_value, weeks))


def _others(subject: Subject, rule: Scale, epsilon: np.ndarray, level: np.ndarray) -> tuple[list, list, np.ndarray]:
    """names, prices and (options, N) values of what was not done."""
    case, weeks, actual = subject.case, rule.weeks, subject.actual
    terms, ratio = terms_for(case)[0], price_ratio(case)
    menu = [case.shares.index(share) for share in case.price_shares if share < 1.0]
    ladder = np.array([case.shares.index(share) for share in ladder_shares(weeks)])
    flow = {name: _drawn_out(getattr(actual, key), weeks) for name, key in (("arrivals", "received"), ("lost", "lost"))}
    paths = np.array([np.full(weeks, case.shares.index(1.0)), ladder, *(np.full(weeks, place) for place in menu)])
    demand = subject.base * uplift(case, ratio[paths][:, None, :], epsilon[:, None]) * level[:, None]
    margin = terms.margin[np.arange(weeks), paths][:, None, :]
    found = worth(rule, follow(actual.stock[0], demand, **flow), margin, np.zeros(weeks))
    sent = np.full(len(level), actual.stock[0] * rule.best_exit[0])
    names = [HOLD, LADDER, *[SINGLE] * len(menu), SEND]
    prices = [case.list_price, np.nan, *(case.price(case.shares[place]) for place in menu), np.nan]
    return names, prices, np.array([*found, sent])


def _drawn_out(array: np.ndarray, weeks: int, rest: float = 0.0) -> np.ndarray:
    """The same over more weeks."""
    return np.append(array, np.full(weeks - len(array), rest))
