"""Which channel is told of what: whose alerts, from which level, when it stays quiet, in which language."""

import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from core.alerts import channels
from core.errors import InputError
from core.workspace import Workspace, sql

AUDIENCES = ("everybody", "purchasing", "sales", "management")  # what each hears of: core/sql/alerts/pending.sql
EVERY = {"check": timedelta(0), "day": timedelta(hours=20), "week": timedelta(days=6, hours=20)}  # a schedule is never quite on time


@dataclass(frozen=True, kw_only=True)
class Route:
    """owner None: everybody's alerts and nobody's; level: from this one up; audience: of AUDIENCES; every: of EVERY, the least time
    between two messages; quiet_from, quiet_to: "22:00", "07:00" in `zone`, or None."""

    channel: str
    owner: str | None = None
    level: int = 2
    audience: str = "everybody"
    every: str = "check"
    quiet_from: str | None = None
    quiet_to: str | None = None
    zone: str = "UTC"
    lang: str = "en"

    def check(self) -> None:
        """Raises InputError for hours, a zone, an audience or a pace that are none."""
        for value, known in ((self.audience, AUDIENCES), (self.every, EVERY)):
            if value not in known:
                raise InputError("not_one_of", value=value, known=", ".join(known))
        for hour in (self.quiet_from, self.quiet_to):
            if hour is not None and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", hour):
                raise InputError("route_hours", value=hour)
        if (self.quiet_from is None) != (self.quiet_to is None):
            raise InputError("route_hours", value=self.quiet_from or self.quiet_to)
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise InputError("route_zone", value=self.zone) from error

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing is sent at a moment (UTC); hours over midnight are meant as they are said."""
        if self.quiet_from is None:
            return False
        clock = f"{at.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone)):%H:%M}"
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to

    def is_early(self, told_at: datetime | None, at: datetime) -> bool:
        """Whether its last message is too fresh for another one."""
        return told_at is not None and at - told_at < EVERY[self.every]


def save(ws: Workspace, route: Route, address: str | None, *, at: datetime) -> None:
    """Keep a route, with its address (None: the one it has). Raises InputError; then nothing has changed."""
    route.check()
    if address is not None:
        channels.save(ws, route.channel, address)
    elif route.channel not in channels.kinds(ws):
        raise InputError("channel_unknown", value=route.channel)
    with ws.write(new_version=False) as cursor:
        cursor.execute(sql("alerts/save_route"), asdict(route) | {"at": at})


def remove(ws: Workspace, channel: str) -> None:
    """Forget a channel, its address and what it was told; the log of its messages stays. Raises InputError if it is not there."""
    if channel not in set(listed(ws)["channel"]):
        raise InputError("channel_unknown", value=channel)
    channels.forget(ws, channel)
    with ws.write(new_version=False) as cursor:
        for table in ("alert_route", "alert_sent"):
            cursor.execute(f"delete from {table} where channel = $channel", {"channel": channel})


def listed(ws: Workspace) -> pd.DataFrame:
    """A row a channel: its route, kind, its last message (tried_at, status, failures, next_at, reason), and told_at, when one was taken."""
    frame = ws.frame(sql("alerts/routes"))
    found = channels.kinds(ws)
    return frame.assign(kind=[found.get(name) for name in frame["channel"]])
