"""What if demand were different: more or less, events, the end of the season. One set of answers a SKU, kept while the session lasts."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.errors import InputError
from core.forecast.outlook import WEEKS
from core.forecast.what_if import MOST_FACTOR, Event, WhatIf
from core.text import number, percent, say
from pages.ui import outside, session

_LEAST, _MOST, _STEP = -100, 200, 5  # percent
_TRUTH = "forecast.what_if"
_CHANGE, _SEASON, _ENDS, _DAYS, _FACTOR, _MARKET = (
    f"widget.forecast.{name}" for name in ("change", "season_end", "season_ends", "event_days", "event_factor", "market")
)


def show(page, row: pd.Series) -> WhatIf:
    """Draw the questions; what the seller answered."""
    one = f"{row['marketplace']}|{row['sku']}"
    tried = _tried(one)
    st.markdown(f"**{page.t('forecast_page.what_if.title')}**", help=page.t("forecast_page.what_if.about"))
    st.session_state[_CHANGE] = round(100 * tried.change)
    st.slider(
        page.t("forecast_page.what_if.change"), min_value=_LEAST, max_value=_MOST, step=_STEP, format="%+d%%", key=_CHANGE,
        on_change=_changed, args=(one,),
    )  # fmt: skip
    _season(page, row, one, tried)
    _market(page, row, one, tried)
    _events(page, one, tried)
    label = page.t("forecast_page.what_if.reset")
    st.button(label, on_click=_keep, args=(one, WhatIf()), disabled=tried.nothing, key="forecast.reset", icon=":material/undo:")
    return tried


def _season(page, row: pd.Series, one: str, tried: WhatIf) -> None:
    """Its last day, filled in as a report says it where one does. That alone changes nothing: the run's forecast knows it."""
    first, last = _span(page)
    said = _said(row, first, last)
    st.session_state[_SEASON] = _inside(tried.season_end, first, last) or said
    about = page.t("forecast_page.what_if.season_end_help")
    if said:
        about = page.t("forecast_page.what_if.season_end_said", day=page.day(said), share=percent(row["season_left"], page.lang))
    label = page.t("forecast_page.what_if.season_end")
    st.date_input(label, None, min_value=first, max_value=last, key=_SEASON, on_change=_ended, args=(one,), help=about)
    if said:
        st.session_state[_ENDS] = tried.season_end is not None
        st.toggle(page.t("forecast_page.what_if.season_ends"), key=_ENDS, on_change=_ends, args=(one,))


def _said(row: pd.Series, first: date, last: date) -> date | None:
    """The last day of the season that a report says, where it lies within the forecast."""
    said = row.get("season_until")
    return None if pd.isna(said) or not first <= (day := pd.Timestamp(said).date()) <= last else day


def _market(page, row: pd.Series, one: str, tried: WhatIf) -> None:
    """Where market files show that the market falls: a switch that lets the coming weeks fall with it, and what that would be."""
    found = outside.of_sku(page, row)
    if found is None or pd.isna(found["market_falls"]) or not found["market_falls"]:
        return
    facts = {name: percent(found[f"market_{name}"], page.lang) for name in ("month", "low", "high")}
    if page.run["policy"].get("market.in_forecast") == "included":
        st.caption(page.t("forecast_page.what_if.market_in", **facts))
        return
    st.session_state[_MARKET] = tried.drift_from is not None
    drift = {"drift_month": float(found["market_month"]), "drift_from": page.run["as_of"]}
    rest = {"drift_month": 0.0, "drift_from": None} if tried.drift_from else drift
    st.toggle(
        page.t("forecast_page.what_if.market", **facts), key=_MARKET, on_change=_keep, args=(one, replace(tried, **rest)),
        help=page.t("forecast_page.what_if.market_help", quarter=percent(1 - _quarter(found["market_month"]), page.lang)),
    )  # fmt: skip


def _quarter(month: float) -> float:
    """What a fall a month leaves of the coming 13 weeks together."""
    return WhatIf(drift_month=float(month), drift_from=date.min).by_week(date.min + timedelta(days=1), 13).mean()


def _tried(one: str) -> WhatIf:
    return (session.get(_TRUTH) or {}).get(one, WhatIf())


def _keep(one: str, tried: WhatIf) -> None:
    session.put(_TRUTH, (session.get(_TRUTH) or {}) | {one: tried})


def _changed(one: str) -> None:
    _keep(one, replace(_tried(one), change=st.session_state[_CHANGE] / 100))


def _ended(one: str) -> None:
    _keep(one, replace(_tried(one), season_end=st.session_state[_SEASON]))


def _ends(one: str) -> None:
    _keep(one, replace(_tried(one), season_end=st.session_state[_SEASON] if st.session_state[_ENDS] else None))


def _span(page) -> tuple[date, date]:
    """The first and last day of a forecast."""
    return page.run["as_of"] + timedelta(days=1), page.run["as_of"] + timedelta(weeks=WEEKS)


def _inside(day: date | None, first: date, last: date) -> date | None:
    return None if day is None else min(max(day, first), last)


def _events(page, one: str, tried: WhatIf) -> None:
    """Draw the events tried, each with a way to take it back, and the form for one more."""
    st.caption(page.t("forecast_page.what_if.events"))
    for place, event in enumerate(tried.events):
        days = page.t("forecast_page.what_if.days", first=page.day(event.first), last=page.day(event.last))
        rest = replace(tried, events=(*tried.events[:place], *tried.events[place + 1 :]))
        st.button(
            f"{days}: ×{number(event.factor, page.lang, 1)}", key=f"forecast.event.{place}", on_click=_keep, args=(one, rest),
            type="tertiary", icon=":material/close:", help=page.t("forecast_page.what_if.remove_help"),
        )  # fmt: skip
    with st.popover(page.t("forecast_page.what_if.add"), icon=":material/event:", width="stretch"):
        _new_event(page, one, tried)


def _new_event(page, one: str, tried: WhatIf) -> None:
    first, last = _span(page)
    label = page.t("forecast_page.what_if.event_days")
    days = st.date_input(label, value=(first, first + timedelta(days=6)), min_value=first, max_value=last, key=_DAYS)
    label, about = page.t("forecast_page.what_if.factor"), page.t("forecast_page.what_if.factor_help")
    factor = st.number_input(label, 0.0, MOST_FACTOR, 2.0, step=0.1, format="%.1f", key=_FACTOR, help=about)
    if st.button(page.t("forecast_page.what_if.do_add"), type="primary", key="forecast.add_event", disabled=len(days) != 2):
        try:
            _keep(one, replace(tried, events=(*tried.events, Event(first=days[0], last=days[1], factor=factor))))
        except InputError as error:
            st.error(say(error, page.lang))
            return
        st.rerun()
