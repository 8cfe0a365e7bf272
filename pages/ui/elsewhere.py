"""Slow stock kept at another site, or sent on over its dock, against leaving it at Amazon and against clearing it now."""

from collections.abc import Iterator, Mapping

import pandas as pd
import streamlit as st

from core import results
from core.clearance.case import Case
from core.clearance.rates import ITEM
from core.currency import Exchange
from core.fees.inbound_placement import inbound_placement
from core.fees.removal import removal
from core.restock.storage import Choice, Elsewhere, choose, for_season
from core.transfers import ask, network
from core.transfers.cross_dock import cross_dock
from core.transfers.network import Site
from pages.ui import cached, charts, sale, way_costs
from pages.ui.words import plain, whole

_WAYS = {"feed": choose, "season": for_season}


def pick(page) -> None:
    """The choices of a stock with a warning that the seller picks, the most money at stake first."""
    table = cached.risk_table(page)
    slow = table[(table["level"] >= 1) & (table["on_hand"] > 0)].sort_values("money_at_stake", ascending=False, na_position="last")
    if slow.empty:
        st.info(page.t("elsewhere.nothing"), icon=":material/warehouse:")
        return
    names = {(row.marketplace, row.sku): f"{row.sku} · {row.marketplace} · {row.title or ''}" for row in slow.itertuples()}
    label = page.t("elsewhere.pick")
    market, sku = st.selectbox(label, list(names), format_func=names.get, key="elsewhere.sku", persist_state="session")
    show(page, slow[(slow["marketplace"] == market) & (slow["sku"] == sku)].iloc[0])


def show(page, row: pd.Series) -> None:
    """For one stock of the run (marketplace, sku, currency, best_value): what each own site with a storage rate would make of it."""
    st.markdown(f"**{page.t('elsewhere.title')}**")
    stores = [one for one in network.own_sites(page.ws) if one.storage_per_ft3_month is not None and one.currency == row["currency"]]
    if not stores:
        st.caption(page.t("elsewhere.none", currency=row["currency"]))
        return
    case = results.case(page.ws, page.run, row["marketplace"], row["sku"], cached.book(page))
    found = [(store, *told) for store in stores for told in _of_store(page, case, store, row)]
    leave = next((choice.leave for _, _, choice, _ in found if pd.notna(choice.leave)), None)
    ways = [(page.t("elsewhere.leave"), leave)] if leave is not None else []
    ways += [
        (page.t(f"elsewhere.way.{way}", site=store.site, **facts), choice.elsewhere)
        for store, way, choice, facts in found
        if not choice.reason
    ]
    ways.append((page.t("elsewhere.clear"), row["best_value"]))
    _picture(page, pd.DataFrame(ways, columns=["way", "value"]).dropna(), row["currency"])
    for store, way, choice, _ in found:
        if choice.reason:
            st.caption(plain(_why(page, store.site, way, choice.reason)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(page.t("elsewhere.about"))
        way_costs.of_store(page, case, "elsewhere")


def _picture(page, rows: pd.DataFrame, currency: str) -> None:
    """The ways that can be valued, and which brings most."""
    if rows.empty:
        return
    best = rows.loc[rows["value"].idxmax()]
    st.markdown(plain(page.t("elsewhere.verdict", way=best["way"], value=whole(best["value"], currency, page.lang))))
    st.altair_chart(charts.ways(rows, currency, page.lang, page.theme), key="elsewhere.picture")


def _why(page, site: str, way: str, reason: str) -> str:
    """Why a way is not offered."""
    own = ("fees_unknown", "no_room", "no_season", "sells_before", "nothing_coming", "no_move", "no_rates")
    said = page.t(f"elsewhere.reason.{reason}" if reason in own else f"clearance.reason.{reason}")
    return page.t("elsewhere.not_offered", way=page.t(f"elsewhere.kind.{way}"), site=site, why=said)


def _of_store(page, case: Case, store: Site, row: pd.Series) -> Iterator[tuple[str, Choice, Mapping]]:
    """(way, choice, facts of its name) of a store."""
    stocks = ask.nodes(page.ws, page.run)
    exchange, nothing = ask.rates(page.ws, page.run, stocks), float("nan")
    if exchange.missing([row["currency"], store.currency, *(lane.currency for lane in network.lanes(page.ws, [store, _market(row)]))]):
        yield "feed", Choice(leave=nothing, elsewhere=nothing, moved=nothing, reason="no_rates"), {}
        return
    terms = _terms(page, case, (store, row), stocks, exchange)
    for way, valued in _WAYS.items():
        choice = valued(case, terms) if terms else Choice(leave=nothing, elsewhere=nothing, moved=nothing, reason="fees_unknown")
        yield way, choice, {"units": page.number(choice.moved), "day": page.day(choice.back_on) if choice.back_on else ""}
    yield "dock", *_docked(page, choose(case, terms).leave if terms else nothing, store, row, exchange)


def _docked(page, leave: float, store: Site, row: pd.Series, exchange: Exchange) -> tuple[Choice, Mapping]:
    """What is on its way, sent on over the store's dock: worth of the stock with it."""
    plan = cross_dock(page.ws, page.run, row["marketplace"], row["sku"], store)
    if plan is None or plan.moves.empty:
        reason = "nothing_coming" if plan is None else "no_move"
        return Choice(leave=leave, elsewhere=float("nan"), moved=float("nan"), reason=reason), {}
    units, brings = float(plan.moves["units"].sum()), plan.benefit / exchange.convert(1.0, row["currency"])
    facts = {"units": page.number(units), "to": ", ".join(sorted(set(plan.moves["to"])))}
    return Choice(leave=leave, elsewhere=leave + brings, moved=units), facts


def _market(row: pd.Series) -> Site:
    return network.marketplace_sites({row["marketplace"]: row["currency"]})[0]


def _terms(page, case: Case, ends: tuple[Site, pd.Series], stocks: pd.DataFrame, exchange: Exchange) -> Elsewhere | None:
    """What a unit costs on its way out (removal, receiving) and back (picking, freight, placement), and the room that is left. None: a fee
    or the weight is unknown, or the way is closed."""
    store, row = ends
    item = pd.DataFrame([{name: getattr(case, name) for name in ITEM} | {"on": pd.Timestamp(case.as_of), "placement": sale.PLACEMENT}])
    lanes = network.lanes(page.ws, [store, _market(row)])
    out = float(removal(item, book=case.book)["charge"].iloc[0])
    listed = case.book.table("inbound_placement", row["marketplace"]) is not None
    placed = float(inbound_placement(item, book=case.book)["charge"].iloc[0]) if listed else 0.0
    if pd.isna(out) or pd.isna(placed) or case.weight_lb is None or not lanes:
        return None
    freight = exchange.convert(lanes[0].freight_per_unit + lanes[0].freight_per_lb * case.weight_lb, lanes[0].currency)
    way = freight / exchange.convert(1.0, row["currency"])
    out, back = out + (store.receive_fee or 0.0), way + placed + (store.pick_fee or 0.0)
    return Elsewhere(
        storage_per_ft3_month=store.storage_per_ft3_month, out=out, back=back, room_ft3=network.room(store, stocks),
        extra_per_ft3_month=store.extra_per_ft3_month,
    )  # fmt: skip
