"""Writes the demo seller's files: python data/demo/build.py --source online_retail_year1_2009_2010.parquet

Reads UCI Online Retail II (see README.md) and roles.toml; writes data/demo/files/* and manifest.json, always the same bytes.
Promise: no clock, no network, no path of this machine; what was invented is in README.md.
"""

# ruff: noqa: E402  the folders come first, so that this file runs as a script from anywhere
import argparse
import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

import catalogue
import clearances
import fee_reports
import files
import ledger_report
import market_reports
import order_reports
import pandas as pd
import stock_reports
import world
from source import DAYS, FIRST_DAY, day_name

MARKETS = ("US", "UK")
SNAPSHOTS = range(DAYS - 1 - 12 * 7, DAYS, 7)
_FIRST_OF_NOVEMBER = (pd.Timestamp("2026-11-01") - FIRST_DAY).days
_TODAY = "2026-11-22"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--source", type=Path, required=True, help="parquet of UCI Online Retail II, first year")
    seller = world.build(arguments.parse_args().source)
    files.FOLDER.mkdir(exist_ok=True)
    for old in files.FOLDER.iterdir():
        old.unlink()
    manifest = [entry for market in MARKETS for entry in _market_files(seller, market)] + _cost_files(seller)
    manifest.sort(key=lambda entry: (entry["on"], entry["order"], entry["name"]))
    _save_manifest(manifest, seller)
    print(f"{len(manifest)} files, {sum(path.stat().st_size for path in files.FOLDER.iterdir()) / 1e6:.2f} MB, {seller.cleaning}")


def _market_files(seller: world.World, market: str) -> list[dict]:
    return _orders(seller, market) + _stock(seller, market) + _fees(seller, market) + _market(seller, market)


def _orders(seller: world.World, market: str) -> list[dict]:
    """The year, and in the US the month to date as a file of its own, with two rows that a bad copy has spoiled."""
    if market == "UK":
        name = _write("all_orders_UK_2025-12-01_2026-11-22.txt.gz", order_reports.all_orders(seller, "UK"))
        return [_entry(name, market, _TODAY, 0)]
    year = _write("all_orders_US_2025-12-01_2026-10-31.txt.gz", order_reports.all_orders(seller, "US", 0, _FIRST_OF_NOVEMBER - 1))
    month = _write("all_orders_US_2026-11-01_2026-11-22.txt.gz", _spoiled(order_reports.all_orders(seller, "US", _FIRST_OF_NOVEMBER)))
    return [_entry(year, market, "2026-10-31", 0), _entry(month, market, _TODAY, 0)]


def _spoiled(orders: pd.DataFrame) -> pd.DataFrame:
    """Three copies at the end whose quantity, time or SKU is damaged: real orders stay whole, the copies must be refused."""
    bad = orders.tail(3).astype(object).copy()
    bad["amazon-order-id"] = bad["merchant-order-id"] = ["114-0000001-0000001", "114-0000002-0000002", "114-0000003-0000003"]
    bad["order-item-id"] = [1, 2, 3]
    bad.iloc[0, bad.columns.get_loc("quantity")] = "two"
    bad.iloc[1, bad.columns.get_loc("purchase-date")] = "2026-11-31T25:61:00+00:00"
    bad.iloc[2, bad.columns.get_loc("sku")] = None
    return pd.concat([orders.astype(object), bad])


def _stock(seller: world.World, market: str) -> list[dict]:
    weekly = [_planning(seller, market, day) for day in SNAPSHOTS]
    manage = _write(f"manage_fba_inventory_{market}_{_TODAY}.txt", stock_reports.manage(seller, market), encoding="cp1252")
    ledger = _write(f"ledger_summary_{market}_2025-12-01_2026-11-22.txt.gz", ledger_report.ledger(seller, market), quoted=True)
    return [*weekly, _entry(manage, market, _TODAY, 2, as_of=_TODAY), _entry(ledger, market, _TODAY, 1)]


def _planning(seller: world.World, market: str, day: int) -> dict:
    on = day_name(day)
    table = stock_reports.planning(seller, market, day)
    if market == "US":
        return _entry(_write(f"fba_inventory_US_{on}.csv.gz", table, delimiter=",", quoted=True), market, on, 3)
    return _entry(_write(f"fba_inventory_UK_{on}.txt.gz", table), market, on, 3)


def _fees(seller: world.World, market: str) -> list[dict]:
    preview = _write(f"fee_preview_{market}_{_TODAY}.txt", fee_reports.fee_preview(seller, market), encoding="cp1252")
    storage = _write(f"monthly_storage_fees_{market}_2026-10.txt", fee_reports.storage_fees(seller, market))
    surcharge = _write(f"aged_inventory_surcharge_{market}_2026-11-15.txt", fee_reports.aged_surcharge(seller, market))
    report = order_reports.business_report(seller, market)
    name = f"business_report_by_sku_{market}_2026-10-24_2026-11-22.csv"
    _write(name, report, delimiter=",", encoding="utf-8-sig", crlf=True)
    return [
        _entry(preview, market, _TODAY, 1, as_of=_TODAY),
        _entry(storage, market, "2026-11-10", 1),
        _entry(surcharge, market, "2026-11-18", 1),
        _entry(name, market, _TODAY, 1, period=["2026-10-24", _TODAY]),
    ]


def _market(seller: world.World, market: str) -> list[dict]:
    """What tools from outside, the ads console and weekly traffic say; ads and traffic of the US only."""
    name = f"competitors_{market}_2026-05-31_{_TODAY}.csv"
    found = [_entry(_write(name, market_reports.competitors(seller, market), delimiter=","), market, _TODAY, 5)]
    if market == "UK":
        return found
    for first, last, report in market_reports.weekly_traffic(seller, market):
        week = f"business_report_by_sku_{market}_{first}_{last}.csv.gz"
        _write(week, report, delimiter=",", encoding="utf-8-sig", crlf=True)
        found.append(_entry(week, market, last, 2, period=[first, last]))
    reports = {
        "helium10_keyword_tracker_2026-11-22.csv": market_reports.keyword_tracker(seller, market),
        f"sp_advertised_product_{market}_2026-08-03_{_TODAY}.csv.gz": market_reports.advertised(seller, market),
        f"sp_search_term_{market}_2026-10-24_{_TODAY}.csv": market_reports.search_terms(seller, market),
    }
    found += [_entry(_write(name, table, delimiter=","), market, _TODAY, 5) for name, table in reports.items()]
    removals = _write(f"removal_order_detail_{market}_{_TODAY}.txt", market_reports.removals(seller))
    niches = _write("niches.csv", market_reports.niche_table(seller), delimiter=",")
    return [*found, _entry(removals, market, _TODAY, 5), _entry(niches, None, _TODAY, 4)]


def _cost_files(seller: world.World) -> list[dict]:
    return [_entry(_write("costs.csv", fee_reports.costs(seller), delimiter=","), None, _TODAY, 4)]


def _write(name: str, table: pd.DataFrame, **form) -> str:
    return files.write(name, table, **form).name


def _entry(name: str, market: str | None, on: str, order: int, as_of: str | None = None, period: list[str] | None = None) -> dict:
    """on: the day the seller took the report; order: what comes first on that day; as_of, period: what the file itself does not say."""
    return {"name": name, "marketplace": market, "on": on, "order": order, "as_of": as_of, "period": period}


def _save_manifest(manifest: list[dict], seller: world.World) -> None:
    roles = {f"{row.marketplace} {row.sku}": row.role for row in seller.products.itertuples() if row.role != "healthy"}
    plans = clearances.plans(seller.roles, seller)
    facts = {
        "files": manifest,
        "roles": roles,
        "clearances": plans,
        "exchange": catalogue.plan()["exchange"],
        "source_lines": seller.cleaning,
    }
    (files.FOLDER.parent / "manifest.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
