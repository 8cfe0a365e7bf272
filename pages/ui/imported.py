"""Files that were offered: held back, loaded, refused, undone; what was wrong with each, row by row; confirm, discard, undo."""

import json

import pandas as pd
import streamlit as st

from core import intake
from pages.ui import cached, jobs, tables, work
from pages.ui.words import plain

COLUMNS = ["status", "name", "kind", "marketplace", "days", "rows_loaded", "rows_refused", "imported_at"]


def held_back(page) -> None:
    """Snapshots that look wrong wait for the seller's word."""
    files = cached.history(page)
    for file in files[files["status"] == "quarantined"].itertuples():
        with st.container(border=True):
            st.warning(page.t("upload.held", name=plain(file.name)), icon=":material/front_hand:")
            for sentence in reasons(page, file.file_id)["reason"].head(3):
                st.markdown(f"- {plain(sentence)}")
            with st.container(horizontal=True):
                held = {"disabled": page.demo or jobs.busy(page.ws.path), "args": (int(file.file_id),)}
                st.button(page.t("upload.confirm"), key=f"confirm.{file.file_id}", on_click=work.confirm, icon=":material/check:", **held)
                st.button(page.t("upload.discard"), key=f"discard.{file.file_id}", on_click=work.undo, icon=":material/delete:", **held)


def history(page) -> None:
    """Every file that was offered, newest first; the chosen one in detail."""
    files = cached.history(page)
    if files.empty:
        return
    st.subheader(page.t("upload.history"), anchor=False)
    st.caption(page.t("upload.history_note"))
    told = files.assign(days=[_days(page, file) for file in files.itertuples()])
    chosen = tables.show(page, told, COLUMNS, key=f"history.{files['file_id'].max()}", pick=True)  # a new file lets go of the row
    if chosen is not None:
        _details(page, files.iloc[chosen])


def _days(page, file) -> str | None:
    """The days a file speaks for."""
    if pd.notna(file.snapshot_date):
        return page.day(file.snapshot_date)
    if pd.isna(file.period_start):
        return None
    return page.days(file.period_start, file.period_end)


def _details(page, file: pd.Series) -> None:
    number, told = int(file["file_id"]), reasons(page, int(file["file_id"]))
    with st.container(border=True):
        st.markdown(f"**{plain(file['name'])}**")
        for name in ("unknown_columns", "missing_columns"):
            if columns := json.loads(file[name] or "[]"):
                st.caption(page.t(f"upload.{name}", columns=plain(", ".join(columns))))
        if told.empty:
            st.caption(page.t("upload.no_issues"))
        else:
            st.markdown(page.t("upload.issues", issues=page.number(len(told))))
            tables.show(page, told, ["row_no", "column_name", "cell", "reason"], key=f"issues.{number}", height=260)
            tables.export(page, told, f"refused-rows-{number}")
        if file["status"] == "loaded":
            label, off = page.t("upload.undo"), page.demo or jobs.busy(page.ws.path)
            st.button(label, key=f"undo.{number}", on_click=work.undo, args=(number,), disabled=off, icon=":material/undo:")


def reasons(page, file_id: int) -> pd.DataFrame:
    """row_no, column_name, cell (what stands there), reason (in words) of one file."""
    found = cached.issues(page, file_id)
    said = [_reason(page, issue) for issue in found.itertuples()]
    return found.assign(reason=said).rename(columns={"row": "row_no", "column": "column_name", "value": "cell"})[
        ["row_no", "column_name", "cell", "reason"]
    ]


def _reason(page, issue) -> str:
    row = None if pd.isna(issue.row) else int(issue.row)
    told = intake.Issue(code=issue.code, row=row, column=issue.column, value=issue.value, facts=json.loads(issue.facts or "{}"))
    return told.message(page.lang)
