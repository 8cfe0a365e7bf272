"""What if demand were different: more or less, events, the end of the season. One set of answers a SKU, kept while the session lasts;
its events (demand_events.py) until they are taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.forecast import own_events
from core.forecast.outlook import WEEKS
from core.forecast.what_if import WhatIf
from core.text import percent
from pages.ui import demand_events, outside, session

_LEAST, _MOST, _STEP = -100, 200, 5  # percent
_TRUTH = "forecast.what_if"
_CHANGE, _SEASON, _ENDS, _MARKET = (f"widget.forecast.{name}" for name in ("change", "season_end", "season_ends", "market"))


def show(page, row: pd.Series) -> WhatIf:
    """Draw the questions; what the seller answered."""
    one = f"{row['marketplace']}|{row['sku']}"
    events, (first, last) = demand_events.kept(page, row), _span(page)
    tried = replace(_tried(one), events=demand_events.coming(events, first))
    st.markdown(f"**{page.t('forecast_page.what_if.title')}**", help=page.t("forecast_page.what_if.about"))
    st.session_state[_CHANGE] = round(100 * tried.change)
    st.slider(
        page.t("forecast_page.what_if.change"), min_value=_LEAST, max_value=_MOST, step=_STEP, format="%+d%%", key=_CHANGE,
        on_change=_changed, args=(one,),
    )  # fmt: skip
    _season(page, row, one, tried)
    _market(page, row, one, tried)
    demand_events.show(page, row, events, first, last)
    label, nothing = page.t("forecast_page.what_if.reset"), tried.nothing and not events
    st.button(label, on_click=_take_back, args=(page, row, one), disabled=nothing, key="forecast.reset", icon=":material/undo:")
    return tried


def _take_back(page, row: pd.Series, one: str) -> None:
    _keep(one, WhatIf())
    own_events.remove(page.ws, row["marketplace"], row["sku"])


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
    """All but the events."""
    return (session.get(_TRUTH) or {}).get(one, WhatIf())


def _keep(one: str, tried: WhatIf) -> None:
    session.put(_TRUTH, (session.get(_TRUTH) or {}) | {one: replace(tried, events=())})


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
