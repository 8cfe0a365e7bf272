"""Each product over all its sites: where stock is too much and where too little; and whether snapshots and ledger agree."""

from collections.abc import Mapping

import pandas as pd

from core.currency import Exchange
from core.workspace import Workspace, sql

COLUMNS = (
    *("product", "title", "site", "sku", "kind", "on_hand", "inbound", "cover_days", "level", "surplus_units", "short_units"),
    *("surplus_value", "short_value", "currency"),
)


def balance(nodes: pd.DataFrame) -> pd.DataFrame:
    """COLUMNS, a row a stock, products with surplus at one site and shortage at another first. surplus: units above N days of demand
    (excess_units of the run; own stock: all of it), its value at landed cost; short: units under demand and safety stock, its value at
    price. A stock between the two lines has both: what is over lies within its safety stock. Money in the currency of the site; NaN:
    unknown."""
    table = nodes.reindex(columns=[*nodes.columns, *(name for name in ("short_units", "price") if name not in nodes)])
    surplus = table["excess_units"].where(table["kind"] == "fba", table["on_hand"]).fillna(0.0)
    short = table["short_units"].fillna(0.0)
    values = {"surplus_value": _value(surplus, table["landed_cost"]), "short_value": _value(short, table["price"])}
    told = table.assign(surplus_units=surplus.round(), short_units=short.round(), **values)
    by_product = told.groupby("product")
    both = by_product["surplus_units"].transform("max").gt(0) & by_product["short_units"].transform("max").gt(0)
    uneven = told["site"].where((told["surplus_units"] > 0) | (told["short_units"] > 0)).groupby(told["product"]).transform("nunique")
    order = told.assign(both=both & uneven.gt(1), sites=by_product["site"].transform("nunique"))
    ranked = order.sort_values(["both", "sites", "surplus_value", "product"], ascending=[False, False, False, True], kind="stable")
    return ranked.reset_index(drop=True)[[*COLUMNS, "both", "sites"]]


def _value(units: pd.Series, each: pd.Series) -> pd.Series:
    """0 where there are none, whatever each is worth."""
    return (units * each.astype(float)).where(units > 0, 0.0)


def imbalance(table: pd.DataFrame, exchange: Exchange) -> dict:
    """products on several sites, and of those with both surplus and shortage: products, surplus_units, short_units; surplus_value in the
    currency of totals, None where a rate or a cost is missing."""
    shared, both = table[table["sites"] > 1], table[table["both"]]
    over = both[both["surplus_units"] > 0]
    known = not exchange.missing(over["currency"]) and not over["surplus_value"].isna().any()
    money = float(exchange.total(over, ["surplus_value"]).iloc[0]) if known and len(over) else (0.0 if known else None)
    return {
        "shared": int(shared["product"].nunique()), "products": int(both["product"].nunique()),
        "surplus_units": float(both["surplus_units"].sum()), "short_units": float(both["short_units"].sum()), "surplus_value": money,
    }  # fmt: skip


def audit(ws: Workspace, run: Mapping) -> pd.DataFrame:
    """marketplace, sku, title, snapshot_on, snapshot_units, ledger_units, difference of the SKUs of which the newest snapshot
    and the ledger of the same day do not agree, the largest difference first. Empty where no ledger reaches a snapshot's day."""
    return ws.frame(sql("transfers/audit"), run_id=run["run_id"])
