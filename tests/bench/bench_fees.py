"""Fees of 100,000 items in one call, against DuckDB's bare join of the same items and the same rate rows
(which only fetches the amount); and 400 rows, as the simulator asks."""

import json
import sys
import time
from datetime import date

import numpy as np
import pandas as pd

from tests.bench.measure import apart, median, report

ITEMS, ROUNDS, ON = 100_000, 7, date(2026, 11, 22)
HELD = "r.from_day <= i.day and i.day <= r.to_day"
BETWEEN = "i.{0} > coalesce(r.{1}_min, -1) and i.{0} <= coalesce(r.{1}_max, 1e9)"
JOINS = {
    "referral": f"r.category = i.rate_category and {HELD} and {BETWEEN.format('price', 'price')}",
    "fulfilment": f"r.component = 'base' and r.season = 'nonpeak' and r.product_class = 'non_apparel' and r.size_tier = i.size_tier and {HELD}"
    f" and i.price >= coalesce(r.price_min, 0) and i.price <= coalesce(r.price_max, 1e9) and {BETWEEN.format('weight_lb', 'weight')}",
    "storage": f"r.component = 'base' and r.product_class = 'non_dangerous' and r.size_class = i.size_class and r.season = i.season and {HELD}",
    "aged_surcharge": f"i.age_days >= r.age_days_min and i.age_days <= coalesce(r.age_days_max, 1e9) and {HELD}",
    "removal": f"r.size_class = i.size_class and {HELD} and {BETWEEN.format('weight_lb', 'weight')}",
}


def items(size: int) -> pd.DataFrame:
    """US items as Amazon's reports name them, each on its own day of half a year."""
    draw = np.random.default_rng(7)
    tier = draw.integers(0, 3, size)
    category = draw.integers(0, 3, size)
    days = draw.integers(0, 180, size)
    return pd.DataFrame({
        "marketplace": "US",
        "category": np.array(["gl_kitchen", "gl_grocery", "gl_toy"])[category],
        "size_tier": np.array(["UsSmallStandardSize", "UsLargeStandardSize", "SmallBulky"])[tier],
        "price": draw.uniform(5, 80, size).round(2), "weight_lb": draw.uniform(0.05, 1, size).round(3),
        "unit_ft3": draw.uniform(0.01, 1, size), "age_days": draw.integers(0, 500, size),
        "on": pd.Timestamp(ON) + pd.to_timedelta(days, "D"),
        "rate_category": np.array(["Home & Kitchen", "Grocery & Gourmet Food", "Toys & Games"])[category],
        "rate_tier": np.array(["small_standard", "large_standard", "small_bulky"])[tier],
        "size_class": np.array(["standard", "standard", "oversize"])[tier],
    })  # fmt: skip


def bare(frame: pd.DataFrame):
    """A connection that holds the items (named as the rates name them) and every schedule as tables."""
    import duckdb

    from core.fees.schedule import SHIPPED

    con = duckdb.connect()
    named = frame.assign(size_tier=frame["rate_tier"], day=(frame["on"] - pd.Timestamp(0)).dt.days)
    con.register("frame", named.assign(season=np.where(frame["on"].dt.month >= 10, "oct_dec", "jan_sep")))
    con.execute("create table items as select row_number() over () as id, * from frame")
    for fee in JOINS:
        con.register("rows", SHIPPED.table(fee, "US").rows)
        con.execute(f"create table rates_{fee} as select * from rows")
        con.unregister("rows")
    return con


def measure() -> dict:
    from core.fees.quote import FEES

    frame, few = items(ITEMS), items(400)
    con, found = bare(frame), {}
    ours = frame.drop(columns=["rate_category", "rate_tier", "size_class"])
    named = {"storage": "storage_month", "aged_surcharge": "aged_surcharge_month"}
    for fee, on in JOINS.items():
        function, amount = FEES[named.get(fee, fee)], "rate" if fee == "referral" else "amount"
        join = f"select i.id, r.{amount} from items i left join rates_{fee} r on {on}"
        times = {"fee": [], "join": [], "few": []}
        for _ in range(ROUNDS):
            times["join"].append({"seconds": _seconds(lambda query=join: con.execute(query).df())})
            times["fee"].append({"seconds": _seconds(lambda ask=function: ask(ours))})
            times["few"].append({"seconds": _seconds(lambda ask=function: ask(few))})
        found[fee] = {name: median(taken) for name, taken in times.items()}
    return found


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    found = apart("tests.bench.bench_fees", "measure")
    for fee, seconds in found.items():
        detail = f"{seconds['fee'] * 1000:.0f} ms / {seconds['join'] * 1000:.0f} ms; 400 rows {seconds['few'] * 1000:.1f} ms"
        report(f"{fee}: {ITEMS:,} items / bare DuckDB join", seconds["fee"] / seconds["join"], 5, detail)
    whole = {name: sum(seconds[name] for seconds in found.values()) for name in ("fee", "join")}
    report(
        f"these five fees of {ITEMS:,} items / the five joins",
        whole["fee"] / whole["join"],
        5,
        f"{whole['fee']:.2f} s / {whole['join']:.2f} s",
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure()))
    else:
        main()
