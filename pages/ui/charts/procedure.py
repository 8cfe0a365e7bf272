"""The picture of the standard procedure: price ladders that worked."""

import altair as alt
import pandas as pd

from core.text import t
from pages.ui.charts.forecast import whole as layered
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis


def ladders(rows: pd.DataFrame, words: str, lang: str, theme: str, height: int = 240) -> alt.LayerChart:
    """Steps of the price, a line a step of the procedure. rows: name, day, share (of today's price)."""
    look = palette(theme)
    axis = quiet_axis(look, format=".0%", tickCount=5)
    x = alt.X("day:Q", title=t("procedure.days", lang), axis=quiet_axis(look, grid=False, tickCount=8, tickMinStep=1))
    y = alt.Y("share:Q", title=t("procedure.share_of_price", lang), axis=axis, scale=alt.Scale(domain=[0, max(1.0, rows["share"].max())]))
    legend = alt.Legend(orient="top", title=None, labelColor=look.ink, labelLimit=420, columns=1)
    colours = [look.bad, look.accent, look.good, look.muted]
    colour = alt.Color("name:N", sort=None, scale=alt.Scale(range=colours), legend=legend)
    tips = [
        alt.Tooltip("name:N", title=t("procedure.title", lang)),
        alt.Tooltip("day:Q", title=t("procedure.days", lang)),
        alt.Tooltip("share:Q", title=t("procedure.share_of_price", lang), format=".0%"),
    ]
    base = alt.Chart(rows).encode(x, y, colour, tooltip=tips)
    return layered([base.mark_line(interpolate="step-after", strokeWidth=2.5), base.mark_point(filled=True, size=50)], words, height)
