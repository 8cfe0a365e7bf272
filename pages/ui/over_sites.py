"""One view over sites: each product's stock, cover and level wherever it lies, surplus beside shortage, and whether the ledger agrees."""

import pandas as pd
import streamlit as st

from core import text
from core.transfers import ask
from core.transfers.view import audit, balance, imbalance
from pages.ui import cached, charts, tables
from pages.ui.words import plain, whole

COLUMNS = (
    "product",
    "title",
    "site",
    "sku",
    "level",
    "on_hand",
    "inbound",
    "cover_days",
    "surplus_units",
    "surplus_value",
    "short_units",
    "short_value",
)
AUDIT = ("marketplace", "sku", "title", "on", "snapshot_units", "ledger_units", "difference")
_PRODUCTS = 12  # drawn


def show(page) -> None:
    stocks = ask.nodes(page.ws, page.run)
    table = balance(stocks)
    exchange = ask.rates(page.ws, page.run, stocks)
    found = imbalance(table, exchange)
    facts = {name: page.number(found[name]) for name in ("shared", "products", "surplus_units", "short_units")}
    money = whole(found["surplus_value"], exchange.home, page.lang)
    st.markdown(f"#### {plain(page.t('over_sites.verdict', **facts, money=money))}")
    shared = table[table["sites"] > 1]
    if len(shared):
        with st.container(border=True):
            st.markdown(f"**{page.t('over_sites.picture')}**")
            first = shared["product"].drop_duplicates().head(_PRODUCTS)
            st.altair_chart(charts.balance(shared[shared["product"].isin(first)], page.lang, page.theme), key="over_sites.picture")
    only = st.toggle(page.t("over_sites.only_shared"), value=bool(len(shared)), key="over_sites.only", persist_state="session")
    rows = (shared if only else table).assign(level=lambda one: one["level"].fillna(0).astype(int))
    tables.show(page, rows, COLUMNS, key="over_sites.table", height=tables.height(rows), alt=page.t("over_sites.alt"))
    st.caption(_lines(page, rows))
    tables.export(page, rows, "over-sites")
    _audit(page)


def _lines(page, rows: pd.DataFrame) -> str:
    """From where on a stock counts as too much, up to where as too little, and what both in one row means."""
    policy = cached.policy_of_run(page)
    facts = {"days": page.number(policy["cover.overstock_days"]), "weeks": page.number(policy["overstock.weeks"])}
    words = page.t("over_sites.lines", **facts)
    within = int(((rows["surplus_units"] > 0) & (rows["short_units"] > 0)).sum())
    return text.joined([words, page.t("over_sites.within_safety", rows=page.number(within), **facts)], page.lang) if within else words


def _audit(page) -> None:
    rows = audit(page.ws, page.run)
    st.markdown(f"**{page.t('over_sites.audit')}**")
    if rows.empty:
        st.caption(page.t("over_sites.audit_none"))
        return
    st.caption(page.t("over_sites.audit_note", skus=page.number(len(rows))))
    rows = rows.rename(columns={"snapshot_on": "on"})
    tables.show(page, rows, AUDIT, key="over_sites.audit", height=tables.height(rows))
    tables.export(page, rows, "stock-audit")
