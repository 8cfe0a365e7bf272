"""The measured position of every SKU on a day: stock, velocity, turnover, sell-through, age, ABC/XYZ. What is expected: core/forecast.

Definitions stand in core/sql/health/*.sql, one step a file, over the whole catalogue at once;
each step leaves a temporary table that the next reads.
Promise: unknown stays NULL; days without stock are not days without demand.
"""

import re
from datetime import date

import duckdb

from core.errors import InputError, NotEnoughData
from core.policy import Policy
from core.workspace import Workspace, sql

STEPS = ("stock", "span", "empty", "ledger", "reach", "shipped", "week", "life", "gap", "demand", "cohorts", "promoted", "position")


def execute(cursor: duckdb.DuckDBPyConnection, name: str, params: dict, into: str = "") -> duckdb.DuckDBPyConnection:
    """Run core/sql/<name>.sql with those of `params` that it names; `into`: the `create table … as` to put before it."""
    query = f"{into}\n{sql(name)}"
    named = set(re.findall(r"\$([a-z_0-9]+)", query))
    return cursor.execute(query, {key: params[key] for key in named} or None)


def compute(cursor: duckdb.DuckDBPyConnection, as_of: date, policy: Policy) -> None:
    """Leave the temporary tables health_stock … health_position (grain marketplace × sku) and health_cohort on this cursor."""
    params = policy.params() | {"as_of": as_of}
    for step in STEPS:
        execute(cursor, f"health/{step}", params)


def newest_stock(ws: Workspace) -> date | None:
    """The day of the newest stock snapshot; None without any."""
    return ws.rows(sql("health/newest_day"))[0][0]


def newest_day(ws: Workspace, policy: Policy) -> date:
    """The day to compute: the newest stock snapshot.
    Raises NotEnoughData without any stock, InputError if sales end long before it (all would look dead)."""
    stock_day, sales_day, has_shipped = ws.rows(sql("health/newest_day"))[0]
    if stock_day is None:
        raise NotEnoughData("no_stock_report")
    if sales_day is None and not has_shipped:
        raise NotEnoughData("no_sales_report", stock_day=stock_day.isoformat())
    if sales_day is not None and not has_shipped and (stock_day - sales_day).days > policy["data.stale_days"]:
        raise InputError("sales_end_early", stock_day=stock_day.isoformat(), sales_day=sales_day.isoformat())
    return stock_day
