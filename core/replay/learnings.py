"""Learnings: made from a replay and the seller's marks, tried on the same past, then accepted or not; each kept, each revertible.

Promise: nothing moves by itself. What is accepted is a new version of the thresholds, under those the seller set; taking it back brings
the accepted one before it into force again, or the defaults.
"""

from datetime import datetime

import pandas as pd

from core import health, settings
from core.errors import InputError
from core.policy import Policy, thresholds
from core.replay import kept
from core.replay.learn import learn
from core.replay.weeks import Progress, days_of
from core.workspace import Workspace, sql

STATES = ("proposed", "accepted", "reverted")
_MAY = {"accepted": ("proposed", "reverted"), "reverted": ("accepted",)}


def propose(ws: Workspace, *, at: datetime, progress: Progress | None = None) -> int:
    """Replay without what was learnt before, learn, and replay the same weeks with it. Gives the learning_id; where nothing moves, both
    replays are the same. Thresholds that the seller set stay. Raises NotEnoughData as a replay does."""
    tell = progress or (lambda stage, share: None)
    own = {key: value for key, value in settings.load(ws).items() if key in thresholds()}
    policy = Policy(own)
    days, marks = days_of(ws, health.newest_day(ws, policy)), ws.frame(sql("replay/marks"))
    before, told, judged = kept.replayed(ws, days, policy, at=at, progress=lambda stage, share: tell(stage, share / 2))
    moved = learn(told, judged, marks, policy)
    moved = moved[~moved["key"].isin(own)]
    after = before
    if len(moved):
        learnt = policy.with_overrides(dict(zip(moved["key"], moved["value"], strict=True)))
        after = kept.replayed(ws, days, learnt, at=at, progress=lambda stage, share: tell(stage, (1 + share) / 2))[0]
    return _store(ws, {"at": at, "before": before, "after": after, "marks": len(marks)}, moved)


def newest(ws: Workspace) -> dict | None:
    """learning_id, made_at, state, decided_at, before_id, after_id, marks; None before the first."""
    rows = ws.frame(sql("replay/learning")).to_dict("records")
    return rows[0] if rows else None


def moved(ws: Workspace, learning_id: int) -> pd.DataFrame:
    """key, rule, default_value, best, value, alarms, false_alarms of the thresholds that a learning moves."""
    return ws.frame(sql("replay/moved"), learning_id=learning_id)


def decide(ws: Workspace, learning_id: int, state: str, *, at: datetime) -> None:
    """Bring a learning into force, or take it back. Raises InputError where that cannot be done."""
    found = ws.rows("select state from learning where learning_id = $learning_id", learning_id=learning_id)
    if not found or found[0][0] not in _MAY.get(state, ()):
        raise InputError("learning_state", learning=learning_id, state=state, found=found[0][0] if found else "–")
    with ws.write() as cursor:
        cursor.execute(
            "update learning set state = $state, decided_at = $at where learning_id = $learning_id",
            {"state": state, "at": at, "learning_id": learning_id},
        )


def _store(ws: Workspace, facts: dict, rows: pd.DataFrame) -> int:
    with ws.write(new_version=False) as cursor:
        learning_id = cursor.execute("select nextval('learning_ids')").fetchall()[0][0]
        cursor.execute(sql("replay/store_learning"), facts | {"learning_id": learning_id})
        cursor.register("rows_now", rows.assign(learning_id=learning_id))
        if len(rows):
            cursor.execute("insert into learned_threshold by name from rows_now")
        cursor.unregister("rows_now")
    return learning_id
