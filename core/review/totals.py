"""Reviews added up: by SKU, category, site, channel or in all. Money of different currencies is never added up; shares are made anew.

Intervals of doing nothing add up as if all forecasts erred together: the interval of a sum is never too narrow.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.review import actuals
from core.review.attribution import channels
from core.review.outcome import VERDICTS
from core.review.position import MEASURES, measures
from core.review.reviews import Review

BY = ("sku", "category", "marketplace", "channel", "total")
SUMS = (
    "units", "own_units", "revenue", "list_value", "gross_margin", "net_cash", "capital", "holding", "surcharge", "holding_avoided",
    "surcharge_avoided", "out", "left", "seen", "value", "hold_value", "hold_low", "hold_high", "effect", "effect_low", "effect_high",
)  # fmt: skip


def rows_of(reviews: Sequence[Review]) -> pd.DataFrame:
    """A row a review: keys, every figure of its Outcome, before_* and after_* measures, and the learned elasticity and level."""
    return pd.DataFrame([_row(one) for one in reviews])


def _row(one: Review) -> dict:
    subject, found, case = one.subject, one.outcome, one.subject.case
    about = {
        "plan_id": subject.kept and subject.kept.plan_id, "name": subject.kept and subject.kept.name, "marketplace": case.marketplace,
        "sku": case.sku, "title": subject.title, "category": case.category, "currency": subject.currency,
        "option": subject.kept and subject.kept.option, "as_of": case.as_of, "list_value": found.units * (case.list_price or np.nan),
    }  # fmt: skip
    both = {f"{when}_{name}": there.get(name) for when, there in (("before", one.before), ("after", one.after)) for name in MEASURES}
    (before, after), (_, level) = one.learned.elasticity, one.learned.level
    learned = {"elasticity_before": before.mean, "elasticity_after": after.mean, "level_after": level.mean}
    missed = {"regret": one.regret.money if one.regret else np.nan, "regret_option": one.regret.option if one.regret else None}
    missed |= {"sooner": one.sooner, "judgement": one.judgement}
    return about | vars(found) | both | learned | missed


def totals(reviews: Sequence[Review], by: str) -> pd.DataFrame:
    """by: of BY but channel (by_channel). A row a group and currency: reviews, SUMS, discount, recovery, roi, sell_through, before_* and
    after_* (MEASURES of all its SKUs), and *_count of VERDICTS. A sum of which one part is unknown is unknown; recovery and ROI are of the
    parts known."""
    rows = rows_of(reviews)
    if rows.empty:
        return rows
    groups = rows.assign(group="total" if by == "total" else rows[by].astype(object).where(rows[by].notna(), None))
    parts = [_total(group, part, reviews) for group, part in groups.groupby(["group", "currency"], dropna=False, sort=False)]
    table = pd.DataFrame(parts)
    return table.sort_values("effect", ascending=False, ignore_index=True, na_position="last")


def by_channel(reviews: Sequence[Review]) -> pd.DataFrame:
    """The ways by which all stock left (attribution.channels), a row a channel, door and currency: units, income, cost, net, net_each and
    recovery of the landed cost, each unknown where a part of it is."""
    each = [channels(one.subject).assign(currency=one.subject.currency, landed=_landed(one)) for one in reviews]
    if not each:
        return pd.DataFrame()
    rows = pd.concat(each, ignore_index=True)
    rows["landed"] *= rows["units"]
    sums = rows.groupby(["channel", "door", "currency"], dropna=False, sort=False)[["units", "income", "cost", "net", "landed"]]
    table = sums.agg(lambda part: part.sum(skipna=False)).reset_index()
    net_each = table["net"] / table["units"].where(table["units"] > 0)
    return table.assign(net_each=net_each, recovery=table["net"] / table["landed"].where(table["landed"] > 0)).drop(columns="landed")


def _landed(one: Review) -> float:
    return np.nan if one.subject.case.landed_cost is None else one.subject.case.landed_cost


def _total(group: tuple, part: pd.DataFrame, reviews: Sequence[Review]) -> dict:
    sums = {name: float(pd.to_numeric(part[name]).sum(skipna=False)) for name in SUMS}
    known = part[part["capital"].notna() & part["net_cash"].notna() & part["effect"].notna()]
    capital = known["capital"].sum()
    shares = {
        "discount": 1.0 - actuals.ratio(sums["revenue"], sums["list_value"]), "recovery": actuals.ratio(known["net_cash"].sum(), capital),
        "roi": actuals.ratio(known["effect"].sum(), capital), "sell_through": actuals.ratio(sums["units"], sums["seen"]),
    }  # fmt: skip
    counted = {f"{name}_count": int((part["verdict"] == name).sum()) for name in VERDICTS}
    return {"group": group[0], "currency": group[1], "reviews": len(part)} | sums | shares | _standing(part, reviews) | counted


def _standing(part: pd.DataFrame, reviews: Sequence[Review]) -> dict:
    """Each SKU on its own first and last day."""
    rows = [pd.concat([reviews[place].standing[end] for place in part.index], ignore_index=True) for end in (0, 1)]
    return {
        f"{when}_{name}": value for when, there in zip(("before", "after"), rows, strict=True) for name, value in measures(there).items()
    }
