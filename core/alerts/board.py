"""What there is to see of alerts: the board, those of one SKU, the history of one, and when they were last checked. Read-only."""

import json
from datetime import date, datetime

import pandas as pd

from core.workspace import Workspace, sql


def board(ws: Workspace, on: date, marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    """Every alert, or those of one SKU, as they stand on a day; most urgent first. facts: dict (text.why, text.silent); quiet: its rule
    was silent at the last check."""
    frame = ws.frame(sql("alerts/board"), on=on, marketplace=marketplace, sku=sku)
    return frame.assign(facts=[json.loads(facts) if isinstance(facts, str) else {} for facts in frame["facts"]])


def history(ws: Workspace, alert_id: int) -> pd.DataFrame:
    """Every change of one alert, oldest first: happened_at, event, state, level, money_at_stake, owner, snoozed_until, reason, note,
    outcome_money, run_id (none: the seller did it)."""
    return ws.frame(sql("alerts/history"), alert_id=alert_id)


def last_check(ws: Workspace) -> tuple[date, datetime] | None:
    """(the day of the data, the moment) of the run by which alerts were last brought up to date; None before the first."""
    rows = ws.rows(sql("alerts/last_check"))
    return rows[0][1:] if rows else None


def times(ws: Workspace) -> dict:
    """episodes; answered: how many of them; hours_to_answer, hours_to_plan, hours_to_end at the median, None where there is none yet."""
    return {name: None if value != value else value for name, value in ws.frame(sql("alerts/times")).to_dict("records")[0].items()}


def mark(ws: Workspace) -> tuple[int, ...]:
    """What changes with every change: rows of the history, the last run that looked, freezes lifted, drafts, states of moves."""
    return ws.rows(sql("alerts/mark"))[0]
