"""alerts channel, channels, forget, test, send, log: who is told of alerts, and what became of each message.

The address of a channel is asked for, or read from standard input; never an argument, which other users of the machine could see.
"""

import sys
import time
from dataclasses import asdict
from typing import Annotated

import pandas as pd
import typer

from core.alerts import deliver, routes
from core.cli.alerting import app
from core.cli.output import plain, records, show
from core.cli.root import FAILED, Asked, FormOption, LangOption, Language, WorkspaceOption, asked, now
from core.cli.words import help_of

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help=help_of("channel_name"))]
OwnerOption = Annotated[str | None, typer.Option("--owner", metavar="NAME", help=help_of("route_owner"))]
LevelOption = Annotated[int, typer.Option("--level", min=1, max=3, help=help_of("route_level"))]
QuietOption = Annotated[str | None, typer.Option("--quiet", metavar="22:00-07:00", help=help_of("route_quiet"))]
ZoneOption = Annotated[str, typer.Option("--zone", metavar="Europe/London", help=help_of("route_zone"))]

AudienceOption = Annotated[str, typer.Option("--audience", metavar="|".join(routes.AUDIENCES), help=help_of("route_audience"))]
EveryOption = Annotated[str, typer.Option("--every", metavar="|".join(routes.EVERY), help=help_of("route_every"))]

_READ = [
    "channel",
    "kind",
    "owner",
    "level",
    "audience",
    "every",
    "quiet_from",
    "quiet_to",
    "zone",
    "lang",
    "status",
    "tried_at",
    "next_at",
    "reason",
]


@app.command("channel", help=help_of("alerts_channel"))
def channel(  # noqa: PLR0913 - one argument an option
    ctx: typer.Context,
    name: NameArgument,
    owner: OwnerOption = None,
    level: LevelOption = 2,
    audience: AudienceOption = "everybody",
    every: EveryOption = "check",
    quiet: QuietOption = None,
    zone: ZoneOption = "UTC",
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, None, lang)
    hours = dict(zip(("quiet_from", "quiet_to"), (hour or None for hour in (quiet or "-").split("-", 1)), strict=False))
    who = {"owner": owner, "level": level, "audience": audience, "every": every}
    route = routes.Route(channel=name, **who, **hours, zone=zone, lang=str(ask.lang or Language.EN))
    route.check()
    with ask.opened() as ws:
        routes.save(ws, route, _address(ask), at=now().replace(tzinfo=None))
        _show(ask, routes.listed(ws))


@app.command("channels", help=help_of("alerts_channels"))
def channels(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        _show(ask, routes.listed(ws))


@app.command("forget", help=help_of("alerts_forget"))
def forget(
    ctx: typer.Context, name: NameArgument, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        routes.remove(ws, name)
        _show(ask, routes.listed(ws))


@app.command("send", help=help_of("alerts_send"))
def send(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        done = [asdict(one) for one in deliver.send(ws, at=now(), pause=time.sleep)]
    show(ask, plain(done), pd.DataFrame(done))
    if any(one["status"] == "failed" for one in done):
        raise typer.Exit(FAILED)


@app.command("test", help=help_of("alerts_test"))
def try_one(ctx: typer.Context, name: NameArgument, workspace: WorkspaceOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, None, lang)
    with ask.opened() as ws:
        reason = deliver.try_one(ws, name, at=now())
    typer.echo(ask.t("cli.channel_reached" if reason is None else "cli.channel_not_reached", channel=name, reason=reason), err=True)
    if reason is not None:
        raise typer.Exit(FAILED)


@app.command("log", help=help_of("alerts_log"))
def log(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        rows = deliver.deliveries(ws)
    show(ask, records(rows), rows)


def _address(ask: Asked) -> str | None:
    """Typed unseen, or the first line of standard input; nothing: the address that the channel has."""
    if sys.stdin.isatty():
        return typer.prompt(ask.t("cli.channel_address"), hide_input=True, default="", show_default=False).strip() or None
    return sys.stdin.readline().strip() or None


def _show(ask: Asked, rows: pd.DataFrame) -> None:
    show(ask, records(rows), rows[_READ])
