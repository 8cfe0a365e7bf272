"""The risk table of 20,000 SKUs against DuckDB's bare group-by of the same sales rows in the same file.

Two sets of sales: 1,000,000 order lines through intake, and one row for every SKU and day of a year (7,300,000 rows).
"""

import json
import sys
import time
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import generate
from tests.bench.measure import apart, median, peak_mb, report

LINES, SKUS, DAYS, ROUNDS = 1_000_000, 20_000, 365, 3
AT, AS_OF = datetime(2026, 11, 22), date(2026, 11, 21)
SCREENING = "screening"  # hold or clear for every SKU at risk: another job than the table
BARE = {
    "order lines": "select marketplace, sku, sum(units), sum(gross_sales), min(day), max(day) from order_line group by marketplace, sku",
    "days": "select marketplace, sku, sum(units), sum(gross_sales), min(day), max(day) from sales_daily group by marketplace, sku",
}


def build(kind: str, folder: Path):
    """A workspace of 20,000 SKUs with stock, ages, costs and the wanted sales."""
    from core import intake
    from core.workspace import Workspace

    ws = Workspace.open(folder / f"{kind.replace(' ', '_')}.duckdb")
    if kind == "order lines":
        path = generate.orders_file(folder / "all_orders.txt", LINES, SKUS, DAYS)
        intake.load(ws, path, path.name, at=AT)
    generate.stock(ws, SKUS)
    if kind == "days":
        generate.daily_sales(ws, SKUS, DAYS)
    return ws


def measure(kind: str) -> dict:
    from core import run as runs

    with TemporaryDirectory() as folder:
        ws = build(kind, Path(folder))
        bare, whole = [], []
        for _ in range(ROUNDS):
            bare.append({"seconds": _seconds(lambda: ws.frame(BARE[kind]))})
            done = runs.run(ws, at=AT, as_of=AS_OF)
            stages = dict(done.seconds)
            whole.append({"table": sum(v for k, v in stages.items() if k != SCREENING), "seconds": sum(stages.values()), "stages": stages})
        rows = ws.rows("select count(*) from sales_daily")[0][0]
        ws.close()
    last = {"bare": median(bare), "table": median(whole, "table"), "whole": median(whole), "stages": whole[-1]["stages"]}
    return last | {"skus": done.skus, "levels": done.levels, "rows": rows, "peak_mb": peak_mb()}


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    for kind in BARE:
        found = apart("tests.bench.bench_risk", kind)
        print(f"risk over {kind}: {found['skus']:,} SKUs, {found['rows']:,} daily rows, levels {found['levels']}; median of {ROUNDS}")
        print(
            f"  stages in s: { ({name: round(seconds, 2) for name, seconds in found['stages'].items()}) }; peak {found['peak_mb']:.0f} MB"
        )
        for name, part in (
            ("risk table (health, charges, rules, levels, stored)", "table"),
            ("whole run with hold-or-clear screening", "whole"),
        ):
            report(f"  {name} / bare group-by", found[part] / found["bare"], 3, f"{found[part]:.2f} s / {found['bare']:.3f} s")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
    else:
        main()
