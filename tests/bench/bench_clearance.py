"""Clearance against its targets: screening a catalogue, a slider's move, the exact ladder; and what the lots cost in accuracy.

Targets (architecture.md §5): 1,000 SKUs in 5 s on 2 cores, exact ladder of 500 units in 50 ms, lots within 0.2 % of the exact value.
"""

import json
import statistics
import sys
import time
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from tests.bench.measure import apart, peak_mb, report

SKUS, CHECKED, ROUNDS, ON = 1_000, 60, 5, date(2026, 11, 20)
AGES = (20, 75, 135, 200, 250, 400)


def catalogue(skus: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Made-up overstocked SKUs in the columns of run_health and run_cohort."""
    chance = np.random.default_rng(20261120)
    stock = pd.DataFrame({
        "marketplace": "US", "sku": [f"S{i}" for i in range(skus)], "currency": "USD", "price": chance.lognormal(3, 0.6, skus).round(2),
        "on_hand": chance.integers(5, 3000, skus), "velocity": chance.lognormal(-0.5, 1, skus), "variance_to_mean": chance.uniform(1, 5, skus),
        "category": chance.choice(["Home & Kitchen", "Toys & Games", "Clothing & Accessories", "Beauty"], skus), "size_tier": None,
        "longest_in": 12.0, "median_in": chance.uniform(2, 9, skus), "shortest_in": chance.uniform(1, 4, skus),
        "weight_lb": chance.uniform(0.2, 4, skus), "unit_ft3": None, "landed_cost": 5.0,
    })  # fmt: skip
    ages = [
        pd.DataFrame({"marketplace": "US", "sku": stock["sku"], "age_days": age, "units": stock["on_hand"] / len(AGES)}) for age in AGES
    ]
    return stock, pd.concat(ages)


def measure() -> dict:
    from core import policy
    from core.clearance.build import terms_for
    from core.clearance.first_answer import at_price, first_answer
    from core.clearance.ladder import best_policy
    from core.clearance.screen import case_of, screen

    stock, ages = catalogue(SKUS)
    limits = policy.load()
    row = stock.iloc[0].to_dict() | {"on_hand": 500, "price": 24.0, "velocity": 1.4}
    case = replace(case_of(row, ages[ages["sku"] == "S0"], ON, limits), horizon_weeks=26)

    def exact_ladder(one):
        return best_policy(one, terms_for(one)[0])

    for work in (first_answer, exact_ladder):
        work(case)  # compiled, or read from the cache: not counted
    found = {
        "screen": _seconds(lambda: screen(stock, ages, ON, limits)),
        "slider": statistics.median(_seconds(lambda p=p: at_price(case, p)) for p in (12.0, 14.5, 17.0, 19.5, 22.0)),
        "answer": statistics.median(_seconds(lambda: first_answer(case)) for _ in range(ROUNDS)),
        "ladder": statistics.median(_seconds(lambda: exact_ladder(case)) for _ in range(ROUNDS)),
    }
    return found | {"worst": _worst(stock.head(CHECKED), ages, limits), "peak_mb": peak_mb()}


def _worst(stock: pd.DataFrame, ages: pd.DataFrame, limits) -> float:
    """Largest relative difference of the best plan's value between screening and the exact answer."""
    from core.clearance.screen import screen

    both = (screen(stock, ages, ON, limits, **way)[0] for way in ({}, {"levels": 10**6}))
    coarse, exact = (rows.loc[rows["option"] == "best_plan", "value"] for rows in both)
    return float(((coarse - exact).abs() / exact.abs().clip(lower=1.0)).max())


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    found = apart("tests.bench.bench_clearance", "measure")
    print(f"clearance, {SKUS:,} SKUs, and one of 500 units over 26 weeks × 15 prices; peak {found['peak_mb']:.0f} MB")
    for line, name, target in (
        (f"  screening {SKUS:,} SKUs over 52 weeks / 5 s", "screen", 5.0),
        ("  one SKU at one price (slider) / 30 ms", "slider", 0.030),
        ("  first answer of one SKU / 100 ms", "answer", 0.100),
        ("  exact ladder of one SKU / 50 ms", "ladder", 0.050),
    ):
        report(line, found[name] / target, 1, f"{1000 * found[name]:.1f} ms")
    report(f"  worst error of lots over {CHECKED} SKUs / 0.2 %", found["worst"] / 0.002, 1, f"{found['worst']:.4%}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure()))
    else:
        main()
