"""The sentences beside the risk matrix: what needs a decision, what the marks mean, which costs are missing, that there is no run yet."""

import pandas as pd
import streamlit as st

from pages.ui import cached, frame, tables
from pages.ui.charts.points import MANY
from pages.ui.words import plain

_DECIDE_FROM = 2


def verdict(page, table: pd.DataFrame) -> str:
    """How many of how many SKUs need a decision, and what they tie up."""
    waiting = table[table["level"] >= _DECIDE_FROM]
    skus, of = page.number(len(waiting)), page.number(len(table))
    if waiting.empty:
        return page.t("risk_page.calm", of=of)
    worth = waiting["stock_value"].sum(min_count=1)
    worth = worth if pd.notna(worth) else waiting["list_value"].sum(min_count=1)
    money = plain(page.money(worth, waiting["currency"].iloc[0], compact=True))
    words = "verdict" if waiting["stock_value"].notna().any() else "verdict_list"
    return page.t(f"risk_page.{words}", skus=skus, of=of, money=money)


def key(page, shown: pd.DataFrame, category: str | None) -> str:
    """What size, edges and hollow marks mean; whose medians the lines are; what is counted in cells."""
    hollow = shown["stock_value"].isna() & shown["list_value"].notna()
    lines = [page.t("risk_page.key")]
    lines += [page.t("risk_page.key_category")] if category is not None else []
    lines += [page.t("risk_page.key_hollow", skus=page.number(hollow.sum()))] if hollow.any() else []
    lines += [page.t("risk_page.key_cells", most=page.number(MANY))] if len(shown) > MANY else []
    return " ".join(lines)


def cost_gap(page, table: pd.DataFrame) -> None:
    """A link to Settings where SKUs with stock have no cost."""
    unknown = int((table["landed_cost"].isna() & (table["on_hand"] > 0)).sum())
    if unknown:
        frame.link(page, "settings", page.t("risk_page.cost_gap", skus=page.number(unknown)), icon=":material/payments:")


def age_gap(page, table: pd.DataFrame) -> None:
    """How many SKUs have stock of which no report tells the age."""
    unknown = int((table["age_days"].isna() & (table["on_hand"] > 0)).sum())
    if unknown:
        st.caption(page.t("risk_page.age_gap", skus=page.number(unknown)))


def table(page, shown: pd.DataFrame, every: pd.DataFrame) -> str:
    """How many of how many SKUs the table holds, and that it ends where a table gets too long to choose from."""
    words = page.t("risk_page.table", shown=page.number(len(shown)), skus=page.number(len(every)))
    return words if len(shown) <= tables.LONG else f"{words} {page.t('risk_page.table_first', most=page.number(tables.LONG))}"


def rule_of_thumb(page) -> None:
    """What "over 90 days of cover" would mark, and why this table marks others."""
    found = cached.rule_of_thumb(page)
    if found.empty:
        return
    counts = {name: page.number(value) for name, value in found.iloc[0].items() if name != "marketplace"}
    st.caption(page.t("risk_page.thumb", **counts))


def no_run(page) -> None:
    """There are no figures yet, and where to get them."""
    st.info(page.t("risk_page.no_run"), icon=":material/upload_file:")
    frame.link(page, "overview", page.t("frame.menu.overview"), icon=":material/dashboard:")
    frame.link(page, "upload", page.t("frame.menu.upload"), icon=":material/upload_file:")
