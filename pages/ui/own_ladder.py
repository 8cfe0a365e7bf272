"""The seller's own ladder: price steps in a table, valued by the engine that found the plan, next to it."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from core.clearance.first_answer import Answer
from pages.ui import live, plans, tables, ways_out
from pages.ui.words import plain, whole

_CUTS = (30, 50, 70)  # the classic ladder, as a start


def show(page, row: pd.Series, answer: Answer, currency: str) -> None:
    """The editor and what its ladder brings, against the plan and against holding."""
    case, weeks = answer.case, answer.case.horizon_weeks
    st.caption(page.t("own_ladder.about"))
    editor, figures = st.columns([2, 3])
    with editor:
        steps = _editor(page, f"own_ladder.{case.marketplace}|{case.sku}.{weeks}", weeks)
    prices = path(steps, weeks, case.price)
    editor.caption(plain(in_days(page, prices, case.as_of, currency)))
    found = live.own_path(case, prices)
    with figures:
        value, against = (whole(amount, currency, page.lang) for amount in (found.value, found.value - answer.plan.value))
        beside = page.t("own_ladder.against_plan", money=against)
        st.metric(page.t("own_ladder.value"), value, beside, delta_color="off", delta_arrow="off")
        sold, left = st.columns(2)
        sold.metric(page.t("clearance_page.figure.sold_units"), page.number(found.sold_units))
        last = page.day(case.as_of + timedelta(weeks=weeks))
        left.metric(page.t("own_ladder.left", day=last), page.number(found.weekly["units"].iloc[-1]))
        plans.save(page, row, answer, prices)
    tables.export_of_sku(page, row, ways_out.dated(case, found.weekly), "own-ladder", page.t("own_ladder.save"))


def in_days(page, prices: tuple[float, ...], start: date, currency: str) -> str:
    """The steps by their first and last day: "22 Nov 2026 – 20 Mar 2027: $16.79"."""
    begins = [week for week in range(len(prices)) if week == 0 or prices[week] != prices[week - 1]]
    spans = zip(begins, [*begins[1:], len(prices)], strict=True)
    days = [(start + timedelta(weeks=first), start + timedelta(weeks=end, days=-1), prices[first]) for first, end in spans]
    return " · ".join(f"{page.days(first, last)}: {page.money(price, currency)}" for first, last, price in days)


def _editor(page, key: str, weeks: int) -> pd.DataFrame:
    start = pd.DataFrame({"from_week": [round(weeks * third / 3) for third in range(3)], "cut": list(_CUTS)})
    week, cut = page.t("own_ladder.from_week"), page.t("own_ladder.cut")
    columns = {
        "from_week": st.column_config.NumberColumn(week, min_value=0, max_value=weeks - 1, step=1, required=True),
        "cut": st.column_config.NumberColumn(cut, min_value=0, max_value=95, step=1, format="%d%%", required=True),
    }
    return st.data_editor(start, num_rows="dynamic", hide_index=True, key=key, column_config=columns)


def path(steps: pd.DataFrame, weeks: int, price) -> tuple[float, ...]:
    """The price of each week: that of the last step that has begun; before the first, today's. Rows half typed are left out.
    price: share of the list price → price, as the case rounds it."""
    rows = steps.dropna().sort_values("from_week", kind="stable")
    out = [price(1.0)] * weeks
    for step in rows.itertuples():
        out[int(step.from_week) :] = [price(1 - step.cut / 100)] * (weeks - int(step.from_week))
    return tuple(out[:weeks])
