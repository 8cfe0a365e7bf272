"""What a clearance brought: money, speed, stock, and against doing nothing.

    value    = Σ β^t·(margin_t·sold_t + exits_t − holding_t − ads_t) + β^W·(what holding the rest was expected to bring)
             ads: what advertising cost beyond the usual, where a report tells
    effect   = value − what doing nothing was expected to bring on the day of the plan
    roi      = effect ÷ landed cost of the units that left
    recovery = net cash ÷ landed cost of the units that left

Holding is at the seller's rates on the units that were there; where Amazon's charge of a period is known, it is the charge. The effect is
called one only where doing nothing would have brought as much in less than one case of twenty; its interval holds nine of ten. Unknown is
NaN, and `reason` says why. Money in the marketplace's currency.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from core.review import actuals
from core.review.subject import Subject

VERDICTS = ("effect", "no_effect", "not_enough")
_SURE = 1.9600 / 1.6449  # half the width of nineteen of twenty over that of nine of ten
_MOST_MISSING = 0.25  # share of the weeks without sales data up to which an effect is told


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """weeks seen; until: the last day; missing: first days of weeks that no file covers, unseen: of them, how many nothing tells of.

    units, own_units (shipped by the seller), revenue, discount (share of the list value of what was sold), gross_margin (after what the
    units cost), net_cash, capital (landed cost of the units that left), recovery, roi, days_50, days_90 (until so much of the receipts had
    come), holding, surcharge (paid), holding_avoided, surcharge_avoided (doing nothing less those), ads_spent (NaN: no
    report), seen (units there at the start and come since), sell_through, out (removed, disposed), left, value, hold_value with hold_low
    and hold_high, effect with its interval."""

    weeks: int
    until: date
    finished: bool
    missing: tuple[date, ...]
    unseen: int
    verdict: str
    reason: str | None
    units: float
    own_units: float
    revenue: float
    discount: float
    gross_margin: float
    net_cash: float
    capital: float
    recovery: float
    roi: float
    days_50: float
    days_90: float
    holding: float
    surcharge: float
    holding_avoided: float
    surcharge_avoided: float
    ads_spent: float
    seen: float
    sell_through: float
    out: float
    left: float
    value: float
    hold_value: float
    hold_low: float
    hold_high: float
    effect: float
    effect_low: float
    effect_high: float


def outcome(subject: Subject) -> Outcome:
    actual, case, hold = subject.actual, subject.case, subject.hold
    cash, holding = receipts(subject), paid_for_keeping(subject)
    value = brought(subject)
    gone = float(actual.units.sum() + actual.removed.sum() + actual.disposed.sum())
    capital = np.nan if case.landed_cost is None else case.landed_cost * gone
    net_cash = float(cash.sum() - holding["holding"].sum() - subject.ads_paid.sum())
    effect, seen = value - hold.value, float(actual.stock[0] + actual.received.sum())
    days = [_day_of(cash, share) for share in (0.5, 0.9)]
    avoided = {name: float(subject.held[name].iloc[: subject.weeks].sum() - holding[name].sum()) for name in ("holding", "surcharge")}
    sold = float(actual.units.sum())
    return Outcome(
        weeks=subject.weeks, until=subject.until, finished=subject.finished, missing=tuple(actual.missing),
        unseen=int(np.isnan(actual.sold).sum()), **_judged(subject, value), units=sold, own_units=float(actual.own_units.sum()),
        revenue=float(actual.revenue.sum()), discount=1.0 - actuals.ratio(actual.revenue.sum(), sold * (case.list_price or np.nan)),
        gross_margin=float((actual.units * subject.margin).sum()) - (np.nan if case.landed_cost is None else case.landed_cost * sold),
        net_cash=net_cash, capital=capital, recovery=actuals.ratio(net_cash, capital), roi=actuals.ratio(effect, capital), days_50=days[0],
        days_90=days[1], holding=float(holding["holding"].sum()), surcharge=float(holding["surcharge"].sum()),
        holding_avoided=avoided["holding"], surcharge_avoided=avoided["surcharge"],
        ads_spent=subject.ads.total("spend") if subject.ads else np.nan, seen=seen, sell_through=actuals.ratio(sold, seen),
        out=float(actual.removed.sum() + actual.disposed.sum()), left=float(actual.stock[-1]), value=value, hold_value=hold.value,
        hold_low=hold.low, hold_high=hold.high, effect=effect, effect_low=value - hold.high, effect_high=value - hold.low,
    )  # fmt: skip


def receipts(subject: Subject) -> np.ndarray:
    """(W,) money in from sales and from what left otherwise; of liquidations as if it came that week."""
    return subject.actual.units * subject.margin + subject.out_worth


def paid_for_keeping(subject: Subject) -> dict[str, np.ndarray]:
    """holding (storage and surcharge) and surcharge of each week (W,): by the seller's rates, set right by what Amazon charged."""
    modelled = {name: subject.rule.held(subject.kept_units, name) for name in ("holding", "surcharge")}
    more = charged_more(subject)
    return {"holding": modelled["holding"] + more.sum(axis=0), "surcharge": modelled["surcharge"] + more[1]}


def charged_more(subject: Subject) -> np.ndarray:
    """(2, W) what Amazon charged for storage and for age more than the seller's rates say of the same weeks; 0 where it told nothing.
    A month's storage is compared by its days that lie in the weeks seen, a surcharge by the week of its day."""
    more = np.zeros((2, subject.weeks))
    if subject.charged is None or not subject.weeks:
        return more
    age = subject.rule.held(subject.kept_units, "surcharge")
    storage = subject.rule.held(subject.kept_units) - age
    for row in subject.charged.itertuples(index=False):
        days = pd.date_range(row.period_start, row.period_end)
        place = ((days - pd.Timestamp(subject.case.as_of)).days - 1) // 7
        inside = place[(place >= 0) & (place < subject.weeks)].to_numpy()
        if row.fee == "storage" and len(inside):
            share = np.bincount(inside, minlength=subject.weeks)
            more[0] += row.amount * share / len(days) - storage * share / 7.0
        elif row.fee == "aged_surcharge" and 0 <= place[0] < subject.weeks:
            more[1, place[0]] += row.amount - age[place[0]]
    return more


def brought(subject: Subject, as_charged: bool = True) -> float:
    """The value on the day of the plan; as_charged False: with holding by the seller's rates alone."""
    holding = paid_for_keeping(subject)["holding"] if as_charged else subject.rule.held(subject.kept_units)
    weekly = receipts(subject) - holding - subject.ads_more
    rest = subject.rule.left_over(subject.actual.stock[-1:])[0]
    return float(weekly @ subject.rule.discount[:-1] + subject.rule.discount[-1] * rest)


def _judged(subject: Subject, value: float) -> dict:
    """verdict and reason."""
    hold, actual = subject.hold, subject.actual
    if np.isnan(value) or np.isnan(hold.value):
        return {"verdict": "not_enough", "reason": "money_unknown"}
    if not subject.weeks:
        return {"verdict": "not_enough", "reason": "too_early"}
    if np.isnan(actual.sold).sum() > 0 and (~actual.known).mean() > _MOST_MISSING:
        return {"verdict": "not_enough", "reason": "weeks_missing"}
    low, high = hold.value - _SURE * (hold.value - hold.low), hold.value + _SURE * (hold.high - hold.value)
    return {"verdict": "effect" if value < low or value > high else "no_effect", "reason": None}


def _day_of(cash: np.ndarray, share: float) -> float:
    """Days until a share of the receipts had come in, straight within a week; NaN where nothing came."""
    reached = np.cumsum(np.maximum(0.0, cash))
    if not len(cash) or not reached[-1] > 0:
        return float("nan")
    return float(np.interp(share * reached[-1], np.append(0.0, reached), 7.0 * np.arange(len(cash) + 1)))
