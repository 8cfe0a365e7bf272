"""Competitors, keyword ranks, ads, weekly traffic and a removal order of the demo seller: invented (market.toml), around its own sales.

Promise: deterministic; competitors have the season of their category as our own orders show it; what is left is the trend of the file.
"""

import tomllib
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from catalogue import BRAND, charm
from files import columns_of, laid_out
from order_reports import business_report
from source import DAYS, FIRST_DAY
from world import World

_HERE = Path(__file__).parent
WEEKS, RIVALS, TRAFFIC_WEEKS, AD_DAYS = 26, 6, 13, 60
_MONTH_DAYS = 30.44
_BRANDS = ("Ostrin", "Perrin", "Halden", "Sovaro", "Tindle", "Wexmoor", "Yarrowby", "Brightnook")


@cache
def plan() -> dict:
    """market.toml as it stands."""
    return tomllib.loads((_HERE / "market.toml").read_text(encoding="utf-8"))


def niches(market: str) -> list[dict]:
    return [niche for niche in plan()["niche"] if niche["market"] == market]


def competitors(world: World, market: str) -> pd.DataFrame:
    """A row a week and competitor, and one for our own listing, as any tool's export shows them."""
    rows = [row for niche in niches(market) for row in _niche_rows(world, niche)]
    whole = {"rank": "Int64", "reviews": "Int64"}  # our own row has neither
    return pd.DataFrame(rows).astype(whole).sort_values(["date", "our sku", "asin"], ignore_index=True)


def niche_table(world: World) -> pd.DataFrame:
    """niche, sku, competitor, keyword, marketplace: who competes with whom."""
    rows = []
    for niche in plan()["niche"]:
        sku = _listing(world, niche)["sku"]
        words = [niche["rank"]["keyword"]] if "rank" in niche else []
        for place, asin in enumerate(_asins(niche)):
            known = {"sku": sku if place == 0 else "", "keyword": words[place] if place < len(words) else ""}
            rows.append({"niche": niche["name"], "competitor": asin, "marketplace": niche["market"], **known})
    return pd.DataFrame(rows)[["niche", "sku", "competitor", "keyword", "marketplace"]]


def keyword_tracker(world: World, market: str) -> pd.DataFrame:
    """Helium 10's Keyword Tracker of our listings, weekly."""
    rows = [row for niche in niches(market) if "rank" in niche for row in _rank_rows(world, niche)]
    return laid_out(pd.DataFrame(rows), columns_of("h10_keyword_tracker", "2023_8"))


def weekly_traffic(world: World, market: str) -> list[tuple[str, str, pd.DataFrame]]:
    """(first day, last day, business report) of each of the last weeks."""
    ends = range(DAYS - 1 - 7 * (TRAFFIC_WEEKS - 1), DAYS, 7)
    return [(_day(end - 6), _day(end), business_report(world, market, end, 7)) for end in ends]


def advertised(world: World, market: str) -> pd.DataFrame:
    """Sponsored Products, advertised product, by day."""
    rows = [row for code, ad in plan()["ads"].items() for row in _ad_rows(world, market, code, ad)]
    return laid_out(pd.DataFrame(rows), columns_of("sp_advertised_product", "legacy_en_20"))


def search_terms(world: World, market: str) -> pd.DataFrame:
    """Sponsored Products, search term, of the last 30 days: the same money by what was searched."""
    rows = [row for code, ad in plan()["ads"].items() for row in _term_rows(world, market, code, ad)]
    return laid_out(pd.DataFrame(rows), columns_of("sp_search_term", "legacy_en_26"))


def removals(world: World) -> pd.DataFrame:
    """One order that is not done."""
    order = plan()["removal"]
    listing = _listing(world, order)
    row = {
        "request-date": f"{order['requested_on']}T18:22:41+00:00", "order-id": "LMRMV1109", "order-type": "Return",
        "service-speed": "Standard",
        "order-status": "Pending", "last-updated-date": "2026-11-21T10:06:00+00:00", "sku": listing["sku"], "fnsku": listing["fnsku"],
        "disposition": "Sellable", "requested-quantity": order["units"], "cancelled-quantity": 0, "disposed-quantity": 0,
        "shipped-quantity": order["shipped"], "in-process-quantity": order["units"] - order["shipped"],
        "removal-fee": f"{order['shipped'] * order['fee']:.2f}", "currency": "USD",
    }  # fmt: skip
    return laid_out(pd.DataFrame([row]), columns_of("removal_order_detail", "16"))


def _niche_rows(world: World, niche: dict) -> list[dict]:
    listing = _listing(world, niche)
    rng = np.random.default_rng(zlib.crc32(f"{niche['market']}/{niche['code']}/market".encode()))
    season, count = _season(world, listing["group"]), niche.get("rivals", RIVALS)
    size, price = rng.lognormal(5.6, 0.6, count), listing["price"] * rng.uniform(0.85, 1.2, count)
    reviews = rng.integers(80, 3_000, count).astype(float)
    cut, stars = niche.get("price_cut"), niche.get("rating", {"usual": 4.4, "on": "9", "after": 4.4})
    rows = []
    for back in range(niche.get("weeks", WEEKS) - 1, -1, -1):
        day = DAYS - 1 - 7 * back
        months = (7 * (WEEKS - 1 - back)) / _MONTH_DAYS
        units = size * season[day] * (1 + niche["trend"]) ** months * np.exp(rng.normal(0, 0.06, count))
        reviews += rng.poisson(units * 7 / 30 * 0.02)
        for rival in range(count):
            cheaper = cut["share"] if cut and _day(day) >= cut["on"] and rival < 3 else 1.0
            rows.append({
                "date": _day(day), "our sku": listing["sku"], "asin": _asins(niche)[rival],
                "title": f"{_BRANDS[rival % len(_BRANDS)]} {niche['name'].lower()}", "brand": _BRANDS[rival % len(_BRANDS)],
                "price": charm(price[rival] * cheaper), "est. monthly sales": round(units[rival]),
                "rank": round(np.exp(13.4 - 1.2 * np.log(units[rival]))), "reviews": int(reviews[rival]),
                "rating": round(4.1 + 0.1 * (rival % 6), 1),
            })  # fmt: skip
        rows.append({
            "date": _day(day), "our sku": listing["sku"], "asin": listing["asin"], "title": listing["title"], "brand": BRAND,
            "price": world.price(listing, day), "est. monthly sales": _sold_by_day(world, listing)[day - 29 : day + 1].sum(),
            "rating": stars["after"] if _day(day) >= stars["on"] else stars["usual"],
        })  # fmt: skip
    return rows


def _season(world: World, group: str) -> np.ndarray:
    """(DAYS,) units of four weeks up to each day against those of a usual day, of all listings of a product group."""
    of = world.orders["sku"].isin(world.products.loc[world.products["group"] == group, "sku"]) & (world.orders["status"] != "Cancelled")
    daily = world.orders[of].groupby("day")["units"].sum().reindex(range(DAYS), fill_value=0)
    four = daily.rolling(28, min_periods=7).mean().bfill().to_numpy()
    return four / daily.mean()


def _rank_rows(world: World, niche: dict) -> list[dict]:
    listing, rank = _listing(world, niche), niche["rank"]
    rng = np.random.default_rng(zlib.crc32(f"{niche['code']}/rank".encode()))
    ahead = _ahead(world, listing, rank["leads"]) if "leads" in rank else np.ones(WEEKS)
    leads = rank.get("leads", {}).get("what")
    rows = []
    for week in range(WEEKS):
        on = _day(DAYS - 1 - 7 * (WEEKS - 1 - week))
        usual = rank["after"] if on >= rank.get("on", "9") else rank["usual"]
        now = usual * np.exp(rng.normal(0, 0.12)) if leads != "rank" else usual / ahead[week] * np.exp(rng.normal(0, 0.1))
        volume = rank["volume"] * np.exp(rng.normal(0, 0.08 if leads == "volume" else 0.02)) * (ahead[week] if leads == "volume" else 1.0)
        rows.append({
            "Title": listing["title"], "ASIN": listing["asin"], "Keyword": rank["keyword"], "Marketplace": "amazon.com",
            "Search Volume": f"{round(volume, -1):,.0f}",
            "Organic Rank": f"{max(1, round(now))}" if now <= 306 else ">306", "Sponsored Position": "-", "Date Added": f"{on} 08:00:00",
        })  # fmt: skip
    return rows


def _ahead(world: World, listing: dict, leads: dict) -> np.ndarray:
    """(WEEKS,) what we really sold so many weeks later against the usual week, to a power; `coming` where that is still ahead."""
    sold = _sold_by_day(world, listing)[-7 * WEEKS :].reshape(WEEKS, 7).sum(axis=1)
    later = sold[leads["weeks"] :] / sold.mean()
    return np.append(np.clip(later, 0.2, 5.0) ** leads["power"], np.full(leads["weeks"], leads["coming"]))


def _ad_rows(world: World, market: str, code: str, ad: dict) -> list[dict]:
    listing = _listing(world, {"code": code, "market": market})
    sold = _sold_by_day(world, listing)
    rng = np.random.default_rng(zlib.crc32(f"{code}/ads".encode()))
    rows, more = [], ad.get("more", {"on": _day(DAYS), "clicks": 0})
    for day in range(_day_number(ad["since"]) if "since" in ad else DAYS - AD_DAYS, DAYS):
        clicks = int(rng.poisson(more["clicks"] if _day(day) >= more["on"] else ad["clicks"]))
        units = min(int(rng.binomial(clicks, ad["converts"])), int(sold[day]))
        spend, sales = clicks * ad["bid"] * rng.uniform(0.92, 1.08), units * world.price(listing, day)
        rows.append({
            "Date": f"{FIRST_DAY + pd.Timedelta(days=day):%b %d, %Y}", "Portfolio name": "-", "Currency": listing["currency"],
            "Campaign Name": ad["campaign"], "Ad Group Name": f"{listing['sku']} group", "Advertised SKU": listing["sku"],
            "Advertised ASIN": listing["asin"], "Impressions": clicks * 130, "Clicks": clicks, "Spend": f"{spend:.2f}",
            "7 Day Total Sales": f"{sales:.2f}", "7 Day Total Orders (#)": units, "7 Day Total Units (#)": units,
            "7 Day Advertised SKU Units (#)": units, "7 Day Other SKU Units (#)": 0, "7 Day Advertised SKU Sales": f"{sales:.2f}",
            "7 Day Other SKU Sales": "0.00",
        })  # fmt: skip
    return rows


def _term_rows(world: World, market: str, code: str, ad: dict) -> list[dict]:
    """The last 30 days of the campaign, shared out; its orders go to the first term."""
    days = pd.DataFrame(_ad_rows(world, market, code, ad)).tail(30)
    clicks, units = days["Clicks"].sum(), days["7 Day Total Units (#)"].sum()
    spend, sales = (days[name].astype(float).sum() for name in ("Spend", "7 Day Total Sales"))
    return [
        {
            "Start Date": _day(DAYS - 30), "End Date": _day(DAYS - 1), "Portfolio name": "-", "Currency": days["Currency"].iloc[0],
            "Campaign Name": ad["campaign"], "Ad Group Name": days["Ad Group Name"].iloc[0], "Country": "United States", "Targeting": term,
            "Match Type": "BROAD", "Customer Search Term": term, "Impressions": round(clicks * 130 * share),
            "Clicks": round(clicks * share),
            "Spend": f"{spend * share:.2f}", "7 Day Total Sales ": f"{sales if place == 0 else 0:.2f}",
            "7 Day Total Orders (#)": units if place == 0 else 0, "7 Day Total Units (#)": units if place == 0 else 0,
        }
        for place, (term, share) in enumerate(ad["terms"].items())
    ]  # fmt: skip


def _sold_by_day(world: World, listing: dict) -> np.ndarray:
    orders = world.orders
    of = (orders["marketplace"] == listing["marketplace"]) & (orders["sku"] == listing["sku"]) & (orders["status"] != "Cancelled")
    return orders[of].groupby("day")["units"].sum().reindex(range(DAYS), fill_value=0).to_numpy()


def _listing(world: World, part: dict) -> dict:
    rows = world.products[(world.products["marketplace"] == part["market"]) & (world.products["code"] == part["code"])]
    return rows.iloc[0].to_dict()


def _asins(niche: dict) -> list[str]:
    return [
        f"B0ZY{zlib.crc32((niche['market'] + niche['code']).encode()) % 100_000:05d}{rival}" for rival in range(niche.get("rivals", RIVALS))
    ]


def _day_number(day: str) -> int:
    return (pd.Timestamp(day) - FIRST_DAY).days


def _day(day: int) -> str:
    return f"{FIRST_DAY + pd.Timedelta(days=day):%Y-%m-%d}"
