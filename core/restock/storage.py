"""Keeping slow stock elsewhere, against leaving it at Amazon and against clearing it now.

    leave     best single price with everything at Amazon
    feed      best single price with all but `feed_weeks` of demand taken out: storage at the other site's rate, no aged surcharge (the age
              begins anew with each lot), every unit fed back costs freight and inbound placement, every unit taken out a removal
    season    what sells until its season begins stays, the rest waits elsewhere and comes back together for it, its age begun anew
    room      what the other site does not have is rented there for as long, at its own rate
    clear     the best way of the run's screening (best_value)

The same engine values all of them; only its terms change. Money of the stock's marketplace; an unknown rate leaves a way unknown.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from core.clearance.build import demand, terms_for
from core.clearance.case import Case
from core.clearance.engine import one_price, values
from core.clearance.terms import COARSE, Terms

_MONTHS_A_WEEK = 12.0 / 52.0
SEASON_WEEKS = 13  # the best quarter within the horizon
_NOT_NOW = 4  # weeks until it begins, at least
_MARKED = 1.25  # times what is sold in the weeks before, at least


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """storage_per_ft3_month: of the other site; a unit: out (removal, freight), back (freight, placement); room_ft3: free there, None: no
    limit; extra_per_ft3_month: of rented room beyond it, None: not known."""

    storage_per_ft3_month: float
    out: float
    back: float
    feed_weeks: float = 4.0
    room_ft3: float | None = None
    extra_per_ft3_month: float | None = None

    def rate(self, ft3: float) -> float | None:
        """A cubic foot and month of so many there; None where they do not fit and rented room has no price."""
        over = 0.0 if self.room_ft3 is None else max(0.0, ft3 - self.room_ft3)
        if over <= 0 or ft3 <= 0:
            return self.storage_per_ft3_month
        if self.extra_per_ft3_month is None:
            return None
        return (self.storage_per_ft3_month * (ft3 - over) + self.extra_per_ft3_month * over) / ft3


@dataclass(frozen=True, kw_only=True)
class Choice:
    """leave, elsewhere: worth of the stock that way; moved: units that are taken out; back_on: the day they are back together, None: in
    small lots; reason: why elsewhere is unknown (NaN)."""

    leave: float
    elsewhere: float
    moved: float
    back_on: date | None = None
    reason: str | None = None

    @property
    def saves(self) -> float:
        return self.elsewhere - self.leave


def choose(case: Case, other: Elsewhere) -> Choice:
    """The stock of a case left where it is, or kept at another site and fed in lots of feed_weeks of demand."""
    terms, _ = terms_for(case)
    if unknown := _unknown(case, terms):
        return _unvalued(terms, unknown)
    today = case.shares.index(1.0)
    moved = case.units - min(case.units, float(terms.demand[: int(np.ceil(other.feed_weeks)), today].sum()))
    rate = other.rate(moved * case.unit_ft3)
    if rate is None:
        return _unvalued(terms, "no_room")
    fed = _fed(terms, moved / case.units if case.units else 0.0, rate * case.unit_ft3 * _MONTHS_A_WEEK, other.back)
    return Choice(leave=_worth(terms), elsewhere=_worth(fed) - other.out * moved, moved=moved)


def season_begins(case: Case) -> int | None:
    """The week in which the best quarter within the horizon begins; None where it has begun, or none stands out."""
    if case.weekly_demand is None:
        return None
    path = demand(case)[:, case.shares.index(1.0)]
    length = min(SEASON_WEEKS, len(path))
    sums = np.convolve(path, np.ones(length), mode="valid")
    first = int(sums.argmax())
    if first < _NOT_NOW:
        return None
    return first if sums[first] / length >= _MARKED * path[:first].mean() else None


def for_season(case: Case, other: Elsewhere) -> Choice:
    """The stock of a case left where it is, or what does not sell until its season kept elsewhere until then."""
    terms, _ = terms_for(case)
    begins = season_begins(case)
    if unknown := _unknown(case, terms) or (None if begins else "no_season"):
        return _unvalued(terms, unknown)
    stays = min(case.units, max(1.0, float(np.ceil(terms.demand[:begins, case.shares.index(1.0)].sum()))))
    moved, back_on = case.units - stays, case.as_of + timedelta(weeks=begins)
    rate = other.rate(moved * case.unit_ft3)
    if rate is None:
        return _unvalued(terms, "no_room")
    if moved < 1:
        return _unvalued(terms, "sells_before")
    there, _ = terms_for(replace(case, units_by_age=_youngest(case, stays), inbound=(*case.inbound, (moved, back_on))))
    held = rate * case.unit_ft3 * _MONTHS_A_WEEK * float((terms.beta ** np.arange(begins)).sum())
    paid = moved * (other.out + held + terms.beta**begins * other.back)
    return Choice(leave=_worth(terms), elsewhere=_worth(there) - paid, moved=moved, back_on=back_on)


def _unknown(case: Case, terms: Terms) -> str | None:
    return terms.unknown or ("volume_unknown" if case.unit_ft3 is None else None)


def _unvalued(terms: Terms, reason: str) -> Choice:
    nothing = float("nan")
    return Choice(leave=nothing if terms.unknown else _worth(terms), elsewhere=nothing, moved=nothing, reason=reason)


def _worth(terms: Terms) -> float:
    """The best single price for all units on hand."""
    return float(values(terms, one_price(terms), COARSE)[:, 0, terms.lots(COARSE)].max())


def _fed(terms: Terms, share: float, stored: float, back: float) -> Terms:
    """The terms of a stock of which this share lies elsewhere, at so much a unit and week, and comes back as it is sold."""
    return replace(
        terms, storage=(1.0 - share) * terms.storage + share * stored, surcharge=np.zeros_like(terms.surcharge),
        margin=terms.margin - share * back,
    )  # fmt: skip


def _youngest(case: Case, units: float) -> tuple[tuple[float, int | None], ...]:
    """So many of the youngest units on hand: the oldest are taken out."""
    kept, left = [], units
    for count, age in case.units_by_age:
        kept.append((min(count, left), age))
        left -= kept[-1][0]
    return tuple(one for one in kept if one[0] > 0)
