"""Marketplaces: currency, the zone that cuts their days, and every name that Amazon's files use for them.

Facts: data/reports/marketplaces.csv.
"""

import re
from functools import cache

import pandas as pd

from core.intake.kinds import REPORTS


@cache
def table() -> pd.DataFrame:
    """marketplace, currency, zone, date_order: one row a marketplace."""
    return pd.read_csv(REPORTS / "marketplaces.csv", dtype=str, keep_default_na=False).drop(columns="aliases")


@cache
def aliases() -> pd.DataFrame:
    """alias (lower case) → marketplace, the code itself among them."""
    raw = pd.read_csv(REPORTS / "marketplaces.csv", dtype=str, keep_default_na=False)
    pairs = [(alias, row.marketplace) for row in raw.itertuples() for alias in (row.marketplace.lower(), *row.aliases.split("|"))]
    return pd.DataFrame(pairs, columns=["alias", "marketplace"])


def known(name: str | None) -> str | None:
    """`uk`, `GB` or `Amazon.co.uk` → `UK`; None when nobody is called that."""
    found = aliases().loc[aliases().alias == (name or "").strip().lower(), "marketplace"]
    return found.iloc[0] if len(found) else None


def in_file_name(name: str) -> str | None:
    """A proposal, never more: the one marketplace code that stands alone in a file name (`fees_US_2026.txt`)."""
    codes = set(re.findall(r"(?<![A-Za-z])[A-Z]{2}(?![A-Za-z])", name)) & (set(table().marketplace) | {"GB"})
    return known(codes.pop()) if len(codes) == 1 else None


def date_order(marketplace: str | None) -> str:
    """mdy, dmy or ymd: how dates such as 01/09/2026 are read where the file does not tell."""
    found = table().loc[table().marketplace == marketplace, "date_order"]
    return found.iloc[0] if len(found) else "mdy"
