"""What really happened after each past day, from the sales that followed. Four truths, and a rule is held against the one of its kind:

stuck: units reach their next surcharge age (181, 271, 366, 456 days, then every 91) unsold. Cost: storage, aged surcharge and capital of
    these units for up to 26 weeks: what waiting cost, and no more; what an earlier mark-down would have brought is not counted.
gone: in the 13 weeks that followed, less than a share (policy proof.back_share) of the usual pace was sold, by more than chance (two
    deviations), though there was stock. Usual: the half year before the last 8 weeks.
silent: of a few units (a week's sales at most) not a tenth of a usual week was sold in the 7 days that followed.
short: nine tenths of stock and inbound were sold within 28 days (or within lead time and notice): without an order the shelf is empty.

Promise: what the days that are known cannot settle yet is NaN, never false. Where money is unknown the cost is NaN.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from core.fees.aged_surcharge import aged_surcharge
from core.fees.schedule import RateBook
from core.fees.storage import storage
from core.policy import Policy
from core.replay.weeks import KEY, Seen
from core.workspace import Workspace, sql

LINES = (181, 271, 366, 456)
COST_WEEKS, GONE_DAYS, SHORT_DAYS = 26, 91, 28
_AGES = (0, 181, 211, 241, 271, 301, 331, 366, 456)  # bands of the surcharge
_USUAL_FROM, _USUAL_TO = 56, 238  # days ago
_LEAST_DAYS = 56  # of it, to speak of a usual pace
_SHORT_SHARE = 0.9
_RESTOCK = {"low_stock": "short", "two_fee_corridor": "short", "reorder_by": "short_of_order", "phantom_stock": "silent"}
_FADING = ("cliff", "turnover_decline", "season_end", "end_of_life_line", "no_movement")
_UNJUDGED = ("data_suspect", "forecast_bias", "capacity", "market_shrinking", "transfer_exception", "lost_units")


def kind_of(rule: str) -> str | None:
    """The truth a rule is held against: stuck, gone, silent, short, short_of_order; None: nothing that happened to a SKU can say."""
    if rule in _UNJUDGED:
        return None
    return _RESTOCK.get(rule, "gone" if rule in _FADING else "stuck")


@dataclass(frozen=True, eq=False)
class Sold:
    """Units sold up to and with each day: keys (rows), sums (N, D + 1); column 0 is the day before `first`."""

    keys: pd.MultiIndex
    first: date
    sums: np.ndarray

    @classmethod
    def read(cls, ws: Workspace, keys: pd.MultiIndex, last: date) -> "Sold":
        rows = ws.frame(sql("replay/sold"), last=last)
        first = rows["day"].min().date()
        table = np.zeros((len(keys), (last - first).days + 2))
        row = keys.get_indexer(pd.MultiIndex.from_frame(rows[KEY]))
        column = (rows["day"] - pd.Timestamp(first)).dt.days.to_numpy() + 1
        table[row[row >= 0], column[row >= 0]] = rows["units"].to_numpy()[row >= 0]
        return cls(keys, first, np.cumsum(table, axis=1))

    @property
    def known(self) -> int:
        """The place of the last known day."""
        return self.sums.shape[1] - 1

    def place(self, day: date) -> int:
        return (day - self.first).days + 1

    def between(self, row: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Units sold after one place up to another, as far as known."""
        start, end = (np.clip(at, 0, self.known) for at in (start, end))
        return self.sums[row, end] - self.sums[row, start]


def truths(ws: Workspace, told: Seen, policy: Policy, book: RateBook) -> pd.DataFrame:
    """told.seen with stuck_units, cost, week_cost, stuck_days, gone, silent, short, short_days, short_of_order, sold_28, and stuck: 1, 0 or
    NaN (not settled). stuck is 1 where the cost reaches proof.look_money; where money is unknown, with a tenth of the stock."""
    seen = told.seen
    keys = pd.MultiIndex.from_frame(seen[KEY].drop_duplicates())
    sold = Sold.read(ws, keys, told.days[-1])
    row = keys.get_indexer(pd.MultiIndex.from_frame(seen[KEY]))
    at = np.array([sold.place(day) for day in told.days])[seen["week"]]
    doomed = _stuck(told, seen, sold, row, _rates(seen, told.days, policy, book))
    judged = seen.assign(**doomed, sold_28=sold.between(row, at, at + SHORT_DAYS))
    judged["stuck"] = _enough(judged, policy["proof.look_money"])
    judged["gone"] = _gone(judged["on_hand"].to_numpy(float), sold, row, at, policy["proof.back_share"])
    judged["silent"] = _silent(judged, sold, row, at)
    stock = judged["on_hand"].to_numpy(float) + judged["inbound"].fillna(0).to_numpy(float)
    judged["short"], judged["short_days"] = _short(stock, sold, row, at, np.full(len(at), SHORT_DAYS))
    judged["short_of_order"], _ = _short(stock, sold, row, at, np.ceil(judged["order_days"].to_numpy(float)).astype(int))
    return judged


def _enough(judged: pd.DataFrame, least: float) -> np.ndarray:
    """1 where it cost enough, 0 where it is settled that it did not, else NaN."""
    by_units = judged["stuck_units"] >= np.maximum(1.0, 0.1 * judged["on_hand"])
    enough = np.where(judged["cost"].isna(), by_units, judged["cost"] >= least)
    return np.where(enough, 1.0, np.where(judged["settled"], 0.0, np.nan))


# --- stuck


def _stuck(told: Seen, seen: pd.DataFrame, sold: Sold, row: np.ndarray, rates: "_Rates") -> dict[str, np.ndarray]:
    """stuck_units, stuck_days (until the first of them crosses), cost, week_cost (of the first week), settled; rows as `seen`."""
    units, age, place = _cohorts(told.cohorts, seen)
    at = np.array([sold.place(day) for day in told.days])[seen["week"]][place]
    of = row[place]
    older = _older(units, place)
    lines = np.array(LINES)
    next_line = np.where(
        age >= LINES[-1], LINES[-1] + 91 * (1 + (age - LINES[-1]) // 91), lines[np.minimum(np.searchsorted(lines, age, "right"), 3)]
    )
    crosses = at + next_line - age
    left = np.clip(older - sold.between(of, at, crosses), 0, units)
    known = crosses <= sold.known
    doomed = np.where(known, left, 0.0)
    cost, week = _cost(doomed, units, older, age, (sold, of, at), rates, seen["week"].to_numpy()[place])
    count = len(seen)
    add = lambda values: np.bincount(place, values, count)  # noqa: E731
    open_ = add(np.where(~known & (left > 0), 1.0, 0.0)) + add(np.where((doomed > 0) & (at + 7 * COST_WEEKS > sold.known), 1.0, 0.0))
    days = np.full(count, np.inf)
    np.minimum.at(days, place[doomed > 0], (next_line - age)[doomed > 0])
    return {
        "stuck_units": add(doomed),
        "stuck_days": np.where(np.isfinite(days), days, np.nan),
        "cost": add(cost),
        "week_cost": add(week),
        "settled": open_ == 0,
    }


def _cohorts(cohorts: pd.DataFrame, seen: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """units, age, place (row of `seen`) of every cohort, the oldest of a SKU first; stock of unknown age is counted from the day itself."""
    where = seen[["week", *KEY, "on_hand"]].assign(place=np.arange(len(seen)))
    both = where.merge(cohorts, on=["week", *KEY], how="left").sort_values(["place", "age_days"], ascending=[True, False], kind="stable")
    units = both["units"].fillna(both["on_hand"]).to_numpy(float)
    return units, both["age_days"].fillna(0).to_numpy(int), both["place"].to_numpy(int)


def _older(units: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Units of a SKU that go before each cohort's last one, itself included."""
    total = np.cumsum(units)
    first = np.r_[True, place[1:] != place[:-1]]
    before = np.where(first, total - units, 0.0)
    return total - np.maximum.accumulate(before)


def _cost(doomed, units, older, age, where, rates, week) -> tuple[np.ndarray, np.ndarray]:
    """What each cohort's doomed units cost until they were sold, 26 weeks at most; and in the first week."""
    sold, of, at = where
    total, first = np.zeros(len(units)), np.zeros(len(units))
    hot = np.flatnonzero(doomed > 0)
    for ahead in range(1, COST_WEEKS + 1):
        here = hot[at[hot] + 7 * ahead <= sold.known]
        left = np.minimum(doomed[here], np.clip(older[here] - sold.between(of[here], at[here], at[here] + 7 * ahead), 0, units[here]))
        paid = left * rates.week(of[here], week[here] + ahead, age[here] + 7 * ahead)
        total[here] += paid
        if ahead == 1:
            first[here] = paid
    return total, first


@dataclass(frozen=True, eq=False)
class _Rates:
    """Money of one unit and week. keep: (N, W) storage and capital in each replayed week and the 26 after; aged: (N, len(_AGES))."""

    keep: np.ndarray
    aged: np.ndarray

    def week(self, row: np.ndarray, week: np.ndarray, age: np.ndarray) -> np.ndarray:
        return self.keep[row, week] + self.aged[row, np.searchsorted(_AGES, age, "right") - 1]


def _rates(seen: pd.DataFrame, days: list[date], policy: Policy, book: RateBook) -> _Rates:
    """At the rates of the table in force: storage of each month, surcharge of the last day."""
    items = seen.drop_duplicates(KEY, keep="last")
    items = seen[KEY].drop_duplicates().merge(items, on=KEY)
    weeks = [*pd.to_datetime(days), *pd.date_range(days[-1], periods=COST_WEEKS + 1, freq="7D")[1:]]
    months = {(day.year, day.month): None for day in weeks}
    capital = items["landed_cost"].fillna(0).to_numpy(float) * policy["clearance.discount_rate_year"] / 52
    for month in months:
        months[month] = storage(items, date(*month, 1), book=book)["charge"].to_numpy(float) * 12 / 52
    keep = np.column_stack([months[day.year, day.month] + capital for day in weeks])
    charged = [aged_surcharge(items.assign(age_days=age), days[-1], book=book)["charge"].to_numpy(float) for age in _AGES]
    return _Rates(keep, np.column_stack(charged) * 12 / 52)


# --- gone, short


def _gone(stock: np.ndarray, sold: Sold, row: np.ndarray, at: np.ndarray, share: float) -> np.ndarray:
    """1 sales never came back, 0 they did, or the stock was sold; NaN: no usual pace, or not settled."""
    begin = np.maximum(0, at - _USUAL_TO)
    length = at - _USUAL_FROM - begin
    with np.errstate(divide="ignore", invalid="ignore"):
        usual = sold.between(row, begin, at - _USUAL_FROM) / length * GONE_DAYS
    after = sold.between(row, at, at + GONE_DAYS)
    few = (after < share * usual) & (after < usual - 2 * np.sqrt(np.maximum(usual, 0.0)))
    refuted = ~few | (after >= stock)
    judged = np.where(refuted, 0.0, np.where(at + GONE_DAYS <= sold.known, 1.0, np.nan))
    return np.where((length >= _LEAST_DAYS) & (usual > 0), judged, np.nan)


def _silent(judged: pd.DataFrame, sold: Sold, row: np.ndarray, at: np.ndarray) -> np.ndarray:
    """1 the few units that are shown did not sell, 0 they did; NaN: not settled. 0 too where more than a week's sales lie there."""
    week = judged["units_90"].fillna(0).to_numpy(float) * 7 / 90
    few = (judged["on_hand"].to_numpy(float) <= week) & (sold.between(row, at, at + 7) <= 0.1 * week)
    return np.where(few, np.where(at + 7 <= sold.known, 1.0, np.nan), 0.0)


def _short(stock: np.ndarray, sold: Sold, row: np.ndarray, at: np.ndarray, within: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(1 sold within so many days, 0 not, NaN not settled; days until then, in whole weeks)."""
    line = _SHORT_SHARE * stock
    reached = sold.between(row, at, at + within) >= line
    days = np.full(len(row), np.nan)
    for week in range(int(np.max(within, initial=0)) // 7 + 1, 0, -1):
        days[sold.between(row, at, at + 7 * week) >= line] = 7 * week
    return np.where(reached, 1.0, np.where(at + within <= sold.known, 0.0, np.nan)), np.where(reached, days, np.nan)
