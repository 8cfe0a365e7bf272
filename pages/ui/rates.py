"""The fee rates as they stand in data/fees, and over them the seller's own: in force on a day, with their source."""

import pandas as pd
import streamlit as st

from core import schedules, text
from core.fees.schedule import CURRENCY, DATA, SHIPPED, RateBook
from pages.ui import cached, explain, tables

_HIDDEN = (
    "from_day",
    "to_day",
    "layer",
    "checked_on",
    "note",
    "source",
    "confidence",
    "effective_from",
    "effective_to",
    "currency",
    "unit",
)
_LAST = ("unit", "currency", "effective_from", "effective_to", "confidence", "source", "note")


def show(page) -> tuple[str, str]:
    """Choose a marketplace and a fee; its rates in force today. Gives the fee and the marketplace chosen."""
    with st.container(horizontal=True):
        marketplace = st.selectbox(page.t("frame.marketplace"), _marketplaces(page), key="rates.marketplace", width=160)
        fee = st.selectbox(
            page.t("table.column.fee"), _offered(marketplace), format_func=lambda code: name(page, code), key="rates.fee", width=320
        )
    rows = in_force(fee, marketplace, page.now.date(), cached.book(page))
    if rows.empty:
        st.info(page.t("schedules.not_here", marketplace=marketplace), icon=":material/info:")
    else:
        _table(page, rows, fee, marketplace)
    return fee, marketplace


def _table(page, rows: pd.DataFrame, fee: str, marketplace: str) -> None:
    st.caption(page.t("settings.fees.rows", rows=page.number(len(rows)), day=page.day(page.now.date())))
    if "whose" in rows:
        rows = rows.assign(whose=[page.t("schedules.yours" if own else "schedules.column.shipped") for own in rows["whose"]])
    shown = in_words(page, rows)
    titles = {column: _title(page, column) for column in shown}
    st.dataframe(
        shown, hide_index=True, column_config=titles, placeholder="–", key="rates", alt=page.t("settings.fees.alt", fee=name(page, fee))
    )
    st.caption(page.t("settings.fees.as_found"))
    tables.export(page, rows, f"rates-{marketplace}-{fee}", exact=("amount",))  # it may be a share


def in_words(page, rows: pd.DataFrame) -> pd.DataFrame:
    """The rates as they are shown: codes in words, and before each source what it is."""
    worded = tables.in_words(page, rows)
    if "unit" in rows:
        worded = worded.assign(unit=[explain.unit(page, unit) for unit in rows["unit"]])
    if "source" not in rows:
        return worded
    kinds = [explain.source_kind(page, source) if isinstance(source, str) else "" for source in rows["source"]]
    return worded.assign(source_kind=kinds)[_before(list(worded), "source", "source_kind")]


def _before(names: list[str], name: str, new: str) -> list[str]:
    at = names.index(name)
    return [*names[:at], new, *names[at:]]


def fees(marketplace: str) -> list[str]:
    """The fees of which that marketplace has a schedule."""
    return sorted(file.stem for file in (DATA / marketplace.lower()).glob("*.csv"))


def _offered(marketplace: str) -> list[str]:
    """Those, and after them the fees that only the seller's own table could make known there."""
    known = fees(marketplace)
    return [*known, *(fee for fee in schedules.fees(marketplace) if fee not in known)]


def in_force(fee: str, marketplace: str, on, book: RateBook = SHIPPED) -> pd.DataFrame:
    """The rows of a schedule that hold on a day: what distinguishes them, the amount, then unit, dates, confidence, source.
    Where the seller has rates of their own, the first column `whose` says which they are (True: the seller's)."""
    table = book.table(fee, marketplace)
    if table is None:
        return pd.DataFrame()
    day = (pd.Timestamp(on) - pd.Timestamp(0)).days
    held = table.rows[(table.rows["from_day"] <= day) & (table.rows["to_day"] >= day)].replace("", None)
    said = [column for column in held if column not in _HIDDEN and held[column].notna().any()]
    shown = held[[*said, *(column for column in _LAST if column in held)]]
    own = held["layer"] > 0
    return (
        shown.assign(whose=own)[["whose", *shown]].loc[own.sort_values(ascending=False, kind="stable").index] if own.any() else shown
    ).reset_index(drop=True)


def _marketplaces(page) -> list[str]:
    """Those with schedules; the seller's own first."""
    known = [code for code in CURRENCY if (DATA / code.lower()).is_dir()]
    return sorted(known, key=lambda code: (code != page.marketplace, code not in page.marketplaces, known.index(code)))


def _title(page, name: str) -> str:
    """The title of a column; a column that a later schedule brings stands under its own name."""
    rooms = ("settings.rate", "table.column", "schedules.column")
    key = next((f"{room}.{name}" for room in rooms if text.has(f"{room}.{name}")), None)
    return page.t(key) if key else name.replace("_", " ")


def name(page, fee: str) -> str:
    """The fee in words."""
    key = f"settings.fee.{fee}"
    return page.t(key) if text.has(key) else fee.replace("_", " ")
