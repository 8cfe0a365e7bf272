"""Pictures of models: how far off each was in the race, and the parts that Prophet takes one series to pieces with."""

import altair as alt
import pandas as pd

from core.text import has, percent, t
from pages.ui.charts.forecast import dated, over_lines, whole
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis


def race(scores: pd.DataFrame, ours: str, naive: str, lang: str, theme: str) -> alt.LayerChart:
    """How far off each model's band was (pinball, a share of what was sold), best on top; ours in colour, a line at the naive one.
    scores: model, pinball."""
    look = palette(theme)
    known = scores[scores["pinball"].notna()].sort_values("pinball", kind="stable")
    rows = pd.DataFrame(
        {
            "name": [t(f"forecast.model.{model}", lang) if has(f"forecast.model.{model}") else model for model in known["model"]],
            "error": known["pinball"].to_numpy(),
            "figure": [percent(error, lang, 1) for error in known["pinball"]],
            "ours": (known["model"] == ours).to_numpy(),
        }
    )
    scale = alt.Scale(domain=[0, 1.18 * max(rows["error"].max(), 1e-6)], nice=False)
    name = alt.Y("name:N", sort=None, title=None, axis=quiet_axis(look, labelLimit=200, labelColor=look.ink, labelFontSize=12, grid=False))
    length = alt.X("error:Q", title=None, scale=scale, axis=None)
    colour = alt.Color("ours:N", scale=alt.Scale(domain=[True, False], range=[look.accent, look.soft]), legend=None)
    tips = [alt.Tooltip("name:N", title=t("table.column.model", lang)), alt.Tooltip("figure:N", title=t("charts.column.pinball", lang))]
    bars = alt.Chart(rows).mark_bar(cornerRadiusEnd=3, size=15).encode(name, length, colour, tooltip=tips)
    figures = over_lines(alt.Chart(rows).encode(name, length, text="figure:N"), look, align="left", dx=5, fontSize=12)
    line = known.loc[known["model"] == naive, "pinball"]
    rule = alt.Chart(pd.DataFrame({"error": line})).mark_rule(color=look.muted, strokeDash=[4, 3]).encode(length)
    words = t("charts.race.alt", lang, models="; ".join(rows["name"] + ": " + rows["figure"]))
    return whole([bars, *([rule] if len(line) else []), *figures], words, 24 + 25 * len(rows))


def component(parts: pd.DataFrame, name: str, changepoints: pd.DataFrame, lang: str, theme: str, height: int = 170) -> alt.LayerChart:
    """One part of a series, units a week; the trend with the units it runs through and the weeks in which it bends; holidays with their
    names. parts: week, units, trend, yearly, holidays, promo, holiday; changepoints: week, change."""
    look, rows = palette(theme), dated(parts, "week")
    x = alt.X("week:T", title=None, axis=quiet_axis(look, grid=False, format="%Y-%m", labelOverlap="greedy", tickCount=6))
    y = alt.Y(f"{name}:Q", title=None, axis=quiet_axis(look, tickCount=4))
    tips = [
        alt.Tooltip("week:T", title=t("charts.column.week", lang), format="%Y-%m-%d"),
        alt.Tooltip(f"{name}:Q", title=t(f"forecast_page.prophet.{name}", lang), format=",.1f"),
    ]
    line = alt.Chart(rows[["week", name]]).mark_line(color=look.accent, strokeWidth=2).encode(x, y, tooltip=tips)
    layers = [line]
    if name == "trend":
        sold = (
            alt.Chart(rows[["week", "units"]]).mark_point(filled=True, size=14, color=look.muted, opacity=0.6).encode(x, alt.Y("units:Q"))
        )
        bends = alt.Chart(dated(changepoints, "week")).mark_rule(color=look.bad, strokeDash=[3, 3], opacity=0.6).encode(alt.X("week:T"))
        layers = [sold, *([bends] if len(changepoints) else []), line]
    if name == "holidays" and "holiday" in rows:  # answers kept before this version have no names
        called = [*tips, alt.Tooltip("holiday:N", title=t("charts.column.holiday", lang))]
        days = rows.loc[rows["holiday"].notna(), ["week", name, "holiday"]]
        layers += [alt.Chart(days).mark_point(filled=True, size=45, color=look.accent, opacity=1).encode(x, y, tooltip=called)]
    low, high = rows[name].min(), rows[name].max()
    facts = {"name": t(f"forecast_page.prophet.{name}", lang), "low": f"{low:.1f}", "high": f"{high:.1f}"}
    return whole(layers, t("charts.component.alt", lang, **facts), height)
