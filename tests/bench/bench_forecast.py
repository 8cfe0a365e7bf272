"""The default forecast of a whole catalogue, against Prophet's seconds a series in the same run; and of 20 SKUs.

Targets (architecture.md §5): 10,000 SKUs × 104 weeks with quantiles in 120 s on 2 cores and 2 GB, 50 times faster a series than Prophet.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from tests.bench.measure import apart, peak_mb, report

SKUS, FEW, WEEKS, SAMPLE = 10_000, 20, 104, 40
SECONDS, MEMORY_MB, FASTER = 120, 2000, 50


def catalogue(skus: int):
    """A panel of made-up SKUs as a seller has them: few fast and many slow ones, half of all weeks without a sale, a Christmas season for
    some, deal weeks at a lower price that sell three times as much, products that came later, large orders, stock-outs."""
    from core.forecast.panel import NO_OUTLIERS, Panel, promotions

    chance = np.random.default_rng(20261125)
    week = np.arange(WEEKS)
    pace = chance.lognormal(0.0, 1.6, (skus, 1))
    season = 1 + chance.choice([0.0, 0.3, 1.5], (skus, 1), p=[0.4, 0.4, 0.2]) * np.exp(-0.5 * (((week - 46) % 52 - 4) / 3) ** 2)
    drift = np.exp(np.cumsum(chance.normal(0, 0.05, (skus, WEEKS)), axis=1))
    deal = chance.random((skus, WEEKS)) < 0.04
    mean = pace * season * drift * np.where(deal, 3.0, 1.0)
    units = chance.poisson(mean * chance.gamma(0.7, 1 / 0.7, mean.shape)).astype(float)
    units[chance.random(units.shape) < 0.002] *= 15
    units[chance.random(units.shape) < 0.02] = np.nan
    units[week < chance.choice([0, 30, 60, 98], (skus, 1), p=[0.6, 0.2, 0.15, 0.05])] = np.nan
    price = np.round(chance.lognormal(3, 0.5, (skus, 1)) * np.where(deal, 0.85, 1.0), 2)
    series = pd.DataFrame({"marketplace": "US", "sku": [f"S{i}" for i in range(skus)], "category": chance.choice(["Toys", "Home"], skus)})
    days = pd.date_range(end="2026-11-16", periods=WEEKS, freq="7D")
    return Panel(series=series, weeks=days, units=units, price=price, promo=promotions(price), outliers=NO_OUTLIERS)


def ours(skus: str) -> dict:
    """Seconds from the panel to the quantiles; what is read and imported once a process not counted, nor is it for Prophet."""
    from core.forecast.models.default import Default
    from core.forecast.outliers import capped
    from core.forecast.outlook import QUANTILES, WEEKS

    panel = catalogue(int(skus))
    Default().fit(panel.only(np.arange(3)))
    zero = float(np.nanmean(panel.units == 0))
    start = time.perf_counter()
    outlook = Default().fit(capped(panel)).predict(WEEKS, QUANTILES)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "peak_mb": peak_mb(), "series": len(outlook.mean), "zero": zero}


def prophet() -> dict:
    """Seconds a series of a random sample with Prophet's own quantiles, two at a time; the first fit loads the optimiser and is not
    counted."""
    from core.forecast.prophet_view import quiet

    quiet()
    panel = catalogue(SKUS)
    rows = np.random.default_rng(1).choice(SKUS, SAMPLE + 1, replace=False)
    _of_prophet(panel, rows[0])
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda row: _of_prophet(panel, row), rows[1:]))
    return {"seconds": (time.perf_counter() - start) / SAMPLE}


def _of_prophet(panel, row: int) -> pd.DataFrame:
    from prophet import Prophet

    model = Prophet(weekly_seasonality=False, daily_seasonality=False, interval_width=0.8)
    model.fit(pd.DataFrame({"ds": panel.weeks, "y": panel.units[row]}))
    return model.predict(pd.DataFrame({"ds": pd.date_range(panel.weeks[-1], periods=27, freq="7D")[1:]}))


def main() -> None:
    whole, few, other = (apart("tests.bench.bench_forecast", *work) for work in (("ours", SKUS), ("ours", FEW), ("prophet",)))
    print(
        f"forecast of {whole['series']:,} SKUs × {WEEKS} weeks, {whole['zero']:.0%} of the weeks without a sale; Prophet on {SAMPLE} of them"
    )
    report(f"  whole catalogue / {SECONDS} s", whole["seconds"] / SECONDS, 1, f"{whole['seconds']:.1f} s")
    report(f"  peak memory / {MEMORY_MB / 1000:g} GB", whole["peak_mb"] / MEMORY_MB, 1, f"{whole['peak_mb']:.0f} MB")
    each = whole["seconds"] / whole["series"]
    detail = f"{1000 * each:.2f} ms / {1000 * other['seconds']:.0f} ms, {other['seconds'] / each:.0f} times faster"
    report(f"  {FASTER} × a series / Prophet's", FASTER * each / other["seconds"], 1, detail)
    print(f"  {few['series']} SKUs: {few['seconds']:.1f} s", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps({"ours": ours, "prophet": prophet}[sys.argv[1]](*sys.argv[2:])))
    else:
        main()
