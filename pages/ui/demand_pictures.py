"""Demand and stock of one SKU as pictures, each with the words that say what its marks mean."""

import pandas as pd
import streamlit as st

from core import text
from core.forecast import stock_ahead
from pages.ui import charts, demand

_SHOWN_PAST = 52  # weeks in the picture


def fan(page, found: demand.Demand, shown: str, other: pd.DataFrame | None = None) -> None:
    """History and fan week by week, or the sums against the stock; and what the marks mean. other: another model's fan."""
    if shown == "cumulative":
        _sums(page, found, other)
        return
    past, compared = demand.past(page, found.row), _compared(page, found, other)
    past = past[past["units"].cumsum() > 0].tail(_SHOWN_PAST)
    st.altair_chart(charts.fan(past, demand.weekly(found), page.lang, page.theme, compared), key="forecast.fan")
    st.caption(text.joined([page.t(f"forecast_page.key.{name}") for name in _keys(found, past, other)], page.lang))


def _sums(page, found: demand.Demand, other: pd.DataFrame | None) -> None:
    """The sums against the stock. A band of sums is no sum of bands: of another model, which knows weeks alone, the middle is summed."""
    over = demand.summed(found, other) if found.what_if.nothing else None
    drawn = charts.sums(demand.sums(found), _lines(page, found), page.lang, page.theme, over)
    st.altair_chart(drawn, key="forecast.sums")
    names = ["sums"] if over is None else ["sums", "other_sums"]
    st.caption(text.joined([page.t(f"forecast_page.key.{name}") for name in names], page.lang))


def _keys(found: demand.Demand, past: pd.DataFrame, other: pd.DataFrame | None) -> list[str]:
    """The marks that are there."""
    scaled = past["known"] > past["units"]
    marks = {"out": past["out"], "scaled": scaled, "promo": past["promo"], "held": past["held"].notna()}
    over = [] if other is None else ["other_clipped" if other["clipped"].head(found.weeks).any() else "other"]
    return ["fan", *(name for name, there in marks.items() if there.any()), *(over if found.what_if.nothing else ["said"])]


def _compared(page, found: demand.Demand, other: pd.DataFrame | None) -> pd.DataFrame | None:
    """What is drawn over the fan: the run's own forecast while a what-if is tried, else another model's."""
    if not found.what_if.nothing:
        said = demand.weekly(found, found.said)[["week", "p50"]]
        return said.assign(name=page.t("forecast_page.said"))
    return None if other is None else other.head(found.weeks)


def _lines(page, found: demand.Demand) -> dict[str, float]:
    """The lines that the sums run up to, by name."""
    lines = {page.t("table.column.on_hand"): found.on_hand} if found.on_hand else {}
    return lines | ({page.t("forecast_page.with_inbound"): found.on_hand + found.inbound} if found.inbound else {})


def stock(page, found: demand.Demand) -> None:
    """The stock as it burns down, with the day it is gone or that it lasts too long."""
    if not found.on_hand and not found.inbound:
        st.caption(page.t("forecast_page.verdict.none_left"))
        return
    left = stock_ahead.burn_down(found.tried, found.as_of, found.on_hand, found.inbound).head(found.weeks + 1)
    st.altair_chart(charts.burn_down(left, _marks(page, found), found.safety, page.lang, page.theme), key="forecast.left")
    words = [page.t("forecast_page.key.left")]
    words += [page.t("forecast_page.key.inbound", units=page.number(found.inbound))] if found.inbound else []
    st.caption(text.joined(words, page.lang))


def _marks(page, found: demand.Demand) -> pd.DataFrame:
    """The days worth knowing: gone, the end of the season, and how much is too much at the end."""
    gone, end = found.out_on.p50, found.what_if.season_end
    rows = [(gone, page.t("forecast_page.mark_gone"), True)] if gone and gone <= found.until and found.on_hand else []
    rows += [(end, page.t("forecast_page.mark_season"), False)] if end and end <= found.until else []
    if found.balance.p50 >= 1:
        over = "mark_over_inbound" if found.inbound else "mark_over"
        rows += [(found.until, page.t(f"forecast_page.{over}", units=page.number(found.balance.p50)), True)]
    return pd.DataFrame(rows, columns=["day", "said", "bad"])
