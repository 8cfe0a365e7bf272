"""The fee calendar of one currency as bars on a time line: above the line Amazon takes more, below it takes less."""

from datetime import date

import altair as alt
import pandas as pd

from core.text import day, number, t
from pages.ui.charts.palette import Palette, palette
from pages.ui.charts.stock import quiet_axis
from pages.ui.words import whole

_BARS = ("aged_surcharge", "storage", "sale", "removal")
_KEY_ROW = 18  # height of a name in the key
_BAR_OF = {"fulfilment": "sale", "referral": "sale", "closing": "sale"}


def fee_bars(days: pd.DataFrame) -> pd.DataFrame:
    """on, bar (aged_surcharge | storage | sale | removal), money, units of one currency's `core.calendar.for_catalogue`; unknown left out.
    A new schedule of the surcharge is no bar of its own: its charge is in that of the 15th."""
    known = days[days["money"].notna() & ~((days["fee"] == "aged_surcharge") & (days["kind"] == "new_rates"))]
    bars = known["fee"].map(lambda fee: _BAR_OF.get(fee, fee))
    return known.assign(bar=bars).groupby(["on", "bar"], as_index=False)[["money", "units"]].sum()


def fee_calendar(
    bars: pd.DataFrame, currency: str, start: date, end: date, lang: str, theme: str, key: bool = True, height: int = 180
) -> alt.LayerChart:
    """Bars by date (`fee_bars`) between two days, above them what each takes more. key: with the names of the colours."""
    look = palette(theme)
    rows = bars.assign(on=pd.to_datetime(bars["on"]), what=[t(f"calendar.bar.{bar}", lang) for bar in bars["bar"]])
    base = alt.Chart(rows).encode(_days(bars["on"], start, end, look))
    y = alt.Y("money:Q", title=currency, stack="zero", axis=quiet_axis(look, tickCount=4, format="~s"))
    marks = base.mark_bar(size=14, cornerRadius=1.5).encode(y, _colours(bars, look, lang, key), tooltip=_tips(lang))
    zero = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(color=look.muted).encode(alt.Y("y:Q"))
    layers = alt.layer(marks, zero, _amounts(bars, start, end, look, lang))
    words = t("calendar.alt", lang, currency=currency, dates=_in_words(bars, currency, lang))
    return layers.properties(height=height + _KEY_ROW * bars["bar"].nunique() * key, width="container", description=words).configure_view(
        stroke=None
    )


def _days(on: pd.Series, start: date, end: date, look: Palette) -> alt.X:
    ticks = [_moment(day) for day in sorted(set(on))]
    axis = quiet_axis(look, grid=False, values=ticks, format="%m-%d", labelOverlap="greedy", labelFlush=False)
    return alt.X("on:T", title=None, axis=axis, scale=alt.Scale(domain=[_moment(start), _moment(end)]))


def _moment(day: date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _colours(bars: pd.DataFrame, look: Palette, lang: str, key: bool) -> alt.Color:
    """One colour a bar, with the names of those that are there."""
    colour = dict(zip(_BARS, (look.bad, look.accent, look.muted, look.levels[1]), strict=True))
    shown = [bar for bar in _BARS if (bars["bar"] == bar).any()]
    names = [t(f"calendar.bar.{bar}", lang) for bar in shown]
    legend = alt.Legend(orient="top", direction="vertical", title=None, labelColor=look.ink, labelLimit=400)
    return alt.Color("what:N", scale=alt.Scale(domain=names, range=[colour[bar] for bar in shown]), legend=legend if key else None)


def _tips(lang: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("on:T", title=t("charts.column.day", lang), format="%Y-%m-%d"),
        alt.Tooltip("what:N", title=t("table.column.event", lang)),
        alt.Tooltip("money:Q", title=t("table.column.money", lang), format=",.2f"),
        alt.Tooltip("units:Q", title=t("charts.column.units", lang), format=",.0f"),
    ]


def _amounts(bars: pd.DataFrame, start: date, end: date, look: Palette, lang: str) -> alt.Chart:
    """What each day takes more, above its bars."""
    tops = bars[bars["money"] > 0].groupby("on", as_index=False)["money"].sum()
    tops = tops.assign(on=pd.to_datetime(tops["on"]), said=[number(money, lang) for money in tops["money"]])
    text = alt.Chart(tops).mark_text(dy=-8, color=look.ink, fontSize=11)
    return text.encode(_days(bars["on"], start, end, look), alt.Y("money:Q"), text="said:N")


def _in_words(bars: pd.DataFrame, currency: str, lang: str) -> str:
    said = [f"{day(row.on, lang)} {t(f'calendar.bar.{row.bar}', lang)} {whole(row.money, currency, lang)}" for row in bars.itertuples()]
    return "; ".join(said)
