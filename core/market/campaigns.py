"""Advertising in a clearance: cost of a sale, the highest bid that still beats the next best way out, waste, and where budget moves.

    cost of a sale  = spend / units            return on ad spend = sales / spend            units of a click = units / clicks
    highest bid     = highest cost of a sale (core/clearance/ads.py) x units of a click

Units of a click are few for one campaign, so they are shrunk to the account's: as if it had seen _PRIOR_CLICKS more clicks that sell as the
account's do. Their interval is that of a gamma with the units counted. A sale of another product of ours after the click counts as a sale.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import scipy

from core.health import execute
from core.workspace import Workspace

DAYS = 30
COLUMNS = (
    *("marketplace", "campaign", "sku", "currency", "spend", "clicks", "units", "sales", "cost_per_sale", "roas", "bid"),
    *(
        "units_click",
        "highest_cost",
        "highest_bid",
        "highest_bid_low",
        "highest_bid_high",
        "waste",
        "why",
        "advice",
        "gain",
        "gain_low",
        "gain_high",
    ),
)
_PRIOR_CLICKS = 50.0
_LOW, _HIGH = 0.1, 0.9
_SATURATES = 0.5  # a budget that is raised by half sells this much of what half as much again would
_LEAVES = 0.5  # share of the stock on a removal order from which its ads are for nothing
_MOST_RAISE = 0.5  # share of today's spend that a campaign takes more


def campaigns(ws: Workspace, as_of: date, marketplace: str | None = None, sku: str | None = None, days: int = DAYS) -> pd.DataFrame:
    """marketplace, campaign, sku, currency, impressions, clicks, spend, sales, orders, units, share, first_day, last_day, row_days and
    units_click with units_click_low, units_click_high, over the last `days` days."""
    with ws.read() as cursor:
        asked = {"as_of": as_of, "marketplace": marketplace, "days": days}
        rows = execute(cursor, "market/campaign", asked | {"sku": sku}).df()
        every = rows if sku is None else execute(cursor, "market/campaign", asked | {"sku": None}).df()
    usual = every.groupby("marketplace")[["units", "clicks"]].sum()
    rate = rows["marketplace"].map(usual["units"] / usual["clicks"].where(usual["clicks"] > 0)).fillna(0.0)
    shape = rows["units"] + rate * _PRIOR_CLICKS
    clicks = rows["clicks"] + _PRIOR_CLICKS
    return rows.assign(
        units_click=shape / clicks,
        units_click_low=scipy.stats.gamma.ppf(_LOW, np.maximum(shape, 1e-9)) / clicks,
        units_click_high=scipy.stats.gamma.ppf(_HIGH, np.maximum(shape, 1e-9)) / clicks,
    )  # fmt: skip


def judged(rows: pd.DataFrame, highest: Mapping[tuple[str, str], float], stock: pd.DataFrame) -> pd.DataFrame:
    """COLUMNS, a row a campaign and SKU, most waste first. rows: campaigns(); highest: (marketplace, sku) -> highest cost of a sale,
    missing or NaN where it cannot be told; stock: marketplace, sku, on_hand, cover_days, restocked, leaving_units.

    waste: money of the period spent on stock that runs out by itself (nothing on hand, or under two weeks of cover that nothing refills),
    on stock that is being removed, or beyond the highest cost of a sale; why: empty | running_out | leaving | never_pays | too_dear, none
    without waste, cost_unknown where no highest cost can be told. advice: stop | lower | raise | keep | unknown.
    gain: of following it over as many days again, with its interval."""
    table = rows.merge(stock, on=["marketplace", "sku"], how="left")
    cost = np.array([highest.get(key, np.nan) for key in zip(table["marketplace"], table["sku"], strict=True)], float)
    worth = {name: cost * table[f"units_click{end}"] for name, end in (("point", ""), ("low", "_low"), ("high", "_high"))}
    bid = table["spend"] / table["clicks"].where(table["clicks"] > 0)
    ends = (table["on_hand"].fillna(1) <= 0) | ((table["cover_days"] < 14) & ~table["restocked"].fillna(False).astype(bool))
    leaves = (table["leaving_units"].fillna(0) > 0) & (table["leaving_units"] >= _LEAVES * table["on_hand"])
    over = np.maximum(table["spend"] - cost * table["units"], 0.0)
    waste = np.where(ends | leaves, table["spend"], np.where(np.isnan(cost), 0.0, np.where(cost <= 0, table["spend"], over)))
    gone, spend = (ends | leaves).to_numpy(bool), table["spend"].to_numpy(float)
    advice = _advice(bid, worth, cost, gone, spend)
    gains = [_gain(advice, gone, spend, worth[name] * table["clicks"]) for name in ("point", "low", "high")]
    told = table.assign(
        cost_per_sale=table["spend"] / table["units"].where(table["units"] > 0),
        roas=table["sales"] / table["spend"].where(table["spend"] > 0),
        why=_why(table, leaves, ends, cost, waste),
        bid=bid, highest_cost=cost, highest_bid=worth["point"], highest_bid_low=worth["low"], highest_bid_high=worth["high"], waste=waste,
        advice=advice, gain=gains[0], gain_low=np.minimum(gains[1], gains[2]), gain_high=np.maximum(gains[1], gains[2]),
    )  # fmt: skip
    return told[list(COLUMNS)].sort_values(["waste", "spend"], ascending=False, ignore_index=True)


def _why(table: pd.DataFrame, leaves: pd.Series, ends: pd.Series, cost: np.ndarray, waste: np.ndarray) -> np.ndarray:
    """The first reason that holds; a stock that is there no more comes before one that leaves."""
    reasons = {
        "empty": ends & (table["on_hand"] <= 0), "leaving": leaves, "running_out": ends, "cost_unknown": np.isnan(cost),
        "never_pays": cost <= 0, "too_dear": waste > 0,
    }  # fmt: skip
    return np.select([np.asarray(one, bool) for one in reasons.values()], list(reasons), "none").astype(object)


def _advice(bid, worth: Mapping, cost: np.ndarray, gone: np.ndarray, spend: np.ndarray) -> np.ndarray:
    """stop: the stock goes anyway, or no sale by ads can pay; lower, raise: the bid lies outside what it may be, doubt included, and
    raising it pays although half of what is added sells."""
    too_dear, cheap = bid > worth["high"], (bid < worth["low"]) & (bid < _SATURATES * worth["point"])
    told = np.select([np.isnan(cost), cost <= 0, too_dear, cheap], ["unknown", "stop", "lower", "raise"], "keep")
    return np.where(spend <= 0, "keep", np.where(gone, "stop", told)).astype(object)


def _gain(advice: np.ndarray, gone: np.ndarray, spend: np.ndarray, worth: pd.Series) -> np.ndarray:
    """Money of so many days: stop saves spend less what its sales were worth (nothing, where the stock goes anyway); lower saves what is
    paid over their worth; raise adds half as much again, of which half sells."""
    value = np.nan_to_num(worth.to_numpy(float))
    more = _MOST_RAISE * (_SATURATES * value - spend)
    saved = np.where(gone, spend, np.maximum(spend - np.maximum(value, 0.0), 0.0))
    return np.select(
        [advice == "stop", advice == "lower", advice == "raise"], [saved, np.maximum(spend - value, 0.0), np.maximum(more, 0.0)], 0.0
    )


def moves(told: pd.DataFrame) -> pd.DataFrame:
    """from_campaign, from_sku, to_campaign, to_sku, currency, amount, gain, gain_low, gain_high: budget that is wasted goes to campaigns
    whose bid is to be raised, the best return first, at most half as much again for each. told: judged(). Within a marketplace."""
    found = []
    for _, rows in told.groupby("marketplace"):
        room = {at: _MOST_RAISE * spend for at, spend in rows.loc[rows["advice"] == "raise", "spend"].items()}
        order = rows.loc[list(room)].assign(rate=lambda r: r["highest_bid"] / r["bid"]).sort_values("rate", ascending=False).index
        for _, giver in rows[rows["waste"] > 0].iterrows():
            free = giver["waste"]
            for at in order:
                amount = min(free, room[at])
                if amount < 0.01:
                    continue
                free, room[at] = free - amount, room[at] - amount
                found.append(_move(giver, rows.loc[at], amount))
    columns = ["from_campaign", "from_sku", "to_campaign", "to_sku", "currency", "amount", "gain", "gain_low", "gain_high"]
    return pd.DataFrame(found, columns=columns)


def _move(giver: pd.Series, taker: pd.Series, amount: float) -> dict:
    """What is wasted there brings nothing; here each unit of money brings what the highest bid says it may, half of it for being more."""
    gains = [_SATURATES * amount * taker[f"highest_bid{end}"] / taker["bid"] for end in ("", "_low", "_high")]
    return {
        "from_campaign": giver["campaign"], "from_sku": giver["sku"], "to_campaign": taker["campaign"], "to_sku": taker["sku"],
        "currency": giver["currency"], "amount": amount, "gain": gains[0], "gain_low": gains[1], "gain_high": gains[2],
    }  # fmt: skip


def leaving(ws: Workspace, as_of: date) -> pd.DataFrame:
    """marketplace, sku, leaving_units, requested_day: what removal orders still take away."""
    with ws.read() as cursor:
        return execute(cursor, "market/leaving", {"as_of": as_of}).df()


def terms(ws: Workspace, marketplace: str, sku: str, as_of: date, days: int = DAYS) -> pd.DataFrame:
    """search_term, campaign, clicks, orders, spend, sales of the SKU's campaigns; silent: so many clicks without an order that it is no
    chance (one in twenty, at the rate of all its terms)."""
    with ws.read() as cursor:
        rows = execute(cursor, "market/term", {"marketplace": marketplace, "sku": sku, "as_of": as_of, "days": days}).df()
    clicks, orders = rows["clicks"].sum(), rows["orders"].sum()
    rate = orders / clicks if clicks else 0.0
    return rows.assign(silent=(rows["orders"] == 0) & ((1 - rate) ** rows["clicks"] <= 0.05) if rate else False)


def checklist(budget: float, found_terms: pd.DataFrame, brand: str | None) -> pd.DataFrame:
    """step, share, amount, words: a clearance's advertising as a list to tick off. Shares are an assumption: half to what buyers of this
    very product search, a quarter to the brand's own name, a quarter to those who looked and did not buy."""
    sold = found_terms[found_terms["orders"] > 0].sort_values("orders", ascending=False)["search_term"].head(5) if len(found_terms) else []
    silent = found_terms[found_terms["silent"]]["search_term"].head(5) if len(found_terms) else []
    steps = [
        ("clearance_keywords", 0.5, ", ".join(sold)), ("brand_keywords", 0.25, brand or ""), ("retargeting", 0.25, ""),
        ("negative_keywords", 0.0, ", ".join(silent)), ("end_with_stock", 0.0, ""),
    ]  # fmt: skip
    return pd.DataFrame([{"step": step, "share": share, "amount": share * budget, "words": words} for step, share, words in steps])
