"""What lies behind a plan, one part at a time: the money week by week, the triggers, what it hangs on."""

import pandas as pd
import streamlit as st

from core import text
from core.clearance.first_answer import Answer
from pages.ui import behind, charts, explain, live, tables, ways_out
from pages.ui.words import plain

# columns of the weeks and how their numbers look
_WEEK = {
    "week": None, "units": "%.0f", "price": "%.2f", "was": "%.2f", "sold_units": "%.0f", "exited": "%.0f", "holding": "%.2f",
    "surcharge": "%.2f", "net": "%.2f", "sold_out": None,
}  # fmt: skip


def weekly(page, row: pd.Series, answer: Answer) -> None:
    """Money and stock of each week, as a picture and as a table."""
    plan, currency = answer.plan, row["currency"]
    st.altair_chart(charts.cash(plan.weekly, plan.case.as_of, currency, page.lang, page.theme), key="cash")
    rows = ways_out.dated(plan.case, plan.weekly).assign(was=[*plan.reference.was, float("nan")])[list(_WEEK)]
    gone = rows["exited"].round() + 0.0  # no "-0" from a chance that is 0 but for rounding
    titles = {name: page.t(f"plan_view.week.{name}") for name in _WEEK}
    columns = {name: st.column_config.NumberColumn(titles[name], format=shown) for name, shown in _WEEK.items() if shown}
    columns["week"] = st.column_config.DateColumn(titles["week"])
    columns["sold_out"] = _chance(titles["sold_out"])
    shown = rows.assign(exited=gone, sold_out=100 * rows["sold_out"])
    st.dataframe(shown, hide_index=True, height=260, key="weekly", column_config=columns)
    st.caption(page.t("plan_view.week_note", days=page.number(plan.case.liquidation_cash_days)))
    behind.of_keeping(page, plan.case, plan.weekly, currency, "weeks")
    tables.export_of_sku(page, row, rows, "plan-weeks")


def _chance(title: str):
    """A chance as a bar, in percent."""
    return st.column_config.ProgressColumn(title, format="%.0f%%", min_value=0, max_value=100)


def triggers(page, row: pd.Series, answer: Answer) -> None:
    """When to do more than the plan's next step: a row a threshold that may be reached."""
    plan, rows = answer.plan, answer.plan.triggers.query("week > 0")  # what is due now is the first step
    st.caption(page.t("plan_view.triggers.about"))
    if rows.empty:
        st.info(page.t("plan_view.triggers.none"))
        return
    doing = [_doing(page, one, row["currency"]) for one in rows.itertuples()]
    told = rows.assign(week=rows["on"], do=doing, chance=rows["chance"].clip(0, 1))[["week", "units_over", "do", "price", "chance"]]
    shown = told.drop(columns="price").assign(chance=100 * told["chance"])
    columns = {
        "week": st.column_config.DateColumn(page.t("plan_view.week.week")),
        "units_over": st.column_config.NumberColumn(page.t("plan_view.triggers.units_over"), format="%.0f"),
        "do": st.column_config.TextColumn(page.t("plan_view.triggers.do")),
        "chance": _chance(page.t("plan_view.triggers.chance")),
    }
    st.dataframe(shown, hide_index=True, height=300, key="triggers", column_config=columns)
    back = plan.reference.back_after
    st.caption(page.t("plan_view.reference.back", weeks=back) if back else page.t("plan_view.reference.stays"))
    tables.export_of_sku(page, row, told, "plan-triggers")


def _doing(page, row, currency: str) -> str:
    if row.send_out:
        return page.t("plan_view.triggers.send_out")
    return page.t("plan_view.triggers.mark_down", price=page.money(row.price, currency))


def hangs_on(page, row: pd.Series, answer: Answer) -> None:
    """The best plan under other assumptions: what it brings and what it does first."""
    rows = live.sensitivity(answer.case)
    names = [page.t(f"plan_view.sensitivity.{one.what}", at=_setting(page, one.what, one.at)) for one in rows.itertuples()]
    rows, currency = rows.assign(name=names), row["currency"]
    st.caption(page.t("plan_view.sensitivity.about"))
    st.altair_chart(charts.sensitivity(rows, currency, page.lang, page.theme), key="sensitivity")
    table = [(one.name, page.number(round(one.keep_units)), plain(page.money(one.price, currency))) for one in rows.itertuples(index=False)]
    titles = [page.t(f"plan_view.sensitivity.title.{name}") for name in ("what", "keep", "price")]
    with st.popover(page.t("clearance_page.as_table"), icon=":material/table:"):
        st.markdown(explain.table(table, titles))
    told = rows.rename(columns={"name": "world"})[["world", "value", "keep_units", "price"]]
    tables.export_of_sku(page, row, told, "plan-sensitivity")


def _setting(page, what: str, at: float) -> str:
    if what == "liquidation_recovery_share":
        return text.percent(at, page.lang, 1)
    return text.number(at, page.lang, 0 if what == "horizon_weeks" else 1)
