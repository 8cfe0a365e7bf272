"""The picture of the proof: what each way of being warned would have cost, stacked."""

import altair as alt
import pandas as pd

from core.text import t
from pages.ui.charts.forecast import whole
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis
from pages.ui.words import whole as rounded

PARTS = ("missed", "wasted", "looks")


def costs(rows: pd.DataFrame, currency: str, lang: str, theme: str) -> alt.LayerChart:
    """One bar a way of being warned, ours on top: what it missed, what its false alarms wasted, what looking took; the sum in words.
    rows: name (in words), missed, wasted, looks, cost."""
    look = palette(theme)
    long = rows.melt(["name", "cost"], list(PARTS), var_name="part", value_name="money")
    long["place"] = long["part"].map({part: place for place, part in enumerate(PARTS)})
    long["said"] = [t(f"proof.part.{part}", lang) for part in long["part"]]
    long["figure"] = [rounded(money, currency, lang) for money in long["money"]]
    sums = rows.assign(figure=[rounded(money, currency, lang) for money in rows["cost"]])[["name", "cost", "figure"]]
    scale = alt.Scale(domain=[0, 1.22 * max(rows["cost"].max(), 1e-6)], nice=False)
    axis = quiet_axis(look, labelLimit=190, labelColor=look.ink, labelFontSize=12, grid=False)
    name = alt.Y("name:N", sort=list(rows["name"]), title=None, axis=axis)
    legend = alt.Legend(orient="top", title=None, labelColor=look.ink, labelLimit=400, columns=1)
    words = [t(f"proof.part.{part}", lang) for part in PARTS]
    colour = alt.Color("said:N", sort=words, scale=alt.Scale(domain=words, range=[look.bad, look.levels[1], look.accent]), legend=legend)
    tips = [
        alt.Tooltip("name:N", title=t("table.column.warned_by", lang)),
        alt.Tooltip("said:N", title=t("proof.part.title", lang)),
        alt.Tooltip("figure:N", title=t("charts.column.value", lang)),
    ]
    length = alt.X("money:Q", title=None, scale=scale, axis=None, stack="zero")
    bars = alt.Chart(long).mark_bar(size=20).encode(name, length, colour, order=alt.Order("place:Q"), tooltip=tips)
    figures = alt.Chart(sums).mark_text(align="left", dx=6, color=look.ink, fontSize=12)
    text = figures.encode(name, alt.X("cost:Q", scale=scale), text="figure:N")
    said = t("proof.picture_alt", lang, costs="; ".join(sums["name"] + ": " + sums["figure"]))
    return whole([bars, text], said, 96 + 34 * len(rows))
