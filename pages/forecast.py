"""Forecast: what one SKU will sell, how sure that is, until when its stock lasts, and which model says so."""

import streamlit as st

from core.text import joined
from pages.ui import (
    cached,
    card,
    coming,
    demand,
    demand_past,
    demand_pictures,
    demand_products,
    demand_table,
    demand_what_if,
    demand_words,
    frame,
    notes,
    past_forecasts,
    picking,
    prophet,
    race,
)  # fmt: skip

TABS = {
    "weeks": demand_table.show, "sold": demand_past.show, "race": race.show, "prophet": prophet.show, "past": past_forecasts.show,
    "products": demand_products.show,
}  # fmt: skip

page = frame.open_page("forecast_page")

if page.run is None:
    notes.no_run(page)
    st.stop()

row = picking.to_forecast(page, cached.risk_table(page))
stored = None if row is None else demand.stored(page, row)

if row is None:
    st.info(page.t("forecast_page.no_skus"), icon=":material/inventory_2:")
    st.stop()

with st.container(horizontal=True, vertical_alignment="center"):
    card.head(page, row)
    query = {"sku": row["sku"], "marketplace": row["marketplace"]}
    frame.link(page, "risk", page.t("clearance_page.why"), icon=":material/scatter_plot:", **query)
    frame.link(page, "clearance", page.t("overview.queue.clear"), icon=":material/sell:", **query)
card.why(page, row, shown=1)

if stored is None:
    st.info(page.t("forecast_page.unknown"), icon=":material/help:")
    frame.link(page, "upload", page.t("frame.menu.upload"), icon=":material/upload_file:")
    demand_products.show(page)
    st.stop()

verdict, figures = st.container(), st.container()
picture, beside = st.columns([5, 2])
with beside.container(border=True, height="stretch"):
    what_if = demand_what_if.show(page, row)
with picture.container(border=True, height="stretch"):
    weeks, shown = demand.view(page)
    found = demand.of(page, row, stored, what_if, weeks)
    demand_pictures.fan(page, found, shown, prophet.fan(page, row))
    st.caption(joined([demand_words.model(page, found), race.error_line(page, row, stored["model"])], page.lang))
with verdict:
    st.markdown(f"#### {demand_words.verdict(page, found)}")
    demand_words.doubts(page, found)
with figures:
    demand_words.figures(page, found)
    st.caption("  \n".join(filter(None, [demand_words.shape(page, found), demand_words.average(page, found)])))

stock, fees = st.columns(2)
with stock.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('forecast_page.left')}**")
    demand_pictures.stock(page, found)
with fees.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('calendar.card.title')}**", help=page.t("calendar.help"))
    coming.one(page, row)
    if not found.what_if.nothing:
        st.caption(page.t("forecast_page.what_if.not_in_fees"))

demand.part(page, TABS)(page, found)
