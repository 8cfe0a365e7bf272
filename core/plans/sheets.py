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
from core.plans import words
from core.plans.journal import Kept

PRICE_COLUMNS = (
    "sku", "price", "minimum-seller-allowed-price", "maximum-seller-allowed-price", "quantity", "fulfillment-channel", "leadtime-to-ship",
)  # fmt: skip
STEPS = ("sku", "marketplace", "price", "price_digits", "units_out", "door", "reason")
_EXITS = ("sku", "units", "door", "marketplace", "reason")


def steps(plans: Iterable[Kept], lang: str) -> pd.DataFrame:
    """STEPS, a row a plan: the price to ask from now on (NaN: as it is), units to send out now by which door, and why in words."""
    rows = [
        (kept.sku, kept.marketplace, _price(kept), kept.case_inputs.get("price_digits"), *_out(kept), _why(kept, lang)) for kept in plans
    ]
    return pd.DataFrame(rows, columns=list(STEPS))


def steps_of_ways(chosen: pd.DataFrame, name: str, lang: str) -> pd.DataFrame:
    """The same of ways chosen together (clearance.portfolio.Portfolio.chosen), before they are plans; name: what they are chosen for."""
    reasons = [text.t("plans.exit_reason", lang, name=name, option=text.t(f"table.option.{option}", lang)) for option in chosen["option"]]
    return chosen.assign(price=chosen["price"].where(chosen["changes"] > 0), reason=reasons)[list(STEPS)]


def price_file(todo: pd.DataFrame) -> tuple[bytes, list[str]]:
    """(the file, SKUs left out of it) of the STEPS that change a price. Raises InputError where none does."""
    changed = todo[todo["price"].notna() & todo["sku"].notna()].drop_duplicates("sku")
    digits = changed["price_digits"].fillna(2).astype(int)
    prices = [f"{price:.{places}f}" for price, places in zip(changed["price"], digits, strict=True)]
    table = pd.DataFrame({"sku": changed["sku"].to_list(), "price": prices}, columns=list(PRICE_COLUMNS)).fillna("")
    plain = export.safe(table)["sku"] == table["sku"]
    if not plain.any():
        raise InputError("plans_nothing")
    return export.to_tsv(table[plain]), table.loc[~plain, "sku"].to_list()


def exits(todo: pd.DataFrame) -> pd.DataFrame:
    """sku, units (whole), door, marketplace, reason of the STEPS that send units out."""
    out = todo.assign(units=pd.to_numeric(todo["units_out"]).fillna(0).round().astype(int))
    return out[out["units"] >= 1][list(_EXITS)].reset_index(drop=True)


def removals(todo: pd.DataFrame, lang: str) -> bytes:
    """The same in words, as CSV. Raises InputError where nothing leaves."""
    table = exits(todo)
    if table.empty:
        raise InputError("plans_nothing")
    doors = [text.t(f"plan_view.channel.{door}", lang) for door in table["door"]]
    titles = {name: text.t(f"plans.column.{name}", lang) for name in _EXITS}
    return export.to_csv(table.assign(door=doors).rename(columns=titles))


def _price(kept: Kept) -> float:
    price, now = kept.first_action["price"], kept.list_price
    changed = kept.first_action["keep_units"] and price is not None and (now is None or abs(price - now) > 1e-9)
    return price if changed else float("nan")


def _out(kept: Kept) -> tuple[float, str | None]:
    return kept.first_action["exit_units"] or 0.0, kept.first_action["exit_channel"]


def _why(kept: Kept, lang: str) -> str:
    return text.t("plans.exit_reason", lang, name=words.name_in(kept.name, kept.as_of, lang), option=words.option(kept, lang))
