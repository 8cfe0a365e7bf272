"""The standard procedure: what accepted plans that worked had in common, level by level, as a checklist to go by next time.

A plan worked where it is reviewed, enough is known, and it brought more than doing nothing. Of each level (of the risk run that the plan
came from) and currency: what raised it, which way was taken, the price ladder as it was asked, how soon and how long, by which doors the
units left, and who looked after it. Figures are medians over the plans. Promise: nothing is written that no plan tells.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from core.review.attribution import channels
from core.review.reviews import Review
from core.workspace import Workspace, sql

_STEP = 0.03  # of the list price, from which another price is another step
_DAYS_A_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Step:
    """level None: not known then. plans: how many; effect: money over doing nothing, in all; rules, ways, owners: (name, plans), the most
    frequent first; ladder: (day, share of the list price) of each price step; start_days: from the first alert to the decision; days_50,
    days_90: until so much of the money was in; doors: (channel, door, share of the units), the most first. NaN: not known."""

    level: int | None
    currency: str | None
    plans: int
    effect: float
    rules: tuple[tuple[str, int], ...]
    ways: tuple[tuple[str, int], ...]
    ladder: tuple[tuple[int, float], ...]
    start_days: float
    days_50: float
    days_90: float
    doors: tuple[tuple[str, str | None, float], ...]
    owners: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """steps: the highest level first; worked, reviewed: plans; proven: those that worked beyond chance; until: last day of what it rests on
    (None: nothing)."""

    steps: tuple[Step, ...]
    worked: int
    proven: int
    reviewed: int
    until: date | None


def worked(one: Review) -> bool:
    return one.subject.kept is not None and one.outcome.verdict != "not_enough" and one.outcome.effect > 0


def procedure(ws: Workspace, reviews: Sequence[Review]) -> Procedure:
    """From reviews of plans (core.review.reviews); empty steps where none worked."""
    good = [one for one in reviews if worked(one)]
    seen = ws.frame(sql("review/plan_levels")).set_index("plan_id").to_dict("index")
    groups: dict[tuple, list[Review]] = {}
    for one in good:
        level = seen[one.subject.kept.plan_id]["level"]
        groups.setdefault((None if pd.isna(level) else int(level), one.subject.currency), []).append(one)
    order = sorted(groups, key=lambda key: (-1 if key[0] is None else key[0], key[1] or ""), reverse=True)
    return Procedure(
        steps=tuple(_step(*key, groups[key], seen) for key in order), worked=len(good),
        proven=sum(one.outcome.verdict == "effect" for one in good), reviewed=len(reviews),
        until=max((one.subject.until for one in good), default=None),
    )  # fmt: skip


def _step(level: int | None, currency: str | None, plans: list[Review], seen: dict) -> Step:
    about = [seen[one.subject.kept.plan_id] for one in plans]
    waits = [
        (one.subject.case.as_of - row["opened_on"].date()).days
        for one, row in zip(plans, about, strict=True)
        if not pd.isna(row["opened_on"])
    ]
    return Step(
        level=level, currency=currency, plans=len(plans), effect=float(sum(one.outcome.effect for one in plans)),
        rules=_counted(row["main_rule"] for row in about), ways=_counted(one.subject.kept.option for one in plans), ladder=ladder(plans),
        start_days=_median([max(0, days) for days in waits]), days_50=_median([one.outcome.days_50 for one in plans]),
        days_90=_median([one.outcome.days_90 for one in plans]), doors=_doors(plans), owners=_counted(row["owner"] for row in about),
    )  # fmt: skip


def ladder(plans: Sequence[Review]) -> tuple[tuple[int, float], ...]:
    """(day, share of the list price): the median price of each week, where it moved by a step; a plan that is over stands at its last
    price."""
    asked = [one.subject.actual.price / one.subject.case.list_price for one in plans]
    found: list[tuple[int, float]] = []
    for week in range(max(map(len, asked), default=0)):
        share = _median([prices[min(week, len(prices) - 1)] for prices in asked if len(prices)])
        if not np.isnan(share) and (not found or abs(share - found[-1][1]) >= _STEP):
            found.append((_DAYS_A_WEEK * week, round(share, 2)))
    return tuple(found)


def _doors(plans: list[Review]) -> tuple[tuple[str, str | None, float], ...]:
    table = pd.concat([channels(one.subject)[["channel", "door", "units"]] for one in plans])
    sums = table.groupby(["channel", "door"], dropna=False)["units"].sum().sort_values(ascending=False)
    whole = sums.sum()
    return tuple((channel, None if pd.isna(door) else door, float(units / whole)) for (channel, door), units in sums.items() if units > 0)


def _counted(names) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(name for name in names if isinstance(name, str) and name).most_common())


def _median(values: Sequence[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.median(known)) if known else float("nan")
