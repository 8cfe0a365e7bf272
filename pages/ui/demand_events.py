"""Events that a seller tries of the demand of a SKU: named, kept per SKU and marketplace, each with a way to take it back."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.errors import InputError
from core.forecast import own_events
from core.forecast.what_if import MOST_FACTOR, Event
from core.text import number, say
from pages.ui.words import plain

_NAME, _DAYS, _FACTOR = (f"widget.forecast.event_{name}" for name in ("name", "days", "factor"))
_LONGEST_NAME = 60


def kept(page, row: pd.Series) -> dict[int, Event]:
    """Number → event of the SKU."""
    return own_events.listed(page.ws, row["marketplace"], row["sku"])


def coming(events: Mapping[int, Event], first: date) -> tuple[Event, ...]:
    """Those that reach into a forecast that begins on `first`."""
    return tuple(event for event in events.values() if event.last >= first)


def show(page, row: pd.Series, events: Mapping[int, Event], first: date, last: date) -> None:
    """Draw the events, each with a way to take it back, and the form for one more. first, last: days of the forecast."""
    st.caption(page.t("forecast_page.what_if.events"), help=page.t("forecast_page.what_if.events_help"))
    for event_id, event in events.items():
        st.button(
            _words(page, event, first), key=f"forecast.event.{event_id}", on_click=own_events.remove,
            args=(page.ws, row["marketplace"], row["sku"], event_id), type="tertiary", icon=":material/close:",
            help=page.t("forecast_page.what_if.remove_help"),
        )  # fmt: skip
    with st.popover(page.t("forecast_page.what_if.add"), icon=":material/event:", width="stretch"):
        _new(page, row, len(events), first, last)


def _words(page, event: Event, first: date) -> str:
    """Its name, days and factor; and that it is over where it is."""
    days = page.t("forecast_page.what_if.days", first=page.day(event.first), last=page.day(event.last))
    told = f"{days}: ×{number(event.factor, page.lang, 1)}"
    over = [page.t("forecast_page.what_if.over")] if event.last < first else []
    return " · ".join([*([plain(event.name)] if event.name else []), told, *over])


def _new(page, row: pd.Series, known: int, first: date, last: date) -> None:
    """The form. known: how many there are; with one more the name is asked anew."""
    name = st.text_input(page.t("forecast_page.what_if.event_name"), max_chars=_LONGEST_NAME, key=f"{_NAME}.{known}")
    label = page.t("forecast_page.what_if.event_days")
    days = st.date_input(label, value=(first, first + timedelta(days=6)), min_value=first, max_value=last, key=_DAYS)
    label, about = page.t("forecast_page.what_if.factor"), page.t("forecast_page.what_if.factor_help")
    factor = st.number_input(label, 0.0, MOST_FACTOR, 2.0, step=0.1, format="%.1f", key=_FACTOR, help=about)
    if st.button(page.t("forecast_page.what_if.do_add"), type="primary", key="forecast.add_event", disabled=len(days) != 2):
        try:
            event = Event(name=name.strip(), first=days[0], last=days[1], factor=factor)
        except InputError as error:
            st.error(say(error, page.lang))
            return
        own_events.add(page.ws, row["marketplace"], row["sku"], event, at=page.now)
        st.rerun()
