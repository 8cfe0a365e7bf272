"""Options as rows: table run_option and the row a SKU that risk reads. Shared by the first answer and by screening."""

import numpy as np
import pandas as pd

from core.clearance.case import LADDER as LADDER_SHARES
from core.clearance.case import Case
from core.clearance.engine import course
from core.clearance.options import EXITS, HOLD, LADDER, PLAN, SINGLE, Valued, paths_of, thirds, value_options
from core.clearance.terms import Terms
from core.clearance.walk import SUMS, walked

COLUMNS = ("option", "value", "price", "reason", "sold_units", "weeks_to_clear", "holding", "surcharge", "exit_units")
_WORDS = ("marketplace", "sku", "option", "best_option", "reason", "break_even_reason", "floor_reason")
_NAN = float("nan")
_NO_SUMS = (_NAN,) * 4  # sold_units, weeks_to_clear, holding, surcharge: not known, or not asked for


def places(case: Case) -> dict:
    """Where the menu, today's price and the ladder's steps stand among the case's prices."""
    at = {share: i for i, share in enumerate(case.shares)}
    return {
        "menu": np.array([at[share] for share in case.price_shares]),
        "today": at[1.0],
        "ladder": tuple(at[share] for share in LADDER_SHARES),
    }


def ladder_shares(weeks: int) -> list[float]:
    """The share of the list price that 30/50/70 asks in each week."""
    return [LADDER_SHARES[third] for third in thirds(weeks)]


def value_case(case: Case, terms: Terms, levels: int) -> Valued:
    return value_options(case, terms, **places(case), levels=levels)


def summary(valued: Valued) -> dict:
    """best_option, best_value, hold_value, cost_of_waiting_week, money_at_stake."""
    best, hold = valued.best, valued.value[HOLD]
    best_value = _NAN if best is None else valued.value[best]
    return {
        "best_option": best,
        "best_value": best_value,
        "hold_value": hold,
        "cost_of_waiting_week": valued.cost_of_waiting,
        "money_at_stake": max(0.0, best_value - hold) if best else _NAN,
    }


def option_rows(
    case: Case, terms: Terms, valued: Valued, levels: int, planned: pd.DataFrame | None = None, courses: bool = True
) -> list[tuple]:
    """A tuple in the order of COLUMNS for every option. planned: the plan's weeks (walk.Walk.weekly), where it was followed already;
    courses: False leaves out what follows from the course of the weeks (sold_units, weeks_to_clear, holding, surcharge)."""
    paths = option_paths(case, terms, valued)
    priced = [
        _priced_row(case, terms, valued, option, path, _sums(terms, path if courses else None, levels)) for option, path in paths.items()
    ]
    plan = _plan_row(terms, valued, _plan_sums(terms, valued, planned) if courses else _NO_SUMS)
    return [*priced, plan] + [_exit_row(terms, valued, option, door) for door, option in EXITS.items()]


def option_paths(case: Case, terms: Terms, valued: Valued) -> dict[str, np.ndarray | None]:
    """The price path of hold, best single price and ladder, as indices of the case's prices; None: not known which price is best."""
    at = places(case)
    constant, ladder = paths_of(terms, at["ladder"])
    single = None if valued.single is None else constant[valued.single]
    return {HOLD: constant[at["today"]], SINGLE: single, LADDER: ladder[0]}


def _priced_row(case: Case, terms: Terms, valued: Valued, option: str, path: np.ndarray | None, sums: tuple) -> tuple:
    price = _NAN if path is None else float(terms.prices[path[0]])
    return (option, valued.value[option], price, _reason(case, terms, option), *sums, 0.0)


def _plan_row(terms: Terms, valued: Valued, sums: tuple) -> tuple:
    """exit_units: sent out in the first week."""
    if valued.policy is None:
        return (PLAN, _NAN, _NAN, terms.unknown, *_NO_SUMS, _NAN)
    keep, price, _ = valued.policy.first()
    return (PLAN, valued.value[PLAN], price, None, *sums, terms.units - keep)


def _plan_sums(terms: Terms, valued: Valued, planned: pd.DataFrame | None) -> tuple[float, float, float, float]:
    """sold_units, weeks_to_clear, holding, surcharge of the plan's expected course."""
    if valued.policy is None:
        return _NO_SUMS
    weeks = dict(zip(SUMS, walked(valued.policy)[0].T, strict=True)) if planned is None else planned
    sold, holding, surcharge = (float(weeks[name].sum()) for name in ("sold", "holding", "surcharge"))
    return sold, clear_week(np.asarray(weeks["sold_out"])), holding, surcharge


def _sums(terms: Terms, path: np.ndarray | None, levels: int) -> tuple[float, float, float, float]:
    """sold_units, weeks_to_clear, holding, surcharge; the first two need no fee."""
    if path is None or terms.unseen:
        return _NO_SUMS
    rows = course(terms, path, levels)
    return float(rows[:, 1].sum()), clear_week(rows[:, 4]), float(rows[:, 2].sum()), float(rows[:, 3].sum())


def framed(rows: list, columns: tuple[str, ...]) -> pd.DataFrame:
    """A frame with the same types also where there are no rows, or no value in a column: words are None, numbers NaN where unknown."""
    frame = pd.DataFrame(rows, columns=list(columns)).astype({column: object if column in _WORDS else float for column in columns})
    words = [column for column in columns if column in _WORDS]
    return frame.assign(**{column: frame[column].where(frame[column].notna(), None) for column in words})


def clear_week(sold_out: np.ndarray) -> float:
    """The first week by which being sold out is more likely than not; NaN beyond the horizon."""
    likely = np.flatnonzero(sold_out >= 0.5)
    return float(likely[0]) if len(likely) else _NAN


def _reason(case: Case, terms: Terms, option: str) -> str | None:
    return terms.unknown or ("no_sales" if option != HOLD and case.weekly_demand == 0 else None)


def _exit_row(terms: Terms, valued: Valued, option: str, door: str) -> tuple:
    known = door in terms.exits
    reason = None if known else terms.missing.get(door, "exit_unknown")
    return (option, valued.value[option], _NAN, reason, *((0.0, 0.0, 0.0, 0.0, terms.units) if known else (_NAN,) * 5))
