"""What a run expects one SKU to sell and what that means for its stock: read, changed by a what-if, and as a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import streamlit as st

from core.forecast import one_sku, stock_ahead
from core.forecast.outlook import Outlook
from core.forecast.stock_ahead import Range
from core.forecast.what_if import WhatIf, applied
from pages.ui import cached, session

LEAST_WEEKS, MOST_WEEKS, USUAL_WEEKS = 4, 26, 13
_SHARES = ("p10", "p50", "p90")
_PART, _SHOWN = "forecast.tab", "forecast.shown"


@dataclass(frozen=True, kw_only=True, eq=False)
class Demand:
    """One SKU. row: of the risk table; stored: its row of run_forecast; said: the run's outlook; tried: the same under the what-if;
    weeks: how far the page looks; lead_days: of an order, the usual lead time where the SKU's own is not known."""

    row: pd.Series
    stored: dict
    said: Outlook
    tried: Outlook
    what_if: WhatIf
    weeks: int
    as_of: date
    lead_days: float

    @property
    def on_hand(self) -> float:
        return float(self.row["on_hand"] or 0)

    @property
    def inbound(self) -> float:
        return float(self.row["inbound"] or 0)

    @property
    def safety(self) -> float:
        """The run's safety stock, moved with the what-if unless the seller gave it."""
        known = float(self.row["safety_stock"] or 0)
        if self.row.get("safety_source") == "given":
            return known
        return stock_ahead.safety_stock(known, self.said, self.tried, self.lead_days)

    @property
    def until(self) -> date:
        """The last day looked at."""
        return self.as_of + timedelta(weeks=self.weeks)

    @property
    def sold(self) -> Range:
        return stock_ahead.demand(self.tried, self.weeks)

    @property
    def at_pace(self) -> float | None:
        """Units that the measured pace of the past would sell meanwhile; None where it is not known."""
        pace = self.row["velocity"]
        return None if pd.isna(pace) else 7 * self.weeks * float(pace)

    @property
    def balance(self) -> Range:
        return stock_ahead.balance(self.tried, self.on_hand + self.inbound, self.weeks, self.safety)

    @property
    def out_on(self) -> Range:
        """When what is on hand is gone."""
        return stock_ahead.sold_out_on(self.tried, self.as_of, self.on_hand)


def stored(page, row: pd.Series) -> dict | None:
    """What the run stored of the SKU; None where it has no sales data."""
    return cached.forecast(page, row["marketplace"], row["sku"])


def of(page, row: pd.Series, found: dict, what_if: WhatIf, weeks: int) -> Demand:
    said = one_sku.outlook(found)
    tried = applied(said, what_if, pd.Timestamp(found["first_week"]).date())
    lead = float(row["lead_time_days"] or page.run["policy"]["lead_time.default_days"])
    return Demand(row=row, stored=found, said=said, tried=tried, what_if=what_if, weeks=weeks, as_of=page.run["as_of"], lead_days=lead)


def view(page) -> tuple[int, str]:
    """Draw how far to look, and weeks or their sums; what was chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        weeks = session.bind(
            "forecast.weeks", USUAL_WEEKS, st.slider, page.t("forecast_page.weeks"), min_value=LEAST_WEEKS, max_value=MOST_WEEKS, width=260
        )
        shown = session.bind(
            _SHOWN, "weekly", st.segmented_control, page.t("forecast_page.shown"), options=["weekly", "cumulative"],
            format_func=lambda code: page.t(f"forecast_page.shown_{code}"), required=True, label_visibility="collapsed",
        )  # fmt: skip
    return weeks, shown


def part(page, parts: Mapping[str, Callable]) -> Callable:
    """Draw which of the parts below the pictures is shown; gives that one.
    No tabs: they fall back to the first when work begins or ends."""
    chosen = session.bind(
        _PART, next(iter(parts)), st.segmented_control, page.t("forecast_page.part"), options=list(parts),
        format_func=lambda code: page.t(f"forecast_page.tab.{code}"), required=True, label_visibility="collapsed",
    )  # fmt: skip
    return parts[chosen]


def open_part() -> str | None:
    """Which part is open, also before it is drawn; None at the beginning."""
    return session.get(_PART)


def shows_sums() -> bool:
    """Whether the picture shows sums and not each week."""
    return session.get(_SHOWN) == "cumulative"


def past(page, row: pd.Series) -> pd.DataFrame:
    """What was sold, week by week, as the model read it (core.forecast.one_sku.past)."""
    return one_sku.past(cached.demand_history(page, row["marketplace"], row["sku"]))


def weekly(found: Demand, outlook: Outlook | None = None) -> pd.DataFrame:
    """week, p10, p50, p90 of each coming week."""
    outlook = found.tried if outlook is None else outlook
    first = pd.Timestamp(found.stored["first_week"])
    columns = {name: outlook.weekly[0, : found.weeks, place] for place, name in enumerate(_SHARES)}
    return pd.DataFrame({"week": [first + pd.Timedelta(weeks=week) for week in range(found.weeks)]} | columns)


def sums(found: Demand) -> pd.DataFrame:
    """day, p10, p50, p90: sold in all until then."""
    days = [found.as_of + timedelta(weeks=week) for week in range(found.weeks + 1)]
    columns = {name: np.append(0.0, found.tried.cumulative[0, : found.weeks, place]) for place, name in enumerate(_SHARES)}
    return pd.DataFrame({"day": days} | columns)


def summed(found: Demand, other: pd.DataFrame | None) -> pd.DataFrame | None:
    """day, p50, name: what another model (week, p50, name) expects in all until then; None of none."""
    if other is None:
        return None
    weeks = other.head(found.weeks)
    days = [found.as_of + timedelta(weeks=week) for week in range(len(weeks) + 1)]
    return pd.DataFrame({"day": days, "p50": np.append(0.0, weeks["p50"].cumsum()), "name": weeks["name"].iloc[0]})
