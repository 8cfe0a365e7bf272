"""quote: every fee of one item on one day."""

import json
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core import schedules
from core.cli.output import plain, show
from core.cli.root import Asked, FormOption, LangOption, WorkspaceOption, asked
from core.cli.words import help_of
from core.errors import InputError
from core.fees import quote as quotes
from core.fees.schedule import RateBook

CaseArgument = Annotated[Path, typer.Argument(metavar="CASE.json", help=help_of("case"))]


def quote(
    ctx: typer.Context, case: CaseArgument, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask = asked(ctx, workspace, form, lang)
    answer = plain(quotes.quote(_read(case), book=_book(ask)))
    lines = [(name, value) for name, value in answer.items() if not isinstance(value, list | dict)]
    show(ask, answer, pd.DataFrame(lines, columns=["fee", "charge"]))


def _book(ask: Asked) -> RateBook | None:
    """The rates of the workspace that was named, with the seller's own over them; none named: the shipped ones."""
    if ask.workspace is None:
        return None
    with ask.opened() as ws:
        return schedules.book(ws)


def _read(case: Path) -> dict:
    if not case.is_file():
        raise InputError("file_missing", path=str(case))
    try:
        read = json.loads(case.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise InputError("case_unreadable", path=str(case), detail=str(error)) from error
    if not isinstance(read, dict):
        raise InputError("case_unreadable", path=str(case), detail=type(read).__name__)
    return read
