"""Panel: what a sale by advertising may cost, the return it needs, and what each budget gains."""

from dataclasses import asdict

import pandas as pd
import streamlit as st

from core import text
from core.clearance.ads import AdCurve, Ads, ads
from core.clearance.case import Case
from core.clearance.first_answer import Answer
from pages.ui import cached, campaigns, explain, tables
from pages.ui.charts.ads import net_gain
from pages.ui.words import plain, whole

_COLUMNS = ("budget", "extra_units", "cost_per_sale", "net_gain")
# field of AdCurve, lowest, highest, step, as a percentage
_ASKED = (("first_cost_share", 1.0, 500.0, 1.0, True), ("most_uplift", 0.0, 1000.0, 5.0, True), ("weeks", 1, 52, 1, False))


def show(page, row: pd.Series, case: Case, _answer: Answer, price: float | None = None) -> Ads:
    """Draw the panel at a price (left out: today's); what it shows."""
    with st.popover(page.t("ads.assumed"), icon=":material/tune:"):
        curve = _curve(page)
    found = _found(case, curve, price)
    if found.reason is not None:
        st.info(_reason(page, found.reason))
    else:
        _answered(page, row, found, curve)
    campaigns.of_sku(page, row, found)
    campaigns.everywhere(page, row["marketplace"], curve)
    return found


def _answered(page, row: pd.Series, found: Ads, curve: AdCurve) -> None:
    """The limits, and the budgets as a picture with its table."""
    currency = row["currency"]
    st.markdown(verdict(page, found, currency))
    for column, figure in zip(st.columns(3), _figures(page, found, currency), strict=True):
        column.metric(**figure)
    if found.highest_cost > 0 and len(found.budgets) > 1:
        st.altair_chart(net_gain(found.budgets, found.best["budget"], currency, page.lang, page.theme), key="ads.gain")
        facts = {"weeks": page.number(curve.weeks), "share": text.percent(curve.first_cost_share, page.lang)}
        st.caption(page.t("ads.key", most=text.percent(curve.most_uplift, page.lang), **facts))
        with st.popover(page.t("clearance_page.as_table"), icon=":material/table:"):
            st.markdown(_table(page, found, currency))
        budgets = found.budgets.rename(columns={"units": "extra_units", "gain": "net_gain"})[list(_COLUMNS)]
        tables.export_of_sku(page, row, budgets, "ad-budgets")


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=cached.BY_CONTENT)
def _found(case: Case, curve: AdCurve, price: float | None) -> Ads:
    return ads(case, curve, price)


def _curve(page) -> AdCurve:
    """How sales answer to advertising, as typed; it holds for every SKU."""
    st.caption(page.t("ads.about"))
    default = asdict(AdCurve.from_policy(cached.policy_of_run(page)))
    return AdCurve(**{name: _asked(page, default[name], (name, *limits)) for name, *limits in _ASKED})


def _asked(page, default: float, row: tuple) -> float:
    name, low, high, step, as_percent = row
    shown = st.number_input(
        page.t(f"ads.field.{name}"), min_value=low, max_value=high, value=type(low)(default * 100 if as_percent else default), step=step,
        key=f"ads.{name}", persist_state="session", help=page.t(f"policy.clearance.ads_{name}.reason"),
    )  # fmt: skip
    return shown / 100 if as_percent else shown


def verdict(page, found: Ads, currency: str) -> str:
    """May it be advertised, up to which cost, and with which budget."""
    if found.highest_cost <= 0:
        return page.t("ads.verdict.never")
    best = found.best
    facts = {"cost": plain(page.money(found.highest_cost, currency)), "acos": text.percent(found.highest_cost / found.price, page.lang)}
    if best["budget"] <= 0:
        return page.t("ads.verdict.none", **facts)
    amounts = {name: plain(whole(best[name], currency, page.lang)) for name in ("budget", "gain")}
    return page.t("ads.verdict.best", units=page.number(best["units"]), **facts, **amounts)


def _figures(page, found: Ads, currency: str) -> list[dict]:
    """Three figures, each with how it was computed."""
    money = {name: page.money(getattr(found, name), currency) for name in ("margin", "unit_worth", "highest_cost", "price")}
    needed = text.UNKNOWN if pd.isna(found.needed_return) else text.number(found.needed_return, page.lang, 1)
    values = {"highest_cost": money["highest_cost"], "needed_return": needed, "unit_worth": money["unit_worth"]}
    facts = {name: plain(value) for name, value in money.items()}
    return [
        {"label": page.t(f"ads.figure.{name}"), "value": value, "help": page.t(f"ads.help.{name}", **facts)}
        for name, value in values.items()
    ]


def _reason(page, code: str) -> str:
    own = f"ads.reason.{code}"
    return page.t(own if text.has(own) else f"clearance.reason.{code}")


def _table(page, found: Ads, currency: str) -> str:
    rows = [
        (
            plain(whole(row["budget"], currency, page.lang)), text.number(row["units"], page.lang, 1),
            plain(page.money(row["cost_per_sale"], currency)), plain(whole(row["gain"], currency, page.lang)),
        )
        for row in found.budgets.to_dict("records")
    ]  # fmt: skip
    return explain.table(rows, [page.t(f"table.column.{name}") for name in _COLUMNS])
