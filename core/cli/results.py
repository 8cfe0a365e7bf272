"""run, risk and calendar: compute the whole catalogue, show the last run's risk table, and what is charged when."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import pandas as pd
import typer

from core import results as stored
from core import run as runs
from core.actions import drafts
from core.cli.output import records, show
from core.cli.progress import bar
from core.cli.root import FormOption, LangOption, WorkspaceOption, asked, now
from core.cli.words import help_of
from core.errors import InputError, NotEnoughData
from core.workspace import Workspace

SkuOption = Annotated[str | None, typer.Option("--sku", metavar="SKU", help=help_of("sku"))]
MarketOption = Annotated[str | None, typer.Option("--marketplace", metavar="US", help=help_of("only_marketplace"))]
AsOfOption = Annotated[datetime | None, typer.Option("--as-of", metavar="DAY", formats=["%Y-%m-%d"], help=help_of("as_of"))]
EngineOption = Annotated[str | None, typer.Option("--engine", metavar="local|dask|dask://HOST:PORT", help=help_of("engine"))]

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
    ctx: typer.Context,
    as_of: AsOfOption = None,
    engine: EngineOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws, bar(ask) as tell:
        done = runs.run(ws, at=now(), as_of=as_of and as_of.date(), progress=tell, engine=engine, apart=True)
        drafted = drafts.draft(ws, at=now(), progress=tell)
        looked_at = runs.add_prophet(ws, progress=tell, engine=engine)
    answer = asdict(done) | {"prophet_skus": looked_at, "drafts": drafted}
    levels = {f"level_{level}": count for level, count in answer["levels"].items()}
    summary = {"run_id": done.run_id, "as_of": done.as_of, "skus": done.skus} | levels | {"seconds": sum(done.seconds.values())}
    show(ask, answer, pd.DataFrame([summary]))


def risk(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        table = stored.risk_table(ws, last_run(ws)["run_id"])
    show(ask, records(table), table if ask.form == "csv" else table[_READ])


def calendar(
    ctx: typer.Context, sku: SkuOption = None, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        last = last_run(ws)
        when = (last["run_id"], last["as_of"])
        days = stored.catalogue_calendar(ws, *when)[1] if sku is None else _of_sku(ws, when, sku)
    show(ask, records(days), days)


def _of_sku(ws: Workspace, when: tuple, sku: str) -> pd.DataFrame:
    """The days of one SKU at every marketplace. Raises InputError if the run does not have it."""
    if not (stored.risk_table(ws, when[0])["sku"] == sku).any():
        raise InputError("sku_not_in_run", sku=sku)
    days = stored.calendar(ws, *when)
    return days[days["sku"] == sku]


def last_run(ws: Workspace) -> dict:
    last = stored.latest_run(ws)
    if last is None:
        raise NotEnoughData("no_run", path=str(ws.path))
    return last
