"""Time and memory of one piece of work, each run in a process of its own so that nothing before it counts."""

import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def apart(module: str, *arguments) -> dict:
    """Run `python -m module arguments…`, which prints one JSON object as its last line; give that object."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def peak_mb() -> float:
    """Peak resident memory of this process so far, in MB (Linux counts in KiB, macOS in bytes)."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def in_turns(rounds: int, **works) -> dict[str, list[dict]]:
    """Run every work once a round, in turns, so that a slow minute of the machine hits all of them."""
    results = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            results[name].append(work())
    return results


def median(results: list[dict], key: str = "seconds") -> float:
    return statistics.median(result[key] for result in results)


def report(line: str, ratio: float, limit: float, detail: str) -> None:
    """One line of the bench: what, the ratio, the target and whether it holds."""
    mark = "holds" if ratio <= limit else "MISSED"
    print(f"{line:<58} {ratio:>7.2f} x   target {limit:g} x   {mark}   ({detail})", flush=True)
