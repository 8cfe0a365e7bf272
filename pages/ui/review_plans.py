"""Reviewed plans on screen: one of them in pictures and words, then all of them in a table. `?plan=12` opens one by its number."""

import streamlit as st

from core.review.reviews import Review
from core.review.totals import BY, by_channel, rows_of, totals
from pages.ui import cached, frame, review_story, session, tables
from pages.ui.words import plain, whole

_MORE = (
    "discount", "gross_margin", "holding_avoided", "before_turnover", "after_turnover", "before_stock_to_sales", "after_stock_to_sales",
    "before_stale_share", "after_stale_share",
)  # fmt: skip
_LISTED = (
    "plan_id", "plan", "sku", "marketplace", "judgement", "sure", "effect", "effect_low", "effect_high", "roi", "sell_through",
    "until", "regret", *_MORE,
)  # fmt: skip
_SUMMED = (
    "group",
    "reviews",
    "units",
    "revenue",
    "net_cash",
    "recovery",
    "roi",
    "effect",
    "effect_low",
    "effect_high",
    "sell_through",
    *_MORE,
)


def show(page) -> None:
    with st.spinner(page.t("review_page.working", plans=cached.reviewable(page))):
        found = cached.reviews(page)
    if not found:
        st.info(page.t("review_page.none"), icon=":material/history_edu:")
        st.caption(page.t("review_page.none_period"))
        frame.link(page, "clearance", page.t("frame.menu.clearance"), icon=":material/sell:")
        return
    one = _chosen(page, found)
    review_story.show(page, one)
    st.subheader(page.t("review_page.totals"), anchor=False)
    _every(page, found)


def _chosen(page, found: list[Review]) -> Review:
    """That of the address first, once for each address; then the one picked."""
    names = {one.subject.kept.plan_id: _name(page, one) for one in found}
    asked = st.query_params.get("plan")
    if asked is not None and asked != session.get("review.address"):
        session.put("review.address", asked)
        session.put("review.plan", int(asked) if asked.isdecimal() and int(asked) in names else next(iter(names)))
    look = {"options": list(names), "format_func": names.get}
    number = session.bind("review.plan", next(iter(names)), st.selectbox, page.t("review_page.choose"), **look)
    return next(one for one in found if one.subject.kept.plan_id == number)


def _name(page, one: Review) -> str:
    return f"{page.t(f'review.judgement.{one.judgement}')} · {one.subject.kept.name} · {one.subject.case.sku}"


def _every(page, found: list[Review]) -> None:
    for row in totals(found, "total").to_dict("records"):
        money, low, high = (whole(row[name], row["currency"], page.lang) for name in ("effect", "effect_low", "effect_high"))
        counts = {"effect": row["effect_count"], "noise": row["no_effect_count"], "unknown": row["not_enough_count"]}
        st.markdown(plain(page.t("review_page.all", plans=row["reviews"], money=money, low=low, high=high, **counts)))
    names = {by: page.t(f"review_page.group_by.{by}") for by in BY}
    by = session.bind(
        "review.by", "sku", st.segmented_control, page.t("review_page.by"), options=list(BY), format_func=names.get, required=True
    )
    if by == "sku":
        rows = rows_of(found).rename(columns={"name": "plan", "verdict": "sure"})
        tables.show(page, rows, _LISTED, key="review.table", height=tables.height(rows), alt=page.t("review_page.table_alt"))
    elif by == "channel":
        rows = by_channel(found).rename(columns={"cost": "channel_cost"})
        tables.show(page, rows, review_story.CHANNELS, key="review.table.channel")
    else:
        rows = totals(found, by)
        tables.show(page, rows.assign(group=rows["group"].replace("total", names["total"])), _SUMMED, key=f"review.table.{by}")
    tables.export(page, rows, "reviews")
