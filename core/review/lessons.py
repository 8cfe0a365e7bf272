"""What flows back from reviews: proposed with what is used now and what would be used, accepted or refused by the seller, and revertible.

    elasticity              of a SKU: the posterior of its clearance, in place of what its past or category tells
    demand_factor           of a SKU: level of demand against the forecast, for a quarter, where nine of ten say that it was off
    liquidation_recovery    threshold clearance.liquidation_recovery_share: from what settlements say Amazon paid, else as typed (paid.py)
    removal_days            threshold clearance.removal_days: from removal orders, else from the day of a plan to the removal in the ledger
    assumed_elasticity      threshold clearance.elasticity: products without a past of their own, from all SKUs that were cleared
    demand_doubt            threshold clearance.demand_sd: how far levels really were off

Every decision is kept (table lesson); those of a SKU are read by the next run (in_force), thresholds are set where Settings set them.
Promise: nothing changes without the seller; reverting brings back what was used before, even a default.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
import pandas as pd

from core import schedules, settings
from core.clearance.pooling import category_belief
from core.errors import InputError
from core.policy import thresholds
from core.review import paid
from core.review.posterior import Told
from core.review.reviews import Review
from core.workspace import Workspace, sql

THRESHOLDS = {
    "liquidation_recovery": "clearance.liquidation_recovery_share", "removal_days": "clearance.removal_days",
    "assumed_elasticity": "clearance.elasticity", "demand_doubt": "clearance.demand_sd",
}  # fmt: skip
KINDS = ("elasticity", "demand_factor", *THRESHOLDS)
_LEAST_MOVED = 3  # weeks away from the first price, from which a clearance tells of elasticity
_NARROWER = 0.9  # of the doubt before, that must be left at most
_BELIEVABLE = 3.0  # times the forecast, either way; beyond it is a season or a mistake, and no level to go on with
_LEAST_PLANS = 3  # from which on a threshold is proposed
_BLEND = 5.0  # plans that what is used now counts as much as


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """before: used now; after (with after_sd, NaN where there is none): would be used; evidence: plan_ids, source (settlements |
    removals; left out: plans) and the figures behind it."""

    kind: str
    marketplace: str | None
    sku: str | None
    before: float
    after: float
    learned_on: date
    after_sd: float = float("nan")
    evidence: Mapping = field(default_factory=dict)

    @property
    def key(self) -> tuple:
        return self.kind, self.marketplace, self.sku


def proposals(ws: Workspace, reviews: Sequence[Review]) -> list[Proposal]:
    """What these reviews teach and is not decided yet: the same evidence is not proposed twice."""
    policy = settings.policy(ws)
    plans = [one for one in reviews if one.subject.kept is not None and one.outcome.verdict != "not_enough"]
    found = [each for one in plans for each in (_elasticity(one), _demand(one)) if each]
    found += [each for each in (_recovery(ws, plans, policy), _removal(ws, plans, policy), *_catalogue(plans, policy)) if each]
    decided = {(*row[:3], row[3]) for row in ws.rows("select kind, marketplace, sku, evidence from lesson where state <> 'reverted'")}
    return [each for each in found if (*each.key, _text(each.evidence)) not in decided]


def decide(ws: Workspace, proposal: Proposal, state: str, *, at: datetime) -> int:
    """Accept or refuse; gives the lesson_id. An accepted threshold is set in the settings. Raises InputError for another state, or a value
    outside the threshold's limits; then nothing has changed."""
    if state not in ("accepted", "refused"):
        raise InputError("lesson_state", value=str(state))
    key = THRESHOLDS.get(proposal.kind)
    own = key in settings.load(ws) if key else False
    if key and state == "accepted":
        settings.save(ws, {key: proposal.after}, at=at)
    row = {name: getattr(proposal, name) for name in ("kind", "marketplace", "sku", "before", "after", "learned_on")}
    row |= {"after_sd": None if np.isnan(proposal.after_sd) else proposal.after_sd, "evidence": _text(proposal.evidence)}
    with ws.write(new_version=state == "accepted") as cursor:
        return cursor.execute(sql("review/lesson_add"), row | {"state": state, "before_own": own, "decided_at": at}).fetchall()[0][0]


def revert(ws: Workspace, lesson_id: int, *, at: datetime) -> None:
    """Take an accepted lesson back; a threshold gets the value it had, unless it was changed since. Raises InputError if there is none."""
    rows = ws.frame(sql("review/lessons")).query("lesson_id == @lesson_id and state == 'accepted'").to_dict("records")
    if not rows:
        raise InputError("no_such_lesson", lesson_id=lesson_id)
    row, key = rows[0], THRESHOLDS.get(rows[0]["kind"])
    if key and settings.policy(ws)[key] == row["after"]:
        settings.save(ws, {key: row["before"] if row["before_own"] else None}, at=at)
    with ws.write() as cursor:
        cursor.execute(sql("review/lesson_revert"), {"lesson_id": lesson_id, "at": at})


def decided(ws: Workspace) -> pd.DataFrame:
    """Every decision, newest first (core/sql/review/lessons.sql), evidence as a dict."""
    rows = ws.frame(sql("review/lessons"))
    return rows.assign(evidence=[json.loads(text) for text in rows["evidence"]])


def in_force(cursor, as_of: date) -> pd.DataFrame:
    """marketplace, sku, elasticity, elasticity_sd, demand_factor that a run of that day takes over; NaN: nothing learned."""
    return cursor.execute(sql("review/lessons_in_force"), {"as_of": as_of}).df()


def note_paid(ws: Workspace, plan_id: int, units: float, amount: float, *, at: datetime) -> None:
    """What Amazon paid for liquidated units of a plan. Raises InputError for no units or a negative amount."""
    if not units > 0 or amount < 0:
        raise InputError("liquidation_paid", units=units, amount=amount)
    with ws.write(new_version=False) as cursor:
        cursor.execute(sql("review/paid_save"), {"plan_id": plan_id, "units": units, "amount": amount, "at": at})


# --- what one plan teaches


def _elasticity(one: Review) -> Proposal | None:
    before, after = one.learned.elasticity
    if one.learned.moved < _LEAST_MOVED or after.sd > _NARROWER * before.sd:
        return None
    return _of_sku("elasticity", one, before, after, after_sd=round(after.sd, 3))


def _demand(one: Review) -> Proposal | None:
    before, after = one.learned.level
    if not 1 / _BELIEVABLE <= after.mean <= _BELIEVABLE:
        return None
    return None if after.low <= 1.0 <= after.high else _of_sku("demand_factor", one, before, after)


def _of_sku(kind: str, one: Review, before: Told, after: Told, **more) -> Proposal:
    case = one.subject.case
    evidence = {
        "plan_ids": [one.subject.kept.plan_id],
        "weeks": one.learned.weeks,
        "low": round(after.low, 2),
        "high": round(after.high, 2),
    }
    return Proposal(
        kind=kind, marketplace=case.marketplace, sku=case.sku, before=round(before.mean, 2), after=round(after.mean, 2),
        learned_on=one.subject.until, evidence=evidence, **more,
    )  # fmt: skip


# --- what all plans teach


def _recovery(ws: Workspace, plans: list[Review], policy: Mapping) -> Proposal | None:
    """Weighted by units. Settlements speak first; what was typed counts for plans whose SKU no settlement names since."""
    settled = paid.settled(ws, plans, schedules.book(ws)).dropna(subset=["share"])
    noted = paid.typed(ws, plans).dropna(subset=["share"])
    parts = [part for part in (settled, noted[~noted["plan_id"].isin(settled["plan_id"])]) if len(part)]
    if not parts:
        return None
    known = pd.concat(parts, ignore_index=True)
    evidence = {"plan_ids": sorted(int(number) for number in known["plan_id"].dropna().unique())}
    if len(settled):
        evidence |= {
            "source": "settlements",
            "units": float(known["units"].sum()),
            "skus": len(known[["marketplace", "sku"]].drop_duplicates()),
        }
    share = float(np.average(known["share"].astype(float), weights=known["units"].astype(float)))
    return _threshold("liquidation_recovery", policy, round(share, 3), known["on"].max().date(), evidence)


def _removal(ws: Workspace, plans: list[Review], policy: Mapping) -> Proposal | None:
    """Weighted by units: from order to last change of the removal orders, without them from the day of a plan to the middle of the week in
    which its units left."""
    done = paid.removals(ws)
    if len(done):
        evidence = {"plan_ids": [], "source": "removals", "units": float(done["units"].sum()), "orders": int(done["order_id"].nunique())}
        days = float(np.average(done["days"], weights=done["units"]))
        return _threshold("removal_days", policy, float(round(days)), done["updated_day"].max().date(), evidence)
    weeks = [(one, one.subject.actual.removed) for one in plans if one.subject.actual.removed.sum() > 0]
    if not weeks:
        return None
    days = np.concatenate([7.0 * np.arange(len(units)) + 4.0 for _, units in weeks])
    mean = np.average(days, weights=np.concatenate([units for _, units in weeks]))
    return _of_plans("removal_days", policy, float(round(mean)), [one for one, _ in weeks])


def _catalogue(plans: list[Review], policy: Mapping) -> list[Proposal | None]:
    """The assumptions for products that tell nothing themselves, from _LEAST_PLANS clearances on."""
    told = [one for one in plans if one.learned.moved >= _LEAST_MOVED]
    pairs = [pair for pair in (_own_estimate(*one.learned.elasticity) for one in told) if pair]
    found = []
    if len(pairs) >= _LEAST_PLANS:
        estimate, variance = np.array(pairs).T
        mean, _ = category_belief(estimate, variance, policy["clearance.elasticity"], policy["clearance.elasticity_sd"])
        found.append(_of_plans("assumed_elasticity", policy, round(mean, 2), told))
    if len(plans) >= _LEAST_PLANS:
        off = np.clip(np.log([one.learned.level[1].mean for one in plans]), -np.log(_BELIEVABLE), np.log(_BELIEVABLE))
        spread = np.sqrt((_BLEND * policy["clearance.demand_sd"] ** 2 + (off**2).sum()) / (_BLEND + len(off)))
        found.append(_of_plans("demand_doubt", policy, round(float(spread), 3), plans))
    return found


def _own_estimate(before: Told, after: Told) -> tuple[float, float] | None:
    """(estimate, variance) of the clearance alone: the posterior with the prior taken out again."""
    if not 0 < after.sd < before.sd:
        return None
    precision = 1 / after.sd**2 - 1 / before.sd**2
    return (after.mean / after.sd**2 - before.mean / before.sd**2) / precision, 1 / precision


def _of_plans(kind: str, policy: Mapping, after: float, plans: Sequence[Review]) -> Proposal | None:
    evidence = {"plan_ids": sorted({one.subject.kept.plan_id for one in plans})}
    return _threshold(kind, policy, after, max(one.subject.until for one in plans), evidence)


def _threshold(kind: str, policy: Mapping, after: float, last: date, evidence: Mapping) -> Proposal | None:
    """Within the threshold's own limits; None where nothing would change."""
    limits, before = thresholds()[THRESHOLDS[kind]], float(policy[THRESHOLDS[kind]])
    after = min(max(after, limits.min), limits.max)
    if abs(after - before) < 1e-9:
        return None
    return Proposal(kind=kind, marketplace=None, sku=None, before=before, after=after, learned_on=last, evidence=evidence)


def _text(evidence: Mapping) -> str:
    return json.dumps(dict(evidence), sort_keys=True)
