"""The decision queue: the SKUs at level 2 or more that have the most money at stake, each with its reason, best action and way on."""

import pandas as pd
import streamlit as st

from core import text
from pages.ui import action, behind, cached, frame, tables
from pages.ui.words import plain

LENGTH = 8
DECIDE_FROM = 2


def show(page) -> None:
    """Draw the queue, or that it is empty."""
    waiting = top(cached.risk_table(page))
    if waiting.empty:
        st.success(page.t("overview.queue.empty"), icon=":material/check_circle:")
    if waiting["currency"].nunique() > 1:
        st.caption(page.t("overview.queue.turns"))
    if len(waiting):
        st.caption(page.t("overview.queue.quick"))
    for _, row in waiting.iterrows():
        _entry(page, row)
    if len(waiting):
        frame.link(page, "risk", page.t("overview.queue.all"), icon=":material/list:", level="2,3")


def top(table: pd.DataFrame, length: int = LENGTH) -> pd.DataFrame:
    """The first `length` rows at level 2 or more by money at stake."""
    waiting = table[table["level"] >= DECIDE_FROM].sort_values("money_at_stake", ascending=False, na_position="last")
    return in_turns(waiting).head(length)


def in_turns(rows: pd.DataFrame) -> pd.DataFrame:
    """Amounts of different currencies are not compared: each currency's first row comes before any currency's second."""
    place = rows.groupby("currency", dropna=False).cumcount()
    return rows.assign(place=place).sort_values("place", kind="stable")


def _entry(page, entry: pd.Series) -> None:
    with st.container(border=True):
        mark, what, best, go = st.columns([1.1, 4.2, 2.2, 1.5], vertical_alignment="center")
        with mark:
            tables.level_badge(int(entry.level), page.lang)
            st.markdown(f"**{plain(page.money(entry.money_at_stake, entry.currency, compact=True))}**")
        what.markdown(f"**{plain(entry.title or entry.sku)}** · `{entry.sku}` · {entry.marketplace}  \n{plain(_reason(page, entry))}")
        with best:
            _action(page, entry)
        with go:
            query = {"sku": entry.sku, "marketplace": entry.marketplace}
            frame.link(page, "risk", page.t("overview.queue.card"), icon=":material/scatter_plot:", **query)
            frame.link(page, "forecast", page.t("frame.menu.forecast"), icon=":material/query_stats:", **query)
            frame.link(page, "clearance", page.t("overview.queue.clear"), icon=":material/sell:", **query)


def _reason(page, entry: pd.Series) -> str:
    fired = cached.rules(page, entry.marketplace, entry.sku)
    main = fired[fired["rule"] == entry.main_rule]
    return text.why(entry.main_rule, main["facts"].iloc[0], page.lang) if len(main) else ""


def _action(page, entry: pd.Series) -> None:
    """The best action and what a week of waiting costs, with what is behind it."""
    if pd.isna(entry.best_option):
        st.markdown(page.t("overview.queue.no_action"))
        return
    best, week = plain(action.words(page, entry)), page.money(entry.cost_of_waiting_week, entry.currency)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{best}**  \n{plain(page.t('overview.queue.week', week=week))}", width="stretch")
        behind.of_waiting(page, entry, f"waiting.{entry.marketplace}.{entry.sku}")
