"""The SKU card: who it is, why it stands where it stands, its key figures with Amazon's beside them, its past, and the best way out."""

import pandas as pd
import streamlit as st

from core import risk, text
from pages.ui import action, alert_card, behind, cached, charts, coming, explain, frame, own_fees, own_lines, tables
from pages.ui.words import plain, whole

_WHY = 3  # sentences shown before "more"
_WEEKS = 26  # of sales


def show(page, row: pd.Series) -> None:
    """The card of one row of the risk table."""
    head(page, row)
    why(page, row)
    alert_card.of_sku(page, row)
    _figures(page, row)
    _best(page, row)
    coming.card(page, row)
    with st.expander(page.t("risk_page.card.all")):
        st.markdown(explain.table(_all_figures(page, row), _titles(page)))
        own_fees.show(page, row, narrow=True)
        behind.of_sku(page, row, "card")


def head(page, row: pd.Series) -> None:
    """Name, SKU, marketplace, level."""
    with st.container(horizontal=True, vertical_alignment="center"):
        name = f"**{plain(row['title'])}** · " if row["title"] else ""
        st.markdown(f"{name}`{row['sku']}` · {row['marketplace']}", width="content")
        tables.level_badge(int(row["level"]), page.lang)


def why(page, row: pd.Series, shown: int = _WHY) -> None:
    """Each rule in numbers, and what would silence it; the first `shown` at once, the others behind a click."""
    fired = cached.rules(page, row["marketplace"], row["sku"])
    if fired.empty:
        st.markdown(page.t("risk_page.card.calm" if pd.notna(row["velocity"]) else "risk_page.card.calm_unknown"))
    said = [_reason(page, row, rule) for rule in fired.itertuples()]
    for words in said[:shown]:
        st.markdown(words)
    if said[shown:]:
        with st.expander(page.t("risk_page.card.more", rules=len(said) - shown)):
            st.markdown("\n\n".join(said[shown:]))
    own_lines.of_sku(page, row["marketplace"], row["sku"])


def _reason(page, row: pd.Series, rule) -> str:
    facts = {"currency": row["currency"]} | rule.facts
    name = page.t(f"risk.rule.{rule.rule}")
    why, silent = text.why(rule.rule, facts, page.lang), text.silent(rule.rule, facts, page.lang)
    return page.t("risk_page.card.rule", rule=name, why=plain(why), silent=plain(silent))


def _figures(page, row: pd.Series) -> None:
    """Four figures that say it all, each with its formula."""
    left, right = st.columns(2)
    money = page.money(row["stock_value"], row["currency"], compact=True)
    on_hand, demand = page.number(row["on_hand"]), page.number(row["demand_26"])
    left.metric(page.t("table.column.stock_value"), money, help=_value_help(page, row))
    right.metric(
        page.t("table.column.cover_days"), _cover(page, row), help=explain.formula(page, "cover_days", on_hand=on_hand, demand=demand)
    )
    left.metric(page.t("table.column.age_days"), page.number(row["age_days"]), help=explain.formula(page, "age_days"))
    right.metric(
        page.t("table.column.turnover"),
        text.number(row["turnover"], page.lang, 2),
        help=explain.formula(
            page, "turnover", units_90=page.number(row["units_90"]), sell_through=text.percent(row["sell_through"], page.lang)
        ),
    )


def _value_help(page, row: pd.Series) -> str:
    cost = page.money(row["landed_cost"], row["currency"])
    return plain(explain.formula(page, "stock_value", on_hand=page.number(row["on_hand"]), landed_cost=cost))


def _cover(page, row: pd.Series) -> str:
    return page.t("risk_page.card.no_sales") if pd.isna(row["cover_days"]) and row["on_hand"] else text.cover(row["cover_days"], page.lang)


def _best(page, row: pd.Series) -> None:
    """The best option, the cost of waiting, and the way to Clearance."""
    if pd.notna(row["best_option"]):
        value, hold, week = (row[name] for name in ("best_value", "hold_value", "cost_of_waiting_week"))
        facts = {"value": value, "hold": hold, "week": week}
        amounts = {name: plain(whole(amount, row["currency"], page.lang)) for name, amount in facts.items()}
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(page.t("risk_page.card.best", option=plain(action.words(page, row)), **amounts), width="stretch")
            behind.of_waiting(page, row, "waiting")
    elif row["level"] > 0:
        asked = set(row["rules"]) - set(risk.NOT_CLEARING)
        st.markdown(page.t("risk_page.card.no_best" if asked else "risk_page.card.not_weighed"))
    if st.button(page.t("risk_page.card.clear"), type="primary", width="stretch", icon=":material/sell:", key="to_clearance"):
        st.switch_page("pages/clearance.py", query_params={"sku": row["sku"], "marketplace": row["marketplace"]})
    to_forecast(page, row)


def history(page, row: pd.Series) -> None:
    """26 weeks of sales and the age of the units on hand, side by side."""
    key, of = (row["marketplace"], row["sku"]), f"`{row['sku']}`"
    sales, ages = st.columns(2)
    sales.caption(page.t("risk_page.card.sales", sku=of))
    weeks = cached.demand_history(page, *key, _WEEKS)
    sales.altair_chart(charts.weekly_sales(weeks, page.lang, page.theme), key="card.sales")
    cohorts = cached.cohorts(page, *key)
    if len(cohorts):
        ages.caption(page.t("risk_page.card.ages", sku=of))
        ages.altair_chart(charts.age_bars(cohorts, page.lang, page.theme), key="card.ages")


def to_forecast(page, row: pd.Series) -> None:
    """The way to the forecast of this SKU."""
    frame.link(
        page, "forecast", page.t("forecast_page.open"), icon=":material/query_stats:", sku=row["sku"], marketplace=row["marketplace"]
    )


def _titles(page) -> tuple[str, str, str]:
    return page.t("risk_page.card.figure"), page.t("risk_page.card.ours"), page.t("risk_page.card.amazons")


def _all_figures(page, row: pd.Series) -> list[tuple[str, str, str]]:
    """Every key figure: its name, ours, Amazon's own ("" where Amazon says nothing of it)."""
    numbers, amounts = (lambda name: page.number(row[name])), (lambda name: page.money(row[name], row["currency"]))
    surcharge_day = page.day(row["surcharge_on"])
    stage = page.t(f"risk.stage.{row['stage']}") if pd.notna(row["stage"]) else "–"
    figures = [
        ("on_hand", numbers("on_hand"), ""),
        ("inbound", numbers("inbound"), ""),
        ("cover_days", _cover(page, row), text.cover(row["amazon_cover_days"], page.lang)),
        ("demand_13", _range(page, row), ""),
        ("stockout_on", page.day(row["stockout_on"]), ""),
        ("safety_stock", _safety(page, row), ""),
        ("excess_units", numbers("excess_units"), numbers("amazon_excess_units")),
        ("sell_through", text.percent(row["sell_through"], page.lang), ""),
        ("velocity", text.number(row["velocity"], page.lang, 2), ""),
        ("stage", stage, ""),
        ("abc", f"{_or_dash(row['abc'])} / {_or_dash(row['xyz'])}", ""),
        ("landed_cost", amounts("landed_cost"), ""),
        ("storage_month", amounts("storage_month"), amounts("amazon_storage_next_month")),
        ("surcharge_next", f"{amounts('surcharge_next')} ({surcharge_day})", amounts("amazon_surcharge_next")),
    ]
    return [(page.t(f"table.column.{name}"), plain(ours), plain(amazons)) for name, ours, amazons in figures]


def _range(page, row: pd.Series) -> str:
    """The median, and between what 8 of 10 cases lie."""
    low, high = page.number(row["demand_13_p10"]), page.number(row["demand_13_p90"])
    return page.t("risk_page.card.range", units=page.number(row["demand_13"]), low=low, high=high) if pd.notna(row["demand_13"]) else "–"


def _safety(page, row: pd.Series) -> str:
    """With where it came from."""
    units, source = page.number(row["safety_stock"]), row["safety_source"]
    return page.t(f"risk_page.safety.{source}", units=units) if pd.notna(source) else units


def _or_dash(code) -> str:
    return code if pd.notna(code) else "–"
