"""Transfers: stock that is too much here and too little there, what to move, what to buy again, how products end, and where slow
stock is better kept."""

import streamlit as st

from pages.ui import elsewhere, ending, frame, inputs, moves, notes, over_sites, restock, sites

page = frame.open_page("transfers_page")

if page.run is None:
    notes.no_run(page)
    st.stop()

VIEWS = {
    "moves": moves.show,
    "over_sites": over_sites.show,
    "restock": restock.show,
    "ending": ending.show,
    "storage": elsewhere.pick,
    "sites": sites.show,
}
VIEWS[inputs.view(page, "transfers", VIEWS)](page)
