"""A run: health → forecast, market → elasticity → charges → rules → screening → levels for the whole catalogue on one day, under a run_id.

Promise: results are written in one transaction after all is computed; a run that fails leaves the last one in force.
"""

import json
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime

import duckdb
import pandas as pd

from core import health, holding, market, own_charges, risk, schedules, settings
from core.alerts import life
from core.clearance import elasticity
from core.clearance.screen import screen
from core.fees.schedule import RateBook
from core.forecast import expected, prophet_kept
from core.forecast.models import MODELS
from core.forecast.models.default import NAME as DEFAULT_MODEL
from core.forecast.spread_out import on_engine
from core.policy import Policy
from core.review import lessons
from core.workspace import Workspace, leave, sql

Progress = Callable[[str, float], None]
STORED = {
    "run_health": "position", "run_forecast": "forecast", "run_cohort": "health_cohort", "run_rule": "fired", "run_risk": "risk",
    "run_option": "options", "run_threshold": "own_threshold", "run_market": "market_now",
    "run_keyword_lead": "keyword_lead_now",
}  # fmt: skip
# Earlier days only draw the trend, and eight of them are computed at first open: simple smoothing takes a tenth of the default's time,
# and its median of a quarter lies close enough to tell how many SKUs were in trouble then.
HISTORY_MODEL = "ses"


@dataclass(frozen=True, kw_only=True)
class RunResult:
    """One stored run: levels = SKUs by alert level, seconds by stage."""

    run_id: int
    as_of: date
    skus: int
    levels: dict[int, int]
    seconds: dict[str, float]


@dataclass
class _Clock:
    """Tells the progress and keeps the seconds of each stage."""

    tell: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    def stage(self, name: str, share: float, work, *args):
        self.tell(name, share)
        start = time.perf_counter()
        result = work(*args)
        self.seconds[name] = round(time.perf_counter() - start, 3)
        return result


def run(
    ws: Workspace,
    *,
    at: datetime,
    as_of: date | None = None,
    progress: Progress | None = None,
    history: bool = False,
    model=None,
    engine: str | None = None,
    apart: bool = False,
) -> RunResult:
    """Compute the catalogue as of a day (default: the newest stock) at this seller's rates and store it.
    history: for the trend only, pages go on showing another run. model: of core.forecast; None: the default, a quick one for history.
    engine: where a model fits series one by one (core/forecast/spread_out.py). apart: compute on a copy, so that other processes go on.
    Raises NotEnoughData without stock or sales, InputError if sales end long before the stock."""
    policy = settings.policy(ws)
    as_of = as_of or health.newest_day(ws, policy)
    clock = _Clock(progress or (lambda stage, share: None))
    version, model = ws.version(), on_engine(model or MODELS[HISTORY_MODEL if history else DEFAULT_MODEL], engine)
    with ws.copied() if apart else nullcontext(ws) as there, there.read() as cursor:
        compute(cursor, as_of, policy, clock, schedules.book(ws), model)
        tables = {name: cursor.sql(f"from {source}").to_arrow_table() for name, source in STORED.items()}
    news = not history and as_of >= (health.newest_stock(ws) or as_of)  # a look back is no news for alerts
    about = {"as_of": as_of, "version": version, "policy": policy, "at": at, "clock": clock, "history": history, "news": news}
    run_id = clock.stage("store", 0.95, _store, ws, tables, about)
    return RunResult(
        run_id=run_id, as_of=as_of, skus=tables["run_health"].num_rows, levels=_count(tables["run_risk"]), seconds=clock.seconds
    )


def missing_history(ws: Workspace, weeks: int = 8) -> list[date]:
    """The days 1, 2, … weeks before the newest run for which there is a stock snapshot at most 6 days old and no run yet, newest first."""
    return [row[0] for row in ws.rows(sql("results/missing_history"), weeks=weeks)]


def add_history(ws: Workspace, *, at: datetime, weeks: int = 8, progress: Progress | None = None) -> int:
    """Compute those earlier days from the data of today, so that trends have a past. Gives how many were added."""
    days = missing_history(ws, weeks)
    tell = progress or (lambda stage, share: None)
    for done, day in enumerate(days):
        run(ws, at=at, as_of=day, history=True, progress=lambda _, share, done=done: tell("history", (done + share) / len(days)))
    return len(days)


def add_prophet(ws: Workspace, *, progress: Progress | None = None, engine: str | None = None) -> int:
    """Ask Prophet about the top SKUs of the newest run, as many as Settings say, for the Forecast page. Gives how many were asked about.
    Apart from the run, because it takes a fifth of a second a SKU and changes no figure of it."""
    last = ws.frame(sql("results/latest_run")).to_dict("records")
    keys = prophet_kept.top(ws, last[0]["run_id"], int(settings.policy(ws)["forecast.prophet_top"])) if last else []
    if keys:
        tell = progress or (lambda stage, share: None)
        prophet_kept.ask(ws, last[0]["run_id"], last[0]["as_of"].date(), keys, lambda share: tell("prophet", share), engine)
    return len(keys)


def compute(cursor: duckdb.DuckDBPyConnection, as_of: date, policy: Policy, clock: _Clock, book: RateBook, model) -> None:
    """Leave position, forecast, health_cohort, fired, options and risk as temporary tables on this cursor."""
    params = policy.params() | {"as_of": as_of}
    clock.stage("health", 0.0, health.compute, cursor, as_of, policy)
    clock.stage("forecast", 0.1, _forecast, cursor, as_of, policy, model, clock)
    measured = clock.stage("elasticity", 0.5, _elasticities, cursor, as_of, policy)
    clock.stage("charges", 0.55, charges, cursor, as_of, policy, book, measured)
    clock.stage("rules", 0.6, risk.judge, cursor, params)
    clock.stage("screening", 0.7, _screening, cursor, as_of, policy, clock, book)
    clock.stage("levels", 0.93, risk.levels, cursor, params)


def _forecast(cursor, as_of: date, policy: Policy, model, clock: _Clock) -> None:
    """What is expected to sell, and what the market of each SKU does; lowered by it only where the seller says so."""
    panel, outlook, said = expected.compute(cursor, as_of, policy, model, lambda share: clock.tell("forecast", 0.1 + 0.35 * share))
    found = market.compute(cursor, as_of, policy)
    if policy["market.in_forecast"] == "included" and len(found):
        expected.tell_all(cursor, panel, market.lowered(found, panel, outlook, as_of), said, as_of, policy)


def charges(cursor, as_of: date, policy: Policy, book: RateBook, measured: pd.DataFrame) -> None:
    """Leave `position`: what is expected, with its fees and elasticities (measured: as _elasticities gives them).
    Only what the fees ask of a SKU travels to them, and only their answers travel back."""
    asked = health.execute(cursor, "forecast/path", {}).df()
    cohorts = cursor.execute("from health_cohort").df()
    asked = asked.join(own_charges.moves(cursor, asked, as_of, book))
    charged = holding.add_charges(asked, cohorts, as_of, int(policy["surcharge.horizon_days"]), book)
    told = [*holding.KEY, *own_charges.MOVES, *(name for name in charged if name not in asked)]
    leave(cursor, "charges_now", charged[told].merge(measured, how="left", on=holding.KEY))
    cursor.execute(sql("health/charged"))


def _elasticities(cursor, as_of: date, policy: Policy) -> pd.DataFrame:
    """marketplace, sku, elasticity, elasticity_sd, elasticity_source, demand_factor of SKUs whose own past, category or review tells."""
    rows = cursor.execute(sql("clearance/price_weeks"), {"as_of": as_of, "weeks": elasticity.HISTORY_WEEKS}).df()
    found = elasticity.elasticities(rows, elasticity.Prior.from_policy(policy))
    told = found[found["source"].isin(["own", "category"])]
    columns = {"mean": "elasticity", "sd": "elasticity_sd", "source": "elasticity_source"}
    measured = told.rename(columns=columns)[["marketplace", "sku", *columns.values()]]
    return _taught(measured, lessons.in_force(cursor, as_of))


def _taught(measured: pd.DataFrame, learned: pd.DataFrame) -> pd.DataFrame:
    """What was measured, and over it what the seller took over from reviews; with demand_factor."""
    both = measured.merge(learned, how="outer", on=holding.KEY, suffixes=("", "_taught"))
    known = both["elasticity_taught"].notna()
    for name in ("elasticity", "elasticity_sd"):
        both[name] = both[f"{name}_taught"].where(known, both[name])
    told = both.assign(elasticity_source=both["elasticity_source"].astype(object).mask(known, "review"))
    return told[[*measured.columns, "demand_factor"]]


def _screening(cursor, as_of: date, policy: Policy, clock: _Clock, book: RateBook) -> None:
    """Value every option of the SKUs on which a clearance rule fired; leave `options` and `screened`."""
    health.execute(cursor, "risk/at_risk_keys", {"not_clearing": list(risk.NOT_CLEARING)})
    at_risk = health.execute(cursor, "risk/at_risk", {}).df()
    cohorts = cursor.execute("from health_cohort semi join (from at_risk_keys) using (marketplace, sku)").df()
    options, per_sku = screen(at_risk, cohorts, as_of, policy, lambda share: clock.tell("screening", 0.7 + 0.2 * share), book=book)
    leave(cursor, "options", options)
    leave(cursor, "screened", per_sku)


def _store(ws: Workspace, tables: dict, about: dict) -> int:
    with ws.write(new_version=False) as cursor:
        run_id = cursor.execute("select nextval('run_ids')").fetchall()[0][0]
        cursor.execute(sql("health/store_run"), {
            "run_id": run_id, "as_of": about["as_of"], "data_version": about["version"], "policy": json.dumps(dict(about["policy"])),
            "skus": tables["run_health"].num_rows, "seconds": json.dumps(about["clock"].seconds), "started_at": about["at"],
            "history": about["history"],
        })  # fmt: skip
        for name, rows in tables.items():
            _insert(cursor, name, rows, run_id)
        if about["news"]:
            life.update(cursor, run_id, about["as_of"], about["policy"], at=about["at"])
    return run_id


def _insert(cursor, table: str, rows, run_id: int) -> None:
    """Columns by name; what the table does not keep is left behind."""
    kept = [column for column, *_ in cursor.execute(f"describe {table}").fetchall() if column in rows.column_names]
    names = ", ".join(f'"{name}"' for name in kept)
    cursor.register("rows_now", rows)
    cursor.execute(f"insert into {table} (run_id, {names}) select $run_id, {names} from rows_now", {"run_id": run_id})
    cursor.unregister("rows_now")


def _count(risk_rows) -> dict[int, int]:
    found = risk_rows.to_pandas()["level"].value_counts()
    return {level: int(found.get(level, 0)) for level in range(4)}
