"""What lies behind a plan, one part at a time: the money week by week, the triggers, what it hangs on."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from core import text
from core.clearance.first_answer import Answer
from pages.ui import behind, charts, explain, live
from pages.ui.words import plain

# columns of the weeks and how their numbers look
_WEEK = {
    "day": None, "units": "%.0f", "price": "%.2f", "was": "%.2f", "sold": "%.0f", "exited": "%.0f", "holding": "%.2f",
    "surcharge": "%.2f", "net": "%.2f", "sold_out": None,
}  # fmt: skip


def weekly(page, answer: Answer, currency: str) -> None:
    """Money and stock of each week, as a picture and as a table."""
    plan = answer.plan
    st.altair_chart(charts.cash(plan.weekly, plan.case.as_of, currency, page.lang, page.theme), key="cash")
    days = [plan.case.as_of + timedelta(weeks=int(week)) for week in plan.weekly["week"]]
    gone = plan.weekly["exited"].round() + 0.0  # no "-0" from a chance that is 0 but for rounding
    rows = plan.weekly.assign(day=days, was=[*plan.reference.was, float("nan")], exited=gone, sold_out=100 * plan.weekly["sold_out"])
    titles = {name: page.t(f"plan_view.week.{name}") for name in _WEEK}
    columns = {name: st.column_config.NumberColumn(titles[name], format=shown) for name, shown in _WEEK.items() if shown}
    columns["day"] = st.column_config.DateColumn(titles["day"])
    columns["sold_out"] = _chance(titles["sold_out"])
    st.dataframe(rows[list(_WEEK)], hide_index=True, height=260, key="weekly", column_config=columns)
    st.caption(page.t("plan_view.week_note", days=page.number(plan.case.liquidation_cash_days)))
    behind.of_keeping(page, plan.case, plan.weekly, currency, "weeks")


def _chance(title: str):
    """A chance as a bar, in percent."""
    return st.column_config.ProgressColumn(title, format="%.0f %%", min_value=0, max_value=100)


def triggers(page, answer: Answer, currency: str) -> None:
    """When to do more than the plan's next step: a row a threshold that may be reached."""
    plan, rows = answer.plan, answer.plan.triggers.query("week > 0")  # what is due now is the first step
    st.caption(page.t("plan_view.triggers.about"))
    if rows.empty:
        st.info(page.t("plan_view.triggers.none"))
        return
    doing = [_doing(page, row, currency) for row in rows.itertuples()]
    shown = pd.DataFrame({"day": rows["on"], "units_over": rows["units_over"], "do": doing, "chance": 100 * rows["chance"].clip(0, 1)})
    columns = {
        "day": st.column_config.DateColumn(page.t("plan_view.week.day")),
        "units_over": st.column_config.NumberColumn(page.t("plan_view.triggers.units_over"), format="%.0f"),
        "do": st.column_config.TextColumn(page.t("plan_view.triggers.do")),
        "chance": _chance(page.t("plan_view.triggers.chance")),
    }
    st.dataframe(shown, hide_index=True, height=300, key="triggers", column_config=columns)
    back = plan.reference.back_after
    st.caption(page.t("plan_view.reference.back", weeks=back) if back else page.t("plan_view.reference.stays"))


def _doing(page, row, currency: str) -> str:
    if row.send_out:
        return page.t("plan_view.triggers.send_out")
    return page.t("plan_view.triggers.mark_down", price=page.money(row.price, currency))


def hangs_on(page, answer: Answer, currency: str) -> None:
    """The best plan under other assumptions: what it brings and what it does first."""
    rows = live.sensitivity(answer.case)
    names = [page.t(f"plan_view.sensitivity.{row.what}", at=_setting(page, row.what, row.at)) for row in rows.itertuples()]
    rows = rows.assign(name=names)
    st.caption(page.t("plan_view.sensitivity.about"))
    st.altair_chart(charts.sensitivity(rows, currency, page.lang, page.theme), key="sensitivity")
    table = [(row.name, page.number(round(row.keep_units)), plain(page.money(row.price, currency))) for row in rows.itertuples(index=False)]
    titles = [page.t(f"plan_view.sensitivity.title.{name}") for name in ("what", "keep", "price")]
    with st.popover(page.t("clearance_page.as_table"), icon=":material/table:"):
        st.markdown(explain.table(table, titles))


def _setting(page, what: str, at: float) -> str:
    if what == "liquidation_recovery_share":
        return text.percent(at, page.lang, 1)
    return text.number(at, page.lang, 0 if what == "horizon_weeks" else 1)
