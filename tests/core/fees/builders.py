"""Builders: one ordinary item with one changed thing."""

from datetime import date

import pandas as pd

D = date


def an_item(**change) -> dict:
    """A US kitchen item of 10 x 5 x 4 in, 0.9 lb (1.4388 lb dimensional), 24.99 USD, 300 days old."""
    return {
        "marketplace": "US", "category": "gl_kitchen", "price": 24.99, "longest_in": 10.0, "median_in": 5.0, "shortest_in": 4.0,
        "weight_lb": 0.9, "age_days": 300,
    } | change  # fmt: skip


def items(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def charge_of(fee, on, **item) -> float:
    """The charge of one item asked as a frame: NaN where unknown."""
    return float(fee(pd.DataFrame([item]), on)["charge"].iloc[0])


def reason_of(fee, on, **item):
    """The reason code of one item asked as a frame, None where the charge is known."""
    reason = fee(pd.DataFrame([item]), on)["reason"].iloc[0]
    return None if pd.isna(reason) else reason
