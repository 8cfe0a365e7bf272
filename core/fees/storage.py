"""Monthly storage: what a unit pays for one month on the shelf, with the storage utilization surcharge where its ratio is known.

Formula: volume x rate of the month stored and the size class; the surcharge is volume older than 30 days x rate of the ratio's band,
where ratio (weeks) = average daily volume stored / average daily volume shipped over 13 weeks / 7, per size class.
Rates are per cubic foot (US and UK), cubic metre (DE, CA) or 1000 cm3 (JP). October to December has its own rate (`season`).
Data: data/fees/<marketplace>/storage.csv. Example: 100 units of 0.05 ft3 in June 2026: 5 x 0.78 = 3.90 (Amazon help G3EDYEF6KUCFQTNM).
"""

import numpy as np
import pandas as pd

from core.fees import categories, size_tier
from core.fees.charge import Charge, Sum, answer
from core.fees.grid import RATIO, Words
from core.fees.items import Item, Lot, month
from core.fees.schedule import RateBook, Table

_FT3_IN = {"per cubic foot": 1.0, "per cubic metre": 0.028316846592, "per 1000 cm3": 28.316846592}
APPAREL_APART = ("UK", "DE")  # these price the storage of apparel, footwear and bags apart; not every such rate is known
_OF_CLASS = {"dangerous_goods": "dangerous_goods", "apparel": "apparel_footwear_bags", "non_apparel": "non_dangerous"}


def storage(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Storage of one unit for the whole month of `on`.

    Reads unit_ft3 (or the sides), size_class or size_tier (or sides and weight), product_class or category; for the surcharge ratio_weeks,
    share_over_30_days (0..1, default 1: all of it is charged) and utilization_exempt (see `utilization_exempt`).
    Parts: base, utilization_surcharge (NaN where ratio_weeks is unknown: then the charge is the base alone).
    """
    return answer("storage", items, on, book, _storage)


def _storage(lot: Lot) -> Sum:
    table, volume = lot.table("storage"), lot.volume_ft3()
    of_class, season = size_tier.size_class(lot), _season(lot.day)
    row, ordinary = _base_row(lot, table, of_class, season)
    base = volume * per_ft3(table)[row]
    extra_row, below = _surcharge_row(lot, table, of_class, season)
    share = lot.number("share_over_30_days")
    extra = _surcharge(lot, table, extra_row, below, volume * np.where(np.isnan(share), 1.0, share))
    ratio_unknown = np.isnan(lot.number("ratio_weeks"))
    return Sum(
        charge=base + np.where(ratio_unknown, 0.0, extra),
        rates={"storage": (table, row), "utilization_surcharge": (table, np.where(extra > 0, extra_row, -1))},
        why=(("volume_unknown", np.isnan(volume)), categories.why_no_class(lot), *size_tier.why_no_size(lot)),
        parts={"base": base, "utilization_surcharge": extra},
        assumption=("ordinary_goods_rate", ordinary),
        numbers={"unit_ft3": volume, "rate": table.number("amount")[row], "ratio_weeks": lot.number("ratio_weeks")},
    )


def _base_row(lot, table, of_class, season) -> tuple[np.ndarray, np.ndarray]:
    """The row of the item's own class of goods; and where apparel that a country prices apart has to take the ordinary row."""
    grid = table.grid(("size_class", "product_class", "season"), component="base")
    goods = categories.product_class(lot)
    soft = categories.is_kind(lot, "apparel", "shoes", "bags") & (goods.codes == 0)
    own = Words(np.where(soft, 1, goods.codes), tuple(_OF_CLASS[name] for name in goods.values))
    row = grid.find(lot.day, of_class, own, season)
    missing = (row < 0) & (own.codes == 1)
    if not missing.any():
        return row, missing
    plain = grid.find(lot.day, of_class, Words(own.codes * 0, ("non_dangerous",)), season)
    return np.where(missing, plain, row), missing & np.array(lot.marketplace in APPAREL_APART)


def _season(day: np.ndarray) -> Words:
    return Words((month(day) >= 10).astype(int), ("jan_sep", "oct_dec"))


def _surcharge_row(lot, table, of_class, season) -> tuple[np.ndarray, np.ndarray]:
    """The row of each item's ratio; and where the ratio lies below the first band of the schedule of the day (or of every schedule)."""
    grid, ratio = table.grid(("size_class", "season"), (RATIO,), component="utilization_surcharge"), lot.number("ratio_weeks")
    ordinary = categories.product_class(lot).codes < 2
    seasonal = season if "any" not in grid.keys["season"] else Words(season.codes * 0, ("any",))
    row, top = (grid.find(lot.day, of_class, seasonal, weeks) for weeks in (ratio, np.full(1, np.inf)))
    first = table.rows.loc[table.rows["component"] == "utilization_surcharge", "ratio_weeks_min"].min()
    below = (ratio < first) | (ordinary & (row < 0) & (top >= 0) & (ratio < table.number("ratio_weeks_min")[top]))
    return np.where(ordinary, row, -1), below


def _surcharge(lot, table, row, below, volume) -> np.ndarray:
    """0 where exempt or below the first band, NaN where the ratio is unknown or the marketplace's rates are."""
    amount = np.where(below, 0.0, volume * per_ft3(table)[row])
    return np.where(lot.flag("utilization_exempt") == 1, 0.0, amount)


def per_ft3(table: Table) -> np.ndarray:
    """Rate of each row per cubic foot and month, whatever volume its unit names."""
    return table.once("per_ft3", lambda: table.number("amount") * np.array([*map(_factor, table.rows["unit"]), np.nan]))


def _factor(unit: str) -> float:
    return next((factor for name, factor in _FT3_IN.items() if unit.startswith(name)), np.nan)


def utilization_ratio(avg_daily_stored_ft3: float, avg_daily_shipped_ft3: float) -> float:
    """Weeks: 40000 stored / 200 shipped a day / 7 = 28.57. inf when nothing was shipped."""
    return avg_daily_stored_ft3 / avg_daily_shipped_ft3 / 7 if avg_daily_shipped_ft3 else float("inf")


def utilization_exempt(*, professional: bool, days_since_first_receipt: float, daily_ft3: float, awd_share: float = 0.0) -> bool:
    """Whether a seller's size class pays no surcharge: charged only to Professional sellers, more than 365 days after the first receipt,
    with 25 ft3 or more on a daily average, and under 70 % of it replenished from AWD (Amazon help G3EDYEF6KUCFQTNM)."""
    return not (professional and days_since_first_receipt > 365 and daily_ft3 >= 25 and awd_share < 0.7)
