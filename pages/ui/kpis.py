"""The figures of the overview: verdict, KPI cards with their last weeks, age bands. Currencies are kept apart, never summed."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from core import text
from pages.ui import behind, cached

_LEFT_OUT = {"capital_at_risk": "unknown_at_risk_skus", "aged_181_value": "unknown_aged_skus"}  # amounts: SKUs whose cost they lack
_COUNTS = ("skus", "at_risk_skus", "critical_skus", *_LEFT_OUT.values())
MONEY = ("capital_at_risk", "aged_181_value", "storage_surcharge_30d", "waiting_week")
CARDS = ("capital_at_risk", "critical_skus", "aged_181_value", "storage_surcharge_30d")
CHARGES = ("storage_surcharge_30d",)  # what Amazon charges: with ⓘ
_FOUR_WEEKS = timedelta(days=28)
_NEAR = timedelta(days=4)


def by_currency(frame: pd.DataFrame) -> pd.DataFrame:
    """kpis of several marketplaces as one row per day and currency. An amount unknown everywhere stays unknown."""
    sums = frame.groupby(["as_of", "currency"], as_index=False, dropna=False)[[*_COUNTS, *MONEY]].sum(min_count=1)
    return sums.sort_values(["as_of", "capital_at_risk"], ascending=[True, False]).reset_index(drop=True)


def verdict(page) -> str:
    """The overview in one sentence: money and SKUs that need a decision, what a week of waiting costs; or that nothing does."""
    rows = by_currency(cached.kpis(page))
    skus = int(rows["at_risk_skus"].sum())
    if skus == 0:
        return page.t("overview.calm", skus=page.number(rows["skus"].sum()), day=_next_look(page))
    facts = {name: _amounts(page, rows, name) for name in ("capital_at_risk", "waiting_week")}
    if rows["capital_at_risk"].isna().all():
        return page.t("overview.verdict_no_cost", skus=page.number(skus), week=facts["waiting_week"])
    return page.t("overview.verdict", skus=page.number(skus), capital=facts["capital_at_risk"], week=facts["waiting_week"])


def row(page) -> None:
    """Four cards a currency: capital at risk, urgent SKUs, value aged 181+ days, storage and surcharge of the next 30 days."""
    now, past = by_currency(cached.kpis(page)), by_currency(cached.kpi_history(page))
    for _, figures in now.iterrows():
        if len(now) > 1:
            st.caption(page.t("overview.amounts_in", currency=figures["currency"]))
        history = past[past["currency"] == figures["currency"]]
        for column, name in zip(st.columns(len(CARDS)), CARDS, strict=True):
            with column:
                (_charge_card if name in CHARGES else _card)(page, name, figures, history)


def _charge_card(page, name: str, figures: pd.Series, history: pd.DataFrame) -> None:
    """A card with what is behind the charge."""
    charges = cached.next_charges(page)
    with st.container(border=True, height="stretch", gap=None):
        _card(page, name, figures, history, border=False)
        behind.of_next(page, charges[charges["currency"] == figures["currency"]], f"{name}.{figures['currency']}")


def _card(page, name: str, figures: pd.Series, history: pd.DataFrame, border: bool = True) -> None:
    before = _four_weeks_before(history, figures["as_of"], name)
    weeks = history[name].dropna().tolist()
    st.metric(
        page.t(f"overview.kpi.{name}"),
        _amount(page, name, figures[name], figures["currency"]),
        delta=_change(page, name, figures[name], before, figures["currency"]),
        delta_color="inverse" if before is not None and figures[name] != before else "off",
        delta_arrow="auto" if before is not None and figures[name] != before else "off",
        delta_description=page.t("overview.four_weeks") if before is not None else None,
        help=page.t(f"overview.kpi_help.{name}", unknown=page.number(figures.get(_LEFT_OUT.get(name), 0))),
        border=border,
        height="stretch" if border else "content",
        chart_data=weeks if len(weeks) > 1 else None,
        chart_type="bar" if name in _COUNTS else "area",
    )


def _four_weeks_before(history: pd.DataFrame, as_of, name: str) -> float | None:
    days = pd.to_datetime(history["as_of"])
    off = (days - (pd.Timestamp(as_of) - _FOUR_WEEKS)).abs()
    near = history[(off <= _NEAR) & history[name].notna()]
    return None if near.empty else float(near.loc[off[near.index].idxmin(), name])


def _change(page, name: str, value: float, before: float | None, currency: str) -> str | None:
    if before is None or pd.isna(value):
        return None
    change = value - before
    if change == 0:
        return page.t("overview.unchanged")
    return f"{'-' if change < 0 else '+'}{_amount(page, name, abs(change), currency)}"


def _amount(page, name: str, value: float, currency: str) -> str:
    return page.number(value) if name in _COUNTS else page.money(value, currency, compact=True)


def _amounts(page, rows: pd.DataFrame, name: str) -> str:
    """One amount a currency, joined by "+" """
    known = rows[rows[name].notna()]
    said = [page.money(amount, currency, compact=True) for amount, currency in zip(known[name], known["currency"], strict=True)]
    return " + ".join(said) or text.money(None, "", page.lang)


def next_fee(page) -> str:
    """The next day on which Amazon charges for age, and how much at today's pace; or that nothing is known to come."""
    charges = cached.next_charges(page)
    coming = charges[charges["surcharge"] > 0]
    if coming.empty:
        return page.t("overview.ages.no_fee")
    day = min(coming["surcharge_on"])
    first = coming[coming["surcharge_on"] == day].groupby("currency", as_index=False)["surcharge"].sum()
    return page.t("overview.ages.next_fee", day=page.day(day), amount=_amounts(page, first, "surcharge"))


def _next_look(page) -> str:
    days = cached.next_charges(page)["surcharge_on"].dropna()
    return page.day(min(days) if len(days) else page.run["as_of"] + timedelta(days=7))


def ages(page) -> pd.DataFrame:
    """Units and value at cost by age band over what is shown: band, units, value. In several currencies value is unknown."""
    bands = cached.age_bands(page)
    sums = bands.groupby("band", as_index=False, sort=False)[["units", "value"]].sum(min_count=1)
    return sums if bands["currency"].nunique() <= 1 else sums.assign(value=float("nan"))
