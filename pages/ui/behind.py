"""ⓘ beside charges that stand in a table, a sentence or a chart: what is behind them is asked for when it is opened.

Each charge is that of one unit, with its rate row on the day it falls due; the figure beside it is that times the units.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import numpy as np
import pandas as pd
import streamlit as st

from core.clearance.case import Case
from core.clearance.first_answer import Course
from core.fees.aged_surcharge import aged_surcharge
from core.fees.closing import closing
from core.fees.disposal import disposal
from core.fees.fulfilment import fulfilment
from core.fees.in_force import in_force
from core.fees.liquidation import liquidation
from core.fees.referral import referral
from core.fees.removal import removal
from core.fees.storage import storage
from core.review.subject import Subject
from pages.ui import cached, explain, live, own_fees, rates, sale
from pages.ui.words import plain

_FEES = {fee.__name__: fee for fee in (referral, closing, fulfilment, storage, aged_surcharge, removal)}
KEEPING = ("storage", "aged_surcharge")
SALE = ("referral", "fulfilment")
_EXITS = (liquidation, removal, disposal)
_FIRST_AGE = r"^(\d+)"


def of_sku(page, row: pd.Series, key: str) -> None:
    """The fees of one SKU: of a sale at its price today, of next month's storage, of the surcharge at the next 15th."""
    with _opened(page, key) as opened:
        if opened.open:
            _fees(page, live.case(page, row))


def of_plan(page, case: Case, key: str) -> None:
    """What a plan's charge for age and its cost of waiting rest on: how they are reckoned, and every fee of one unit."""
    with _opened(page, key) as opened:
        if opened.open:
            st.markdown(f"{page.t('behind.age')}  \n{page.t('behind.waiting')}")
            _fees(page, case)


def of_exits(page, case: Case, key: str) -> None:
    """What each way out of the warehouse costs or brings a unit."""
    with _opened(page, key) as opened:
        if opened.open:
            of_unit(page, case, _EXITS)


def of_unit(page, case: Case, fees: Iterable[Callable], on: date | None = None) -> None:
    """Some fees of one unit at the price of the case, one below the other."""
    for fee in fees:
        _told(page, sale.ask(fee, case, case.list_price, on))


def of_schedules(page, words: str, marketplaces: Iterable[str], fees: Iterable[str], on: date, key: str) -> None:
    """For a figure over many units: how it comes about, and the schedules that hold on a day."""
    with _opened(page, key) as opened:
        if not opened.open:
            return
        st.markdown(words)
        for marketplace in marketplaces:
            for fee in fees:
                st.markdown("\n\n".join(_schedules(page, marketplace, fee, on)))


def of_waiting(page, row: pd.Series, key: str) -> None:
    """The cost of waiting a week of one SKU: how it is reckoned, what Amazon charged or expects to charge, and the fees it rests on."""
    with _opened(page, key, short=True) as opened:
        if not opened.open:
            return
        amount = page.money(row["cost_of_waiting_week"], row["currency"])
        st.markdown(f"**{page.t('table.column.cost_of_waiting_week')}: {plain(amount)}**  \n{page.t('behind.waiting')}")
        own_fees.show(page, row, narrow=True)
        _fees(page, live.case(page, row))


def of_keeping(page, case: Case, course: Course | pd.DataFrame, currency: str, key: str) -> None:
    """Storage and aged surcharge of a price path or of the weeks of a plan: how they are summed, and the charge of a unit with its row."""
    with _opened(page, key) as opened:
        if not opened.open:
            return
        holding, surcharge = (np.sum(each) for each in (course.holding, course.surcharge))
        amounts = {"storage": holding - surcharge, "surcharge": surcharge}
        st.markdown(page.t("behind.keeping", **{name: plain(page.money(amount, currency)) for name, amount in amounts.items()}))
        for fee, on in ((storage, _next_month(page)), (aged_surcharge, None)):
            _told(page, sale.ask(fee, case, case.list_price, on))


def of_review(page, subject: Subject, currency: str, key: str) -> None:
    """What storage and surcharge of a reviewed stock rest on: how they are reckoned, what Amazon charged, the fees of one unit then."""
    with _opened(page, key) as opened:
        if not opened.open:
            return
        st.markdown(page.t("behind.review"))
        if subject.charged is not None and len(subject.charged):
            st.markdown(explain.table(_charged(page, subject.charged, currency), [page.t("behind.charged"), ""]))
        of_unit(page, subject.case, (referral, fulfilment, storage, aged_surcharge, *_EXITS))


def _charged(page, charged: pd.DataFrame, currency: str) -> list[tuple[str, str]]:
    return [
        (f"{rates.name(page, row.fee)} · {page.days(row.period_start, row.period_end)}", plain(page.money(row.amount, currency)))
        for row in charged.itertuples()
    ]


def _fees(page, case: Case) -> None:
    for fee in (referral, closing, fulfilment, storage, aged_surcharge):
        found = sale.ask(fee, case, case.list_price, _next_month(page) if fee is storage else None)
        if fee is not closing or (found.charge and found.charge.charge):
            _told(page, found)


def _next_month(page) -> date:
    """The first of the month after the run's day."""
    return (page.run["as_of"].replace(day=1) + timedelta(days=31)).replace(day=1)


def of_next(page, charges: pd.DataFrame, key: str) -> None:
    """The next charges on the whole stock (core.results.next_charges): what they are made of, Amazon's own estimate, the schedules."""
    with _opened(page, key, short=True) as opened:
        if not opened.open:
            return
        st.markdown(page.t("behind.next"))
        for row in charges.itertuples():
            st.markdown(explain.table(_made_of(page, row)))
            for fee, on in (("storage", _next_month(page)), ("aged_surcharge", row.surcharge_on.date())):
                st.markdown("\n\n".join(_schedules(page, row.marketplace, fee, on)))


def _made_of(page, row) -> list[tuple[str, str]]:
    """Storage of the month and surcharge of the 15th, of all SKUs of a marketplace; those of which it is unknown are counted."""
    amounts = {"storage": (_next_month(page), row.storage_month), "aged_surcharge": (row.surcharge_on, row.surcharge)}
    lines = [
        (f"{page.t(f'calendar.fee.{fee}')} · {row.marketplace} · {page.day(on)}", plain(page.money(amount, row.currency)))
        for fee, (on, amount) in amounts.items()
    ]
    if row.amazon_skus:
        same, amazons = (plain(page.money(amount, row.currency)) for amount in (row.amazon_ours, row.amazon_storage))
        skus = page.number(row.amazon_skus)
        lines += [(page.t("behind.amazons", skus=skus), amazons), (page.t("behind.ours", skus=skus), same)]
    return lines + ([(page.t("behind.unknown"), page.number(row.unknown_skus))] if row.unknown_skus else [])


def of_dates(page, row: pd.Series, days: pd.DataFrame, key: str) -> None:
    """The coming dates of one SKU (core.results.calendar): each fee on its day, the surcharge at the first age of each band (once)."""
    with _opened(page, key) as opened:
        if not opened.open:
            return
        case = live.case(page, row)
        for on, fee, band in _once(days):
            age = None if pd.isna(band) else float(pd.Series([band]).str.extract(_FIRST_AGE)[0].iloc[0])
            st.caption(" · ".join([page.day(on), *([] if age is None else [page.t("behind.band", band=band)])]))
            _told(page, sale.ask(_FEES[fee], case, case.list_price, on, age))


def _once(days: pd.DataFrame) -> list[tuple]:
    """Day, fee, band of each date; a band of age only the first time, since its charge stays the same."""
    dates = days[["on", "fee", "band"]].drop_duplicates()
    again = dates["band"].notna() & dates.duplicated(["fee", "band"])
    return list(dates[~again].itertuples(index=False, name=None))


def of_catalogue(page, days: pd.DataFrame, key: str) -> None:
    """The schedules behind the catalogue's dates (core.results.catalogue_calendar): fee, day, rates from least to most, source."""
    with _opened(page, key) as opened:
        if not opened.open:
            return
        st.markdown(page.t("behind.catalogue"))
        for of in days[["marketplace", "fee", "on"]].drop_duplicates(["marketplace", "fee"]).itertuples(index=False):
            st.markdown("\n\n".join(_schedules(page, *of)))


def _opened(page, key: str, short: bool = False):
    return explain.opener(page, page.t("behind.short" if short else "behind.open"), key=f"behind.{key}", on_change="rerun")


def _told(page, found: sale.Asked) -> None:
    if found.charge is not None:
        explain.behind(page, found.charge, sale.note(page, found))
    else:
        st.markdown(f"**{page.t(f'explain.fee.{found.fee}.name')}**: –  \n{sale.why(page, found.error)}")
    st.divider()


def _schedules(page, marketplace: str, fee: str, on) -> list[str]:
    """Each schedule of one fee that holds on a day, in a paragraph; a heading first."""
    found = in_force(fee, marketplace, on, cached.book(page))
    none = [] if len(found) else [page.t("behind.no_schedule")]
    return [f"**{rates.name(page, fee)} · {marketplace} · {page.day(on)}**", *none, *(_schedule(page, rows) for rows in found.itertuples())]


def _schedule(page, rows) -> str:
    """Rates from least to most, since when, from where, how sure."""
    most = explain.amount(page, rows.most, rows.currency, rows.unit)
    least = "" if rows.least == rows.most else f"{explain.amount(page, rows.least, rows.currency, rows.unit)} – "
    lines = [f"{least}{most} · {explain.since(page, rows.effective_from)}", f"{page.t('explain.source')}: `{rows.source}`"]
    return "  \n".join([*lines, f"{page.t('explain.confidence')}: {page.t(f'explain.sure.{rows.confidence}')}"])
