"""A period marked by hand, on screen: its days and SKU, what was sold against the forecast then, and what cannot be told."""

from datetime import timedelta

import streamlit as st

from core import text
from core.errors import ShelflifeError
from core.review import groups, periods
from pages.ui import cached, review_story, session, tables
from pages.ui.words import plain

_ROWS = ("group", "units", "units_before", "expected", "low", "high", "sure", "price", "price_before", "revenue")
_USUAL_DAYS = 28


def show(page) -> None:
    wanted = _asked(page)
    try:
        period = periods.Period(**wanted)
        with st.spinner(page.t("review_page.period_do")):
            found = cached.period(page, period)
    except ShelflifeError as error:
        st.error(text.say(error, page.lang), icon=":material/error:")
        return
    _told(page, found)
    if period.sku:
        _money(page, period)


def _asked(page) -> dict:
    """First and last day, SKU; a kept period fills them in."""
    last = page.run["as_of"]
    kept = periods.marked(page.ws, page.marketplace)
    chosen = _kept(page, kept)
    start = (chosen["first_day"].date(), chosen["last_day"].date()) if chosen else (last - timedelta(days=_USUAL_DAYS - 1), last)
    skus = cached.risk_table(page)[["marketplace", "sku"]].drop_duplicates()
    keys = [None, *sorted(map(tuple, skus.values))]
    place = keys.index((chosen["marketplace"], chosen["sku"])) if chosen and (chosen["marketplace"], chosen["sku"]) in keys else 0
    mark = chosen["period_id"] if chosen else "new"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.date_input(page.t("review_page.period_first"), start[0], max_value=last, key=f"review.first.{mark}")
        until = st.date_input(page.t("review_page.period_last"), start[1], max_value=last, key=f"review.last.{mark}")
        name = {None: page.t("review_page.period_every")}
        sku = st.selectbox(
            page.t("review_page.period_sku"), keys, index=place, format_func=lambda key: name.get(key) or f"{key[1]} · {key[0]}",
            key=f"review.sku.{mark}",
        )  # fmt: skip
        market, code = sku or (page.marketplace, None)
        wanted = {"name": "", "marketplace": market, "sku": code, "first_day": first, "last_day": until}
        look = {"icon": ":material/bookmark_add:", "key": "review.keep"}
        st.button(page.t("review_page.period_keep"), on_click=_keep, args=(page, wanted), **look)
    return wanted


def _kept(page, kept) -> dict | None:
    if kept.empty:
        return None
    names = {None: page.t("review_page.period_new"), **dict(zip(kept["period_id"], kept["name"], strict=True))}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        look = {"options": list(names), "format_func": names.get}
        number = session.bind("review.period", None, st.selectbox, page.t("review_page.period_kept"), **look)
        if number is not None:
            st.button(
                page.t("review_page.period_remove"), icon=":material/delete:", on_click=_remove, args=(page, number), key="review.drop"
            )
    rows = kept[kept["period_id"] == number].to_dict("records") if number is not None else []
    return rows[0] if rows else None


def _keep(page, wanted: dict) -> None:
    try:
        session.put("review.period", periods.mark(page.ws, periods.Period(**wanted), at=page.now))
    except ShelflifeError:
        session.put("review.period", None)


def _remove(page, number: int) -> None:
    periods.remove(page.ws, number)
    session.put("review.period", None)


def _told(page, found: periods.Seen) -> None:
    for row in periods.by_group(found, "marketplace").to_dict("records"):
        facts = {"site": row["group"]} | {name: page.number(row[name]) for name in ("units", "expected", "low", "high")}
        st.markdown(f"#### {plain(page.t('review_page.period_about', **facts, verdict=page.t('review.verdict.' + row['verdict'])))}")
    if found.missing:
        days = ", ".join(page.day(day) for day in found.missing)
        st.warning(page.t("review.missing_days", days=days), icon=":material/event_busy:")
    names = {by: page.t(f"review_page.group_by.{by}") for by in groups.BY}
    look = {"options": list(names), "format_func": names.get, "required": True}
    by = session.bind("review.group", "category", st.segmented_control, page.t("review_page.by"), **look)
    rows = periods.by_group(found, by).rename(columns={"sales": "revenue", "verdict": "sure"})
    rows = rows.assign(group=rows["group"].astype(object).where(rows["group"].notna(), text.UNKNOWN).replace("total", names["total"]))
    tables.show(page, rows, _ROWS, key=f"review.period.{by}", height=tables.height(rows))
    tables.export(page, rows, "period")
    with st.container(border=True):
        st.markdown(f"**{page.t('review_page.cannot')}**")
        st.markdown("\n".join(f"- {page.t(f'review.cannot.{code}')}" for code in found.cannot) or page.t("review_page.cannot_none"))


def _money(page, period: periods.Period) -> None:
    st.subheader(page.t("review_page.period_money"), anchor=False)
    one = cached.period_review(page, period)
    if one is None:
        st.info(page.t("review_page.period_no_money"), icon=":material/help:")
    else:
        review_story.show(page, one)
