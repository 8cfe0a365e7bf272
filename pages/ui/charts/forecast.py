"""Pictures of demand: what was sold, what is expected with its band, week by week and summed up."""

from datetime import timedelta

import altair as alt
import pandas as pd

from core.text import number, t
from pages.ui.charts.palette import Palette, palette
from pages.ui.charts.stock import quiet_axis

_WEEK = timedelta(days=7)
_WEEKS_A_TICK = 26  # a label a month up to there, every second month up to twice as many, and so on


def fan(past: pd.DataFrame, ahead: pd.DataFrame, lang: str, theme: str, other: pd.DataFrame | None = None, height: int = 320):
    """Units a week: sold, and expected with the band P10 to P90.

    past: week, units, known, held, promo, out (core.forecast.one_sku.past); ahead: week, p10, p50, p90;
    other: the same weeks of another forecast with `name`, drawn over it: its median dashed, its band (where it has one) paler.
    """
    look = palette(theme)
    rows, coming = dated(past, "week"), dated(ahead, "week")
    ticks = {"interval": "month", "step": 1 + (len(rows) + len(coming)) // _WEEKS_A_TICK}
    x = alt.X("week:T", title=None, axis=quiet_axis(look, grid=False, format="%Y-%m", tickCount=ticks, labelOverlap="greedy"))
    empty = max(rows["units"].max() if len(rows) else 0, coming["p90"].max(), 0 if other is None else other["p50"].max()) <= 0
    scale = alt.Scale(domain=[0, 1]) if empty else alt.Scale(domainMin=0)
    y = alt.Y("units:Q", title=t("charts.column.units_week", lang), axis=quiet_axis(look, tickCount=5, tickMinStep=1), scale=scale)
    layers = [
        *_empty_weeks(rows, look),
        *_sold(rows, x, y, look, lang),
        *_band(coming, x, y, look, lang),
        *_other(other, "week", x, look, lang),
    ]
    now = alt.Chart(coming.head(1)[["week"]]).mark_rule(color=look.muted, strokeDash=[2, 3]).encode(x)
    facts = {"weeks": len(rows), "sold": number(rows["units"].sum(), lang), "ahead": len(coming), "out": int(rows["out"].sum())}
    words = t("charts.fan.alt", lang, **facts, p50=number(coming["p50"].sum(), lang))
    return whole([*layers, now], words, height)


def quantile_tips(name: str, lang: str) -> list[alt.Tooltip]:
    """Day or week, and the three quantiles."""
    day = alt.Tooltip(f"{name}:T", title=t(f"charts.column.{name}", lang), format="%Y-%m-%d")
    return [day, *(alt.Tooltip(f"{share}:Q", title=share.upper(), format=",.0f") for share in ("p10", "p50", "p90"))]


def dated(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The same rows with dates as a picture takes them."""
    return frame.assign(**{name: pd.to_datetime(frame[name])})


def whole(layers: list[alt.Chart], words: str, height: int) -> alt.LayerChart:
    """The layers as one picture with its alt text."""
    return alt.layer(*layers).properties(height=height, width="container", description=words).configure_view(stroke=None)


def over_lines(named: alt.Chart, look: Palette, width: int = 5, **style) -> list[alt.Chart]:
    """Words on a ground of paper, in layers: no line runs through them. named: where they stand and what they say."""
    return [named.mark_text(stroke=look.paper, strokeWidth=width, strokeJoin="round", **style), named.mark_text(color=look.ink, **style)]


def _empty_weeks(rows: pd.DataFrame, look: Palette) -> list[alt.Chart]:
    """Weeks without stock, shaded."""
    out = rows[rows["out"]]
    if out.empty:
        return []
    spans = out.assign(end=out["week"] + _WEEK)[["week", "end"]]
    return [alt.Chart(spans).mark_rect(color=look.muted, opacity=0.22).encode(alt.X("week:T"), alt.X2("end:T"))]


def _sold(rows: pd.DataFrame, x: alt.X, y: alt.Y, look: Palette, lang: str) -> list[alt.Chart]:
    """The line of what was sold, broken where stock was missing; promotions as triangles; lone weeks held down as diamonds."""
    shown = rows.assign(marked=rows["units"].where(rows["promo"] | rows["held"].notna()))[
        ["week", "units", "known", "held", "promo", "marked"]
    ]
    tips = [
        alt.Tooltip("week:T", title=t("charts.column.week", lang), format="%Y-%m-%d"),
        alt.Tooltip("units:Q", title=t("charts.column.units", lang), format=",.0f"),
    ]
    base = alt.Chart(shown)
    line = base.mark_line(color=look.ink, strokeWidth=1.5).encode(x, alt.Y("known:Q"))
    dots = base.mark_point(filled=True, size=22, color=look.ink, opacity=0.9).encode(x, y, tooltip=tips)
    held = base.transform_filter("isValid(datum.held)")
    promo = base.transform_filter("datum.promo")
    more = {"tooltip": [*tips, alt.Tooltip("held:Q", title=t("charts.column.held", lang), format=",.0f")]}
    return [
        line,
        dots,
        *([held.mark_point(shape="diamond", size=130, strokeWidth=2, color=look.bad).encode(x, y, **more)] if _any(shown["held"]) else []),
        *([promo.mark_point(shape="triangle-up", size=75, filled=True, color=look.good, opacity=1).encode(x, y, tooltip=tips)]
          if shown["promo"].any() else []),
    ]  # fmt: skip


def _any(column: pd.Series) -> bool:
    return bool(column.notna().any())


def _band(coming: pd.DataFrame, x: alt.X, y: alt.Y, look: Palette, lang: str) -> list[alt.Chart]:
    """What is expected: the band and its median."""
    rows = coming[["week", "p10", "p50", "p90"]]
    tips = quantile_tips("week", lang)
    base = alt.Chart(rows).encode(x)
    band = base.mark_area(color=look.soft, opacity=0.55).encode(alt.Y("p10:Q"), alt.Y2("p90:Q"), tooltip=tips)
    line = base.mark_line(color=look.accent, strokeWidth=2.5).encode(alt.Y("p50:Q"))
    dots = base.mark_point(filled=True, size=20, color=look.accent, opacity=1).encode(alt.Y("p50:Q"), tooltip=tips)
    return [band, line, dots]


def _other(other: pd.DataFrame | None, name: str, x: alt.X, look: Palette, lang: str) -> list[alt.Chart]:
    """Another forecast over ours; name: of its column of dates."""
    if other is None or other.empty:
        return []
    base = alt.Chart(dated(other, name)).encode(x)
    tips = [alt.Tooltip("name:N", title=t("charts.column.plan", lang)), alt.Tooltip("p50:Q", title="P50", format=",.0f")]
    line = base.mark_line(color=look.levels[1], strokeWidth=2, strokeDash=[5, 3]).encode(alt.Y("p50:Q"), tooltip=tips)
    if "p10" not in other:
        return [line]
    band = base.mark_area(color=look.levels[1], opacity=0.18).encode(alt.Y("p10:Q"), alt.Y2("p90:Q"), tooltip=tips)
    return [band, line]


def sums(
    ahead: pd.DataFrame, stock: dict[str, float], lang: str, theme: str, other: pd.DataFrame | None = None, height: int = 320
) -> alt.LayerChart:
    """Units sold in all by each day, with the band, and the stock they draw on. ahead: day, p10, p50, p90; stock: name → units;
    other: day, p50 and name of another forecast, drawn over it."""
    look, rows = palette(theme), dated(ahead, "day")
    x = alt.X("day:T", title=None, axis=quiet_axis(look, grid=False, format="%m-%d"))
    y = alt.Y("p90:Q", title=t("charts.column.units_sum", lang), axis=quiet_axis(look, tickCount=5), scale=alt.Scale(domainMin=0))
    tips = quantile_tips("day", lang)
    base = alt.Chart(rows).encode(x)
    band = base.mark_area(color=look.soft, opacity=0.55).encode(y, alt.Y2("p10:Q"), tooltip=tips)
    line = base.mark_line(color=look.accent, strokeWidth=2.5, point={"filled": True, "size": 20, "color": look.accent}).encode(
        alt.Y("p50:Q"), tooltip=tips
    )
    last = rows.iloc[-1]
    facts = {name: number(last[name], lang) for name in ("p10", "p50", "p90")}
    words = t("charts.sums.alt", lang, weeks=len(rows) - 1, **facts)
    return whole([band, line, *_other(other, "day", x, look, lang), *levels(stock, look, lang)], words, height)


def levels(stock: dict[str, float], look: Palette, lang: str, right: bool = False, below: bool = False) -> list[alt.Chart]:
    """Horizontal lines at amounts of stock, each with its name at one end, above or below it."""
    rows = pd.DataFrame([{"units": units, "said": f"{name}: {number(units, lang)}"} for name, units in stock.items()])
    if rows.empty:
        return []
    base = alt.Chart(rows).encode(alt.Y("units:Q"))
    named = base.encode(x=alt.value("width" if right else 0), text="said:N")
    style = {"align": "right", "dx": -4} if right else {"align": "left", "dx": 4}
    style |= {"baseline": "top", "dy": 4} if below else {"baseline": "bottom", "dy": -3}
    return [base.mark_rule(color=look.muted, strokeDash=[4, 3]).encode(), *over_lines(named, look, width=4, fontSize=11, **style)]
