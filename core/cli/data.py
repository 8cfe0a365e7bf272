"""demo and import: files into a workspace."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core import demo as demo_seller
from core import intake, text
from core.cli.output import show
from core.cli.progress import bar
from core.cli.root import BAD_INPUT, Asked, Form, FormOption, LangOption, WorkspaceOption, asked, now
from core.cli.words import help_of
from core.errors import InputError

FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE...", help=help_of("files"))]
MarketplaceOption = Annotated[str | None, typer.Option("--marketplace", metavar="US", help=help_of("marketplace"))]
FromOption = Annotated[datetime | None, typer.Option("--from", metavar="DAY", formats=["%Y-%m-%d"], help=help_of("from_file"))]
AsOfOption = Annotated[datetime | None, typer.Option("--as-of", metavar="DAY", formats=["%Y-%m-%d"], help=help_of("as_of_file"))]

_READ = ["name", "status", "kind", "variant", "marketplace", "rows_read", "rows_loaded", "rows_refused"]


def demo(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened(default="demo", new=True) as ws, bar(ask) as tell:
        files = demo_seller.build(ws, now(), progress=tell)
    _show_files(ask, files)


def import_files(
    ctx: typer.Context,
    files: FilesArgument,
    marketplace: MarketplaceOption = None,
    as_of: AsOfOption = None,
    first: FromOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    said = {"marketplace": marketplace} | _days(first and first.date(), as_of and as_of.date())
    for file in files:
        if not file.is_file():
            raise InputError("file_missing", path=str(file))
    with ask.opened(new=True) as ws, bar(ask) as tell:
        loaded = [intake.load(ws, file, file.name, at=now(), progress=_part(tell, file, files), **said) for file in files]
    _show_files(ask, loaded)
    if any(file.status == "refused" for file in loaded):
        raise typer.Exit(BAD_INPUT)


def _days(first: date | None, last: date | None) -> dict:
    """as_of for stock; with --from too, the period of a report that covers several days."""
    if first and not last:
        raise InputError("from_without_end")
    return {"as_of": last, "period": (first, last) if first else None}


def _part(tell, file: Path, files: list[Path]):
    """The progress of one file as its part of all of them."""
    if tell is None:
        return None
    before = files.index(file)
    return lambda stage, share: tell(file.name, (before + share) / len(files))


def _show_files(ask: Asked, loaded: list) -> None:
    files = [result.as_dict(ask.language()) for result in loaded]
    show(ask, {"files": files}, pd.DataFrame(files, columns=_READ))
    if ask.form != Form.JSON:
        for line in _issue_lines(ask, files):
            typer.echo(line, err=True)


def _issue_lines(ask: Asked, files: list[dict]) -> list[str]:
    return [ask.t("cli.issue", file=file["name"], message=_message(ask, issue)) for file in files for issue in file["issues"]]


def _message(ask: Asked, issue: dict) -> str:
    """The sentence, and how it is answered on the command line."""
    hint = f"cli.hint.{issue['code']}"
    return f"{issue['message']} {ask.t(hint)}" if text.has(hint) else issue["message"]
