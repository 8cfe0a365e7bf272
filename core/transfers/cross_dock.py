"""What is on its way to one marketplace, sent on over a dock to others of the product instead of being put into storage there.

    lost     worth of the stock at the marketplace with all that is on its way, less its worth without the units sent on, each at the best
             single price and the best door
    gained   as for any move (worth.py), from the day they are there: days until the goods are at the dock, and the lane's
    cost     receiving and picking at the dock, freight, duty and tax, inbound placement; no removal, because nothing was stored yet

The best of these by the same programme as moves. Money in the currency of totals.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from core import policy, schedules
from core.clearance.build import terms_of
from core.clearance.case import Case
from core.clearance.screen import cases_of
from core.clearance.terms import COARSE
from core.currency import Exchange
from core.transfers import ask
from core.transfers.moves import PRICES, Problem, problem
from core.transfers.network import FBA, Lane, Site, lanes, marketplace_sites
from core.transfers.plan import Plan, best
from core.transfers.worth import best_now, levels_of_demand
from core.workspace import Workspace, sql

_OF_THE_STOCK = ("demand_path", "price", "stage", "velocity", "short_units", "excess_units")


def cross_dock(ws: Workspace, run: Mapping, site: str, sku: str, dock: Site) -> Plan | None:
    """The best moves of what is on its way to a listing, over the dock; None where nothing is, or the product is nowhere else."""
    every = ask.nodes(ws, run)
    stocks = every[every["kind"] == FBA]
    here = stocks[(stocks["site"] == site) & (stocks["sku"] == sku)].iloc[0]
    others = stocks[(stocks["product"] == here["product"]) & (stocks["site"] != site)]
    coming = float(np.nan_to_num(here["inbound"]))
    if coming < 1 or others.empty:
        return None
    rules, exchange = policy.of_run(run), ask.rates(ws, run, every)
    waits, book = int(rules["clearance.inbound_days"]), schedules.book(ws)
    places = [*marketplace_sites(dict(zip(others["site"], others["currency"], strict=True))), dock]
    ways = [_over(lane, dock, waits, exchange) for lane in lanes(ws, places) if lane.from_site == dock.site]
    cohorts = ws.frame(sql("results/cohorts"), run_id=run["run_id"], marketplace=None, sku=None)
    frame = pd.concat([_at_dock(here, dock, coming), others], ignore_index=True)
    money = {"money": (exchange, book)}
    found = problem(frame, cohorts, ([*places[:-1], replace(dock, pick_fee=0.0)], ways), run["as_of"], rules, **money)
    straight = cases_of(stocks.loc[[here.name]].assign(on_hand=max(1.0, float(here["on_hand"]))), cohorts, run["as_of"], rules, book)[0]
    return best(_with_loss(found, straight, exchange.convert(1.0, here["currency"])), ask.limits(every, rules))


def _at_dock(here: pd.Series, dock: Site, coming: float) -> pd.DataFrame:
    """What is on its way as a stock of the dock."""
    row = (
        here.to_dict()
        | dict.fromkeys(_OF_THE_STOCK)
        | {"site": dock.site, "kind": dock.kind, "on_hand": coming, "inbound": 0.0, "level": 0}
    )
    return pd.DataFrame([row])


def _over(lane: Lane, dock: Site, waits: int, exchange: Exchange) -> Lane:
    """The lane with the way to the dock before it, and with what the dock asks for a unit; a fee that is not known stays unknown."""
    fees = exchange.convert((dock.receive_fee or 0.0) + (dock.pick_fee or 0.0), dock.currency) / exchange.convert(1.0, lane.currency)
    return replace(lane, lead_days=lane.lead_days + waits, freight_per_unit=lane.freight_per_unit + fees)


def _with_loss(found: Problem, straight: Case, rate: float) -> Problem:
    """The problem in which units taken from the dock (stock 0) are missed where they were going to."""
    if 0 not in found.losses:
        return found
    lot, steps = found.losses[0][0], len(found.losses[0][1])
    units, day = straight.inbound[0]
    fewer = [replace(straight, price_shares=PRICES, inbound=((units - step * lot, day),)) for step in range(steps)]
    terms = [of for of, _ in terms_of(fewer)]
    worth = np.array([best_now(of, levels_of_demand(straight))[of.lots(COARSE)] for of in terms])
    return replace(found, losses={**found.losses, 0: (lot, rate * (worth[0] - worth))})
