"""Review: was the clearance right, by plan or by a period marked by hand; lessons wait for a decision; what to buy next."""

import streamlit as st

from pages.ui import frame, inputs, next_buy, notes, procedure, report, review_lessons, review_period, review_plans

VIEWS = {
    "plans": review_plans.show,
    "period": review_period.show,
    "lessons": review_lessons.show,
    "next_buy": next_buy.show,
    "procedure": procedure.show,
    "report": report.show,
}

page = frame.open_page("review_page")

if page.run is None:
    notes.no_run(page)
    st.stop()

procedure.head(page)
VIEWS[inputs.view(page, "review", VIEWS)](page)
