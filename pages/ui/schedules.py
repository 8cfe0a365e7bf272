"""The seller's own rates: a template to change, a box that takes it back, and the list of what was taken."""

from datetime import date

import streamlit as st

from core import export, schedules, text
from core.errors import InputError
from pages.ui import jobs, places, rates, session, work

_SHOWN = 10  # problems shown at once


def own(page, fee: str, marketplace: str) -> None:
    """Give rates of one's own for the fee and marketplace chosen."""
    if fee not in schedules.fees(marketplace):
        return
    with st.container(border=True):
        st.subheader(page.t("schedules.own_title", fee=rates.name(page, fee), marketplace=marketplace), anchor=False)
        st.caption(page.t("schedules.own_note"))
        st.download_button(
            page.t("schedules.template"),
            lambda: export.to_csv(schedules.template(fee, marketplace, page.now.date())),
            file_name=f"shelflife-{marketplace}-{fee}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="schedules.template",
        )
        given = st.file_uploader(page.t("schedules.file"), type=["csv", "txt"], key=f"schedules.{_round()}.{marketplace}.{fee}")
        if given is not None:
            _offered(page, given, fee, marketplace)


def _offered(page, given, fee: str, marketplace: str) -> None:
    """What is in the file, or what is wrong with it; the button that takes it."""
    content = given.getvalue()
    rows, problems = schedules.read(content, fee, marketplace, page.now.date())
    if problems:
        _tell(page, problems)
        return
    count = page.number(len(rows))
    st.success(page.t("schedules.good", rows=count, day=text.day(_first_day(rows), page.lang)), icon=":material/check_circle:")
    draft = st.checkbox(page.t("schedules.draft"), key="schedules.draft")
    st.button(
        page.t("schedules.keep_draft" if draft else "schedules.use", rows=count),
        type="primary",
        icon=":material/save:",
        disabled=jobs.busy(page.ws.path),
        on_click=_take,
        args=(page, content, given.name, fee, marketplace, draft),
        key="schedules.take",
    )


def _first_day(rows):
    return date.fromisoformat(min(rows["effective_from"]))


def _tell(page, problems: list[InputError]) -> None:
    said = [f"- {text.say(problem, page.lang)}" for problem in problems[:_SHOWN]]
    more = [page.t("schedules.more", shown=_SHOWN)] if len(problems) > _SHOWN else []
    st.error("\n".join([page.t("schedules.problems", problems=page.number(len(problems))), "", *said, "", *more]), icon=":material/error:")


def _take(page, content: bytes, name: str, fee: str, marketplace: str, draft: bool) -> None:
    """Store it; empty the box; compute anew where figures rest on it."""
    try:
        schedules.add(page.ws, content, fee, marketplace, at=places.now(), name=name, draft=draft)
    except InputError as error:
        st.error(text.say(error, page.lang), icon=":material/error:")
        return
    session.put("schedules.round", _round() + 1)
    if not draft:
        _compute(page)


def _round() -> int:
    return session.get("schedules.round", 0)


def listed(page) -> None:
    """The tables that the seller gave, newest first, each with its buttons."""
    with st.container(border=True):
        st.subheader(page.t("schedules.listed"), anchor=False)
        table = schedules.listed(page.ws)
        if table.empty:
            st.caption(page.t("schedules.none"))
        for row in table.itertuples():
            _row(page, row)


def _row(page, row) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(page.t("schedules.is_draft" if row.draft else "schedules.in_force"), color="gray" if row.draft else "green")
        facts = {"fee": rates.name(page, row.fee), "marketplace": row.marketplace, "day": page.day(row.starts_on)}
        st.markdown(page.t("schedules.row", name=f"`{row.name}`", rows=page.number(row.rows_loaded), **facts), width="stretch")
        busy = jobs.busy(page.ws.path)
        words = page.t("schedules.to_force" if row.draft else "schedules.to_draft")
        st.button(
            words, on_click=_mark, args=(page, row.override_id, not row.draft), disabled=busy, key=f"schedules.mark.{row.override_id}"
        )
        st.button(
            page.t("schedules.remove"),
            on_click=_remove,
            args=(page, row.override_id, row.draft),
            disabled=busy,
            icon=":material/delete:",
            key=f"schedules.remove.{row.override_id}",
        )


def _mark(page, override_id: int, draft: bool) -> None:
    schedules.mark(page.ws, override_id, draft=draft)
    _compute(page)


def _remove(page, override_id: int, draft: bool) -> None:
    schedules.remove(page.ws, override_id)
    if not draft:
        _compute(page)


def _compute(page) -> None:
    if page.run is not None:
        work.compute()
