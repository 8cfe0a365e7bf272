"""handover make, list, export, partner, send, take: documents for other systems, out and back.

The address and the secret of the partner are asked for, or read from standard input, a line each; never arguments, which other users of the
machine could see.
"""

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core import text
from core.cli.output import plain, records, show
from core.cli.root import BAD_INPUT, FAILED, Asked, FormOption, LangOption, WorkspaceOption, asked, now
from core.cli.words import help_of
from core.handover import documents, results, webhook

DocumentArgument = Annotated[int, typer.Argument(metavar="DOCUMENT", help=help_of("document"))]
TargetOption = Annotated[Path, typer.Option("--to", metavar="FILE", help=help_of("document_file"), dir_okay=False)]
ForgetOption = Annotated[bool, typer.Option("--forget", help=help_of("partner_forget"))]

_READ = ["document_id", "kind", "as_of", "rows", "status", "tries", "reason", "answer", "answered_at"]

app = typer.Typer(no_args_is_help=True, help=help_of("handover"))


@app.command("make", help=help_of("handover_make"))
def make(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        made = documents.make(ws, at=now())
        rows = documents.listed(ws)
    rows = rows[rows["document_id"].isin(made)]
    show(ask, records(rows), rows[_READ])


@app.command("list", help=help_of("handover_list"))
def listing(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        rows = documents.listed(ws)
    show(ask, records(rows), rows if ask.form == "csv" else rows[_READ])


@app.command("export", help=help_of("handover_export"))
def export(
    ctx: typer.Context,
    document: DocumentArgument,
    target: TargetOption,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        content = documents.as_csv(ws, document)
    target.write_bytes(content)
    answer = {"file": str(target.absolute()), "document_id": document, "bytes": len(content)}
    show(ask, answer, pd.DataFrame([answer])[["file", "bytes"]])


@app.command("partner", help=help_of("handover_partner"))
def partner(ctx: typer.Context, forget: ForgetOption = False, workspace: WorkspaceOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, None, lang)
    with ask.opened() as ws:
        if forget:
            webhook.disconnect(ws)
        else:
            webhook.connect(ws, _asked(ask, "cli.partner_address"), _asked(ask, "cli.partner_secret"))
    typer.echo(ask.t("cli.partner_forgotten" if forget else "cli.partner_kept"), err=True)


@app.command("send", help=help_of("handover_send"))
def send(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        done = [asdict(one) for one in webhook.send(ws, at=now(), pause=time.sleep)]
    show(ask, plain(done), pd.DataFrame(done))
    if any(one["status"] in ("failed", "refused") for one in done):
        raise typer.Exit(FAILED)


@app.command("take", help=help_of("handover_take"))
def take(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        found = results.take(ws, at=now(), lang=ask.language())
        place = results.folder(ws)
    answer = [{"name": one.name, "status": one.status, "lines": one.lines} for one in found]
    show(ask, answer, pd.DataFrame(answer, columns=["name", "status", "lines"]))
    typer.echo(ask.t("cli.results_folder", folder=str(place)), err=True)
    for one in found:
        if one.error:
            typer.echo(text.say(one.error, ask.language()), err=True)
    if any(one.error for one in found):
        raise typer.Exit(BAD_INPUT)


def _asked(ask: Asked, key: str) -> str:
    """Typed unseen, or the next line of standard input."""
    if sys.stdin.isatty():
        return typer.prompt(ask.t(key), hide_input=True).strip()
    return sys.stdin.readline().strip()
