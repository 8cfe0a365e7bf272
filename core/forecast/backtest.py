"""The race: what would each model have said at past cut-offs, and how far off would it have been?

Promise: no looking ahead. At a cut-off a model gets `panel.until(cut_off)`, outliers capped by what was known then; only series with a
sale before it count. Truth is what was sold: outliers as they were; weeks without stock are left out of weekly scores, series with such
a week in the window out of cumulative ones.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import InputError, NotEnoughData
from core.forecast import metrics
from core.forecast.demand_class import demand_class
from core.forecast.models import FAST, MODELS
from core.forecast.outliers import capped, uncapped
from core.forecast.outlook import QUANTILES, Outlook
from core.forecast.panel import KEY, Panel
from core.forecast.spread_out import on_engine

Progress = Callable[[str, float], None]
_GOOD_HISTORY, _LEAST_HISTORY = 26, 8  # weeks before the first cut-off
_CLASS = "demand_class"


@dataclass(frozen=True, kw_only=True, eq=False)
class Backtest:
    """The result. Each frame has a row a model and holds metrics.SCORES and COUNTS, weekly and (`cumulative_…`) of the sum of all weeks.

    cutoffs: first week that was to be forecast, oldest first; per_series: marketplace, sku, demand_class, model; per_class: demand_class,
    model, series; per_cutoff: cutoff, model, series; catalogue: model, series, fallbacks (answers another model had to give), seconds.
    """

    weeks: int
    cutoffs: tuple[pd.Timestamp, ...]
    series: int
    per_series: pd.DataFrame
    per_class: pd.DataFrame
    per_cutoff: pd.DataFrame
    catalogue: pd.DataFrame


def backtest(
    panel: Panel,
    models: Sequence[str] = FAST,
    weeks: int = 13,
    cutoffs: int = 3,
    engine: str | None = None,
    progress: Progress | None = None,
) -> Backtest:
    """Race `models` over `weeks` weeks from each of `cutoffs` past cut-offs. engine: see spread_out.
    Raises InputError for an unknown model, NotEnoughData if the history is too short or nothing sold before the cut-offs."""
    unknown = [name for name in models if name not in MODELS]
    if unknown or not models:
        raise InputError("model_unknown", value=", ".join(unknown) or "–", known=", ".join(MODELS))
    tell, raw = progress or (lambda stage, share: None), uncapped(panel)
    places, frames, seconds = cut_offs(len(panel.weeks), weeks, cutoffs), [], dict.fromkeys(models, 0.0)
    known = [_known(raw, place) for place in places]
    for number, name in enumerate(models):
        for turn, (rows, past) in enumerate(known):
            tell("backtest", (number + turn / len(places)) / len(models))
            outlook, spent = _forecast(name, past, weeks, engine)
            seconds[name] += spent
            frames.append(_sums(raw.only(rows), past, outlook, places[turn]).assign(model=name, fallbacks=(outlook.model != name) * 1))
    return _result(raw, places, weeks, pd.concat(frames, ignore_index=True), seconds)


def cut_offs(known: int, weeks: int, count: int) -> list[int]:
    """Weeks of history at each cut-off: evenly spaced, at most `weeks` apart, the last leaves `weeks` weeks to forecast, the first has 26
    weeks behind it where that is possible, else 8. Raises NotEnoughData where that is not possible either."""
    last, gaps = known - weeks, max(1, count - 1)
    least = _GOOD_HISTORY if last - _GOOD_HISTORY >= gaps else _LEAST_HISTORY
    step = min(weeks, (last - least) // gaps)
    if step < 1:
        raise NotEnoughData("backtest_short", found=known, needed=weeks + _LEAST_HISTORY + gaps, weeks=weeks, cutoffs=count)
    return [last - step * back for back in reversed(range(count))]


def _known(raw: Panel, place: int) -> tuple[np.ndarray, Panel]:
    """(positions of the series that sold before the cut-off, what was known of them)."""
    past = raw.until(place)
    rows = np.flatnonzero(past.with_sales())
    if not len(rows):
        raise NotEnoughData("backtest_no_sales", week=raw.weeks[place].date().isoformat())
    return rows, capped(past.only(rows))


def _forecast(name: str, past: Panel, weeks: int, engine: str | None) -> tuple[Outlook, float]:
    start = time.perf_counter()
    outlook = on_engine(MODELS[name], engine).fit(past).predict(weeks, QUANTILES)
    return outlook, time.perf_counter() - start


def _sums(raw: Panel, past: Panel, outlook: Outlook, place: int) -> pd.DataFrame:
    """The sums of one cut-off, a row a series, weekly and cumulative."""
    weeks, units = outlook.weeks, raw.units[:, :place]
    actual = raw.units[:, place : place + weeks]
    total = actual.sum(axis=1, keepdims=True)
    weekly = metrics.sums(actual, outlook.mean, outlook.weekly, outlook.quantiles, metrics.scale(units))
    whole = outlook.mean.sum(axis=1, keepdims=True), outlook.cumulative[:, -1:, :]
    summed = metrics.sums(total, *whole, outlook.quantiles, metrics.scale(units, weeks))
    about = past.series[KEY].assign(cutoff=raw.weeks[place])
    return pd.concat([about, weekly, summed.add_prefix("cumulative_")], axis=1)


def _result(raw: Panel, places: list[int], weeks: int, table: pd.DataFrame, seconds: dict[str, float]) -> Backtest:
    classes = raw.series[KEY].assign(demand_class=demand_class(raw.units[:, : places[-1]]))
    table = table.merge(classes, on=KEY)
    catalogue = _scores(table, ["model"])
    return Backtest(
        weeks=weeks,
        cutoffs=tuple(raw.weeks[place] for place in places),
        series=len(table.drop_duplicates(KEY)),
        per_series=_scores(table, [*KEY, _CLASS, "model"]).drop(columns="series"),
        per_class=_scores(table, [_CLASS, "model"]),
        per_cutoff=_scores(table, ["cutoff", "model"]),
        catalogue=catalogue.assign(seconds=[round(seconds[name], 3) for name in catalogue["model"]]),
    )


def _scores(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The scores of every group, in the order of the race."""
    numbers = table.drop(columns=[*KEY, _CLASS, "model", "cutoff"]).columns
    groups = table.groupby(by, sort=False)
    total = groups[list(numbers)].sum()
    weekly = metrics.scores(total)
    whole = total.filter(like="cumulative_").rename(columns=lambda name: name.removeprefix("cumulative_"))
    both = pd.concat([weekly, metrics.scores(whole).add_prefix("cumulative_")], axis=1)
    series = table.drop_duplicates([*by, *(key for key in KEY if key not in by)]).groupby(by, sort=False).size()
    return both.assign(series=series, fallbacks=total["fallbacks"]).reset_index()
