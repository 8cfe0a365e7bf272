"""Exchange rates: the seller's table in Settings, and the one line of totals over marketplaces that they make possible."""

import re
from datetime import date

import pandas as pd
import streamlit as st

from core import currency, text
from core.currency import Exchange
from core.errors import InputError
from core.intake import marketplaces
from pages.ui import cached, frame, kpis, places, session
from pages.ui.words import plain, whole

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_COLUMNS = ["currency", "valid_from", "rate"]


def editor(page) -> None:
    """The currency of totals and the rates into it, saved together."""
    st.caption(page.t("exchange.note"))
    known = sorted(set(marketplaces.table()["currency"]))
    used = _used(page)
    chosen = currency.home(page.ws) or (used[0] if used else known[0])
    home = st.selectbox(page.t("exchange.home"), known, index=known.index(chosen) if chosen in known else 0, key="exchange.home", width=160)
    key = f"exchange.{home}.{session.get('exchange.round', 0)}"
    table = _proposed(page, home, used)
    st.data_editor(
        table,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        width=520,
        column_config={
            "currency": st.column_config.SelectboxColumn(
                page.t("exchange.currency"), options=[code for code in known if code != home], required=True
            ),
            "valid_from": st.column_config.DateColumn(page.t("exchange.valid_from"), format="YYYY-MM-DD", required=True),
            "rate": st.column_config.NumberColumn(page.t("exchange.rate", home=home), min_value=0.0, format="%.6g", required=True),
        },
    )
    st.button(
        page.t("exchange.save"), type="primary", icon=":material/save:", on_click=_save, args=(page, home, table, key), key="exchange.save"
    )
    _tell(page)


def _used(page) -> list[str]:
    """The currencies of the figures that are shown, that of most SKUs first."""
    if page.run is None:
        return []
    return list(cached.kpis_all(page).groupby("currency")["skus"].sum().sort_values(ascending=False, kind="stable").index)


def _proposed(page, home: str, used: list[str]) -> pd.DataFrame:
    """The rates that are saved; before any, a line without a rate for each currency that the figures need, from their day on."""
    saved = currency.rates(page.ws, home)
    if len(saved):
        return saved[_COLUMNS]
    lacking = [code for code in used if code != home]
    day = page.run["as_of"] if page.run else page.now.date()
    return pd.DataFrame({"currency": lacking, "valid_from": [day] * len(lacking), "rate": [None] * len(lacking)}).astype(
        {"rate": float, "valid_from": "datetime64[s]", "currency": object}
    )


def _save(page, home: str, table: pd.DataFrame, key: str) -> None:
    """What stands in the editor now, also where its last cell was left by the click on the button."""
    try:
        currency.save(page.ws, home, edited(table, st.session_state[key]), at=places.now())
    except InputError as error:
        session.put("exchange.refused", error)
        return
    session.put("exchange.refused", None)
    session.put("exchange.round", session.get("exchange.round", 0) + 1)


def edited(table: pd.DataFrame, edits: dict) -> list[dict]:
    """The rows of an editor: those of its table with the changes over them, without those deleted, then those added."""
    kept = [
        row | edits["edited_rows"].get(place, {})
        for place, row in enumerate(table.to_dict("records"))
        if place not in edits["deleted_rows"]
    ]
    return [{name: _value(row.get(name)) for name in _COLUMNS} for row in [*kept, *edits["added_rows"]] if any(map(pd.notna, row.values()))]


def _value(value):
    """A cell as core takes it: None where empty; the editor tells days as text."""
    if value is None or pd.isna(value):
        return None
    return date.fromisoformat(value[:10]) if isinstance(value, str) and _DAY.match(value) else value


def _tell(page) -> None:
    """Why the last save was refused; or what still lacks."""
    refused = session.get("exchange.refused")
    if refused is not None:
        st.error(text.say(refused, page.lang), icon=":material/error:")
        return
    found = currency.exchange(page.ws, page.run["as_of"]) if page.run else None
    if found is None:
        return
    missing = found.missing(_used(page))
    if missing:
        words = page.t("exchange.missing", currencies=", ".join(missing), home=found.home, day=page.day(page.run["as_of"]))
        st.warning(words, icon=":material/currency_exchange:")


# --- overview


def total_line(page) -> None:
    """One line under the cards where several currencies are shown: their total at the seller's rates, or what a total lacks."""
    rows = kpis.by_currency(cached.kpis(page))
    if len(rows) < 2 or rows["currency"].isna().any():
        return
    found = currency.exchange(page.ws, page.run["as_of"])
    missing = found.missing(rows["currency"]) if found else list(rows["currency"])
    if found is None or missing:
        words = page.t("exchange.no_total", currencies=", ".join(missing)) if found else page.t("exchange.no_home")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(words, width="content")
            frame.link(page, "settings", page.t("exchange.give"), icon=":material/currency_exchange:")
        return
    st.markdown(_total(page, found, rows))


def _total(page, found: Exchange, rows: pd.DataFrame) -> str:
    sums = found.total(rows, kpis.MONEY)
    said = [f"{page.t(f'exchange.of.{name}')} **{plain(whole(sums[name], found.home, page.lang, compact=True))}**" for name in kpis.MONEY]
    return page.t("exchange.total", home=found.home, day=page.day(found.since(rows["currency"])), sums=" · ".join(said))
