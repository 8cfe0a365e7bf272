"""What if demand were different: more or less, events, the end of the season. One set of answers a SKU, kept while the session lasts."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from core.errors import InputError
from core.forecast.outlook import WEEKS
from core.forecast.what_if import MOST_FACTOR, Event, WhatIf
from core.text import number, say
from pages.ui import session

_LEAST, _MOST, _STEP = -100, 200, 5  # percent
_PARTS = ("change", "season_end", "event_days", "event_factor")


def show(page, row: pd.Series) -> WhatIf:
    """Draw the questions; what the seller answered."""
    one = f"{row['marketplace']}|{row['sku']}"
    st.markdown(f"**{page.t('forecast_page.what_if.title')}**", help=page.t("forecast_page.what_if.about"))
    change = st.slider(
        page.t("forecast_page.what_if.change"),
        min_value=_LEAST,
        max_value=_MOST,
        value=0,
        step=_STEP,
        format="%+d%%",
        key=_key("change", one),
        persist_state="session",
    )
    first, last = _span(page)
    season_end = st.date_input(
        page.t("forecast_page.what_if.season_end"),
        value=None,
        min_value=first,
        max_value=last,
        key=_key("season_end", one),
        persist_state="session",
        help=page.t("forecast_page.what_if.season_end_help"),
    )
    return WhatIf(change=change / 100, events=_events(page, one), season_end=season_end)


def reset(page, row: pd.Series) -> None:
    """A button that takes all answers back."""
    one = f"{row['marketplace']}|{row['sku']}"
    st.button(page.t("forecast_page.what_if.reset"), on_click=_reset, args=(one,), key="forecast.reset", icon=":material/undo:")


def _reset(one: str) -> None:
    for part in _PARTS:
        st.session_state.pop(_key(part, one), None)
    _keep(one, ())


def _key(part: str, one: str) -> str:
    return f"forecast.{part}.{one}"


def _span(page) -> tuple:
    """The first and last day of a forecast."""
    return page.run["as_of"] + timedelta(days=1), page.run["as_of"] + timedelta(weeks=WEEKS)


def _events(page, one: str) -> tuple[Event, ...]:
    """Draw the events tried, each with a way to take it back, and the form for one more."""
    events = (session.get("forecast.events") or {}).get(one, ())
    st.caption(page.t("forecast_page.what_if.events"))
    for place, event in enumerate(events):
        with st.container(horizontal=True, vertical_alignment="center"):
            days = page.t("forecast_page.what_if.days", first=page.day(event.first), last=page.day(event.last))
            st.markdown(f"{days}: ×{number(event.factor, page.lang, 1)}", width="stretch")
            label, help_text = page.t("forecast_page.what_if.remove"), page.t("forecast_page.what_if.remove_help")
            rest = (*events[:place], *events[place + 1 :])
            st.button(label, key=f"forecast.event.{place}", on_click=_keep, args=(one, rest), type="tertiary", help=help_text)
    with st.popover(page.t("forecast_page.what_if.add"), icon=":material/event:", width="stretch"):
        _new_event(page, one, events)
    return events


def _new_event(page, one: str, events: tuple[Event, ...]) -> None:
    first, last = _span(page)
    days = st.date_input(
        page.t("forecast_page.what_if.event_days"),
        value=(first, first + timedelta(days=6)),
        min_value=first,
        max_value=last,
        key=_key("event_days", one),
    )
    factor = st.number_input(
        page.t("forecast_page.what_if.factor"), 0.0, MOST_FACTOR, 2.0, step=0.1, format="%.1f", key=_key("event_factor", one),
        help=page.t("forecast_page.what_if.factor_help"),
    )  # fmt: skip
    if st.button(page.t("forecast_page.what_if.do_add"), type="primary", key="forecast.add_event", disabled=len(days) != 2):
        try:
            _keep(one, (*events, Event(first=days[0], last=days[1], factor=factor)))
        except InputError as error:
            st.error(say(error, page.lang))
            return
        st.rerun()


def _keep(one: str, events: tuple[Event, ...]) -> None:
    session.put("forecast.events", (session.get("forecast.events") or {}) | {one: events})
