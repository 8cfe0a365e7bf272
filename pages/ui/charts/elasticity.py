"""Picture of an elasticity: what is usual, what its own past says, what is counted with."""

import altair as alt
import pandas as pd

from core.text import number, t
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis

_LOW, _HIGH = -1.0, 6.0  # the scale; what is beyond is cut off there, its figures stand in the table


def intervals(rows: pd.DataFrame, used: float, lang: str, theme: str) -> alt.LayerChart:
    """P10 to P90 as bars with their mean, one line each; a rule at the elasticity that the page computes with.

    rows: kind (prior | own | belief), mean, low, high, top to bottom; the belief is in colour.
    """
    look = palette(theme)
    shown = rows.assign(
        name=[t(f"elasticity.row.{kind}", lang) for kind in rows["kind"]],
        figure=[
            f"{number(row.mean, lang, 1)} ({number(row.low, lang, 1)} – {number(row.high, lang, 1)})" for row in rows.itertuples(name="Row")
        ],
        belief=rows["kind"] == "belief",
        mean_shown=rows["mean"].where(rows["mean"].between(_LOW, _HIGH)),
        **{f"{name}_shown": rows[name].clip(_LOW, _HIGH) for name in ("low", "high")},
    )
    axis = quiet_axis(look, labelLimit=220, labelColor=look.ink, labelFontSize=13, labelPadding=8, grid=False)
    name = alt.Y("name:N", sort=None, title=None, axis=axis)
    scale = alt.Scale(domain=[_LOW, _HIGH], nice=False, clamp=True)
    low = alt.X("low_shown:Q", title=t("elasticity.axis", lang), scale=scale, axis=quiet_axis(look, tickCount=8))
    colour = alt.Color("belief:N", scale=alt.Scale(domain=[True, False], range=[look.accent, look.muted]), legend=None)
    tips = [alt.Tooltip("name:N", title=t("elasticity.tip.what", lang)), alt.Tooltip("figure:N", title=t("elasticity.tip.figure", lang))]
    base = alt.Chart(shown).encode(name, colour, tooltip=tips)
    bars = base.mark_bar(size=9, opacity=0.45, cornerRadius=4).encode(low, alt.X2("high_shown:Q"))
    dots = base.mark_point(filled=True, size=130, opacity=1).encode(alt.X("mean_shown:Q", scale=scale))
    rule = alt.Chart(alt.Data(values=[{}])).mark_rule(color=look.bad, strokeDash=[4, 3]).encode(x=alt.datum(min(max(used, _LOW), _HIGH)))
    words = t("elasticity.alt", lang, rows="; ".join(shown["name"] + ": " + shown["figure"]), used=number(used, lang, 1))
    height = 50 + 42 * len(rows)
    return alt.layer(bars, dots, rule).properties(height=height, width="container", description=words).configure_view(stroke=None)
