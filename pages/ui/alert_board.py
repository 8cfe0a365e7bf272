"""The board of alerts: how many stand in which state at which level, the filters over them, and what is said when none pass."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core import risk
from core.alerts import life, words
from pages.ui import explain, frame, queue, session, tables
from pages.ui.words import plain, whole

FIRST = ["open"]  # the states shown at first
_NOBODY = ""
_ADDRESS = "alerts.address"


@dataclass(frozen=True, kw_only=True)
class AlertFilter:
    """states, levels: those shown; rule None: all; owner None: all, "": nobody's; search: a SKU, or part of one or of a title, any case."""

    states: tuple[str, ...]
    levels: tuple[int, ...]
    rule: str | None
    owner: str | None
    search: str

    def of(self, alerts: pd.DataFrame) -> pd.DataFrame:
        """The alerts that pass, in order."""
        kept = alerts["state"].isin(self.states) & alerts["level"].isin(self.levels)
        if self.rule is not None:
            kept &= alerts["rule"] == self.rule
        if self.owner is not None:
            kept &= alerts["owner"].isna() if self.owner == _NOBODY else alerts["owner"] == self.owner
        if self.search:
            kept &= _found(alerts, self.search)
        return in_order(alerts[kept])


def in_order(alerts: pd.DataFrame) -> pd.DataFrame:
    """By level; then the SKU with the most at stake, with its rules together; amounts of different currencies take turns."""
    skus = queue.in_turns(
        _skus(alerts[["marketplace", "sku", "currency", "money_at_stake"]].sort_values("money_at_stake", ascending=False))
    )
    placed = alerts.merge(skus.reset_index(drop=True)[["marketplace", "sku"]].assign(turn=range(len(skus))), on=["marketplace", "sku"])
    placed = placed.assign(speaks=[risk.PRIORITY.index(rule) for rule in placed["rule"]])
    in_order = placed.sort_values(["level", "turn", "speaks"], ascending=[False, True, True], kind="stable", ignore_index=True)
    return in_order.drop(columns=["turn", "speaks"])


def _found(alerts: pd.DataFrame, search: str) -> pd.Series:
    """The SKU of exactly that name; else what holds the text in SKU or title."""
    exact = alerts["sku"].str.lower() == search.lower()
    parts = [alerts[name].fillna("").str.contains(search, case=False, regex=False) for name in ("sku", "title")]
    return exact if exact.any() else parts[0] | parts[1]


def verdict(page, alerts: pd.DataFrame) -> str:
    """How many are open, how many of them urgent, and what is at stake in their SKUs."""
    waiting = alerts[alerts["state"] == "open"]
    if waiting.empty:
        return page.t("alerts_page.calm")
    facts = {"alerts": len(waiting), "skus": len(_skus(waiting)), "urgent": len(_skus(waiting[waiting["level"] == max(tables.LEVELS)]))}
    return page.t("alerts_page.verdict", **{name: page.number(value) for name, value in facts.items()}, money=_at_stake(page, waiting))


def _skus(alerts: pd.DataFrame) -> pd.DataFrame:
    return alerts.drop_duplicates(["marketplace", "sku"])


def _at_stake(page, alerts: pd.DataFrame) -> str:
    """The money at stake, each SKU once; each currency for itself."""
    skus = _skus(alerts[alerts["money_at_stake"].notna()])
    sums = skus.groupby("currency")["money_at_stake"].sum()
    return plain(" + ".join(whole(amount, currency, page.lang, compact=True) for currency, amount in sums.items()) or "–")


def counts(page, alerts: pd.DataFrame) -> None:
    """A small table: a row a level, the most urgent first; a column a state that any alert is in."""
    found = alerts.groupby(["level", "state"]).size()
    states = [state for state in life.STATES if (alerts["state"] == state).any()]
    rows = [
        (tables.level_name(level, page.lang), *(page.number(found.get((level, state), 0)) for state in states))
        for level in reversed(tables.LEVELS)
        if (alerts["level"] == level).any()
    ]
    st.markdown(explain.table(rows, (page.t("table.column.level"), *(page.t(f"alerts.state.{state}") for state in states))))


def from_address() -> None:
    """?sku=… shows the live alerts of that SKU, once for each address."""
    asked = st.query_params.get("sku")
    if asked and asked != st.session_state.get(_ADDRESS):
        st.session_state[_ADDRESS] = asked
        reset(list(life.LIVE))
        session.put("alerts.search", asked)


def filters(page, alerts: pd.DataFrame) -> AlertFilter:
    """Draw them; what the seller chose."""
    states = _pills(page, "states", FIRST, list(life.STATES), lambda state: page.t(f"alerts.state.{state}"), alerts["state"])
    live = alerts[alerts["state"].isin(states)]
    levels = list(reversed(tables.LEVELS))
    levels = _pills(page, "levels", levels, levels, lambda level: tables.level_name(level, page.lang), live["level"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rules = sorted(alerts["rule"].unique())
        rule = _choice(page, "rule", rules, lambda name: page.t(f"risk.rule.{name}"), "all_rules")
        owners = [_NOBODY, *sorted(alerts["owner"].dropna().unique())]
        owner = _choice(page, "owner", owners, lambda name: name or page.t("alerts_page.nobody"), "all_owners")
        label, hint = page.t("risk_page.search"), page.t("risk_page.search_hint")
        search = session.bind("alerts.search", "", st.text_input, label, placeholder=hint, width=230)
    return AlertFilter(states=tuple(states), levels=tuple(levels), rule=rule, owner=owner, search=(search or "").strip())


def _pills(page, name: str, default: list, options: list, said, of: pd.Series) -> list:
    """Pills that count the alerts behind them."""
    found = of.value_counts()
    return session.bind(
        f"alerts.{name}",
        default,
        st.pills,
        page.t(f"alerts_page.{name}"),
        options=options,
        format_func=lambda one: f"{said(one)} · {page.number(found.get(one, 0))}",
        selection_mode="multi",
        wrap=True,
    )


def _choice(page, name: str, options: list, said, hint: str) -> str | None:
    label = page.t(f"table.column.{name}")
    return session.bind(
        f"alerts.{name}",
        None,
        st.selectbox,
        label,
        options=options,
        format_func=said,
        placeholder=page.t(f"alerts_page.{hint}"),
        width=230,
    )


def reset(states: list | None = None) -> None:
    """The first states (or those given), every level, rule and owner, no search."""
    session.put("alerts.states", states or FIRST)
    session.put("alerts.levels", list(tables.LEVELS))
    for name in ("rule", "owner"):
        session.put(f"alerts.{name}", None)
    session.put("alerts.search", "")


def nothing(page, alerts: pd.DataFrame) -> None:
    """Nothing passes: because nothing waits, or because of the filters."""
    waiting = int((alerts["state"] == "open").sum())
    if waiting:
        st.info(page.t("alerts_page.empty", alerts=page.number(waiting)), icon=":material/filter_alt_off:")
        st.button(page.t("risk_page.reset"), on_click=reset, type="primary", key="reset")
    else:
        st.success(page.t("alerts_page.calm"), icon=":material/check_circle:")
        frame.link(page, "risk", page.t("overview.matrix.open"), icon=":material/scatter_plot:")


def in_words(page, alerts: pd.DataFrame) -> pd.DataFrame:
    """With why each fires, in numbers, and what would silence it."""
    rows = alerts.to_dict("records")
    return alerts.assign(why=[words.why(row, page.lang) for row in rows], silent=[words.silent(row, page.lang) for row in rows])
