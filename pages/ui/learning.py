"""What was learnt from alarms: which thresholds would have cost less, the past replayed with and without them, one click to take them or
take them back."""

import pandas as pd
import streamlit as st

from core.replay import kept, learnings, score
from pages.ui import jobs, places, tables, work
from pages.ui.words import plain, whole

_MOVED = ("threshold", "default_value", "best_line", "learnt_value", "alerts", "false_alarms")
_BESIDE = ("said", "alerts", "precision", "recall", "saved", "missed", "wasted", "cost", "alerts_week")


def show(page) -> None:
    """The newest learning, or what it would be; the button for a new one."""
    st.markdown(f"##### {page.t('learning.title')}")
    found = learnings.newest(page.ws)
    if found is None:
        st.caption(page.t("learning.what"))
        _button(page)
        return
    moved = learnings.moved(page.ws, found["learning_id"])
    st.markdown(page.t(f"learning.{found['state']}" if len(moved) else "learning.nothing", marks=page.number(found["marks"])))
    if len(moved):
        _shown(page, found, moved)
    _decide(page, found, bool(len(moved)))


def _shown(page, found: dict, moved: pd.DataFrame) -> None:
    """The thresholds that move, and the past without and with them."""
    names = [page.t(f"policy.{key}.name") for key in moved["key"]]
    rows = moved.assign(threshold=names, best_line=moved["best"], learnt_value=moved["value"], alerts=moved["alarms"])
    tables.show(page, rows, _MOVED, key="learning.moved", alt=page.t("learning.moved_alt"))
    markets = [page.marketplace] if page.marketplace else kept.marketplaces(page.ws, found["before_id"])
    for market in markets:
        beside = _beside(page, found, market)
        st.markdown(_verdict(page, beside, market))
        tables.show(page, beside, _BESIDE, key=f"learning.beside.{market}", alt=page.t("learning.beside_alt", marketplace=market))


def _beside(page, found: dict, market: str) -> pd.DataFrame:
    """Two rows: the warnings of one marketplace without and with what was learnt."""
    parts = []
    for name in ("before", "after"):
        ours = score.ours(kept.scores(page.ws, found[f"{name}_id"], market))
        parts.append(ours.assign(said=page.t(f"learning.{name}")))
    return pd.concat(parts, ignore_index=True)


def _verdict(page, beside: pd.DataFrame, market: str) -> str:
    """What it would have cost less, or more."""
    before, after = beside["cost"]
    if pd.isna(before - after):
        return page.t("proof.no_money", marketplace=market)
    amount = plain(whole(abs(before - after), beside["currency"].iloc[0], page.lang))
    return page.t("learning.less" if after <= before else "learning.more", marketplace=market, amount=amount)


def _decide(page, found: dict, moves: bool) -> None:
    with st.container(horizontal=True):
        if moves and found["state"] == "accepted":
            _choice(page, found, "reverted", "secondary", ":material/undo:")
        elif moves:
            _choice(page, found, "accepted", "primary", ":material/check:")
        _button(page)


def _choice(page, found: dict, state: str, kind: str, icon: str) -> None:
    asked = {"on_click": _set, "args": (page.ws, found["learning_id"], state), "key": f"learning.{state}"}
    st.button(page.t(f"learning.to_{state}"), type=kind, icon=icon, **asked)


def _set(ws, learning_id: int, state: str) -> None:
    learnings.decide(ws, learning_id, state, at=places.now())


def _button(page) -> None:
    busy = jobs.busy(page.ws.path)
    st.button(page.t("learning.start"), on_click=work.learn, disabled=busy, icon=":material/school:", key="learn")
