"""A replay from beginning to end, stored, and read again."""

import json
import time
from datetime import date, datetime

import pandas as pd

from core import health, schedules, settings
from core.policy import Policy
from core.replay import quick
from core.replay.score import Score, score
from core.replay.truth import truths
from core.replay.weeks import YEAR, Progress, Seen, days_of, look_back
from core.workspace import Workspace, sql

_JUDGED_FROM = 0.97  # share of the work that is looking back
SCOPES = ("rule", "level", "thumb")


def prove(
    ws: Workspace,
    *,
    at: datetime,
    as_of: date | None = None,
    weeks: int = YEAR,
    policy: Policy | None = None,
    progress: Progress | None = None,
) -> int:
    """Replay the last `weeks` weeks up to as_of (default: the newest stock) with the thresholds in force or those given, judge and store
    it. Gives its replay_id. Raises NotEnoughData without stock, sales, or enough weeks of both."""
    policy = policy or settings.policy(ws)
    days = days_of(ws, as_of or health.newest_day(ws, policy), weeks)
    return replayed(ws, days, policy, at=at, progress=progress)[0]


def replayed(
    ws: Workspace, days: list[date], policy: Policy, *, at: datetime, progress: Progress | None = None
) -> tuple[int, Seen, pd.DataFrame]:
    """The same for given days: its replay_id, what was said, and what came (core.replay.truth). Computed on a copy, so that other
    processes, and their pages, go on with the workspace meanwhile."""
    start, tell = time.perf_counter(), progress or (lambda stage, share: None)
    book, version = schedules.book(ws), ws.version()
    with ws.copied() as there:
        told = look_back(there, days, policy, book, lambda stage, share: tell(stage, _JUDGED_FROM * share))
        tell("judging", _JUDGED_FROM)
        judged = truths(there, told, policy, book)
    markets = {None: judged} | dict(list(judged.groupby("marketplace")))
    found = {name: score(told, judged, policy, name) for name in markets}
    facts = {
        "started_at": at, "data_version": version, "first_day": days[0], "last_day": days[-1], "weeks": len(days),
        "skus": len(judged[["marketplace", "sku"]].drop_duplicates()), "model": quick.NAME, "policy": json.dumps(dict(policy)),
        "seconds": round(time.perf_counter() - start, 1),
    }  # fmt: skip
    return _store(ws, facts, _rows(found, markets), _alarms(found[None], told)), told, judged


def newest(ws: Workspace) -> dict | None:
    """replay_id, started_at, data_version, first_day, last_day, weeks, skus, model, policy (dict), seconds; None before the first."""
    rows = ws.frame(sql("replay/newest")).to_dict("records")
    if not rows:
        return None
    days = {name: rows[0][name].date() for name in ("first_day", "last_day")}
    return rows[0] | days | {"policy": json.loads(rows[0]["policy"])}


def scores(ws: Workspace, replay_id: int, marketplace: str | None = None) -> pd.DataFrame:
    """marketplace, currency and score.COLUMNS of one marketplace, or of all together; money is NaN over several currencies."""
    return ws.frame(sql("replay/scores"), replay_id=replay_id, marketplace=marketplace)


def marketplaces(ws: Workspace, replay_id: int) -> list[str]:
    """Those with a score of their own."""
    return [row[0] for row in ws.rows(sql("replay/marketplaces"), replay_id=replay_id)]


def alarms(ws: Workspace, replay_id: int, scope: str, name: str | None, level: int, marketplace: str | None = None) -> pd.DataFrame:
    """Every alarm of one rule, level or rule of thumb: marketplace, sku, title, opened_on, last_on, verdict, lead_days, wasted."""
    asked = {"scope": scope, "name": name, "level": level, "marketplace": marketplace}
    return ws.frame(sql("replay/alarms_of"), replay_id=replay_id, **asked)


def _rows(found: dict[str | None, Score], judged: dict[str | None, pd.DataFrame]) -> pd.DataFrame:
    parts = []
    for market, one in found.items():
        currencies = judged[market]["currency"].dropna().unique()
        parts.append(one.rows.assign(marketplace=market, currency=currencies[0] if len(currencies) == 1 else None))
    return pd.concat(parts, ignore_index=True)


def _alarms(one: Score, told: Seen) -> pd.DataFrame:
    days = pd.Series(told.days)
    opened = {"opened_on": days.iloc[one.episodes["week"]].to_numpy(), "last_on": days.iloc[one.episodes["last"]].to_numpy()}
    return one.episodes.drop(columns=["week", "last"]).assign(**opened)


def _store(ws: Workspace, facts: dict, rows: pd.DataFrame, alarms: pd.DataFrame) -> int:
    with ws.write(new_version=False) as cursor:
        replay_id = cursor.execute("select nextval('replay_ids')").fetchall()[0][0]
        cursor.execute(sql("replay/store"), facts | {"replay_id": replay_id})
        for table, found in (("replay_score", rows), ("replay_alarm", alarms)):
            cursor.register("rows_now", found.assign(replay_id=replay_id))
            cursor.execute(f"insert into {table} by name from rows_now")
            cursor.unregister("rows_now")
    return replay_id
