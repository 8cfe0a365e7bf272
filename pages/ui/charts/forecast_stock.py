"""The stock as demand draws it down: median and band of what is left, and the days worth knowing."""

import altair as alt
import pandas as pd

from core.text import day, number, t
from pages.ui.charts.forecast import dated, levels, over_lines, quantile_tips, whole
from pages.ui.charts.palette import Palette, palette
from pages.ui.charts.stock import quiet_axis


def burn_down(left: pd.DataFrame, marks: pd.DataFrame, safety: float, lang: str, theme: str, height: int = 270) -> alt.LayerChart:
    """Units left of the stock.

    left: day, p10, p50, p90, with_inbound (core.forecast.stock_ahead.burn_down); marks: day, said, bad (bool); safety: units.
    """
    look, rows = palette(theme), dated(left, "day")
    x = alt.X("day:T", title=None, axis=quiet_axis(look, grid=False, format="%m-%d"))
    scale = alt.Scale(domain=[0, 1.22 * max(1.0, float(rows[["p90", "with_inbound"]].max().max()))], nice=False)
    y = alt.Y("p90:Q", title=t("charts.column.units_left", lang), axis=quiet_axis(look, tickCount=5), scale=scale)
    tips = quantile_tips("day", lang)
    base = alt.Chart(rows).encode(x)
    band = base.mark_area(color=look.soft, opacity=0.55).encode(y, alt.Y2("p10:Q"), tooltip=tips)
    line = base.mark_line(color=look.accent, strokeWidth=2.5).encode(alt.Y("p50:Q"), tooltip=tips)
    dots = base.mark_point(filled=True, size=20, color=look.accent, opacity=1).encode(alt.Y("p50:Q"), tooltip=tips)
    inbound = base.mark_line(color=look.muted, strokeWidth=1.5, strokeDash=[5, 4]).encode(alt.Y("with_inbound:Q"))
    layers = [band, line, dots, *([inbound] if (rows["with_inbound"] > rows["p50"]).any() else [])]
    layers += levels({t("charts.safety", lang): safety} if safety >= 1 else {}, look, lang)
    layers += _days(marks, rows["day"], look)
    said = "; ".join(f"{row.said}: {day(row.day, lang)}" for row in marks.itertuples())
    facts = {"start": number(rows["p50"].iloc[0], lang), "left": number(rows["p50"].iloc[-1], lang)}
    return whole(layers, t("charts.burn_down.alt", lang, weeks=len(rows) - 1, marks=said, **facts), height)


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
