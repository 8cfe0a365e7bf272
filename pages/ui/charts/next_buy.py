"""Pictures of the next buy: attributes of winners and losers with their doubt, and what an order of each size is expected to bring."""

import altair as alt
import pandas as pd

from core.text import t
from pages.ui.charts.forecast import whole as layered
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis

_VERDICTS = ("winner", "loser", "unsure")


def effects(rows: pd.DataFrame, words: str, lang: str, theme: str) -> alt.LayerChart:
    """One line an attribute: what is believed with its interval, and hollow what was seen.

    rows: name, effect, shrunk, low, high, skus, verdict."""
    look = palette(theme)
    shown = rows[["name", "effect", "shrunk", "low", "high", "skus"]].assign(
        said=[t(f"next_buy.verdict.{one}", lang) for one in rows["verdict"]]
    )
    names = [t(f"next_buy.verdict.{one}", lang) for one in _VERDICTS]
    legend = alt.Legend(orient="top", title=None, labelColor=look.ink, labelLimit=300, columns=1)
    colour = alt.Color("said:N", scale=alt.Scale(domain=names, range=[look.good, look.bad, look.muted]), legend=legend)
    name = quiet_axis(look, grid=False, labelColor=look.ink, labelFontSize=12, labelLimit=210, labelPadding=8, labelOverlap=False)
    y = alt.Y("name:N", sort=None, title=None, axis=name)
    axis = quiet_axis(look, format="+.0%", tickCount=5)
    tips = [alt.Tooltip("name:N", title=t("table.column.attribute", lang)), alt.Tooltip("skus:Q", title=t("table.column.skus", lang))]
    tips += [
        alt.Tooltip(f"{column}:Q", title=t(f"table.column.{title}", lang), format="+.0%")
        for column, title in (("effect", "raw"), ("shrunk", "shrunk"), ("low", "shrunk_low"), ("high", "shrunk_high"))
    ]
    base = alt.Chart(shown)
    spans = base.mark_rule(strokeWidth=3, opacity=0.6).encode(
        y, alt.X("low:Q", title=None, axis=axis), alt.X2("high:Q"), colour, tooltip=tips
    )
    seen = base.mark_point(size=45, filled=False, strokeWidth=1.5, color=look.muted).encode(y, alt.X("effect:Q"), tooltip=tips)
    dots = base.mark_point(size=90, filled=True, opacity=1).encode(y, alt.X("shrunk:Q"), colour, tooltip=tips)
    zero = alt.Chart(alt.Data(values=[{}])).mark_rule(color=look.muted).encode(x=alt.datum(0))
    return layered([zero, spans, seen, dots], words, 110 + 27 * len(shown))


def order_curve(rows: pd.DataFrame, best: pd.DataFrame, words: str, lang: str, theme: str, height: int = 230) -> alt.LayerChart:
    """Expected profit by units ordered at once, its best point named. rows: units, profit; best: units, profit, figure (one row)."""
    look = palette(theme)
    x = alt.X("units:Q", title=t("next_buy.ordered_at_once", lang), axis=quiet_axis(look, grid=False, tickCount=6, format=",.0f"))
    y = alt.Y("profit:Q", title=t("next_buy.expected_profit", lang), axis=quiet_axis(look, tickCount=4, format="~s"))
    tips = [
        alt.Tooltip("units:Q", title=t("charts.column.units", lang), format=",.0f"),
        alt.Tooltip("profit:Q", title=t("next_buy.expected_profit", lang), format=",.0f"),
    ]
    line = alt.Chart(rows).mark_line(strokeWidth=2.5, color=look.accent).encode(x, y, tooltip=tips)
    zero = alt.Chart(alt.Data(values=[{}])).mark_rule(color=look.muted).encode(y=alt.datum(0))
    dot = alt.Chart(best).mark_point(size=110, filled=True, opacity=1, color=look.good).encode(x, y, tooltip=tips)
    figure = alt.Chart(best).mark_text(dy=-14, color=look.ink, fontSize=13).encode(x, y, text="figure:N")
    return layered([zero, line, dot, figure], words, height)
