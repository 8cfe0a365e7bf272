"""The stock as demand draws it down: median and band of what is left, and the days worth knowing."""

import math

import altair as alt
import numpy as np
import pandas as pd

from core.text import day, number, t
from pages.ui.charts.forecast import dated, levels, over_lines, quantile_tips, whole
from pages.ui.charts.palette import Palette, palette
from pages.ui.charts.stock import quiet_axis

_HEADROOM = 1.22  # over the highest line, for the words of the days
_NAME_HIGH, _NAME_WIDE = 17, 0.35  # px; share of the picture on a telephone


def burn_down(left: pd.DataFrame, marks: pd.DataFrame, safety: float, lang: str, theme: str, height: int = 270) -> alt.LayerChart:
    """Units left of the stock.

    left: day, p10, p50, p90, with_inbound (core.forecast.stock_ahead.burn_down); marks: day, said, bad (bool); safety: units.
    """
    look, rows = palette(theme), dated(left, "day")
    x = alt.X("day:T", title=None, axis=quiet_axis(look, grid=False, format="%m-%d"))
    top = _HEADROOM * max(1.0, safety, float(rows[["p90", "with_inbound"]].max().max()))
    scale = alt.Scale(domain=[0, top], nice=False)
    y = alt.Y("p90:Q", title=t("charts.column.units_left", lang), axis=quiet_axis(look, tickCount=5), scale=scale)
    tips = quantile_tips("day", lang)
    base = alt.Chart(rows).encode(x)
    band = base.mark_area(color=look.soft, opacity=0.55).encode(y, alt.Y2("p10:Q"), tooltip=tips)
    line = base.mark_line(color=look.accent, strokeWidth=2.5).encode(alt.Y("p50:Q"), tooltip=tips)
    dots = base.mark_point(filled=True, size=20, color=look.accent, opacity=1).encode(alt.Y("p50:Q"), tooltip=tips)
    inbound = base.mark_line(color=look.muted, strokeWidth=1.5, strokeDash=[5, 4]).encode(alt.Y("with_inbound:Q"))
    layers = [band, line, dots, *([inbound] if (rows["with_inbound"] > rows["p50"]).any() else [])]
    layers += _days(marks, rows["day"], look)
    right, below = _free(rows, safety, _NAME_HIGH / height * top)
    layers += levels({t("charts.safety", lang): safety} if safety >= 1 else {}, look, lang, right, below)
    said = "; ".join(f"{row.said}: {day(row.day, lang)}" for row in marks.itertuples())
    facts = {"start": number(rows["p50"].iloc[0], lang), "left": number(rows["p50"].iloc[-1], lang)}
    return whole(layers, t("charts.burn_down.alt", lang, weeks=len(rows) - 1, marks=said, **facts), height)


def _free(rows: pd.DataFrame, safety: float, high: float) -> tuple[bool, bool]:
    """Whether the name of the safety stock stands at the right, and below its line: the first place that no line runs through, else the
    one with most room. high: of the name, in units."""
    steps = math.ceil(_NAME_WIDE * (len(rows) - 1)) + 1
    room = {}
    for right, below in ((False, False), (True, False), (False, True), (True, True)):
        beside = (rows.tail(steps) if right else rows.head(steps))[["p10", "p50", "p90", "with_inbound"]]
        least, most = (safety - high, safety) if below else (safety, safety + high)
        room[right, below] = -math.inf if least < 0 else float(np.maximum(beside.min() - most, least - beside.max()).min())
    return next((place for place, units in room.items() if units > 0), max(room, key=room.get))


def _days(marks: pd.DataFrame, days: pd.Series, look: Palette) -> list[alt.Chart]:
    """Vertical lines at days, each with its word on the side where there is room, one under the other."""
    if marks.empty:
        return []
    rows = dated(marks, "day").sort_values("day").assign(height=[4 + 16 * place for place in range(len(marks))])
    late = rows["day"] > days.min() + (days.max() - days.min()) / 2
    base = alt.Chart(rows).encode(alt.X("day:T"), _colour(look))
    layers = [base.mark_rule(strokeDash=[4, 3], strokeWidth=1.5)]
    for beside, (side, shift) in ((~late, ("left", 5)), (late, ("right", -5))):
        where = alt.Y("height:Q", scale=None, axis=None)
        words = alt.Chart(rows[beside]).encode(alt.X("day:T"), where, text="said:N")
        ground, said = over_lines(words, look, align=side, dx=shift, baseline="top", fontSize=12)
        layers += [ground, said.encode(_colour(look))] if beside.any() else []
    return layers


def _colour(look: Palette) -> alt.Color:
    return alt.Color("bad:N", scale=alt.Scale(domain=[True, False], range=[look.bad, look.muted]), legend=None)
