"""Pictures of one SKU's sales, age and stock over time."""

from datetime import date, timedelta

import altair as alt
import pandas as pd

from core.fees.aged_surcharge import SNAPSHOT_DAY
from core.text import number, t
from pages.ui.charts.palette import Palette, palette

_CENT = 0.01
# the ages between which Amazon's report and surcharge tell units apart, coarsely: fresh, watched, charged, charged more, over a year
BANDS = ((0, 90), (91, 180), (181, 270), (271, 365), (366, None))


def quiet_axis(look: Palette, **options) -> alt.Axis:
    """An axis that stands behind its data."""
    style = {"domain": False, "ticks": False, "gridColor": look.line, "labelColor": look.muted, "titleColor": look.muted}
    return alt.Axis(**(style | options))


def weekly_sales(weeks: pd.DataFrame, lang: str, theme: str, height: int = 130) -> alt.LayerChart:
    """Units sold a week, bars; weeks with days out of stock are paler. weeks: week (first day), units, stockout_days."""
    look = palette(theme)
    rows = weeks.assign(week=pd.to_datetime(weeks["week"]).dt.strftime("%Y-%m-%d"), out=weeks["stockout_days"].fillna(0) > 0)
    axis = quiet_axis(look, grid=False, values=list(rows["week"])[::5], labelExpr="slice(datum.label, 5)", labelAngle=0)
    bars = (
        alt.Chart(rows)
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            alt.X("week:O", title=None, axis=axis),
            alt.Y("units:Q", title=None, axis=quiet_axis(look, tickCount=3, tickMinStep=1, format=",.0f"), scale=_from_zero(rows)),
            alt.Color("out:N", scale=alt.Scale(domain=[False, True], range=[look.accent, look.soft]), legend=None),
            tooltip=[
                alt.Tooltip("week:O", title=t("charts.column.week", lang)),
                alt.Tooltip("units:Q", title=t("charts.column.units", lang), format=","),
                alt.Tooltip("stockout_days:Q", title=t("charts.column.stockout_days", lang)),
            ],
        )
    )
    words = t("charts.weekly_sales.alt", lang, weeks=len(rows), units=number(rows["units"].sum(), lang))
    return alt.layer(bars).properties(height=height, width="container", description=words).configure_view(stroke=None)


def _from_zero(rows: pd.DataFrame) -> alt.Scale:
    """From 0 to the largest week; an axis of its own length where nothing sold."""
    return alt.Scale(domainMin=0) if rows["units"].max() > 0 else alt.Scale(domain=[0, 1])


def banded(cohorts: pd.DataFrame) -> pd.DataFrame:
    """Units by age band from cohorts (age_days, units): band ("0-90" … "366+"), units; every band, in order."""
    rows = [
        {"band": _name(low, high), "units": float(cohorts["units"][_within(cohorts["age_days"], low, high)].sum())} for low, high in BANDS
    ]
    return pd.DataFrame(rows)


def _within(ages: pd.Series, low: int, high: int | None) -> pd.Series:
    return ages.between(low, high if high is not None else float("inf"))


def _name(low: int, high: int | None) -> str:
    return f"{low}-{high}" if high is not None else f"{low}+"


def age_bars(cohorts: pd.DataFrame, lang: str, theme: str, height: int = 130) -> alt.LayerChart:
    """Units by age, the older the darker. cohorts: age_days, units."""
    look, rows = palette(theme), banded(cohorts)
    colours = [look.soft, look.soft, *look.levels[1:]]
    shown = alt.Chart(rows).encode(
        alt.X("band:N", sort=None, title=None, axis=quiet_axis(look, grid=False, labelAngle=0)),
        alt.Y("units:Q", title=None, axis=quiet_axis(look, tickCount=3)),
    )
    bars = shown.mark_bar(cornerRadiusEnd=2).encode(
        alt.Color("band:N", scale=alt.Scale(domain=list(rows["band"]), range=colours), legend=None),
        tooltip=[
            alt.Tooltip("band:N", title=t("charts.column.age_days", lang)),
            alt.Tooltip("units:Q", title=t("charts.column.units", lang), format=",.0f"),
        ],
    )
    figures = shown.transform_filter("datum.units >= .5").mark_text(dy=-7, color=look.muted).encode(text=alt.Text("units:Q", format=",.0f"))
    facts = ", ".join(f"{row.band}: {number(round(row.units), lang)}" for row in rows.itertuples())
    words = t("charts.age_bars.alt", lang, bands=facts)
    return alt.layer(bars, figures).properties(height=height, width="container", description=words).configure_view(stroke=None)


def age_bands(bands: pd.DataFrame, lang: str, theme: str, height: int = 180) -> alt.LayerChart:
    """Stock value by age band of one currency (`core.results.age_bands`): band, units, value."""
    look = palette(theme)
    column = "value" if bands["value"].notna().any() else "units"
    bars = (
        alt.Chart(bands)
        .mark_bar(cornerRadiusEnd=2, color=look.accent)
        .encode(
            alt.X("band:N", sort=None, title=t("charts.column.age_days", lang), axis=quiet_axis(look, grid=False, labelAngle=0)),
            alt.Y(f"{column}:Q", title=None, axis=quiet_axis(look, tickCount=4, format="~s")),
            tooltip=[
                alt.Tooltip("band:N", title=t("charts.column.age_days", lang)),
                alt.Tooltip("units:Q", title=t("charts.column.units", lang), format=",.0f"),
                alt.Tooltip("value:Q", title=t("charts.column.value", lang), format=",.0f"),
            ],
        )
    )
    facts = ", ".join(f"{row.band}: {number(round(row.units), lang)}" for row in bands.itertuples())
    words = t("charts.age_bars.alt", lang, bands=facts)
    return alt.layer(bars).properties(height=height, width="container", description=words).configure_view(stroke=None)


def path(weekly: pd.DataFrame, start: date, plan: str) -> pd.DataFrame:
    """day, units, plan: the stock at the start of each week of a course (`core.clearance.first_answer.Course.weekly`)."""
    days = [start + timedelta(weeks=int(week)) for week in weekly["week"]]
    return pd.DataFrame({"day": days, "units": weekly["units"].to_numpy(), "plan": plan})


def charge_days(weekly: pd.DataFrame, start: date) -> pd.DataFrame:
    """day, charge: the 15ths on which the aged surcharge of a course falls due (a week is charged for the 7 days after its start)."""
    due = weekly[weekly["surcharge"] >= _CENT]
    days = [_fifteenth(start + timedelta(weeks=int(week))) for week in due["week"]]
    return pd.DataFrame({"day": days, "charge": due["surcharge"].to_numpy()}).dropna(subset="day")


def _fifteenth(start: date) -> date | None:
    days = (start + timedelta(days=ahead) for ahead in range(1, 8))
    return next((day for day in days if day.day == SNAPSHOT_DAY), None)


def stock_path(paths: pd.DataFrame, charges: pd.DataFrame, lang: str, theme: str, height: int = 240) -> alt.LayerChart:
    """Units expected to be left, one line a plan, with the days on which Amazon charges for age.

    paths: day, units, plan (words as they shall be read; the first is the plan, the others stand behind); charges: day, units charged.
    """
    look, plans = palette(theme), list(dict.fromkeys(paths["plan"]))
    rows = paths.assign(day=pd.to_datetime(paths["day"]))
    day = alt.X("day:T", title=None, axis=quiet_axis(look, grid=False, format="%m-%d"))
    colours = alt.Scale(domain=plans, range=[look.accent, look.muted, look.soft][: len(plans)])
    lines = (
        alt.Chart(rows)
        .mark_line(strokeWidth=2.5, interpolate="monotone")
        .encode(
            day,
            alt.Y("units:Q", title=t("charts.column.units_left", lang), axis=quiet_axis(look, tickCount=5), scale=alt.Scale(domainMin=0)),
            alt.Color("plan:N", scale=colours, legend=alt.Legend(orient="top", title=None, labelColor=look.ink, labelLimit=400)),
            alt.StrokeDash("plan:N", scale=alt.Scale(domain=plans, range=[[1, 0], [5, 4], [2, 3]][: len(plans)]), legend=None),
            tooltip=[
                alt.Tooltip("plan:N", title=t("charts.column.plan", lang)),
                alt.Tooltip("day:T", title=t("charts.column.day", lang), format="%Y-%m-%d"),
                alt.Tooltip("units:Q", title=t("charts.column.units_left", lang), format=",.0f"),
            ],
        )
    )
    layers = [lines] if charges.empty else [_charge_days(charges, day, look, lang), lines]
    words = t(
        "charts.stock_path.alt", lang, plans=", ".join(plans), left=number(round(rows[rows["plan"] == plans[0]]["units"].iloc[-1]), lang)
    )
    return alt.layer(*layers).properties(height=height, width="container", description=words).configure_view(stroke=None)


def _charge_days(charges: pd.DataFrame, day: alt.X, look: Palette, lang: str) -> alt.Chart:
    tips = [
        alt.Tooltip("day:T", title=t("charts.column.charge_day", lang), format="%Y-%m-%d"),
        alt.Tooltip("charge:Q", title=t("charts.column.surcharge", lang), format=",.2f"),
    ]
    rows = charges.assign(day=pd.to_datetime(charges["day"]))
    return alt.Chart(rows).mark_rule(color=look.bad, opacity=0.55, strokeDash=[2, 3], strokeWidth=1.5).encode(day, tooltip=tips)
