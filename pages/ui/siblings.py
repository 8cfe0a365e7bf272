"""What a cut takes from the siblings under the same parent: at the plan's prices, at a price that is tried, at usual cuts."""

from datetime import timedelta

import numpy as np
import pandas as pd
import streamlit as st

from core import text
from core.clearance.case import Case
from core.clearance.floors import floors
from core.clearance.plan import Plan
from core.market.siblings import LEAST_WEEKS, Siblings
from pages.ui import cached, explain, live, outside
from pages.ui.words import plain, whole

_CUTS = (0.1, 0.2, 0.3)


def of_plan(page, row: pd.Series, plan: Plan) -> str:
    """What the plan's prices take from the siblings over its weeks, in units and in what their sales leave; nothing without siblings."""
    found = outside.siblings_of(page, row)
    if found.reason is not None:
        return _unknown(page, found)
    weeks = plan.weekly.iloc[:-1]
    weeks = weeks[weeks["kept"] >= 1]
    shares = _paid(plan, weeks) / plan.case.list_price
    if not (shares < 1 - 1e-6).any():
        return page.t("market.siblings.no_cut", skus=_names(found))
    lost = found.lost(np.minimum(shares, 1.0))
    until = page.day(plan.case.as_of + timedelta(weeks=int(weeks["week"].iloc[-1]) + 1))
    said = page.t("market.siblings.plan", skus=_names(found), day=until, **_units(page, lost))
    return text.joined([said, _money(page, row, lost), page.t("market.siblings.not_counted")], page.lang)


def at_price(page, row: pd.Series, case: Case, price: float) -> str:
    """The same of a price that is tried, a week; nothing where it is no cut or nothing is known."""
    found = outside.siblings_of(page, row)
    if found.reason is not None or price >= case.list_price:
        return ""
    lost = found.lost([price / case.list_price])
    return page.t("market.siblings.price", skus=_names(found), **_units(page, lost))


def panel(page, row: pd.Series) -> None:
    """What usual cuts take from each sibling a week, and what that was measured in; nothing without siblings."""
    found = outside.siblings_of(page, row)
    if found.reason is not None:
        said = _unknown(page, found)
        if said:
            st.markdown(said)
        return
    st.markdown(page.t("market.siblings.found", skus=_names(found), weeks=page.number(found.weeks)), help=page.t("market.siblings.help"))
    lost = [found.lost([1 - cut]) for cut in _CUTS]
    cells = [
        (f"`{one.sku}` {plain(one.title)}", text.number(one.weekly, page.lang, 1), *(_range(page, cut.iloc[place]) for cut in lost))
        for place, one in enumerate(found.rows.itertuples())
    ]
    cuts = [page.t("market.siblings.cut", cut=text.percent(cut, page.lang)) for cut in _CUTS]
    st.markdown(explain.table(cells, [page.t("market.siblings.sibling"), page.t("market.signal.units"), *cuts]))


def _unknown(page, found: Siblings) -> str:
    if found.reason == "no_siblings":
        return ""
    facts = {"weeks": page.number(found.weeks), "least": page.number(LEAST_WEEKS)}
    return page.t(f"market.siblings.{found.reason}", skus=_names(found), **facts)


def _paid(plan: Plan, weeks: pd.DataFrame) -> np.ndarray:
    """(W,) price of each week less what a coupon or deal takes off it, a deal of some days by their share of the week."""
    offers = {one.name: one.discount * one.days / 7 for one in plan.case.promotions}
    return weeks["price"].to_numpy(float) * (1 - weeks["offer"].map(offers).fillna(0.0).to_numpy(float))


def _money(page, row: pd.Series, lost: pd.DataFrame) -> str:
    """What sales of these units would have left after fees and landed cost; why not, where that is unknown."""
    table = cached.risk_table(page)
    rows = table[(table["marketplace"] == row["marketplace"]) & table["sku"].isin(lost["sku"])]
    left = floors([live.case(page, one) for _, one in rows.iterrows()]).set_index("sku")["profit_now"].reindex(lost["sku"]).to_numpy()
    if np.isnan(left).any():
        return page.t("market.siblings.money_unknown")
    sums = {name: float((lost[column] * left).sum()) for name, column in (("money", "lost"), ("low", "lost_low"), ("high", "lost_high"))}
    return page.t("market.siblings.money", **{name: plain(whole(value, row["currency"], page.lang)) for name, value in sums.items()})


def _names(found: Siblings) -> str:
    return ", ".join(f"`{sku}`" for sku in found.others)


def _units(page, lost: pd.DataFrame) -> dict[str, str]:
    return {name: text.number(float(lost[name].sum()), page.lang, 1) for name in ("lost", "lost_low", "lost_high")}


def _range(page, one: pd.Series) -> str:
    """`-2.8 (-4.6 to -0.9)`."""
    point, low, high = (text.number(-one[name], page.lang, 1) for name in ("lost", "lost_high", "lost_low"))
    return page.t("market.siblings.range", point=point, low=low, high=high)
