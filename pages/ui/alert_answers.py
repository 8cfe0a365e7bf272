"""What a seller does to the alerts chosen in the table: one button an answer; a snooze asks for its day, a false alarm for its reason."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from core import text
from core.alerts import life
from core.alerts.life import Answer
from core.errors import InputError
from pages.ui import places, session

_SNOOZE_DAYS = 14
_PLAIN = {"acknowledge": ":material/visibility:", "start": ":material/play_arrow:"}


def bar(page, place, chosen: pd.DataFrame) -> None:
    """The buttons, in `place`; without a choice they say what to do."""
    with place:
        ids = [int(one) for one in chosen["alert_id"]]
        if not ids:
            st.markdown(page.t("alerts_page.choose"))
            return
        st.markdown(page.t("alerts_page.chosen", alerts=page.number(len(ids))), width="content")
        for action, icon in _PLAIN.items():
            _button(page, ids, Answer(action=action), icon)
        with st.popover(page.t("alerts.action.resolve"), icon=":material/task_alt:"):
            _resolve(page, chosen)
        with st.popover(page.t("alerts.action.snooze"), icon=":material/snooze:"):
            _snooze(page, ids)
        with st.popover(page.t("alerts.action.false_alarm"), icon=":material/notifications_off:"):
            _false_alarm(page, ids)
        with st.popover(page.t("alerts.action.assign"), icon=":material/person:"):
            _owner(page, ids)
        if not set(chosen["state"]) & {"open", "closed"}:
            _button(page, ids, Answer(action="reopen"), ":material/undo:")


def _button(page, ids: list[int], answer: Answer, icon: str, primary: bool = False) -> None:
    st.button(
        page.t(f"alerts.action.{answer.action}"),
        key=f"alerts.do.{answer.action}",
        on_click=_do,
        args=(page.ws, ids, answer),
        icon=icon,
        type="primary" if primary else "secondary",
    )


def _resolve(page, chosen: pd.DataFrame) -> None:
    """With what it came to: asked of one alert, because a sum over many says nothing of each."""
    outcome = None
    if len(chosen) == 1:
        label = page.t("alerts_page.outcome", currency=chosen["currency"].iloc[0] or "")
        outcome = st.number_input(label, value=None, help=page.t("alerts_page.outcome_help"), key="alerts.outcome")
    note = st.text_input(page.t("alerts_page.note"), key="alerts.resolve_note")
    answer = Answer(action="resolve", outcome=outcome, note=note or None)
    _button(page, [int(one) for one in chosen["alert_id"]], answer, ":material/task_alt:", primary=True)


def _snooze(page, ids: list[int]) -> None:
    today = page.now.date()
    until = st.date_input(
        page.t("alerts_page.until"), value=today + timedelta(days=_SNOOZE_DAYS), min_value=today + timedelta(days=1), key="alerts.until"
    )
    st.caption(page.t("alerts_page.snooze_help"))
    _button(page, ids, Answer(action="snooze", until=until), ":material/snooze:", primary=True)


def _false_alarm(page, ids: list[int]) -> None:
    reason = st.selectbox(
        page.t("alerts_page.reason"), life.REASONS, format_func=lambda one: page.t(f"alerts.reason.{one}"), key="alerts.reason"
    )
    note = st.text_input(page.t("alerts_page.note"), key="alerts.note")
    _button(page, ids, Answer(action="false_alarm", reason=reason, note=note or None), ":material/notifications_off:", primary=True)


def _owner(page, ids: list[int]) -> None:
    name = st.text_input(page.t("table.column.owner"), key="alerts.new_owner")
    _button(page, ids, Answer(action="assign", owner=name.strip()), ":material/person:", primary=True)


def _do(ws, ids: list[int], answer: Answer) -> None:
    """Answer, remember what came of it, and let go of the choice. A refusal keeps it."""
    try:
        session.put("alerts.told", (answer.action, life.answer(ws, ids, answer, at=places.now())))
        session.put("alerts.round", session.get("alerts.round", 0) + 1)
    except InputError as error:
        session.put("alerts.told", error)


def told(page) -> None:
    """What came of the last answer, once."""
    last = session.take("alerts.told")
    if isinstance(last, InputError):
        st.error(text.say(last, page.lang), icon=":material/error:")
    elif last:
        action, done = last
        words = page.t(f"alerts.action.{action}")
        st.success(page.t("alerts_page.done", action=words, alerts=page.number(len(done.changed))), icon=":material/check_circle:")
        if done.refused:
            states = ", ".join(sorted({page.t(f"alerts.state.{state}") for _, state in done.refused}))
            st.warning(page.t("alerts_page.refused", alerts=page.number(len(done.refused)), states=states), icon=":material/info:")
