"""Pictures of a review: the stock as planned and as it went, steps of money or units from one sum to another, a belief before and after."""

import altair as alt
import numpy as np
import pandas as pd

from core.text import number, t
from pages.ui.charts.forecast import whole as layered
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis

_AHEAD = 4  # weeks of the plan shown beyond the last one that was lived


def plan_path(planned: pd.DataFrame, held: pd.DataFrame, lived: pd.DataFrame, lang: str, theme: str, height: int = 300) -> alt.LayerChart:
    """Units left: the plan with its band, doing nothing dashed, and what happened; weeks without data as hollow points.

    planned, held: starts_on, units, and units_p10, units_p90 where known; lived: day, units, known."""
    look, names = palette(theme), {key: t(f"charts.review.{key}", lang) for key in ("planned", "hold", "lived")}
    rows = pd.concat([_line(planned, names["planned"]), _line(held, names["hold"]).assign(low=np.nan)])
    rows = rows[rows["day"] <= pd.Timestamp(lived["day"].max()) + pd.Timedelta(weeks=_AHEAD)]
    real = lived.assign(day=pd.to_datetime(lived["day"]), name=names["lived"])
    x = alt.X("day:T", title=None, axis=quiet_axis(look, grid=False, format="%m-%d", labelOverlap="greedy"))
    y = alt.Y("units:Q", title=t("charts.column.units_left", lang), axis=quiet_axis(look, tickCount=5), scale=alt.Scale(domainMin=0))
    scale = {"domain": list(names.values()), "range": [look.accent, look.muted, look.ink]}
    colour = alt.Color("name:N", scale=alt.Scale(**scale), legend=alt.Legend(orient="top", title=None, labelColor=look.ink, labelLimit=300))
    dash = alt.StrokeDash("name:N", scale=alt.Scale(domain=scale["domain"], range=[[1, 0], [5, 4], [1, 0]]), legend=None)
    tips = [alt.Tooltip("name:N", title=t("charts.column.plan", lang)), alt.Tooltip("day:T", title=t("charts.column.day", lang))]
    tips.append(alt.Tooltip("units:Q", title=t("charts.column.units_left", lang), format=",.0f"))
    band = (
        alt.Chart(rows[rows["low"].notna()]).mark_area(color=look.soft, opacity=0.5).encode(x, alt.Y("low:Q", title=None), alt.Y2("high:Q"))
    )
    lines = alt.Chart(rows).mark_line(strokeWidth=2).encode(x, y, colour, dash, tooltip=tips)
    path = alt.Chart(real).mark_line(strokeWidth=3).encode(x, y, colour, dash, tooltip=tips)
    fill = alt.Fill("known:N", scale=alt.Scale(domain=[True, False], range=[look.ink, look.paper]), legend=None)
    dots = alt.Chart(real).mark_point(size=42, stroke=look.ink, strokeWidth=1.5, opacity=1).encode(x, y, fill, tooltip=tips)
    facts = {"weeks": len(real) - 1, "start": number(real["units"].iloc[0], lang), "left": number(real["units"].iloc[-1], lang)}
    return layered([band, lines, path, dots], t("charts.review.path_alt", lang, **facts), height)


def _line(weeks: pd.DataFrame, name: str) -> pd.DataFrame:
    band = [weeks.get(column, np.nan) for column in ("units_p10", "units_p90")]
    return pd.DataFrame({"day": pd.to_datetime(weeks["starts_on"]), "units": weeks["units"], "low": band[0], "high": band[1], "name": name})


def steps(rows: pd.DataFrame, words: str, theme: str) -> alt.LayerChart:
    """From a first sum over what adds and what takes away to a last one, from top to bottom. rows: name, amount, whole (a sum that stands
    by itself), figure (the amount in words); words: what a screen reader is told."""
    look, shown = palette(theme), rows.reset_index(drop=True)
    added = shown["amount"].where(~shown["whole"] | (shown.index == 0), 0.0).cumsum()
    end = shown["amount"].where(shown["whole"], added)
    shown = shown.assign(end=end, start=(end - shown["amount"]).where(~shown["whole"], 0.0), kind=_kinds(shown))
    shown["far"] = shown[["start", "end"]].max(axis=1).clip(lower=0.0)
    low, high = min(0.0, shown[["start", "end"]].min().min()), shown["far"].max()
    scale = alt.Scale(domain=[low, high + 0.22 * ((high - low) or 1.0)], nice=False)
    name = quiet_axis(look, grid=False, labelColor=look.ink, labelFontSize=13, labelLimit=190, labelPadding=8, labelOverlap=False)
    y, x = alt.Y("name:N", sort=None, title=None, axis=name), alt.X("start:Q", title=None, axis=None, scale=scale)
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["whole", "up", "down"], range=[look.accent, look.good, look.bad]), legend=None)
    base = alt.Chart(shown[["name", "figure", "start", "end", "far", "kind"]])
    bars = base.mark_bar(cornerRadius=2, size=20).encode(y, x, alt.X2("end:Q"), colour, tooltip=["name:N", "figure:N"])
    figures = base.mark_text(align="left", dx=6, color=look.ink, fontSize=13).encode(y, alt.X("far:Q", scale=scale), text="figure:N")
    zero = alt.Chart(alt.Data(values=[{}])).mark_rule(color=look.muted).encode(x=alt.datum(0))
    return layered([bars, figures, zero], words, 36 + 33 * len(shown))


def _kinds(rows: pd.DataFrame) -> np.ndarray:
    return np.where(rows["whole"], "whole", np.where(rows["amount"] >= 0, "up", "down"))


def beliefs(before: pd.DataFrame, after: pd.DataFrame, words: str, lang: str, theme: str, height: int = 170) -> alt.LayerChart:
    """How likely each value was held before and is now. before, after: value, chance."""
    look, names = palette(theme), [t("charts.review.before", lang), t("charts.review.after", lang)]
    rows = pd.concat([frame.assign(name=name) for frame, name in zip((before, after), names, strict=True)])
    scale = alt.Scale(domain=names, range=[look.muted, look.accent])
    colour = alt.Color("name:N", scale=scale, legend=alt.Legend(orient="top", title=None, labelColor=look.ink))
    x = alt.X("value:Q", title=None, axis=quiet_axis(look, grid=False, tickCount=6), scale=alt.Scale(nice=False))
    y = alt.Y("chance:Q", title=None, axis=None, stack=None)
    base = alt.Chart(rows).encode(x, y, colour)
    return layered([base.mark_area(opacity=0.25), base.mark_line(strokeWidth=2)], words, height)
