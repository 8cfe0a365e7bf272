"""alerts list, ack, start, snooze, resolve, false-alarm, reopen, assign: the inbox without a browser."""

from datetime import datetime
from typing import Annotated

import typer

from core.alerts import board, life, words
from core.cli.output import records, show
from core.cli.root import BAD_INPUT, Asked, FormOption, LangOption, WorkspaceOption, asked, now, one_of
from core.cli.words import help_of

IdsArgument = Annotated[list[int], typer.Argument(metavar="ALERT…", help=help_of("alert_ids"))]
OwnerOption = Annotated[str | None, typer.Option("--owner", metavar="NAME", help=help_of("alert_owner"))]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=help_of("alert_note"))]
OutcomeOption = Annotated[float | None, typer.Option("--outcome", metavar="MONEY", help=help_of("alert_outcome"))]
UntilOption = Annotated[datetime, typer.Option("--until", metavar="DAY", formats=["%Y-%m-%d"], help=help_of("alert_until"))]
ReasonOption = Annotated[str, typer.Option("--reason", metavar="|".join(life.REASONS), help=help_of("alert_reason"))]
StateOption = Annotated[str | None, typer.Option("--state", metavar="STATE,…|all", help=help_of("alert_state"))]
LevelOption = Annotated[str | None, typer.Option("--level", metavar="2,3", help=help_of("alert_level"))]
AlertOwnerOption = Annotated[str | None, typer.Option("--owner", metavar="NAME", help=help_of("alert_of_owner"))]

_KEPT = [
    "alert_id", "marketplace", "sku", "title", "rule", "level", "state", "money_at_stake", "currency", "owner", "snoozed_until", "reason",
    "note", "outcome_money", "frozen_at", "draft_plan", "draft_problems", "draft_moves", "move_gain",
    "move_currency", "move_problems", "quiet", "opened_at", "changed_at",
]  # fmt: skip
_READ = ["alert_id", "level", "state", "marketplace", "sku", "rule", "money_at_stake", "owner", "opened_at", "why"]

app = typer.Typer(no_args_is_help=True, help=help_of("alerts"))


@app.command("list", help=help_of("alerts_list"))
def listed(
    ctx: typer.Context,
    state: StateOption = None,
    level: LevelOption = None,
    owner: AlertOwnerOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    states, levels = _states(state), _levels(level)
    with ask.opened() as ws:
        found = board.board(ws, now().date())
    found = found[found["state"].isin(states) & found["level"].isin(levels)]
    found = found if owner is None else found[found["owner"] == owner]
    rows = found[_KEPT].assign(
        why=[words.why(one, ask.language()) for one in found.to_dict("records")],
        silent=[words.silent(one, ask.language()) for one in found.to_dict("records")],
    )
    show(ask, records(rows.assign(facts=found["facts"])), rows if ask.form == "csv" else rows[_READ])


@app.command("ack", help=help_of("alerts_ack"))
def ack(
    ctx: typer.Context,
    ids: IdsArgument,
    owner: OwnerOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    _answer(asked(ctx, workspace, form, lang), ids, life.Answer(action="acknowledge", owner=owner))


@app.command("start", help=help_of("alerts_start"))
def start(
    ctx: typer.Context,
    ids: IdsArgument,
    owner: OwnerOption = None,
    note: NoteOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    _answer(asked(ctx, workspace, form, lang), ids, life.Answer(action="start", owner=owner, note=note))


@app.command("snooze", help=help_of("alerts_snooze"))
def snooze(
    ctx: typer.Context,
    ids: IdsArgument,
    until: UntilOption,
    note: NoteOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    _answer(asked(ctx, workspace, form, lang), ids, life.Answer(action="snooze", until=until.date(), note=note))


@app.command("resolve", help=help_of("alerts_resolve"))
def resolve(
    ctx: typer.Context,
    ids: IdsArgument,
    outcome: OutcomeOption = None,
    note: NoteOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    _answer(asked(ctx, workspace, form, lang), ids, life.Answer(action="resolve", note=note, outcome=outcome))


@app.command("false-alarm", help=help_of("alerts_false_alarm"))
def false_alarm(
    ctx: typer.Context,
    ids: IdsArgument,
    reason: ReasonOption,
    note: NoteOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    _answer(asked(ctx, workspace, form, lang), ids, life.Answer(action="false_alarm", reason=reason, note=note))


@app.command("reopen", help=help_of("alerts_reopen"))
def reopen(
    ctx: typer.Context, ids: IdsArgument, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None
) -> None:
    _answer(asked(ctx, workspace, form, lang), ids, life.Answer(action="reopen"))


@app.command("assign", help=help_of("alerts_assign"))
def assign(
    ctx: typer.Context,
    ids: IdsArgument,
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help=help_of("alert_owner"))],
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    _answer(asked(ctx, workspace, form, lang), ids, life.Answer(action="assign", owner=owner))


def _answer(ask: Asked, ids: list[int], given: life.Answer) -> None:
    """Do it; what cannot be done is named on standard error, and the status is 2."""
    with ask.opened() as ws:
        done = life.answer(ws, ids, given, at=now())
        found = board.board(ws, now().date())
    refused = [{"alert_id": alert_id, "state": state} for alert_id, state in done.refused]
    for one in refused:
        said = ask.t(f"alerts.action.{given.action}"), ask.t(f"alerts.state.{one['state']}")
        typer.echo(ask.t("cli.alert_refused", alert=one["alert_id"], action=said[0], state=said[1]), err=True)
    answer = {"changed": list(done.changed), "same": list(done.same), "refused": refused}
    show(ask, answer, found[found["alert_id"].isin(ids)][[name for name in _READ if name in found]])
    if refused:
        raise typer.Exit(BAD_INPUT)


def _states(given: str | None) -> tuple[str, ...]:
    """Those that wait for something, unless others are asked for."""
    if given is None:
        return life.LIVE
    if given == "all":
        return life.STATES
    return _known(tuple(given.replace("-", "_").split(",")), life.STATES)


def _levels(given: str | None) -> tuple[int, ...]:
    return (0, 1, 2, 3) if given is None else tuple(int(one) for one in _known(tuple(given.split(",")), ("0", "1", "2", "3")))


def _known(given: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    for one in given:
        one_of(one, known)
    return given
