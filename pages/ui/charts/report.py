"""The picture of a period report: sales of each month."""

import altair as alt
import pandas as pd

from core.text import t
from pages.ui.charts.forecast import whole as layered
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis
from pages.ui.words import whole


def months(rows: pd.DataFrame, chosen: tuple[str, str], lang: str, theme: str, height: int = 150) -> alt.LayerChart:
    """Bars of money a month with their amounts, those of the period dark. rows: of one site and currency: currency, month, units, sales;
    chosen: first and last month of the period, YYYY-MM."""
    look = palette(theme)
    shown = rows.assign(month=pd.to_datetime(rows["month"]).dt.strftime("%Y-%m"))
    shown["figure"] = [whole(money, currency, lang, compact=True) for money, currency in zip(rows["sales"], rows["currency"], strict=True)]
    shown["inside"] = shown["month"].between(*chosen)
    colour = alt.Color("inside:N", scale=alt.Scale(domain=[True, False], range=[look.accent, look.soft]), legend=None)
    x = alt.X("month:O", title=None, axis=quiet_axis(look, grid=False, labelAngle=0, labelOverlap="greedy"))
    y = alt.Y("sales:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.15 * max(1.0, shown["sales"].max())]))
    tips = [
        alt.Tooltip("month:O", title=t("period_report.column.month", lang)),
        alt.Tooltip("figure:N", title=t("period_report.column.sales", lang)),
        alt.Tooltip("units:Q", title=t("period_report.column.units", lang), format=",.0f"),
    ]
    base = alt.Chart(shown[["month", "sales", "figure", "inside", "units"]])
    bars = base.mark_bar(cornerRadiusEnd=2).encode(x, y, colour, tooltip=tips)
    figures = base.mark_text(dy=-8, color=look.ink, fontSize=11).encode(x, y, text="figure:N")
    return layered([bars, figures], t("period_report.picture_alt", lang, months=len(shown)), height)
