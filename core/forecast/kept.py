"""Backtests of a workspace: run one on the seller's own history, keep it, and read the newest one."""

import json
from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from core import health, settings
from core.forecast import history
from core.forecast.backtest import Backtest, Progress, backtest
from core.forecast.models import FAST
from core.forecast.spread_out import checked
from core.workspace import Workspace, sql

SCOPES = ("catalogue", "class", "sku")


def backtest_workspace(
    ws: Workspace,
    *,
    at: datetime,
    as_of: date | None = None,
    models: Sequence[str] = FAST,
    weeks: int = 13,
    cutoffs: int = 3,
    engine: str | None = None,
    progress: Progress | None = None,
) -> Backtest:
    """Race the models on the history up to as_of (default: the newest stock) and store the result. at: when it was asked for.
    Raises NotEnoughData without stock, sales or a history long enough."""
    checked(engine)
    policy, version = settings.policy(ws), ws.version()
    as_of = as_of or health.newest_day(ws, policy)
    with ws.read() as cursor:
        health.compute(cursor, as_of, policy)
        panel = history.panel(cursor, as_of)
    found = backtest(panel, models, weeks, cutoffs, engine, progress)
    store(ws, found, at=at, as_of=as_of, version=version)
    return found


def store(ws: Workspace, found: Backtest, *, at: datetime, as_of: date, version: int) -> int:
    """Keep one result; gives its backtest_id. version: the data version it was computed from."""
    frames = zip(SCOPES, (found.catalogue, found.per_class, found.per_series), strict=True)
    rows = pd.concat([frame.assign(scope=scope) for scope, frame in frames], ignore_index=True)
    with ws.write(new_version=False) as cursor:
        backtest_id = cursor.execute("select nextval('backtest_ids')").fetchall()[0][0]
        cursor.execute(sql("forecast/store_backtest"), {
            "backtest_id": backtest_id, "as_of": as_of, "data_version": version, "weeks": found.weeks,
            "cutoffs": [cutoff.date() for cutoff in found.cutoffs], "series": found.series, "models": list(found.catalogue["model"]),
            "started_at": at, "failed": json.dumps(found.failed),
        })  # fmt: skip
        cursor.register("rows_now", rows.assign(backtest_id=backtest_id))
        cursor.execute("insert into backtest_score by name from rows_now")
        cursor.unregister("rows_now")
    return backtest_id


def newest(ws: Workspace) -> dict | None:
    """backtest_id, as_of, data_version, weeks, cutoffs (days), series, models, started_at, failed (model → reason) of the newest backtest;
    None before the first."""
    rows = ws.frame(sql("forecast/newest_backtest")).to_dict("records")
    if not rows:
        return None
    row = rows[0]
    return row | {
        "as_of": row["as_of"].date(),
        "cutoffs": [pd.Timestamp(day).date() for day in row["cutoffs"]],
        "models": list(row["models"]),
        "failed": json.loads(row["failed"]),
    }


def scores(ws: Workspace, scope: str = "catalogue", marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    """The newest backtest, one row a model: of the whole catalogue, of each demand_class (scope "class"), of each SKU or one ("sku").
    Columns as in the table backtest_score; empty before the first backtest."""
    return ws.frame(sql("forecast/backtest_scores"), scope=scope, marketplace=marketplace, sku=sku)
