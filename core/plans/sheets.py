"""Plans as files for Amazon and for the warehouse.

price_file   Amazon's price & quantity flat file: tab-separated text. Only sku and price are filled; an empty cell leaves what Amazon has.
removals     what is to leave now: SKU, units, door, marketplace, why.

Promise: no cell becomes a formula (core/export.py). A SKU that a spreadsheet would take for one is left out of the price file and named,
because with a sign put before it Amazon would not know it.
"""

from collections.abc import Iterable

import pandas as pd

from core import export, text
from core.errors import InputError
from core.plans.journal import Kept

PRICE_COLUMNS = (
    "sku", "price", "minimum-seller-allowed-price", "maximum-seller-allowed-price", "quantity", "fulfillment-channel", "leadtime-to-ship",
)  # fmt: skip
_EXITS = ("sku", "units", "door", "marketplace", "reason")


def price_file(plans: Iterable[Kept]) -> tuple[bytes, list[str]]:
    """(the file, SKUs left out of it) of the plans whose first step changes the price. Raises InputError where there is none."""
    rows = {kept.sku: _price(kept) for kept in plans if kept.sku and _reprices(kept)}
    table = pd.DataFrame({"sku": list(rows), "price": list(rows.values())}, columns=list(PRICE_COLUMNS)).fillna("")
    plain = export.safe(table)["sku"] == table["sku"]
    if not plain.any():
        raise InputError("plans_nothing")
    return export.to_tsv(table[plain]), table.loc[~plain, "sku"].tolist()


def _reprices(kept: Kept) -> bool:
    price, now = kept.first_action["price"], kept.list_price
    return bool(kept.first_action["keep_units"]) and price is not None and (now is None or abs(price - now) > 1e-9)


def _price(kept: Kept) -> str:
    digits = kept.case_inputs.get("price_digits")
    return f"{kept.first_action['price']:.{2 if digits is None else digits}f}"


def exits(plans: Iterable[Kept], lang: str) -> pd.DataFrame:
    """sku, units (whole), door, marketplace and reason (in words) of the plans whose first step sends units out."""
    rows = [_exit(kept, lang) for kept in plans if round(kept.first_action["exit_units"] or 0) >= 1]
    return pd.DataFrame(rows, columns=list(_EXITS))


def _exit(kept: Kept, lang: str) -> tuple:
    step = kept.first_action
    reason = text.t("plans.exit_reason", lang, name=kept.name, option=text.t(f"plans.option.{kept.option}", lang))
    return kept.sku, round(step["exit_units"]), step["exit_channel"], kept.marketplace, reason


def removals(plans: Iterable[Kept], lang: str) -> bytes:
    """The same as CSV. Raises InputError where nothing leaves."""
    table = exits(plans, lang)
    if table.empty:
        raise InputError("plans_nothing")
    doors = [text.t(f"plans.door.{door}", lang) for door in table["door"]]
    titles = {name: text.t(f"plans.column.{name}", lang) for name in _EXITS}
    return export.to_csv(table.assign(door=doors).rename(columns=titles))
