"""The default strategy: what the run, the pages and every rule read.

Quantiles of the sums: two boosted models (core/forecast/pooled.py; the seller's series alone, with outliers and prices, and together with
real demand of other shops) and simple smoothing with the pooled spread, averaged. The fewer rows the seller's series give, the less the
first counts, and the more the last does, as it does for series with a short past. Then moved and widened by what the newest past weeks
taught (calibrate.py). Expected units: halfway between the mean of these quantiles and the smoothed level, which err to different sides,
but never beyond P10 or P90. All of it without the season of trade (market_season.py), which is put back at the end.
Single weeks: as the first one, along the expected path, and further apart where the sums say that a level so far off is in doubt.
A series with fewer than 8 weeks leans on its category, if it has one.
Source: forecast.md ("So").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pandas as pd

from core.forecast import blend, calibrate, foreign, market_season, pooled
from core.forecast.features import HORIZONS
from core.forecast.market_season import MarketSeason
from core.forecast.outliers import giants_held, uncapped
from core.forecast.outlook import Outlook, checked, named
from core.forecast.panel import Panel
from core.forecast.spread import Spread, learn, level

NAME = "default"
SHORT_WEEKS = 8
_OWN_ROWS, _FOREIGN_ROWS, _LOOK_BACK_ROWS = 50_000, 10_000, 20_000
_LEAST_ROWS = 200  # under which nothing is learnt without the rows of others
_LOOK_BACK_SERIES = 2000  # enough to tell a share of them
_FOREIGN_WEIGHT = 15_000.0  # rows that each foreign set weighs
_OWN_SHARE, _OWN_HALF = 0.7, 15_000.0  # share of the own model with many rows; rows at which it has half of that
_SMOOTH_WEEKS, _SMOOTH_MOST = 2.0, 0.5  # share of smoothing: this over the weeks known, at most
_SAME_LEVEL = 0.01  # of the logarithm
_SMOOTH_HALF = 8_000.0  # rows of the seller's series at which smoothing has at least half of the most
_MOST_ALONG = 3.0  # times the first week's units
_CATEGORY_WEEKS = 3.0  # weeks of own sales that the category's level weighs as much as


@dataclass(frozen=True)
class Default:
    """foreign_sets: names of real demand to learn from too; None: every set of data/demand of which the panel is no copy."""

    name: str = NAME
    foreign_sets: tuple[str, ...] | None = None

    def fit(self, panel: Panel) -> "FittedDefault":
        begun, season = panel.with_sales(), market_season.of(panel)
        known = season.at(panel.weeks)
        held_down, sold = panel.units / known, uncapped(panel).units / known
        past = _Past(held_down[begun], sold[begun], panel.price[begun], known[begun])
        if not begun.any():
            nothing = np.zeros((0, len(HORIZONS), 3))
            return FittedDefault(panel, begun, nothing, nothing[:, :, 0], past.spread, season, self.name)
        names = self.foreign_sets if self.foreign_sets is not None else tuple(foreign.without_copies(past.sold))
        away = [_lessons(name) for name in names]
        seen = _looked_back(past, away)
        place = calibrate.place(seen)
        sums = place * _learnt(past, away, _OWN_ROWS).sums(past)
        smooth = place * past.level[:, None] * np.array(HORIZONS)
        mean = (blend.expected(sums) + smooth) / 2
        return FittedDefault(panel, begun, calibrate.widened(sums, calibrate.widths(seen)), mean, past.spread, season, self.name)


@cache
def _lessons(name: str) -> pooled.Rows:
    """What one foreign set teaches: made once a process, for it is the same for every seller."""
    other = foreign.sets()[name]
    return pooled.rows(other, other, _FOREIGN_ROWS, half_life=np.inf).weighing(_FOREIGN_WEIGHT)


@dataclass(frozen=True, eq=False)
class _Past:
    """units: (N, T) with outliers held down, for levels and features; sold: (N, T) as it was; both without the season; price: (N, T)."""

    units: np.ndarray
    sold: np.ndarray
    price: np.ndarray
    season: np.ndarray

    @cached_property
    def lumps(self) -> np.ndarray:
        """(N, T) with outliers, if no giants: a deal's week says what a deal sells, one company's order says nothing."""
        return giants_held(self.units, self.sold)

    @cached_property
    def spread(self) -> Spread:
        return learn(self.units, self.sold)

    @cached_property
    def level(self) -> np.ndarray:
        return np.nan_to_num(level(self.units))

    def ago(self, weeks: int, rows: np.ndarray) -> "_Past":
        """Some of the series as they were known `weeks` ago."""
        return _Past(*(part[rows, :-weeks] for part in (self.units, self.sold, self.price, self.season)))


@dataclass(frozen=True, eq=False)
class _Learnt:
    """What one past taught; to be asked of it, and of the same series some weeks later. own_share: of the model `alone` where there is one;
    smooth_least: of smoothing for a series with a long past."""

    together: pooled.Pooled | None
    alone: pooled.Pooled | None
    own_share: float
    smooth_least: float
    spread: Spread

    def sums(self, past: _Past) -> np.ndarray:
        """(N, len(HORIZONS), 3) the averaged quantiles after the last week."""
        smooth = self._smooth(past)
        if self.together is None:
            return smooth
        boosted = self.together.sums(past.units)
        if self.alone is not None:
            boosted = self.own_share * self.alone.sums(past.lumps, past.price) + (1 - self.own_share) * boosted
        weeks = np.maximum(1, np.sum(~np.isnan(past.units), axis=1))
        share = np.clip(_SMOOTH_WEEKS / weeks, self.smooth_least, _SMOOTH_MOST)[:, None, None]
        return (1 - share) * boosted + share * smooth

    def _smooth(self, past: _Past) -> np.ndarray:
        """The same from the smoothed level and the pooled spread: worked out once for all levels that differ by less than one per cent."""
        rounded = np.round(np.log(np.maximum(past.level, 1e-6)) / _SAME_LEVEL)
        levels, which = np.unique(rounded, return_inverse=True)
        path = np.repeat(np.exp(levels * _SAME_LEVEL)[:, None], HORIZONS[-1], axis=1)
        return self.spread.of_sums(np.cumsum(path, axis=1), pooled.SHARES)[:, [h - 1 for h in HORIZONS]][which]


def _learnt(past: _Past, away: list[pooled.Rows], most: int) -> _Learnt:
    """With a model of the seller's series alone where they give enough to learn from and others are there to learn from too."""
    own = pooled.rows(past.units, past.sold, most)
    count = 0 if own is None else len(own.target)
    own_share = _OWN_SHARE * count / (count + _OWN_HALF)
    smooth_least = _SMOOTH_MOST * _SMOOTH_HALF / (count + _SMOOTH_HALF)
    lessons = [[*([own.weighing(count)] if count else []), *away]] if away or count >= _LEAST_ROWS else []
    if away and own_share > 0.05:
        lessons.append([pooled.rows(past.lumps, past.sold, most, seed=1, price=past.price)])  # outliers too: the two err differently
    together, alone, *_ = [*pooled.fit(lessons), None, None]
    return _Learnt(together, alone, own_share, smooth_least, past.spread)


def _looked_back(past: _Past, away: list[pooled.Rows]) -> list[calibrate.Seen]:
    """What a model of the oldest moment said at each moment, and what came."""
    moments = calibrate.moments(past.units.shape[1])
    known = (np.nan_to_num(past.units[:, : -moments[0]]) > 0).any(axis=1) if moments else np.zeros(0, bool)
    if not known.any():
        return []
    model = _learnt(past.ago(moments[0], known), away, _LOOK_BACK_ROWS)
    asked = np.flatnonzero(known)[:: max(1, -(-known.sum() // _LOOK_BACK_SERIES))]
    return [_then(model.sums(past.ago(weeks, asked)), past.sold[asked, -weeks:], past.season[asked, -weeks:]) for weeks in moments]


def _then(sums: np.ndarray, sold: np.ndarray, season: np.ndarray) -> calibrate.Seen:
    """In units as they were sold: sums (N, len(HORIZONS), 3) and weeks (N, W) with their season; of what is beyond, nobody asks."""
    ends = np.minimum(HORIZONS, season.shape[1])
    return sums * _so_far(season)[:, ends - 1, None], sold * season


def _so_far(season: np.ndarray) -> np.ndarray:
    """(N, W) mean of the season up to each week."""
    return np.cumsum(season, axis=1) / np.arange(1, season.shape[1] + 1)


@dataclass(frozen=True, eq=False)
class FittedDefault:
    """sums: (S, len(HORIZONS), 3), expected: (S, len(HORIZONS)) for the series that have sold (mask `begun`), without the season; the
    others are expected to sell nothing."""

    panel: Panel
    begun: np.ndarray
    sums: np.ndarray
    expected: np.ndarray
    spread: Spread
    season: MarketSeason
    name: str

    def predict(self, weeks: int, quantiles: Sequence[float]) -> Outlook:
        shares, count = checked(quantiles), len(self.panel)
        season = self.season.at(pd.date_range(self.panel.weeks[-1], periods=weeks + 1, freq="7D")[1:])
        sums, expected = np.zeros((count, weeks, 3)), np.zeros((count, weeks, 1))
        sums[self.begun] = blend.every_week(self.sums, weeks) * _so_far(season)[self.begun, :, None]
        expected[self.begun] = blend.every_week(self.expected[:, :, None], weeks)
        mean = np.diff(expected[:, :, 0], axis=1, prepend=0.0)
        short = self.begun & (self.panel.seen < SHORT_WEEKS)
        leaning = short & self.panel.series["category"].notna().to_numpy()
        mean[leaning] = self._of_category(self.begun & ~short, leaning, mean)
        mean = _within(mean * season, np.maximum.accumulate(sums, axis=1), ~leaning)
        sums[leaning] = self.spread.of_sums(np.cumsum(mean[leaning], axis=1), pooled.SHARES)
        cumulative = blend.any_share(calibrate.whole(sums), shares)
        weekly = _weeks_of(cumulative[:, 0], sums, mean)
        labels = named(count, self.name)
        labels["reason"][short] = "short_history"
        labels["reason"][~self.begun] = "never_sold"
        return Outlook(quantiles=shares, weekly=weekly, cumulative=cumulative, mean=mean, **labels)

    def _of_category(self, usual: np.ndarray, short: np.ndarray, mean: np.ndarray) -> np.ndarray:
        """(S, W) expected units of series with a short past: their own level, shrunk to what a `usual` series of their category sells (its
        median, as expected by the model), the shape of the weeks as expected for the series itself."""
        weekly = pd.Series(mean.mean(axis=1)).where(usual)
        theirs = weekly.groupby(self.panel.series["category"].to_numpy()).transform("median").to_numpy()[short]
        own, seen = np.nan_to_num(level(self.panel.units / self.season.at(self.panel.weeks)))[short], self.panel.seen[short]
        target = np.where(np.isnan(theirs), own, (seen * own + _CATEGORY_WEEKS * theirs) / (seen + _CATEGORY_WEEKS))
        path = np.maximum(mean[short], 0.0)
        rate = path.mean(axis=1)
        return np.where(rate[:, None] > 0, path * (target / np.where(rate > 0, rate, 1))[:, None], target[:, None])


def _within(mean: np.ndarray, sums: np.ndarray, which: np.ndarray) -> np.ndarray:
    """(S, W) expected units of weeks, their sums no less than P10 and no more than P90 of `sums` (S, W, 3) for `which` series."""
    so_far = np.clip(np.cumsum(mean, axis=1), sums[:, :, 0], sums[:, :, 2])
    return np.where(which[:, None], np.diff(so_far, axis=1, prepend=0.0), mean)


def _weeks_of(first: np.ndarray, sums: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """(S, W, Q) quantiles of single weeks: those of the first one (S, Q), which is the sum of one week, in proportion to the expected units
    (S, W), and the further apart the less is known of a level so far off. sums: (S, W, 3) P10, P50, P90 of the sums."""
    along = np.minimum(mean / np.maximum(mean[:, :1], 1e-6), _MOST_ALONG)
    root, middle, apart = np.sqrt(first)[:, None], np.sqrt(sums[:, :1, 1:2]), _apart(sums, np.cumsum(mean, axis=1))
    drawn = middle + (root - middle) * np.where(root < middle, apart[:, :, :1], apart[:, :, 1:])
    weeks = np.maximum(drawn, 0.0) ** 2 * along[:, :, None]
    weeks[:, 0] = first
    return weeks


def _apart(sums: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """(S, W, 2) times as far from P50 as in the first week lie P10 and P90 of a single week, in roots (counts are nearly normal there):
    were weeks alike and each for itself, a sum of k weeks would stray by a kth of the first one's variance; what it strays more is doubt of
    the level."""
    root = np.sqrt(sums)
    off = np.abs(root[:, :, [0, 2]] - root[:, :, 1:2]) / np.sqrt(np.maximum(expected, 1e-6))[:, :, None]
    strays = np.square(np.divide(off, off[:, :1], out=np.ones_like(off), where=off[:, :1] > 1e-3))
    return np.sqrt(1 + np.maximum(0.0, strays - 1 / np.arange(1, sums.shape[1] + 1)[:, None]))
