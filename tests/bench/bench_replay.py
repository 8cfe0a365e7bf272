"""The replay of the past: how long it takes, and how good the rules were on sellers whose future is known.

Speed: a year of weekly replay for 2,000 SKUs against a minute, and the rules of 20,000 SKUs against ten seconds (health, quick forecast,
charges, every rule; not what each way out is worth). Print `python -m tests.bench.bench_replay DEMO.duckdb RETAIL.parquet ONE.csv` for the
tables of the demo seller, of a simulated buyer on the real demand of Online Retail (seeds fixed), and of one SKU with its real stock.
"""

import json
import sys
import time
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from tests import past_seller
from tests.bench import generate
from tests.bench.measure import apart, peak_mb, report

SKUS, WEEKS, MANY = 2_000, 52, 20_000
AS_OF, AT = date(2026, 11, 21), datetime(2026, 11, 22)
SECONDS = {"year": 60.0, "rules": 10.0}


def year(folder: Path) -> dict:
    """Seconds of look_back, truth and score for SKUS over WEEKS."""
    from core import settings
    from core.replay import kept, weeks
    from core.workspace import Workspace

    ws = Workspace.open(folder / "past.duckdb")
    shelf = past_seller.buy(past_seller.wavering(SKUS, 7 * (WEEKS - 1) + 92))
    price = np.random.default_rng(1).uniform(8, 60, SKUS).round(2)
    past_seller.fill(ws, [f"S{number:05d}" for number in range(SKUS)], shelf, price)
    days = weeks.days_of(ws, past_seller.LAST, WEEKS)
    start = time.perf_counter(), time.process_time()
    kept.replayed(ws, days, settings.policy(ws), at=AT)
    done = {"seconds": time.perf_counter() - start[0], "cpu": time.process_time() - start[1], "weeks": len(days), "skus": SKUS}
    ws.close()
    return done


def rules(folder: Path) -> dict:
    """Seconds of everything up to the rules for MANY SKUs on one day."""
    from core import health, market, risk, run, schedules, settings
    from core.forecast import expected
    from core.replay.quick import Quick
    from core.replay.weeks import UNMEASURED
    from core.workspace import Workspace

    ws = Workspace.open(folder / "many.duckdb")
    generate.stock(ws, MANY, generate.BY_DAYS)
    generate.daily_sales(ws, MANY)
    policy, book = settings.policy(ws), schedules.book(ws)
    with ws.read() as cursor:
        start = time.perf_counter(), time.process_time()
        health.compute(cursor, AS_OF, policy)
        expected.compute(cursor, AS_OF, policy, Quick())
        market.compute(cursor, AS_OF, policy)
        run.charges(cursor, AS_OF, policy, book, UNMEASURED)
        risk.judge(cursor, policy.params() | {"as_of": AS_OF})
        done = {"seconds": time.perf_counter() - start[0], "cpu": time.process_time() - start[1], "skus": MANY}
        done["fired"] = cursor.execute("select count(*) from fired").fetchall()[0][0]
    ws.close()
    return done


def measure(kind: str) -> dict:
    with TemporaryDirectory() as folder:
        return {"year": year, "rules": rules}[kind](Path(folder)) | {"peak_mb": peak_mb()}


def main() -> None:
    for kind, limit in SECONDS.items():
        found = apart("tests.bench.bench_replay", kind)
        what = f"replay of {found.get('weeks', 1)} weeks, {found['skus']:,} SKUs / {limit:.0f} s"
        report(what, found["seconds"] / limit, 1, f"{found['seconds']:.1f} s, {found['cpu']:.1f} s of CPU, peak {found['peak_mb']:.0f} MB")


# --- how good: tables


def tables(demo: Path, retail: Path, one: Path) -> None:
    """The replay tables of three sellers."""
    from core.workspace import Workspace

    with TemporaryDirectory() as folder:
        print("\nDemo seller"), _table(Workspace.open(demo))
        ws = Workspace.open(Path(folder) / "retail.duckdb")
        skus, demand, price = past_seller.shop(retail)
        shelf = past_seller.buy(demand)
        past_seller.fill(ws, skus, shelf, np.round(7 + 4 * price**0.9, 2))
        print(f"\nOnline Retail, year 1, {len(skus):,} articles, simulated buyer"), _table(ws)
        _ended(ws, skus, demand, shelf)
        ws = Workspace.open(Path(folder) / "one.duckdb")
        past_seller.single(ws, one)
        print("\nOne SKU with its real stock, 104 weeks"), _table(ws, weeks=104)


def _table(ws, weeks: int = WEEKS) -> None:
    from core.replay import kept

    replay_id = kept.prove(ws, at=AT, weeks=weeks)
    for market in kept.marketplaces(ws, replay_id):
        rows = kept.scores(ws, replay_id, market)
        shown = rows[rows["alerts"] > 0].drop(columns=["marketplace", "missed"]).round(2)
        print(shown.to_string(index=False))


def _ended(ws, skus: list[str], demand: np.ndarray, shelf) -> None:
    """Of the articles whose real demand ended for good while stock lay on the shelf: how many were warned of, and how soon after."""
    from core.replay import kept

    day_of = np.array([pd.Timestamp(past_seller.LAST) - pd.Timedelta(days=back) for back in range(demand.shape[1] - 1, -1, -1)])
    last = demand.shape[1] - 1 - np.argmax(demand[:, ::-1] > 0, axis=1)
    ended = (last < demand.shape[1] - 92) & (last > 91) & (shelf.left[:, -1] > 0)
    for level in (1, 2):
        alarms = kept.alarms(ws, kept.newest(ws)["replay_id"], "level", None, level)
        first = alarms[pd.to_datetime(alarms["last_on"]) >= pd.Timestamp(day_of[92])].groupby("sku")["opened_on"].min()
        warned = np.array([sku in first.index for sku in skus]) & ended
        late = [(first[skus[row]] - pd.Timestamp(day_of[last[row]])).days for row in np.flatnonzero(warned)]
        print(
            f"ended with stock: {ended.sum()}; level {level}+ warned of {warned.sum()}, {np.median(late):.0f} days after the last sale (median)"
        )


if __name__ == "__main__":
    if len(sys.argv) == 2:
        print(json.dumps(measure(sys.argv[1])))
    elif len(sys.argv) == 4:
        tables(*map(Path, sys.argv[1:]))
    else:
        main()
