"""sales_daily, made again for the marketplaces that an import or an undo has touched.

On a marketplace-day that order files cover, they speak; else tidy sales files; else the shipments of the ledger.
Where order files overlap, the newest file wins per (order id, order item id, or sku and asin).
"""

from core.intake.checks import own_query
from core.workspace import sql

READS = {"order_line", "sales_tidy", "ledger_daily"}


def is_fed_by(kind: str) -> bool:
    """Whether a file of that kind fills what the days are made of; another one changes no day."""
    return any(own_query(kind, table) is not None for table in READS)


def rebuild(cursor, marketplaces: list[str]) -> None:
    """Replace the days of these marketplaces; part of the caller's transaction."""
    named = [name for name in marketplaces if name]
    cursor.execute("delete from sales_daily where list_contains($marketplaces, marketplace)", {"marketplaces": named})
    overlap = cursor.execute(sql("intake/orders_overlap"), {"marketplaces": named}).fetchall()[0][0]
    cursor.execute(sql("intake/order_lines_newest" if overlap else "intake/order_lines_all"))
    cursor.execute(f"insert into sales_daily by name {sql('intake/sales_daily')}", {"marketplaces": named})
    cursor.execute("drop view newest_order_line")
