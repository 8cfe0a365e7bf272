"""The life of an alert: what a run does to it, and what a seller does to it.

One alert per marketplace × SKU × rule.

    open ──▶ acknowledged ──▶ in_progress ──▶ resolved
      │            │               └────────▶ snoozed (until) · false_alarm (reason)
      └── closed by itself when its rule is silent on `alerts.close_runs` days of data in a row

It opens again when its level or the money at stake rises over what the seller saw at the last answer, when a snooze is over, when a
resolved one comes back or does not go away, and when a closed one fires anew. While a SKU's data are in doubt its alerts stand still.
Promises: the same run twice changes nothing; another run of the same day is no second silence; every change is kept with its time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from core.errors import InputError
from core.health import execute
from core.policy import Policy
from core.risk import NOT_CLEARING
from core.workspace import Workspace, sql

LIVE = ("open", "acknowledged", "in_progress", "snoozed")
STATES = (*LIVE, "resolved", "false_alarm", "closed")
REASONS = ("promotion", "supplier_late", "data_wrong", "season", "planned", "other")  # why an alarm was false

# what a seller can do: the state it leads to (None: as before), and the states it can be done in
_ACTIONS = {
    "acknowledge": ("acknowledged", ("open", "snoozed")),
    "start": ("in_progress", ("open", "acknowledged", "snoozed")),
    "snooze": ("snoozed", LIVE),
    "resolve": ("resolved", (*LIVE, "resolved")),  # again: what it came to is known later
    "false_alarm": ("false_alarm", (*LIVE, "resolved")),
    "reopen": ("open", ("acknowledged", "in_progress", "snoozed", "resolved", "false_alarm")),
    "assign": (None, (*LIVE, "resolved", "false_alarm")),
}
ACTIONS = tuple(_ACTIONS)
_SAID = ("owner", "snoozed_until", "reason", "note", "outcome_money")  # of an alert, by a seller


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a seller does to alerts. owner: who takes care, None: as before; until: the day a snooze ends; reason: one of REASONS;
    outcome: what a resolved one came to in money, recovered or saved; None: not said."""

    action: str
    owner: str | None = None
    until: date | None = None
    reason: str | None = None
    note: str | None = None
    outcome: float | None = None

    def check(self, today: date) -> None:
        """Raises InputError for what is unknown or missing."""
        if self.action not in _ACTIONS:
            raise InputError("alert_action_unknown", value=self.action, known=", ".join(ACTIONS))
        if self.action == "snooze" and (self.until is None or self.until <= today):
            raise InputError("alert_snooze_day", today=today)
        if self.action == "false_alarm" and self.reason not in REASONS:
            raise InputError("alert_reason", value=self.reason or "–", known=", ".join(REASONS))
        if self.action == "assign" and not (self.owner or "").strip():
            raise InputError("alert_owner")

    def same_as(self, found: dict) -> bool:
        """Whether an alert is in that state already, with the same words."""
        state, _ = _ACTIONS[self.action]
        owner = self.owner in (None, found["owner"])
        if state is None:
            return owner
        told = (found["state"], found["snoozed_until"], found["reason"], found["note"], found["outcome_money"])
        return owner and told == (state, self.until if self.action == "snooze" else None, self.reason, self.note, self.outcome)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """changed: alerts that are otherwise now; same: were so already; refused: (alert_id, state) in which it cannot be done."""

    changed: tuple[int, ...]
    same: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]


def update(cursor: duckdb.DuckDBPyConnection, run_id: int, as_of: date, policy: Policy, *, at: datetime) -> None:
    """Bring the alerts up to date with a stored run, inside the transaction of `cursor`. The same run again does nothing."""
    last = cursor.execute(sql("alerts/last_check")).fetchall()
    if last and last[0][0] >= run_id:
        return
    at = in_utc(at)
    params = policy.params() | {
        "run_id": run_id, "as_of": as_of, "at": at, "today": at.date(), "not_clearing": list(NOT_CLEARING),
        "new_day": int(not last or last[0][1] != as_of),
    }  # fmt: skip
    execute(cursor, "alerts/next", params, "create or replace temp table alert_next as")
    for step in ("update", "insert", "note_run", "note_check", "thaw", "freeze"):
        execute(cursor, f"alerts/{step}", params)


def answer(ws: Workspace, ids: list[int], given: Answer, *, at: datetime) -> Answered:
    """Do the same to one alert or many; where it cannot be done, that alert stays and is told. Raises InputError for an answer that
    lacks something, or for an alert that is not there: then nothing has changed."""
    at = in_utc(at)
    given.check(at.date())
    state, possible = _ACTIONS[given.action]
    with ws.write(new_version=False) as cursor:
        found = execute(cursor, "alerts/asked", {"ids": list(ids)}).df().astype(object).to_dict("records")
        found = [row | {name: _plain(row[name]) for name in _SAID} for row in found]
        _refuse_unknown(ids, found)
        same = tuple(row["alert_id"] for row in found if given.same_as(row))
        refused = tuple((row["alert_id"], row["state"]) for row in found if row["state"] not in possible and row["alert_id"] not in same)
        changed = [row["alert_id"] for row in found if row["alert_id"] not in {*same, *dict(refused)}]
        until = given.until if given.action == "snooze" else None
        facts = {name: getattr(given, name) for name in ("owner", "reason", "note", "outcome")}
        facts |= {"ids": changed, "state": state, "until": until, "at": at}
        execute(cursor, "alerts/answer", facts)
        execute(cursor, "alerts/note_answer", facts | {"event": given.action})
    return Answered(changed=tuple(changed), same=same, refused=refused)


def _refuse_unknown(ids: list[int], found: list[dict]) -> None:
    missing = set(ids) - {row["alert_id"] for row in found}
    if missing:
        raise InputError("alert_unknown", ids=", ".join(str(one) for one in sorted(missing)))


def _plain(value):
    """None for unknown, a day for a moment."""
    if value is None or value != value:
        return None
    return value.date() if isinstance(value, datetime) else value


def in_utc(at: datetime) -> datetime:
    """The workspace keeps moments in UTC without a zone mark."""
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
