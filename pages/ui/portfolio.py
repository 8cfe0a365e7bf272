"""One goal over many SKUs: cash or space by a day, within what can be handled, at the least loss.

Every way out is valued once for a day, in the background; then goals and limits can be tried at once.
"""

from datetime import date, timedelta
from math import ceil, floor

import pandas as pd
import streamlit as st

from core import plans as journal
from core import text
from core.clearance.portfolio import GOALS, Limits, Portfolio, choose
from pages.ui import cached, inputs, jobs, notes, plans, tables, work
from pages.ui.words import plain, whole

_AHEAD = timedelta(days=56)
_COLUMNS = ("sku", "title", "option", "price", "units_out", "door", "value", "best_option", "loss", "cash", "ft3")
_KPIS = ("value", "loss", "cash", "ft3", "changes", "units_out")
_MONEY = ("value", "loss", "cash", "ads")
_CENT = 0.01
_found: dict[tuple, tuple[pd.DataFrame, pd.DataFrame]] = {}  # what was asked → every way out, and the SKUs left out


def show(page) -> None:
    """Goal and limits; then the choice, or what stands in its way."""
    if page.run is None:
        notes.no_run(page)
        return
    page = inputs.one_marketplace(page)
    table = cached.risk_table(page)
    currency = table["currency"].dropna().iloc[0] if table["currency"].notna().any() else ""
    st.caption(page.t("portfolio.about"))
    by, limits = _asked(page, currency)
    key = (str(page.ws.path), page.ws.version(), page.run_id, page.marketplace, by)
    if key not in _found:
        _start(page, key)
        return
    ways, left_out = _found[key]
    if ways.empty:
        st.info(page.t("portfolio.nothing", marketplace=page.marketplace), icon=":material/inbox:")
    else:
        _answer(page, _choice(ways, key, limits), by, table[["marketplace", "sku", "title", "currency"]])
    _left_out(page, left_out)


def _asked(page, currency: str) -> tuple[date, Limits]:
    """The day, and the goals and limits that were given."""
    lag = page.number(page.run["policy"].get("clearance.liquidation_cash_days", 0))
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        cash = _number(page, "cash", currency, days=lag)
        ft3 = _number(page, "ft3", currency)
        by = st.date_input(
            page.t("portfolio.by"), page.run["as_of"] + _AHEAD, min_value=page.run["as_of"], key="portfolio.by", persist_state="session",
            width=150,
        )  # fmt: skip
        with st.popover(page.t("portfolio.limits"), icon=":material/tune:"):
            more = {name: _number(page, name, currency) for name in ("changes", "units_out", "ads")}
    return by, Limits(cash=cash, ft3=ft3, **more)


def _number(page, name: str, currency: str, **facts) -> float | None:
    """A goal or limit; empty: none."""
    return st.number_input(
        page.t(f"portfolio.{name}", currency=currency), min_value=0.0, value=None, step=1.0, format="%.0f",
        placeholder=page.t("portfolio.any"), key=f"portfolio.{name}", persist_state="session",
        help=page.t(f"portfolio.help.{name}", **facts), width=210,
    )  # fmt: skip


def _start(page, key: tuple) -> None:
    """What will be done, and the button for it."""
    *_, by = key
    st.caption(page.t("portfolio.first", on=page.day(page.run["as_of"]), day=page.day(by)))
    st.button(
        page.t("portfolio.value_all"), type="primary", on_click=work.frontier,
        args=(page.run_id, by, page.marketplace, lambda found: jobs.keep(_found, key, found)), disabled=jobs.busy(page.ws.path),
        icon=":material/play_arrow:", key="portfolio.start",
    )  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=32)
def _choice(_ways: pd.DataFrame, key: tuple, limits: Limits) -> Portfolio:
    return choose(_ways, limits)


def _answer(page, found: Portfolio, by: date, names: pd.DataFrame) -> None:
    chosen = found.chosen.merge(names, on=["marketplace", "sku"], how="left")
    currency = chosen["currency"].iloc[0]
    st.markdown(f"#### {plain(verdict(page, found, by, currency))}")
    if found.short:
        for name, reach in found.short.items():
            st.error(plain(_short(page, name, reach, found.limits.given()[name], currency)), icon=":material/block:")
            within = floor(reach) if name in GOALS else ceil(reach)
            st.button(
                page.t("portfolio.take", amount=plain(_amount(page, name, within, currency))), on_click=_take, args=(name, within),
                key=f"portfolio.take.{name}",
            )  # fmt: skip
        return
    for column, name in zip(st.columns(len(_KPIS)), _KPIS, strict=True):
        column.metric(page.t(f"portfolio.kpi.{name}"), _amount(page, name, found.totals[name], currency))
    if found.limits.given():
        st.markdown(plain(binds(page, found, currency)))
        st.caption(page.t("portfolio.margin"))
    picked = _table(page, chosen.assign(units_out=chosen["units_out"].round()))
    _accept(page, chosen, picked, by)
    with st.container(horizontal=True):
        plans.files(page, journal.steps_of_ways(chosen, page.t("portfolio.name", day=page.day(by)), page.lang), "portfolio")
        tables.export(page, chosen, "portfolio")


def verdict(page, found: Portfolio, by: date, currency: str) -> str:
    """Whether it can be done, what it frees and what is given up."""
    day = page.day(by)
    if found.short:
        return page.t("portfolio.verdict.short", day=day)
    facts = {name: _amount(page, name, found.totals[name], currency) for name in ("value", "loss", "cash", "ft3")}
    changed = int((found.chosen["loss"] >= _CENT).sum())
    facts |= {"day": day, "skus": page.number(len(found.chosen)), "changed": page.number(changed)}
    return page.t("portfolio.verdict.met" if changed else "portfolio.verdict.free", **facts)


def binds(page, found: Portfolio, currency: str) -> str:
    """The limits that cost something, with what one more unit is worth."""
    lines = [page.t(f"portfolio.binds.{name}", worth=page.money(found.marginal[name], currency)) for name in found.binds]
    return "  \n".join(lines or [page.t("portfolio.binds.none")])


def _short(page, name: str, reach: float, wanted: float, currency: str) -> str:
    said = {"reach": _amount(page, name, reach, currency), "wanted": _amount(page, name, wanted, currency)}
    return page.t(f"portfolio.short.{name}", **said)


def _take(name: str, amount: int) -> None:
    """Ask for what can be reached instead."""
    st.session_state[f"portfolio.{name}"] = float(amount)


def _amount(page, name: str, amount: float, currency: str) -> str:
    return whole(amount, currency, page.lang) if name in _MONEY else page.number(amount)


def _table(page, chosen: pd.DataFrame) -> list[int]:
    """The chosen way of each SKU, the dearest compromise first; gives the rows that are selected."""
    shown = tables.with_currency(chosen, list(_COLUMNS))
    event = st.dataframe(
        tables.in_words(page, chosen[shown]), column_config=tables.config(page, chosen, shown), hide_index=True, key="portfolio.table",
        height=tables.height(chosen), placeholder="–", alt=page.t("portfolio.alt"), on_select="rerun", selection_mode="multi-row",
    )  # fmt: skip
    return event["selection"]["rows"]


def _accept(page, chosen: pd.DataFrame, picked: list[int], by: date) -> None:
    """All that does something, or what is selected, becomes accepted plans."""
    doing = chosen[chosen["option"] != "hold"]
    if doing.empty and not picked:
        st.caption(page.t("portfolio.all_hold"))
        return
    with st.container(horizontal=True):
        for name, rows in (("all", doing), ("some", chosen.iloc[picked])):
            st.button(
                page.t(f"portfolio.accept_{name}", plans=page.number(len(rows))), on_click=work.accept,
                args=(page.run, rows.to_dict("records"), page.t("portfolio.name", day=page.day(by))),
                disabled=rows.empty or jobs.busy(page.ws.path), key=f"portfolio.accept_{name}", help=page.t("portfolio.accept_help"),
                icon=":material/done_all:" if name == "all" else ":material/check:",
            )  # fmt: skip


def _left_out(page, left_out: pd.DataFrame) -> None:
    if left_out.empty:
        return
    keys = [f"clearance.reason.{code}" for code in left_out["reason"].unique()]
    reasons = " ".join(page.t(key) for key in keys if text.has(key))
    st.caption(page.t("portfolio.left_out", skus=page.number(len(left_out)), reasons=plain(reasons)))
