"""What Prophet sees in one series: trend with its changepoints, the season of the year, holidays, promotions, and where it leads.

Source: Taylor, Letham (2018), Forecasting at scale, The American Statistician 72; holidays: the `holidays` package, by marketplace, and
Amazon's own events (core/forecast/events.py).
"""

import logging
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import Failure, NotEnoughData
from core.forecast import events
from core.forecast.outlook import WEEKS
from core.forecast.panel import Panel

LEAST = 48  # weeks: a year of reports holds 51 whole ones
TWO_YEARS = 2 * LEAST  # under which a season cannot be told from a trend
_YEAR_WAVES = 6  # of two years and more; a single year shows its season but cannot prove it: half the waves
_BAND = 0.8  # P10 to P90
_SMALL_CHANGE = 0.01  # of the trend's mean: under that a changepoint is none


@dataclass(frozen=True, kw_only=True, eq=False)
class ProphetView:
    """components: week, units (NaN: not known), trend, yearly, holidays, promo, fitted, over the history, units a week each; holiday: what
    they are called (missing in a week without one);
    changepoints: week, change (of the trend's slope, units a week per week), largest first; forecast: week, p10, p50, p90, clipped (it
    would have been below zero), 26 weeks from the end; seconds: of the fit."""

    components: pd.DataFrame
    changepoints: pd.DataFrame
    forecast: pd.DataFrame
    seconds: float


def explain(panel: Panel, country: str | None = None, stop: threading.Event | None = None) -> ProphetView | None:
    """Fit Prophet on a panel of one series (`panel.only(…)`). country: whose holidays, as country or marketplace (GB, UK); default: the
    series' marketplace. stop: set it from another thread, and None comes back at the next step (a fit itself takes
    tenths of a second). Future weeks are taken as weeks without promotion.
    Raises NotEnoughData under LEAST known weeks, Failure if the optimiser gives up."""
    if len(panel) != 1 or panel.seen[0] < LEAST:
        raise NotEnoughData("prophet_short", needed=LEAST, found=int(panel.seen.sum()) if len(panel) == 1 else 0)
    start, past = time.perf_counter(), _history(panel)
    halted = stop.is_set if stop else lambda: False
    if halted():
        return None
    named = _holidays(past, _country(country or panel.series["marketplace"].iloc[0]))
    model = _fit(past, named)
    if halted():
        return None
    days = pd.date_range(past["ds"].iloc[0], periods=len(past) + WEEKS, freq="7D")
    promo = np.append(past["promo"], np.zeros(WEEKS))
    with _same_dice():
        seen = model.predict(pd.DataFrame({"ds": days, "promo": promo}))
    return ProphetView(
        components=_components(past, seen.iloc[: len(past)], named),
        changepoints=_changepoints(model),
        forecast=_forecast(seen.iloc[len(past) :]),
        seconds=round(time.perf_counter() - start, 3),
    )


def quiet() -> None:
    """Its optimiser tells every start and end as a log line, missing plotly as an error, and a single year's season as a warning; and it
    calls pandas in ways that pandas warns of."""
    for name in ("cmdstanpy", "prophet.plot", "prophet"):
        logging.getLogger(name).disabled = True
    warnings.filterwarnings("ignore", module="prophet")


@contextmanager
def _same_dice() -> Iterator[None]:
    """Prophet draws its range from NumPy's global dice: the same question gets the same answer, and others their dice back."""
    before = np.random.get_state()
    np.random.seed(0)
    try:
        yield
    finally:
        np.random.set_state(before)


def _country(name: str | None) -> str | None:
    """A marketplace's country as the package names it; None where it knows no holidays of it."""
    from holidays import list_supported_countries

    code = "GB" if name == "UK" else name
    return code if code in list_supported_countries() else None


def _history(one: Panel) -> pd.DataFrame:
    """ds, y, promo from the first known week on."""
    begin = int(np.argmax(~np.isnan(one.units[0])))
    return pd.DataFrame({"ds": one.weeks[begin:], "y": one.units[0, begin:], "promo": one.promo[0, begin:] * 1.0})


def _fit(past: pd.DataFrame, named: pd.DataFrame | None):
    quiet()
    from prophet import Prophet

    waves = _YEAR_WAVES if len(past) >= TWO_YEARS else _YEAR_WAVES // 2
    model = Prophet(yearly_seasonality=waves, weekly_seasonality=False, daily_seasonality=False, interval_width=_BAND, holidays=named)
    if past["promo"].any():
        model.add_regressor("promo", standardize=False)
    try:
        return model.fit(past)
    except RuntimeError as error:
        raise Failure("prophet_failed", detail=str(error)) from error


def _holidays(past: pd.DataFrame, country: str | None) -> pd.DataFrame | None:
    """Public holidays and Prime events of the country, each on the first day of the panel week in which it falls: Prophet compares days."""
    if country is None:
        return None
    from holidays import country_holidays

    first, last = past["ds"].iloc[0], past["ds"].iloc[-1] + pd.Timedelta(weeks=WEEKS + 1)
    found = country_holidays(country, years=range(first.year, last.year + 1), observed=False, language="en_US")
    public = pd.DataFrame({"day": pd.to_datetime(list(found.keys())), "holiday": list(found.values())})
    table = pd.concat([public, events.days(country)], ignore_index=True)
    table = table[(table["day"] >= first) & (table["day"] < last)]
    ds = first + pd.to_timedelta((table["day"] - first).dt.days // 7 * 7, unit="D")
    return table.assign(ds=ds)[["ds", "holiday"]].drop_duplicates().reset_index(drop=True)


def _components(past: pd.DataFrame, seen: pd.DataFrame, named: pd.DataFrame | None) -> pd.DataFrame:
    called = {} if named is None else named.groupby("ds")["holiday"].agg(", ".join).to_dict()
    zero = pd.Series(0.0, index=seen.index)
    parts = {name: seen.get(name, zero).to_numpy() for name in ("trend", "yearly", "holidays", "promo")}
    table = pd.DataFrame({"week": past["ds"], "units": past["y"]} | parts | {"fitted": np.maximum(seen["yhat"].to_numpy(), 0)})
    return table.assign(holiday=[called.get(week) for week in past["ds"]])


def _changepoints(model) -> pd.DataFrame:
    """The trend's slope changes, back in units a week per week: Prophet keeps them in scaled time and units."""
    weeks = model.t_scale / pd.Timedelta(weeks=1)
    change = model.params["delta"].mean(axis=0) * model.y_scale / weeks
    table = pd.DataFrame({"week": model.changepoints.to_numpy(), "change": change[: len(model.changepoints)]})
    level = abs(model.history["y"].mean()) / weeks
    kept = table[table["change"].abs() > _SMALL_CHANGE * level]
    return kept.sort_values("change", key=np.abs, ascending=False).reset_index(drop=True)


def _forecast(seen: pd.DataFrame) -> pd.DataFrame:
    bounds = {"p10": "yhat_lower", "p50": "yhat", "p90": "yhat_upper"}
    table = pd.DataFrame({name: np.maximum(seen[column].to_numpy(), 0) for name, column in bounds.items()})
    return table.assign(week=seen["ds"].to_numpy(), clipped=(seen["yhat"] < 0).to_numpy())[["week", *bounds, "clipped"]]
