"""What to buy again: when, how much, and why not; the course of one product; service and packs in bulk; the purchase order as a file."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core import text
from core.errors import InputError
from core.market.keywords import WORTH_TELLING
from core.restock import settings as wishes
from core.restock.suggest import after_moves, at_demand, suggest
from core.transfers import journal
from pages.ui import behind, cached, charts, counted, tables
from pages.ui.words import plain, whole

COLUMNS = (
    "sku",
    "marketplace",
    "title",
    "order_why",
    "order_on",
    "units",
    "price_share",
    "keyword_share",
    "coming_units",
    "units_beside",
    "amount",
    "profit",
    "arrives_on",
    "on_hand",
    "inbound",
    "order_point",
    "order_up_to",
    "stockout_on",
    "review",
    "service",
)
_COUNTED, _MOST_TOLD = "market.keywords_counted", 3
EDITED = ("service", "safety_stock", "minimum_order", "case_pack", "capacity_units", "successor")
_OF_SOME = ("price_share", "keyword_share", "coming_units", "units_beside")  # shown where they are known of a product
_WHOLE = (
    "units",
    "coming_units",
    "units_beside",
    "order_point",
    "order_up_to",
    "low_units",
    "high_units",
    "on_hand",
    "inbound",
    "position",
)


def show(page) -> None:
    positions = cached.with_profit(page, cached.of_marketplace(page, wishes.positions(page.ws, page.run_id)))
    if positions.empty:
        st.info(page.t("restock.nothing"), icon=":material/inbox:")
        return
    policy = _policy(page, positions)
    table = _beside_moves(page, suggest(positions, page.run["as_of"], policy), positions, policy)
    st.markdown(f"#### {plain(verdict(page, table))}")
    st.caption(page.t("restock.about"))
    moved = table[table[["price_share", "keyword_share"]].notna().any(axis=1)].head(_MOST_TOLD)
    told = [said for row in moved.to_dict("records") for said in counted.price_and_keyword(page, row)]
    for said in told[:_MOST_TOLD]:
        st.markdown(f":material/lightbulb: {said}")
    with st.container(border=True):
        st.markdown(f"**{page.t('restock.picture')}**")
        st.altair_chart(charts.orders(table, page.run["as_of"], page.lang, page.theme), key="restock.picture")
    shown = _filtered(page, table)
    rows = shown.assign(
        order_why=[page.t(f"restock.why.{why}") for why in shown["why"]],
        review=[page.t(f"restock.review.{name}") for name in shown["review"]],
    )
    columns = [name for name in COLUMNS if name not in _OF_SOME or rows[name].notna().any()]
    chosen = tables.show(page, rows, columns, key="restock.table", pick=True, height=tables.height(rows), alt=page.t("restock.alt"))
    _files(page, table)
    if len(shown):
        _course(page, shown.iloc[chosen if chosen is not None and chosen < len(shown) else 0], positions)
    _edit(page, positions)


def _policy(page, positions: pd.DataFrame) -> Mapping:
    """The run's policy; where a keyword says something, with a switch whether it is counted in."""
    policy = dict(cached.policy_of_run(page))
    if not (pd.to_numeric(positions["keyword_share"]).abs() >= WORTH_TELLING).any():
        return policy
    counts = st.toggle(
        page.t("restock.keywords"), value=policy[_COUNTED] == "counted", key="restock.keywords", persist_state="session",
        help=page.t("restock.keywords_help"),
    )  # fmt: skip
    return policy | {_COUNTED: "counted" if counts else "apart"}


def _beside_moves(page, table: pd.DataFrame, positions: pd.DataFrame, policy: Mapping) -> pd.DataFrame:
    """With coming_units, from_sites (NaN without moves to it) and units_beside: what is still to be bought when those moves are made."""
    moves = journal.coming(page.ws)
    after = suggest(after_moves(positions, moves), page.run["as_of"], policy)
    keys = ["marketplace", "sku"]
    beside = after[[*keys, "units"]].rename(columns={"units": "units_beside"}).fillna({"units_beside": 0.0})
    return table.merge(moves, how="left", on=keys).merge(beside, how="left", on=keys)


def verdict(page, table: pd.DataFrame) -> str:
    """How many are due today, and for how much."""
    now = table[table["why"] == "order_now"]
    held = int(table["why"].isin(["frozen", "clearing", "ends", "loss"]).sum())
    if now.empty:
        return page.t("restock.calm", held=page.number(held))
    sums = now.groupby("currency")["amount"].sum(min_count=1)
    money = " + ".join(whole(amount, currency, page.lang) for currency, amount in sums.items())
    return page.t("restock.verdict", skus=page.number(len(now)), money=money, held=page.number(held))


def _filtered(page, table: pd.DataFrame) -> pd.DataFrame:
    names = {why: page.t(f"restock.why.{why}") for why in table["why"].unique()}
    chosen = st.pills(
        page.t("restock.show"),
        list(names),
        format_func=names.get,
        selection_mode="multi",
        key="restock.why",
        persist_state="session",
        label_visibility="collapsed",
    )
    return table[table["why"].isin(chosen)].reset_index(drop=True) if chosen else table


def _files(page, table: pd.DataFrame) -> None:
    """The purchase order: what is due today."""
    due = table[table["why"] == "order_now"]
    with st.container(horizontal=True):
        tables.export(page, _as_file(page, due), "purchase-order")
        st.caption(_order_note(page, due))


def _order_note(page, due: pd.DataFrame) -> str:
    """What the file is; where moves are to come to something in it, that they are not taken off."""
    note, reached = page.t("restock.order_note"), int((due["coming_units"] > 0).sum())
    if not reached:
        return note
    column = tables.title("units_beside", page.lang)
    return text.joined([note, page.t("restock.order_moves", skus=page.number(reached), column=column)], page.lang)


def _as_file(page, due: pd.DataFrame) -> pd.DataFrame:
    """The same rows for people: codes in words, pieces and days whole, money in cents."""
    digits = dict.fromkeys((*_WHOLE, "lead_days"), 0) | {"service": 3, "amount": 2, "unit_cost": 2, "profit": 2}
    worded = {name: [page.t(f"restock.{name}.{code}") for code in due[name]] for name in ("why", "review")}
    rounded = {name: due[name].astype(float).round(places) for name, places in digits.items()}
    pieces = {name: rounded[name].astype("Int64") for name, places in digits.items() if places == 0}
    return due.assign(**worded, **rounded | pieces).rename(columns={"why": "order_why"})


def _course(page, row: pd.Series, positions: pd.DataFrame) -> None:
    """How the stock of one product is used up, with the day to order and the day it arrives."""
    same = positions[(positions["marketplace"] == row["marketplace"]) & (positions["sku"] == row["sku"])]
    with st.container(border=True):
        st.markdown(f"**{plain(page.t('restock.course', sku=row['sku'], title=row['title'] or ''))}**")
        counts = at_demand(same, row[["times_demand"]]).iloc[0]
        st.altair_chart(charts.used_up(counts, row, page.run["as_of"], page.lang, page.theme), key="restock.course")
        st.caption(page.t("restock.corridor", low=page.number(row["low_units"]), high=page.number(row["high_units"])))
        fees = ("low_inventory", "aged_surcharge")
        behind.of_schedules(page, page.t("behind.corridor"), [row["marketplace"]], fees, page.run["as_of"], "corridor")
        if row["coming_units"] > 0:
            _moved(page, row)
        for said in counted.order_words(page, row):
            st.markdown(f":material/storefront: {said}")


def _moved(page, row: pd.Series) -> None:
    """Moves to the product that are drafted or accepted, and what remains to be bought with them."""
    facts = {"units": page.number(row["coming_units"]), "sites": plain(row["from_sites"]), "left": page.number(row["units_beside"])}
    key = "restock.moves_cover" if not row["units_beside"] else "restock.moves_leave"
    st.markdown(f":material/local_shipping: {page.t(key, **facts)}")


def _edit(page, positions: pd.DataFrame) -> None:
    """Service, safety stock and packs of many products at once."""
    with st.expander(page.t("restock.edit"), icon=":material/edit:"):
        st.caption(page.t("restock.edit_note"))
        rows = positions[["marketplace", "sku", "title", "abc", "xyz", *EDITED]].reset_index(drop=True)
        names = {name: st.column_config.NumberColumn(page.t(f"restock.column.{name}"), min_value=0.0) for name in EDITED[:-1]}
        names |= {"successor": st.column_config.TextColumn(page.t("restock.column.successor"))}
        names |= {
            name: st.column_config.TextColumn(tables.title(name, page.lang)) for name in ("marketplace", "sku", "title", "abc", "xyz")
        }
        edited = st.data_editor(
            rows,
            key="restock.editor",
            hide_index=True,
            column_config=names,
            disabled=["marketplace", "sku", "title", "abc", "xyz"],
            height=320,
            placeholder="–",
        )
        changed = edited[~_same(edited, rows)]
        if st.button(page.t("restock.save", skus=page.number(len(changed))), disabled=changed.empty, key="restock.save", type="primary"):
            try:
                wishes.save(page.ws, changed.to_dict("records"), at=page.now)
            except InputError as error:
                st.error(text.say(error, page.lang))
                return
            st.rerun()


def _same(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    return (one[list(EDITED)].astype(object).fillna("") == other[list(EDITED)].astype(object).fillna("")).all(axis=1)
