"""Pictures of kept plans beside each other: units expected to be left, cash expected so far."""

import altair as alt
import pandas as pd

from core.text import t
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis

DASHES = ([1, 0], [6, 4], [2, 3], [8, 3, 2, 3])


def plan_lines(weeks: pd.DataFrame, names: list[str], measure: str, lang: str, theme: str, height: int = 240) -> alt.LayerChart:
    """One line a plan, told by colour and dashes, with its band from low to high where that is known.

    weeks: name, day, value, low, high; names: the plans in order; measure: units | cash.
    """
    look = palette(theme)
    colours = alt.Scale(domain=names, range=[look.accent, look.bad, look.good, look.muted][: len(names)])
    day = alt.X("day:T", title=None, axis=quiet_axis(look, grid=False, format="%m-%d"))
    base = alt.Chart(weeks.assign(day=pd.to_datetime(weeks["day"]))).encode(day)
    colour = alt.Color("name:N", scale=colours, legend=alt.Legend(orient="top", title=None, labelColor=look.ink, labelLimit=400))
    value = alt.Y("value:Q", title=None, axis=quiet_axis(look, tickCount=5, format=",.0f"))
    lines = base.mark_line(strokeWidth=2.5).encode(
        value,
        colour,
        alt.StrokeDash("name:N", scale=alt.Scale(domain=names, range=list(DASHES[: len(names)])), legend=None),
        tooltip=[
            alt.Tooltip("name:N", title=t("charts.column.plan", lang)),
            alt.Tooltip("day:T", title=t("charts.column.day", lang), format="%Y-%m-%d"),
            alt.Tooltip("value:Q", title=t(f"plans.compare.{measure}", lang), format=",.0f"),
        ],
    )
    filled = alt.Fill("name:N", scale=colours, legend=None)  # a channel of its own: the key shows lines
    band = base.mark_area(opacity=0.12).encode(alt.Y("low:Q", title=None), alt.Y2("high:Q"), filled)
    words = t(f"plans.compare.alt_{measure}", lang, names=", ".join(names))
    layers = [lines, band] if weeks["low"].notna().any() else [lines]
    return alt.layer(*layers).properties(height=height, width="container", description=words).configure_view(stroke=None)
