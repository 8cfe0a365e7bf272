"""Standard procedure on screen: mini-reviews of new products that are due, and the checklist from plans that worked, to take along."""

import pandas as pd
import streamlit as st

from core.review import newcomers, procedure, procedure_sheet
from pages.ui import cached, charts, tables
from pages.ui.words import plain

_DUE = ("sku", "title", "marketplace", "stage_word", "due_on", "units", "usual", "usual_low", "usual_high", "pace_word", "cover_days")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(page) -> None:
    _mini(page)
    st.subheader(page.t("procedure.title"), anchor=False)
    with st.spinner(page.t("review_page.working", plans=cached.reviewable(page))):
        found = procedure.procedure(page.ws, cached.reviews(page))
    if not found.steps:
        st.info(page.t("procedure.none", reviewed=found.reviewed), icon=":material/checklist:")
        return
    st.caption(procedure_sheet.about(found, page.lang))
    _ladders(page, found)
    for heading, lines in procedure_sheet.parts(found, page.lang):
        with st.container(border=True):
            st.markdown(f"**{plain(heading)}**")
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    _files(page, found)


def _ladders(page, found: procedure.Procedure) -> None:
    """Price over days of each step, as it was asked."""
    names = [procedure_sheet.short(step, page.lang) for step in found.steps]
    rows = [(name, day, share) for name, step in zip(names, found.steps, strict=True) for day, share in [*step.ladder, *_end(step)]]
    table = pd.DataFrame(rows, columns=["name", "day", "share"])
    with st.container(border=True):
        st.markdown(f"**{page.t('procedure.ladders')}**")
        st.altair_chart(
            charts.ladders(table, page.t("procedure.ladders_alt", steps=len(names)), page.lang, page.theme), key="procedure.ladders"
        )


def _end(step: procedure.Step) -> list[tuple[int, float]]:
    """The last price stands until nine tenths of the money was in."""
    last = step.ladder[-1:] if step.days_90 == step.days_90 else ()
    return [(round(step.days_90), share) for day, share in last if step.days_90 > day]


def _files(page, found: procedure.Procedure) -> None:
    forms = {
        "md": (lambda: procedure_sheet.markdown(found, page.lang), "text/markdown"),
        "docx": (lambda: procedure_sheet.to_docx(found, page.lang), _DOCX),
        "html": (lambda: procedure_sheet.page(found, page.lang), "text/html"),
    }
    with st.container(horizontal=True, width="content"):
        for form, (make, mime) in forms.items():
            name = f"shelflife-procedure-{page.run['as_of'].isoformat()}.{form}"
            look = {"file_name": name, "mime": mime, "key": f"procedure.{form}", "on_click": "ignore", "icon": ":material/download:"}
            st.download_button(page.t(f"procedure.file.{form}"), make, **look)


# --- mini-reviews


def head(page) -> None:
    """How many mini-reviews wait, for the head of the page."""
    waiting = len(newcomers.due(cached.mini_reviews(page), page.run["as_of"]))
    if waiting:
        st.badge(page.t("procedure.due_count", count=waiting), icon=":material/event_available:", color="blue")


def _mini(page) -> None:
    st.subheader(page.t("procedure.mini"), anchor=False)
    planned, on = cached.mini_reviews(page), page.run["as_of"]
    waiting, ahead = newcomers.due(planned, on), newcomers.coming(planned, on)
    st.caption(page.t("procedure.mini_about"))
    if waiting.empty:
        st.info(page.t("procedure.mini_none"), icon=":material/event_available:")
    else:
        rows = _worded(page, waiting)
        chosen = tables.show_many(
            page, rows, _DUE, key=f"procedure.due.{len(waiting)}", height=tables.height(rows), alt=page.t("procedure.mini_alt")
        )
        for row in rows.iloc[chosen].to_dict("records"):
            st.markdown(f"**{plain(row['sku'])}**: {page.t('procedure.advice.' + row['pace'])}")
        look = {"key": "procedure.done", "icon": ":material/done_all:", "disabled": not chosen}
        st.button(page.t("procedure.done", count=len(chosen)), on_click=_done, args=(page, rows.iloc[chosen]), **look)
    if len(ahead):
        said = ", ".join(f"{row.sku} ({page.t(f'procedure.stage.{row.stage}')}, {page.day(row.due_on)})" for row in ahead.itertuples())
        st.caption(plain(page.t("procedure.coming", products=said)))


def _worded(page, rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        stage_word=[page.t(f"procedure.stage.{stage}") for stage in rows["stage"]],
        pace_word=[page.t(f"procedure.pace.{pace}") for pace in rows["pace"]],
    )


def _done(page, rows: pd.DataFrame) -> None:
    for row in rows.to_dict("records"):
        newcomers.look_at(page.ws, row["marketplace"], row["sku"], row["stage"], at=page.now)
