"""Review: was the clearance right, by plan or by a period marked by hand; lessons wait for a decision; what to buy next."""

import streamlit as st

from pages.ui import frame, next_buy, notes, procedure, report, review_lessons, review_period, review_plans, session

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
names = {view: page.t(f"review_page.view.{view}") for view in VIEWS}
look = {"options": list(names), "format_func": names.get, "required": True, "label_visibility": "collapsed"}
view = session.bind("review.view", "plans", st.segmented_control, page.t("review_page.views"), **look)
VIEWS[view](page)
