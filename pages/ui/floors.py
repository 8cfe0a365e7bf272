"""The profit calculator for every SKU: price today, break-even, floor, what a sale leaves; those that lose most on top."""

import streamlit as st

from pages.ui import behind, live, tables

_COLUMNS = ("sku", "title", "marketplace", "price", "margin_now", "profit_now", "break_even", "floor", "why_not")


def show(page) -> None:
    """The sentence, the table and its files."""
    rows = live.floors(page)
    if rows.empty:
        st.info(page.t("floors.empty"))
        return
    under = {name: page.number(int((rows["price"] < rows[name]).sum())) for name in ("break_even", "floor")}
    unknown = page.number(int(rows["break_even"].isna().sum()))
    st.markdown(page.t("floors.verdict", skus=page.number(len(rows)), unknown=unknown, **under))
    reasons = rows["break_even_reason"].where(rows["break_even_reason"].notna(), rows["floor_reason"])
    shown = rows.assign(why_not=[page.t(f"clearance.reason.{reason}") if reason else "" for reason in reasons])
    tables.show(page, shown, _COLUMNS, key="floors", height=tables.height(shown))
    where, today = shown["marketplace"].unique(), page.run["as_of"]
    behind.of_schedules(page, page.t("behind.floors"), where, (*behind.SALE, "closing", "liquidation", "removal"), today, "floors")
    tables.export(page, shown[[*_COLUMNS, "currency"]], "break-even")
