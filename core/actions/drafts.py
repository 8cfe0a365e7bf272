"""A plan drafted for every warning: the best way out as the journal keeps it (core/plans), and where units bring more at another site the
moves there (moves.py); both checked for whether they can be done.

Promises: one draft a SKU and episode of its alerts, so that the same run twice drafts nothing; a draft is an open plan that a seller
accepts, changes or throws away; where none can be drafted, that is kept with its reason.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

import pandas as pd

from core import plans, results, risk, schedules, settings
from core.actions import moves
from core.alerts.life import in_utc
from core.clearance.first_answer import Answer, first_answer
from core.plans import words
from core.policy import Policy
from core.workspace import Workspace, sql

PROBLEMS = ("no_value", "no_gain", "under_floor", "leftover", "stale")  # text keys alerts.problem.<problem>
_LEVELS = 200  # lots of stock in the exact plan: off by less than 0.02 % of value
_LIKELY = 0.5

Progress = Callable[[str, float], None]


def draft(ws: Workspace, *, at: datetime, progress: Progress | None = None) -> int:
    """Draft what the newest run asks for, the most money first, at most `actions.drafts_most`. Gives how many SKUs were looked at."""
    run, policy = results.latest_run(ws), settings.policy(ws)
    if run is None:
        return 0
    asked = {"run_id": run["run_id"], "most": int(policy["actions.drafts_most"]), "not_clearing": list(risk.NOT_CLEARING)}
    rows = ws.frame(sql("actions/to_draft"), **asked).to_dict("records")
    moved = moves.draft(ws, rows, run, policy, at=at) if rows else {}
    book = schedules.book(ws)
    for number, row in enumerate(rows):
        if progress:
            progress("drafts", number / len(rows))
        case = results.case(ws, run, row["marketplace"], row["sku"], book)
        answer = first_answer(case, _LEVELS)
        problems = check(answer, policy, at.date())
        plan_id = None if "no_value" in problems else _keep(ws, answer, row, run, at)
        found = moved.get((row["marketplace"], row["sku"]), moves.Drafted())
        facts = {"plan_id": plan_id, "run_id": run["run_id"], "at": in_utc(at), "problems": problems}
        _note(ws, row, facts | {"transfer_ids": list(found.transfer_ids), "transfer_problems": list(found.problems)})
    return len(rows)


def check(answer: Answer, policy: Policy, today: date) -> list[str]:
    """What speaks against the best way out, of PROBLEMS: it cannot be valued; it brings hardly more than holding; it asks less than the
    floor; it is likely not to clear the stock by the horizon; the stock it rests on was counted too long ago."""
    if answer.best_option is None:
        return ["no_value"]
    found = plans.way(answer)
    said = {
        "no_gain": found.value - answer.hold_value < policy["level.waiting_money"],
        "under_floor": found.exit_units < answer.case.units and found.price < answer.floor.price,
        "leftover": found.weeks["sold_out"][-1] < _LIKELY,
        "stale": (today - answer.case.as_of).days > policy["data.stale_days"],
    }
    return [name for name in PROBLEMS if said.get(name)]


def drafts(ws: Workspace, marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    """The newest draft of every SKU, or of one: marketplace, sku, plan_id (NaN: none could be drafted), problems (list, empty: feasible),
    transfer_ids, transfer_problems (as moves.Drafted), made_at, and of the plan: name, state, option, value, over_hold, currency (NaN
    where it was thrown away)."""
    return ws.frame(sql("actions/drafts"), marketplace=marketplace, sku=sku)


def _keep(ws: Workspace, answer: Answer, row: Mapping, run: Mapping, at: datetime) -> int:
    name = words.draft_name(answer.case.as_of, settings.load(ws).get("language") or "en")
    return plans.save(ws, answer, name=name, at=in_utc(at), about=row, run=run)


def _note(ws: Workspace, row: Mapping, facts: Mapping) -> None:
    with ws.write(new_version=False) as cursor:
        cursor.execute(
            "insert into alert_draft values ($marketplace, $sku, $plan_id, $run_id, $at, $problems, $transfer_ids, $transfer_problems)",
            {"marketplace": row["marketplace"], "sku": row["sku"]} | dict(facts),
        )
