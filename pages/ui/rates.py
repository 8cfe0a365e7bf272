"""The fee rates as they stand in data/fees: in force on a day, with their source. Read only: rates are added to, never edited."""

import pandas as pd
import streamlit as st

from core import text
from core.fees.schedule import CURRENCY, DATA, SHIPPED
from pages.ui import tables

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


def show(page) -> None:
    """Choose a marketplace and a fee; its rates in force today."""
    with st.container(horizontal=True):
        marketplace = st.selectbox(page.t("frame.marketplace"), _marketplaces(page), key="rates.marketplace", width=160)
        fee = st.selectbox(
            page.t("table.column.fee"), fees(marketplace), format_func=lambda name: _name(page, name), key="rates.fee", width=320
        )
    rows = in_force(fee, marketplace, page.now.date())
    st.caption(page.t("settings.fees.rows", rows=page.number(len(rows)), day=page.day(page.now.date())))
    titles = {name: _title(page, name) for name in rows}
    st.dataframe(
        rows, hide_index=True, column_config=titles, placeholder="–", key="rates", alt=page.t("settings.fees.alt", fee=_name(page, fee))
    )
    tables.export(page, rows, f"rates-{marketplace}-{fee}")


def fees(marketplace: str) -> list[str]:
    """The fees of which that marketplace has a schedule."""
    return sorted(file.stem for file in (DATA / marketplace.lower()).glob("*.csv"))


def in_force(fee: str, marketplace: str, on) -> pd.DataFrame:
    """The rows of a schedule that hold on a day: what distinguishes them, the amount, then unit, dates, confidence, source."""
    rows, day = SHIPPED.table(fee, marketplace).rows, (pd.Timestamp(on) - pd.Timestamp(0)).days
    held = rows[(rows["from_day"] <= day) & (rows["to_day"] >= day)].replace("", None)
    said = [name for name in held if name not in _HIDDEN and held[name].notna().any()]
    return held[[*said, *(name for name in _LAST if name in held)]].reset_index(drop=True)


def _marketplaces(page) -> list[str]:
    """Those with schedules; the seller's own first."""
    known = [code for code in CURRENCY if (DATA / code.lower()).is_dir()]
    return sorted(known, key=lambda code: (code != page.marketplace, code not in page.marketplaces, known.index(code)))


def _title(page, name: str) -> str:
    """The title of a column; a column that a later schedule brings stands under its own name."""
    key = next((key for key in (f"settings.rate.{name}", f"table.column.{name}") if text.has(key)), None)
    return page.t(key) if key else name.replace("_", " ")


def _name(page, fee: str) -> str:
    key = f"settings.fee.{fee}"
    return page.t(key) if text.has(key) else fee.replace("_", " ")
