"""Files on offer, before anything is loaded: what each seems to be, what it does not say, which column is which."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from core import intake
from core.intake import kinds, marketplaces
from core.intake.headings import plain
from core.workspace import Workspace
from pages.ui import frame, inbox, jobs, session, words, work

MOST_ISSUES = 3


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A file and how far it is: answers are keyword arguments of core.intake.load; ready when nothing more is asked; unused: known, but
    nothing reads it yet; rows: how many the file has."""

    file: inbox.Kept
    answers: dict
    rows: int
    ready: bool
    unused: bool


def row(page, file: inbox.Kept) -> Offer:
    """One file: name, kind, what is wrong with it, what it asks."""
    mapping = session.get("upload.answers", {}).get(file.key)
    with st.spinner(page.t("upload.reading", name=words.plain(file.name))):
        seen = _preview(str(page.own.path), page.own.version(), str(file.path), file.name, mapping)
    with st.container(border=True):
        name, found, look = st.columns([4, 5, 2], vertical_alignment="center")
        name.markdown(f":material/description: **{words.plain(file.name)}**")
        found.markdown(_found(page, seen))
        if seen.holds:
            found.caption(_holds(page, seen.holds))
        with look.popover(page.t("upload.look"), disabled=not seen.columns, width="stretch"):
            _sample(page, seen)
        unused = any(issue.code == "not_used_yet" for issue in seen.issues)
        for issue in seen.issues[:MOST_ISSUES]:
            box, icon = (st.info, ":material/info:") if unused else (st.warning, ":material/error:")
            box(words.plain(issue.message(page.lang)), icon=icon)
        if seen.holds and not seen.holds.rows and not seen.empty and not seen.issues:
            st.info(page.t("intake.issue.no_rows"), icon=":material/info:")
        answers = _asked(page, file, seen)
        open_still = "mapping" in seen.asks or None in answers.values()
        if open_still and not seen.issues:
            st.caption(page.t("upload.needs_answer"))
        mappable = "mapping" in seen.asks or _is_own(seen.kind)
        if mappable and st.button(page.t("upload.map.open"), key=f"map.{file.key}", icon=":material/view_column:"):
            st.dialog(page.t("upload.map.title"), width="large")(_map)(page, file, seen)
        if file in inbox.waiting():
            st.button(page.t("upload.put_aside"), key=f"aside.{file.key}", icon=":material/close:", on_click=inbox.put_aside, args=(file,))
    ready = not seen.issues and not open_still
    rows = seen.holds.rows if seen.holds else 0
    return Offer(file=file, answers=answers | ({"mapping": mapping} if mapping else {}), rows=rows, ready=ready, unused=unused)


@st.cache_data(show_spinner=False, max_entries=64)
def _preview(path: str, version: int, file: str, name: str, mapping: dict | None) -> intake.Preview:
    return intake.preview(Workspace.open(Path(path)), Path(file), name, mapping=mapping)


def _found(page, seen: intake.Preview) -> str:
    if seen.kind is None:
        return page.t("upload.unknown" if seen.columns else "upload.no_table")
    facts = {"kind": page.t(f"intake.kind.{seen.kind}"), "columns": page.number(len(seen.columns)), "encoding": seen.encoding}
    return page.t("upload.found", **facts)


def _holds(page, held: intake.Holds) -> str:
    """`1,000,000 rows · 21 Nov 2025 – 21 Nov 2026 · US · USD`, as far as the file says it."""
    days = [page.days(held.first_day, held.last_day)] if held.first_day else []
    return " · ".join([page.t("upload.rows", rows=page.number(held.rows)), *days, *held.marketplaces, *held.currencies])


def _sample(page, seen: intake.Preview) -> None:
    rows = pd.DataFrame([list(cells) for cells in seen.sample]).astype(str)
    titles = {str(place): heading for place, heading in enumerate(seen.columns)}
    st.dataframe(rows.rename(columns=str), hide_index=True, column_config=titles, alt=page.t("upload.look"))


def _asked(page, file: inbox.Kept, seen: intake.Preview) -> dict:
    """The widgets for what the file does not say, filled with what its name proposes; None where the answer is still open."""
    asks = [ask for ask in ("marketplace", "as_of", "period") if ask in seen.asks]
    answers = {}
    for ask, column in zip(asks, st.columns(4) if asks else (), strict=False):
        with column:
            answers[ask] = {"marketplace": _marketplace, "as_of": _day, "period": _period}[ask](page, file, seen.proposals.get(ask))
    return answers | (_days_without_sales(page, file, seen) if seen.empty else {})


def _days_without_sales(page, file: inbox.Kept, seen: intake.Preview) -> dict:
    """A sales report without rows: where and on which days nothing sold. Left open, it says nothing of any day."""
    st.caption(page.t("upload.empty_days"))
    where, when, *_ = st.columns(4)
    with where:
        marketplace = _marketplace(page, file, seen.proposals.get("marketplace"))
    with when:
        period = _period(page, file, seen.proposals.get("period"))
    return {"marketplace": marketplace, "period": period} if marketplace and period else {}


def _marketplace(page, file: inbox.Kept, proposed: str | None) -> str | None:
    codes = list(marketplaces.table()["marketplace"])
    index = codes.index(proposed) if proposed in codes else None
    return st.selectbox(page.t("upload.ask.marketplace"), codes, index=index, key=f"marketplace.{file.key}", placeholder="–")


def _day(page, file: inbox.Kept, proposed: date | None) -> date | None:
    return st.date_input(page.t("upload.ask.as_of"), proposed, max_value=page.now.date(), key=f"as_of.{file.key}")


def _period(page, file: inbox.Kept, proposed: tuple[date, date] | None) -> tuple[date, date] | None:
    days = st.date_input(page.t("upload.ask.period"), proposed or (), key=f"period.{file.key}", max_value=page.now.date())
    return tuple(days) if len(days) == 2 else None


def _map(page, file: inbox.Kept, seen: intake.Preview) -> None:
    """The dialog: choose what the file holds, then which of its columns is which of ours. Remembered for every file with this header."""
    own = sorted((name for name, kind in kinds.all_kinds().items() if kind.own or name == seen.kind), reverse=True)  # stock, sales, costs
    likely = max(own, key=lambda name: len(_proposed(name, seen)))
    st.caption(page.t("upload.map.note"))
    kind = st.selectbox(
        page.t("upload.map.kind"),
        own,
        index=own.index(likely),
        format_func=lambda name: page.t(f"intake.kind.{name}"),
        key=f"kind.{file.key}",
    )
    _sample(page, seen)
    mapping = {"kind": kind} | _columns(page, file, seen, kind)
    lacking = [name for name in kinds.all_kinds()[kind].needs if not mapping.get(name)]
    if lacking:
        st.caption(page.t("upload.map.lacking", columns=", ".join(_our(page, kind, name) for name in lacking)))
    if st.button(page.t("upload.map.save"), type="primary", disabled=bool(lacking), key=f"mapped.{file.key}"):
        session.put(
            "upload.answers", session.get("upload.answers", {}) | {file.key: {ours: theirs for ours, theirs in mapping.items() if theirs}}
        )
        st.rerun()


def _columns(page, file: inbox.Kept, seen: intake.Preview, kind: str) -> dict[str, str | None]:
    """One choice per column of ours, those that are needed first."""
    known, proposed = kinds.all_kinds()[kind], _proposed(kind, seen)
    names = sorted((column.name for column in known.columns), key=lambda name: name not in known.needs)
    headings = list(dict.fromkeys(seen.columns))
    chosen = {}
    for place, name in enumerate(names):
        if place % 2 == 0:
            pair = st.columns(2)
        label = _our(page, kind, name) + (" *" if name in known.needs else "")
        index = headings.index(proposed[name]) if name in proposed else None
        chosen[name] = pair[place % 2].selectbox(label, headings, index=index, placeholder="–", key=f"column.{file.key}.{kind}.{name}")
    return chosen


def _proposed(kind: str, seen: intake.Preview) -> dict[str, str]:
    """Our column → their heading, by the names we know for it."""
    if kind == seen.kind:
        return {ours: theirs for ours, theirs in seen.mapping.items() if theirs in seen.columns}
    theirs = {plain(heading): heading for heading in reversed(seen.columns)}
    columns = kinds.all_kinds()[kind].columns
    return {column.name: theirs[name] for column in columns for name in (plain(column.name), *column.named) if name in theirs}


def _is_own(kind: str | None) -> bool:
    return kind is not None and kinds.all_kinds()[kind].own


def _our(page, kind: str, name: str) -> str:
    """What a column of ours is called: in our words, or as Amazon heads it in that report."""
    known = kinds.all_kinds()[kind]
    theirs = next(column.named for column in known.columns if column.name == name)
    ours = ("upload.column", "table.column") if known.own or not theirs else ("table.column",)
    said = [page.t(f"{part}.{name}") for part in ours if frame.says(f"{part}.{name}")]
    return [*said, *theirs][0]


def summary(page, offered: list[Offer]) -> None:
    """How many files are ready, with how many rows, and the button that imports those."""
    ready, unused = ([offer for offer in offered if getattr(offer, state)] for state in ("ready", "unused"))
    waiting = len(offered) - len(ready) - len(unused)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            page.t("upload.import", files=page.number(len(ready))),
            type="primary",
            icon=":material/input:",
            disabled=not ready or jobs.busy(page.own.path),
            on_click=_import,
            args=(ready, [offer.file for offer in offered if not offer.ready]),
            key="import",
        )
        if ready:
            st.caption(page.t("upload.rows", rows=page.number(sum(offer.rows for offer in ready))), width="content")
        if waiting:
            st.caption(page.t("upload.not_ready", files=page.number(waiting)), width="content")
        if unused:
            st.caption(page.t("upload.not_used", files=page.number(len(unused))), width="content")


def _import(ready: list[Offer], left: list[inbox.Kept]) -> None:
    work.read_reports([(offer.file.path, offer.file.name, offer.answers) for offer in ready])
    inbox.empty(left)
