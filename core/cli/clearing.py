"""clear: the best clearance of one case."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from core import policy as policies
from core import results, schedules, settings
from core.clearance.case import Case
from core.clearance.first_answer import Answer, first_answer
from core.cli.output import plain, records, show
from core.cli.root import Asked, FormOption, LangOption, WorkspaceOption, asked, read_object
from core.cli.words import help_of

CaseArgument = Annotated[Path, typer.Argument(metavar="CASE.json", help=help_of("case"))]
_NO_PLAN = (
    "value", "bound_free_price", "bound_fluid", "first_action", "cost_of_waiting", "sold_out_by", "value_mean", "value_p10",
    "value_p50", "value_p90", "triggers", "exit_triggers", "weeks",
)  # fmt: skip
_WEEKS = ["week", "units", "price", "offer", "sold", "exited", "holding", "surcharge", "net", "sold_out", "units_p10", "units_p90"]


def clear(
    ctx: typer.Context, case: CaseArgument, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask, begun = asked(ctx, workspace, form, lang), time.perf_counter()
    answer = first_answer(case_of(ask, read_object(case)))
    found = _told(answer) | {"seconds": round(time.perf_counter() - begun, 3)}
    lines = answer.options[["option", "value", "p10", "p50", "p90", "price", "reason"]]
    show(ask, found, lines)


def case_of(ask: Asked, document: dict) -> Case:
    """What the file leaves out: from the last run of the workspace that was named, when the file names marketplace and sku; else from its
    settings, else from the defaults."""
    if ask.workspace is None:
        return Case.from_json(document, policies.load())
    with ask.opened() as ws:
        book, last = schedules.book(ws), results.latest_run(ws)
        named = last is not None and document.get("marketplace") and document.get("sku")
        known = results.case(ws, last, document["marketplace"], str(document["sku"]), book) if named else None
        return replace(Case.from_json(document, settings.policy(ws), known), book=book)


def _told(answer: Answer) -> dict:
    values = answer.options.set_index("option")["value"].to_dict()
    reasons = {row.option: row.reason for row in answer.options.itertuples() if row.reason}
    rest = {
        "alternatives": values,
        "best_option": answer.best_option,
        "reasons": reasons,
        "assumptions": [code for code, _ in answer.assumptions],
    }
    plan = answer.plan
    if plan is None:
        return dict.fromkeys(_NO_PLAN) | plain(rest)
    first = plan.first
    marks = plan.triggers[~plan.triggers["send_out"].astype(bool)]
    sends = plan.triggers[plan.triggers["send_out"].astype(bool)]
    return plain({
        "value": plan.value, "bound_free_price": plan.bound_free_price, "bound_fluid": plan.bound_fluid,
        "first_action": {
            "act": first.act, "keep_units": first.keep_units, "exit_units": first.exit_units, "exit_channel": first.exit_channel,
            "price": round(first.price, 6), "offer": first.offer, "start_on": first.start_on, "look_again": first.look_again,
        },
        "cost_of_waiting": plan.cost_of_waiting, "sold_out_by": plan.sold_out_by,
        "value_mean": plan.spread.mean, "value_p10": plan.spread.p10, "value_p50": plan.spread.p50, "value_p90": plan.spread.p90,
        "triggers": records(marks[["week", "on", "units_over", "price", "chance"]]),
        "exit_triggers": records(sends[["week", "on", "units_over", "chance"]]),
        "weeks": records(plan.weekly[_WEEKS]),
        **rest,
    })  # fmt: skip
