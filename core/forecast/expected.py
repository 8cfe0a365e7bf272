"""What a run expects to be sold: the forecast of the whole catalogue, and what it means for every stock.

After core.health.compute on the same cursor, leaves `forecast` (run_forecast's columns), `expected` (measures by SKU) and
`expected_position` (health_position with them). Promise: a SKU without sales data has no forecast, and its measures stay NULL.
"""

from collections.abc import Callable
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from core.forecast import landed, market_season, said_season
from core.forecast.history import panel as panel_of
from core.forecast.outlook import QUANTILES, WEEKS, Outlook
from core.forecast.panel import KEY, Panel
from core.forecast.path import DAYS, day_reached, sum_by
from core.forecast.said_season import SaidSeason
from core.forecast.seasonality import best_quarter, seasons
from core.forecast.trend import trend
from core.health import execute
from core.policy import Policy
from core.workspace import leave

_TREND_WEEKS = 26
_PAST_WEEKS = 34  # of season_past, newest first: what the CUSUM of a cliff looks at
_DIGITS = 3  # of stored units: finer says nothing, and takes room


def compute(
    cursor: duckdb.DuckDBPyConnection, as_of: date, policy: Policy, model, progress: Callable[[float], None] | None = None
) -> tuple[Panel, Outlook, SaidSeason]:
    """Forecast every SKU with sales data by `model` and leave the three tables; what they were made of. progress: told the share done."""
    tell = progress or (lambda share: None)
    panel = panel_of(cursor, as_of)
    tell(0.1)
    fitted = model.fit(panel)
    tell(0.7)
    outlook = fitted.predict(WEEKS, sorted({*QUANTILES, policy["safety.service"]}))
    outlook = landed.of_category(outlook, panel, execute(cursor, "forecast/landed", policy.params()).df()["silent_weeks"].to_numpy(float))
    said = _said(cursor, panel)
    outlook = said_season.lowered(outlook, said.factors(_coming(as_of, WEEKS)))
    tell(0.9)
    tell_all(cursor, panel, outlook, said, as_of, policy)
    return panel, outlook, said


def tell_all(cursor: duckdb.DuckDBPyConnection, panel: Panel, outlook: Outlook, said: SaidSeason, as_of: date, policy: Policy) -> None:
    """Leave the three tables of an outlook."""
    leave(cursor, "forecast_now", _rows(panel, outlook, as_of))
    cursor.execute("create or replace temp table forecast as select * replace (first_week::date as first_week) from forecast_now")
    stock = execute(cursor, "forecast/stock", policy.params()).df()
    leave(cursor, "expected", _measures(panel, outlook, said, stock, policy, as_of))
    execute(cursor, "forecast/sold_by", {})
    execute(cursor, "forecast/position", policy.params() | {"as_of": as_of})


def _said(cursor: duckdb.DuckDBPyConnection, panel: Panel) -> SaidSeason:
    said = execute(cursor, "forecast/said_season", {}).df()
    begins, ends = (pd.to_datetime(said[name]).to_numpy().astype("datetime64[D]") for name in ("season_start", "season_end"))
    return said_season.of(panel.units, panel.weeks, begins, ends)


def _coming(as_of: date, weeks: int) -> pd.DatetimeIndex:
    return pd.date_range(pd.Timestamp(as_of) + pd.Timedelta(days=1), periods=weeks, freq="7D")


def _rows(panel: Panel, outlook: Outlook, as_of: date) -> pa.Table:
    """run_forecast, a row a series; units rounded to _DIGITS. In Arrow: DuckDB looks at every list of a frame one by one."""
    known = ~np.isnan(panel.units)
    first = np.where(known.any(axis=1), panel.weeks.to_numpy()[known.argmax(axis=1)], np.datetime64("NaT"))
    capped = panel.outliers.groupby(KEY).size()
    keys = pd.MultiIndex.from_frame(panel.series[KEY])
    lists = {"mean": outlook.mean}
    for name, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
        lists |= {name: outlook.weekly[:, :, outlook.at(share)], f"cum_{name}": outlook.cumulative[:, :, outlook.at(share)]}
    frame = panel.series[KEY].assign(
        model=outlook.model,
        reason=pd.Series(outlook.reason, dtype="string"),
        history_from=pd.to_datetime(first),
        history_weeks=panel.seen,
        outlier_weeks=capped.reindex(keys, fill_value=0).to_numpy(int),
        first_week=pd.Timestamp(as_of + timedelta(days=1)),
    )
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for name, values in lists.items():
        table = table.append_column(name, _lists(values, _DIGITS))
    return table


def _lists(values: np.ndarray, digits: int) -> pa.ListArray:
    """(N, W) numbers as N lists: of that type also where there is no row to tell it from."""
    ends = np.arange(len(values) + 1, dtype=np.int32) * values.shape[1]
    return pa.ListArray.from_arrays(ends, np.round(values, digits).ravel())


def _measures(panel: Panel, outlook: Outlook, said: SaidSeason, stock: pd.DataFrame, policy: Policy, as_of: date) -> pd.DataFrame:
    """expected, a row a series. stock: on_hand, inbound, lead_days in the order of the panel."""
    sums = {name: outlook.cumulative[:, :, outlook.at(share)] for name, share in zip(("p10", "p50", "p90"), QUANTILES, strict=True)}
    high = outlook.cumulative[:, :, outlook.at(policy["safety.service"])]
    lead = np.minimum(stock["lead_days"].to_numpy(float), DAYS)
    on_hand, inbound = stock["on_hand"].to_numpy(float), stock["inbound"].to_numpy(float)
    median = sums["p50"]
    return panel.series[KEY].assign(
        demand_4=median[:, 3],
        demand_13=median[:, 12],
        demand_13_p10=sums["p10"][:, 12],
        demand_13_p90=sums["p90"][:, 12],
        demand_26=median[:, 25],
        demand_excess=sum_by(median, policy["cover.overstock_days"]),
        cover_days=day_reached(median, on_hand),
        lasting_days=day_reached(median, on_hand + np.nan_to_num(inbound)),
        safety_stock=sum_by(high, lead) - sum_by(median, lead),
        **_shape(panel, outlook, said, _coming(as_of, 13)),
        season_until=said.until(pd.Timestamp(as_of)),
        season_left=said.left,
    )


def _shape(panel: Panel, outlook: Outlook, said: SaidSeason, coming: pd.DatetimeIndex) -> dict[str, np.ndarray]:
    """Season and trend: the trend of the last half year without its season, and how the coming quarter compares with that half year. Where
    no year is known to tell a season of its own, the season of trade is taken out; a season that a report says ends no life."""
    season, market = seasons(panel), market_season.of(panel)
    factor, ahead = season.at(panel.weeks), season.at(coming)
    own = season.known[:, None]
    past, next_quarter = np.where(own, factor, market.at(panel.weeks)), np.where(own, ahead, market.at(coming))
    newest, usual = panel.units[:, -_TREND_WEEKS:], past[:, -_TREND_WEEKS:]
    point, low, high = trend(newest, usual)
    known = ~np.isnan(newest)
    before = np.divide(np.nansum(newest, axis=1), (known * usual).sum(axis=1), out=np.zeros(len(panel)), where=known.any(axis=1))
    after = outlook.mean[:, :13].sum(axis=1) / (next_quarter * said.factors(coming)).sum(axis=1)
    return {
        "season_index": factor[:, -1],
        "season_ahead": ahead.mean(axis=1),
        "season_past": pd.arrays.ArrowExtensionArray(_lists(factor[:, ::-1][:, :_PAST_WEEKS], 4)),
        "season_best": best_quarter(season.index),
        "market_season": market.at(coming).mean(axis=1),
        "trend_week": point,
        "trend_week_low": low,
        "trend_week_high": high,
        "outlook_ratio": np.divide(after, before, out=np.full(len(panel), np.nan), where=before > 0),
    }
