"""The race: what would each model have said at past cut-offs, and how far off would it have been?

Promise: no looking ahead. At a cut-off a model gets `panel.until(cut_off)`, outliers capped by what was known then; only series with a
sale before it count. Truth is what was sold: outliers as they were; weeks without stock are left out of weekly scores, series with such
a week in the window out of cumulative ones. A model that fails is left out and named with its reason; the others go on.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from core.errors import InputError, NotEnoughData, ShelflifeError
from core.forecast import metrics
from core.forecast.demand_class import demand_class
from core.forecast.models import FAST, MODELS
from core.forecast.outliers import capped, uncapped
from core.forecast.outlook import QUANTILES, Outlook
from core.forecast.panel import KEY, Panel
from core.forecast.spread_out import checked, on_engine

Progress = Callable[[str, float], None]
_REASON = 200  # characters of what a library says
_GOOD_HISTORY, _LEAST_HISTORY = 26, 8  # weeks before the first cut-off
_CLASS = "demand_class"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, eq=False)
class Backtest:
    """The result. Each frame has a row a model and holds metrics.SCORES and COUNTS, weekly and (`cumulative_…`) of the sum of all weeks.

    cutoffs: first week that was to be forecast, oldest first; per_series: marketplace, sku, demand_class, model; per_class: demand_class,
    model, series; per_cutoff: cutoff, model, series; catalogue: model, series, fallbacks (answers another model had to give), seconds.
    failed: models that could not answer, and are in no frame, with their reason.
    """

    weeks: int
    cutoffs: tuple[pd.Timestamp, ...]
    series: int
    per_series: pd.DataFrame
    per_class: pd.DataFrame
    per_cutoff: pd.DataFrame
    catalogue: pd.DataFrame
    failed: dict[str, str] = field(default_factory=dict)


def backtest(
    panel: Panel,
    models: Sequence[str] = FAST,
    weeks: int = 13,
    cutoffs: int = 3,
    engine: str | None = None,
    progress: Progress | None = None,
) -> Backtest:
    """Race `models` over `weeks` weeks from each of `cutoffs` past cut-offs. engine: see spread_out.
    Raises InputError for an unknown model or engine, NotEnoughData if the history is too short or nothing sold before the cut-offs;
    if every model fails, what the first one raised."""
    unknown = [name for name in models if name not in MODELS]
    if unknown or not models:
        raise InputError("model_unknown", value=", ".join(unknown) or "–", known=", ".join(MODELS))
    checked(engine)
    tell, raw = progress or (lambda stage, share: None), uncapped(panel)
    places = cut_offs(len(panel.weeks), weeks, cutoffs)
    known = [_known(raw, place) for place in places]
    frames, seconds, failed = [], {}, {}
    for number, name in enumerate(models):
        try:
            found, seconds[name] = _raced(name, raw, known, places, weeks, engine, partial(_tell, tell, number, len(models)))
        except ShelflifeError:  # what was asked for cannot be: no other model would do better
            raise
        except Exception as error:  # noqa: BLE001 a library may raise anything, and it is said
            _LOG.debug("%s failed", name, exc_info=True)
            failed[name] = error
        else:
            frames.append(found)
    if not frames:
        raise next(iter(failed.values()))
    reasons = {name: _reason(error) for name, error in failed.items()}
    return _result(raw, places, weeks, pd.concat(frames, ignore_index=True), seconds, reasons)


def _tell(tell: Progress, number: int, models: int, share: float) -> None:
    tell("backtest", (number + share) / models)


def _raced(name: str, raw: Panel, known: list, places: list[int], weeks: int, engine, tell) -> tuple[pd.DataFrame, float]:
    """(the sums of one model at every cut-off, its seconds). tell: told the share of it done."""
    frames, seconds = [], 0.0
    for turn, (rows, past) in enumerate(known):
        tell(turn / len(places))
        outlook, spent = _forecast(name, past, weeks, engine)
        seconds += spent
        frames.append(_sums(raw.only(rows), past, outlook, places[turn]).assign(model=name, fallbacks=(outlook.model != name) * 1))
    return pd.concat(frames, ignore_index=True), seconds


def _reason(error: Exception) -> str:
    """One line: what kind of error, and what it says first."""
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0][:_REASON]}" if said else type(error).__name__


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


def _result(raw: Panel, places: list[int], weeks: int, table: pd.DataFrame, seconds: dict, failed: dict) -> Backtest:
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
        failed=failed,
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
