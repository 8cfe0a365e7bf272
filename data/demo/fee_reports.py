"""Fee preview, monthly storage fees, aged surcharge, and our own cost template."""

from datetime import date

import numpy as np
import pandas as pd
import rates
import shelf
from catalogue import BRAND, plan
from files import columns_of, laid_out
from source import DAYS, FIRST_DAY
from world import World

TODAY = date(2026, 11, 22)
CHARGED_ON = date(2026, 11, 15)
STORED_IN = (date(2026, 10, 1), date(2026, 10, 31))
_CENTRES = {"US": ("LAS2", "IND8"), "UK": ("LTN4", "MAN2")}
_COUNTRY = {"US": "US", "UK": "GB"}
_CM, _KG = 2.54, 0.45359237
_SAFETY_DAYS = 14


def fee_preview(world: World, marketplace: str) -> pd.DataFrame:
    """Fees of one sale at today's price. SKUs that Amazon never measured are not in it."""
    rows = [_preview_row(world, product) for product in _measured(world, marketplace)]
    variant = {"US": "US_2026_31", "UK": "EU_30_amazon_store"}[marketplace]
    return laid_out(pd.DataFrame(rows), columns_of("fee_preview", variant))


def _measured(world: World, marketplace: str) -> list[dict]:
    unknown = plan()["data"]["without_dimensions"]
    return [product for product in world.market(marketplace).to_dict("records") if product["code"] not in unknown]


def _preview_row(world: World, product: dict) -> dict:
    price = world.price(product, DAYS - 1)
    fees = rates.fees_per_sale(product, price, TODAY)
    return (
        {
            "sku": product["sku"],
            "fnsku": product["fnsku"],
            "asin": product["asin"],
            "amazon-store": product["marketplace"],
            "product-name": product["title"],
            "product-group": product["group"],
            "brand": BRAND,
            "fulfilled-by": "Amazon",
            "your-price": f"{price:.2f}",
            "sales-price": f"{price:.2f}",
            "currency": product["currency"],
            "estimated-fee-total": f"{fees['referral'] + fees['fulfilment']:.2f}",
            "estimated-referral-fee-per-unit": f"{fees['referral']:.2f}",
            "estimated-variable-closing-fee": "0.00",
        }
        | _measures(product)
        | _shipping(product, fees)
    )


def _measures(product: dict) -> dict:
    """Inches and pounds in the US, centimetres and grams in the UK."""
    is_uk = product["marketplace"] == "UK"
    scale = _CM if is_uk else 1.0
    sides = [product[name] * scale for name in ("longest_in", "median_in", "shortest_in")]
    weight = f"{product['weight_lb'] * _KG * 1000:.2f}" if is_uk else f"{product['weight_lb']:.2f}"
    return {f"{name}-side": f"{side:.2f}" for name, side in zip(("longest", "median", "shortest"), sides, strict=True)} | {
        "length-and-girth": f"{sides[0] + 2 * (sides[1] + sides[2]):.2f}",
        "unit-of-dimension": "centimeters" if is_uk else "inches",
        "item-package-weight": weight,
        "unit-of-weight": "grams" if is_uk else "pounds",
    }


def _shipping(product: dict, fees: dict) -> dict:
    amount = f"{fees['fulfilment']:.2f}"
    if product["marketplace"] == "UK":
        band = {"has-local-inventory": "Yes", "product-size-weight-band": _tier_name("Uk", fees["tier"])}
        abroad = {f"expected-efn-fulfilment-fee-per-unit-{country}": "--" for country in ("de", "fr", "it", "es", "se")}
        return band | abroad | {"expected-domestic-fulfilment-fee-per-unit": amount, "expected-efn-fulfilment-fee-per-unit-uk": amount}
    blank = [name for name in columns_of("fee_preview", "US_2026_31") if "future" in name or "handling" in name or "pick-pack" in name]
    return dict.fromkeys(blank, "--") | {"product-size-tier": _tier_name("Us", fees["tier"]), "expected-fulfillment-fee-per-unit": amount}


def _tier_name(country: str, tier: str) -> str:
    """large_standard → UsLargeStandardSize; small-parcel → UkSmallParcel."""
    words = "".join(word.capitalize() for word in tier.replace("-", "_").split("_"))
    return country + words + ("Size" if words.endswith("Standard") else "")


def storage_fees(world: World, marketplace: str) -> pd.DataFrame:
    """Monthly storage fees of October: average units by centre, at the month's rate."""
    products = _measured(world, marketplace)
    weeks = _utilisation_weeks(world, products)
    rows = [row for product in products for row in _storage_rows(world, product, weeks)]
    return laid_out(pd.DataFrame(rows), columns_of("monthly_storage_fee", "US_2026-08_34_sku_first"))


def _utilisation_weeks(world: World, products: list[dict]) -> float:
    """Amazon's ratio: volume stored on an average day of the month over what ships in a week (13 weeks)."""
    stored = sum(product["unit_ft3"] * _average_units(world, product) for product in products)
    shipped = sum(product["unit_ft3"] * shelf.sold(_story(world, product), _last_stored_day(), 91) / 13 for product in products)
    return round(stored / shipped, 1)


def _storage_rows(world: World, product: dict, weeks: float) -> list[dict]:
    units = round(_average_units(world, product), 2)
    if units == 0:
        return []
    centres = _CENTRES[product["marketplace"]] if units > 120 else _CENTRES[product["marketplace"]][:1]
    shares = (0.6, 0.4) if len(centres) == 2 else (1.0,)
    return [_storage_row(product, centre, round(units * share, 2), weeks) for centre, share in zip(centres, shares, strict=True)]


def _storage_row(product: dict, centre: str, units: float, weeks: float) -> dict:
    fee = units * rates.storage_each(product, STORED_IN[0])
    volume = product["unit_ft3"]
    tier = rates.fees_per_sale(product, product["price"], TODAY)["tier"]
    return {
        "sku": product["sku"],
        "fnsku": product["fnsku"],
        "product_name": product["title"],
        "fulfillment_center": centre,
        "country_code": _COUNTRY[product["marketplace"]],
        "longest_side": product["longest_in"],
        "median_side": product["median_in"],
        "shortest_side": product["shortest_in"],
        "measurement_units": "inches",
        "weight": product["weight_lb"],
        "weight_units": "pounds",
        "item_volume": f"{volume:.4f}",
        "volume_units": "cubic feet",
        "product_size_tier": _tier_name(product["marketplace"].capitalize(), tier),
        "average_quantity_on_hand": f"{units:.2f}",
        "average_quantity_pending_removal": "0.00",
        "estimated_total_item_volume": f"{units * volume:.4f}",
        "month_of_charge": f"{STORED_IN[0]:%Y-%m}",
        "storage_utilization_ratio": weeks,
        "storage_utilization_ratio_units": "weeks",
        "base_rate": f"{rates.storage_each(product, STORED_IN[0]) / volume:.2f}",
        "utilization_surcharge_rate": "0.00",
        "est_base_msf": f"{fee:.4f}",
        "est_sus": "0.0000",
        "currency": product["currency"],
        "estimated_monthly_storage_fee": f"{fee:.4f}",
        "dangerous_goods_storage_type": "--",
    }


def _average_units(world: World, product: dict) -> float:
    first = (pd.Timestamp(STORED_IN[0]) - FIRST_DAY).days
    return float(_story(world, product).end[first : _last_stored_day() + 1].mean())


def _last_stored_day() -> int:
    return (pd.Timestamp(STORED_IN[1]) - FIRST_DAY).days


def aged_surcharge(world: World, marketplace: str) -> pd.DataFrame:
    """What the 15 November cost: one row a SKU and age tier, ages first in, first out on that day."""
    day = (pd.Timestamp(CHARGED_ON) - FIRST_DAY).days
    rows = [_tier_row(world, product, tier, day) for product in _measured(world, marketplace) for tier in rates.TIERS[marketplace]]
    return laid_out(pd.DataFrame([row for row in rows if row]), columns_of("longterm_storage_fee", "AIS_14"))


def _tier_row(world: World, product: dict, tier: tuple, day: int) -> dict | None:
    low, high = tier
    units = sum(units for age, units in _story(world, product).ages(day) if age >= low and (high is None or age <= high))
    amount = rates.surcharge(product, tier, units, day)
    if amount == 0:
        return None
    return {
        "snapshot-date": CHARGED_ON.isoformat(),
        "sku": product["sku"],
        "fnsku": product["fnsku"],
        "asin": product["asin"],
        "product-name": product["title"],
        "condition": "New",
        "per-unit-volume": f"{product['unit_ft3']:.4f}",
        "currency": product["currency"],
        "volume-unit": "cubic feet",
        "country": _COUNTRY[product["marketplace"]],
        "qty-charged": units,
        "amount-charged": f"{amount:.2f}",
        "surcharge-age-tier": f"{low}+" if high is None else f"{low}-{high}",
        "rate-surcharge": f"{rates.surcharge_rate(product, tier, CHARGED_ON):.2f}",
    }


def costs(world: World) -> pd.DataFrame:
    """Our own template: landed cost, lead time and safety stock (two weeks of sales). Some SKUs are missing on purpose."""
    known = world.products[~world.products["code"].isin(plan()["data"]["without_cost"])]
    rows = [_cost_row(world, product) for product in known.to_dict("records")]
    return pd.DataFrame(rows)


def _cost_row(world: World, product: dict) -> dict:
    daily = shelf.sold(_story(world, product), DAYS - 1, 90) / 90
    return {
        "sku": product["sku"],
        "marketplace": product["marketplace"],
        "unit cost": f"{product['unit_cost']:.2f}",
        "first-mile cost": f"{product['first_mile_cost']:.2f}",
        "currency": product["currency"],
        "lead time days": product["lead_time_days"],
        "safety stock": int(np.ceil(_SAFETY_DAYS * daily)),
        "valid from": FIRST_DAY.date().isoformat(),
    }


def _story(world: World, product: dict):
    return world.stories[(product["marketplace"], product["sku"])]
