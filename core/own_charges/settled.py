"""What settlements say Amazon took of each SKU's units that left: referral, fulfilment and closing fee of a sale; liquidation, removal,
disposal. Beside it the table, asked for the same days, prices and units. Money per unit; cost positive, a liquidation's proceeds too.

Which line is which fee: data/reports/settlement_fees.csv. A line that no row fits is told as 'other', never dropped.
"""

from functools import cache

import pandas as pd

from core.fees.closing import closing
from core.fees.disposal import disposal
from core.fees.fulfilment import fulfilment
from core.fees.liquidation import liquidation
from core.fees.referral import referral
from core.fees.removal import removal
from core.fees.schedule import RateBook
from core.intake.kinds import REPORTS
from core.workspace import sql

KEY = ["marketplace", "sku"]
FEES = {
    "referral": referral,
    "closing": closing,
    "fulfilment": fulfilment,
    "liquidation": liquidation,
    "removal": removal,
    "disposal": disposal,
}


@cache
def _fees() -> pd.DataFrame:
    """transaction_type, amount_type, amount_description (NULL: any), fee."""
    rows = pd.read_csv(REPORTS / "settlement_fees.csv", dtype=str, keep_default_na=False)
    return rows[["transaction_type", "amount_type", "amount_description", "fee"]].replace("", None)


def leave_lines(cursor) -> None:
    """Leave the views settled_line (the lines of every settlement with their fee) and settled_exit (what left otherwise than by a sale) on
    this cursor."""
    cursor.register("fees_in", _fees())
    cursor.execute("create or replace temp table settlement_fee as from fees_in")
    cursor.unregister("fees_in")
    cursor.execute(sql("own_charges/settlement_lines"))
    cursor.execute(sql("own_charges/settled_exits"))


def read(cursor, asked: dict) -> pd.DataFrame:
    """marketplace, sku, fee, on_day, price, units, amount of the newest settlements. asked: as_of, marketplace, sku (None: all)."""
    leave_lines(cursor)
    return cursor.execute(sql("own_charges/settled"), asked).df()


def per_unit(items: pd.DataFrame, lines: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    """marketplace, sku, fee, on (last day), price (mean), units, amount and table (per unit), currency, reason: one row per SKU and fee."""
    rows = lines.rename(columns={"price": "sold_at"}).merge(items, on=KEY)
    if rows.empty:
        return pd.DataFrame(columns=[*KEY, "fee", "on", "price", "units", "amount", "table", "currency", "reason"])
    rows["price"] = rows["sold_at"].fillna(pd.to_numeric(rows["price"]).astype(float))
    asked = pd.concat([_asked(fee, group.assign(on=group["on_day"]), book) for fee, group in rows.groupby("fee")])
    sums = asked.groupby([*KEY, "fee", "currency"], as_index=False, dropna=False).agg(
        on=("on", "max"), units=("units", "sum"), sales=("sales", whole), amount=("amount", "sum"), table=("table", whole),
        reason=("reason", "first"),
    )  # fmt: skip
    each = {name: sums[name] / sums["units"] for name in ("sales", "amount", "table")}
    return sums.assign(**each).rename(columns={"sales": "price"})


def _asked(fee: str, rows: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    """The rows of one fee with what the table says of the same units at the same day and price."""
    found = FEES[fee](rows, book=book)
    table = found["charge"].astype(float) * rows["units"]
    return rows.assign(table=table, sales=rows["sold_at"] * rows["units"], reason=found["reason"].astype(object))


def whole(values: pd.Series) -> float:
    """The sum, unknown where a part is."""
    return values.sum(skipna=False)
