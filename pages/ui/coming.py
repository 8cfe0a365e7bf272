"""What Amazon charges when: the picture of the overview with its table, and the list of dates on the SKU card."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.calendar import HORIZON_DAYS
from pages.ui import behind, cached, charts, tables
from pages.ui.words import plain, whole

_FIRST = 4  # dates on the card before "later dates"
_TRIFLE = 0.5  # changes below this amount are not told on the card
_COLUMNS = ("marketplace", "on", "event", "band", "units", "money", "before", "after", "skus", "skus_unknown")
_SALE = ("fulfilment", "referral", "closing")


def overview(page) -> None:
    """One time line a currency, in words and as bars; the same by marketplace, date and age band as a table."""
    days = cached.catalogue_calendar(page)
    st.markdown(f"**{page.t('calendar.title')}**", help=page.t("calendar.help"))
    for number, (currency, rows) in enumerate(days.groupby("currency", sort=False)):
        _time_line(page, rows, str(currency), key=number == 0)
    if days.empty:
        st.caption(page.t("calendar.nothing", until=page.day(_until(page))))
        return
    behind.of_catalogue(page, days, "catalogue")
    with st.expander(page.t("calendar.as_table"), icon=":material/table:"):
        tables.show(page, _in_words(page, cached.catalogue_calendar(page, bands=True)), _COLUMNS, key="calendar")


def _until(page) -> date:
    return page.run["as_of"] + timedelta(days=HORIZON_DAYS)


def _time_line(page, rows: pd.DataFrame, currency: str, key: bool) -> None:
    bars, until = charts.fee_bars(rows), _until(page)
    if len(bars):
        st.altair_chart(charts.fee_calendar(bars, currency, page.run["as_of"], until, page.lang, page.theme, key))
    st.caption(plain(_verdict(page, rows, currency)))
    if rows["skus_unknown"].max():
        st.caption(page.t("calendar.unknown", skus=page.number(rows["skus_unknown"].max())))


def _verdict(page, rows: pd.DataFrame, currency: str) -> str:
    """What age costs until the horizon, and when first."""
    charged = rows[(rows["kind"] == "surcharge") & (rows["money"] > 0)].groupby("on")["money"].sum()
    until = page.day(_until(page))
    if charged.empty:
        return page.t("calendar.no_surcharge", until=until)
    first, total = (whole(money, currency, page.lang, compact=True) for money in (charged.iloc[0], charged.sum()))
    return page.t("calendar.verdict", until=until, total=total, day=page.day(charged.index[0]), first=first)


def _in_words(page, days: pd.DataFrame) -> pd.DataFrame:
    """The rows as a table reads them, in the order of days."""
    events = [_event(page, row) for row in days.itertuples()]
    return days.assign(event=events, units=days["units"].round()).sort_values(["on", "marketplace"], kind="stable", ignore_index=True)


def _event(page, row) -> str:
    return page.t(f"calendar.event.{row.kind}", fee=page.t(f"calendar.fee.{row.fee}"))


def one(page, row: pd.Series) -> None:
    """The time line of one SKU as a picture, and its dates in words."""
    days = cached.calendar(page, row["marketplace"], row["sku"])
    bars, until = charts.fee_bars(days), _until(page)
    if len(bars):
        st.altair_chart(charts.fee_calendar(bars, row["currency"], page.run["as_of"], until, page.lang, page.theme), key="coming.one")
    else:
        st.caption(page.t("calendar.nothing", until=page.day(until)))
    card(page, row, title=False)


# --- the card of one SKU


def card(page, row: pd.Series, title: bool = True) -> None:
    """The next dates of one SKU in a line each, and what it saves to be out before the first charge for age; nothing if nothing changes."""
    days = cached.calendar(page, row["marketplace"], row["sku"])
    lines = [_line(page, same) for _, same in days.groupby(["on", "fee", "kind"]) if not abs(same["money"].sum(skipna=False)) < _TRIFLE]
    if not lines:
        return
    if title:
        st.markdown(f"**{page.t('calendar.card.title')}**", help=page.t("calendar.help"))
    st.markdown("  \n".join(lines[:_FIRST]))
    if (saved := _saved(page, days)) is not None:
        st.markdown(saved)
    if later := lines[_FIRST:]:
        with st.expander(page.t("calendar.card.more")):
            st.markdown("  \n".join(later))
    behind.of_dates(page, row, days, "dates")


def _line(page, rows: pd.DataFrame) -> str:
    """One date and kind of charge: its rows are age bands, or one."""
    row = rows.iloc[0]
    facts = {"day": page.day(row["on"]), "event": _event(page, row)}
    if rows["money"].isna().any():
        return page.t("calendar.card.unknown", **facts, reason=page.t(f"fees.reason.{row['reason']}"))
    amounts = {name: _money(page, rows[name].sum(), row["currency"]) for name in ("money", "before", "after")}
    amounts["change"] = f"+{amounts['money']}" if row["money"] > 0 else amounts["money"]
    bands = [
        page.t("calendar.card.band", units=_units(page, units), band=band) for units, band in zip(rows["units"], rows["band"], strict=True)
    ]
    return page.t(f"calendar.card.{_form(row)}", **facts, **amounts, units=_units(page, row["units"]), bands=" + ".join(bands))


def _form(row: pd.Series) -> str:
    """Which sentence tells this kind of date."""
    if row["fee"] == "aged_surcharge":
        return "surcharge" if row["kind"] == "surcharge" else "new_surcharge"
    return "sale" if row["fee"] in _SALE else row["fee"]


def _money(page, money: float, currency: str) -> str:
    return plain(whole(money, currency, page.lang))


def _units(page, units: float) -> str:
    """Whole units; less than one is the last of them, expected with some chance."""
    return page.number(units) if units >= 0.5 else plain("< 1")


def _saved(page, days: pd.DataFrame) -> str | None:
    """What all of this stock saves if it is out before the next charge for age."""
    charged = days[(days["kind"] == "surcharge") & (days["money"] > 0)].groupby("on")["money"].sum()
    if charged.empty:
        return None
    first, total = (_money(page, money, days["currency"].iloc[0]) for money in (charged.iloc[0], charged.sum()))
    last = page.day(charged.index[0] - timedelta(days=1))
    if len(charged) == 1:
        return page.t("calendar.card.saved_once", last=last, first=first)
    return page.t("calendar.card.saved", last=last, first=first, total=total, until=page.day(_until(page)))
