"""quote: every fee of one item on one day."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core import own_charges, results, schedules, settings
from core.cli.output import plain, records, show
from core.cli.root import Asked, FormOption, LangOption, WorkspaceOption, asked, read_object
from core.cli.words import help_of
from core.fees import quote as quotes
from core.fees.schedule import RateBook

CaseArgument = Annotated[Path, typer.Argument(metavar="CASE.json", help=help_of("case"))]


def quote(
    ctx: typer.Context, case: CaseArgument, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask, given = asked(ctx, workspace, form, lang), read_object(case)
    book, own, rounding = _of_workspace(ask, given)
    answer = plain(quotes.quote(rounding | given, book=book) | own)
    lines = [(name, value) for name, value in answer.items() if not isinstance(value, list | dict)]
    show(ask, answer, pd.DataFrame(lines, columns=["fee", "charge"]))


def _of_workspace(ask: Asked, given: dict) -> tuple[RateBook | None, dict, dict]:
    """The rates of the workspace that was named, with the seller's own over them; under `own` what Amazon charged or expects for the
    case's `sku` beside the table (core.own_charges.figures); and the rounding chosen in Settings, for a case that names none.
    No workspace named: the shipped rates and defaults."""
    if ask.workspace is None:
        return None, {}, {}
    with ask.opened() as ws:
        book, last = schedules.book(ws), results.latest_run(ws)
        rounding = {"step_rounding": settings.policy(ws)["clearance.removal_rounding"]}
        if last is None or not given.get("sku"):
            return book, {}, rounding
        return book, {"own": records(own_charges.figures(ws, last["run_id"], book, given.get("marketplace"), str(given["sku"])))}, rounding
