"""The best moves between sites: what they save, when to ship, the plan lived through and in other worlds."""

from datetime import date

import pandas as pd
import streamlit as st

from core import settings, text
from core.transfers import ask, journal, network
from core.transfers.lived import Lived
from core.transfers.model import Limits
from core.transfers.moves import Problem
from core.transfers.plan import Plan, best
from core.transfers.view import balance
from pages.ui import charts, frame, jobs, moved, sites, tables, way_costs, work
from pages.ui.words import plain, whole

COLUMNS = (
    "sku",
    "title",
    "from_site",
    "to_site",
    "units",
    "move_cost",
    "lost_here",
    "gained_there",
    "benefit",
    "ship_by",
    "ship_why",
    "sellable_on",
)
_RENAMED = {"from": "from_site", "to": "to_site", "cost": "move_cost", "loss": "lost_here", "gain": "gained_there"}
_KPIS = ("benefit", "units", "cost", "skus")
_found: dict[tuple, object] = {}  # what was asked → the problem (core.transfers.moves.Problem), or the table of other worlds


def show(page) -> None:
    """The plan, or what is missing for one; then the moves that were drafted or accepted."""
    stocks = ask.nodes(page.ws, page.run)
    table = balance(stocks)
    if table["site"].nunique() < 2:
        st.info(page.t("transfers_page.one_site"), icon=":material/upload_file:")
        frame.link(page, "upload", page.t("frame.menu.upload"), icon=":material/upload_file:")
    elif not (table["sites"] > 1).any():
        st.info(page.t("transfers_page.nothing_shared"), icon=":material/link_off:")
    else:
        _missing_rates(page, stocks)
        limits = _limits(page, stocks)
        _plan(page, table, limits)
    moved.show(page)


def _missing_rates(page, stocks: pd.DataFrame) -> None:
    """Which exchange rates are missing, and where to give them."""
    missing = ask.rates(page.ws, page.run, stocks).missing(stocks["currency"].dropna().unique())
    if missing:
        st.warning(page.t("transfers_page.no_rates", currencies=", ".join(missing)), icon=":material/currency_exchange:")
        frame.link(page, "settings", page.t("frame.menu.settings"), icon=":material/tune:")


def _limits(page, stocks: pd.DataFrame) -> Limits:
    """What may be spent and handled, and what is urgent."""
    policy = settings.policy(page.ws)
    names = sorted(stocks.loc[stocks["kind"] == network.FBA, "site"].unique())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.popover(page.t("transfers_page.limits"), icon=":material/tune:"):
            budget = _number(page, "budget")
            units = _number(page, "units")
            core = st.multiselect(
                page.t("transfers_page.core"), names, key="moves.core", persist_state="session", help=page.t("transfers_page.core_help")
            )  # fmt: skip
        st.caption(page.t("transfers_page.about"), width="stretch")
    return ask.limits(stocks, policy, budget=budget, units=units, core=policy["transfers.core_weight"], core_sites=tuple(core))


def _number(page, name: str) -> float | None:
    return st.number_input(
        page.t(f"transfers_page.{name}"), min_value=0.0, value=None, step=1.0, format="%.0f", placeholder=page.t("portfolio.any"),
        key=f"moves.{name}", persist_state="session", width=240,
    )  # fmt: skip


def _key(page, *more) -> tuple:
    return (str(page.ws.path), page.ws.version(), page.run_id, network.mark(page.ws), *more)


def _plan(page, table: pd.DataFrame, limits: Limits) -> None:
    key = _key(page)
    if key not in _found:
        st.caption(page.t("transfers_page.first", products=page.number((table["sites"] > 1).sum())))
        st.button(
            page.t("transfers_page.find"), type="primary", icon=":material/play_arrow:", on_click=work.transfers,
            args=(page.run, lambda found: jobs.keep(_found, key, found)), disabled=jobs.busy(page.ws.path), key="moves.find",
        )  # fmt: skip
        return
    problem = _found[key]
    plan = best(problem, limits)
    st.markdown(f"#### {plain(verdict(page, plan))}")
    for name, reach in plan.short.items():
        st.error(page.t("transfers_page.short", name=name, reach=page.number(reach)), icon=":material/block:")
    if not plan.moves.empty:
        _figures(page, plan)
        _pictures(page, plan)
        _table(page, problem, plan)
        _worlds(page, problem, plan, limits)
    _left_out(page, problem.left_out)


def verdict(page, plan: Plan) -> str:
    """What the moves bring over clearing each stock where it lies."""
    if plan.moves.empty:
        return page.t("transfers_page.none")
    first = plan.moves["ship_by"].dropna().min()
    facts = {
        "moves": page.number(len(plan.moves)), "units": page.number(plan.moves["units"].sum()),
        "benefit": whole(plan.benefit, plan.currency, page.lang), "cost": whole(plan.cost, plan.currency, page.lang),
    }  # fmt: skip
    key = "transfers_page.verdict" if isinstance(first, date) else "transfers_page.verdict_any_day"
    return page.t(key, **facts, **({"day": page.day(first)} if isinstance(first, date) else {}))


def _figures(page, plan: Plan) -> None:
    told = {
        "benefit": whole(plan.benefit, plan.currency, page.lang), "units": page.number(plan.moves["units"].sum()),
        "cost": whole(plan.cost, plan.currency, page.lang), "skus": page.number(plan.moves["product"].nunique()),
    }  # fmt: skip
    for column, name in zip(st.columns(len(_KPIS)), _KPIS, strict=True):
        column.metric(page.t(f"transfers_page.kpi.{name}"), told[name], help=page.t(f"transfers_page.kpi_help.{name}"), border=True)
    for name in plan.binds:
        st.markdown(plain(page.t("transfers_page.binds", limit=_limit(page, name), worth=page.money(plan.marginal[name], plan.currency))))


def _limit(page, name: str) -> str:
    kind, *ends = name.split(".")
    return page.t(f"transfers_page.limit.{kind}", ends=" → ".join(ends))


def _pictures(page, plan: Plan) -> None:
    money, cover = st.columns([2, 3])
    with money.container(border=True, height="stretch"):
        st.markdown(f"**{page.t('transfers_page.where_from')}**")
        st.altair_chart(charts.saving(plan.moves, plan.currency, page.lang, page.theme), key="moves.saving")
    with cover.container(border=True, height="stretch"):
        st.markdown(f"**{page.t('transfers_page.cover')}**")
        st.altair_chart(charts.covers(plan.moves, page.lang, page.theme), key="moves.cover")


def _table(page, problem: Problem, plan: Plan) -> None:
    rows = plan.moves.rename(columns=_RENAMED).assign(
        currency=plan.currency, ship_why=[page.t(f"transfers_page.why.{why}") if why else None for why in plan.moves["ship_why"]]
    )  # fmt: skip
    chosen = tables.show_many(page, rows, COLUMNS, key="moves.table", height=tables.height(rows), alt=page.t("transfers_page.alt"))
    way_costs.of_moves(page, problem, plan, chosen)
    with st.container(horizontal=True):
        for name, picked in (("all", list(range(len(rows)))), ("some", chosen)):
            st.button(
                page.t(f"transfers_page.accept_{name}", moves=page.number(len(picked))), key=f"moves.accept_{name}", disabled=not picked,
                on_click=_accept, args=(page, plan, picked), icon=":material/done_all:" if name == "all" else ":material/check:",
            )  # fmt: skip
        st.download_button(
            page.t("transfers_page.instructions"), lambda: journal.instructions(plan.moves, page.lang), mime="text/csv",
            file_name=f"shelflife-transfers-{page.now:%Y-%m-%d}.csv", on_click="ignore", key="moves.file", icon=":material/local_shipping:",
        )  # fmt: skip
        tables.export(page, rows, "transfers")


def _accept(page, plan: Plan, rows: list[int]) -> None:
    journal.accept(page.ws, plan, rows, page.run, at=page.now)


def _worlds(page, problem: Problem, plan: Plan, limits: Limits) -> None:
    """The plan lived through beside the other ways, and where demand, lanes or suppliers are not as expected."""
    key = _key(page, "worlds", limits.budget, limits.units, limits.core_sites)
    if key not in _found:
        st.button(
            page.t("transfers_page.try_worlds"), on_click=work.worlds,
            args=(page.run, problem, plan, limits, lambda found: jobs.keep(_found, key, found)), disabled=jobs.busy(page.ws.path),
            key="moves.worlds", icon=":material/science:", help=page.t("transfers_page.worlds_help"),
        )  # fmt: skip
        return
    rows, lives = _found[key]
    st.markdown(f"**{page.t('transfers_page.lived')}**")
    _lived(page, plan, lives)
    st.markdown(f"**{page.t('transfers_page.worlds')}**")
    named = rows.assign(
        world=[page.t(f"transfers_page.world.{name}", **_named(facts)) for name, facts in zip(rows["world"], rows["facts"], strict=True)],
        currency=plan.currency,
    )  # fmt: skip
    st.altair_chart(charts.worlds(named, plan.currency, page.lang, page.theme), key="moves.worlds_picture")
    tables.show(page, named, ("world", "kept", "best", "regret", "moves"), key="moves.worlds_table")


def _lived(page, plan: Plan, lives: Lived) -> None:
    """What the three ways brought over many lives, beside what the plan says."""
    money = {name: whole(getattr(lives, name), lives.currency, page.lang) for name in ("mean", "low", "high", "p10", "p90")}
    held = lives.low <= plan.benefit <= lives.high
    facts = {
        "lives": page.number(lives.lives),
        "better": text.percent(lives.better, page.lang),
        "told": whole(plan.benefit, plan.currency, page.lang),
    }
    st.markdown(plain(page.t(f"transfers_page.lived_{'held' if held else 'off'}", **money, **facts)))
    ways = lives.ways.assign(way=[page.t(f"transfers_page.way.{name}") for name in lives.ways["way"]], value=lives.ways["mean"])
    st.altair_chart(charts.ways(ways, lives.currency, page.lang, page.theme), key="moves.lived")


def _named(facts: dict) -> dict:
    """`from` is a word of Python's own, so sentences call the ends one and other."""
    return {{"from": "one", "to": "other"}.get(name, name): value for name, value in facts.items()}


def _left_out(page, left_out: pd.DataFrame) -> None:
    if left_out.empty:
        return
    with st.expander(page.t("transfers_page.left_out", pairs=page.number(len(left_out)))):
        rows = left_out.rename(columns=_RENAMED)
        reasons = [sites.reason(page, code) for code in rows["reason"]]
        tables.show(
            page, rows.assign(reason=reasons, product=rows["product"]), ("product", "from_site", "to_site", "reason"), key="moves.left"
        )
