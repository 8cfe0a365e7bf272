"""Amazon's charges in the demo's reports: the house's own fee functions, with the dated rates of data/fees.

Promise: no rate stands in this folder; a charge without a rate in force is left blank in the report (None).
"""

from datetime import date
from functools import cache

from source import date_of

from core.errors import NoRateInForce
from core.fees.aged_surcharge import aged_surcharge
from core.fees.fulfilment import fulfilment
from core.fees.referral import referral
from core.fees.size_tier import size_tier
from core.fees.storage import storage

# age bands that each marketplace's FBA Inventory names
AGE_BANDS = {
    "US": ((181, 210), (211, 240), (241, 270), (271, 300), (301, 330), (331, 365), (366, 455), (456, None)),
    "UK": ((241, 270), (271, 300), (301, 330), (331, 365), (366, None)),
}
TIERS = AGE_BANDS | {"UK": (*AGE_BANDS["UK"][:-1], (366, 455), (456, None))}
_ITEM = ("marketplace", "gl", "longest_in", "median_in", "shortest_in", "weight_lb", "unit_ft3")


def surcharge(product: dict, band: tuple, units: int, day: int) -> float:
    """What the aged surcharge takes for units of one age band on a day, in the marketplace's currency."""
    return units * _surcharge_each(_item(product), band[0], date_of(day))


def storage_next_month(product: dict, units: int, day: int) -> float:
    """Storage of the month after `day` if nothing sells, in the marketplace's currency."""
    today = date_of(day)
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return units * storage_each(product, following)


def storage_each(product: dict, on: date) -> float:
    """One unit for one month."""
    return _storage_each(_item(product), on)


def fees_per_sale(product: dict, price: float, on: date) -> dict:
    """{tier, referral, fulfilment} of one sale."""
    item = dict(_item(product)) | {"price": price}
    return {
        "tier": size_tier(item, on).size_tier,
        "referral": referral(item, on).charge,
        "fulfilment": fulfilment(item, on).charge,
    }


def surcharge_rate(product: dict, band: tuple, on: date) -> float:
    """The rate of the band as the report prints it: money a cubic foot and month."""
    return aged_surcharge(dict(_item(product)) | {"age_days": band[0]}, on).rates[0].amount


@cache
def _surcharge_each(item: tuple, age_days: int, on: date) -> float:
    try:
        return aged_surcharge(dict(item) | {"age_days": age_days}, on).charge
    except NoRateInForce:
        return 0.0


@cache
def _storage_each(item: tuple, on: date) -> float:
    return storage(dict(item), on).charge


def _item(product: dict) -> tuple:
    """What fees ask of a product, as something that can be remembered."""
    return (*((name, product[name]) for name in _ITEM), ("category", product["gl"]), ("product_class", "non_apparel"))
