"""The end of a product: what it will still sell, whether a last order pays, and the day on which clearing should begin.

    sells on     P10, P50, P90 of demand to the end of the forecast
    last order   newsvendor: critical share of demand left, less stock and inbound; critical = (margin − unit cost) ÷ (margin − residual)
                 with margin what a sale brings after fees, residual what a unit left over brings by its best door
    clear from   the deadline less the weeks that clearing at the best single price takes; where the run did not value it, less the weeks in
                 which the median sells it at today's price. Deadline: the day units first meet the aged surcharge, or the season's end
                 never both at once: where the run valued it, it is at risk and is cleared; else a last order that pays goes before
Promise: what a last order needs and is not known (cost, margin) leaves it unknown with its reason, never 0.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

COLUMNS = (
    *("marketplace", "sku", "title", "currency", "stage", "on_hand", "inbound", "trend_week", "sells_p10", "sells_p50", "sells_p90"),
    *("left_p50", "residual", "last_order", "last_order_why", "deadline", "deadline_why", "weeks_to_clear", "clear_from", "successor"),
)
STAGES = ("decline", "end_of_life")
_AGED = 181


def ending(positions: pd.DataFrame, exits: pd.DataFrame, on: date) -> pd.DataFrame:
    """COLUMNS, a row a product in decline or at its end, the nearest day of clearing first. positions: core/sql/restock/positions.sql;
    exits: marketplace, sku, margin (of a sale at today's price, before the unit's cost), residual (a unit out by its best door)."""
    rows = positions[positions["stage"].isin(STAGES)].merge(exits, on=["marketplace", "sku"], how="left")
    told = [_row(row, on) for row in rows.to_dict("records")]
    table = pd.DataFrame(told, columns=list(COLUMNS))
    return table.sort_values(["clear_from", "marketplace", "sku"], na_position="last", ignore_index=True)


def _row(row: Mapping, on: date) -> tuple:
    low, middle, high = (float(np.asarray(row[name], float)[-1]) for name in ("cum_p10", "cum_p50", "cum_p90"))
    stock = float(row["on_hand"] or 0.0) + _number(row["inbound"])
    day, day_why = _deadline(row, on)
    weeks = _weeks(row, stock)
    start = None if day is None else on if np.isinf(weeks) else max(on, day - timedelta(days=7 * int(np.ceil(weeks))))
    order, why = _last_order(row, (low, middle, high), stock)
    if order > 0 and start is not None and start <= on:  # nobody buys and clears the same product: what the run valued at risk is cleared
        if pd.isna(row["weeks_to_clear"]):
            start = None
        else:
            order, why = 0.0, "clearing"
    return (
        row["marketplace"], row["sku"], row["title"], row["currency"], row["stage"], row["on_hand"], row["inbound"], row["trend_week"], low,
        middle, high, max(0.0, stock - middle), row["residual"], order, why, day, day_why, weeks, start, row["successor"],
    )  # fmt: skip


def _weeks(row: Mapping, stock: float) -> float:
    """Until it is sold at the best single price, else at today's; inf: not within the forecast."""
    if not pd.isna(row["weeks_to_clear"]):
        return float(row["weeks_to_clear"])
    gone = np.flatnonzero(np.asarray(row["cum_p50"], float) >= stock)
    return float(gone[0] + 1) if len(gone) else float("inf")


def _number(value) -> float:
    return 0.0 if value is None or pd.isna(value) else float(value)


def _last_order(row: Mapping, sells: tuple[float, float, float], stock: float) -> tuple[float, str | None]:
    """(units, why none or unknown)."""
    cost, margin, residual = (row.get(name) for name in ("landed_cost", "margin", "residual"))
    if any(value is None or pd.isna(value) for value in (cost, margin, residual)):
        return float("nan"), "unknown"
    if margin <= cost:
        return 0.0, "no_margin"
    share = (margin - cost) / (margin - min(residual, cost))
    wanted = float(np.interp(share, (0.0, 0.1, 0.5, 0.9, 1.0), (0.0, sells[0], sells[1], sells[2], sells[2]))) - stock
    return (0.0, "enough") if wanted < 1 else (float(np.floor(wanted)), None)


def _deadline(row: Mapping, on: date) -> tuple[date | None, str | None]:
    days = []
    if (age := row.get("oldest_days")) is not None and not pd.isna(age) and float(row["on_hand"] or 0) > 0:
        days.append((on + timedelta(days=max(0, _AGED - int(age))), "surcharge"))
    if (ends := row.get("season_end")) is not None and not pd.isna(ends):
        days.append((pd.Timestamp(ends).date(), "season"))
    return min(days) if days else (None, None)
