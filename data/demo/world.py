"""The demo seller's year, put together: products, every listing's orders, every listing's story. What the report writers read."""

import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import buyer
import catalogue
import clearances
import families
import pandas as pd
import source

ZONE = {"US": "America/Los_Angeles", "UK": "Europe/London"}
CUT_OFF_HOUR = 15
_US_SHARE_OF_SHARED = 0.62


@dataclass(frozen=True)
class World:
    """products: one row a listing. orders: one row an order line of ours (marketplace, sku, day, at, units, price, status).
    stories: (marketplace, sku) → buyer.Story. prices: marketplace, sku, month, price. cleaning: what was left out of the source. cuts:
    (marketplace, sku) → [(first day, last day, share of the price that is asked)], of clearances.py and families.py."""

    products: pd.DataFrame
    orders: pd.DataFrame
    stories: dict
    prices: pd.DataFrame
    cleaning: dict
    roles: list
    cuts: dict

    def market(self, marketplace: str) -> pd.DataFrame:
        return self.products[self.products["marketplace"] == marketplace]

    @cached_property
    def _price_of(self) -> dict:
        return self.prices.set_index(["marketplace", "sku", "month"])["price"].to_dict()

    def price(self, product: dict, day: int) -> float:
        """The listing's price on a day."""
        month = (source.FIRST_DAY + pd.Timedelta(days=day)).month
        price = self._price_of[(product["marketplace"], product["sku"], month)]
        spans = self.cuts.get((product["marketplace"], product["sku"]), [])
        share = next((share for first, last, share in spans if first <= day <= last), None)
        return price if share is None else clearances.asked(price, share)


def build(parquet: Path) -> World:
    """The whole world from the source file: some seconds."""
    demand = source.read(parquet)
    facts = source.facts(demand.lines)
    roles = catalogue.roles(facts)
    products = catalogue.products(roles, facts)
    lines = families.shifted(clearances.sold_more(_our_lines(demand.lines, products), roles))
    stories = _stories(roles, products, lines)
    ours = demand.lines[demand.lines["code"].isin(products["code"])]
    prices = _monthly_prices(products, source.monthly_price_ratio(ours))
    skus = {(row.marketplace, row.code): row.sku for row in products.itertuples()}
    cuts = clearances.cuts(roles, skus) | families.cuts(skus)
    return World(products, _orders(lines, stories, products, prices, cuts), stories, prices, demand.cleaning, roles, cuts)


def _our_lines(lines: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    """Each line at one marketplace; orders from the cut-off on leave the next day."""
    markets = products.groupby("code")["marketplace"].agg(list)
    ours = lines[lines["code"].isin(markets.index)].copy()
    ours["marketplace"] = [_market_of(code, at, markets) for code, at in zip(ours["code"], ours["at"], strict=True)]
    ours["is_late"] = ours["at"].dt.hour >= CUT_OFF_HOUR
    return ours


def _market_of(code: str, at: pd.Timestamp, markets: pd.Series) -> str:
    """A code of two marketplaces: the minute of the invoice decides."""
    if len(markets[code]) == 1:
        return markets[code][0]
    return "US" if catalogue.chance(f"{at:%Y%m%d%H%M}") < _US_SHARE_OF_SHARED else "UK"


def _stories(roles: list, products: pd.DataFrame, lines: pd.DataFrame) -> dict:
    by_listing = products.set_index(["marketplace", "code"])
    demand = dict(list(lines.groupby(["marketplace", "code"])))
    stories = {}
    for role in roles:
        product = by_listing.loc[(role.market, role.code)]
        seed = zlib.crc32(f"{role.market}/{role.code}".encode())
        story = buyer.live_through(role, demand[(role.market, role.code)], product["lead_time_days"], seed)
        stories[(role.market, product["sku"])] = story
    return stories


def _orders(lines: pd.DataFrame, stories: dict, products: pd.DataFrame, prices: pd.DataFrame, cuts: dict) -> pd.DataFrame:
    """What Amazon's order report knows: sold, pending and cancelled lines; demand lost to a stock-out left no trace."""
    listings = products[["marketplace", "code", "sku", "asin", "title", "currency"]]
    orders = lines.assign(month=lines["at"].dt.month).merge(listings, on=["marketplace", "code"])
    orders = orders.merge(prices, on=["marketplace", "sku", "month"])
    for (market, sku), spans in cuts.items():
        of = (orders["marketplace"] == market) & (orders["sku"] == sku)
        for first, last, share in spans:
            then = of & orders["day"].between(first, last)
            orders.loc[then, "price"] = [clearances.asked(price, share) for price in orders.loc[then, "price"]]
    sold = pd.concat([pd.Series(story.served, dtype=int) for story in stories.values()])
    orders["units"] = orders["line_id"].map(sold).where(~orders["cancelled"], orders["units"]).astype(int)
    orders["status"] = "Shipped"
    orders.loc[orders["is_late"] & (orders["day"] == source.DAYS - 1), "status"] = "Pending"
    orders.loc[orders["cancelled"], "status"] = "Cancelled"
    return orders[orders["units"] > 0].sort_values("line_id", ignore_index=True)


def _monthly_prices(products: pd.DataFrame, ratio: pd.DataFrame) -> pd.DataFrame:
    """marketplace, sku, month (1..12), price: ours moves as the shop's list price did."""
    months = ratio.rename_axis(columns="month").stack().rename("ratio").reset_index()
    prices = products[["marketplace", "sku", "code", "price"]].merge(months, on="code")
    prices["price"] = [catalogue.charm(price) for price in prices["price"] * prices["ratio"]]
    return prices[["marketplace", "sku", "month", "price"]]
