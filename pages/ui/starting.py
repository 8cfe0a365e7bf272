"""What the overview shows before there is anything to show: demo or upload; and files that no run has read yet."""

import streamlit as st

from core import intake
from pages.ui import frame, jobs, places, work


def first_open(page) -> None:
    """No run yet: two equal ways to begin, or one button where reports are in but not computed."""
    if page.ws is page.own and (intake.history(page.own)["status"] == "loaded").any():
        _not_computed(page)
    else:
        _two_ways(page)


def _two_ways(page) -> None:
    st.markdown(page.t("overview.first.promise"))
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        st.subheader(page.t("overview.first.demo_title"), anchor=False)
        st.write(page.t("overview.first.demo_text"))
        demo_button(page.t("overview.first.demo"), type="primary", width="stretch")
    with right.container(border=True, height="stretch"):
        st.subheader(page.t("overview.first.upload_title"), anchor=False)
        st.write(page.t("overview.first.upload_text"))
        if st.button(page.t("overview.first.upload"), type="primary", width="stretch", icon=":material/upload_file:", key="upload"):
            st.switch_page("pages/upload.py")
    st.caption(page.t("overview.first.private"))


def demo_button(label: str, **look) -> None:
    """Shows the demo; builds it first where nobody has yet."""
    building = jobs.busy(places.demo_file()) and not places.demo_computed()
    st.button(label, on_click=work.build_demo, disabled=building, icon=":material/science:", key="demo", **look)


def _not_computed(page) -> None:
    st.info(page.t("overview.not_computed"), icon=":material/calculate:")
    st.button(page.t("overview.compute"), on_click=work.compute, type="primary", disabled=jobs.busy(page.ws.path), key="compute")
    frame.link(page, "upload", page.t("overview.more_reports"), icon=":material/upload_file:")
