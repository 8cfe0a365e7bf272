"""Our restock policy against "order 60 days when cover falls under 30", on real weekly demand: fill rate and average stock.

Demand: data/demand/online_retail.parquet, 26 weeks to learn from and 26 to live through; a week counts at most five times the product's
median week with sales, because wholesale orders of thousands would be the whole sum. Both begin with ten weeks of stock at the pace of
the past, wait five to seven weeks for an order (the same draw), lose what they cannot serve and know only what has been. Ours forecasts by
the smoothed level with its pooled spread (core/forecast/spread.py). The rule is given its best of three thresholds, too.
"""

import json
import sys

import numpy as np
import pandas as pd

from tests.bench.measure import apart

SEED, LEARN, START_WEEKS = 20261129, 26, 10
RULES = ((30, 60), (45, 60), (60, 60))  # cover days under which, days of sales ordered


def demand() -> np.ndarray:
    """(N, 52) units of the products that sold in at least six weeks of the first half."""
    from core.forecast.foreign import sets

    units = np.nan_to_num(sets()["online_retail"])
    early = units[:, :LEARN]
    busy = units[(early > 0).sum(axis=1) >= 6]
    usual = np.nanmedian(np.where(busy > 0, busy, np.nan), axis=1)
    return np.minimum(busy, 5.0 * usual[:, None])


def live(units: np.ndarray, ordering, seed: int = SEED) -> dict[str, float]:
    """Fill rate and average stock over the second half. ordering(past (N, t), position (N,)) → units ordered (N,)."""
    count, weeks = units.shape
    chance = np.random.default_rng(seed)
    waits = chance.integers(5, 8, size=(count, weeks))
    stock = np.ceil(START_WEEKS * units[:, :LEARN].mean(axis=1))
    coming = np.zeros((count, weeks + 8))
    sold, held, ordered = 0.0, 0.0, np.zeros(count)
    for week in range(LEARN, weeks):
        arrived = coming[:, week].copy()
        stock, ordered = stock + arrived, ordered - arrived
        asked = ordering(units[:, :week], stock, ordered)
        np.add.at(coming, (np.arange(count), week + waits[:, week]), asked)
        ordered = ordered + asked
        served = np.minimum(stock, units[:, week])
        sold, stock = sold + served.sum(), stock - served
        held += stock.sum()
    return {"fill_rate": float(sold / units[:, LEARN:].sum()), "average_stock": float(held / (weeks - LEARN))}


def rule(cover_days: float, order_days: float):
    """Order so many days of the last 30 days' sales when stock and what is on its way cover fewer than so many."""

    def ordering(past: np.ndarray, stock: np.ndarray, ordered: np.ndarray) -> np.ndarray:
        pace = past[:, -4:].sum(axis=1) / 28.0
        position = stock + ordered
        return np.where((pace > 0) & (position < cover_days * pace), np.ceil(order_days * pace), 0.0)

    return ordering


def ours(service: float | None = None):
    """core.restock.suggest each week; review by class as it says. service: one for all classes, None: those of the policy."""
    from core import policy
    from core.restock.suggest import suggest

    thresholds, week = policy.load(), [0]

    def ordering(past: np.ndarray, stock: np.ndarray, ordered: np.ndarray) -> np.ndarray:
        week[0] += 1
        table = _positions(past, stock, ordered, service)
        found = suggest(table, pd.Timestamp("2026-01-05").date(), thresholds).set_index("sku").loc[table["sku"]]
        due = (found["why"] == "order_now").to_numpy() & (week[0] % found["review"].map({"continuous": 1, "normal": 2, "periodic": 4}) == 0)
        return np.where(due, found["units"].fillna(0.0), 0.0)

    return ordering


def _positions(past: np.ndarray, stock: np.ndarray, ordered: np.ndarray, service: float | None) -> pd.DataFrame:
    from core.forecast.spread import learn, level

    begun = np.where(np.logical_or.accumulate(past > 0, axis=1), past, np.nan)
    mean = np.maximum(np.nan_to_num(level(begun)), 1e-6)
    sums = np.cumsum(np.repeat(mean[:, None], 26, axis=1), axis=1)
    low, middle, high = np.moveaxis(learn(begun).of_sums(sums, (0.1, 0.5, 0.9)), 2, 0)
    share = np.argsort(np.argsort(-mean)) / len(mean)
    spread = past[:, -26:].std(axis=1) / np.maximum(past[:, -26:].mean(axis=1), 1e-9)
    return pd.DataFrame({
        "marketplace": "US", "sku": [f"S{i}" for i in range(len(mean))], "title": None, "currency": "USD",
        "abc": np.where(share < 0.2, "A", np.where(share < 0.5, "B", "C")), "xyz": np.where(spread < 0.5, "X", np.where(spread < 1, "Y", "Z")),
        "on_hand": stock, "inbound": ordered, "lead_time_days": 42.0, "stage": "maturity", "level": 0, "best_option": None, "frozen": False, "lifted": False, "unit_cost": 1.0,
        "service": np.nan if service is None else service, "safety_stock": np.nan, "minimum_order": np.nan, "case_pack": np.nan,
        "capacity_units": np.nan, "stockout_on": None, "demand_path": list(np.repeat(mean[:, None], 26, axis=1)),
        "cum_p10": list(low), "cum_p50": list(middle), "cum_p90": list(high),
    })  # fmt: skip


def measure() -> dict:
    units = demand()
    found = {f"order {days} d under {cover} d of cover": live(units, rule(cover, days)) for cover, days in RULES}
    found |= {f"ours, service {share:.0%}": live(units, ours(share)) for share in (0.5, 0.7, 0.8, 0.9)} | {"ours": live(units, ours())}
    return {"products": len(units), "policies": found}


def main() -> None:
    found = apart("tests.bench.bench_restock", "--one")
    print(f"restock, {found['products']} products, 26 weeks lived through")
    for name, row in found["policies"].items():
        print(f"  {name:36} fill rate {row['fill_rate']:.3f}   average stock {row['average_stock']:12,.0f}")


if __name__ == "__main__":
    if "--one" in sys.argv:
        print(json.dumps(measure()))
    else:
        main()
