"""Pictures of buying again: when orders fall due, how one product is used up, from when on products at their end should be cleared."""

from datetime import date, timedelta

import altair as alt
import numpy as np
import pandas as pd

from core.text import number, t
from pages.ui.charts.forecast import whole as layered
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis

_WEEKS = 13


def orders(table: pd.DataFrame, as_of: date, lang: str, theme: str) -> alt.LayerChart:
    """How many products fall due in each of the coming weeks; today's are darker. table: suggest.COLUMNS."""
    look = palette(theme)
    due = pd.to_datetime(table["order_on"].dropna())
    week = ((due - pd.Timestamp(as_of)).dt.days // 7).clip(upper=_WEEKS - 1)
    counts = week.value_counts().reindex(range(_WEEKS), fill_value=0)
    rows = pd.DataFrame(
        {
            "week": [(as_of + timedelta(days=7 * number)).isoformat() for number in counts.index],
            "skus": counts.to_numpy(),
            "now": np.array(counts.index) == 0,
        }
    )
    x = alt.X(
        "week:O", title=None, axis=quiet_axis(look, grid=False, labelExpr="slice(datum.label, 5)", labelAngle=0, labelOverlap="greedy")
    )
    y = alt.Y("skus:Q", title=t("charts.orders.axis", lang), axis=quiet_axis(look, tickCount=4, tickMinStep=1))
    colour = alt.Color("now:N", scale=alt.Scale(domain=[False, True], range=[look.soft, look.accent]), legend=None)
    tips = [alt.Tooltip("week:O", title=t("charts.column.week", lang)), alt.Tooltip("skus:Q", title=t("charts.orders.axis", lang))]
    bars = alt.Chart(rows).mark_bar(cornerRadiusEnd=2).encode(x, y, colour, tooltip=tips)
    return layered([bars], t("charts.orders.alt", lang, skus=number(len(due), lang), now=number(int(counts.iloc[0]), lang)), 170)


def used_up(position: pd.Series, row: pd.Series, as_of: date, lang: str, theme: str) -> alt.LayerChart:
    """On hand and inbound as P10 to P90 of demand take them, the order point, and what is left with the order. position:
    restock/positions.sql; row: of suggest.COLUMNS."""
    look, rows = palette(theme), _courses(position, row, as_of)
    x = alt.X("day:T", title=None, axis=quiet_axis(look, grid=False, format="%m-%d", labelOverlap="greedy"))
    y = alt.Y("high:Q", title=t("charts.column.units_left", lang), axis=quiet_axis(look, tickCount=5), scale=alt.Scale(domainMin=0))
    base = alt.Chart(rows).encode(x)
    names = ("low", "middle", "high", "ordered")
    tips = [alt.Tooltip("day:T", format="%Y-%m-%d", title=t("charts.column.day", lang))]
    tips += [alt.Tooltip(f"{name}:Q", format=",.0f", title=t(f"charts.used_up.{name}", lang)) for name in names]
    layers = [
        base.mark_area(color=look.soft, opacity=0.5).encode(y, alt.Y2("low:Q"), tooltip=tips),
        base.mark_line(color=look.accent, strokeWidth=2.5).encode(alt.Y("middle:Q"), tooltip=tips),
    ]
    if rows["ordered"].notna().any():
        layers.append(base.mark_line(color=look.good, strokeDash=[5, 4], strokeWidth=2).encode(alt.Y("ordered:Q"), tooltip=tips))
    point = pd.DataFrame({"units": [float(row["order_point"])], "name": [t("table.column.order_point", lang)]})
    rule = alt.Chart(point).mark_rule(color=look.bad, strokeDash=[2, 3])
    layers.append(rule.encode(alt.Y("units:Q"), tooltip=["name:N", alt.Tooltip("units:Q", format=",.0f")]))
    said = {"units": number(row["position"], lang), "point": number(row["order_point"], lang)}
    return layered(layers, t("charts.used_up.alt", lang, **said), 240)


def _courses(position: pd.Series, row: pd.Series, as_of: date) -> pd.DataFrame:
    """day, low, middle, high: units left a week; ordered: of the median with the order from the week it arrives in, NaN without one.
    What cannot be sold for want of stock is lost, so an order is used up by the weeks after it alone."""
    stock = float(row["position"])
    sums = {name: np.append(0.0, np.asarray(position[f"cum_{name}"], float)) for name in ("p10", "p50", "p90")}
    days = pd.to_datetime([as_of + timedelta(days=7 * week) for week in range(len(sums["p50"]))])
    left = {name: np.maximum(0.0, stock - sold) for name, sold in sums.items()}
    ordered = np.full(len(days), np.nan)
    if row["arrives_on"] is not None and not pd.isna(row["arrives_on"]):
        first = int(np.searchsorted(days, pd.Timestamp(row["arrives_on"])))
        if first < len(days):
            ordered[first] = left["p50"][first] + row["units"]
            for week in range(first + 1, len(days)):
                ordered[week] = max(0.0, ordered[week - 1] - (sums["p50"][week] - sums["p50"][week - 1]))
    return pd.DataFrame({"day": days, "low": left["p90"], "middle": left["p50"], "high": left["p10"], "ordered": ordered})


def clearing_days(table: pd.DataFrame, as_of: date, lang: str, theme: str) -> alt.LayerChart:
    """From the day clearing should begin to its deadline, a bar a product; today as a line. table: lifecycle.COLUMNS with clear_from."""
    look = palette(theme)
    rows = table.head(15).assign(
        start=lambda one: pd.to_datetime(one["clear_from"]),
        end=lambda one: pd.to_datetime(one["deadline"]),
        now=lambda one: one["clear_from"] <= as_of,
    )[["sku", "start", "end", "now"]]
    rows["end"] = rows["end"].where(rows["end"] > rows["start"], rows["start"] + pd.Timedelta(days=2))
    y = alt.Y("sku:N", sort=None, title=None, axis=quiet_axis(look, grid=False, labelColor=look.ink))
    x = alt.X("start:T", title=None, axis=quiet_axis(look, format="%m-%d", labelOverlap="greedy", tickCount=10))
    colour = alt.Color("now:N", scale=alt.Scale(domain=[False, True], range=[look.soft, look.bad]), legend=None)
    tips = [
        "sku:N",
        alt.Tooltip("start:T", format="%Y-%m-%d", title=t("table.column.clear_from", lang)),
        alt.Tooltip("end:T", format="%Y-%m-%d", title=t("table.column.deadline", lang)),
    ]
    bars = alt.Chart(rows).mark_bar(height=14, cornerRadius=3).encode(y, x, alt.X2("end:T"), colour, tooltip=tips)
    today = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(as_of)]})).mark_rule(color=look.ink, strokeDash=[3, 3]).encode(alt.X("day:T"))
    return layered([bars, today], t("charts.clearing_days.alt", lang, skus=number(len(table), lang)), max(120, 24 * len(rows) + 40))
