"""alerts frozen, lift: the SKUs whose purchases a run froze, and buying again."""

from typing import Annotated

import typer

from core.alerts import freeze
from core.cli.output import records, show
from core.cli.root import Asked, FormOption, LangOption, WorkspaceOption, asked, now
from core.cli.telling import app
from core.cli.words import help_of

SkuArgument = Annotated[str, typer.Argument(metavar="SKU", help=help_of("sku"))]
MarketplaceArgument = Annotated[str, typer.Argument(metavar="MARKETPLACE", help=help_of("marketplace"))]

_READ = ["marketplace", "sku", "main_rule", "money_at_stake", "on_hand", "inbound", "cover_days", "frozen_at"]


@app.command("frozen", help=help_of("alerts_frozen"))
def frozen(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    _show(asked(ctx, workspace, form, lang))


@app.command("lift", help=help_of("alerts_lift"))
def lift(
    ctx: typer.Context,
    marketplace: MarketplaceArgument,
    sku: SkuArgument,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        freeze.lift(ws, marketplace, sku, at=now())
    _show(ask)


def _show(ask: Asked) -> None:
    """What is frozen now."""
    with ask.opened() as ws:
        rows = freeze.frozen(ws)
    show(ask, records(rows), rows if ask.form == "csv" else rows[_READ])
