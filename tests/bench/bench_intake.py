"""Intake of one big all-orders file against DuckDB's bare read of the same file into a table of text. Peak memory of the intake process."""

import json
import sys
import time
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tests.bench.generate import orders_file
from tests.bench.measure import apart, in_turns, median, peak_mb, report

LINES, SKUS, ROUNDS = 1_000_000, 20_000, 3
MEMORY_MB = 1000
BARE = "create table bare as select * from read_csv($path, all_varchar = true, header = true, delim = '\t', quote = '')"


def bare(path: str, folder: str) -> dict:
    """DuckDB alone, with its defaults: into a table in memory, and into a table in a file, as a workspace is one."""
    into_memory = _bare(path, ":memory:")
    return {"seconds": into_memory, "peak_mb": peak_mb(), "into_file": _bare(path, str(Path(folder) / f"bare_{time.time_ns()}.duckdb"))}


def _bare(path: str, database: str) -> float:
    with duckdb.connect(database) as connection:
        start = time.perf_counter()
        connection.execute(BARE, {"path": path})
        return time.perf_counter() - start


def ours(path: str, folder: str) -> dict:
    """The whole intake: recognise, read, check, map, load, add up by day."""
    from core import intake
    from core.workspace import Workspace

    ws = Workspace.open(Path(folder) / f"ours_{time.time_ns()}.duckdb")
    start = time.perf_counter()
    result = intake.load(ws, Path(path), Path(path).name, at=datetime(2026, 11, 22))
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "peak_mb": peak_mb(), "status": result.status, "rows_loaded": result.rows_loaded}


def main() -> None:
    with TemporaryDirectory() as folder:
        path = orders_file(Path(folder) / "all_orders.txt", LINES, SKUS)
        works = {name: lambda name=name: apart("tests.bench.bench_intake", name, path, folder) for name in ("bare", "ours")}
        results = in_turns(ROUNDS, **works)
        size = path.stat().st_size / 1e6
    loaded = results["ours"][0]
    seconds, base, peak = median(results["ours"]), median(results["bare"]), median(results["ours"], "peak_mb")
    print(f"intake: {LINES:,} lines, {size:.0f} MB, {loaded['rows_loaded']:,} rows {loaded['status']}; median of {ROUNDS}")
    filed = median(results["bare"], "into_file")
    report("all-orders into canonical tables / bare read, in memory", seconds / base, 2, f"{seconds:.2f} s / {base:.2f} s")
    report("all-orders into canonical tables / bare read, into a file", seconds / filed, 2, f"{seconds:.2f} s / {filed:.2f} s")
    report("peak memory of intake / 1 GB", peak / MEMORY_MB, 1, f"{peak:.0f} MB; bare {median(results['bare'], 'peak_mb'):.0f} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps({"bare": bare, "ours": ours}[sys.argv[1]](*sys.argv[2:])))
    else:
        main()
