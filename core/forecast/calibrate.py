"""Are the quantiles where they should be, and P10 and P90 as far out as they say? A look at the newest past weeks.

The model is asked as of some weeks ago, and what came since says two things. Place: one factor on all quantiles of all series, with which
they would have cost least (a catalogue that sells more than it used to goes on for a while: an intercept correction). Width: for each
horizon how far P10 and P90 must be drawn, first each for itself, out from P50 or in to it, so that one sum in ten falls beyond them (a
market that surprises does it to one side), then both together, so that eight in ten fall between. Few moments are no law, so all are
shrunk towards 1, the more so the fewer the series.
Sources: forecast.md ("conformally calibrated on past cut-offs"); Clements, Hendry (1996), Intercept corrections and structural change,
Journal of Applied Econometrics 11; Romano, Patterson, Candès (2019), Conformalized quantile regression, NeurIPS 32 (a tail each).
"""

from collections.abc import Callable, Sequence

import numpy as np

from core.forecast.features import HORIZONS

AGO = (13, 8, 4)  # weeks
LEAST_BEFORE = 19  # weeks that the model must have to learn from
_PLACES = np.exp(np.arange(-0.25, 0.251, 0.05))  # no further: a peak that is over must not be carried on
_WIDTHS = np.round(np.arange(0.5, 2.01, 0.05), 2)
_SHARES = np.array([0.1, 0.5, 0.9])
_TENTH = 0.1  # of the sums beyond P10, and beyond P90
_PLACE_TRUST, _PLACE_HALF = 0.75, 150.0  # how much is believed with many series; with how many half of that
_TAIL_TRUST, _BOTH_TRUST, _WIDTH_HALF = 0.3, 0.6, 60.0

Seen = tuple[np.ndarray, np.ndarray]  # (N, H, 3) quantiles as they were said then, and the (N, ago) weeks that followed


def moments(weeks: int) -> list[int]:
    """How many weeks ago to look back to, the oldest first; none where the past is too short."""
    return [ago for ago in AGO if weeks - ago >= LEAST_BEFORE]


def place(seen: Sequence[Seen]) -> float:
    """The factor on all quantiles, by the newest moment: what came after older ones is in the levels by now. Judged by pinball, in which a
    series weighs less than it sells: a few large ones are no catalogue."""
    if not seen:
        return 1.0
    sums, sold = seen[-1]
    actual = sold.sum(axis=1)
    usable = ~np.isnan(actual)
    said, came = sums[usable, HORIZONS.index(sold.shape[1])], actual[usable]
    weight = 1 / np.sqrt(said.mean(axis=1) / sold.shape[1] + 0.02)
    cost = [(_pinball(whole(said * factor), came) * weight).sum() for factor in _PLACES]
    return float(_PLACES[np.argmin(cost)] ** _trusted(_PLACE_TRUST, _PLACE_HALF, usable))


def _pinball(quantiles: np.ndarray, actual: np.ndarray) -> np.ndarray:
    short = actual[:, None] - quantiles
    return np.maximum(_SHARES * short, (_SHARES - 1) * short).sum(axis=1)


def widths(seen: Sequence[Seen]) -> np.ndarray:
    """(len(HORIZONS), 3) factors on the distances of P10, P50, P90 from P50, once their place is right."""
    if not seen:
        return np.ones((len(HORIZONS), len(_SHARES)))
    factor = place(seen)
    placed = [(sums * factor, sold) for sums, sold in seen]
    tails = _over_moments(placed, _tails)
    return tails * _over_moments([(widened(sums, tails), sold) for sums, sold in placed], _both)


def _over_moments(seen: Sequence[Seen], one: Callable) -> np.ndarray:
    """(len(HORIZONS), 3): the mean of all moments that know a horizon; those beyond take the last."""
    found = [[one(sums[:, i], sold[:, :h]) for sums, sold in seen if h <= sold.shape[1]] for i, h in enumerate(HORIZONS)]
    known = [np.mean(logs, axis=0) for logs in found if logs]
    return np.exp(np.array(known + known[-1:] * (len(HORIZONS) - len(known))))


def _tails(quantiles: np.ndarray, sold: np.ndarray) -> np.ndarray:
    """(3,) logarithms of the factors with which one sum in ten lies beyond each, as one moment sees it."""
    beyond, usable = _beyond(quantiles, sold)
    low, high = _trusted(_TAIL_TRUST, _WIDTH_HALF, usable) * _nearest(np.abs(beyond - _TENTH))
    return np.array([low, 0.0, high])


def _both(quantiles: np.ndarray, sold: np.ndarray) -> np.ndarray:
    """(3,) the same with which two in ten lie beyond them together."""
    beyond, usable = _beyond(quantiles, sold)
    (width,) = _trusted(_BOTH_TRUST, _WIDTH_HALF, usable) * _nearest(np.abs(beyond.sum(axis=1, keepdims=True) - 2 * _TENTH))
    return np.array([width, 0.0, width])


def _beyond(quantiles: np.ndarray, sold: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """((len(_WIDTHS), 2) shares of the sums below P10 and above P90 at every width, (N,) mask of the sums that are known)."""
    actual = sold.sum(axis=1)
    usable = ~np.isnan(actual)
    came, said = actual[usable], quantiles[usable]
    drawn = [whole(widened(said, factor)) for factor in _WIDTHS]
    counts = [(np.sum(came < part[:, 0]), np.sum(came > part[:, 2])) for part in drawn]
    return np.array(counts) / max(1, len(came)), usable


def _nearest(miss: np.ndarray) -> np.ndarray:
    """(K,) logarithms of the widths that miss least; of two alike the one nearer to 1. miss: (len(_WIDTHS), K)."""
    logs = np.log(_WIDTHS)
    return logs[np.argmin(miss + 0.02 * np.abs(logs)[:, None], axis=0)]


def _trusted(most: float, half: float, usable: np.ndarray) -> float:
    return most * usable.sum() / (usable.sum() + half)


def widened(quantiles: np.ndarray, factor) -> np.ndarray:
    """(…, 3) P10, P50, P90 with their distances from P50 multiplied; never below 0. factor: (…, 3), or one number."""
    middle = quantiles[..., 1:2]
    return np.maximum(0.0, middle + (quantiles - middle) * factor)


def whole(quantiles: np.ndarray) -> np.ndarray:
    """P10 of a few units as whole units: "0.4 units" is not less than nothing sold."""
    out = quantiles.copy()
    low = out[..., 0]
    out[..., 0] = np.where(low < 3, np.floor(low + 0.3), low)
    return out
