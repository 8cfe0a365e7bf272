"""plan save | list | export: the journal of plans.

JSON. save: {"plan_id", "name", "marketplace", "sku", "option", "state", "value", "value_p10", "value_p50", "value_p90", "hold_value",
"hold_p10", "hold_p50", "hold_p90", "first_action": {"act", "keep_units", "exit_units", "exit_channel", "price", "offer", "start_on",
"look_again"}, "created_at", "as_of", "run_id", "data_version", "rates", "weeks": [{"week", "starts_on", "units", "units_p10", "units_p90",
"exited", "price", "offer", "sold", "holding", "surcharge", "net", "sold_out"}]}
list: [{"plan_id", "name", "marketplace", "sku", "title", "currency", "state", "option", "created_at", "decided_at", "run_id", "as_of",
"data_version", "value", "value_p10", "value_p50", "value_p90", "hold_value", "over_hold"}], newest first
export: {"file", "what", "plans": [plan_id], "bytes", "left_out": [sku]}
"""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core import plans, results, text
from core.clearance.first_answer import first_answer
from core.cli.clearing import CaseArgument, case_of
from core.cli.output import plain, records, show
from core.cli.results import SkuOption
from core.cli.root import Asked, FormOption, InWords, LangOption, WorkspaceOption, asked, now, read_object
from core.cli.words import help_of
from core.workspace import Workspace

app = typer.Typer(cls=InWords, no_args_is_help=True, help=help_of("plan"))

_READ = ["plan_id", "name", "marketplace", "sku", "state", "option", "value", "over_hold", "as_of"]
_ASIDE = ("policy", "case_inputs", "options", "cost_of_waiting", "assumptions", "weekly", "hold_weekly")


class What(StrEnum):
    PRICES = "prices"
    EXITS = "exits"
    PAGE = "page"
    ALL = "all"


NameOption = Annotated[str | None, typer.Option("--name", help=help_of("plan_name"))]
WayOption = Annotated[str | None, typer.Option("--option", help=help_of("plan_option"))]
IdsArgument = Annotated[list[int], typer.Argument(metavar="PLAN_ID…", help=help_of("plan_ids"))]
WhatOption = Annotated[What, typer.Option("--what", help=help_of("plan_what"))]
TargetOption = Annotated[Path, typer.Option("--to", metavar="FILE", dir_okay=False, help=help_of("plan_to"))]


@app.command("save", help=help_of("plan_save"))
def save(
    ctx: typer.Context,
    case: CaseArgument,
    name: NameOption = None,
    option: WayOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask, document = asked(ctx, workspace, form, lang), read_object(case)
    answer = first_answer(case_of(ask, document))
    with ask.opened() as ws:
        run, at = results.latest_run(ws), now()
        about = _about(ws, run, answer.case.marketplace, answer.case.sku)
        plan_id = plans.save(
            ws, answer, name=name or _name(ask, option or answer.best_option, answer), at=at, option=option, about=about, run=run
        )  # fmt: skip
        kept = plans.get(ws, plan_id)
    told = {key: value for key, value in asdict(kept).items() if key not in _ASIDE} | {"weeks": records(kept.weekly)}
    show(ask, plain(told), pd.DataFrame([told])[["plan_id", "name", "marketplace", "sku", "option", "value"]])


def _name(ask: Asked, option: str | None, answer) -> str:
    """The way in words and the day, where no name was given."""
    key = f"table.option.{option}"
    words = ask.t(key) if text.has(key) else "–"
    return ask.t("plans.save.name_default", option=words, day=text.day(answer.case.as_of, ask.language()))


def _about(ws: Workspace, run: dict | None, marketplace: str | None, sku: str | None) -> dict | None:
    """Title and currency as the run knows them."""
    return None if run is None else results.risk_row(ws, run["run_id"], marketplace, sku)


@app.command("list", help=help_of("plan_list"))
def listing(
    ctx: typer.Context, sku: SkuOption = None, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        table = plans.listed(ws, sku=sku)
    show(ask, records(table), table if ask.form == "csv" else table[_READ])


@app.command("export", help=help_of("plan_export"))
def export(
    ctx: typer.Context,
    plan_ids: IdsArgument,
    target: TargetOption,
    what: WhatOption = What.PRICES,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        kept = [plans.get(ws, plan_id) for plan_id in plan_ids]
    content, left_out = _content(what, kept, ask.language())
    target.write_bytes(content)
    answer = {"file": str(target.absolute()), "what": str(what), "plans": plan_ids, "bytes": len(content), "left_out": left_out}
    show(ask, answer, pd.DataFrame([answer])[["file", "bytes"]])


def _content(what: What, kept: list[plans.Kept], lang: str) -> tuple[bytes, list[str]]:
    if what == What.PAGE:
        return plans.page(kept[0], lang).encode("utf-8"), []
    if what == What.ALL:
        return plans.packed(kept, lang)
    todo = plans.steps(kept, lang)
    return plans.price_file(todo) if what == What.PRICES else (plans.removals(todo, lang), [])
