"""Pictures of the ways out: what each brings, what waiting costs, what each price brings."""

import altair as alt
import pandas as pd

from core.text import money, t
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis
from pages.ui.words import whole

_ROOM = 0.4  # beside the bars for their figures, as a share of the bars: enough on a telephone


def option_bars(options: pd.DataFrame, best: str | None, currency: str, lang: str, theme: str) -> alt.LayerChart:
    """Money each option brings back, most on top, the best in colour, with a line from P10 to P90 and a tick at P50.
    options: option, value, p10, p50, p90; those without a value are left to words."""
    look, rows = palette(theme), _option_rows(options, best, currency, lang)
    low, high = min(0.0, rows["value"].min(), rows["p10"].min()), max(0.0, rows["end"].max())
    scale = alt.Scale(domain=[low, high + _ROOM * ((high - low) or 1.0)], nice=False)
    axis = quiet_axis(look, labelLimit=260, labelColor=look.ink, labelFontSize=13, labelPadding=8)
    name = alt.Y("name:N", sort=None, title=None, axis=axis)
    tips = [
        alt.Tooltip("name:N", title=t("charts.column.option", lang)),
        alt.Tooltip("figure:N", title=t("charts.column.value", lang)),
        alt.Tooltip("span:N", title=t("charts.column.span", lang)),
    ]
    colour = alt.Color("best:N", scale=alt.Scale(domain=[True, False], range=[look.accent, look.soft]), legend=None)
    length, base = alt.X("value:Q", title=None, scale=scale, axis=None), alt.Chart(rows)
    bars = base.mark_bar(cornerRadiusEnd=3, size=20).encode(name, length, colour, tooltip=tips)
    spans = base.transform_filter("datum.p90 > datum.p10").mark_rule(color=look.ink, strokeWidth=1.5, opacity=0.75)
    lines = spans.encode(name, alt.X("p10:Q", scale=scale), alt.X2("p90:Q"), tooltip=tips)
    middles = base.transform_filter("datum.p90 > datum.p10").mark_tick(color=look.ink, thickness=2, size=12)
    halves = middles.encode(name, alt.X("p50:Q", scale=scale), tooltip=tips)
    figures = base.mark_text(align="left", dx=6, color=look.ink, fontSize=13, baseline="middle")
    words = figures.encode(name, alt.X("end:Q", scale=scale), text="figure:N")
    zero = alt.Chart(alt.Data(values=[{}])).mark_rule(color=look.muted).encode(x=alt.datum(0))
    said = t("charts.option_bars.alt", lang, options="; ".join(rows["name"] + ": " + rows["figure"]))
    height = 30 + 34 * max(len(rows), 1)
    return (
        alt.layer(bars, lines, halves, words, zero)
        .properties(height=height, width="container", description=said)
        .configure_view(stroke=None)
    )


def _option_rows(options: pd.DataFrame, best: str | None, currency: str, lang: str) -> pd.DataFrame:
    """name, figure and span (value, P10 to P90 in words), value, p10, p50, p90, end (where the figure stands), best; the most first."""
    known = options[options["value"].notna()].sort_values("value", ascending=False, kind="stable")
    names = [t(f"table.option.{option}", lang) for option in known["option"]]
    figures = [whole(value, currency, lang) for value in known["value"]]
    spans = [f"{whole(low, currency, lang)} – {whole(high, currency, lang)}" for low, high in zip(known["p10"], known["p90"], strict=True)]
    end = known[["value", "p90"]].max(axis=1).clip(lower=0)
    rows = known.assign(name=names, figure=figures, span=spans, end=end, best=known["option"] == best)
    return rows[["name", "figure", "span", "value", "p10", "p50", "p90", "end", "best"]]


def price_curve(curve: pd.DataFrame, marks: pd.DataFrame, currency: str, lang: str, theme: str, height: int = 260) -> alt.LayerChart:
    """What the stock brings back at each price, with prices worth knowing.

    curve: price, value; marks: price, value (NaN: no point, only a line), kind — chosen | best | today | break_even | floor.
    """
    look = palette(theme)
    low, high = curve["price"].min(), curve["price"].max()
    x = alt.X(
        "price:Q",
        title=t("charts.column.price", lang, currency=currency),
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=quiet_axis(look, grid=False),
    )
    y = alt.Y(
        "value:Q",
        title=t("charts.column.value_back", lang, currency=currency),
        scale=alt.Scale(domain=_roomy(curve["value"]), nice=False),
        axis=quiet_axis(look, format="~s", tickCount=5),
    )
    tips = [
        alt.Tooltip("price:Q", title=t("charts.column.price", lang, currency=currency), format=",.2f"),
        alt.Tooltip("value:Q", title=t("charts.column.value_back", lang, currency=currency), format=",.0f"),
    ]
    line = alt.Chart(curve).mark_line(color=look.accent, strokeWidth=2.5, interpolate="monotone").encode(x, y)
    dots = alt.Chart(curve).mark_point(filled=True, color=look.accent, size=22).encode(x, y, tooltip=tips)
    words = t("charts.price_curve.alt", lang, best=money(curve.loc[curve["value"].idxmax(), "price"], currency, lang))
    layers = [*_prices(marks[marks["price"].between(low, high)], (x, y), look, lang), line, dots, _points(marks, (x, y), look, tips)]
    return alt.layer(*layers).properties(height=height, width="container", description=words).configure_view(stroke=None)


def _roomy(values: pd.Series) -> list[float]:
    """From the lowest to the highest value, with room above for words."""
    low, high = float(values.min()), float(values.max())
    breadth = (high - low) or max(abs(high), 1.0)
    return [low - 0.06 * breadth, high + 0.3 * breadth]


def _prices(marks: pd.DataFrame, axes: tuple, look, lang: str) -> list[alt.Chart]:
    """Vertical lines at break-even, floor and today's price, each with its word; words on three heights, so that none covers another."""
    lines = marks[marks["kind"].isin(["today", "break_even", "floor"])].sort_values("price")
    if lines.empty:
        return []
    rows = lines.assign(
        name=[t(f"charts.price.{kind}", lang) for kind in lines["kind"]], height=[6 + 15 * (n % 3) for n in range(len(lines))]
    )
    rows = rows[["price", "name", "height"]].assign(low=rows["kind"].isin(["break_even", "floor"]))
    base = alt.Chart(rows).encode(axes[0])
    colour = alt.Color("low:N", scale=alt.Scale(domain=[True, False], range=[look.bad, look.muted]), legend=None)
    rule = base.mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(colour)
    text = base.mark_text(align="left", dx=5, baseline="top", fontSize=12).encode(
        colour, y=alt.Y("height:Q", scale=None, axis=None), text="name:N"
    )
    return [rule, text]


def _points(marks: pd.DataFrame, axes: tuple, look, tips: list) -> alt.Chart:
    """The price that was chosen, large; the best one as a ring."""
    rows = marks[marks["kind"].isin(["chosen", "best"]) & marks["value"].notna()]
    shape = alt.Fill("kind:N", scale=alt.Scale(domain=["chosen", "best"], range=[look.accent, look.paper]), legend=None)
    return alt.Chart(rows).mark_point(size=190, stroke=look.accent, strokeWidth=2.5, opacity=1).encode(*axes, shape, tooltip=tips)
