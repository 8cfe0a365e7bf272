"""What the rules say in every past week: the run's own steps, one week after the other, on the past as it was known then.

Two things are quicker than in a run: the forecast (quick.py), and the exact value of a way out, which is kept for up to six weeks while
the SKU's stock stays within a quarter of what was valued. Elasticities are the assumed ones.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta

import duckdb
import pandas as pd

from core import health, market, risk, run
from core.clearance.screen import screen
from core.errors import NotEnoughData
from core.fees.schedule import RateBook
from core.forecast import expected
from core.policy import Policy
from core.replay.past import Past
from core.replay.quick import Quick
from core.workspace import Workspace, leave, sql

KEY = ["marketplace", "sku"]
YEAR, LEAST_WEEKS = 52, 8
LEAST_HISTORY_DAYS = 91  # of sales before the first week: under a quarter no rule says anything
_KEEP_WEEKS, _KEEP_SHARE = 6, 0.25
_LEVELS = 30  # of a valued stock, half as many as in a run: the cost of waiting moves by two cents a week in the mean
_STRETCH, _SIDE_BY_SIDE = 26, 2  # half years, each on its own cursor: most of a week are small queries that keep one processor busy
UNMEASURED = pd.DataFrame(columns=[*KEY, "elasticity", "elasticity_sd", "elasticity_source", "demand_factor"])
Progress = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """What was said: days, one a week, oldest first (of a day without known stock nothing is said); seen, alarms, cohorts: columns of
    core/sql/replay/seen, alarms and of health_cohort, with `week`, the place of the day in `days`."""

    days: list[date]
    seen: pd.DataFrame
    alarms: pd.DataFrame
    cohorts: pd.DataFrame


def days_of(ws: Workspace, last: date, weeks: int = YEAR) -> list[date]:
    """The weekly days that can be replayed, oldest first. Raises NotEnoughData under LEAST_WEEKS."""
    facts = {"last": last, "weeks": weeks, "least_days": LEAST_HISTORY_DAYS}
    days = [row[0] for row in ws.rows(sql("replay/stock_days"), **facts)]
    if len(days) < LEAST_WEEKS:
        raise NotEnoughData("replay_short", found=len(days), needed=LEAST_WEEKS, history_days=LEAST_HISTORY_DAYS)
    return days


def look_back(ws: Workspace, days: list[date], policy: Policy, book: RateBook, progress: Progress | None = None) -> Seen:
    """Ask the rules on each of the days. progress: told the share done."""
    tell, done = progress or (lambda stage, share: None), []

    def told_of(some: list[date]) -> dict[str, pd.DataFrame]:
        parts = {"seen": [], "alarms": [], "cohorts": []}
        with ws.read() as cursor:
            past, desk = Past(cursor, some), _Desk(cursor, policy, book)
            for day in some:
                past.until(day)
                week = (day - days[0]).days // 7
                for name, rows in desk.judge(day, week).items():
                    parts[name].append(rows.assign(week=week))
                done.append(day)
                tell("replay", len(done) / len(days))
        return {name: pd.concat(rows, ignore_index=True) for name, rows in parts.items()}

    with ThreadPoolExecutor(_SIDE_BY_SIDE) as threads:
        found = list(threads.map(told_of, [days[at : at + _STRETCH] for at in range(0, len(days), _STRETCH)]))
    every = [days[0] + timedelta(days=back) for back in range(0, (days[-1] - days[0]).days + 1, 7)]
    return Seen(days=every, **{name: pd.concat([part[name] for part in found], ignore_index=True) for name in found[0]})


@dataclass
class _Desk:
    """One cursor, thresholds and rates, and what is kept from week to week."""

    cursor: duckdb.DuckDBPyConnection
    policy: Policy
    book: RateBook
    model: Quick = field(default_factory=Quick)
    valued: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=[*KEY, "valued_week", "valued_units"]))
    options: pd.DataFrame | None = None
    per_sku: pd.DataFrame | None = None

    def judge(self, day: date, week: int) -> dict[str, pd.DataFrame]:
        params = self.policy.params() | {"as_of": day, "not_clearing": list(risk.NOT_CLEARING)}
        health.compute(self.cursor, day, self.policy)
        expected.compute(self.cursor, day, self.policy, self.model)
        market.compute(self.cursor, day, self.policy)
        run.charges(self.cursor, day, self.policy, self.book, UNMEASURED)
        risk.judge(self.cursor, params)
        self._value(day, week, params)
        risk.levels(self.cursor, params)
        asked = {name: health.execute(self.cursor, f"replay/{name}", params).df() for name in ("seen", "alarms")}
        return asked | {"cohorts": self.cursor.execute("from health_cohort").df()}

    def _value(self, day: date, week: int, params: dict) -> None:
        """Leave `options` and `screened` of the SKUs whose level money decides."""
        asked = health.execute(self.cursor, "replay/to_value", params).df()
        beside = asked[[*KEY, "on_hand"]].merge(self.valued, on=KEY, how="left")
        moved = (beside["on_hand"] - beside["valued_units"]).abs() > _KEEP_SHARE * beside["valued_units"]
        anew = (beside["valued_units"].isna() | moved | (week - beside["valued_week"] >= _KEEP_WEEKS)).to_numpy(bool)
        if anew.any() or self.options is None:
            self._screen(asked[anew], day, week)
        now = asked[KEY]
        leave(self.cursor, "options", self.options.merge(now, on=KEY))
        leave(self.cursor, "screened", self.per_sku.merge(now, on=KEY))

    def _screen(self, asked: pd.DataFrame, day: date, week: int) -> None:
        cohorts = self.cursor.execute("from health_cohort").df().merge(asked[KEY], on=KEY)
        options, per_sku = screen(asked, cohorts, day, self.policy, levels=_LEVELS, book=self.book, courses=False)
        valued = asked[KEY].assign(valued_week=week, valued_units=asked["on_hand"])
        self.options, self.per_sku, self.valued = (
            _renewed(old, new, asked) for old, new in ((self.options, options), (self.per_sku, per_sku), (self.valued, valued))
        )


def _renewed(old: pd.DataFrame | None, new: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """`old` with the rows of the SKUs that were asked replaced by `new`."""
    if old is None or old.empty:
        return new
    gone = pd.MultiIndex.from_frame(old[KEY]).isin(pd.MultiIndex.from_frame(asked[KEY]))
    return pd.concat([old[~gone], new], ignore_index=True)
