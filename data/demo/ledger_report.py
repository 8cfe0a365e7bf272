"""The inventory ledger, daily, from every listing's story. Grain: day × SKU × disposition.

Promise: start + events = end in every row, and a day starts where the day before ended.
"""

import numpy as np
import pandas as pd
import shelf
from files import columns_of, laid_out
from source import DAYS, date_of
from world import World

_COUNTRY = {"US": "US", "UK": "GB"}


def ledger(world: World, marketplace: str, first: int = 0, last: int = DAYS - 1) -> pd.DataFrame:
    """Inventory ledger, one row a day and SKU (sellable), and one for each day on which something unsellable moved."""
    parts = [_ledger_of(world, product, first, last) for product in world.market(marketplace).to_dict("records")]
    table = pd.concat(parts).sort_values(["day", "MSKU", "Disposition"], kind="stable", ascending=[True, True, False])
    table["Location"] = _COUNTRY[marketplace]
    return laid_out(table.drop(columns="day"), columns_of("ledger_summary", "2026_22_store"))


def _ledger_of(world: World, product: dict, first: int, last: int) -> pd.DataFrame:
    story = world.stories[(product["marketplace"], product["sku"])]
    table = pd.concat([_sellable(story), _unsellable(story)])
    table = table[table["day"].between(max(first, shelf.first_seen(story)), last)]
    table["Date"] = [f"{date_of(day):%m/%d/%Y}" for day in table["day"]]
    return table.assign(FNSKU=product["fnsku"], ASIN=product["asin"], MSKU=product["sku"], Title=product["title"])


def _sellable(story) -> pd.DataFrame:
    transit = shelf.transfers(story)
    transit_before = np.concatenate([[0], transit[:-1]])
    return _ledger_rows(
        "SELLABLE",
        {
            "Starting Warehouse Balance": story.start - transit_before,
            "In Transit Between Warehouses": transit,
            "Receipts": story.receipts,
            "Customer Shipments": -story.shipped,
            "Customer Returns": story.returned,
            "Warehouse Transfer In/Out": transit_before - transit,
            "Found": story.found,
            "Lost": -story.lost,
            "Ending Warehouse Balance": story.end - transit,
        },
    )


def _unsellable(story) -> pd.DataFrame:
    balance, gone = shelf.unsellable_balance(story), shelf.disposed(story)
    rows = _ledger_rows(
        "CUSTOMER_DAMAGED",
        {
            "Starting Warehouse Balance": np.concatenate([[0], balance[:-1]]),
            "Customer Returns": story.unsellable,
            "Disposed": -gone,
            "Ending Warehouse Balance": balance,
        },
    )
    return rows[(story.unsellable + gone) > 0]


def _ledger_rows(disposition: str, moves: dict) -> pd.DataFrame:
    events = ["In Transit Between Warehouses", "Receipts", "Customer Shipments", "Customer Returns", "Vendor Returns"]
    events += ["Warehouse Transfer In/Out", "Found", "Lost", "Damaged", "Disposed", "Other Events", "Unknown Events"]
    nothing = dict.fromkeys(events, 0)
    return pd.DataFrame({"day": range(DAYS), "Disposition": disposition} | nothing | moves)
