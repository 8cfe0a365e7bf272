"""Settings → Markets: who competes with whom, typed in; saved as a file of its own, so that it stands in the history with its undo."""

import pandas as pd
import streamlit as st

from core.market import niches
from pages.ui import jobs, session, work
from pages.ui.words import plain


def editor(page) -> None:
    """One line names a niche and any of: a SKU of ours, a competitor's ASIN, a keyword."""
    st.markdown(page.t("niches.about"))
    rows = niches.listed(page.ws)
    if rows.empty:
        first = page.marketplaces[0] if page.marketplaces else None
        rows = pd.DataFrame([dict.fromkeys(niches.COLUMNS) | {"marketplace": first}], dtype=object)
    key = f"niches.{session.get('settings.niches_round', 0)}"
    titles = {name: st.column_config.TextColumn(page.t(f"niches.column.{name}")) for name in niches.COLUMNS}
    edited = st.data_editor(rows, key=key, hide_index=True, num_rows="dynamic", column_config=titles, height=380, placeholder="–")
    changed = not edited.fillna("").equals(rows.fillna(""))
    st.button(
        page.t("niches.save"), type="primary", icon=":material/save:", disabled=not changed or jobs.busy(page.ws.path), on_click=_save,
        args=(page, edited), key="save_niches",
    )  # fmt: skip
    for words in session.get("settings.niches_said", []):
        st.warning(plain(words), icon=":material/error:")


def _save(page, edited: pd.DataFrame) -> None:
    """Load the table, then compute; what was wrong with it is told."""
    result = niches.save(page.ws, edited, page.t("niches.file", day=page.day(page.now.date())), at=page.now)
    said = [] if result.status in ("loaded", "duplicate") else [issue.message(page.lang) for issue in result.issues[:5]]
    session.put("settings.niches_said", said)
    session.put("settings.niches_round", session.get("settings.niches_round", 0) + 1)
    if result.status == "loaded":
        work.compute()
