"""Overview, the front door: what needs a decision today, and what waiting costs."""

import streamlit as st

from pages.ui import behind, cached, charts, coming, exchange, frame, ipi, kpis, live, market, queue, starting, tables
from pages.ui.words import plain

page = frame.open_page("overview")

if page.run is None:
    starting.first_open(page)
    st.stop()

if page.stale:
    st.warning(page.t("overview.stale", day=page.day(page.run["as_of"]), days=page.data_age_days), icon=":material/schedule:")

st.markdown(f"#### {plain(kpis.verdict(page))}")
kpis.row(page)
exchange.total_line(page)

st.subheader(page.t("overview.queue.title"), anchor=False)
queue.show(page)

left, right = st.columns(2)
with left.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('overview.matrix.title')}** · {cached.worst_marketplace(page)}")
    st.altair_chart(live.small_matrix(page))
    frame.link(page, "risk", page.t("overview.matrix.open"), icon=":material/scatter_plot:")
with right.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('overview.ages.title')}**")
    st.altair_chart(charts.age_bands(kpis.ages(page), page.lang, page.theme, 300))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(plain(kpis.next_fee(page)), width="content")
        behind.of_next(page, cached.next_charges(page), "ages")
    with st.popover(page.t("overview.ages.table"), icon=":material/table:"):
        tables.show(page, cached.age_bands(page), ["marketplace", "band", "units", "value"], key="ages")

with st.container(border=True):
    st.markdown(f"**{page.t('market.capital_title')}**", help=page.t("market.capital_help"))
    market.capital(page)

with st.container(border=True):
    coming.overview(page)

with st.container(border=True):
    st.markdown(f"**{page.t('overview.ipi.title')}**", help=page.t("overview.ipi.help.title"))
    ipi.show(page)
