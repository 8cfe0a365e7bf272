"""What every product of the newest run is expected to sell, and what that does to its stock: searched, sorted, saved; a row leads on."""

import pandas as pd
import streamlit as st

from pages.ui import cached, demand, inputs, session, tables

COLUMNS = (
    "level", "sku", "marketplace", "title", "demand_13_p10", "demand_13", "demand_13_p90", "velocity", "stage", "trend_week",
    "on_hand", "inbound", "stockout_on", "lasts_on", "excess_13", "shortage_13", "model", "model_reason",
)  # fmt: skip


def show(page, _found: demand.Demand | None = None) -> None:
    """The table of the marketplace chosen, or of all; the same whichever SKU is looked at."""
    every = cached.forecast_products(page)
    hint = page.t("risk_page.search_hint")
    search = session.bind("forecast.search", "", st.text_input, page.t("risk_page.search"), placeholder=hint, width=280)
    rows = inputs.RiskFilter(levels=tables.LEVELS, category=None, search=(search or "").strip()).of(every)
    st.caption(page.t("forecast_page.products.about", shown=page.number(len(rows)), skus=page.number(len(every))))
    alt, columns = page.t("forecast_page.products.alt"), _shown(every)
    chosen = tables.show(page, rows, columns, key=f"forecast.products.{search}", pick=True, height=tables.height(rows), alt=alt)
    if chosen is not None and chosen < len(rows):
        row = rows.iloc[chosen]
        label = page.t("forecast_page.products.open", sku=row["sku"])
        st.button(label, on_click=_open, args=(row["marketplace"], row["sku"]), key="forecast.open", icon=":material/query_stats:")
    tables.export(page, rows, "forecast-products", words=page.t("forecast_page.products.save"), of=page.marketplace or "")


def _open(marketplace: str, sku: str) -> None:
    """No link: one to the page it stands on leaves the old address in the browser."""
    session.put("sku", [marketplace, sku])
    st.query_params.from_dict({"sku": sku, "marketplace": marketplace})


def _shown(rows: pd.DataFrame) -> list[str]:
    """Of a single marketplace, its name says nothing."""
    return [name for name in COLUMNS if name != "marketplace" or rows["marketplace"].nunique() > 1]
