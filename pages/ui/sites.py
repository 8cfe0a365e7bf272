"""Sites beside Amazon's, what lies there, the lanes between all of them, and which SKUs are one product."""

from functools import partial

import pandas as pd
import streamlit as st

from core import text
from core.errors import InputError
from core.transfers import ask, network
from core.transfers.network import Lane, Site
from pages.ui import session

_NUMBERS = (
    "freight_per_lb",
    "freight_per_unit",
    "duty_share",
    "tax_share",
    "lead_days",
    "shipment_cost",
    "least_units",
    "lot_units",
    "most_units",
)
_SITE = ("storage_per_ft3_month", "pick_fee", "receive_fee", "capacity_ft3", "extra_per_ft3_month")
_FIXED = ("from_site", "to_site", "source")
_STOCK = ["site", "sku", "units"]


def reason(page, code: str) -> str:
    """Why a pair of sites cannot be valued, in words."""
    keys = (f"transfers_page.reason.{code}", f"clearance.reason.{code}", f"fees.reason.{code}")
    return next((page.t(key) for key in keys if text.has(key)), code)


def show(page) -> None:
    stocks = ask.nodes(page.ws, page.run)
    places = ask.sites(page.ws, stocks)
    _told(page)
    st.markdown(f"**{page.t('sites.lanes')}**")
    st.caption(page.t("sites.lanes_note"))
    _lanes(page, places)
    st.markdown(f"**{page.t('sites.own')}**")
    st.caption(page.t("sites.own_note"))
    _own(page, stocks)
    st.markdown(f"**{page.t('sites.matches')}**")
    st.caption(page.t("sites.matches_note"))
    _matches(page)


def _told(page) -> None:
    """What the last change came to."""
    said = session.take("sites.told")
    if isinstance(said, InputError):
        st.error(text.say(said, page.lang), icon=":material/error:")
    elif said:
        st.success(page.t(f"sites.told.{said}"), icon=":material/check_circle:")


def _saved(act, said: str, *args, **kwargs) -> None:
    """Run a change; keep what came of it for the next drawing, and throw away unsaved edits."""
    try:
        act(*args, **kwargs)
    except InputError as error:
        session.put("sites.told", error)
        return
    session.put("sites.told", said)
    session.put("sites.round", session.get("sites.round", 0) + 1)


def _key(name: str) -> str:
    return f"sites.{name}.{session.get('sites.round', 0)}"


def _lanes(page, places: list[Site]) -> None:
    given = {lane.key: lane for lane in network.given_lanes(page.ws)}
    pairs = [(one, other) for one in places for other in places if one.site != other.site and other.kind == network.FBA]
    lanes = [given.get((one.site, other.site)) or network.default_lane(one, other) for one, other in pairs]
    if not lanes:
        st.info(page.t("transfers_page.one_site"), icon=":material/upload_file:")
        return
    rows = pd.DataFrame([_lane_row(page, lane) for lane in lanes])
    config = {name: st.column_config.NumberColumn(page.t(f"sites.column.{name}"), min_value=0.0) for name in _NUMBERS}
    config |= {name: st.column_config.TextColumn(page.t(f"sites.column.{name}")) for name in (*_FIXED, "currency")}
    config["closed"] = st.column_config.CheckboxColumn(page.t("sites.column.closed"))
    edited = st.data_editor(rows, key=_key("lanes"), hide_index=True, placeholder="–", disabled=list(_FIXED), column_config=config)
    changed = [i for i in range(len(rows)) if not rows.loc[i].equals(edited.loc[i])]
    save, back = page.t("sites.save_lanes", lanes=page.number(len(changed))), page.t("sites.defaults")
    with st.container(horizontal=True):
        act = (_save_lanes, "lanes", page, edited.loc[changed])
        st.button(save, type="primary", disabled=not changed, key="sites.save_lanes", on_click=_saved, args=act)
        st.button(back, disabled=not given, key="sites.defaults", on_click=_saved, args=(_forget, "defaults", page, list(given)))


def _lane_row(page, lane: Lane) -> dict:
    terms = page.t(f"sites.{'yours' if lane.own else 'assumed'}")
    ends = {"from_site": lane.from_site, "to_site": lane.to_site, "source": terms, "closed": lane.closed, "currency": lane.currency}
    return ends | {name: getattr(lane, name) for name in _NUMBERS}


def _save_lanes(page, rows: pd.DataFrame) -> None:
    for row in rows.to_dict("records"):
        numbers = {name: None if pd.isna(row[name]) else float(row[name]) for name in _NUMBERS}
        if any(value is None for name, value in numbers.items() if name != "most_units"):
            raise InputError("lane_empty", one=row["from_site"], other=row["to_site"])
        numbers["lead_days"] = int(numbers["lead_days"])
        lane = Lane(
            from_site=row["from_site"], to_site=row["to_site"], closed=bool(row["closed"]), currency=str(row["currency"]), **numbers
        )
        network.save_lane(page.ws, lane, at=page.now)


def _forget(page, keys: list[tuple[str, str]]) -> None:
    for key in keys:
        network.forget_lane(page.ws, *key)


def _own(page, stocks: pd.DataFrame) -> None:
    known = network.own_sites(page.ws)
    if known:
        names = ("site", "kind", "region", "currency", *_SITE)
        rows = pd.DataFrame([{name: getattr(site, name) for name in names} for site in known])
        worded = rows.assign(kind=[page.t(f"sites.kind.{site.kind}") for site in known])
        titles = {name: page.t(f"sites.column.{name}") for name in names}
        st.dataframe(worded, hide_index=True, placeholder="–", key="sites.known", column_config=titles)
    _new_site(page, sorted(stocks["currency"].dropna().unique()))
    if known:
        _stock(page, known)


def _new_site(page, money: list[str]) -> None:
    regions = sorted(set(network.regions().values()))
    with st.form(_key("new"), border=True), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(page.t("sites.column.site"), key=_key("name"), width=160)
        choices = {"kind": network.KINDS, "region": regions, "currency": money}
        chosen = {
            field: st.selectbox(
                page.t(f"sites.column.{field}"), options, format_func=partial(_choice, page, field), key=_key(field), width=160
            )
            for field, options in choices.items()
        }
        fees = {field: st.number_input(page.t(f"sites.column.{field}"), 0.0, value=None, key=_key(field), width=190) for field in _SITE}
        if st.form_submit_button(page.t("sites.add"), key=_key("add")):
            _saved(network.save_site, "site", page.ws, Site(site=name.strip(), **chosen, **fees), at=page.now)
            st.rerun()


def _choice(page, field: str, name: str) -> str:
    return page.t(f"sites.kind.{name}") if field == "kind" else name


def _stock(page, known: list[Site]) -> None:
    """What lies at own sites: a CSV of site, SKU and units."""
    st.caption(page.t("sites.stock_note"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        file = st.file_uploader(page.t("sites.stock_file"), type=["csv"], key=_key("file"), width=420)
        st.download_button(
            page.t("sites.template"),
            f"{','.join(_STOCK)}\n{known[0].site},SKU-1,0\n",
            "shelflife-site-stock.csv",
            "text/csv",
            on_click="ignore",
            key="sites.template",
        )
        st.button(page.t("sites.read"), disabled=file is None, on_click=_saved, args=(_read, "stock", page, file), key="sites.read")


def _read(page, file) -> None:
    """Raises InputError for a file without the three columns, or a row that is no stock."""
    try:
        rows = pd.read_csv(file, dtype=str, encoding="utf-8-sig")
    except (ValueError, pd.errors.ParserError) as error:
        raise InputError("site_stock_file", wanted=", ".join(_STOCK), came=file.name) from error
    rows.columns = [str(name).strip().lower() for name in rows.columns]
    if not set(_STOCK) <= set(rows.columns):
        raise InputError("site_stock_file", wanted=", ".join(_STOCK), came=", ".join(rows.columns))
    for site, part in rows.groupby(rows["site"].str.strip()):
        network.save_stock(page.ws, site, part[["sku", "units"]], at=page.now)


def _matches(page) -> None:
    saved = page.ws.frame("from sku_match order by product, marketplace")
    names = {name: st.column_config.TextColumn(page.t(f"sites.column.{name}"), required=True) for name in ("marketplace", "sku", "product")}
    edited = st.data_editor(saved, num_rows="dynamic", hide_index=True, column_config=names, key=_key("matches"), width=560)
    st.button(
        page.t("sites.save_matches"),
        on_click=_saved,
        args=(network.save_matches, "matches", page.ws, edited.to_dict("records")),
        key="sites.save_matches",
    )
