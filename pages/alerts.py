"""Alerts: what waits for an answer, who has it, why it fires and what would silence it; answers for one or many at once."""

import streamlit as st

from pages.ui import (
    alert_actions,
    alert_answers,
    alert_board,
    alert_card,
    cached,
    deliveries,
    frame,
    inputs,
    jobs,
    notes,
    proof,
    session,
    tables,
    work,
)

COLUMNS = ("level", "sku", "rule", "why", "money_at_stake", "state", "owner", "title", "opened_at", "snoozed_until")

page = frame.open_page("alerts_page")

if page.run is None:
    notes.no_run(page)
    st.stop()

if inputs.view(page, "alerts", ("inbox", "proof")) == "proof":
    proof.show(page)
    st.stop()

checked = cached.alerts_checked(page)
if checked is None:
    st.info(page.t("alerts_page.not_yet"), icon=":material/notifications:")
    st.button(page.t("overview.compute"), type="primary", on_click=work.compute, disabled=jobs.busy(page.ws.path), key="compute")
    st.stop()

every = cached.alerts(page)
st.markdown(f"#### {alert_board.verdict(page, every)}")
st.caption(page.t("alerts_page.checked", at=frame.moment(page, checked[1]), day=page.day(checked[0])))
alert_actions.times(page)
deliveries.failed(page)
alert_board.counts(page, every)
alert_actions.frozen(page)
alert_board.from_address()
shown = alert_board.filters(page, every).of(every)
alert_answers.told(page)

if shown.empty:
    alert_board.nothing(page, every)
    st.stop()

actions = st.container(horizontal=True, vertical_alignment="center")
rows = alert_board.in_words(page, shown.head(tables.LONG))
key = f"alerts.table.{session.get('alerts.round', 0)}.{page.lang}"
chosen = tables.show_many(page, rows, COLUMNS, key=key, height=tables.height(rows), alt=page.t("alerts_page.table_alt"))
alert_answers.bar(page, actions, rows.iloc[chosen])
tables.export(page, alert_board.in_words(page, shown), "alerts")

with st.container(border=True):
    alert_card.show(page, rows.iloc[chosen[0] if chosen else 0])
