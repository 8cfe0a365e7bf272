"""Keeping the data: export, back up, restore, check, delete, which speak of the seller's own workspace (but for the export); and the
demo beside it."""

from pathlib import Path

import streamlit as st

from core import text, workspace
from core.errors import ShelflifeError
from pages.ui import cached, jobs, places, starting, tables


def export(page) -> None:
    """Each stored table of what is shown, as CSV and Excel."""
    if page.run is None:
        return
    with st.container(border=True):
        st.subheader(page.t("settings.data.export"), anchor=False)
        for name, question in {"risk": cached.risk_table, "rules": cached.rules, "costs": cached.costs, "reports": cached.history}.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(page.t(f"settings.data.table.{name}"), width="stretch")
                tables.export(page, question(page), name)


def backup(page) -> None:
    with st.container(border=True):
        st.subheader(page.t("settings.data.backup"), anchor=False)
        st.caption(page.t("settings.data.backup_note"))
        st.download_button(
            page.t("settings.data.backup_get"),
            lambda: _copy(page.own),
            file_name=f"shelflife-{page.now:%Y-%m-%d}.duckdb",
            mime="application/octet-stream",
            on_click="ignore",
            icon=":material/download:",
            key="backup",
        )


def demo(page) -> None:
    """The way from the seller's own data to the demo; the banner of the demo leads back."""
    if page.demo:
        return
    with st.container(border=True):
        st.subheader(page.t("settings.data.demo"), anchor=False)
        st.caption(page.t("settings.data.demo_note"))
        starting.demo_button(page.t("settings.data.demo_show"))


def _copy(ws: workspace.Workspace) -> bytes:
    """The workspace as the bytes of one compact file."""
    target = ws.backup(ws.uploads / "download.duckdb")
    try:
        return target.read_bytes()
    finally:
        target.unlink()


def restore(page) -> None:
    """Take a backup file; what is there now is kept beside it."""
    with st.container(border=True):
        st.subheader(page.t("settings.data.restore"), anchor=False)
        st.caption(page.t("settings.data.restore_note"))
        given = st.file_uploader(page.t("settings.data.restore_file"), type=["duckdb"], key="restore_file")
        pressed = st.button(
            page.t("settings.data.restore_do"), disabled=given is None or jobs.busy(page.own.path), key="restore", icon=":material/restore:"
        )
        if pressed and given is not None:
            _restore(page, given)


def _restore(page, given) -> None:
    source = page.own.path.with_name("restore-upload.duckdb")
    source.write_bytes(given.getbuffer())
    try:
        workspace.restore(page.own.path, source)
        st.success(page.t("settings.data.restored"), icon=":material/check_circle:")
    except ShelflifeError as error:
        st.error(text.say(error, page.lang))
    finally:
        Path(source).unlink(missing_ok=True)


def check(page) -> None:
    """Read every table and say whether the file is whole."""
    with st.container(border=True):
        st.subheader(page.t("settings.data.check"), anchor=False)
        st.caption(page.t("settings.data.check_note"))
        if st.button(page.t("settings.data.check_do"), key="check", icon=":material/fact_check:"):
            _report(page)


def _report(page) -> None:
    try:
        found = page.own.check()
    except ShelflifeError as error:
        st.error(text.say(error, page.lang))
        return
    rows, orphans = page.number(sum(found["tables"].values())), page.number(found["rows_without_file"])
    if found["ok"]:
        st.success(page.t("settings.data.whole", tables=page.number(len(found["tables"])), rows=rows))
    else:
        st.error(page.t("settings.data.not_whole", orphans=orphans))


def delete(page) -> None:
    """Delete everything the seller gave, after the word is typed."""
    word = page.t("settings.data.delete_word")
    with st.container(border=True):
        st.subheader(page.t("settings.data.delete"), anchor=False)
        st.caption(page.t("settings.data.delete_note"))
        typed = st.text_input(page.t("settings.data.delete_type", word=word), key="delete_word", live=True)
        ready = typed.strip() == word and not jobs.busy(page.own.path)
        st.button(
            page.t("settings.data.delete_do"),
            disabled=not ready,
            on_click=_delete,
            args=(page.own,),
            key="delete",
            icon=":material/delete_forever:",
        )


def _delete(own: workspace.Workspace) -> None:
    own.delete_all()
    places.show_demo(False)
    st.session_state["delete_word"] = ""
