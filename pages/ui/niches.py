"""Settings → Markets: who competes with whom, typed in; saved as a file of its own, so that it stands in the history with its undo."""

import tempfile
from pathlib import Path

import pandas as pd
import streamlit as st

from core import export, intake
from core.workspace import Workspace
from pages.ui import jobs, session, work
from pages.ui.words import plain

_COLUMNS = ("marketplace", "niche", "sku", "competitor", "keyword")


def editor(page) -> None:
    """One line names a niche and any of: a SKU of ours, a competitor's ASIN, a keyword."""
    st.markdown(page.t("niches.about"))
    rows = listed(page.ws)
    if rows.empty:
        first = page.marketplaces[0] if page.marketplaces else None
        rows = pd.DataFrame([{"marketplace": first, "niche": None, "sku": None, "competitor": None, "keyword": None}], dtype=object)
    key = f"niches.{session.get('settings.niches_round', 0)}"
    titles = {name: st.column_config.TextColumn(page.t(f"niches.column.{name}")) for name in _COLUMNS}
    edited = st.data_editor(rows, key=key, hide_index=True, num_rows="dynamic", column_config=titles, height=380, placeholder="–")
    changed = not edited.fillna("").equals(rows.fillna(""))
    st.button(
        page.t("niches.save"), type="primary", icon=":material/save:", disabled=not changed or jobs.busy(page.ws.path), on_click=_save,
        args=(page, edited), key="save_niches",
    )  # fmt: skip
    for words in session.get("settings.niches_said", []):
        st.warning(plain(words), icon=":material/error:")


def listed(ws: Workspace) -> pd.DataFrame:
    """_COLUMNS of every niche, its members side by side."""
    found = ws.frame("select marketplace, niche, what, value from niche order by all")
    parts = []
    for (market, name), group in found.groupby(["marketplace", "niche"]):
        placed = group.assign(place=group.groupby("what").cumcount())
        parts.append(placed.pivot(index="place", columns="what", values="value").assign(marketplace=market, niche=name))
    table = pd.concat(parts) if parts else pd.DataFrame()
    return table.rename(columns={"asin": "competitor"}).reindex(columns=list(_COLUMNS)).reset_index(drop=True).astype(object)


def _save(page, edited: pd.DataFrame) -> None:
    """Load the table as intake loads a file, then compute."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "niches.csv"
        path.write_bytes(export.to_csv(edited.dropna(how="all")))
        result = intake.load(page.ws, path, page.t("niches.file", day=page.day(page.now.date())), at=page.now, accept=True)
    told = [] if result.status in ("loaded", "duplicate") else [issue.message(page.lang) for issue in result.issues[:5]]
    session.put("settings.niches_said", told)
    session.put("settings.niches_round", session.get("settings.niches_round", 0) + 1)
    if result.status == "loaded":
        work.compute()
