"""Invented niches of which the truth is known: weekly files of competitors' estimated sales, rank and reviews, and our own weekly sales.

Monthly falls are between 8 and 16 %; what does not fall moves by -1 to +1.5 % a month. On top: every competitor drifts by itself (AR(1), sd 0.15,
0.7 from week to week), the tool's estimate errs by 10 %, the whole market wavers by 4 %, one row in twenty is missing, one competitor in eight
comes later. Our units are a negative binomial with twice the variance of a Poisson.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

AS_OF = date(2026, 11, 22)
TRUTHS = ("shrinking", "losing_share", "both", "neither")


@dataclass(frozen=True)
class Niche:
    """rows: as core/sql/market/rival_day.sql gives them; one: as a row of core/sql/market/own.sql; truth: the verdict that is right."""

    rows: pd.DataFrame
    one: dict
    truth: str


def niche(rng: np.random.Generator, truth: str, files: int, rivals: int, weekly_units: float) -> Niche:
    """files: weekly, the last one on AS_OF. weekly_units: ours in the first week."""
    fall = lambda falls: rng.uniform(-0.16, -0.08) if falls else rng.uniform(-0.01, 0.015)  # noqa: E731
    market, share = (np.log1p(fall(truth in names)) for names in (("shrinking", "both"), ("losing_share", "both")))
    weeks = files + 4
    months = np.arange(weeks) * 7 / 30.44
    wavering = _ar(rng, weeks, 0.04)
    size = rng.lognormal(5.5, 0.8, rivals)
    level = np.log(size)[:, None] + market * months + wavering + np.array([_ar(rng, weeks, 0.15) for _ in range(rivals)])
    level -= np.log(
        np.exp(level).sum(axis=0) / np.exp(np.log(size)[:, None] + market * months + wavering).sum(axis=0)
    )  # the sum is the truth
    expected = weekly_units * np.exp((market + share) * months + wavering)
    units = rng.negative_binomial(expected, 0.5).astype(float)  # mean (1 - p) / p x n = expected, variance = 2 x mean
    return Niche(rows=_files(rng, level[:, 4:]), one=_ours(units), truth=truth)


def _ar(rng, count: int, sd: float, keep: float = 0.7) -> np.ndarray:
    steps = rng.normal(0, sd * np.sqrt(1 - keep**2), count)
    found = np.zeros(count)
    found[0] = rng.normal(0, sd)
    for at in range(1, count):
        found[at] = keep * found[at - 1] + steps[at]
    return found


def _files(rng, level: np.ndarray) -> pd.DataFrame:
    rivals, files = level.shape
    estimate = np.exp(level + rng.normal(0, 0.10, level.shape))
    rank = np.exp(13 - 1.2 * level + rng.normal(0, 0.10, level.shape))
    reviews = rng.integers(50, 3_000, rivals)[:, None] + np.cumsum(rng.poisson(np.exp(level) * 0.03 / 4.35), axis=1)
    comes = np.where(rng.random(rivals) < 1 / 8, rng.integers(1, max(2, files // 2), rivals), 0)
    rows = [
        {"asin": f"R{one}", "day": pd.Timestamp(AS_OF - timedelta(weeks=files - 1 - at)), "units_month": round(estimate[one, at]),
         "rank": round(rank[one, at]), "reviews": reviews[one, at], "price": 20.0}
        for one in range(rivals) for at in range(comes[one], files) if rng.random() >= 0.05
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _ours(units: np.ndarray) -> dict:
    return {"marketplace": "US", "sku": "OURS", "niche": "N", "price": 19.0, "units": units, "season": np.ones(len(units))}
