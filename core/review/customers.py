"""New and returning customers of a product, where a sales file of the seller's names customers; Amazon's reports do not tell them apart."""

from dataclasses import dataclass
from datetime import date

from core.workspace import Workspace, sql


@dataclass(frozen=True, kw_only=True)
class Customers:
    """Who bought: customers and units. new: their first purchase of anything in the marketplace lies in the days asked about.
    known_from: the first day of which customers are known; who bought before it looks new."""

    new_customers: int
    new_units: int
    returning_customers: int
    returning_units: int
    known_from: date


def customers(ws: Workspace, marketplace: str, sku: str, first_day: date, last_day: date) -> Customers | None:
    """Of one SKU on these days; None where no file names a customer of this marketplace."""
    row = ws.frame(sql("review/customers"), marketplace=marketplace, sku=sku, first_day=first_day, last_day=last_day).to_dict("records")[0]
    if row["known_from"] != row["known_from"]:
        return None
    return Customers(**row | {"known_from": row["known_from"].date()})


def named(ws: Workspace) -> bool:
    """Whether any file names customers."""
    return bool(ws.rows("select count(*) from sales_customer")[0][0])
