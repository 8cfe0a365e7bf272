"""The risk matrix as a picture: one mark a SKU on two log axes, quadrants in words, the picked SKU ringed.

Colours and shapes mean levels; size means money at stake; hollow means that the cost is unknown and the mark stands at list value.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten

import altair as alt
import pandas as pd

from core.text import money, number, t
from pages.ui.charts.palette import SHAPES, Palette, palette
from pages.ui.charts.points import AXES, MANY, Axes, Span, crowd, labelled, place
from pages.ui.tables import LEVELS
from pages.ui.words import whole

PICK = "pick"
_NARROW = 360  # px of the picture itself
_TIPS = (
    ("money_at_stake", ",.0f"),
    ("stock_value", ",.0f"),
    ("cover_days", ",.0f"),
    ("age_days", ",.0f"),
    ("turnover", ",.2f"),
    ("on_hand", ",.0f"),
)


@dataclass(frozen=True, kw_only=True)
class _View:
    """What every layer needs to know: the axes, their spans and lines, the words and the look."""

    axes: Axes
    x: Span
    y: Span
    lines: Mapping[str, float]
    lang: str
    currency: str | None
    look: Palette
    small: bool


def matrix(
    frame: pd.DataFrame,
    axes: str,
    lang: str,
    theme: str,
    height: int = 470,
    small: bool = False,
    lines: Mapping[str, float | None] | None = None,
    start: str | None = None,
) -> alt.LayerChart:
    """The matrix of a risk table (`core.results.risk_table`), best of one marketplace.

    axes: "value" (turnover × stock value) or "age" (age × cover); lines: column → quadrant limit ({"turnover": 4.1, …}), see `lines`;
    start: the id ("US|SKU") that is ringed before anybody clicks. The selection parameter is called "pick", its field is "id".
    """
    known = {column: line for column, line in (lines or {}).items() if line and line > 0}
    placed, x, y = place(frame, AXES[axes], known, room=0.2 if small else 0.12)
    currency = _one_currency(frame)
    view = _View(axes=AXES[axes], x=x, y=y, lines=known, lang=lang, currency=currency, look=palette(theme), small=small)
    shown, cells = crowd(placed, x, y)
    layers = [
        *_ground(view),
        *_cells(cells, view),
        *_marks(shown, len(frame), view, start),
        *_names(shown, len(frame), view),
        *_captions(frame, view, height),
    ]
    words = t("charts.matrix.alt", lang, axes=t(f"charts.axes.{axes}", lang), skus=len(frame), **_counts(frame))
    return (
        alt.layer(*layers)
        .resolve_scale(size="independent")
        .properties(height=height, width="container", description=words)
        .configure_view(stroke=None)
    )


def _one_currency(frame: pd.DataFrame) -> str | None:
    found = frame["currency"].dropna().unique()
    return found[0] if len(found) == 1 else None


def _counts(frame: pd.DataFrame) -> dict:
    return {f"level_{level}": int((frame["level"] == level).sum()) for level in LEVELS}


def _ground(view: _View) -> list[alt.Chart]:
    """The bands of missing values; the corner to clear, tinted; the quadrant lines."""
    x_line, y_line = view.lines.get(view.axes.x), view.lines.get(view.axes.y)
    layers = [_band(view, side) for side in "xy" if getattr(view, side).banded]
    if x_line and y_line:
        x_end = view.x.domain[view.axes.corners["clear_now"][0] == "right"]
        corner = _mark("rect", color=view.look.bad, opacity=0.07)
        layers.append(
            corner.encode(_place("x", x_line, view), _place("y", y_line, view), x2=alt.datum(x_end), y2=alt.datum(view.y.domain[1]))
        )
    dashed = _mark("rule", strokeDash=[4, 3], color=view.look.muted, opacity=0.7)
    layers += [dashed.encode(_place("x", x_line, view))] if x_line else []
    return layers + ([dashed.encode(_place("y", y_line, view))] if y_line else [])


def _mark(kind: str, **look) -> alt.Chart:
    """One mark that stands for no row."""
    chart = alt.Chart(alt.Data(values=[{}]))
    return getattr(chart, f"mark_{kind}")(**look)


def _band(view: _View, side: str) -> alt.Chart:
    """The strip along an edge where SKUs without this number stand."""
    axis = getattr(view, side)
    start, end = (axis.domain[0], axis.low) if axis.band < axis.low else (axis.high, axis.domain[1])
    return _mark("rect", color=view.look.muted, opacity=0.09).encode(_place(side, start, view), **{f"{side}2": alt.datum(end)})


def _place(side: str, where: str | float, view: _View):
    """A column or a value on one of the two log axes, with its ticks; the band's tick is a word."""
    axis, column, look = getattr(view, side), getattr(view.axes, side), view.look
    ticks = [tick for tick in getattr(view.axes, f"{side}_ticks") if axis.low <= tick <= axis.high]
    names = [_tick(tick, column, view) for tick in ticks]
    if axis.banded:
        ticks, names = [*ticks, axis.band], [*names, t(f"charts.missing.{column}", view.lang)]
    style = {
        "grid": False,
        "labelOverlap": "greedy",
        "labelSeparation": 4,
        "domainColor": look.line,
        "tickColor": look.line,
        "labelColor": look.muted,
        "titleColor": look.muted,
    }
    words = f"{json.dumps(names, ensure_ascii=False)}[indexof({json.dumps(ticks)}, datum.value)]"
    title = t(f"charts.column.{column}", view.lang, currency=view.currency or "")
    options = {
        "scale": alt.Scale(type="log", domain=list(axis.domain), nice=False),
        "axis": alt.Axis(values=ticks, labelExpr=words, title=title, **style),
    }
    if isinstance(where, str):
        return {"x": alt.X, "y": alt.Y}[side](where, **options)
    return {"x": alt.XDatum, "y": alt.YDatum}[side](where, type="quantitative", **options)


def _tick(value: float, column: str, view: _View) -> str:
    if column != "stock_value":
        return f"{value:.2g}" if value < 1 else f"{value:g}"
    return whole(value, view.currency, view.lang, compact=True)


def _cells(cells: pd.DataFrame, view: _View) -> list[alt.Chart]:
    """Where there are too many SKUs: how many stand in each cell."""
    if cells.empty:
        return []
    tips = [alt.Tooltip("count:Q", title=t("charts.matrix.cell", view.lang), format=",")]
    size = alt.Size("count:Q", scale=alt.Scale(range=[12, 170]), legend=None)
    chart = alt.Chart(cells).mark_point(filled=True, opacity=0.35)
    return [chart.encode(_place("x", "x:Q", view), _place("y", "y:Q", view), size, _colour("fill", view), _shape(), tooltip=tips)]


def _colour(channel: str, view: _View):
    scale = alt.Scale(domain=list(LEVELS), range=list(view.look.levels))
    return {"fill": alt.Fill, "stroke": alt.Stroke}[channel]("level:N", scale=scale, legend=None)


def _shape() -> alt.Shape:
    return alt.Shape("level:N", scale=alt.Scale(domain=list(LEVELS), range=list(SHAPES)), legend=None)


def _marks(shown: pd.DataFrame, skus: int, view: _View, start: str | None) -> list[alt.Chart]:
    """The SKUs that can be clicked, and the ring of the picked one, above all others."""
    picked = alt.selection_point(name=PICK, fields=["id"], toggle=False, value=[{"id": start}] if start else alt.Undefined)
    columns = ["id", "title", "sku", "x", "y", "level", "size", "hollow", *(column for column, _ in _TIPS)]
    size = alt.Size("size:Q", scale=alt.Scale(type="sqrt", range=_areas(skus, view)), legend=None)
    base = alt.Chart(shown[list(dict.fromkeys(columns))]).encode(_place("x", "x:Q", view), _place("y", "y:Q", view), _shape(), size)
    marks = base.mark_point(filled=True, opacity=1, strokeWidth=1).encode(
        _colour("fill", view),
        _colour("stroke", view),
        fillOpacity=alt.when("datum.hollow").then(alt.value(0.08)).when("datum.level == 0").then(alt.value(0.4)).otherwise(alt.value(0.72)),
        tooltip=_tips(view),
    )
    ring = base.transform_filter({"param": PICK, "empty": False}).mark_point(filled=False, opacity=1, stroke=view.look.ink, strokeWidth=3)
    return [marks.add_params(picked), ring]


def _areas(skus: int, view: _View) -> list[int]:
    """Smallest and largest mark, square px."""
    if skus > MANY:
        return [14, 200]
    return [24, 190] if view.small else [55, 540]


def _tips(view: _View) -> list[alt.Tooltip]:
    facts = {"lang": view.lang, "currency": view.currency or ""}
    names = [alt.Tooltip("title:N", title=t("charts.column.title", **facts)), alt.Tooltip("sku:N", title="SKU")]
    return names + [alt.Tooltip(f"{column}:Q", title=t(f"charts.column.{column}", **facts), format=digits) for column, digits in _TIPS]


def _names(shown: pd.DataFrame, skus: int, view: _View) -> list[alt.Chart]:
    """The worst few by name; none in a small picture or a crowd."""
    if view.small or skus > MANY:
        return []
    names = labelled(shown, view.x, view.y)
    names = names.assign(name=[shorten(words, 30, placeholder="…") for words in names["title"].fillna(names["sku"])])[
        ["x", "y", "name", "side"]
    ]
    style = {"fontSize": 11, "fontWeight": 600, "baseline": "middle"}
    room = f"width < {_NARROW} ? 0 : "  # on a phone names would lie on each other
    halo = {"stroke": view.look.paper, "strokeWidth": 3, "opacity": alt.expr(f"{room}0.75")}
    ink = {"color": view.look.ink, "opacity": alt.expr(f"{room}1")}
    return [
        alt.Chart(rows)
        .mark_text(align=side, dx=shift, **style, **look)
        .encode(_place("x", "x:Q", view), _place("y", "y:Q", view), text="name:N")
        for side, shift in (("left", 14), ("right", -14))
        for look in (halo, ink)
        if len(rows := names[names["side"] == side])
    ]


def _captions(frame: pd.DataFrame, view: _View, height: int) -> list[alt.Chart]:
    """Quadrant words with the number of SKUs and their stock value, in the corners."""
    if not (view.lines.get(view.axes.x) and view.lines.get(view.axes.y)):
        return []
    groups = frame.groupby(view.axes.quadrant)["stock_value"].agg(size="size", worth=lambda known: known.sum(min_count=1))
    rows = pd.DataFrame([_caption(name, corner, groups, view, height) for name, corner in view.axes.corners.items()])
    title = {"fontSize": 11 if view.small else 13, "fontWeight": 700}
    colour = alt.Color("colour:N", scale=None)
    layers = []
    for side, x, shift in (("left", view.x.domain[0], 8), ("right", view.x.domain[1], -8)):
        chart, where = alt.Chart(rows[rows["side"] == side]), _place("x", x, view)
        layers.append(chart.mark_text(align=side, dx=shift, **title).encode(where, _place("y", "y_title:Q", view), colour, text="title:N"))
        text = chart.mark_text(align=side, dx=shift, fontSize=11, color=view.look.muted)
        layers.append(text.encode(where, _place("y", "y_group:Q", view), text="group:N"))
    return layers


def _caption(name: str, corner: tuple[str, str], groups: pd.DataFrame, view: _View, height: int) -> dict:
    """Words, colour and place of one quadrant: title and group stand some pixels inside the corner."""
    side, edge = corner
    skus, value = groups.loc[name] if name in groups.index else (0, None)
    worth = money(value, view.currency, view.lang, compact=True) if view.currency else ""
    title, group = (13, 30) if edge == "top" else (height - 33, height - 16)
    return {
        "side": side,
        "title": t(f"risk.quadrant.{name}", view.lang).upper(),
        "group": t("charts.matrix.group", view.lang, skus=number(skus, view.lang), value=worth),
        "colour": view.look.bad if name == "clear_now" else view.look.ink,
        "y_title": view.y.at(1 - title / height),
        "y_group": view.y.at(1 - group / height),
    }
