"""Reviews of plans: which can be reviewed, what each brought, and the whole story of one.

A plan is reviewed from the first week after it was accepted on; `finished` tells whether it is over. Plans without a marketplace and SKU
meet no sales and are left out.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from core import plans, schedules
from core.plans.journal import Kept
from core.review import actuals
from core.review.difference import Learned, Regret, Waterfall, learned, regret, waterfall
from core.review.outcome import Outcome, outcome
from core.review.position import Position, measures, position
from core.review.subject import Subject, of_plan
from core.workspace import Workspace, sql

ACCEPTED = "accepted"
NEEDS = ("list_price", "weekly_demand")  # of a case, without which there is no course to follow


@dataclass(frozen=True, kw_only=True, eq=False)
class Review:
    """One plan or period, whole. before, after: position.MEASURES on its first and last day; regret: None where nothing was learned."""

    subject: Subject
    outcome: Outcome
    learned: Learned
    waterfall: Waterfall
    regret: Regret | None
    before: dict[str, float]
    after: dict[str, float]


def plans_seen(ws: Workspace, marketplace: str | None = None, plan_id: int | None = None) -> list[Subject]:
    """Every accepted plan with a week of data behind it, newest first; or the one asked for, accepted or not."""
    listed = plans.listed(ws, marketplace)
    wanted = listed["plan_id"] == plan_id if plan_id is not None else listed["state"] == ACCEPTED
    found = [kept for kept in (plans.get(ws, int(number)) for number in listed.loc[wanted, "plan_id"]) if can_be(kept)]
    return subjects(ws, found)


def can_be(kept: Kept) -> bool:
    known = all(kept.case_inputs.get(name) is not None for name in NEEDS)
    return known and None not in (kept.marketplace, kept.sku) and not kept.hold_weekly.empty


def subjects(ws: Workspace, found: list[Kept]) -> list[Subject]:
    """What happened since to plans, read at once; a plan whose first week is not over is left out."""
    if not found:
        return []
    book = schedules.book(ws)
    asked = [(kept.marketplace, kept.sku, kept.as_of, int(kept.case_inputs["horizon_weeks"])) for kept in found]
    weeks, charged = actuals.weeks_of(ws, asked), charges(ws, asked)
    told = []
    for kept, key in zip(found, (each[:3] for each in asked), strict=True):
        rows = weeks[key]
        if len(rows):
            units = sum(cohort[0] for cohort in kept.case_inputs["units_by_age"])
            happened = actuals.actual(rows, kept.as_of, units, kept.list_price)
            told.append(of_plan(kept, happened, book, charged.get(key)))
    return told


def charges(ws: Workspace, asked: list[tuple]) -> dict[tuple, pd.DataFrame]:
    """(marketplace, sku, as_of) → what Amazon charged for keeping, in the periods that touch its weeks."""
    with ws.read() as cursor:
        cursor.register("review_keys", pd.DataFrame(asked, columns=[*actuals.KEYS, "weeks"]))
        rows = cursor.execute(sql("review/charged")).df()
    return {(market, sku, as_of.date()): part for (market, sku, as_of), part in rows.groupby(actuals.KEYS, sort=False)}


def review(ws: Workspace, subject: Subject) -> Review:
    """The whole story of one."""
    before, after = (position(ws, day) for day in (subject.case.as_of, subject.until))
    return told(subject, before, after)


def told(subject: Subject, before: Position, after: Position) -> Review:
    found = learned(subject)
    return Review(
        subject=subject, outcome=outcome(subject), learned=found, waterfall=waterfall(subject, found), regret=regret(subject, found),
        before=_measured(subject, before), after=_measured(subject, after),
    )  # fmt: skip


def _measured(subject: Subject, there: Position) -> dict[str, float]:
    rows = there.rows
    return measures(rows[(rows["marketplace"] == subject.case.marketplace) & (rows["sku"] == subject.case.sku)])


def days_of(found: list[Subject]) -> set[date]:
    """The days whose positions their reviews ask for."""
    return {day for subject in found for day in (subject.case.as_of, subject.until)}
