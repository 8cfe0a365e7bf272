"""Does a keyword's rank or search volume move before our sales do? Tested on the SKU's own history; without evidence nothing is claimed.

For each keyword and each lag of 1 to 4 weeks: the correlation of its change in a week with the change of sales so much later
(Spearman). The strongest is held against shuffled histories in which the same was looked for, so that looking at many finds nothing;
sales are shuffled as if they drifted and as if they wavered around a level, and the larger chance counts.
"""

from dataclasses import asdict, dataclass
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import scipy

from core.health import execute
from core.workspace import Workspace, leave, sql

WEEKS = 26
WORTH_TELLING = 0.05  # share by which sales are to change before anything is said to follow from it
LAGS = (1, 2, 3, 4)
LEAST_WEEKS = 16
MOST_CHANCE = 0.05
_SHUFFLES = 999
_MOST_MOVE = float(np.log(2.0))
_WHAT = {"rank": -1.0, "volume": 1.0}  # a smaller rank is better
_KEY = ["marketplace", "sku"]


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


def compute(cursor: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """After the weeks of that day are known on this cursor: fill `keyword_lead_now`, a row a SKU with keyword ranks."""
    params = {"as_of": as_of, "weeks": WEEKS}
    words = execute(cursor, "market/keyword_now", params).df()
    if words.empty:
        return
    leave(cursor, "keyword_asked", words[_KEY].drop_duplicates())
    sold = dict(list(execute(cursor, "market/keyword_sold", params).df().groupby(_KEY)))
    nothing = pd.DataFrame({"day": pd.to_datetime([]), "units": []})
    told = [
        dict(zip(_KEY, key, strict=True)) | _row(leads(group, sold.get(key, nothing).set_index("day")["units"]))
        for key, group in words.groupby(_KEY)
    ]
    leave(cursor, "keyword_found", pd.DataFrame(told))
    cursor.execute("insert into keyword_lead_now by name from keyword_found")


def _row(found: Tested) -> dict:
    """One row of keyword_lead_now, without its keys."""
    lead = asdict(found.lead) if found.lead else {}
    due = {"due_on": lead.pop("on", None)}
    return {"reason": found.reason, "weeks": found.weeks, "keywords": found.keywords} | lead | due


def told(ws: Workspace, run_id: int) -> dict[tuple[str, str], Tested]:
    """What a stored run says of each SKU with keyword ranks: (marketplace, sku) -> Tested."""
    found = ws.frame(sql("market/leads"), run_id=run_id).to_dict("records")
    return {(row["marketplace"], row["sku"]): _tested(row) for row in found}


def _tested(row: dict) -> Tested:
    about = {"weeks": int(row["weeks"]), "keywords": int(row["keywords"])}
    if pd.isna(row["keyword"]):
        return Tested(lead=None, reason=row["reason"], **about)
    names = ("keyword", "what", "effect", "chance", "moved", "expected", "low", "high")
    lead = Lead(lag_weeks=int(row["lag_weeks"]), on=pd.Timestamp(row["due_on"]).date(), **{name: row[name] for name in names})
    return Tested(lead=lead, reason=None, **about)


def leads(words: pd.DataFrame, units: pd.Series) -> Tested:
    """words: day, keyword, organic_rank, organic_beyond, search_volume; units: of each week, its last day the index, oldest first, NaN
    where a week tells nothing (no stock)."""
    if words.empty:
        return Tested(lead=None, reason="no_keywords", weeks=0, keywords=0)
    grid = _weekly(words, units.index)
    sold = np.log(units.to_numpy(float) + 0.5)
    tried = [(key, lag, *_pair(np.diff(logs), np.diff(sold), lag)) for key, logs in grid.items() for lag in LAGS]
    tried = [one for one in tried if len(one[2]) >= LEAST_WEEKS - 1 - max(LAGS) and np.ptp(one[2]) > 0 and np.ptp(one[3]) > 0]
    weeks = max((int(np.isfinite(logs).sum()) for logs in grid.values()), default=0)
    about = {"weeks": weeks, "keywords": words["keyword"].nunique()}
    if not tried or weeks < LEAST_WEEKS:
        return Tested(lead=None, reason="few_weeks", **about)
    strengths = [_WHAT[key[1]] * _spearman(x, y) for key, _, x, y, _ in tried]
    best = int(np.argmax(strengths))
    chance = _chance(tried, sold, strengths[best])
    if chance > MOST_CHANCE or strengths[best] <= 0:
        return Tested(lead=None, reason="no_evidence", **about)
    return Tested(lead=_lead(*tried[best][:4], chance, grid, units.index[-1]), reason=None, **about)


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


def _pair(change: np.ndarray, sales: np.ndarray, lag: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Changes of the keyword, changes of sales so much later, and where in `sales` those stand."""
    x, y = change[: len(change) - lag], sales[lag:]
    known = np.isfinite(x) & np.isfinite(y)
    return x[known], y[known], np.flatnonzero(known) + lag


def _spearman(x: np.ndarray, y: np.ndarray) -> float:
    return float(np.corrcoef(scipy.stats.rankdata(x), scipy.stats.rankdata(y))[0, 1])


def _chance(tried: list, sold: np.ndarray, strongest: float) -> float:
    """How often shuffled sales give as strong a lead somewhere: the larger of two answers. Changes are shuffled, which is right for sales
    that drift; and levels, which is right for sales that waver around one: there a rise is followed by a fall, in keywords too, and what
    alternates is easily alike."""
    rng = np.random.default_rng(1904)
    known = np.flatnonzero(np.isfinite(sold))
    levels = np.tile(sold, (_SHUFFLES, 1))
    levels[:, known] = rng.permuted(levels[:, known], axis=1)
    wavering, most, drawn = np.diff(levels, axis=1), np.full((2, _SHUFFLES), -np.inf), {}
    for key, _, x, y, at in tried:
        if (places := at.tobytes()) not in drawn:  # keywords that are known in the same weeks meet the same shuffled sales
            drifting = rng.permuted(np.tile(scipy.stats.rankdata(y), (_SHUFFLES, 1)), axis=1)
            drawn[places] = [_centred(ranks) for ranks in (drifting, scipy.stats.rankdata(wavering[:, at], axis=1))]
        ranks = _centred(scipy.stats.rankdata(x)[None, :])[0]
        for row, shuffled in enumerate(drawn[places]):
            most[row] = np.maximum(most[row], _WHAT[key[1]] * (shuffled @ ranks))
    return float(((1 + (most >= strongest - 1e-12).sum(axis=1)) / (1 + _SHUFFLES)).max())


def _centred(ranks: np.ndarray) -> np.ndarray:
    """(N, T) ranks around their middle, of length 1: two of them times each other are their correlation."""
    around = ranks - ranks.mean(axis=1, keepdims=True)
    return around / np.linalg.norm(around, axis=1, keepdims=True)


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
