"""The market, our share of it, both, neither, or not enough data: and then how many more files, and when.

A trend falls when its middle is at or under the line and its interval (80 %) lies under a third of it; it does not when its middle is above
the line and the interval does not reach twice the line. Anything between is undecided: more files will tell.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from core.market.trend import Trend

_SURE = 1 / 3  # share of the line that even the mildest end of the interval must fall
VERDICTS = ("shrinking", "losing_share", "both", "neither", "unknown")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """reason: why it is unknown (few_files, short_span, few_rivals, no_own_sales, contradiction, unsure).
    more_files, next_on: how many more would help, and when the last of them is due."""

    verdict: str
    market_falls: bool | None
    share_falls: bool | None
    reason: str | None = None
    more_files: int | None = None
    next_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How much there is to judge: dated files, days they span, competitors in the middle one, days between files, day of the last."""

    files: int
    span_days: int
    rivals: int
    gap_days: float
    last_day: date


def judge(market: Trend, share: Trend, witnesses: list[Trend], seen: Seen, policy) -> Verdict:
    """witnesses: trends of rank (as sales) and of review growth: where one of them clearly rises, a falling market is not believed.
    policy: market.fall_month, market.least_files, market.least_days, market.least_rivals."""
    short = _too_little(seen, policy)
    if short:
        return _unknown(None, None, *short, seen)
    line = -math.log1p(-policy["market.fall_month"])
    market_falls, share_falls = _falls(market, line), _falls(share, line)
    if market_falls and any(witness.known and witness.low > 0 for witness in witnesses):
        return _unknown(None, share_falls, "contradiction", 1, seen)
    if market_falls is None:
        return _unknown(None, share_falls, "unsure", _more(market, line, seen.files), seen)
    if share_falls is None:
        reason = "unsure" if share.known else "no_own_sales"
        return _unknown(market_falls, None, reason, _more(share, line, seen.files), seen)
    names = {(True, False): "shrinking", (False, True): "losing_share", (True, True): "both", (False, False): "neither"}
    return Verdict(verdict=names[market_falls, share_falls], market_falls=market_falls, share_falls=share_falls)


def _falls(trend: Trend, line: float) -> bool | None:
    if not trend.known:
        return None
    if trend.point <= -line and trend.high < -_SURE * line:
        return True
    return False if trend.point > -line and trend.low > -2 * line else None


def _too_little(seen: Seen, policy) -> tuple[str, int] | None:
    least = int(policy["market.least_files"])
    by_span = math.ceil(max(0.0, policy["market.least_days"] - seen.span_days) / max(seen.gap_days, 1.0))
    if seen.rivals < policy["market.least_rivals"]:
        return "few_rivals", max(1, least - seen.files)
    if seen.files < least:
        return "few_files", max(least - seen.files, by_span)
    return ("short_span", by_span) if by_span else None


def _more(trend: Trend, line: float, files: int) -> int:
    """A slope's error falls with the files to the power of 1.5: as many as bring half the interval under the line."""
    if not trend.known:
        return 1
    half = (trend.high - trend.low) / 2
    return max(1, math.ceil(files * (half / line) ** (2 / 3)) - files)


def _unknown(market_falls, share_falls, reason: str, more: int, seen: Seen) -> Verdict:
    on = seen.last_day + timedelta(days=round(more * seen.gap_days))
    return Verdict(verdict="unknown", market_falls=market_falls, share_falls=share_falls, reason=reason, more_files=more, next_on=on)
