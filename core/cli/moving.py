"""transfers, restock: the best moves between sites, and what to buy again.

JSON. transfers: {"moves": [{"sku", "to_sku", "from", "to", "units", "cost", "loss", "gain", "benefit", "ship_by", "ship_why",
"sellable_on"}], "benefit", "cost", "currency", "status", "gap", "binds": {limit: worth of one more}, "left_out": [{"product", "from", "to",
"reason"}], "lived": null, or with --lives {"ways": [{"way": plan, clear, nothing, "mean", "p10", "p50", "p90" over nothing}], and of the
plan over clearing "mean", "low", "high", "p10", "p90", "better"; "lives", "currency"}}
restock: [{"marketplace", "sku", "why", "order_on", "units", "amount", "arrives_on", "on_hand", "inbound", "order_point", "order_up_to", …}]
"""

from dataclasses import asdict
from typing import Annotated

import typer

from core import schedules, settings
from core.cli.output import plain, records, show
from core.cli.results import last_run
from core.cli.root import FormOption, LangOption, WorkspaceOption, asked
from core.cli.words import help_of
from core.restock import profit
from core.restock.suggest import suggest
from core.transfers.ask import ask as problem_of
from core.transfers.ask import limits, rates
from core.transfers.lived import lived
from core.transfers.plan import best

_MOVES = ["sku", "to_sku", "from", "to", "units", "cost", "loss", "gain", "benefit", "ship_by", "ship_why", "sellable_on"]
_READ = ["marketplace", "sku", "why", "order_on", "units", "amount", "currency", "arrives_on", "on_hand", "inbound", "order_point"]
BudgetOption = Annotated[float | None, typer.Option("--budget", min=0.0, help=help_of("transfers_budget"))]
UnitsOption = Annotated[float | None, typer.Option("--units", min=0.0, help=help_of("transfers_units"))]
LivesOption = Annotated[int, typer.Option("--lives", min=0, max=100_000, help=help_of("transfers_lives"))]


def transfers(
    ctx: typer.Context,
    budget: BudgetOption = None,
    units: UnitsOption = None,
    lives: LivesOption = 0,
    workspace: WorkspaceOption = None,
    form: FormOption = None,
    lang: LangOption = None,
) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        run, policy = last_run(ws), settings.policy(ws)
        problem = problem_of(ws, run)
        plan = best(problem, limits(problem.nodes, policy, budget=budget, units=units))
        exchange = rates(ws, run, problem.nodes)
    found = lived(problem, plan, exchange, policy, lives) if lives else None
    told = {name: getattr(plan, name) for name in ("benefit", "cost", "currency", "status", "gap")}
    told |= {
        "binds": plan.marginal,
        "left_out": records(problem.left_out),
        "lived": found and asdict(found) | {"ways": records(found.ways)},
    }
    show(ask, plain({"moves": records(plan.moves[_MOVES]), **told}), plan.moves[_MOVES[:9]])
    if found and ask.form not in ("json", "csv"):
        show(ask, None, found.ways)


def restock(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ask = asked(ctx, workspace, form, lang)
    with ask.opened() as ws:
        last = last_run(ws)
        found = suggest(profit.of_run(ws, last, schedules.book(ws)), last["as_of"], settings.policy(ws))
    show(ask, records(found), found[_READ])
