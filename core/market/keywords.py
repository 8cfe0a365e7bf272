"""Does a keyword's rank or search volume move before our sales do? Tested on the SKU's own history; without evidence nothing is claimed.

For each keyword and each lag of 1 to 4 weeks: the correlation of its change in a week with the change of sales so much later
(Spearman). The strongest is held against shuffled histories in which the same was looked for, so that looking at many finds nothing.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import scipy

LAGS = (1, 2, 3, 4)
LEAST_WEEKS = 16
MOST_CHANCE = 0.05
_SHUFFLES = 999
_MOST_MOVE = float(np.log(2.0))
_WHAT = {"rank": -1.0, "volume": 1.0}  # a smaller rank is better


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A keyword whose `what` (rank | volume) moves `lag_weeks` before our units. effect: share by which units change when it doubles (a
    rank: twice as far); chance: of as strong a one by chance; moved: by how many times it changed over the last lag_weeks, not yet in our
    sales; expected, low, high: shares by which our units will change for it, never more than to the half or the double, by the day `on`."""

    keyword: str
    what: str
    lag_weeks: int
    effect: float
    chance: float
    moved: float
    expected: float
    low: float
    high: float
    on: date


@dataclass(frozen=True, kw_only=True)
class Tested:
    """lead: None without evidence; reason: why (no_keywords, few_weeks, no_evidence); weeks, keywords: how much was looked at."""

    lead: Lead | None
    reason: str | None
    weeks: int
    keywords: int


def of_listing(points: pd.DataFrame, words: pd.DataFrame) -> Tested:
    """The same of a listing (core.market.listing): its weekly units are among its points."""
    units = points[points["signal"] == "units"].set_index("day")["value"].dropna()
    return leads(words, units) if len(units) else Tested(lead=None, reason="few_weeks", weeks=0, keywords=words["keyword"].nunique())


def leads(words: pd.DataFrame, units: pd.Series) -> Tested:
    """words: day, keyword, organic_rank, organic_beyond, search_volume; units: of each week, its last day the index, oldest first."""
    if words.empty:
        return Tested(lead=None, reason="no_keywords", weeks=0, keywords=0)
    grid = _weekly(words, units.index)
    sales = np.diff(np.log(units.to_numpy(float) + 0.5))
    tried = [(key, lag, *_pair(np.diff(logs), sales, lag)) for key, logs in grid.items() for lag in LAGS]
    tried = [(key, lag, x, y) for key, lag, x, y in tried if len(x) >= LEAST_WEEKS - 1 - max(LAGS) and np.ptp(x) > 0 and np.ptp(y) > 0]
    weeks = max((int(np.isfinite(logs).sum()) for logs in grid.values()), default=0)
    about = {"weeks": weeks, "keywords": words["keyword"].nunique()}
    if not tried or weeks < LEAST_WEEKS:
        return Tested(lead=None, reason="few_weeks", **about)
    strengths = [_WHAT[key[1]] * _spearman(x, y) for key, _, x, y in tried]
    best = int(np.argmax(strengths))
    chance = _chance(tried, strengths[best])
    if chance > MOST_CHANCE or strengths[best] <= 0:
        return Tested(lead=None, reason="no_evidence", **about)
    return Tested(lead=_lead(*tried[best], chance, grid, units.index[-1]), reason=None, **about)


def _weekly(words: pd.DataFrame, ends: pd.DatetimeIndex) -> dict[tuple[str, str], np.ndarray]:
    """(keyword, what) -> logarithm of its last value in each week, NaN where there is none."""
    found = {}
    at = np.searchsorted(ends.to_numpy(), pd.to_datetime(words["day"]).to_numpy(), side="left")
    placed = words.assign(at=at)[at < len(ends)]
    for keyword, rows in placed.groupby("keyword"):
        for what, column in (("rank", "organic_rank"), ("volume", "search_volume")):
            logs = np.full(len(ends), np.nan)
            values = rows.dropna(subset=column)
            logs[values["at"].to_numpy(int)] = np.log(np.maximum(values[column].to_numpy(float), 1.0))
            found[keyword, what] = logs
    return found


def _pair(change: np.ndarray, sales: np.ndarray, lag: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = change[: len(change) - lag], sales[lag:]
    known = np.isfinite(x) & np.isfinite(y)
    return x[known], y[known]


def _spearman(x: np.ndarray, y: np.ndarray) -> float:
    return float(np.corrcoef(scipy.stats.rankdata(x), scipy.stats.rankdata(y))[0, 1])


def _chance(tried: list, strongest: float) -> float:
    """How often shuffled sales give as strong a lead somewhere."""
    rng = np.random.default_rng(1904)
    most = np.full(_SHUFFLES, -np.inf)
    for key, _, x, y in tried:
        ranks = scipy.stats.rankdata(x) - (len(x) + 1) / 2
        shuffled = rng.permuted(np.tile(scipy.stats.rankdata(y) - (len(y) + 1) / 2, (_SHUFFLES, 1)), axis=1)
        strength = shuffled @ ranks / (np.linalg.norm(ranks) * np.linalg.norm(shuffled[0]))
        most = np.maximum(most, _WHAT[key[1]] * strength)
    return float((1 + (most >= strongest - 1e-12).sum()) / (1 + _SHUFFLES))


def _lead(key: tuple[str, str], lag: int, x: np.ndarray, y: np.ndarray, chance: float, grid: dict, last_day: pd.Timestamp) -> Lead:
    slope, _, low, high = scipy.stats.theilslopes(y, x, alpha=0.8)
    logs = grid[key]
    known = np.flatnonzero(np.isfinite(logs))
    recent, base = known[known >= len(logs) - 1], known[known <= len(logs) - 1 - lag]
    moved = float(logs[recent[-1]] - logs[base[-1]]) if len(recent) and len(base) else 0.0
    point, *ends = (float(np.expm1(np.clip(edge * moved, -_MOST_MOVE, _MOST_MOVE))) for edge in (slope, low, high))
    return Lead(
        keyword=key[0], what=key[1], lag_weeks=lag, effect=float(np.expm1(slope * np.log(2))), chance=chance, moved=float(np.exp(moved)),
        expected=point, low=min(ends), high=max(ends), on=(last_day + pd.Timedelta(weeks=lag)).date(),
    )  # fmt: skip
