"""The risk table of 20,000 SKUs against DuckDB's bare group-by of the same sales rows in the same file, by SKU and week.

By SKU and week, because that sum is what the table is made of: velocity, steadiness, life stage and the rules that watch a fall read weeks.
The cheaper sum by SKU alone is printed beside it, without a target: it throws away what most columns need, and with few rows it measures
the fixed work of a run (fees in Python, some 40 queries, storing 20,000 rows in six tables) and not the summing.
The forecast, how demand answers to price, and the screening are stages of their own and not counted: the table is measured without them.

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
# hold or clear for every SKU at risk, what it asks of past prices, and fitting the models: other jobs than the table
APART = ("screening", "elasticity", "forecast")
TABLE = {"order lines": "order_line", "days": "sales_daily"}
BY_SKU = "select marketplace, sku, sum(units), sum(gross_sales), min(day), max(day) from {table} group by all"
BY_WEEK = "select marketplace, sku, date_trunc('week', day), sum(units), sum(gross_sales) from {table} group by all"


def build(kind: str, folder: Path):
    """A workspace of 20,000 SKUs with stock, ages, costs and the wanted sales."""
    from core import intake
    from core.workspace import Workspace

    ws = Workspace.open(folder / f"{kind.replace(' ', '_')}.duckdb")
    if kind == "order lines":
        path = generate.orders_file(folder / "all_orders.txt", LINES, SKUS, DAYS)
        intake.load(ws, path, path.name, at=AT)
    pace = {"order lines": generate.BY_LINES.format(lines=LINES, days=DAYS, skus=SKUS), "days": generate.BY_DAYS}
    generate.stock(ws, SKUS, pace[kind])
    if kind == "days":
        generate.daily_sales(ws, SKUS, DAYS)
    return ws


def measure(kind: str) -> dict:
    from core import run as runs

    with TemporaryDirectory() as folder:
        ws = build(kind, Path(folder))
        rounds = [_round(ws, TABLE[kind], runs) for _ in range(ROUNDS)]
        rows = ws.rows(f"select count(*) from {TABLE[kind]}")[0][0]
        ws.close()
    medians = {name: median(rounds, name) for name in ("by_sku", "by_week", "table", "whole")}
    return medians | {key: rounds[-1][key] for key in ("stages", "levels", "skus")} | {"rows": rows, "peak_mb": peak_mb()}


def _round(ws, table: str, runs) -> dict:
    """One turn: the two bare sums, then a run. Times in seconds."""
    from core.forecast.models import MODELS

    bare = {
        "by_sku": _seconds(lambda: ws.frame(BY_SKU.format(table=table))),
        "by_week": _seconds(lambda: ws.frame(BY_WEEK.format(table=table))),
    }
    done = runs.run(ws, at=AT, as_of=AS_OF, model=MODELS["ses"])  # the quick one: its seconds are not counted
    whole = sum(done.seconds.values())
    return bare | {
        "table": whole - sum(done.seconds[stage] for stage in APART),
        "whole": whole,
        "stages": done.seconds,
        "levels": done.levels,
        "skus": done.skus,
    }


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    for kind in TABLE:
        found = apart("tests.bench.bench_risk", kind)
        print(f"risk over {kind}: {found['skus']:,} SKUs, {found['rows']:,} rows, levels {found['levels']}; median of {ROUNDS}")
        print(
            f"  stages in s: { ({name: round(seconds, 2) for name, seconds in found['stages'].items()}) }; peak {found['peak_mb']:.0f} MB"
        )
        detail = {base: f"{found['table']:.2f} s / {found[base]:.3f} s" for base in ("by_week", "by_sku")}
        report("  risk table / bare group-by SKU and week", found["table"] / found["by_week"], 3, detail["by_week"])
        print(f"  risk table / bare group-by SKU: {found['table'] / found['by_sku']:.1f} x   no target   ({detail['by_sku']})")
        print(f"  whole run, with the forecast and hold or clear for every SKU at risk: {found['whole']:.2f} s", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
    else:
        main()
