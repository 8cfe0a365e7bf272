"""When to order and how much, from the distribution of demand over lead time and review period.

    D(h)      demand of h weeks: mean and variance from the forecast (variance from P10 … P90 of the sum), h = lead time L or L + R
    spread    the lead time itself strays by sd_L weeks: variance(h) + pace² · sd_L²
    s         order point: the service quantile of D(L + R/2) - or median and the seller's own safety stock
    S         order up to: the service quantile of D(L + R) - or median and safety stock
    order on  the day on which the median takes on hand + inbound down to s; today where it is there
    quantity  S less what the median leaves on that day, up to whole cases and the least order, down to capacity

R by class: A continuous review (every week), B normal, C periodic; service by ABC, less for the erratic (Z). Quantiles are of a negative
binomial, for large means of a gamma (forecast/spread.py). The corridor: under `low_units` on hand the low-inventory fee begins; what an
order takes over `high_units` meets the aged surcharge before it is sold, so no order goes beyond them.
Price: what was sold lately under the usual price is no reason to buy as much again. An order counts the demand at the usual price: pace ·
(price of the pace ÷ usual price) ^ elasticity.
Promise: a product that is frozen (core/alerts/freeze.py), being cleared, at its end or sold at a loss is not ordered, whatever its cover;
`why` says so.
Who lifted a freeze by hand has decided to buy in spite of the clearing that a run advises.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.clearance.options import HOLD
from core.forecast.panel import CUT
from core.forecast.spread import quantiles
from core.market.keywords import WORTH_TELLING

COLUMNS = (
    *("marketplace", "sku", "title", "currency", "abc", "xyz", "review", "service", "on_hand", "inbound", "position"),
    *("lead_days", "order_point", "order_up_to", "order_on", "units", "why", "arrives_on", "stockout_on", "low_units", "high_units"),
    *("unit_cost", "amount", "profit"),
    *("keyword", "keyword_share", "keyword_due_on", "units_without", "order_on_without"),
    *("usual_price", "pace_price", "price_share", "units_at_pace", "order_on_at_pace", "times_demand"),
)
_KEY = ["marketplace", "sku"]
REVIEWS = ("continuous", "normal", "periodic")
_BY_CLASS = {"A": "continuous", "B": "normal", "C": "periodic"}
_WIDTH = 2 * 1.2815515655446004  # P90 less P10 of a normal, in standard deviations
_DAYS = 7


def suggest(positions: pd.DataFrame, on: date, policy: Mapping) -> pd.DataFrame:
    """COLUMNS, a row a product, the most pressing first. positions: columns of core/sql/restock/positions.sql; policy: keys restock.* and
    market.keywords_counted; profit: of core/restock/profit.py, where it is known.
    why: order_now | order_by | enough | frozen | clearing | ends | no_demand | loss; units NaN where nothing is to be ordered.
    keyword, keyword_share, keyword_due_on: the keyword that is counted in, and what order would be right without it (units_without,
    order_on_without). usual_price, pace_price, price_share: of what was sold under its usual price lately, by which share, and what its
    pace would order (units_at_pace, order_on_at_pace). None, NaN for other products. times_demand: what is counted over the forecast."""
    if positions.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    led, cut = _counted(positions, policy), _cut(positions)
    by_keyword = np.where(led, 1 + _numbers(positions, "keyword_share"), 1.0)
    at_usual = np.where(cut, (_pace(positions) ** _numbers(positions, "elasticity")).clip(upper=1.0), 1.0)
    found = _suggest(_told(positions, led, cut, at_usual * by_keyword), on, policy)
    for rows, demand, name in ((led, at_usual, "without"), (cut, by_keyword, "at_pace")):
        other = _suggest(at_demand(positions[rows], demand[rows]), on, policy) if rows.any() else found.head(0)
        renamed = {column: f"{column}_{name}" for column in ("units", "order_on")}
        found = found.merge(other[[*_KEY, *renamed]].rename(columns=renamed), how="left", on=_KEY)
    return found[list(COLUMNS)]


def _told(positions: pd.DataFrame, led: pd.Series, cut: pd.Series, demand: np.ndarray) -> pd.DataFrame:
    """The products at the demand that is counted; keyword and prices only where they change it."""
    words = positions.reindex(columns=["keyword", "keyword_due_on"]).astype(object)
    prices = {name: _numbers(positions, name).where(cut) for name in ("usual_price", "pace_price")}
    return at_demand(positions, demand).assign(
        **{name: words[name].where(led, None) for name in words}, **prices, keyword_share=_numbers(positions, "keyword_share").where(led),
        price_share=(_pace(positions) - 1.0).where(cut), times_demand=demand,
    )  # fmt: skip


def counted_price(positions: pd.DataFrame) -> pd.Series:
    """(N,) the price that an order counts on: the usual one of what is on a cut, else today's."""
    return _numbers(positions, "usual_price").where(_cut(positions), _numbers(positions, "price"))


def _pace(positions: pd.DataFrame) -> pd.Series:
    """The price at which the pace was sold over the usual one; NaN where either is unknown."""
    return _numbers(positions, "pace_price") / _numbers(positions, "usual_price")


def _cut(positions: pd.DataFrame) -> pd.Series:
    """Whether a product was sold under its usual price lately, and it is known what that does to its demand."""
    return (_pace(positions) <= 1.0 - CUT) & (_numbers(positions, "elasticity") > 0)


def _numbers(positions: pd.DataFrame, name: str) -> pd.Series:
    return pd.to_numeric(positions[name]) if name in positions else pd.Series(np.nan, index=positions.index)


def _counted(positions: pd.DataFrame, policy: Mapping) -> pd.Series:
    """Whether what a keyword says of a product is counted in: worth telling, and not switched off."""
    return (_numbers(positions, "keyword_share").abs() >= WORTH_TELLING) & (policy["market.keywords_counted"] == "counted")


def _suggest(positions: pd.DataFrame, on: date, policy: Mapping) -> pd.DataFrame:
    """The products with what is ordered at the demand as it stands, the most pressing first."""
    table = _planned(positions, policy)
    table = table.assign(position=table["on_hand"].fillna(0.0) + table["inbound"].fillna(0.0), profit=_numbers(table, "profit"))
    point, up_to = _levels(table, policy)
    day, left = _days_until(table, point)
    high = _median(table, _held_weeks(policy))
    wanted = np.minimum(up_to, np.maximum(point, high)) - left
    units = _quantity(table, np.minimum(wanted, _sold_after(table, day, policy)))
    why = _why(table, day, units)
    ordered = np.isin(why, ("order_now", "order_by"))
    told = table.assign(
        order_point=point, order_up_to=up_to, why=why, units=np.where(ordered, units, np.nan),
        order_on=[on + timedelta(days=int(days)) if goes else None for days, goes in zip(day, ordered, strict=True)],
        low_units=_median(table, policy["corridor.low_days"] / _DAYS), high_units=high,
    )  # fmt: skip
    told["arrives_on"] = [
        None if start is None else start + timedelta(days=int(lead))
        for start, lead in zip(told["order_on"], told["lead_days"], strict=True)
    ]
    told["amount"] = told["units"] * told["unit_cost"].astype(float)
    rank = pd.Series(why, index=told.index).map({"order_now": 0, "order_by": 1}).fillna(2)
    return told.assign(rank=rank, day=day).sort_values(["rank", "day", "amount"], ascending=[True, True, False], ignore_index=True)


def after_moves(positions: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """The same products as if moves to them had been carried out; those that none goes to are left out. moves: of journal.coming."""
    reached = positions.merge(moves[[*_KEY, "coming_units"]], on=_KEY)
    return reached.assign(inbound=reached["inbound"].fillna(0.0) + reached["coming_units"]).drop(columns="coming_units")


def at_demand(positions: pd.DataFrame, factors: pd.Series) -> pd.DataFrame:
    """The same products, each at so many times the demand that was forecast, in mean and quantiles."""
    sums = ("demand_path", "cum_p10", "cum_p50", "cum_p90")
    return positions.assign(
        **{name: [np.asarray(path, float) * factor for path, factor in zip(positions[name], factors, strict=True)] for name in sums}
    )


def _planned(positions: pd.DataFrame, policy: Mapping) -> pd.DataFrame:
    """With review, review_weeks, service: the seller's own, else those of its class; and lead_days, longer by the learnt factor."""
    review = positions["abc"].map(_BY_CLASS).fillna("periodic")
    weeks = review.map({name: float(policy[f"restock.{name}_weeks"]) for name in REVIEWS})
    of_class = positions["abc"].map({name: float(policy[f"restock.service_{name.lower()}"]) for name in "ABC"})
    usual = of_class.fillna(policy["restock.service_c"]) - np.where(positions["xyz"] == "Z", policy["restock.service_less_z"], 0.0)
    lead = positions["lead_time_days"].astype(float).fillna(float(policy["lead_time.default_days"])) * policy["supply.risk_factor"]
    service = positions["service"].astype(float).fillna(usual.clip(0.5, 0.999))
    return positions.assign(review=review, review_weeks=weeks, service=service, lead_days=lead)


def _levels(table: pd.DataFrame, policy: Mapping) -> tuple[np.ndarray, np.ndarray]:
    """(order point, order up to)."""
    lead, review = (table[name].to_numpy(float) / divide for name, divide in (("lead_days", _DAYS), ("review_weeks", 1.0)))
    strays = policy["restock.lead_spread"] * lead
    return tuple(_enough(table, weeks, strays) for weeks in (lead + review / 2.0, lead + review))


def _enough(table: pd.DataFrame, weeks: np.ndarray, strays: np.ndarray) -> np.ndarray:
    """Stock that serves the demand of so many weeks with the service wanted; the seller's own safety stock in place of a quantile."""
    mean, variance = _moments(table, weeks)
    pace = np.divide(mean, weeks, out=np.zeros(len(mean)), where=weeks > 0)
    variance = variance + (pace * strays) ** 2
    service = table["service"].to_numpy(float)
    high = np.zeros(len(table))
    for share in np.unique(service):
        rows = service == share
        high[rows] = quantiles(mean[rows], variance[rows], (float(share),))[:, 0]
    own = table["safety_stock"].to_numpy(float)
    return np.where(np.isnan(own), np.where(mean > 0, high, 0.0), _median(table, weeks) + own)


def _moments(table: pd.DataFrame, weeks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of the demand of so many weeks; beyond the forecast its last four weeks go on."""
    paths = np.stack([np.asarray(path, float) for path in table["demand_path"]])
    mean = _at(np.cumsum(paths, axis=1), weeks)
    low, high = (_at(np.stack([np.asarray(sums, float) for sums in table[name]]), weeks) for name in ("cum_p10", "cum_p90"))
    return mean, np.maximum(mean, ((high - low) / _WIDTH) ** 2)


def _median(table: pd.DataFrame, weeks) -> np.ndarray:
    return _at(np.stack([np.asarray(sums, float) for sums in table["cum_p50"]]), np.broadcast_to(np.asarray(weeks, float), len(table)))


def _at(sums: np.ndarray, weeks: np.ndarray) -> np.ndarray:
    """(N,) of (N, H) sums up to week 1 … H, at fractions of weeks; beyond the last one at the pace of the last four."""
    known = np.column_stack([np.zeros(len(sums)), sums])
    last = known.shape[1] - 1
    pace = (known[:, last] - known[:, max(0, last - 4)]) / min(4, last)
    whole = np.minimum(weeks.astype(int), last - 1)
    rows = np.arange(len(sums))
    inside = known[rows, whole] + (np.minimum(weeks, last) - whole) * (known[rows, whole + 1] - known[rows, whole])
    return inside + np.maximum(0.0, weeks - last) * pace


def _days_until(table: pd.DataFrame, point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(days until the median takes the position down to the order point, position then); inf where it never does within the forecast."""
    position = table["position"].to_numpy(float)
    sums = np.column_stack([np.zeros(len(table)), np.stack([np.asarray(sums, float) for sums in table["cum_p50"]])])
    spare = position - point
    days = np.full(len(table), np.inf)
    for row in range(len(table)):
        reached = np.flatnonzero(sums[row] >= spare[row])
        if spare[row] <= 0:
            days[row] = 0.0
        elif len(reached):
            week = int(reached[0])
            step = sums[row, week] - sums[row, week - 1]
            days[row] = np.floor(_DAYS * (week - 1 + (spare[row] - sums[row, week - 1]) / step))
    return days, np.minimum(position, np.maximum(point, 0.0))


def _sold_after(table: pd.DataFrame, days: np.ndarray, policy: Mapping) -> np.ndarray:
    """Units that the median sells between the arrival of the order and the day its aged surcharge begins: what comes too late for a season
    is not ordered."""
    comes = (np.where(np.isfinite(days), days, 0.0) + table["lead_days"].to_numpy(float)) / _DAYS
    spare = np.maximum(0.0, table["position"].to_numpy(float) - _median(table, comes))
    return np.maximum(0.0, _median(table, comes + _held_weeks(policy)) - _median(table, comes) - spare)


def _quantity(table: pd.DataFrame, wanted: np.ndarray) -> np.ndarray:
    """Whole cases, at least the least order, at most what fits beside the position. Where fewer than the least order fit, none."""
    pack = np.maximum(1.0, table["case_pack"].astype(float).fillna(1.0).to_numpy())
    least = table["minimum_order"].astype(float).fillna(0.0).to_numpy()
    room = table["capacity_units"].astype(float).fillna(np.inf).to_numpy() - table["position"].to_numpy(float)
    units = pack * np.ceil(np.maximum(wanted, 0.0) / pack - 1e-9)
    units = np.where(units > 0, np.maximum(units, pack * np.ceil(least / pack - 1e-9)), 0.0)
    fits = pack * np.floor(np.maximum(np.minimum(units, room), 0.0) / pack + 1e-9)
    return np.where(fits >= least, fits, 0.0)


def _why(table: pd.DataFrame, days: np.ndarray, units: np.ndarray) -> np.ndarray:
    level = table["level"].fillna(0).to_numpy()
    demand = np.array([float(np.asarray(path, float).sum()) for path in table["demand_path"]])
    checks = (
        ("frozen", table["frozen"].to_numpy(bool)),
        ("clearing", (level >= 2) & (table["best_option"].fillna(HOLD) != HOLD).to_numpy() & ~table["lifted"].to_numpy(bool)),
        ("ends", np.isin(table["stage"], ("decline", "end_of_life"))), ("no_demand", demand <= 0),
        ("loss", np.isfinite(days) & (units > 0) & (table["profit"] < 0).to_numpy()),
        ("order_now", (days <= 0) & (units > 0)), ("order_by", np.isfinite(days) & (units > 0)),
    )  # fmt: skip
    return np.select([found for _, found in checks], [name for name, _ in checks], "enough")


def _held_weeks(policy: Mapping) -> float:
    """Weeks of demand that sell before the aged surcharge begins."""
    return policy["age.warning_days"] / _DAYS
