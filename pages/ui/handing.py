"""Settings → Other systems: documents for ERP, WMS and TMS as files, who takes them signed, and what came back."""

import time

import pandas as pd
import streamlit as st

from core import text
from core.errors import InputError
from core.handover import documents, results, webhook
from pages.ui import places, session, tables
from pages.ui.columns import KIND
from pages.ui.words import plain

_LISTED = ("document_id", "document_kind", "as_of", "rows", "document_state", "reason", "answer", "answered_at", "made_at")
_BACK = ("status", "sku", "units", "note", "source", "taken_at")


def show(page) -> None:
    """The documents with their files, the partner, the folder of answers."""
    st.caption(page.t("handing.note"))
    _said(page)
    with st.container(horizontal=True):
        _button(page, "make", ":material/note_add:", page.run is not None)
        _button(page, "send", ":material/send:", webhook.connected(page.ws))
        _button(page, "take", ":material/inbox:", True)
    rows = documents.listed(page.ws)
    if rows.empty:
        st.info(page.t("handing.empty"), icon=":material/description:")
    else:
        _listed(page, rows)
    _partner(page)
    st.caption(page.t("handing.folder", folder=f"`{results.folder(page.ws)}`"))


def _listed(page, rows: pd.DataFrame) -> None:
    """The documents; of the one chosen, else the newest, its file and what came back."""
    said = rows.assign(
        document_kind=[page.t(f"handing.kind.{kind}") for kind in rows["kind"]],
        document_state=[page.t(f"handing.state.{status}") for status in rows["status"]],
        answer=[page.t(f"handing.answer.{answer}") if isinstance(answer, str) else None for answer in rows["answer"]],
    )
    chosen = tables.show(page, said, _LISTED, key="documents", pick=True, height=tables.height(said), alt=page.t("handing.alt"))
    row = said.iloc[chosen or 0]
    number = int(row["document_id"])
    with st.container(border=True):
        st.markdown(f"**{row['document_kind']}** · {page.t('handing.number', number=number)}")
        content = _with_days(pd.DataFrame(documents.body(page.ws, number)["rows"]))
        if content.empty:
            st.caption(page.t("handing.no_rows"))
        else:
            tables.show(page, content, list(content), key=f"document.{row['kind']}", height=tables.height(content))
            st.download_button(
                page.t("handing.get"), lambda: documents.as_csv(page.ws, number), file_name=f"shelflife-{row['kind']}-{number}.csv",
                mime="text/csv", on_click="ignore", icon=":material/download:", key="document.csv",
            )  # fmt: skip
        back = results.about(page.ws, number)
        if len(back):
            st.markdown(page.t("handing.came_back"))
            said = back.assign(status=[page.t(f"handing.answer.{status}") for status in back["status"]])
            tables.show(page, said, _BACK, key="document.back", height=tables.height(said))


def _with_days(rows: pd.DataFrame) -> pd.DataFrame:
    """JSON has no days: those of its texts that are some."""
    return rows.assign(**{name: pd.to_datetime(rows[name]) for name in rows if KIND.get(name) == "date"})


def _partner(page) -> None:
    """Where documents go; address and secret typed unseen, and never drawn again."""
    connected = webhook.connected(page.ws)
    with st.form("handing.form", clear_on_submit=True):
        st.markdown(f"**{page.t('handing.partner')}**")
        st.caption(page.t("handing.connected" if connected else "handing.not_connected"))
        left, right = st.columns(2)
        address = left.text_input(page.t("handing.address"), type="password", key="handing.address", autocomplete="off")
        secret = right.text_input(page.t("handing.secret"), type="password", key="handing.secret", autocomplete="off")
        st.caption(page.t("channels.safe"))
        if st.form_submit_button(page.t("handing.save"), type="primary", icon=":material/save:"):
            _do(page, "connect", lambda: webhook.connect(page.ws, address.strip(), secret.strip()))
            st.rerun()
    if connected:
        st.button(page.t("handing.forget"), on_click=webhook.disconnect, args=(page.ws,), icon=":material/delete:", key="handing.forget")


def _button(page, name: str, icon: str, possible: bool) -> None:
    work = {
        "make": lambda: len(documents.make(page.ws, at=places.now())),
        "send": lambda: webhook.send(page.ws, at=places.now(), pause=time.sleep),
        "take": lambda: results.take(page.ws, at=places.now(), lang=page.lang),
    }[name]
    if st.button(page.t(f"handing.{name}"), key=f"handing.{name}", icon=icon, disabled=not possible):
        with st.spinner(page.t("handing.working")):
            _do(page, name, work)
        st.rerun()


def _do(page, name: str, work) -> None:
    """Do it, and keep what came of it for the next drawing."""
    try:
        session.put("handing.said", (name, _words(page, name, work())))
    except InputError as error:
        session.put("handing.said", ("error", text.say(error, page.lang)))


def _words(page, name: str, done) -> str:
    if name == "make":
        return page.t("handing.made", documents=page.number(done))
    if name == "connect":
        return page.t("handing.saved")
    good = [one for one in done if one.status in ("sent", "taken", "known")]
    return page.t(f"handing.{name}_done", good=page.number(len(good)), bad=page.number(len(done) - len(good)))


def _said(page) -> None:
    said = session.take("handing.said")
    if said:
        (st.error if said[0] == "error" else st.success)(plain(said[1]))
