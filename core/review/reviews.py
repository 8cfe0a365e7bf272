"""Reviews of plans: which can be reviewed, what each brought, and the whole story of one.

A plan is reviewed from the first week after it was accepted on; `finished` tells whether it is over. Plans without a marketplace and SKU
meet no sales and are left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from core import plans, schedules
from core.own_charges.settled import leave_lines
from core.plans.journal import Kept
from core.review import actuals, ads
from core.review.difference import Learned, Regret, Waterfall, learned, regret, waterfall
from core.review.judgement import SOONER, judged, sooner
from core.review.outcome import Outcome, outcome
from core.review.position import Position, measures, position
from core.review.subject import Subject, of_plan
from core.workspace import Workspace, sql

ACCEPTED = "accepted"
NEEDS = ("list_price", "weekly_demand")  # of a case, without which there is no course to follow


@dataclass(frozen=True, kw_only=True, eq=False)
class Review:
    """One plan or period, whole. regret: None where nothing was learned; sooner: what beginning SOONER weeks earlier would have brought
    more, None where that cannot be told; judgement: of JUDGEMENTS; standing: its rows of run_health on its first and last day."""

    subject: Subject
    outcome: Outcome
    learned: Learned
    waterfall: Waterfall
    regret: Regret | None
    sooner: float | None
    judgement: str
    standing: tuple[pd.DataFrame, pd.DataFrame]

    @property
    def before(self) -> dict[str, float]:
        """position.MEASURES on the first day."""
        return measures(self.standing[0])

    @property
    def after(self) -> dict[str, float]:
        return measures(self.standing[1])


def plans_seen(ws: Workspace, marketplace: str | None = None, plan_id: int | None = None) -> list[Subject]:
    """Every accepted plan with a week of data behind it, newest first; or the one asked for, accepted or not."""
    listed = plans.listed(ws, marketplace)
    wanted = listed["plan_id"] == plan_id if plan_id is not None else listed["state"] == ACCEPTED
    found = [kept for kept in (plans.get(ws, int(number)) for number in listed.loc[wanted, "plan_id"]) if can_be(kept)]
    return subjects(ws, found)


def mark(ws: Workspace) -> tuple:
    """Another one after every change of the journal, which makes no new version of the data."""
    return ws.rows(sql("review/mark"))[0]


def can_be(kept: Kept) -> bool:
    known = all(kept.case_inputs.get(name) is not None for name in NEEDS)
    return known and None not in (kept.marketplace, kept.sku) and not kept.hold_weekly.empty


def subjects(ws: Workspace, found: list[Kept]) -> list[Subject]:
    """What happened since to plans, read at once; a plan whose first week is not over is left out."""
    if not found:
        return []
    book = schedules.book(ws)
    asked = [(kept.marketplace, kept.sku, kept.as_of, int(kept.case_inputs["horizon_weeks"])) for kept in found]
    weeks, charged, advertised = actuals.weeks_of(ws, asked), charges(ws, asked), ads.read(ws, asked)
    typed = {number: (units, amount) for number, units, amount in ws.rows(sql("review/paid"))}
    settled, told = liquidated(ws, asked), []
    for kept, key in zip(found, (each[:3] for each in asked), strict=True):
        rows = weeks[key]
        if len(rows):
            units = sum(cohort[0] for cohort in kept.case_inputs["units_by_age"])
            happened = actuals.actual(rows, kept.as_of, units, kept.list_price)
            reported = {"charged": charged.get(key), "advertised": advertised.get(key)}
            told.append(of_plan(kept, happened, book, **reported, liquidated=settled.get(key) or typed.get(kept.plan_id)))
    return told


def charges(ws: Workspace, asked: list[tuple]) -> dict[tuple, pd.DataFrame]:
    """(marketplace, sku, as_of) → what Amazon charged for keeping, in the periods that touch its weeks."""
    with ws.read() as cursor:
        cursor.register("review_keys", pd.DataFrame(asked, columns=[*actuals.KEYS, "weeks"]))
        rows = cursor.execute(sql("review/charged")).df()
    return {(market, sku, as_of.date()): part for (market, sku, as_of), part in rows.groupby(actuals.KEYS, sort=False)}


def liquidated(ws: Workspace, asked: list[tuple]) -> dict[tuple, tuple[float, float]]:
    """(marketplace, sku, as_of) → (units, money) of its liquidations in settlements."""
    with ws.read() as cursor:
        leave_lines(cursor)
        cursor.register("review_keys", pd.DataFrame(asked, columns=[*actuals.KEYS, "weeks"]))
        rows = cursor.execute(sql("review/liquidations_of")).df()
    return {(row.marketplace, row.sku, row.as_of.date()): (row.units, row.amount) for row in rows.itertuples()}


def review(ws: Workspace, subject: Subject) -> Review:
    """The whole story of one."""
    return every_review(ws, [subject])[0]


def every_review(ws: Workspace, found: list[Subject], progress: Callable[[float], None] | None = None) -> list[Review]:
    """The reviews of many, each day's positions looked up once. progress: told the share done."""
    there: dict[date, Position] = {}
    before, answers = _weeks_before(ws, found), []
    for subject in found:
        days = (subject.case.as_of, subject.until)
        there |= {day: position(ws, day) for day in days if day not in there}
        answers.append(told(subject, tuple(there[day] for day in days), before.get(_key(subject))))
        if progress:
            progress(len(answers) / len(found))
    return answers


def told(subject: Subject, days: tuple[Position, Position], before: pd.DataFrame | None = None) -> Review:
    """days: the positions of the first and the last day; before: the weeks before the first one (core/sql/review/weeks.sql)."""
    found, brought = learned(subject), outcome(subject)
    missed = regret(subject, found)
    late = None if missed is None or before is None else sooner(subject, found, missed, before)
    return Review(
        subject=subject, outcome=brought, learned=found, waterfall=waterfall(subject, found), regret=missed, sooner=late,
        judgement=judged(subject, brought, missed, late), standing=tuple(_of(day, subject) for day in days),
    )  # fmt: skip


def _of(day: Position, subject: Subject) -> pd.DataFrame:
    rows = day.rows
    return rows[(rows["marketplace"] == subject.case.marketplace) & (rows["sku"] == subject.case.sku)]


def _weeks_before(ws: Workspace, found: list[Subject]) -> dict[tuple, pd.DataFrame]:
    """The SOONER weeks before each, by _key."""
    asked = {_key(one): (*_key(one)[:2], one.case.as_of - timedelta(days=7 * SOONER), SOONER) for one in found}
    rows = actuals.weeks_of(ws, list(asked.values())) if asked else {}
    return {key: rows[question[:3]] for key, question in asked.items()}


def _key(subject: Subject) -> tuple:
    return subject.case.marketplace, subject.case.sku, subject.case.as_of
