"""backup, restore, check: the whole workspace as one file."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core import workspace as house
from core.cli.output import show
from core.cli.root import FAILED, FormOption, LangOption, WorkspaceOption, asked
from core.cli.words import help_of

TargetArgument = Annotated[Path, typer.Argument(metavar="FILE", help=help_of("backup_file"), dir_okay=False)]
SourceArgument = Annotated[Path, typer.Argument(metavar="FILE", help=help_of("restore_file"))]


def backup(
    ctx: typer.Context, target: TargetArgument, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        copy = ws.backup(target)
        answer = {"ok": True, "file": str(copy.absolute()), "bytes": copy.stat().st_size, "data_version": ws.version()}
    show(ask, answer, pd.DataFrame([answer]))


def restore(
    ctx: typer.Context, source: SourceArgument, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask = asked(ctx, workspace, form, lang)
    restored = house.restore(ask.path(), source)
    found = restored.check()
    restored.close()
    answer = {"workspace": str(ask.path()), "file": str(source.absolute())} | found
    _show_check(ask, answer)


def check(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        _show_check(ask, {"workspace": str(ws.path)} | ws.check())


def _show_check(ask, answer: dict) -> None:
    tables = pd.DataFrame(list(answer["tables"].items()), columns=["table", "rows"])
    show(ask, answer, tables)
    typer.echo(ask.t("cli.check_good" if answer["ok"] else "cli.check_bad", rows=answer["rows_without_file"]), err=True)
    if not answer["ok"]:
        raise typer.Exit(FAILED)
