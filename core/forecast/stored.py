"""What the last run expects to be sold, as records for programs."""

import pandas as pd

from core.forecast import kept
from core.workspace import Workspace, sql

_SHARES = ("p10", "p50", "p90")


def forecasts(ws: Workspace, run_id: int, sku: str | None = None, weeks: int = 13) -> list[dict]:
    """marketplace, sku, model, reason, history_from (day or None), history_weeks, outlier_weeks (held down), weeks [{week, p10, p50, p90}],
    cumulative {p10, p50, p90} of all those weeks, backtest (scores of the model in the newest backtest, or None), one entry a SKU of the
    run with sales data. Units."""
    table = ws.frame(sql("forecast/stored"), run_id=run_id, sku=sku)
    raced = kept.scores(ws, "sku", sku=sku).drop_duplicates(["marketplace", "sku", "model"]).set_index(["marketplace", "sku", "model"])
    return [_entry(row, raced, weeks) for row in table.to_dict("records")]


def _entry(row: dict, raced: pd.DataFrame, weeks: int) -> dict:
    days = pd.date_range(row["first_week"], periods=min(weeks, len(row["p50"])), freq="7D")
    each = [{"week": day.date()} | {share: float(row[share][number]) for share in _SHARES} for number, day in enumerate(days)]
    total = {share: float(row[f"cum_{share}"][len(days) - 1]) for share in _SHARES}
    about = {name: row[name] for name in ("marketplace", "sku", "model", "reason")}
    about["history_from"] = None if pd.isna(row["history_from"]) else row["history_from"].date()
    about |= {name: int(row[name]) for name in ("history_weeks", "outlier_weeks")}
    return about | {"weeks": each, "cumulative": total, "backtest": _score(row, raced)}


def _score(row: dict, raced: pd.DataFrame) -> dict | None:
    """Of the default strategy, which chose the model; else of the model itself."""
    for model in ("default", row["model"]):
        key = (row["marketplace"], row["sku"], model)
        if key in raced.index:
            return {"model": model} | raced.loc[key].drop(["demand_class", "series", "seconds"]).to_dict()
    return None
