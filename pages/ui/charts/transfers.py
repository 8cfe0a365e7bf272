"""Pictures of moves between sites: where the saving comes from, cover before and after, other worlds, surplus beside shortage."""

import altair as alt
import pandas as pd

from core.text import number, t
from pages.ui.charts.forecast import whole as layered
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis
from pages.ui.words import whole

_PARTS = ("gain", "loss", "cost", "benefit")
_LONGEST = 1095  # days of cover drawn


def saving(moves: pd.DataFrame, currency: str, lang: str, theme: str) -> alt.LayerChart:
    """Gained at the other end, less what is lost here, less the way: a waterfall. moves: plan.COLUMNS."""
    look, sums = palette(theme), moves[list(_PARTS)].sum()
    rows = _falls(sums, {"gain": look.soft, "loss": look.bad, "cost": look.bad, "benefit": look.accent}, currency, lang)
    y = alt.Y("part:N", sort=None, title=None, axis=quiet_axis(look, grid=False, labelColor=look.ink, labelFontSize=12, labelLimit=170))
    domain = [min(0.0, rows["low"].min()), 1.25 * max(1.0, rows["high"].max())]
    x = alt.X("low:Q", title=None, axis=None, scale=alt.Scale(domain=domain, nice=False))
    base, colour = alt.Chart(rows), alt.Color("colour:N", scale=None)
    bars = base.mark_bar(height=20, cornerRadius=2).encode(y, x, alt.X2("high:Q"), colour, tooltip=["part:N", "figure:N"])
    figures = base.mark_text(align="left", dx=6, color=look.ink, fontSize=13).encode(y, alt.X("high:Q"), text="figure:N")
    return layered([bars, figures], t("charts.saving.alt", lang, benefit=whole(sums["benefit"], currency, lang)), 170)


def _falls(sums: pd.Series, colours: dict[str, str], currency: str, lang: str) -> pd.DataFrame:
    """part, low, high, colour, figure of each bar of the waterfall."""
    after = sums["gain"] - sums["loss"]
    ends = {"gain": (0.0, sums["gain"]), "loss": (after, sums["gain"]), "cost": (sums["benefit"], after), "benefit": (0.0, sums["benefit"])}
    facts = [(t(f"charts.saving.{name}", lang), *span, colours[name], whole(sums[name], currency, lang)) for name, span in ends.items()]
    return pd.DataFrame(facts, columns=["part", "low", "high", "colour", "figure"])


def covers(moves: pd.DataFrame, lang: str, theme: str) -> alt.LayerChart:
    """Days of cover at both ends of each move, before and after. moves: plan.COLUMNS."""
    look, rows = palette(theme), []
    for row in moves.head(12).to_dict("records"):
        for end in ("from", "to"):
            name = t("charts.covers.row", lang, sku=row["sku"] if end == "from" else row["to_sku"], site=row[end])
            before, after = (min(row[f"cover_{end}_{when}"], _LONGEST) for when in ("before", "after"))
            rows.append({"name": name, "end": t(f"charts.covers.{end}", lang), "before": before, "after": after})
    table = pd.DataFrame(rows).dropna(subset=["before", "after"])
    names = quiet_axis(look, grid=False, labelColor=look.ink, labelLimit=220, labelOverlap=False)
    y = alt.Y("name:N", sort=None, title=None, axis=names)
    axis = quiet_axis(look, tickCount=6)
    x = alt.X("before:Q", title=t("charts.column.cover_days", lang), axis=axis, scale=alt.Scale(domainMin=0))
    scale = alt.Scale(domain=[t(f"charts.covers.{end}", lang) for end in ("from", "to")], range=[look.bad, look.accent])
    colour = alt.Color("end:N", scale=scale, legend=alt.Legend(orient="top", title=None, labelColor=look.ink))
    tips = [
        "name:N",
        alt.Tooltip("before:Q", format=",.0f", title=t("charts.covers.before", lang)),
        alt.Tooltip("after:Q", format=",.0f", title=t("charts.covers.after", lang)),
    ]
    base = alt.Chart(table)
    ways = base.mark_rule(strokeWidth=3).encode(y, x, alt.X2("after:Q"), colour, tooltip=tips)
    before = base.mark_point(size=55, filled=False, strokeWidth=2).encode(y, x, colour, tooltip=tips)
    after = base.mark_point(size=90, filled=True).encode(y, alt.X("after:Q"), colour, tooltip=tips)
    return layered([ways, before, after], t("charts.covers.alt", lang, moves=number(len(moves), lang)), max(190, 30 * len(table) + 100))


def worlds(rows: pd.DataFrame, currency: str, lang: str, theme: str) -> alt.LayerChart:
    """What the plan brings in each world, and a mark where that world's own best plan would be. rows: world (words), kept, best."""
    look = palette(theme)
    y = alt.Y("world:N", sort=None, title=None, axis=quiet_axis(look, grid=False, labelColor=look.ink, labelLimit=260))
    x = alt.X("kept:Q", title=t("charts.column.money", lang, currency=currency), axis=quiet_axis(look, tickCount=6, format="~s"))
    shown = rows[["world", "kept", "best"]]
    tips = ["world:N", *(alt.Tooltip(f"{name}:Q", format=",.0f", title=t(f"table.column.{name}", lang)) for name in ("kept", "best"))]
    bars = alt.Chart(shown).mark_bar(height=14, cornerRadiusEnd=2, color=look.soft).encode(y, x, tooltip=tips)
    marks = alt.Chart(shown).mark_tick(thickness=3, size=20, color=look.accent).encode(y, alt.X("best:Q"), tooltip=tips)
    return layered([bars, marks], t("charts.worlds.alt", lang, worlds=number(len(rows), lang)), 30 * len(rows) + 40)


def balance(table: pd.DataFrame, lang: str, theme: str) -> alt.LayerChart:
    """Surplus to the right, shortage to the left, a row a product and site. table: view.COLUMNS."""
    look = palette(theme)
    rows = table.assign(
        name=[t("charts.covers.row", lang, sku=row.product, site=row.site) for row in table.itertuples()], short=-table["short_units"]
    )[["name", "short", "surplus_units"]]
    names = quiet_axis(look, grid=False, labelColor=look.ink, labelLimit=220, labelOverlap=False)
    y = alt.Y("name:N", sort=None, title=None, axis=names)
    axis = quiet_axis(look, tickCount=7, format=",.0f")
    over = alt.Chart(rows).mark_bar(color=look.bad, height=12, cornerRadiusEnd=2)
    under = alt.Chart(rows).mark_bar(color=look.accent, height=12, cornerRadiusEnd=2)
    title = t("charts.balance.axis", lang)
    tips = [
        "name:N",
        alt.Tooltip("surplus_units:Q", format=",.0f", title=t("table.column.surplus_units", lang)),
        alt.Tooltip("short:Q", format=",.0f", title=t("table.column.short_units", lang)),
    ]
    layers = [
        under.encode(y, alt.X("short:Q", title=title, axis=axis), tooltip=tips),
        over.encode(y, alt.X("surplus_units:Q", title=title, axis=axis), tooltip=tips),
    ]
    return layered(layers, t("charts.balance.alt", lang, rows=number(len(rows), lang)), max(140, 20 * len(rows) + 50))


def ways(rows: pd.DataFrame, currency: str, lang: str, theme: str) -> alt.LayerChart:
    """What each way brings, the best one dark. rows: way (words), value."""
    look = palette(theme)
    shown = rows.assign(best=rows["value"] == rows["value"].max(), figure=[whole(value, currency, lang) for value in rows["value"]])
    y = alt.Y("way:N", sort=None, title=None, axis=quiet_axis(look, grid=False, labelColor=look.ink, labelLimit=260))
    low, high = min(0.0, rows["value"].min()), max(1.0, rows["value"].max())
    x = alt.X("value:Q", title=None, axis=None, scale=alt.Scale(domain=[1.3 * low, 1.5 * high], nice=False))
    colour = alt.Color("best:N", scale=alt.Scale(domain=[False, True], range=[look.soft, look.accent]), legend=None)
    base = alt.Chart(shown)
    bars = base.mark_bar(height=20, cornerRadiusEnd=2).encode(y, x, colour, tooltip=["way:N", "figure:N"])
    figures = base.mark_text(align="left", dx=6, color=look.ink, fontSize=13).encode(y, x, text="figure:N")
    return layered([bars, figures], t("charts.ways.alt", lang, ways=number(len(rows), lang)), 34 * len(rows) + 30)
