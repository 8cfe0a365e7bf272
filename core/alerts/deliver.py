"""Telling people: what each channel has not heard yet, as one digest a channel.

A message that fails is tried again at once a few times, then at the next `send` after a pause that doubles with every failure. What was
taken is not sent twice; only a machine that stops between the other side's yes and our note of it repeats one digest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from core import risk, settings, text
from core.alerts import board, channels, digest, routes
from core.alerts.life import in_utc
from core.errors import InputError
from core.workspace import Workspace, sql

Pause = Callable[[float], None]  # seconds
_LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What became of one channel. status: sent, failed, nothing (no news), quiet (its hours), early (its pace), later (a pause
    after failures)."""

    channel: str
    status: str
    alerts: int = 0
    skus: int = 0
    tries: int = 0
    failures: int = 0
    next_at: datetime | None = None
    reason: str | None = None


def send(ws: Workspace, *, at: datetime, pause: Pause) -> list[Delivery]:
    """Tell every channel its news. `pause(seconds)` waits between the tries of one message."""
    at = in_utc(at)
    return [_to(ws, route, at, pause) for route in routes.listed(ws).astype(object).to_dict("records")]


def try_one(ws: Workspace, channel: str, *, at: datetime) -> str | None:
    """Send a few words to one channel, whatever the hour; kept in the log. None when they were taken, else why not.
    Raises InputError if there is no such channel."""
    rows = [row for row in routes.listed(ws).to_dict("records") if row["channel"] == channel]
    if not rows:
        raise InputError("channel_unknown", value=channel)
    lang = rows[0]["lang"]
    reason = channels.notify(ws, channel, text.t("alerts.digest.test_title", lang), text.t("alerts.digest.test", lang, channel=channel))
    failures = int(rows[0]["failures"]) + 1 if reason else 0
    again = pause_after(ws, in_utc(at), failures)
    done = Delivery(channel=channel, status="failed" if reason else "sent", tries=1, failures=failures, next_at=again, reason=reason)
    _note(ws, done, None, in_utc(at))
    return reason


def deliveries(ws: Workspace, most: int = 100) -> pd.DataFrame:
    """The log, newest first: channel, tried_at, status, alerts, skus, tries, failures, next_at, reason."""
    return ws.frame(sql("alerts/deliveries"), most=most)


def _to(ws: Workspace, row: dict, at: datetime, pause: Pause) -> Delivery:
    route = routes.Route(**{name: _known(row[name]) for name in routes.Route.__dataclass_fields__})
    next_at = _known(row["next_at"])
    asked = {"channel": route.channel, "level": route.level, "owner": route.owner, "audience": route.audience}
    news = ws.frame(sql("alerts/pending"), **asked, not_clearing=list(risk.NOT_CLEARING))
    found = board.board(ws, at.date())
    found = found[found["alert_id"].isin(news["alert_id"])]
    about = {"channel": route.channel, "alerts": len(found), "skus": len(found.drop_duplicates(["marketplace", "sku"]))}
    if found.empty or route.is_quiet(at) or route.is_early(_known(row["told_at"]), at):
        return Delivery(**about, status="nothing" if found.empty else "quiet" if route.is_quiet(at) else "early")
    if next_at is not None and at < next_at:
        return Delivery(**about, status="later", failures=int(row["failures"]), next_at=next_at, reason=_known(row["reason"]))
    tries, reason = _hand_over(ws, route, found, pause)
    failures = 0 if reason is None else int(row["failures"]) + 1
    done = Delivery(
        **about, status="failed" if reason else "sent", tries=tries, failures=failures, next_at=pause_after(ws, at, failures), reason=reason
    )
    _note(ws, done, news, at)
    return done


def _hand_over(ws: Workspace, route: routes.Route, alerts: pd.DataFrame, pause: Pause) -> tuple[int, str | None]:
    """How often it was tried, and why the last try failed (None: it was taken)."""
    most = int(settings.policy(ws)["alerts.send_tries"])
    title, body = digest.title(alerts, route.lang), digest.body(alerts, route.lang)
    reason, number = tried(lambda: channels.notify(ws, route.channel, title, body), lambda reason: reason is not None, most, pause)
    return number, reason


def tried(once: Callable, failed: Callable, most: int, pause: Pause) -> tuple:
    """The last answer of `once`, asked again while it `failed`, and how often it was asked: 1 … most, with 2, 4, 8 … s between."""
    for number in range(1, most + 1):
        answer = once()
        if number == most or not failed(answer):
            break
        pause(2.0**number)
    return answer, number


def pause_after(ws: Workspace, at: datetime, failures: int) -> datetime | None:
    """The moment before which it is not tried again: a pause that doubles with every failure, a day at most."""
    if failures == 0:
        return None
    minutes = settings.policy(ws)["alerts.retry_minutes"] * 2 ** min(failures - 1, 12)
    return at + min(timedelta(minutes=minutes), _LONGEST_PAUSE)


def _note(ws: Workspace, done: Delivery, news: pd.DataFrame | None, at: datetime) -> None:
    names = ("channel", "status", "alerts", "skus", "tries", "failures", "next_at", "reason")
    with ws.write(new_version=False) as cursor:
        cursor.execute(sql("alerts/note_delivery"), {name: getattr(done, name) for name in names} | {"at": at})
        if done.status == "sent" and news is not None:
            told = [(done.channel, int(row.alert_id), row.happened_at.to_pydatetime()) for row in news.itertuples()]
            cursor.executemany("insert into alert_sent values (?, ?, ?)", told)


def _known(value):
    """None for unknown, a plain moment for a pandas one."""
    if value is None or value is pd.NaT or value != value:
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
