"""Keeping slow stock elsewhere and feeding Amazon in small lots, against leaving it there and against clearing it now.

    leave     best single price with everything at Amazon
    elsewhere best single price with all but `feed_weeks` of demand taken out: storage at the other site's rate, no aged surcharge (the age
              begins anew with each lot), every unit fed back costs freight and inbound placement, every unit taken out a removal
    clear     the best way of the run's screening (best_value)

The same engine values all three; only its terms change. Money of the stock's marketplace; unknown rates leave a way unknown, with a reason.
"""

from dataclasses import dataclass, replace

import numpy as np

from core.clearance.build import terms_for
from core.clearance.case import Case
from core.clearance.engine import one_price, values
from core.clearance.terms import COARSE, Terms

_MONTHS_A_WEEK = 12.0 / 52.0


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """storage_per_ft3_month: of the other site; a unit: out (removal, freight), back (freight, placement)."""

    storage_per_ft3_month: float
    out: float
    back: float
    feed_weeks: float = 4.0


@dataclass(frozen=True, kw_only=True)
class Choice:
    """storage_per_ft3_month: of the other site; a unit: out (removal), back (freight, inbound placement)."""

    leave: float
    elsewhere: float
    moved: float
    reason: str | None = None

    @property
    def saves(self) -> float:
        return self.elsewhere - self.leave


def choose(case: Case, other: Elsewhere) -> Choice:
    """The stock of a case left where it is, or kept at another site and fed in lots of feed_weeks of demand."""
    terms, _ = terms_for(case)
    volume = case.unit_ft3
    if terms.unknown or volume is None:
        nothing = float("nan")
        return Choice(leave=nothing, elsewhere=nothing, moved=nothing, reason=terms.unknown or "volume_unknown")
    today = case.shares.index(1.0)
    stays = min(case.units, float(terms.demand[: int(np.ceil(other.feed_weeks)), today].sum()))
    moved = case.units - stays
    return Choice(leave=_worth(terms), elsewhere=_worth(_fed(terms, case, other, volume, moved)) - other.out * moved, moved=moved)


def _worth(terms: Terms) -> float:
    """The best single price for all units on hand."""
    return float(values(terms, one_price(terms), COARSE)[:, 0, terms.lots(COARSE)].max())


def _fed(terms: Terms, case: Case, other: Elsewhere, volume: float, moved: float) -> Terms:
    """The terms of a stock of which the share moved lies elsewhere and comes back as it is sold."""
    share = moved / case.units if case.units else 0.0
    rate = other.storage_per_ft3_month * volume * _MONTHS_A_WEEK
    return replace(
        terms, storage=(1.0 - share) * terms.storage + share * rate, surcharge=np.zeros_like(terms.surcharge),
        margin=terms.margin - share * other.back,
    )  # fmt: skip
