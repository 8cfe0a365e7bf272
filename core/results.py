"""What a stored run says: read-only questions that pages, exports and the command line ask.

Every frame's grain stands in the header of its query (core/sql/results).
"""

import json
from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from core import calendar as calendars
from core import policy as policies
from core import schedules, time_machine
from core.clearance import frontier as frontiers
from core.clearance.case import Case
from core.clearance.screen import case_of
from core.fees.schedule import RateBook
from core.policy import Policy
from core.workspace import Workspace, sql


def latest_run(ws: Workspace) -> dict | None:
    """The newest run: run_id, as_of, data_version, skus, seconds, policy, started_at; None before the first."""
    rows = ws.frame(sql("results/latest_run")).to_dict("records")
    if not rows:
        return None
    row = rows[0]
    return row | {"as_of": row["as_of"].date(), "seconds": json.loads(row["seconds"]), "policy": json.loads(row["policy"])}


def risk_table(ws: Workspace, run_id: int) -> pd.DataFrame:
    """Health and risk of every SKU, worst first (level, then money at stake). rules: list of rule names."""
    return ws.frame(sql("results/risk_table"), run_id=run_id)


def risk_row(ws: Workspace, run_id: int, marketplace: str | None, sku: str | None) -> dict | None:
    """The row of one SKU; None where the run has none."""
    table = risk_table(ws, run_id)
    rows = table[(table["marketplace"] == marketplace) & (table["sku"] == sku)].to_dict("records")
    return rows[0] if rows else None


def rules(ws: Workspace, run_id: int, marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    """marketplace, sku, rule, level, facts (dict), most urgent rule first; all SKUs, or one."""
    frame = ws.frame(sql("results/rules"), run_id=run_id, marketplace=marketplace, sku=sku)
    return frame.assign(facts=[json.loads(facts) for facts in frame["facts"]])


def options(ws: Workspace, run_id: int, marketplace: str, sku: str) -> pd.DataFrame:
    """One row per option of one SKU, best first; value NaN with its reason where it cannot be computed."""
    return ws.frame(sql("results/options"), run_id=run_id, marketplace=marketplace, sku=sku)


def cohorts(ws: Workspace, run_id: int, marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    """marketplace, sku, age_days, units, youngest first."""
    return ws.frame(sql("results/cohorts"), run_id=run_id, marketplace=marketplace, sku=sku)


def forecast(ws: Workspace, run_id: int, marketplace: str, sku: str) -> dict | None:
    """The row of run_forecast of one SKU, its lists (mean, p10, …, cum_p90: units of each coming week) as arrays; None: no sales data, or a
    run stored before there were forecasts."""
    rows = ws.frame(sql("results/forecast"), run_id=run_id, marketplace=marketplace, sku=sku).to_dict("records")
    if not rows:
        return None
    return {name: np.asarray(value, float) if np.ndim(value) == 1 else value for name, value in rows[0].items()}


def case(ws: Workspace, run: dict, marketplace: str, sku: str, book: RateBook) -> Case | None:
    """The clearance case of one SKU with stock as a run (latest_run) saw it, at the thresholds of that run; None if it has none."""
    row = risk_row(ws, run["run_id"], marketplace, sku)
    if row is None or not row["on_hand"] > 0:
        return None
    ages, told = cohorts(ws, run["run_id"], marketplace, sku), forecast(ws, run["run_id"], marketplace, sku)
    return case_seen(row, ages, told, run, book)


def case_seen(row: Mapping, ages: pd.DataFrame, told: Mapping | None, run: Mapping, book: RateBook) -> Case:
    """The same from what has been read: the SKU's row of the risk table, its cohorts and its forecast."""
    weeks = {"demand_path": "mean", "demand_p10": "p10", "demand_p90": "p90"}
    expected = {name: (told or {}).get(part) for name, part in weeks.items()}
    return case_of(dict(row) | expected, ages, run["as_of"], policies.of_run(run), book)


def forecast_weeks(ws: Workspace, run_id: int, marketplace: str | None = None, weeks: int = 13) -> pd.DataFrame:
    """What a run expects of its whole catalogue, a row a SKU and coming week: marketplace, sku, title, on_hand, week, p10, p50, p90,
    sum_p10, sum_p50, sum_p90, model, reason."""
    return ws.frame(sql("results/forecast_weeks"), run_id=run_id, marketplace=marketplace, weeks=weeks)


def forecast_products(ws: Workspace, run_id: int) -> pd.DataFrame:
    """What a run expects each SKU to sell in 13 weeks and what that does to its stock, worst first: marketplace, sku, title, level,
    demand_13_p10, demand_13, demand_13_p90, velocity, stage, trend_week, on_hand, inbound, stockout_on, lasts_on, excess_13, shortage_13,
    model, model_reason."""
    return ws.frame(sql("results/forecast_products"), run_id=run_id)


def frontier(
    ws: Workspace, run_id: int, by: date, marketplace: str, progress: Callable[[float], None] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every way out of each SKU that a run valued at one marketplace, with what it frees by a day, and the SKUs left out with their reason
    (core.clearance.frontier), at the seller's rates in force."""
    positions, ages, on, thresholds = time_machine.stock(ws, run_id)
    here = positions[positions["marketplace"] == marketplace]
    return frontiers.frontier(here, ages, on, thresholds, by, progress=progress, book=schedules.book(ws))


def demand_history(ws: Workspace, marketplace: str, sku: str, as_of: date, weeks: int = 104) -> pd.DataFrame:
    """week (its first day), units, sales, price, promo, early_days (before its first sale), stockout_days (NaN: nothing tells of any);
    every week, oldest first, sold in or not (core.forecast.one_sku.past reads it)."""
    return ws.frame(sql("results/demand_history"), marketplace=marketplace, sku=sku, as_of=as_of, weeks=weeks)


def forecast_bias(ws: Workspace, run_id: int, marketplace: str, sku: str | None = None) -> pd.DataFrame:
    """What earlier runs expected of the weeks since, beside what was sold: as_of, weeks, expected, p10, p50, p90, sold, model, bias (a
    share; above 0: too much was expected; NaN: nothing sold). One SKU, or all of a marketplace together (then without quantiles, and the
    model of most of its SKUs)."""
    return ws.frame(sql("results/forecast_bias"), run_id=run_id, marketplace=marketplace, sku=sku)


def spark(ws: Workspace, as_of: date, weeks: int = 26) -> pd.DataFrame:
    """marketplace, sku, units: list of weekly units, oldest first."""
    return ws.frame(sql("results/spark"), as_of=as_of, weeks=weeks)


def kpis(ws: Workspace, run_id: int) -> pd.DataFrame:
    """One row per marketplace of this run: SKUs, SKUs at risk (level ≥ 2) and critical (3), capital at risk, value aged 181+,
    storage and surcharge of the next 30 days, cost of waiting a week, SKUs without cost. Money in its currency."""
    return ws.frame(sql("results/kpis"), run_ids=[run_id])


def kpi_history(ws: Workspace, run_id: int, runs: int = 8) -> pd.DataFrame:
    """The same for this run and the newest run of each earlier as-of day, oldest first."""
    run_ids = [row[0] for row in ws.rows(sql("results/run_days"), run_id=run_id, runs=runs)]
    return ws.frame(sql("results/kpis"), run_ids=run_ids)


def age_bands(ws: Workspace, run_id: int) -> pd.DataFrame:
    """marketplace, currency, band ("0-90" … "366+"), units, value at landed cost (NaN where no cost is known)."""
    return ws.frame(sql("results/age_bands"), run_id=run_id)


def next_charges(ws: Workspace, run_id: int) -> pd.DataFrame:
    """marketplace, currency, surcharge_on, surcharge, storage_month, crossing_units, skus, unknown_skus; amazon_storage, amazon_ours:
    Amazon's estimate of both and our sum, over the amazon_skus of which it has one."""
    return ws.frame(sql("results/next_charges"), run_id=run_id)


def calendar(
    ws: Workspace, run_id: int, as_of: date, marketplace: str | None = None, sku: str | None = None, days: int = calendars.HORIZON_DAYS
) -> pd.DataFrame:
    """The coming days on which a charge changes, for all SKUs of a run or one (core.calendar.calendar), at the rates in force for this
    seller and under the run's own policy; as_of: the run's day."""
    position = ws.frame(sql("results/calendar_position"), run_id=run_id, marketplace=marketplace, sku=sku)
    rounding = _policy(ws, run_id)["clearance.removal_rounding"]
    return calendars.calendar(position, cohorts(ws, run_id, marketplace, sku), as_of, days, schedules.book(ws), rounding)


def _policy(ws: Workspace, run_id: int) -> Policy:
    """The thresholds under which a run was computed; a default for those that came later."""
    return Policy(json.loads(ws.rows("select policy from run where run_id = $run_id", run_id=run_id)[0][0]))


def catalogue_calendar(ws: Workspace, run_id: int, as_of: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The same summed over SKUs, by marketplace, day and kind; and by age band besides (core.calendar.for_catalogue)."""
    days = calendar(ws, run_id, as_of)
    return calendars.for_catalogue(days), calendars.for_catalogue(days, bands=True)


def ipi_drivers(ws: Workspace, run_id: int) -> pd.DataFrame:
    """marketplace, excess_share, sell_through, in_stock_share (0..1 and a ratio); stranded_share is NaN: no report read so far says it."""
    return ws.frame(sql("results/ipi_drivers"), run_id=run_id)


def category_limits(ws: Workspace, run_id: int) -> pd.DataFrame:
    """The same lines inside each category: marketplace, category, turnover_limit, value_limit, age_limit, cover_limit."""
    return ws.frame(sql("results/category_limits"), run_id=run_id)


def rule_of_thumb(ws: Workspace, run_id: int) -> pd.DataFrame:
    """One row per marketplace: how many SKUs "over 90 days of cover" would mark, how many of them this run marks, and why not the rest."""
    return ws.frame(sql("results/rule_of_thumb"), run_id=run_id)


def limits(ws: Workspace, run_id: int) -> pd.DataFrame:
    """marketplace, turnover_limit, value_limit, age_limit, cover_limit: the lines of both matrices in this run."""
    return ws.frame(sql("results/limits"), run_id=run_id)


def amazon_says(ws: Workspace, marketplace: str, sku: str, as_of: date) -> dict:
    """price, removal_units: what Amazon's newest report up to a day recommends for a SKU; None where it says nothing."""
    rows = ws.rows(sql("results/amazon_says"), marketplace=marketplace, sku=sku, as_of=as_of)
    price, units = rows[0] if rows else (None, None)
    return {"price": float(price) if price else None, "removal_units": int(units) if units else None}
