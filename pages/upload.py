"""Upload: drop reports in, see what each is, answer what it does not say, import; what was imported, with undo; what is still missing."""

import streamlit as st

from pages.ui import frame, guide, imported, inbox, offers

page = frame.open_page("upload")
st.markdown(page.t("upload.promise"))
if page.demo:
    st.caption(page.t("upload.demo"))

offered = [offers.row(page, file) for file in inbox.box(page)]
if offered:
    offers.summary(page, offered)

imported.held_back(page)
imported.history(page)
guide.show(page)
