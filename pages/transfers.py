"""Transfers: stock that is too much here and too little there, what to move, what to buy again, and how products end."""

import streamlit as st

from pages.ui import ending, frame, moves, notes, over_sites, restock, session, sites

page = frame.open_page("transfers_page")

if page.run is None:
    notes.no_run(page)
    st.stop()

VIEWS = {"moves": moves.show, "over_sites": over_sites.show, "restock": restock.show, "ending": ending.show, "sites": sites.show}
names = {view: page.t(f"transfers_page.view.{view}") for view in VIEWS}
look = {"options": list(names), "format_func": names.get, "required": True, "label_visibility": "collapsed"}
view = session.bind("transfers.view", "moves", st.segmented_control, page.t("transfers_page.views"), **look)
VIEWS[view](page)
