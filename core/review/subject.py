"""What is reviewed: a plan of the journal, or a stock in a period marked by hand, beside what really happened to it.

Doing nothing is the forecast of the day the plan was made (Kept.hold_*), with its own interval: no hindsight.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from core.clearance.build import terms_for
from core.clearance.case import Case
from core.fees.schedule import RateBook
from core.plans.journal import Kept, case_of
from core.review.actuals import Actual
from core.review.ads import Ads, of_weeks
from core.review.course import Scale, at_prices, scale

_NINE_OF_TEN = 1.6449 / 1.2816  # half the width of the middle nine of ten over that of eight, on a normal curve
_CLEARED = 0.02  # share of the stock left at which a clearance is over


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """What was expected: value (mean), and low to high, the middle nine of ten."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """case: as it was that day; hold: doing nothing; held: its weeks, planned: those of the plan, columns of table plan_week (planned None:
    a period marked by hand); actual: the weeks seen; charged: columns fee, period_start, period_end, amount; advertised: rows of
    core/sql/review/advertised.sql; liquidated: (units, what Amazon paid for all of them after its fees), None where nothing tells."""

    case: Case
    hold: Doubt
    held: pd.DataFrame
    actual: Actual
    planned: pd.DataFrame | None = None
    kept: Kept | None = None
    charged: pd.DataFrame | None = None
    advertised: pd.DataFrame | None = None
    liquidated: tuple[float, float] | None = None
    title: str | None = None
    currency: str | None = None

    @property
    def weeks(self) -> int:
        return self.actual.weeks

    @property
    def cleared(self) -> bool:
        """Hardly anything is left."""
        return bool(self.actual.stock[-1] <= _CLEARED * self.actual.stock[0])

    @property
    def finished(self) -> bool:
        return self.cleared or self.weeks >= self.case.horizon_weeks

    @property
    def until(self) -> date:
        return self.case.as_of + timedelta(days=7 * self.weeks)

    @cached_property
    def rule(self) -> Scale:
        return scale(self.case, self.weeks)

    @cached_property
    def base(self) -> np.ndarray:
        """(T,) units expected of each week at the price of the day of the plan, to its horizon."""
        return terms_for(self.case)[0].demand[:, self.case.shares.index(1.0)]

    @cached_property
    def prices(self) -> np.ndarray:
        """(W,) money that one unit brought: paid on average, where none was sold what was asked."""
        return np.where(np.isnan(self.actual.paid), self.actual.price, self.actual.paid)

    @cached_property
    def margin(self) -> np.ndarray:
        """(W,) net margin of one sale as it was paid, before what the unit cost."""
        return at_prices(self.case, self.prices)[0]

    @cached_property
    def ads(self) -> Ads | None:
        """None where no report of advertising covers a week of it."""
        return None if self.advertised is None else of_weeks(self.advertised, self.weeks)

    @cached_property
    def ads_paid(self) -> np.ndarray:
        """(W,) money spent on advertising more than `margin` counts already; 0 where no report tells."""
        if self.ads is None:
            return np.zeros(self.weeks)
        return np.nan_to_num(self.ads.spend - self.case.ads * self.actual.units)

    @cached_property
    def ads_more(self) -> np.ndarray:
        """(W,) of it, what doing nothing would not have spent: by the case's advertising a unit, else by what was spent before; 0 where
        neither is known."""
        if self.ads is None or self.case.ads:
            return self.ads_paid
        return np.nan_to_num(self.ads.spend - self.ads.usual_spend)

    @cached_property
    def door(self) -> str:
        """By which units left that the ledger calls removed: the plan's, else the removal itself."""
        door = self.kept and self.kept.first_action.get("exit_channel")
        return door if door in ("liquidate", "donate") else "liquidate" if self.liquidated else "remove"

    @cached_property
    def out_worth(self) -> np.ndarray:
        """(W,) money of the units that left beside sales: as paid where that is known, else at the rates of their door."""
        return self.removed_worth + self.actual.disposed * self.rule.exit_of("dispose")

    @cached_property
    def removed_worth(self) -> np.ndarray:
        """(W,) of it, of what the ledger calls removed. What was paid comes as late as the case says."""
        removed, by_rate = self.actual.removed, self.rule.exit_of(self.door)
        if not self.liquidated or not removed.sum() > 0:
            return removed * by_rate
        units, amount = self.liquidated
        share, each = min(1.0, units / removed.sum()), amount / units * self.case.beta ** (self.case.liquidation_cash_days / 7.0)
        return removed * (share * each + (0.0 if share == 1.0 else (1.0 - share) * by_rate))

    @cached_property
    def out_expected(self) -> np.ndarray:
        """(W,) the same money at the rates of the doors alone."""
        actual = self.actual
        return actual.removed * self.rule.exit_of(self.door) + actual.disposed * self.rule.exit_of("dispose")

    @cached_property
    def kept_units(self) -> np.ndarray:
        """(W,) units there at the start of each week, after what came in and what left then."""
        actual = self.actual
        gone = actual.removed + actual.disposed + actual.lost
        return np.maximum(0.0, actual.stock[:-1] + actual.received - gone)


def of_plan(kept: Kept, actual: Actual, book: RateBook, **reported) -> Subject:
    """A plan with its weeks up to the horizon, or to the week in which hardly anything was left. reported: charged, advertised,
    liquidated."""
    low, high = nine_of_ten(kept.hold_p10, kept.hold_p50, kept.hold_p90)
    return Subject(
        case=case_of(kept, book), hold=Doubt(value=kept.hold_value, low=low, high=high), held=kept.hold_weekly,
        planned=kept.weekly, kept=kept, actual=until_cleared(actual), title=kept.title, currency=kept.currency, **reported,
    )  # fmt: skip


def nine_of_ten(p10, p50, p90) -> tuple:
    """(low, high) of the middle nine of ten, from the middle eight: each side by itself is drawn out as on a normal curve. Arrays too."""
    return p50 - _NINE_OF_TEN * (p50 - p10), p50 + _NINE_OF_TEN * (p90 - p50)


def until_cleared(actual: Actual) -> Actual:
    over = np.flatnonzero(actual.stock[1:] <= _CLEARED * actual.stock[0])
    return actual.upto(int(over[0]) + 1) if len(over) else actual
