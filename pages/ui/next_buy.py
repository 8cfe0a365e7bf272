"""Next buy on screen: what winners and losers share; price band, floor, first order and look-alikes of a product thought of."""

import numpy as np
import pandas as pd
import streamlit as st

from core import text
from core.errors import ShelflifeError
from core.review import attributes, catalogue, next_buy
from core.review.first_order import profits
from pages.ui import behind, cached, charts, session, tables
from pages.ui.words import plain, whole

EVERY = "every"
_SHOWN = 14  # attributes in the picture
_LISTED = ("attribute_kind", "attribute", "skus", "mean_share", "raw", "shrunk", "shrunk_low", "shrunk_high", "verdict_word")
_ALIKE = ("sku", "title", "alike", "slow_word", "recovered", "sell_through", "stale")
_YOUNG = ("sku", "title", "alike", "like_sku", "like_title")
_POINTS = 80


def show(page) -> None:
    with st.spinner(page.t("next_buy.working")):
        products, launches = cached.next_buy(page)
    here = cached.of_marketplace(page, products)
    st.caption(page.t("next_buy.about"))
    _attributes(page, here)
    st.subheader(page.t("next_buy.new"), anchor=False)
    _new(page, here, launches)
    _young(page, here)


# --- winners and losers


def _attributes(page, here: pd.DataFrame) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {one: page.t(f"next_buy.measure.{one}") for one in catalogue.MEASURES}
        look = {"options": list(names), "format_func": names.get, "required": True}
        measure = session.bind("next_buy.measure", "recovered", st.segmented_control, page.t("next_buy.measured"), wrap=True, **look)
        kinds = {kind: page.t(f"next_buy.kind.{kind}") for kind in (EVERY, *attributes.KINDS)}
        look = {"options": list(kinds), "format_func": kinds.get}
        kind = session.bind("next_buy.kind", EVERY, st.selectbox, page.t("next_buy.attribute"), **look)
    found = attributes.effects(here, measure)
    found = found if kind == EVERY else found[found["kind"] == kind].reset_index(drop=True)
    if found.empty:
        st.info(page.t("next_buy.nothing"), icon=":material/shopping_cart_off:")
        return
    st.caption(page.t(f"next_buy.measure_about.{measure}", mean=text.percent(here[measure].mean(), page.lang)))
    told = _worded(page, found)
    _picture(page, told, measure)
    with st.popover(page.t("review_page.as_table"), icon=":material/table:", width="stretch"):
        tables.show(page, told, _LISTED, key="next_buy.table", height=tables.height(told))
        tables.export(page, found, "attributes")


def _worded(page, found: pd.DataFrame) -> pd.DataFrame:
    kinds = [page.t(f"next_buy.kind.{kind}") for kind in found["kind"]]
    values = [_value(page, kind, value) for kind, value in zip(found["kind"], found["value"], strict=True)]
    verdicts = [page.t(f"next_buy.verdict.{one}") for one in found["verdict"]]
    return found.assign(
        attribute_kind=kinds, attribute=values, verdict_word=verdicts, mean_share=found["mean"], raw=found["effect"],
        shrunk_low=found["low"], shrunk_high=found["high"],
        name=[f"{kind}: {value} ({skus})" for kind, value, skus in zip(kinds, values, found["skus"], strict=True)],
    )  # fmt: skip


def _value(page, kind: str, value: str) -> str:
    key = f"next_buy.{kind}.{value}"
    return page.t(key) if kind in ("colour", "channel") and text.has(key) else value


def _picture(page, told: pd.DataFrame, measure: str) -> None:
    """The surest first: those with a verdict, then the strongest; in the order of the table."""
    rank = pd.DataFrame({"unsure": told["verdict"] == attributes.UNSURE, "weak": -told["shrunk"].abs()})
    rows = told.loc[rank.sort_values(["unsure", "weak"]).index[:_SHOWN].sort_values()]
    sides = {side: rows[rows["verdict"] == side]["name"] for side in (attributes.WINNER, attributes.LOSER)}
    facts = {side: ", ".join(names) or text.UNKNOWN for side, names in sides.items()}
    words = page.t("next_buy.picture_alt", measure=page.t(f"next_buy.measure.{measure}"), **facts)
    with st.container(border=True):
        st.altair_chart(charts.effects(rows, words, page.lang, page.theme), key="next_buy.effects")
        st.caption(page.t("next_buy.picture_about"))


# --- a product thought of


def _new(page, here: pd.DataFrame, launches: pd.DataFrame) -> None:
    idea = _asked(page, here)
    if idea is None:
        return
    try:
        found = next_buy.advise(here, launches, next_buy.Idea(**idea))
    except ShelflifeError as error:
        st.error(text.say(error, page.lang), icon=":material/error:")
        return
    _figures(page, found)
    for code in found.cannot:
        st.info(page.t(f"next_buy.cannot.{code}"), icon=":material/help:")
    if found.order:
        _order(page, found)
    _alike(page, found)


def _asked(page, here: pd.DataFrame) -> dict | None:
    markets = list(here["marketplace"].value_counts().index)
    if not markets:
        return None
    with st.container(border=True):
        first, second = st.columns(3), st.columns(3)
        market = first[0].selectbox(page.t("next_buy.site"), markets, key="next_buy.market")
        rows = here[here["marketplace"] == market]
        every = {None: page.t("next_buy.every_category")}
        kinds = [None, *rows["category"].dropna().value_counts().index]
        category = first[1].selectbox(
            page.t("table.column.category"), kinds, format_func=lambda kind: every.get(kind, kind), key=f"next_buy.category.{market}"
        )
        title = first[2].text_input(page.t("next_buy.title"), key="next_buy.title", placeholder=page.t("next_buy.title_hint"))
        kind = rows if category is None else rows[rows["category"] == category]
        start = {name: _usual(kind[name], least) for name, least in (("price", 20.0), ("landed_cost", 5.0), ("lead_time_days", 45.0))}
        mark = f"{market}.{category}"
        price = second[0].number_input(page.t("next_buy.price"), 0.0, value=start["price"], key=f"next_buy.price.{mark}")
        cost = second[1].number_input(page.t("next_buy.landed_cost"), 0.0, value=start["landed_cost"], key=f"next_buy.cost.{mark}")
        lead = second[2].number_input(
            page.t("next_buy.lead_days"), 0.0, value=start["lead_time_days"], step=1.0, key=f"next_buy.lead.{mark}"
        )
    return {"marketplace": market, "category": category, "title": title, "price": price, "landed_cost": cost, "lead_days": lead}


def _usual(values: pd.Series, otherwise: float) -> float:
    """The category's median, to start from."""
    middle = values.astype(float).median()
    return otherwise if np.isnan(middle) else round(float(middle), 2)


def _figures(page, found: next_buy.Advice) -> None:
    idea, currency = found.idea, found.currency
    best = found.bands.head(1).to_dict("records")
    columns = st.columns(4)
    band = f"{best[0]['value']} ({best[0]['skus']})" if best else text.UNKNOWN
    columns[0].metric(page.t("next_buy.band"), band, help=page.t("next_buy.band_help"))
    columns[1].metric(page.t("next_buy.floor"), page.money(found.floor, currency), help=page.t("next_buy.floor_help"))
    order = page.number(found.order.units) if found.order else text.UNKNOWN
    columns[2].metric(page.t("next_buy.order"), order, help=page.t("next_buy.order_help"))
    told = page.t(f"next_buy.salvage_from.{found.salvage_from}", products=found.told_by)
    columns[3].metric(page.t("next_buy.salvage"), page.money(found.salvage, currency), help=told)
    _behind(page, found)
    if best and best[0]["verdict"] == attributes.UNSURE:
        st.caption(page.t("next_buy.band_unsure"))
    if found.like_slow:
        st.warning(page.t("next_buy.like_slow", title=plain(idea.title or text.UNKNOWN)), icon=":material/content_copy:")


def _behind(page, found: next_buy.Advice) -> None:
    """Floor, margin and what a unit left brings: the numbers put in, and the schedules of their fees."""
    money = {name: plain(page.money(getattr(found, name), found.currency)) for name in ("margin", "salvage")}
    words = page.t("behind.next_buy", share=text.percent(found.floor_share, page.lang, 1), **money)
    fees = (*behind.SALE, "liquidation", "removal")
    behind.of_schedules(page, words, [found.idea.marketplace], fees, page.run["as_of"], "next_buy")


def _order(page, found: next_buy.Advice) -> None:
    order, wanted, currency = found.order, found.demand, found.currency
    low, high = wanted.quantile((0.1, 0.9))
    facts = {"products": wanted.products, "of_all": wanted.of_all, "low": page.number(low), "high": page.number(high)}
    st.markdown(plain(page.t("next_buy.demand", mean=page.number(wanted.mean), **facts)))
    if order.units <= 0:
        st.warning(page.t("next_buy.no_order"), icon=":material/remove_shopping_cart:")
        return
    money = {name: whole(getattr(order, name), currency, page.lang) for name in ("profit", "batches_profit", "gain")}
    units = np.unique(np.round(np.linspace(0, max(2.0 * order.units, high), _POINTS)))
    rows = pd.DataFrame({"units": units, "profit": profits(wanted, found.terms, units)})
    point = pd.DataFrame({"units": [order.units], "profit": [order.profit], "figure": [money["profit"]]})
    words = page.t("next_buy.curve_alt", units=page.number(order.units), profit=money["profit"])
    with st.container(border=True):
        st.altair_chart(charts.order_curve(rows, point, words, page.lang, page.theme), key="next_buy.curve")
    shares = {name: text.percent(getattr(order, name), page.lang) for name in ("service", "loses")}
    st.markdown(plain(page.t("next_buy.one_batch", units=page.number(order.units), profit=money["profit"], **shares)))
    told = "two_batches" if order.gain >= 1 and order.then >= 0.5 else "no_batches"
    facts = {"first": page.number(order.first), "then": page.number(order.then), "seen": page.number(found.terms.seen)}
    st.markdown(plain(page.t(f"next_buy.{told}", gain=money["gain"], total=money["batches_profit"], **facts)))


def _alike(page, found: next_buy.Advice) -> None:
    if found.alike.empty:
        return
    st.markdown(f"**{page.t('next_buy.alike')}**")
    words = {True: page.t("next_buy.slow"), False: page.t("next_buy.not_slow")}
    rows = found.alike.assign(slow_word=[words[bool(one)] for one in found.alike["slow"]])
    tables.show(page, rows, _ALIKE, key="next_buy.alike", height=tables.height(rows))


def _young(page, here: pd.DataFrame) -> None:
    rows = next_buy.like_slow(here)
    if rows.empty:
        return
    st.subheader(page.t("next_buy.young"), anchor=False)
    st.caption(page.t("next_buy.young_about"))
    tables.show(page, rows, _YOUNG, key="next_buy.young", height=tables.height(rows))
    tables.export(page, rows, "like_slow")
