"""What followed from an alert without being asked: purchases frozen, a plan drafted; and how a seller undoes the first."""

import pandas as pd
import streamlit as st

from core.alerts import board, freeze, words
from pages.ui import cached, frame, places, tables
from pages.ui.words import plain

_FROZEN = ("sku", "title", "marketplace", "main_rule", "money_at_stake", "on_hand", "inbound", "cover_days", "frozen_at")


def of_alert(page, alert: pd.Series) -> None:
    """The freeze with its way out, the drafted moves and plan with their way on, of one alert (core.alerts.board)."""
    if pd.notna(alert["frozen_at"]):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/ac_unit: {page.t('alerts.frozen', day=page.day(alert['frozen_at'].date()))}", width="content")
            _lift(page, alert["marketplace"], alert["sku"], "alert")
    if said := words.moves(alert, page.lang):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/local_shipping: {plain(said)}", width="content")
            frame.link(page, "transfers", page.t("alerts_page.to_moves"), icon=":material/arrow_forward:")
    if pd.notna(alert["draft_plan"]):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/draft: {plain(words.draft(alert, page.lang))}", width="content")
            number = str(int(alert["draft_plan"]))
            frame.link(page, "clearance", page.t("alerts_page.to_draft"), icon=":material/arrow_forward:", plan=number)


def frozen(page) -> None:
    """Every SKU whose purchases are frozen; nothing where none is."""
    rows = cached.of_marketplace(page, freeze.frozen(page.ws))
    if rows.empty:
        return
    with st.expander(page.t("alerts_page.frozen", skus=page.number(len(rows))), icon=":material/ac_unit:"):
        st.caption(page.t("alerts_page.frozen_note"))
        chosen = tables.show(page, rows, _FROZEN, key="frozen", pick=True, height=tables.height(rows), alt=page.t("alerts_page.frozen_alt"))
        with st.container(horizontal=True):
            if chosen is not None:
                _lift(page, *rows.iloc[chosen][["marketplace", "sku"]], "list")
            tables.export(page, rows, "frozen")


def _lift(page, marketplace: str, sku: str, place: str) -> None:
    st.button(
        page.t("alerts_page.lift", sku=sku), key=f"lift.{place}.{marketplace}.{sku}", on_click=_do_lift, args=(page.ws, marketplace, sku),
        icon=":material/shopping_cart:",
    )  # fmt: skip


def _do_lift(ws, marketplace: str, sku: str) -> None:
    freeze.lift(ws, marketplace, sku, at=places.now())


def times(page) -> None:
    """How long it took from opening to the first answer, the plan, the end; nothing before there is any."""
    found = board.times(page.ws)
    known = {name: found[f"hours_to_{name}"] for name in ("answer", "plan", "end")}
    if any(hours is not None for hours in known.values()):
        facts = {name: _hours(page, hours) for name, hours in known.items()}
        st.caption(page.t("alerts_page.times", **facts, alerts=page.number(found["episodes"]), answered=page.number(found["answered"])))


def _hours(page, hours: float | None) -> str:
    """Hours up to two days, then days; "–" for not yet."""
    if hours is None:
        return "–"
    return page.t("alerts_page.hours", hours=page.number(hours)) if hours < 48 else page.t("alerts_page.days", days=page.number(hours / 24))
