"""What Amazon took of the whole account: the newest settlement of each marketplace by fee, beside reports by SKU and the rate table."""

import pandas as pd
import streamlit as st

from core import own_charges
from core.fees.aged_surcharge import SNAPSHOT_DAY
from pages.ui import behind, cached, explain
from pages.ui.words import plain

_COLUMNS = ("fee", "amount", "reported", "table")


def show(page) -> None:
    """One table a settlement; without one, what it would add."""
    with st.container(border=True):
        st.subheader(page.t("schedules.own.account.title"), anchor=False)
        _settlements(page)


def _settlements(page) -> None:
    rows = pd.DataFrame() if page.run is None else _account(page, str(page.ws.path), page.ws.version(), page.run_id)
    if rows.empty:
        st.caption(page.t("schedules.own.account.none"))
        return
    st.caption(page.t("schedules.own.account.note"))
    titles = [page.t(f"schedules.own.account.{name}") for name in _COLUMNS]
    for _, settlement in rows.groupby("settlement_id", sort=False):
        st.markdown(_said(page, settlement.iloc[0]))
        st.markdown(explain.table([_line(page, row) for row in settlement.itertuples()], titles))
        _behind(page, settlement)
        if (settlement["period"].notna() & settlement["table"].isna()).any():
            st.caption(page.t("schedules.own.account.no_report"))


def _behind(page, settlement: pd.DataFrame) -> None:
    """The schedules of the fees that the table is asked for, on the days they are for."""
    known = settlement[settlement["period"].notna()]
    if len(known):
        key = f"account.{settlement['settlement_id'].iloc[0]}"
        where, fees, on = known["marketplace"].unique(), known["fee"].unique(), known["period"].max().date()
        behind.of_schedules(page, page.t("behind.account"), where, fees, on, key)


@st.cache_data(show_spinner=False, max_entries=4)
def _account(_page, path: str, version: int, run_id: int) -> pd.DataFrame:
    return own_charges.account(_page.ws, run_id, _page.run["as_of"], cached.book(_page))


def _said(page, row: pd.Series) -> str:
    days = page.days(row["start_day"], row["end_day"])
    total = plain(page.money(row["total"], row["currency"]))
    return page.t("schedules.own.account.said", settlement=row["settlement_id"], days=days, total=total)


def _period(page, row) -> str:
    """The month of the storage, the 15th of the surcharge."""
    if pd.isna(row.period):
        return ""
    return (
        page.days(row.period, row.period + pd.offsets.MonthEnd())
        if row.fee == "storage"
        else page.day(row.period.replace(day=SNAPSHOT_DAY))
    )


def _line(page, row) -> tuple[str, ...]:
    """The fee, the month it is for where that is known; the three amounts, nothing where a fee has no report of its own."""
    name = page.t(f"schedules.own.account.of.{row.fee}", period=_period(page, row))
    amounts = [plain(page.money(amount, row.currency)) for amount in (row.reported, row.table)] if pd.notna(row.period) else ["", ""]
    return name, plain(page.money(row.amount, row.currency)), *amounts
