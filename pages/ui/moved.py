"""Moves that were drafted or accepted: what became of each, and what to do with it; how lanes and sites did."""

import pandas as pd
import streamlit as st

from core.transfers import journal
from pages.ui import tables
from pages.ui.words import plain

COLUMNS = (
    *("transfer_id", "from_sku", "title", "from_site", "to_site", "units", "benefit", "ship_by", "transfer_state", "shipped_on", "due_on"),
    *("received_units", "exception"),
)  # fmt: skip
_DID = ("moves", "shipped_units", "received_units", "fill_rate", "days_taken", "benefit")


def show(page) -> None:
    """The moves, and what to do with the one that is chosen; receipts that the ledger shows; how lanes and sites did."""
    rows = journal.listed(page.ws, page.now.date())
    if rows.empty:
        return
    st.markdown(f"#### {page.t('transfers_page.accepted')}")
    late = rows[rows["exception"].notna()]
    if len(late):
        st.warning(page.t("transfers_page.exceptions", moves=page.number(len(late))), icon=":material/warning:")
    told = [page.t(f"transfers_page.exception.{code}") if isinstance(code, str) else None for code in rows["exception"]]
    shown = rows.assign(exception=told, transfer_state=[page.t(f"transfers_page.state.{state}") for state in rows["state"]])
    chosen = tables.show(page, shown, COLUMNS, key="moves.accepted", pick=True)
    if chosen is not None and chosen < len(rows):
        _answers(page, rows.iloc[chosen])
    _ledger(page)
    for name, ends, done in (("lanes", ("from_site", "to_site"), journal.lane_results), ("sites", ("site", "role"), journal.site_results)):
        _did(page, name, ends, done(page.ws).rename(columns={"days": "days_taken"}))


def _did(page, name: str, ends: tuple[str, str], rows: pd.DataFrame) -> None:
    """How finished moves went, by lane or by site."""
    if len(rows):
        st.markdown(f"**{page.t(f'transfers_page.{name}_did')}**")
        told = rows if "role" not in rows else rows.assign(role=[page.t(f"transfers_page.role.{role}") for role in rows["role"]])
        tables.show(page, told, (*ends, *_DID), key=f"moves.{name}")


def _answers(page, row: pd.Series) -> None:
    """Taken, shipped, received or cancelled, as far as its state allows."""
    number = int(row["transfer_id"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if row["state"] == "drafted":
            st.button(
                page.t("transfers_page.take"),
                type="primary",
                on_click=journal.take,
                args=(page.ws, number),
                kwargs={"at": page.now},
                key="take",
            )
            st.button(page.t("transfers_page.throw"), on_click=journal.cancel, args=(page.ws, number), key="throw")
        elif row["state"] == "accepted":
            units = st.number_input(
                page.t("transfers_page.units_sent"), 0.0, value=float(row["units"]), step=1.0, key=f"sent.{number}", width=180
            )
            st.button(page.t("transfers_page.ship"), on_click=_done, args=(page, journal.ship, number), kwargs={"units": units}, key="ship")
            st.button(page.t("transfers_page.cancel"), on_click=journal.cancel, args=(page.ws, number), key="cancel")
        elif row["state"] == "shipped":
            left = max(0.0, float(row["shipped_units"] - row["received_units"]))
            units = st.number_input(page.t("transfers_page.units_came"), 0.0, value=left, step=1.0, key=f"came.{number}", width=180)
            st.button(page.t("transfers_page.receive"), on_click=_done, args=(page, journal.receive, number, units), key="receive")


def _done(page, act, *args, **kwargs) -> None:
    act(page.ws, *args, on=page.now.date(), **kwargs)


def _ledger(page) -> None:
    """Receipts that the inventory ledger shows, to be taken over."""
    seen = journal.from_ledger(page.ws)
    for row in seen.to_dict("records"):
        said = page.t(
            "transfers_page.ledger_says",
            number=row["transfer_id"],
            units=page.number(row["ledger_units"]),
            day=page.day(row["received_on"]),
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(said))
            st.button(page.t("transfers_page.take_over"), on_click=_take, args=(page, row), key=f"ledger.{row['transfer_id']}")


def _take(page, row: dict) -> None:
    units = float(row["ledger_units"])
    journal.receive(page.ws, int(row["transfer_id"]), units, on=row["received_on"], done=units >= row["shipped_units"], note="ledger")
