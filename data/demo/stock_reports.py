"""FBA Inventory (weekly) and Manage FBA Inventory (newest), from every listing's story. Grain: one row a SKU."""

import numpy as np
import pandas as pd
import shelf
from catalogue import plan
from files import columns_of, laid_out
from rates import AGE_BANDS, TIERS, storage_next_month, surcharge
from source import DAYS, day_name
from world import World

_VARIANT = {"US": "NA_2026-07_ui_csv_98", "UK": "EU_2026_uk_de_projection"}
_HEALTHY_FROM, _HEALTHY_TO = 28, 90
_MOST_COVER = 366
_NEW_DAYS = 180


def planning(world: World, marketplace: str, day: int) -> pd.DataFrame:
    """FBA Inventory of one marketplace on one day, in the header that marketplace has."""
    rows = [
        _planning_row(world, product, day) for product in world.market(marketplace).to_dict("records") if _is_planned(world, product, day)
    ]
    columns = columns_of("fba_inventory_planning", _VARIANT[marketplace])
    return laid_out(pd.DataFrame(rows).rename(columns=_uk_names if marketplace == "UK" else {}), columns)


def _is_planned(world: World, product: dict, day: int) -> bool:
    story = world.stories[(product["marketplace"], product["sku"])]
    return product["code"] not in plan()["data"]["absent_from_planning"] and shelf.first_seen(story) <= day


def _uk_names(name: str) -> str:
    return {"fc-transfer": "Reserved FC Transfer", "DEPRECATED healthy-inventory-level": "healthy-inventory-level"}.get(name, name).replace(
        "Low-Inventory-Level fee", "Low-Inventory cost coverage fee"
    )


def _planning_row(world: World, product: dict, day: int) -> dict:
    story = world.stories[(product["marketplace"], product["sku"])]
    on_shelf = shelf.look(story, day)
    sales = {days: shelf.sold(story, day, days) for days in (7, 30, 60, 90)}
    price = world.price(product, day)
    return (
        _identity(product, on_shelf, price, day)
        | _stock(product, on_shelf)
        | _ages(product, on_shelf)
        | _sales(sales, price)
        | _cover(story, on_shelf, sales, day)
        | _charges(product, on_shelf, day)
        | _season(product, day)
    )


def _identity(product: dict, on_shelf: shelf.Shelf, price: float, day: int) -> dict:
    in_stock = on_shelf.available > 0
    return {
        "snapshot-date": day_name(day),
        "sku": product["sku"],
        "fnsku": product["fnsku"],
        "asin": product["asin"],
        "product-name": product["title"],
        "condition": "New" if in_stock else None,
        "currency": product["currency"],
        "marketplace": product["marketplace"],
        "product-group": product["gl"],
        "your-price": f"{price:.2f}" if in_stock else "0.0",
        "sales-price": "0.0",
        "lowest-price-new-plus-shipping": f"{price:.2f}" if in_stock else "0.0",
        "lowest-price-used": "0.0",
        "featuredoffer-price": f"{price:.2f}",
        "Inventory age snapshot date": day_name(on_shelf.age_day),
    }


def _stock(product: dict, on_shelf: shelf.Shelf) -> dict:
    """Total reserved: without units between centres in the US since June 2026, with them in the EU header."""
    is_uk = product["marketplace"] == "UK"
    inbound = {"inbound-working": on_shelf.working, "inbound-shipped": on_shelf.shipped, "inbound-received": on_shelf.receiving}
    return (
        inbound
        | {
            "available": on_shelf.available,
            "fc-transfer": on_shelf.fc_transfer,
            "pending-removal-quantity": 0,
            "inbound-quantity": on_shelf.inbound,
            "Total Reserved Quantity": on_shelf.reserved + (on_shelf.fc_transfer if is_uk else 0),
            "Reserved Customer Order": on_shelf.customer,
            "Reserved FC Processing": on_shelf.processing,
            "unfulfillable-quantity": on_shelf.unfulfillable,
            "Inventory Supply at FBA": on_shelf.available + on_shelf.fc_transfer + on_shelf.inbound,
        }
        | ({} if is_uk else {"Reserved Staging": 0, "supplier": "unassigned"})
    )


def _ages(product: dict, on_shelf: shelf.Shelf) -> dict:
    bands = [(0, 90), (91, 180), (181, 270), (271, 365), (0, 30), (31, 60), (61, 90), (181, 330), (331, 365)]
    ages = {f"inv-age-{low}-to-{high}-days": on_shelf.aged(low, high) for low, high in bands}
    if product["marketplace"] == "UK":
        return ages | {"inv-age-365-plus-days": on_shelf.aged(366)}
    return ages | {"inv-age-366-to-455-days": on_shelf.aged(366, 455), "inv-age-456-plus-days": on_shelf.aged(456)}


def _sales(sales: dict, price: float) -> dict:
    units = {f"units-shipped-t{days}": units for days, units in sales.items()}
    return units | {f"sales-shipped-last-{days}-days": f"{units * price:.2f}" for days, units in sales.items()}


def _cover(story, on_shelf: shelf.Shelf, sales: dict, day: int) -> dict:
    """Amazon's own view: a quick forecast (two thirds of the last month, one third of the last quarter), cover capped at 366."""
    speed = 2 / 3 * sales[30] / 30 + 1 / 3 * sales[90] / 90
    stock = on_shelf.available + on_shelf.fc_transfer
    excess = max(0, round(stock + on_shelf.inbound - _HEALTHY_TO * speed))
    short, long = _days_of_supply(story, day, 30), _days_of_supply(story, day, 90)
    is_new = day - shelf.first_seen(story) < _NEW_DAYS
    is_charged = not is_new and sales[7] >= 20 and all(supply is not None and supply < _HEALTHY_FROM for supply in (short, long))
    return {
        "alert": _alert(on_shelf, sales),
        "recommended-action": "" if excess else "NoExcessInventory",
        "recommended-sales-price": "0.0",
        "recommended-sale-duration-days": 0,
        "recommended-removal-quantity": on_shelf.available if sales[90] == 0 and on_shelf.aged(366) else 0,
        "estimated-cost-savings-of-recommended-actions": "0.0",
        "sell-through": _ratio(sales[90], shelf.average_stock(story, day, 90)),
        "sales-rank": int(900_000 / (3 + sales[30])),
        "days-of-supply": _cover_days(stock, speed),
        "Total Days of Supply (including units from open shipments)": _cover_days(stock + on_shelf.inbound, speed),
        "estimated-excess-quantity": excess,
        "weeks-of-cover-t30": _ratio(stock * 30 / 7, sales[30], 0),
        "weeks-of-cover-t90": _ratio(stock * 90 / 7, sales[90], 0),
        "historical-days-of-supply": max((s for s in (short, long) if s is not None), default=None),
        "Short term historical days of supply": short,
        "Long term historical days of supply": long,
        "Last updated date for Historical Days of Supply": day_name(day - 6),
        "fba-minimum-inventory-level": int(np.ceil(_HEALTHY_FROM * speed)) or None,
        "fba-inventory-level-health-status": _health(on_shelf, excess),
        "Exempted from Low-Inventory-Level fee?": "Yes" if is_new else "No",
        "Low-Inventory-Level fee applied in current week?": "Yes" if is_charged else "No",
    }


def _days_of_supply(story, day: int, days: int) -> float | None:
    units = shelf.sold(story, day, days)
    return round(shelf.average_stock(story, day, days) / (units / days), 1) if units else None


def _alert(on_shelf: shelf.Shelf, sales: dict) -> str:
    if on_shelf.available == 0 and sales[90]:
        return "Out of stock"
    return "Low traffic" if on_shelf.available and sales[30] < 5 else ""


def _health(on_shelf: shelf.Shelf, excess: int) -> str:
    if on_shelf.available == 0:
        return "Out of stock"
    return "Excess" if excess else "Healthy"


def _cover_days(stock: int, speed: float) -> int:
    return min(_MOST_COVER, round(stock / speed)) if speed and stock else _MOST_COVER


def _ratio(above: float, below: float, digits: int = 2) -> float | int | None:
    if not below:
        return None
    return round(above / below, digits) if digits else round(above / below)


def _charges(product: dict, on_shelf: shelf.Shelf, day: int) -> dict:
    """Amazon's own estimates: what the next surcharge would be on units of today's age, storage next month with no sale."""
    if product["code"] in plan()["data"]["without_dimensions"]:
        return {"item-volume": None, "storage-type": "Standard"}
    due = [(band, on_shelf.aged(*band)) for band in AGE_BANDS[product["marketplace"]]]
    amounts = {band: _surcharge_of(product, on_shelf, band, day) for band, units in due if units}
    cells = {}
    for band, units in due:
        name = _band_name(band)
        cells[f"quantity-to-be-charged-ais-{name}-days"] = units or None
        cells[f"estimated-ais-{name}-days"] = f"{amounts[band]:.2f}" if units else None
    storage = storage_next_month(product, on_shelf.available, day)
    volume = product["unit_ft3"]
    return cells | {
        "item-volume": f"{volume:.6f}",
        "volume-unit-measurement": "cubic feet",
        "storage-type": "Standard",
        "storage-volume": f"{volume * on_shelf.available:.5f}",
        "estimated-storage-cost-next-month": f"{storage + sum(amounts.values()):.2f}" if on_shelf.available else None,
    }


def _surcharge_of(product: dict, on_shelf: shelf.Shelf, band: tuple, day: int) -> float:
    """The report's band may hold two tiers of the rate card (UK: 366 days and older)."""
    tiers = [tier for tier in TIERS[product["marketplace"]] if tier[0] >= band[0] and (band[1] is None or tier[0] <= band[1])]
    return sum(surcharge(product, tier, on_shelf.aged(*tier), day) for tier in tiers)


def _band_name(band: tuple) -> str:
    low, high = band
    if high is None:
        return "365-plus" if low == 366 else f"{low}-plus"
    return f"{low}-{high}"


def _season(product: dict, day: int) -> dict:
    """What Amazon says of the season; no header of the EU has these columns."""
    if product["marketplace"] == "UK":
        return {}
    if product["role"] != "christmas":
        return {"is-seasonal-in-next-3-months": "N"}
    return {
        "is-seasonal-in-next-3-months": "Y",
        "season-name": "Christmas",
        "season-start-date": "2026-10-01",
        "season-end-date": "2026-12-24",
    }


def manage(world: World, marketplace: str) -> pd.DataFrame:
    """Manage FBA Inventory on the last day: every SKU, also the one that FBA Inventory leaves out."""
    rows = [_manage_row(world, product) for product in world.market(marketplace).to_dict("records")]
    variant = {"US": "US_2026-08_24", "UK": "EU_23_local_remote"}[marketplace]
    return laid_out(pd.DataFrame(rows), columns_of("manage_fba_inventory", variant))


def _manage_row(world: World, product: dict) -> dict:
    on_shelf = shelf.look(world.stories[(product["marketplace"], product["sku"])], DAYS - 1)
    warehouse = on_shelf.available + on_shelf.reserved + on_shelf.unfulfillable
    knows_volume = product["code"] not in plan()["data"]["without_dimensions"]
    return {
        "sku": product["sku"],
        "fnsku": product["fnsku"],
        "asin": product["asin"],
        "product-name": product["title"],
        "condition": "New",
        "your-price": f"{world.price(product, DAYS - 1):.2f}",
        "mfn-listing-exists": "No",
        "afn-listing-exists": "Yes",
        "afn-warehouse-quantity": warehouse,
        "afn-fulfillable-quantity": on_shelf.available,
        "afn-unsellable-quantity": on_shelf.unfulfillable,
        "afn-reserved-quantity": on_shelf.reserved,
        "afn-total-quantity": warehouse + on_shelf.inbound,
        "per-unit-volume": f"{product['unit_ft3']:.2f}" if knows_volume else None,
        "afn-inbound-working-quantity": on_shelf.working,
        "afn-inbound-shipped-quantity": on_shelf.shipped,
        "afn-inbound-receiving-quantity": on_shelf.receiving,
        "afn-researching-quantity": 0,
        "afn-reserved-future-supply": 0,
        "afn-future-supply-buyable": 0,
    } | _where(product, on_shelf)


def _where(product: dict, on_shelf: shelf.Shelf) -> dict:
    if product["marketplace"] == "UK":
        return {"afn-fulfillable-quantity-local": on_shelf.available, "afn-fulfillable-quantity-remote": 0}
    return {"afn-fc-transfer-quantity": on_shelf.fc_transfer, "afn-onhand-buyable-quantity": on_shelf.available + on_shelf.fc_transfer}
