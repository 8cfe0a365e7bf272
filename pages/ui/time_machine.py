"""What would change: the stock at risk at another day's rates, or at those of a draft."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from core import schedules, text, time_machine
from core.fees.schedule import RateBook
from pages.ui import cached, session, tables
from pages.ui.words import plain, whole

_COLUMNS = ("marketplace", "sku", "title", "best_before", "best_after", "value_before", "value_after", "change", "by")
_FAR = timedelta(days=3650)


def show(page) -> None:
    """Choose the rates, ask, and read the verdict and the table."""
    with st.container(border=True):
        st.subheader(page.t("schedules.change.title"), anchor=False)
        if page.run is None:
            st.caption(page.t("schedules.change.no_run"))
            return
        st.caption(page.t("schedules.change.note", day=page.day(page.run["as_of"])))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            what, book = _rates(page)
            asked = st.button(page.t("schedules.change.do"), type="primary", icon=":material/compare_arrows:", key="time_machine.do")
        question = (str(page.ws.path), page.ws.version(), page.run_id, book.digest)
        if asked:
            session.put("schedules.change", (question, _compare(page, book)))
        seen = session.get("schedules.change")
        if seen and seen[0] == question:
            _answer(page, what, cached.of_marketplace(page, seen[1]))


def _rates(page) -> tuple[str, RateBook]:
    """The rates to compare with: in words, and as a book."""
    table = schedules.listed(page.ws)
    drafts = table[table["draft"]].set_index("override_id")["name"].to_dict()
    ways = ["day", *(["draft"] if drafts else [])]
    way = st.segmented_control(
        page.t("schedules.change.which"), ways, format_func=lambda code: page.t(f"schedules.change.{code}"), required=True, default="day",
        key="time_machine.way",
    )  # fmt: skip
    if way == "draft":
        chosen = st.selectbox(
            page.t("schedules.change.choose_draft"), list(drafts), format_func=drafts.get, key="time_machine.draft", width=320
        )
        return page.t("schedules.change.at_draft", name=plain(drafts[chosen])), schedules.book(page.ws, drafts=[chosen])
    today = page.now.date()
    day = st.date_input(
        page.t("schedules.change.choose_day"), today, min_value=today - _FAR, max_value=today + _FAR, key="time_machine.day", width=160
    )
    return page.t("schedules.change.at_day", day=page.day(day)), cached.book(page).as_on(day)


def _compare(page, book: RateBook) -> pd.DataFrame:
    bar = st.progress(0.0, text=page.t("schedules.change.working"))
    try:
        return time_machine.compare(
            page.ws, page.run_id, book, progress=lambda share: bar.progress(share, text=page.t("schedules.change.working"))
        )
    finally:
        bar.empty()


def _answer(page, what: str, frame: pd.DataFrame) -> None:
    st.markdown(f"#### {verdict(page, what, frame)}")
    known = frame[frame["change"].notna()]
    if len(known) < len(frame) and len(known):
        st.caption(page.t("schedules.change.unknown", unknown=page.number(len(frame) - len(known)), reasons=_reasons(page, frame)))
    if len(known):
        tables.show(page, known.round(2), _COLUMNS, key="time_machine.table", alt=page.t("schedules.change.alt"))
        tables.export(page, frame, "what-would-change")


def verdict(page, what: str, frame: pd.DataFrame) -> str:
    """The comparison in one sentence; a currency at a time, never summed."""
    known = frame[frame["change"].notna()]
    facts = {"what": what, "skus": page.number(len(known) if len(known) else len(frame))}
    if known.empty and len(frame):
        return page.t("schedules.change.all_unknown", reasons=_reasons(page, frame), **facts)
    sums = known.groupby("currency")["change"].sum().round(2)
    sums = sums[sums != 0]
    flips = int(known["flips"].sum())
    if sums.empty and not flips:
        return page.t("schedules.change.none", **facts)
    change = ", ".join(_amount(page, value, currency) for currency, value in sums.items()) or page.t("schedules.change.zero")
    return page.t("schedules.change.flips" if flips else "schedules.change.same", flips=page.number(flips), change=change, **facts)


def _amount(page, value: float, currency: str) -> str:
    words = plain(whole(abs(value), currency, page.lang))
    return page.t("schedules.change.more" if value > 0 else "schedules.change.less", amount=words)


def _reasons(page, frame: pd.DataFrame) -> str:
    codes = frame.loc[frame["change"].isna(), "reason"].dropna().unique()
    return " ".join(page.t(f"clearance.reason.{code}") if text.has(f"clearance.reason.{code}") else code for code in codes)
