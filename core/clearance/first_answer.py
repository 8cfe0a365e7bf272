"""The answer of one case: what each option brings and how sure that is, the best plan, and what waiting costs.

Unknown stays unknown: an option that cannot be valued has NaN and a reason code (words: clearance.reason.<code>); units sold are
still told where demand is known. Promise: the best option is named only when holding and price cuts could be valued.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.clearance.assumptions import assumptions_of
from core.clearance.build import terms_at, terms_for
from core.clearance.case import Case
from core.clearance.doubt import Spread, of_path
from core.clearance.engine import present_value, values, weekly
from core.clearance.options import LADDER, PLAN, Valued
from core.clearance.plan import Plan, plan_of
from core.clearance.report import COLUMNS, clear_week, framed, ladder_shares, option_paths, option_rows, places, summary, value_case
from core.clearance.screen import screen
from core.clearance.terms import FINEST, Terms
from core.clearance.thresholds import lowest_of
from core.economics import Threshold
from core.errors import InputError

__all__ = ["Answer", "Course", "at_price", "first_answer", "option_course", "price_curve", "price_path", "screen"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer:
    """options: a row per option (report.COLUMNS, and mean, p10, p50, p90 over chance and doubt); money in the marketplace's currency, NaN
    where unknown, `reason` says why. plan: behind best_plan, None where it cannot be valued.

    A reason beside a value is a caveat: no_sales = demand is 0, so a price cut is worth what holding is, and nobody can tell what it
    would do. best_option None: no answer, `reason` says why. cost_of_waiting_week ≥ 0. money_at_stake: what the best option brings over
    holding to the horizon, never below 0: what deciding is worth, whatever the stock once cost. break_even needs landed_cost, floor
    the exit value.
    margin_now, holding_week: of one sale, and of all units, this week at today's price. assumptions: (code, facts) behind the figures.
    """

    case: Case
    options: pd.DataFrame
    plan: Plan | None
    best_option: str | None
    best_value: float
    hold_value: float
    cost_of_waiting_week: float
    money_at_stake: float
    reason: str | None
    break_even: Threshold
    floor: Threshold
    margin_now: float
    holding_week: float
    assumptions: tuple[tuple[str, dict], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """One price path: its value now and expected weekly table (engine.weekly), summed up. weeks_to_clear: the first week by which being
    sold out is more likely than not, NaN beyond the horizon."""

    value: float
    reason: str | None
    sold_units: float
    sold_share: float
    weeks_to_clear: float
    holding: float
    surcharge: float
    weekly: pd.DataFrame


def first_answer(case: Case, levels: int = FINEST) -> Answer:
    """Values every option of one case: exactly with up to `levels` units on hand, above it in as many lots."""
    terms, assumed = terms_for(case)
    valued = value_case(case, terms, levels)
    today = case.shares.index(1.0)
    plan = None if valued.policy is None else plan_of(case, valued)
    lowest = lowest_of(case, float(terms.exit_value[0]))
    options = framed(option_rows(case, terms, valued, levels, plan and plan.weekly), COLUMNS)
    return Answer(
        case=case,
        options=options.assign(**_in_doubt(case, terms, valued, options, plan)),
        plan=plan,
        **summary(valued),
        reason=terms.unknown,
        break_even=lowest.break_even,
        floor=lowest.floor,
        margin_now=float(terms.margin[0, today]),
        holding_week=float(terms.holding_of(np.array([case.units]))[0, 0]),
        assumptions=assumptions_of(case, assumed),
    )


def _in_doubt(case: Case, terms: Terms, valued: Valued, options: pd.DataFrame, plan: Plan | None) -> dict[str, list[float]]:
    """mean, p10, p50, p90 of every option; what leaves at once is as sure as its rates."""
    played = {PLAN: plan.spread} if plan else {}
    if plan:
        paths = option_paths(case, terms, valued)
        played |= {option: of_path(case, terms, path) for option, path in paths.items() if path is not None}
    rows = zip(options["option"], options["value"], strict=True)
    found = [played.get(option) or Spread(mean=value, p10=value, p50=value, p90=value, sure=0.0) for option, value in rows]
    return {name: [getattr(one, name) for one in found] for name in ("mean", "p10", "p50", "p90")}


def at_price(case: Case, price: float, levels: int = FINEST) -> Course:
    """The price slider: what selling at one price to the horizon brings."""
    return price_path(case, (price,) * case.horizon_weeks, levels)


def price_curve(case: Case, levels: int = FINEST) -> pd.DataFrame:
    """Columns price, value: what each price of the menu brings when it is kept to the horizon."""
    terms, _ = terms_for(case)
    menu = places(case)["menu"]
    if terms.unknown:
        return pd.DataFrame({"price": terms.prices[menu], "value": np.nan})
    constant = np.tile(menu[:, None], (1, terms.weeks))
    return pd.DataFrame({"price": terms.prices[menu], "value": values(terms, constant, levels)[:, 0, terms.lots(levels)]})


def price_path(case: Case, prices: Sequence[float], levels: int = FINEST) -> Course:
    """Any prices, one for each week of the horizon (the seller's own ladder). Raises InputError where a price is out of range."""
    shares = tuple(price / case.list_price for price in prices)
    other, terms = terms_at(case, shares)
    table = weekly(terms, np.array([other.shares.index(share) for share in shares]), levels)
    return Course(
        value=present_value(table, terms.beta),
        reason=terms.unknown,
        sold_units=float(table["sold"].sum()),
        sold_share=float(table["sold"].sum() / (terms.units + terms.arrivals.sum())),
        weeks_to_clear=clear_week(table["sold_out"].to_numpy()),
        holding=float(table["holding"].sum()),
        surcharge=float(table["surcharge"].sum()),
        weekly=table,
    )


def option_course(answer: Answer, option: str, levels: int = FINEST) -> Course:
    """The course behind hold, best_single_price or ladder_30_50_70 of an answer, for charts. Raises InputError without a price."""
    steps = ladder_shares(answer.case.horizon_weeks) if option == LADDER else None
    row = answer.options.set_index("option").loc[option]
    if steps is None and np.isnan(row["price"]):
        raise InputError("clearance_no_course", option=option, reason=row["reason"])
    prices = [row["price"]] * answer.case.horizon_weeks if steps is None else [answer.case.price(share) for share in steps]
    return price_path(answer.case, prices, levels)
