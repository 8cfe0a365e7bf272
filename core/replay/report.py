"""The quarterly report: what became of turnover, stale stock, surcharge and alarms, as a page to print.

A self-contained HTML file that asks nothing of the network. The quarter is the 91 days up to a day; beside it stands what was before.
Promise: what is not known is "–"; money stands in each marketplace's own currency.
"""

from datetime import date, timedelta
from html import escape

import pandas as pd

from core import export, text
from core.alerts import board
from core.plans.summary import STYLE
from core.replay import kept, score
from core.workspace import Workspace, sql

DAYS = 91
# measure → how it is worded
MEASURES = {
    "turnover": "ratio", "stale_share": "share", "at_risk_share": "share", "stock_value": "money", "surcharge_paid": "money",
    "opened": "count", "answered": "count", "resolved": "count", "marked_false": "count",
}  # fmt: skip


def measures(ws: Workspace, as_of: date) -> pd.DataFrame:
    """marketplace, currency, measure, before, after: a row a measure; NaN: not known."""
    parts = [ws.frame(sql(f"replay/quarter_{name}"), as_of=as_of) for name in ("stock", "fees", "alerts")]
    currency = parts[0].drop_duplicates("marketplace").set_index("marketplace")["currency"]
    long = pd.concat([part.melt(["marketplace", "part"], [name for name in part if name in MEASURES], "measure") for part in parts])
    wide = long.pivot_table("value", ["marketplace", "measure"], "part", aggfunc="first").reindex(columns=["begin", "end"])
    every = pd.MultiIndex.from_product([currency.index, MEASURES], names=["marketplace", "measure"])
    rows = wide.reindex(every).astype(float).rename(columns={"begin": "before", "end": "after"}).reset_index()
    return rows.assign(currency=rows["marketplace"].map(currency))


def page(ws: Workspace, as_of: date, lang: str) -> str:
    """The page in one language."""
    rows, replay, hours = measures(ws, as_of), kept.newest(ws), board.times(ws)
    title = text.t("report.title", lang, first=text.day(as_of - timedelta(days=DAYS - 1), lang), last=text.day(as_of, lang))
    parts = [f"<h1>{escape(title)}</h1>"]
    for market, of in rows.groupby("marketplace", sort=False):
        parts.append(f"<h2>{escape(market)}</h2>{_table(of, lang)}{_proof(ws, replay, market, lang)}")
    parts.append(f"<p class='where'>{escape(_times(hours, lang))}</p><p class='where'>{escape(text.t('report.note', lang))}</p>")
    return export.to_html(title, STYLE, "".join(parts), lang)


def _table(rows: pd.DataFrame, lang: str) -> str:
    head = "".join(f"<td class='amount'>{escape(text.t(f'report.{name}', lang))}</td>" for name in ("before", "after"))
    return f"<table><tr><td></td>{head}</tr>{''.join(_row(row, lang) for row in rows.to_dict('records'))}</table>"


def _row(row: dict, lang: str) -> str:
    said = [text.t(f"report.measure.{row['measure']}", lang), *(_worded(row, at, lang) for at in ("before", "after"))]
    name, *amounts = (escape(one) for one in said)
    cells = "".join(f"<td class='amount'>{amount}</td>" for amount in amounts)
    return f"<tr><td>{name}</td>{cells}</tr>"


def _worded(row: dict, at: str, lang: str) -> str:
    kind, value = MEASURES[row["measure"]], row[at]
    if pd.isna(value):
        return text.UNKNOWN
    if kind == "money":
        return text.money(value, row["currency"], lang)
    return text.percent(value, lang, 1) if kind == "share" else text.number(value, lang, 2 if kind == "ratio" else 0)


def _proof(ws: Workspace, replay: dict | None, market: str, lang: str) -> str:
    """How good the warnings were, from the newest replay."""
    if replay is None:
        return f"<p>{escape(text.t('report.no_replay', lang))}</p>"
    ours = score.ours(kept.scores(ws, replay["replay_id"], market))
    if ours.empty:
        return ""
    row = ours.iloc[0]
    facts = {name: text.percent(row[name], lang) for name in ("precision", "recall")}
    money = {name: text.money(row[name], row["currency"], lang) for name in ("saved", "wasted")}
    week = text.number(row["alerts_week"], lang, 1)
    return f"<p>{escape(text.t('report.proof', lang, weeks=replay['weeks'], week=week, **facts, **money))}</p>"


def _times(hours: dict, lang: str) -> str:
    said = {
        name: text.UNKNOWN if hours[f"hours_to_{name}"] is None else text.number(hours[f"hours_to_{name}"], lang, 1)
        for name in ("answer", "plan", "end")
    }
    return text.t("report.times", lang, **said)
