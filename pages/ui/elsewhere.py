"""Slow stock kept at another site and fed back in small lots, against leaving it at Amazon and against clearing it now."""

import pandas as pd
import streamlit as st

from core import results
from core.clearance.rates import ITEM
from core.fees.inbound_placement import inbound_placement
from core.fees.removal import removal
from core.restock.storage import Elsewhere, choose
from core.transfers import network
from core.transfers.network import Site
from pages.ui import cached, charts, sale, way_costs
from pages.ui.words import plain, whole


def show(page, row: pd.Series) -> None:
    """For one stock of the run (marketplace, sku, currency, best_value): what each own site with a storage rate would make of it."""
    st.markdown(f"**{page.t('elsewhere.title')}**")
    stores = [one for one in network.own_sites(page.ws) if one.storage_per_ft3_month is not None and one.currency == row["currency"]]
    if not stores:
        st.caption(page.t("elsewhere.none", currency=row["currency"]))
        return
    case = results.case(page.ws, page.run, row["marketplace"], row["sku"], cached.book(page))
    told, moved = [], 0.0
    for store in stores:
        terms = _terms(case, store, row)
        if terms is None:
            st.caption(page.t("elsewhere.unknown", site=plain(store.site)))
            continue
        found = choose(case, terms)
        if found.reason:
            st.caption(page.t(f"clearance.reason.{found.reason}"))
            return
        told, moved = [*told, (store.site, found.elsewhere)], found.moved
        leave = found.leave
    if not told:
        return
    ways = [(page.t("elsewhere.leave"), leave), *told, (page.t("elsewhere.clear"), row["best_value"])]
    rows = pd.DataFrame(ways, columns=["way", "value"]).dropna()
    best = rows.loc[rows["value"].idxmax()]
    said = page.t("elsewhere.verdict", way=best["way"], value=whole(best["value"], row["currency"], page.lang), units=page.number(moved))
    st.markdown(plain(said))
    st.altair_chart(charts.ways(rows, row["currency"], page.lang, page.theme), key="elsewhere.picture")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(page.t("elsewhere.about"))
        way_costs.of_store(page, case, "elsewhere")


def _terms(case, store: Site, row: pd.Series) -> Elsewhere | None:
    """What a unit costs on its way out and back: removal and the lane's freight; freight and inbound placement. None: a fee is unknown."""
    item = pd.DataFrame([{name: getattr(case, name) for name in ITEM} | {"on": pd.Timestamp(case.as_of), "placement": sale.PLACEMENT}])
    market = network.marketplace_sites({row["marketplace"]: row["currency"]})[0]
    lane = network.default_lane(store, market)
    out = float(removal(item, book=case.book)["charge"].iloc[0])
    listed = case.book.table("inbound_placement", row["marketplace"]) is not None
    placed = float(inbound_placement(item, book=case.book)["charge"].iloc[0]) if listed else 0.0
    if pd.isna(out) or pd.isna(placed) or case.weight_lb is None or lane.currency != row["currency"]:
        return None
    way = lane.freight_per_unit + lane.freight_per_lb * case.weight_lb
    return Elsewhere(
        storage_per_ft3_month=store.storage_per_ft3_month, out=out + (store.receive_fee or 0.0), back=way + placed + (store.pick_fee or 0.0)
    )
