"""Clearance: hold, mark down, liquidate, remove or dispose? The first answer for one SKU, and a price to try."""

import streamlit as st

from pages.ui import cached, card, charts, frame, inputs, live, notes, own_fees, picking, queue, sale, tables, ways_out, words

WORST = ("level", "sku", "title", "marketplace", "main_rule", "money_at_stake", "cost_of_waiting_week", "best_option", "on_hand")

page = frame.open_page("clearance_page")

if page.run is None:
    notes.no_run(page)
    st.stop()

table = cached.risk_table(page)
stocked = table[table["on_hand"] > 0]
worst = queue.in_turns(stocked).head(5)
picking.keep_worst("worst", worst)
row = picking.to_clear(page, stocked)

if row is None:
    st.markdown(page.t("clearance_page.worst"))
    tables.show(page, worst, WORST, key="worst", pick=True)
    st.stop()

currency = row["currency"]
with st.container(horizontal=True, vertical_alignment="center"):
    card.head(page, row)
    frame.link(page, "risk", page.t("clearance_page.why"), icon=":material/scatter_plot:", sku=row["sku"], marketplace=row["marketplace"])
    assumed = st.popover(page.t("clearance_page.what_if.title"), icon=":material/tune:")
with assumed:
    case = inputs.what_if(page, live.case(page, row), currency)

answer = live.answer(case)
st.markdown(f"#### {ways_out.verdict(page, answer, currency)}")

left, right = st.columns([3, 2])
with left.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('clearance_page.options')}**")
    if answer.options["value"].notna().any():
        st.altair_chart(charts.option_bars(answer.options, answer.best_option, currency, page.lang, page.theme), key="options")
    st.markdown(ways_out.unknown(page, answer))
    st.markdown(ways_out.thresholds(page, answer, currency))
    with st.popover(page.t("clearance_page.as_table"), icon=":material/table:"):
        st.markdown(ways_out.options_table(page, answer, currency))

with right.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('clearance_page.try')}**")
    if case.list_price is None:
        st.info(page.t("clearance.reason.price_unknown"))
        st.stop()
    price = inputs.price(page, case, answer, currency)
    course, hold = live.at_price(case, price), live.at_price(case, case.price(1.0))
    st.markdown(f"### {words.plain(page.money(price, currency))}")
    warning = ways_out.warning(page, answer, price, currency)
    if warning:
        {"error": st.error, "warning": st.warning}[warning[0]](warning[1], icon=":material/warning:")
    first, *others = ways_out.figures(page, answer, course, hold, currency)
    st.metric(**first)
    for column, figure in zip(st.columns(2) * 2, others, strict=True):
        column.metric(**figure)

by_price, by_week = st.columns(2)
with by_price.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('clearance_page.by_price')}**")
    if answer.reason is None:
        curve, marks = live.curve(case), ways_out.marks(case, answer, price, course.value)
        st.altair_chart(charts.price_curve(curve, marks, currency, page.lang, page.theme), key="curve")
    else:
        st.info(page.t(f"clearance.reason.{answer.reason}"))
with by_week.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('clearance_page.by_week')}**")
    paths, due = ways_out.paths(page, case, {price: course, case.price(1.0): hold}, currency)
    st.altair_chart(charts.stock_path(paths, due, page.lang, page.theme), key="path")
    st.caption(page.t("clearance_page.charge_days"))

fees, rests = st.columns(2)
with fees.container(border=True):
    st.markdown(f"**{page.t('clearance_page.sale.title')}**")
    sale.show(page, case, price, currency)
with fees.container(border=True):
    st.markdown(f"**{page.t('clearance_page.keeping')}**")
    sale.keeping(page, case, price)
    with st.popover(page.t("schedules.own.title"), icon=":material/compare_arrows:"):
        own_fees.show(page, row)
with rests.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('clearance_page.rests_on')}**")
    st.markdown(ways_out.assumptions(page, answer, currency))

tables.export(page, ways_out.export(row, answer), "clearance")
