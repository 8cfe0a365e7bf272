"""Products in decline: what they will still sell, whether a last order pays, when to start clearing; and whether slow stock is better kept
elsewhere."""

import pandas as pd
import streamlit as st

from pages.ui import cached, charts, elsewhere, frame, tables
from pages.ui.words import plain

COLUMNS = (
    "sku",
    "marketplace",
    "title",
    "stage",
    "on_hand",
    "sells_p10",
    "sells_p50",
    "sells_p90",
    "left_p50",
    "residual",
    "last_order",
    "last_order_why",
    "deadline",
    "deadline_why",
    "clear_from",
    "successor",
)


def show(page) -> None:
    table = cached.ending(page)
    if table.empty:
        st.info(page.t("ending.nothing"), icon=":material/eco:")
        return
    st.markdown(f"#### {plain(verdict(page, table))}")
    st.caption(page.t("ending.about"))
    dated = table[table["clear_from"].notna()]
    if len(dated):
        with st.container(border=True):
            st.markdown(f"**{page.t('ending.picture')}**")
            st.altair_chart(charts.clearing_days(dated, page.run["as_of"], page.lang, page.theme), key="ending.picture")
    rows = table.assign(
        last_order_why=[_word(page, "why", code) for code in table["last_order_why"]],
        deadline_why=[_word(page, "deadline", code) for code in table["deadline_why"]],
    )
    chosen = tables.show(page, rows, COLUMNS, key="ending.table", pick=True, height=tables.height(rows), alt=page.t("ending.alt"))
    tables.export(page, rows, "ending")
    if chosen is not None and chosen < len(table):
        row = table.iloc[chosen]
        elsewhere.show(page, _of_run(page, row))
        frame.link(page, "clearance", page.t("ending.clear"), icon=":material/sell:", sku=row["sku"], marketplace=row["marketplace"])


def verdict(page, table: pd.DataFrame) -> str:
    """How many end, and how many should be cleared from now on."""
    now = table[table["clear_from"].notna() & (table["clear_from"] <= page.run["as_of"])]
    return page.t("ending.verdict", skus=page.number(len(table)), now=page.number(len(now)))


def _word(page, kind: str, code) -> str | None:
    return page.t(f"ending.{kind}.{code}") if isinstance(code, str) else None


def _of_run(page, row: pd.Series) -> pd.Series:
    """The same stock as the run has it, with what its best way out brings."""
    table = cached.risk_table(page)
    return table[(table["marketplace"] == row["marketplace"]) & (table["sku"] == row["sku"])].iloc[0]
