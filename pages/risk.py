"""Risk matrix: which stock is in trouble, where it stands, and why."""

import streamlit as st

from pages.ui import action, cached, card, charts, frame, inputs, kpis, live, market, notes, picking, tables

COLUMNS = (
    "level", "sku", "title", "main_rule", "money_at_stake", "cost_of_waiting_week", "do",
    "on_hand", "stock_value", "cover_days", "age_days", "turnover", "spark",
)  # fmt: skip

page = frame.open_page("risk_page")

if page.run is None:
    notes.no_run(page)
    st.stop()

with st.container(horizontal=True, vertical_alignment="center"):
    verdict = st.container()
    page = inputs.one_marketplace(page)
table = cached.risk_table(page)
verdict.markdown(f"#### {notes.verdict(page, table)}")
kpis.row(page)
inputs.levels_from_address()
chosen = inputs.risk_filter(page, table)
shown = chosen.of(table)

if shown.empty:
    st.info(page.t("risk_page.empty", skus=page.number(len(table))), icon=":material/filter_alt_off:")
    st.button(page.t("risk_page.reset"), on_click=inputs.reset_risk_filter, type="primary", key="reset")
    st.stop()

picture, beside = st.columns([2, 1])
with picture.container(border=True):
    axes = inputs.axes(page)
    picked = picking.picked(table, shown, (page.marketplace, chosen, axes, page.lang, page.theme))
    chart = live.matrix(page, shown, chosen, axes, picked.start)
    st.altair_chart(chart, key=picked.matrix_key, on_select="rerun", selection_mode=charts.PICK)
    st.caption(notes.key(page, shown, chosen.category))
    notes.cost_gap(page, table)
    notes.age_gap(page, table)
with picture.container(border=True):
    card.history(page, picked.row)
with picture.container(border=True):
    market.panel(page, picked.row)
with beside.container(border=True, height="stretch"):
    card.show(page, picked.row)

st.markdown(notes.table(page, shown, table))
rows = action.told(page, picking.with_sales(shown.head(tables.LONG), cached.spark(page)))
tables.show(page, rows, COLUMNS, key=picked.table_key, pick=True, height=tables.height(rows), alt=page.t("risk_page.table_alt"))
tables.export(page, shown, "risk")
notes.rule_of_thumb(page)
