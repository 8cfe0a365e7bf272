"""transfers, restock: the best moves between sites, and what to buy again.

JSON. transfers: {"moves": [{"sku", "to_sku", "from", "to", "units", "cost", "loss", "gain", "benefit", "ship_by", "ship_why",
"sellable_on"}], "benefit", "cost", "currency", "status", "gap", "binds": {limit: worth of one more},
restock: [{"marketplace", "sku", "why", "order_on", "units", "amount", "arrives_on", "on_hand", "inbound", "order_point", "order_up_to", …}]
"""

from typing import Annotated

import typer

from core import settings
from core.cli.output import plain, records, show
from core.cli.results import last_run
from core.cli.root import FormOption, LangOption, WorkspaceOption, asked
from core.cli.words import help_of
from core.restock import settings as wishes
from core.restock.suggest import suggest
from core.transfers.ask import ask as problem_of
from core.transfers.model import Limits
from core.transfers.plan import best

_MOVES = ["sku", "to_sku", "from", "to", "units", "cost", "loss", "gain", "benefit", "ship_by", "ship_why", "sellable_on"]
_READ = ["marketplace", "sku", "why", "order_on", "units", "amount", "currency", "arrives_on", "on_hand", "inbound", "order_point"]
BudgetOption = Annotated[float | None, typer.Option("--budget", min=0.0, help=help_of("transfers_budget"))]
UnitsOption = Annotated[float | None, typer.Option("--units", min=0.0, help=help_of("transfers_units"))]


def transfers(
    ctx: typer.Context,
    budget: BudgetOption = None,
    units: UnitsOption = None,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        problem, policy = problem_of(ws, last_run(ws)), settings.policy(ws)
    limits = Limits(budget=budget, units=units, trouble=policy["clearance.least_gain"], slow=policy["transfers.slow_weight"])
    plan = best(problem, limits)
    told = {name: getattr(plan, name) for name in ("benefit", "cost", "currency", "status", "gap")}
    told |= {"binds": plan.marginal, "left_out": records(problem.left_out)}
    show(ask, plain({"moves": records(plan.moves[_MOVES]), **told}), plan.moves[_MOVES[:9]])


def restock(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        last = last_run(ws)
        found = suggest(wishes.positions(ws, last["run_id"]), last["as_of"], settings.policy(ws))
    show(ask, records(found), found[_READ])
