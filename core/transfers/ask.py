"""What a stored run knows of stock over sites, and the problem of moving it: the tables of the workspace read once.

Promise: money of different marketplaces is added only at the seller's exchange rates; without them pairs in different currencies are left
out with that reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from core import policy, schedules
from core.currency import Exchange, exchange
from core.transfers.model import Limits
from core.transfers.moves import Problem, problem
from core.transfers.network import FBA, Lane, Site, lanes, marketplace_sites, own_sites
from core.workspace import Workspace, sql

_SHARED = (
    *("title", "asin", "category", "unit_ft3", "weight_lb", "longest_in", "median_in", "shortest_in", "size_tier", "landed_cost"),
    *("currency", "marketplace"),
)


def nodes(ws: Workspace, run: Mapping) -> pd.DataFrame:
    """A row a stock: listings of the run (nodes.sql, kind fba) and what lies at the seller's own sites."""
    listed = ws.frame(sql("transfers/nodes"), run_id=run["run_id"], weeks=int(policy.of_run(run)["overstock.weeks"])).assign(kind=FBA)
    stored = ws.frame(sql("transfers/site_stock"))
    return listed if stored.empty else pd.concat([listed, _stored(stored, listed)], ignore_index=True)


def _stored(stored: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Own stock as rows of nodes: product, size and cost as the listing of the same SKU has them, first one in the site's currency."""
    rows = []
    for row in stored.to_dict("records"):
        same = listed[listed["sku"] == row["sku"]]
        same = same.iloc[np.argsort(same["currency"] != row["currency"], kind="stable")]
        known = {name: same[name].iloc[0] for name in _SHARED} if len(same) else {"marketplace": None, "currency": row["currency"]}
        known |= {"product": same["product"].iloc[0] if len(same) else row["sku"]}
        rows.append(known | {"site": row["site"], "sku": row["sku"], "kind": row["kind"], "on_hand": row["units"], "inbound": 0})
    return pd.DataFrame(rows)


def sites(ws: Workspace, stocks: pd.DataFrame) -> list[Site]:
    """The marketplaces of the run and the seller's own sites."""
    listed = stocks[stocks["kind"] == FBA].dropna(subset=["currency"])
    return [*marketplace_sites(dict(zip(listed["site"], listed["currency"], strict=True))), *own_sites(ws)]


def rates(ws: Workspace, run: Mapping, stocks: pd.DataFrame) -> Exchange:
    """The seller's exchange rates; before any were given, none into the currency of most stocks."""
    given = exchange(ws, run["as_of"])
    return given or Exchange(home=str(stocks["currency"].mode().iloc[0]), rates={})


def ask(
    ws: Workspace,
    run: Mapping,
    *,
    demand: Mapping[str, float] | None = None,
    change: Callable[[list[Lane]], list[Lane]] | None = None,
    inbound_late: bool = False,
    products: list[str] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Problem:
    """The problem of a stored run (results.latest_run). demand: site → factor; change: of the lanes; inbound_late: what is on its way does
    not come; products: only these."""
    stocks = nodes(ws, run)
    if products is not None:
        stocks = stocks[stocks["product"].isin(products)]
    if inbound_late:
        stocks = stocks.assign(inbound=0)
    places = sites(ws, stocks)
    ways = lanes(ws, places)
    cohorts = ws.frame(sql("results/cohorts"), run_id=run["run_id"], marketplace=None, sku=None)
    return problem(
        stocks, cohorts, (places, change(ways) if change else ways), run["as_of"], policy.of_run(run),
        money=(rates(ws, run, stocks), schedules.book(ws)), demand=demand, progress=progress,
    )  # fmt: skip


def limits(stocks: pd.DataFrame, policy: Mapping, **more) -> Limits:
    """Those that hold anyway: the room left at marketplaces within the seller's storage limit (where given); the trouble of a move and the
    weight of slow stock. stocks: nodes; more: of core.transfers.model.Limits."""
    room, most = {}, policy["capacity.limit_ft3"]
    if most > 0:
        listed = stocks[stocks["kind"] == FBA]
        stored = (listed["on_hand"].astype(float) * listed["unit_ft3"].astype(float)).groupby(listed["site"]).sum()
        room = {site: max(0.0, most - float(used)) for site, used in stored.items()}
    return Limits(room_ft3=room, trouble=policy["clearance.least_gain"], slow=policy["transfers.slow_weight"], **more)


def cut(from_site: str, to_site: str) -> Callable[[list[Lane]], list[Lane]]:
    """A lane that is closed."""
    return lambda ways: [lane for lane in ways if lane.key != (from_site, to_site)]


def later(days: int) -> Callable[[list[Lane]], list[Lane]]:
    """Every lane takes so many days more."""
    return lambda ways: [replace(lane, lead_days=lane.lead_days + days) for lane in ways]
