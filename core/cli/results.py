"""run and risk: compute the whole catalogue, and show the last run's risk table."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import pandas as pd
import typer

from core import results as stored
from core import run as runs
from core import settings
from core.cli.output import records, show
from core.cli.progress import bar
from core.cli.root import FormOption, LangOption, WorkspaceOption, asked, now
from core.cli.words import help_of
from core.errors import NotEnoughData

AsOfOption = Annotated[datetime | None, typer.Option("--as-of", metavar="DAY", formats=["%Y-%m-%d"], help=help_of("as_of"))]

# what a person reads in a terminal; JSON and CSV hold every column
_READ = [
    "marketplace",
    "sku",
    "level",
    "main_rule",
    "on_hand",
    "cover_days",
    "age_days",
    "stock_value",
    "cost_of_waiting_week",
    "best_option",
]


def run(
    ctx: typer.Context, as_of: AsOfOption = None, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws, bar(ask) as tell:
        done = runs.run(ws, at=now(), as_of=as_of and as_of.date(), policy=settings.policy(ws), progress=tell)
    answer = asdict(done)
    levels = {f"level_{level}": count for level, count in answer["levels"].items()}
    summary = {"run_id": done.run_id, "as_of": done.as_of, "skus": done.skus} | levels | {"seconds": sum(done.seconds.values())}
    show(ask, answer, pd.DataFrame([summary]))


def risk(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        last = stored.latest_run(ws)
        if last is None:
            raise NotEnoughData("no_run", path=str(ws.path))
        table = stored.risk_table(ws, last["run_id"])
    show(ask, records(table), table if ask.form == "csv" else table[_READ])
