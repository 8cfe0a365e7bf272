"""All orders and the business report, from the world's order lines."""

import pandas as pd
from catalogue import chance
from files import columns_of, laid_out
from source import DAYS, FIRST_DAY
from world import ZONE, World

_CHANNEL = {"US": "Amazon.com", "UK": "Amazon.co.uk"}
_COUNTRY = {"US": "US", "UK": "GB"}
_PREFIX = {"US": "114", "UK": "204"}
_SIGN = {"US": "$", "UK": "£"}
_VAT = 1.2
_VARIANT = {"US": "US_2026_34", "UK": "EU_2025_55"}
_PERIOD_DAYS = 30
_CLIFF_BUY_BOX = "57.00%"
_CLIFF_DAY = (pd.Timestamp("2026-09-27") - FIRST_DAY).days


def all_orders(world: World, marketplace: str, first: int = 0, last: int = DAYS - 1) -> pd.DataFrame:
    """Every order line placed from day `first` to `last`, by time. Nothing of the source's customers is in it."""
    orders = world.orders[(world.orders["marketplace"] == marketplace) & world.orders["day"].between(first, last)]
    table = _what(orders, marketplace) | _when_and_who(orders, marketplace) | _money(orders, marketplace)
    return laid_out(pd.DataFrame(table), columns_of("all_orders", _VARIANT[marketplace]))


def _what(orders: pd.DataFrame, marketplace: str) -> dict:
    number = _order_number(orders, marketplace)
    item = {"order-item-id": 70_000_000_000_000 + orders["line_id"]} if marketplace == "US" else {}
    return item | {
        "amazon-order-id": number,
        "merchant-order-id": number,
        "product-name": orders["title"],
        "sku": orders["sku"],
        "asin": orders["asin"],
        "quantity": orders["units"],
        "order-status": orders["status"],
        "item-status": orders["status"].replace({"Pending": "Unshipped"}),
    }


def _order_number(orders: pd.DataFrame, marketplace: str) -> pd.Series:
    """An invoice is one order at each marketplace it bought at. An order holds a SKU once: a second line of it is an order of its own."""
    again = orders.groupby(["invoice", "sku"]).cumcount()
    first, second = 1_000_000 + orders["invoice"], 2_000_000 + 1_000_000 * again + orders["invoice"]
    return _PREFIX[marketplace] + "-" + first.map("{:07d}".format) + "-" + second.map("{:07d}".format)


def _when_and_who(orders: pd.DataFrame, marketplace: str) -> dict:
    bought = orders["at"].dt.tz_localize(ZONE[marketplace]).dt.tz_convert("UTC").dt.as_unit("s")
    changed = bought + pd.Timedelta(hours=9)
    names = {"purchase-date": bought.map(pd.Timestamp.isoformat), "last-updated-date": changed.map(pd.Timestamp.isoformat)}
    return names | {
        "fulfillment-channel": "Amazon",
        "sales-channel": _CHANNEL[marketplace],
        "ship-service-level": "Standard",
        "ship-country": _COUNTRY[marketplace],
        "is-business-order": "false",
    }


def _money(orders: pd.DataFrame, marketplace: str) -> dict:
    """item-price is the line's total; pending and cancelled lines have none."""
    is_priced = orders["status"] == "Shipped"
    total = orders["price"] * orders["units"]
    money = {"currency": orders["currency"].where(is_priced), "item-price": total.map("{:.2f}".format).where(is_priced)}
    if marketplace == "UK":
        money["vat-exclusive-item-price"] = (total / _VAT).map("{:.2f}".format).where(is_priced)
    return money


def business_report(world: World, marketplace: str, last: int = DAYS - 1, days: int = _PERIOD_DAYS) -> pd.DataFrame:
    """Detail page sales and traffic by SKU, of the days up to `last`. Sessions are invented: orders over a conversion rate of 3 to 14 %; a
    listing on the cliff keeps its visitors, and loses the Buy Box with its rank."""
    orders = world.orders[(world.orders["marketplace"] == marketplace) & world.orders["day"].between(last - days + 1, last)]
    ordered = orders[orders["status"] != "Cancelled"].assign(sales=lambda rows: rows["units"] * rows["price"])
    sums = ordered.groupby("sku").agg(units=("units", "sum"), items=("units", "size"), sales=("sales", "sum"))
    table = world.market(marketplace).join(sums, on="sku").fillna({"units": 0, "items": 0, "sales": 0.0})
    table["sessions"] = [_sessions(row) for row in table.itertuples()]
    table["views"] = (table["sessions"] * 1.38).round().astype(int)
    table["buy_box"] = table["role"].map({"cliff": _CLIFF_BUY_BOX if days == _PERIOD_DAYS else _weekly_buy_box(last)}).fillna("98.00%")
    return laid_out(pd.DataFrame(_business_cells(table, _SIGN[marketplace])), columns_of("business_report_asin", "by_sku_2026_22"))


def _weekly_buy_box(last: int) -> str:
    """Before the cliff nearly all, after it less and less."""
    weeks = max(0, (last - _CLIFF_DAY) // 7 + 1)
    return f"{max(41.0, 98.0 - 19.0 * weeks):.2f}%"


def _sessions(row) -> int:
    conversion = 0.03 + 0.11 * chance(f"{row.sku}/conversion")
    lookers = 8 + 30 * chance(f"{row.sku}/lookers")
    return round(row.items / conversion + lookers)


def _business_cells(table: pd.DataFrame, sign: str) -> dict:
    items, units = table["items"].astype(int), table["units"].astype(int)
    return (
        {
            "(Parent) ASIN": table["parent_asin"],
            "(Child) ASIN": table["asin"],
            "Title": table["title"],
            "SKU": table["sku"],
            "Sessions - Total": table["sessions"].map("{:,}".format),
            "Session Percentage - Total": (table["sessions"] / table["sessions"].sum()).map("{:.2%}".format),
            "Page Views - Total": table["views"].map("{:,}".format),
            "Page Views Percentage - Total": (table["views"] / table["views"].sum()).map("{:.2%}".format),
            "Featured Offer (Buy Box) Percentage": table["buy_box"],
            "Units Ordered": units.map("{:,}".format),
            "Unit Session Percentage": (units / table["sessions"]).map("{:.2%}".format),
            "Ordered Product Sales": table["sales"].map((sign + "{:,.2f}").format),
            "Total Order Items": items.map("{:,}".format),
        }
        | dict.fromkeys(_business_b2b("count"), "0")
        | dict.fromkeys(_business_b2b("share"), "0.00%")
        | {"Ordered Product Sales - B2B": f"{sign}0.00"}
    )


def _business_b2b(what: str) -> list[str]:
    """The business buyers' twin columns; we have none."""
    counts = ["Sessions - Total", "Page Views - Total", "Units Ordered", "Total Order Items"]
    shares = [
        "Session Percentage - Total",
        "Page Views Percentage - Total",
        "Featured Offer (Buy Box) Percentage",
        "Unit Session Percentage",
    ]
    return [f"{name} - B2B" for name in (counts if what == "count" else shares)]
