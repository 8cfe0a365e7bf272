"""Pictures of one plan: what waiting costs, the stock with its band, the money week by week, how the plan hangs on what is not known."""

from datetime import date, timedelta

import altair as alt
import numpy as np
import pandas as pd

from core.text import number, t
from pages.ui.charts.forecast import whole as layered
from pages.ui.charts.palette import Palette, palette
from pages.ui.charts.stock import quiet_axis
from pages.ui.words import whole

_BAND = {"units_p10": "P10", "units": "Ø", "units_p90": "P90"}


def waiting(costs: dict[int, float], currency: str, lang: str, theme: str, height: int = 260) -> alt.LayerChart:
    """What 1, 2, 4, 8 weeks of waiting lose, bars that rise."""
    look = palette(theme)
    rows = pd.DataFrame({"weeks": list(costs), "cost": list(costs.values())})
    rows = rows.assign(
        name=[t("charts.waiting.weeks", lang, weeks=weeks) for weeks in costs],
        figure=[whole(cost, currency, lang) for cost in rows["cost"]],
    )
    x = alt.X("name:N", sort=None, title=None, axis=quiet_axis(look, grid=False, labelAngle=0, labelColor=look.ink, labelFontSize=12))
    y = alt.Y("cost:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.2 * max(1.0, rows["cost"].max())], nice=False))
    base = alt.Chart(rows)
    bars = base.mark_bar(color=look.bad, cornerRadiusEnd=3, size=36).encode(
        x, y, tooltip=[alt.Tooltip("figure:N", title=t("charts.waiting.title", lang))]
    )
    figures = base.mark_text(dy=-8, color=look.ink, fontSize=13).encode(x, y, text="figure:N")
    said = "; ".join(rows["name"] + ": " + rows["figure"])
    return layered([bars, figures], t("charts.waiting.alt", lang, costs=said), height)


def stock_fan(weekly: pd.DataFrame, others: dict[str, pd.DataFrame], start: date, lang: str, theme: str) -> alt.LayerChart:
    """Units left under the plan with its band P10 to P90, and the expected stock of other courses as dashed lines.

    weekly: week, units, units_p10, units_p90; others: name → week, units.
    """
    look = palette(theme)
    rows = _dated(weekly, start)
    x = alt.X("day:T", title=None, axis=quiet_axis(look, grid=False, format="%m-%d", labelOverlap="greedy"))
    y = alt.Y("units_p90:Q", title=t("charts.column.units_left", lang), axis=quiet_axis(look, tickCount=5), scale=alt.Scale(domainMin=0))
    tips = [alt.Tooltip("day:T", title=t("charts.column.day", lang), format="%Y-%m-%d")]
    tips += [alt.Tooltip(f"{name}:Q", title=title, format=",.0f") for name, title in _BAND.items()]
    base = alt.Chart(rows[["day", *_BAND]]).encode(x)
    band = base.mark_area(color=look.soft, opacity=0.55, interpolate="step-after").encode(y, alt.Y2("units_p10:Q"), tooltip=tips)
    line = base.mark_line(color=look.accent, strokeWidth=2.5).encode(alt.Y("units:Q"), tooltip=tips)
    layers = [band, line, *_others(others, start, x, look)]
    ends = (number(round(rows["units"].iloc[place]), lang) for place in (0, -1))
    facts = dict(zip(("start", "left"), ends, strict=True)) | {"weeks": len(rows) - 1}
    return layered(layers, t("charts.stock_fan.alt", lang, **facts), 260)


def _others(others: dict[str, pd.DataFrame], start: date, x: alt.X, look: Palette) -> list[alt.Chart]:
    """Other courses, dashed, with a legend."""
    if not others:
        return []
    rows = pd.concat([_dated(rows, start).assign(plan=name) for name, rows in others.items()])
    names = list(others)
    scale = alt.Scale(domain=names, range=[look.muted, look.bad, look.ink][: len(names)])
    colour = alt.Color("plan:N", scale=scale, legend=alt.Legend(orient="top", title=None, labelColor=look.ink, labelLimit=300))
    lines = alt.Chart(rows[["day", "units", "plan"]]).mark_line(strokeDash=[5, 4], strokeWidth=2)
    return [lines.encode(x, alt.Y("units:Q"), colour, tooltip=["plan:N", alt.Tooltip("units:Q", format=",.0f")])]


def cash(weekly: pd.DataFrame, start: date, currency: str, lang: str, theme: str, height: int = 240) -> alt.LayerChart:
    """Money in and out each week as bars, and summed up as a line."""
    look = palette(theme)
    rows = _dated(weekly, start).assign(total=weekly["net"].cumsum().to_numpy(), earns=weekly["net"].to_numpy() >= 0)
    rows = rows[["day", "net", "total", "earns"]]
    x = alt.X("day:T", title=None, axis=quiet_axis(look, grid=False, format="%m-%d", labelOverlap="greedy"))
    y = alt.Y("net:Q", title=t("charts.column.money", lang, currency=currency), axis=quiet_axis(look, format=",.0f", tickCount=5))
    tips = [
        alt.Tooltip("day:T", title=t("charts.column.day", lang), format="%Y-%m-%d"),
        alt.Tooltip("net:Q", title=t("charts.cash.week", lang), format=",.0f"),
        alt.Tooltip("total:Q", title=t("charts.cash.total", lang), format=",.0f"),
    ]
    colour = alt.Color("earns:N", scale=alt.Scale(domain=[True, False], range=[look.soft, look.bad]), legend=None)
    bars = alt.Chart(rows).mark_bar(size=max(3, int(420 / len(rows))), cornerRadiusEnd=2).encode(x, y, colour, tooltip=tips)
    line = alt.Chart(rows).mark_line(color=look.accent, strokeWidth=2.5).encode(x, alt.Y("total:Q"), tooltip=tips)
    return layered([bars, line], t("charts.cash.alt", lang, total=whole(rows["total"].iloc[-1], currency, lang)), height)


def sensitivity(rows: pd.DataFrame, currency: str, lang: str, theme: str, height: int = 230) -> alt.LayerChart:
    """What the best plan brings under other assumptions, as bars; the assumption of now in colour. rows: name, value, now."""
    look = palette(theme)
    shown = rows.assign(figure=[whole(value, currency, lang) for value in rows["value"]], end=rows["value"].clip(lower=0))
    low, high = min(0.0, shown["value"].min()), max(0.0, shown["value"].max())
    scale = alt.Scale(domain=[low, high + 0.4 * ((high - low) or 1.0)], nice=False)
    y = alt.Y("name:N", sort=None, title=None, axis=quiet_axis(look, labelLimit=260, labelColor=look.ink, labelFontSize=12))
    colour = alt.Color("now:N", scale=alt.Scale(domain=[True, False], range=[look.accent, look.soft]), legend=None)
    tips = [alt.Tooltip("name:N", title=t("charts.column.plan", lang)), alt.Tooltip("figure:N", title=t("charts.column.value", lang))]
    base = alt.Chart(shown[["name", "value", "end", "figure", "now"]])
    bars = base.mark_bar(cornerRadiusEnd=3, size=13).encode(y, alt.X("value:Q", title=None, scale=scale, axis=None), colour, tooltip=tips)
    figures = base.mark_text(align="left", dx=6, color=look.ink, fontSize=12).encode(y, alt.X("end:Q", scale=scale), text="figure:N")
    said = "; ".join(shown["name"] + ": " + shown["figure"])
    return layered([bars, figures], t("charts.sensitivity.alt", lang, rows=said), max(height, 22 * len(shown) + 20))


def _dated(weekly: pd.DataFrame, start: date) -> pd.DataFrame:
    days = [start + timedelta(weeks=int(week)) for week in weekly["week"]]
    return weekly.assign(day=pd.to_datetime(np.array(days, "datetime64[D]")))
