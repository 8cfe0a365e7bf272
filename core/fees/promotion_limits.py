"""What Amazon asks of a coupon, deal or Outlet deal before it may run. Data: the min_… and max_… rows of data/fees/<marketplace>/
coupon.csv, deal.csv and outlet.csv."""

from datetime import date

import numpy as np

from core.fees.schedule import SHIPPED, RateBook

_TABLES = {"coupon": "coupon", "lightning_deal": "deal", "best_deal": "deal", "outlet": "outlet"}


def promotion_limits(kind: str, marketplace: str | None, on: date, *, book: RateBook = SHIPPED) -> dict[str, float] | None:
    """{component: amount} of the rows in force on a day (min_discount and max_discount as shares; min_days_in_stock, min_on_hand,
    days_between, weeks of an Outlet deal). None where the marketplace has no such schedule: then nothing is known of it.

    >>> promotion_limits("coupon", "US", date(2026, 11, 25))
    {'min_discount': 0.05, 'max_discount': 0.5}
    """
    table = book.table(_TABLES[kind], marketplace or "")
    if table is None:
        return None
    rows, day = table.rows, (on - date(1970, 1, 1)).days
    held = (rows["from_day"] <= day) & (day <= rows["to_day"]) & ~rows["component"].str.contains("fee")
    if "program" in rows:
        held &= rows["program"] == kind
    return {name: float(amount) for name, amount in zip(rows["component"][held], rows["amount"][held], strict=True) if not np.isnan(amount)}
