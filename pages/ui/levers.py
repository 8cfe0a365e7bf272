"""What may be done with a stock: how often the price may change, how low it may go, which promotions may run, until when.

Widgets → fields of Case. They hold for the session, for every SKU, until they are taken back.
"""

from dataclasses import replace
from datetime import date

import streamlit as st

from core import text
from core.clearance.case import Case
from core.clearance.promotion import Promotion
from pages.ui.words import plain

_KEY = "lever."
_CUTS = (("coupon", 20), ("lightning_deal", 20), ("best_deal", 20), ("outlet", 25))


def show(page, case: Case, currency: str) -> Case:
    """Draw the levers; the case with what the seller allowed."""
    st.caption(page.t("levers.about"))
    left, right = st.columns(2)
    with left:
        changes = _number(page, "max_changes", 0, 8, int(case.max_changes), 1)
        dwell = _number(page, "dwell_weeks", 1, 12, int(case.dwell_weeks), 1)
    with right:
        floor = _number(page, "price_floor", 0.0, 1e6, 0.0, 0.5, currency)
        weeks = _number(page, "horizon_weeks", 4, 78, int(case.horizon_weeks), 1)
    promotions = tuple(
        one for one in (*(_cut(page, kind, start) for kind, start in _CUTS), _ads(page, currency), _bundle(page, case, currency)) if one
    )
    st.button(page.t("levers.reset"), on_click=reset, key="reset_levers", icon=":material/undo:")
    return replace(
        case, max_changes=changes, dwell_weeks=dwell, price_floor=floor or None, horizon_weeks=_told(case, weeks), promotions=promotions
    )


def _told(case: Case, weeks: int) -> int:
    """No further than the season is told."""
    return weeks if case.season is None else min(weeks, len(case.season))


def _number(page, name: str, low, high, value, step, currency: str = ""):
    label, why = page.t(f"levers.{name}", currency=currency), page.t(f"levers.help.{name}")
    return st.number_input(label, low, high, value, step, key=_KEY + name, persist_state="session", help=why)


def _cut(page, kind: str, start: int) -> Promotion | None:
    """A coupon or deal: may it be used, and how much off."""
    used, percent = st.columns([3, 2], vertical_alignment="center")
    with used:
        chosen = st.checkbox(page.t(f"levers.{kind}"), key=_KEY + kind, persist_state="session", help=page.t(f"levers.help.{kind}"))
    with percent:
        look = {"label_visibility": "collapsed", "disabled": not chosen, "icon": ":material/percent:"}
        off = st.number_input(page.t("levers.off"), 5, 80, start, 5, key=f"{_KEY}{kind}.off", persist_state="session", **look)
    if not chosen:
        return None
    return Promotion(kind=kind, discount=off / 100, last_ended=_last_ended(page) if kind == "outlet" else None)


def _last_ended(page) -> date | None:
    label, why = page.t("levers.last_ended"), page.t("levers.help.last_ended")
    return st.date_input(label, None, max_value=page.now.date(), key=f"{_KEY}last_ended", persist_state="session", help=why)


def _ads(page, currency: str) -> Promotion | None:
    chosen = st.checkbox(page.t("levers.ads"), key=_KEY + "ads", persist_state="session", help=page.t("levers.help.ads"))
    if not chosen:
        return None
    left, right = st.columns(2)
    with left:
        uplift = _number(page, "ads_uplift", 0, 300, 30, 10)
    with right:
        cost = _number(page, "ads_cost", 0.0, 1000.0, 3.0, 0.5, currency)
    return Promotion(kind="ads", uplift=1 + uplift / 100, per_unit=cost)


def use_bundle(case: Case, added_units: float, margin: float) -> None:
    """Let the plan of this SKU sell a set beside: so many a week, each leaving so much."""
    st.session_state[_bundle_key(case)] = Promotion(kind="bundle", added_units=added_units, margin=margin)
    st.session_state[_KEY + "bundle"] = True


def _bundle_key(case: Case) -> str:
    return f"{_KEY}bundle.{case.marketplace}|{case.sku}"


def _bundle(page, case: Case, currency: str) -> Promotion | None:
    """The set taken over from the bundles of this SKU, with a box to leave it out."""
    found = st.session_state.get(_bundle_key(case))
    if found is None:
        return None
    facts = {"units": text.number(found.added_units, page.lang, 1), "money": plain(page.money(found.margin, currency))}
    used = st.checkbox(
        page.t("levers.bundle_of", **facts), True, key=_KEY + "bundle", persist_state="session", help=page.t("levers.help.bundle")
    )
    return found if used else None


def reset() -> None:
    """Back to the thresholds in force, no promotions."""
    for key in [key for key in st.session_state if str(key).startswith(_KEY)]:
        st.session_state.pop(key, None)


def refused(page, reasons: dict[str, str]) -> str:
    """The promotions that cannot be used, each with its reason."""
    return "\n".join(f"- {named(page, name)}: {page.t(f'levers.refused.{reason}')}" for name, reason in reasons.items())


def named(page, name: str) -> str:
    """coupon_20 → "Coupon, 20 % off"."""
    kind, _, off = name.rpartition("_")
    if kind and off.isdigit():
        return page.t("levers.named", name=page.t(f"levers.{kind}"), percent=off)
    return page.t(f"levers.{name}")
