"""Plans in the workspace. Promise: saving adds and never replaces (a name that is taken gets a number); figures stay as they were saved.

A plan's id is a number that says nothing about seller or product, so it can stand in a link.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from core import settings
from core.clearance.case import Case
from core.clearance.doubt import Spread
from core.clearance.first_answer import Answer
from core.clearance.options import HOLD, PLAN
from core.clearance.plan import look_again
from core.clearance.way import Way, of_answer, own, spread
from core.errors import InputError
from core.fees.schedule import RateBook
from core.workspace import Workspace, sql

STATES = ("open", "accepted", "withdrawn")
_LONGEST = 80  # signs of a name
_JSON = ("policy", "case_inputs", "first_action", "options", "cost_of_waiting", "assumptions")
_OPTION = ["option", "value", "mean", "p10", "p50", "p90", "price", "sold_units", "weeks_to_clear", "exit_units", "reason"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Kept:
    """One plan as it was saved (columns of table plan). weekly, hold_weekly: columns of plan_week; options: rows of the answer then."""

    plan_id: int
    name: str
    marketplace: str | None
    sku: str | None
    title: str | None
    currency: str | None
    state: str
    created_at: datetime
    decided_at: datetime | None
    run_id: int | None
    as_of: date
    data_version: int
    policy: dict
    rates: str
    case_inputs: dict
    option: str
    first_action: dict
    value: float
    value_mean: float
    value_p10: float
    value_p50: float
    value_p90: float
    hold_value: float
    hold_mean: float
    hold_p10: float
    hold_p50: float
    hold_p90: float
    options: pd.DataFrame
    cost_of_waiting: dict[str, float]
    assumptions: list
    weekly: pd.DataFrame
    hold_weekly: pd.DataFrame

    @property
    def list_price(self) -> float | None:
        """The price asked when it was saved."""
        return self.case_inputs.get("list_price")


def save(
    ws: Workspace,
    answer: Answer,
    *,
    name: str,
    at: datetime,
    option: str | None = None,
    prices: Sequence[float] | None = None,
    about: Mapping | None = None,
    run: Mapping | None = None,
) -> int:
    """Keep one way out of an answered case; gives its plan_id. option: of way.WAYS, None: the best; prices: the seller's own, one a week,
    in place of an option. about: title and currency of the SKU; run: that the case came from (results.latest_run).
    Raises InputError for a name that is empty or too long, or a way that cannot be valued."""
    found = way(answer, option, prices)
    row = _row(answer, found) | _origin(ws, answer.case, run) | {"created_at": at}
    row |= {key: (about or {}).get(key) for key in ("title", "currency")}
    weeks = [_weeks(found, "plan"), *([_weeks(of_answer(answer, HOLD), "hold")] if answer.plan else [])]
    with ws.write(new_version=False) as cursor:
        taken = {each for (each,) in cursor.execute(sql("plans/names"), {key: row[key] for key in ("marketplace", "sku")}).fetchall()}
        plan_id = cursor.execute(sql("plans/add"), row | {"name": _free(_good(name), taken)}).fetchall()[0][0]
        cursor.register("weeks_now", pd.concat(weeks, ignore_index=True).assign(plan_id=plan_id))
        cursor.execute(sql("plans/add_weeks"))
    return plan_id


def listed(ws: Workspace, marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    """Every plan, newest first: ids, name, state, option, value and what it brings over holding (over_hold)."""
    return ws.frame(sql("plans/listed"), marketplace=marketplace, sku=sku)


def get(ws: Workspace, plan_id: int) -> Kept:
    """Raises InputError where there is no such plan."""
    rows = ws.frame(sql("plans/one"), plan_id=plan_id).to_dict("records")
    if not rows:
        raise InputError("no_such_plan", plan_id=plan_id)
    row = {name: None if name not in _JSON and pd.isna(value) and not _is_number(name) else value for name, value in rows[0].items()}
    row |= {name: json.loads(row[name]) for name in _JSON} | {"as_of": pd.Timestamp(row["as_of"]).date()}
    row["options"] = pd.DataFrame(row["options"], columns=_OPTION).astype(dict.fromkeys(_OPTION[1:-1], float))
    courses = {name: ws.frame(sql("plans/weeks"), plan_id=plan_id, course=course) for name, course in _COURSES.items()}
    return Kept(**row, **courses)


_COURSES = {"weekly": "plan", "hold_weekly": "hold"}


def _is_number(name: str) -> bool:
    return name.startswith(("value", "hold"))


def case_of(kept: Kept, book: RateBook) -> Case:
    """The case as it was, at the rates of `book` (its own had the digest kept.rates)."""
    return Case(**kept.case_inputs, book=book)


def rename(ws: Workspace, plan_id: int, name: str) -> None:
    """Raises InputError for a name that cannot be, or where there is no such plan."""
    _change(ws, "plans/rename", plan_id, name=_good(name))


def decide(ws: Workspace, plan_id: int, state: str, *, at: datetime) -> None:
    """Accept a plan, withdraw it, or open it again. Raises InputError for another state, or where there is no such plan."""
    if state not in STATES:
        raise InputError("plan_state", value=str(state), known=", ".join(STATES))
    _change(ws, "plans/decide", plan_id, state=state, at=at)


def remove(ws: Workspace, plan_id: int) -> None:
    """Delete a plan and its weeks. Raises InputError where there is no such plan."""
    _change(ws, "plans/remove", plan_id, also="plans/remove_weeks")


def _change(ws: Workspace, query: str, plan_id: int, also: str | None = None, **values) -> None:
    with ws.write(new_version=False) as cursor:
        if not cursor.execute(sql(query), {"plan_id": plan_id, **values}).fetchall():
            raise InputError("no_such_plan", plan_id=plan_id)
        if also:
            cursor.execute(sql(also), {"plan_id": plan_id})


def way(answer: Answer, option: str | None = None, prices: Sequence[float] | None = None) -> Way:
    """One way of an answered case, followed to its end; None: the best. Raises InputError where it cannot be valued."""
    if prices is not None:
        return own(answer.case, prices)
    if option is None and answer.best_option is None:
        raise InputError("clearance_no_course", option=PLAN, reason=answer.reason)
    return of_answer(answer, option or answer.best_option)


def _row(answer: Answer, found: Way) -> dict:
    """What is known of the way and of doing nothing, in columns of table plan."""
    case, held = answer.case, answer.options.set_index("option").loc[HOLD]
    hold = {name: _known(held[name]) for name in ("value", "mean", "p10", "p50", "p90")}
    return {
        "marketplace": case.marketplace, "sku": case.sku, "option": found.option, "rates": case.book.digest, "as_of": case.as_of,
        "case_inputs": _text(inputs(case)), "first_action": _text(first_action(answer, found)), "value": _known(found.value),
        **{f"value_{name}": value for name, value in _spread(spread(found)).items()}, **{f"hold_{name}": hold[name] for name in hold},
        "options": _text(answer.options[_OPTION].to_dict("records")),
        "cost_of_waiting": _text(answer.plan.cost_of_waiting if answer.plan else {}), "assumptions": _text(answer.assumptions),
    }  # fmt: skip


def _origin(ws: Workspace, case: Case, run: Mapping | None) -> dict:
    """Which data, run and thresholds it came from."""
    if run is None:
        return {"run_id": None, "data_version": ws.version(), "policy": json.dumps(dict(settings.policy(ws)))}
    return {"run_id": run["run_id"], "data_version": run["data_version"], "policy": json.dumps(run["policy"])}


def inputs(case: Case) -> dict:
    """The fields of a case but its rates, as JSON holds them: Case(**inputs) is the same case."""
    return {each.name: getattr(case, each.name) for each in fields(case) if each.name != "book"}


def first_action(answer: Answer, found: Way) -> dict:
    """What is to be done now: of the best plan its own first step (plan.FirstStep), of another way what it begins with."""
    if found.option == PLAN and answer.plan:
        step = asdict(answer.plan.first)
        del step["cost_of_waiting"]
        return step
    act = "send_out" if found.exit_units else "mark_down" if found.marks_down else "hold"
    case = answer.case
    return {
        "act": act, "keep_units": case.units - found.exit_units, "exit_units": found.exit_units, "exit_channel": found.door,
        "price": found.price, "offer": None, "start_on": case.as_of, "look_again": look_again(case),
    }  # fmt: skip


def _spread(told: Spread) -> dict:
    return {name: _known(getattr(told, name)) for name in ("mean", "p10", "p50", "p90")}


def _weeks(found: Way, course: str) -> pd.DataFrame:
    table = found.weekly
    days = [found.case.as_of + timedelta(days=7 * int(week)) for week in table["week"]]
    return table.assign(course=course, starts_on=pd.to_datetime(days))


def _good(name: str) -> str:
    said = (name or "").strip()
    if not 0 < len(said) <= _LONGEST:
        raise InputError("plan_name", most=_LONGEST)
    return said


def _free(name: str, taken: set[str]) -> str:
    """The name, with the next free number behind it where it is taken."""
    tried = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
    return next(each for each in tried if each not in taken)


def _known(value) -> float | None:
    return None if value is None or value != value else float(value)


def _text(value) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, default=_as_json, allow_nan=False)


def _plain(value):
    """Unknown numbers are null."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value


def _as_json(value):
    """Days as ISO text; promotions as the objects they are read from."""
    return value.isoformat() if isinstance(value, date) else asdict(value)
