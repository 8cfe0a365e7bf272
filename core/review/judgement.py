"""In one word, how a clearance went: well, too deep, not deep enough, too late, nothing to clear, not followed, or not clear yet.

Told by what would have brought more at the demand that was learned (difference.regret), never by what chance brought; only what was missed
for sure (nine of ten) and is worth a word counts. Beginning sooner: the weeks before the plan are lived again with what was sold in them,
at the prices of the menu; what that brings more than the best that could be done from the day of the plan on is the price of being late.
"""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd

from core.clearance.build import uplift
from core.clearance.options import HOLD, LADDER
from core.review import actuals
from core.review.difference import SEND, Regret, regret
from core.review.outcome import Outcome
from core.review.posterior import Learned
from core.review.subject import Subject

JUDGEMENTS = ("good", "too_deep", "too_shallow", "too_late", "no_need", "not_followed", "unclear", "not_enough")
SOONER = 8  # weeks
_SAME = 0.02  # share by which a price may stray and be the same
_WORTH = 0.1  # share of what doing nothing was to bring, from which something missed is worth a word


def judged(subject: Subject, brought: Outcome, missed: Regret | None, late: float | None) -> str:
    if brought.verdict == "not_enough" or missed is None:
        return "not_enough"
    if _idle(subject):
        return "not_followed"
    enough = max(subject.case.least_gain, _WORTH * abs(subject.hold.value))
    at_price = missed.money if missed.low > 0 else 0.0
    if late is not None and late > max(enough, at_price):
        return "too_late"
    if at_price > enough:
        return _at_price(subject, missed)
    return "good" if missed.money <= enough or missed.over_hold_low > 0 else "unclear"


def _idle(subject: Subject) -> bool:
    """A plan that meant to change a price or to send units out, of which nothing was done."""
    if subject.planned is None:
        return False
    plan, actual = subject.planned.iloc[: subject.weeks], subject.actual
    meant = plan["price"].min() < (1 - _SAME) * subject.case.list_price or plan["exited"].sum() >= 1
    done = actual.price.min() < (1 - _SAME) * subject.case.list_price or actual.removed.sum() + actual.disposed.sum() >= 1
    return bool(meant and not done)


def _at_price(subject: Subject, missed: Regret) -> str:
    """Which way the price should have been."""
    if missed.option == HOLD:
        return "no_need"
    if missed.option in (SEND, LADDER):
        return "too_shallow"
    sold = subject.actual.units
    asked = float(np.average(subject.actual.price, weights=sold)) if sold.sum() else subject.case.list_price
    return "too_deep" if missed.price > asked else "too_shallow"


def sooner(subject: Subject, found: Learned, missed: Regret, before: pd.DataFrame) -> float | None:
    """Money that the best begun SOONER weeks earlier would have brought more than the best begun on the day of the plan; None where these
    weeks are not wholly known, or nothing was sold in them that could be asked more of."""
    known = before["known"].to_numpy(bool)
    if len(before) < SOONER or not known.all() or not before["units"].sum() > 0:
        return None
    again = regret(_begun(subject, found, before), found)
    return max(0.0, (again.money if again else 0.0) - missed.money)


def _begun(subject: Subject, found: Learned, before: pd.DataFrame) -> Subject:
    """The same stock from SOONER weeks earlier on: what was sold then is its demand at the prices of then."""
    case, day = subject.case, subject.case.as_of - timedelta(days=7 * SOONER)
    level, epsilon = found.level[1].mean, found.elasticity[1].mean
    units = before["units"].to_numpy(float)
    start = float(
        subject.actual.stock[0] + units.sum() + before[["removed", "disposed", "lost"]].to_numpy().sum() - before["received"].sum()
    )
    past = actuals.actual(before.assign(on_hand=np.nan), day, start, case.list_price)
    pull = uplift(case, past.price / case.list_price, epsilon)
    wanted = np.append(units / np.maximum(pull, 1e-9) / level, subject.base)
    ages = tuple((share * start / case.units, None if age is None else max(0, age - 7 * SOONER)) for share, age in case.units_by_age)
    base = max(case.weekly_demand, 1e-6)
    season = tuple(np.minimum(wanted / base, 1000.0))
    begun = replace(
        case, as_of=day, units_by_age=ages, season=season, weekly_decay=0.0, horizon_weeks=len(wanted), promotions=(), weekly_demand=base,
        inbound=(),
    )  # fmt: skip
    return replace(subject, case=begun, actual=actuals.joined(past, subject.actual), planned=None, kept=None, charged=None, advertised=None)
