"""Lessons on screen: what reviews teach, with what is used now and would be, to accept or refuse; what was decided, to take back."""

from collections.abc import Mapping

import streamlit as st

from core import text
from core.errors import ShelflifeError
from core.review import lessons
from pages.ui import cached, tables

_SHARES = ("liquidation_recovery",)
_DECIDED = ("decided_at", "lesson", "state_word", "before_word", "after_word")


def show(page) -> None:
    found = cached.reviews(page)
    waiting = lessons.proposals(page.ws, found)
    st.markdown(f"**{page.t('review_page.lessons_open')}**")
    if not waiting:
        st.info(page.t("review_page.lessons_none"), icon=":material/school:")
    for each in waiting:
        _proposal(page, each)
    _paid(page, found)
    _decided(page)


def _proposal(page, each: lessons.Proposal) -> None:
    key = "|".join(part or "" for part in each.key)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        change = page.t("review_page.lesson_row", before=figure(page, each.kind, each.before), after=figure(page, each.kind, each.after))
        st.markdown(f"**{name(page, each.kind, each.sku)}**  \n{change} · :gray[{source(page, each.evidence)}]", width="stretch")
        st.button(page.t("review_page.accept"), type="primary", on_click=_decide, args=(page, each, "accepted"), key=f"lesson.accept.{key}")
        st.button(page.t("review_page.refuse"), on_click=_decide, args=(page, each, "refused"), key=f"lesson.refuse.{key}")


def name(page, kind: str, sku: str | None) -> str:
    return page.t(f"review.lesson.{kind}", sku=sku or "")


def source(page, evidence: Mapping) -> str:
    """What a lesson rests on, in words."""
    facts = {key: page.number(evidence[key]) for key in ("units", "skus", "orders") if key in evidence}
    plans = ", ".join(map(str, evidence["plan_ids"]))
    return page.t(f"review_page.lesson_from.{evidence.get('source', 'plans')}", plans=plans, **facts)


def figure(page, kind: str, value: float) -> str:
    return text.percent(value, page.lang, 1) if kind in _SHARES else text.number(value, page.lang, 0 if kind == "removal_days" else 2)


def _decide(page, each: lessons.Proposal, state: str) -> None:
    lessons.decide(page.ws, each, state, at=page.now)


def _paid(page, found: list) -> None:
    """What liquidation paid, for who has no settlement report."""
    sent = {one.subject.kept.plan_id: one for one in found if one.subject.actual.removed.sum() > 0}
    if not sent:
        return
    with st.popover(page.t("review_page.paid_title"), icon=":material/payments:"):
        st.caption(page.t("review_page.paid_about"))
        number = st.selectbox(
            page.t("review_page.choose"), list(sent), format_func=lambda plan: sent[plan].subject.kept.name, key="paid.plan"
        )
        units = st.number_input(
            page.t("review_page.paid_units"), 0.0, value=float(sent[number].subject.actual.removed.sum()), key="paid.units"
        )
        amount = st.number_input(page.t("review_page.paid_amount"), 0.0, key="paid.amount")
        if st.button(page.t("review_page.paid_do"), key="paid.do"):
            try:
                lessons.note_paid(page.ws, number, units, amount, at=page.now)
                st.success(page.t("review_page.paid_done"))
            except ShelflifeError as error:
                st.error(text.say(error, page.lang))


def _decided(page) -> None:
    rows = lessons.decided(page.ws)
    if rows.empty:
        return
    st.markdown(f"**{page.t('review_page.lessons_done')}**")
    st.caption(page.t("review_page.lessons_next"))
    for row in rows[rows["in_force"]].to_dict("records"):
        with st.container(horizontal=True, vertical_alignment="center"):
            change = page.t(
                "review_page.lesson_row", before=figure(page, row["kind"], row["before"]), after=figure(page, row["kind"], row["after"])
            )
            st.markdown(f"**{name(page, row['kind'], row['sku'])}** · {change}", width="stretch")
            st.button(
                page.t("review_page.revert"), on_click=lessons.revert, args=(page.ws, row["lesson_id"]), kwargs={"at": page.now},
                key=f"lesson.revert.{row['lesson_id']}", icon=":material/undo:",
            )  # fmt: skip
    told = rows.assign(
        lesson=[name(page, kind, sku) for kind, sku in zip(rows["kind"], rows["sku"], strict=True)],
        state_word=[page.t(f"review.state.{state}") for state in rows["state"]],
        before_word=[figure(page, *pair) for pair in zip(rows["kind"], rows["before"], strict=True)],
        after_word=[figure(page, *pair) for pair in zip(rows["kind"], rows["after"], strict=True)],
    )
    tables.show(page, told, _DECIDED, key="lessons.decided", height=tables.height(told))
