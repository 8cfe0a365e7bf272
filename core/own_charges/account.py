"""The newest settlement of each marketplace by fee: all that Amazon paid out and took, adding up to its total; beside storage and aged
surcharge what the reports by SKU say of the same period, and the rate table for the same volumes and ages.

Amazon takes the storage of a month in the month after it, and the surcharge of the 15th in the same month: so the period of each is known.
"""

from datetime import date

import numpy as np
import pandas as pd

from core.fees.schedule import RateBook
from core.own_charges.beside import keeping
from core.own_charges.settled import leave_lines
from core.workspace import Workspace, sql

COLUMNS = ["settlement_id", "marketplace", "start_day", "end_day", "currency", "total", "fee", "amount", "period", "reported", "table"]
ORDER = (
    *("sale", "refund", "referral", "closing", "fulfilment", "storage", "aged_surcharge", "inbound_placement", "removal", "disposal"),
    *("liquidation", "promotion", "advertising", "subscription", "reimbursement", "other"),
)
_OF_REPORT = {"storage": ("storage", "utilisation"), "aged_surcharge": ("aged_surcharge",)}


def account(ws: Workspace, run_id: int, as_of: date, book: RateBook) -> pd.DataFrame:
    """COLUMNS, a row per settlement and fee in the order of ORDER. as_of: the day of the stored run.

    amount: signed as Amazon signs it (what it takes is negative); reported and table too. period: first day of what the fee is for;
    reported, table: NaN where no report by SKU of that period is loaded, or the table does not know (utilisation: a part of reported only).
    """
    with ws.read() as cursor:
        leave_lines(cursor)
        rows = cursor.execute(sql("own_charges/account"), {"as_of": as_of}).df()
        items = cursor.execute(sql("own_charges/items"), {"run_id": run_id, "marketplace": None, "sku": None}).df()
        told = [_reported(cursor, row, items, book) for row in rows.itertuples()]
    rows = rows.assign(**{name: [one[name] for one in told] for name in ("period", "reported", "table")})
    place = rows["fee"].map(ORDER.index)
    return rows.assign(place=place).sort_values(["marketplace", "settlement_id", "place"], ignore_index=True)[COLUMNS]


def _reported(cursor, row, items: pd.DataFrame, book: RateBook) -> dict:
    """What the reports by SKU and the table say of the period of one fee."""
    nothing = {"period": pd.NaT, "reported": np.nan, "table": np.nan}
    if row.fee not in _OF_REPORT or pd.isna(row.last_day) or row.marketplace is None:
        return nothing
    month = row.last_day.replace(day=1)
    period, last = (month - pd.DateOffset(months=1), month) if row.fee == "storage" else (month, month + pd.DateOffset(months=1))
    asked = {"as_of": (last - pd.Timedelta(days=1)).date(), "marketplace": None, "sku": None}
    charged = cursor.execute(sql("own_charges/charged"), asked).df()
    same = charged[charged["fee"].isin(_OF_REPORT[row.fee]) & (charged["marketplace"] == row.marketplace) & (charged["on_day"] >= period)]
    if same.empty:
        return nothing | {"period": period}
    table = keeping(items, same[same["fee"] == row.fee], book)
    known = table["table"].sum(skipna=False) if len(table) else np.nan
    return {"period": period, "reported": -same["amount"].sum(), "table": -known}
