"""Review: was the clearance right? A plan meets what really happened; a past period is marked by hand; lessons wait for a decision."""

import streamlit as st

from pages.ui import frame, notes, review_lessons, review_period, review_plans, session

VIEWS = {"plans": review_plans.show, "period": review_period.show, "lessons": review_lessons.show}

page = frame.open_page("review_page")

if page.run is None:
    notes.no_run(page)
    st.stop()

names = {view: page.t(f"review_page.view.{view}") for view in VIEWS}
look = {"options": list(names), "format_func": names.get, "required": True, "label_visibility": "collapsed"}
view = session.bind("review.view", "plans", st.segmented_control, page.t("review_page.views"), **look)
VIEWS[view](page)
