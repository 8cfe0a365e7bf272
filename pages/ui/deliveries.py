"""Messages about alerts that did not reach their channel: which, since when, why, and when it is tried again."""

import streamlit as st

from core.alerts import routes
from pages.ui import frame
from pages.ui.words import plain


def failed(page) -> None:
    """An error a channel whose last message failed; nothing where all arrived."""
    rows = routes.listed(page.ws)
    for row in rows[rows["status"] == "failed"].to_dict("records"):
        at = {name: frame.moment(page, row[name]) for name in ("tried_at", "next_at")}
        facts = {"channel": plain(row["channel"]), "reason": plain(row["reason"]), "failures": page.number(row["failures"])}
        st.error(page.t("alerts_page.failed", **facts, **at), icon=":material/notification_important:")
