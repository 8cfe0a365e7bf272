"""Settings: costs, thresholds with their reasons, rates with their sources, who hears of alerts, other systems, and the data themselves."""

import streamlit as st

from pages.ui import (
    channels,
    costs,
    exchange,
    frame,
    handing,
    keeping,
    niches,
    own_account,
    own_lines,
    rates,
    schedules,
    thresholds,
    time_machine,
)

page = frame.open_page("settings")
st.markdown(page.t("settings.verdict"))

TABS = ("costs", "thresholds", "fees", "currency", "markets", "channels", "other_systems", "data")
cost_tab, threshold_tab, fee_tab, currency_tab, market_tab, channel_tab, partner_tab, data_tab = st.tabs(
    [page.t(f"settings.tab.{name}") for name in TABS]
)

with cost_tab:
    costs.editor(page)
    costs.template(page)

with threshold_tab:
    thresholds.changed(page)
    thresholds.form(page)
    own_lines.by_hand(page)
    own_lines.moved(page)

with fee_tab:
    st.caption(page.t("settings.fees.note"))
    schedules.own(page, *rates.show(page))
    schedules.listed(page)
    own_account.show(page)
    time_machine.show(page)

with currency_tab:
    exchange.editor(page)

with market_tab:
    niches.editor(page)

with channel_tab:
    channels.show(page)

with partner_tab:
    handing.show(page)

with data_tab:
    keeping.export(page)
    left, right = st.columns(2)
    with left:
        keeping.backup(page)
        keeping.check(page)
        keeping.demo(page)
    with right:
        keeping.restore(page)
        keeping.delete(page)
