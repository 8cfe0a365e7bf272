"""Real demand: the invoice lines of UCI Online Retail II, cleaned and brought to the scale and the year of the demo.

Reads: a parquet file of the first year (columns invoice, stock_code, description, quantity, invoice_date, unit_price, customer_id).
Promise: no line is invented; what is left out is counted in `cleaning`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

YEARS = 16
FIRST_DAY = pd.Timestamp("2025-12-01")
LAST_DAY = pd.Timestamp("2026-11-22")
DAYS = (LAST_DAY - FIRST_DAY).days + 1
PACK = 6
MOST_UNITS = 6

_CLEAN = (Path(__file__).parent / "clean_lines.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Demand:
    """lines: line_id, invoice (its number), code, description, at (the shop's clock, 16 years later), day (0 = FIRST_DAY), quantity (as
    invoiced), unit_price (GBP), units (retail scale), cancelled. cleaning: {what: number of source lines}."""

    lines: pd.DataFrame
    cleaning: dict


def read(source: Path) -> Demand:
    """The whole shop's year. Raises duckdb.Error if the file or one of its columns is missing."""
    with duckdb.connect() as connection:
        raw = connection.read_parquet(str(source))
        raw.create_view("invoice_line")
        connection.execute(_CLEAN)
        lines = connection.execute("from retail_line order by line_id").df()
        cleaning = dict(connection.execute("from cleaning").fetchall())
    return Demand(_as_retail(lines), cleaning)


def _as_retail(lines: pd.DataFrame) -> pd.DataFrame:
    """Wholesale packs to single sales: a line of up to six pieces is one unit of ours, and no line is more than six units.
    This caps the outliers (the largest line, 19,152 mugs, is 6)."""
    at = lines.pop("sold_at") + pd.DateOffset(years=YEARS)
    cancelled = lines["kept_quantity"] == 0
    packs = np.ceil(lines["kept_quantity"].where(~cancelled, lines["quantity"]) / PACK)
    return lines.assign(
        at=at,
        day=(at.dt.normalize() - FIRST_DAY).dt.days,
        units=packs.clip(1, MOST_UNITS).astype(int),
        cancelled=cancelled,
    ).drop(columns="kept_quantity")


def facts(lines: pd.DataFrame) -> pd.DataFrame:
    """One row a code: description (most used), list_price (most used, GBP), lines, months sold in, first_day, last_day,
    last_4_weeks and before (lines in the four weeks before those)."""
    kept = lines[~lines["cancelled"]]
    by_code = kept.groupby("code")
    return pd.DataFrame(
        {
            "description": by_code["description"].agg(_most_used),
            "list_price": by_code["unit_price"].agg(_most_used),
            "lines": by_code.size(),
            "months": by_code["at"].agg(lambda at: at.dt.month.nunique()),
            "first_day": by_code["day"].min(),
            "last_day": by_code["day"].max(),
            "last_4_weeks": by_code["day"].agg(lambda day: (day >= DAYS - 28).sum()),
            "before": by_code["day"].agg(lambda day: ((day >= DAYS - 56) & (day < DAYS - 28)).sum()),
        }
    )


def monthly_price_ratio(lines: pd.DataFrame) -> pd.DataFrame:
    """code x month (1..12): the most used price of the month over that of the year, 0.7 to 1.3. The list price's own moves;
    bulk tiers stay out because they are rarely the most used price."""
    kept = lines[~lines["cancelled"]]
    by_month = kept.groupby(["code", kept["at"].dt.month])["unit_price"].agg(_most_used).unstack()
    year = kept.groupby("code")["unit_price"].agg(_most_used)
    return by_month.div(year, axis=0).clip(0.7, 1.3).reindex(columns=range(1, 13)).fillna(1.0)


def _most_used(values: pd.Series):
    return values.mode().iloc[0]


def date_of(day: int) -> date:
    """The calendar day of a day of the demo (0 = FIRST_DAY)."""
    return FIRST_DAY.date() + timedelta(days=int(day))


def day_name(day: int) -> str:
    return date_of(day).isoformat()
