"""Quadrants, named rules, alert levels: which SKUs are in trouble, and why.

A rule is one file in core/sql/rules: (marketplace, sku, level, facts) of the SKUs on which it fires; its name is the file's name,
its words are the text keys risk.rule.<name>, risk.why.<name>, risk.silent.<name>. A new rule is one new file, its words, and its place in
PRIORITY. It reads a threshold as a column of `position` (core/thresholds.py), where a seller can set it for a category or a SKU.
"""

from pathlib import Path

import duckdb

from core import thresholds
from core.health import execute

_RULES = Path(__file__).parent / "sql" / "rules"

# which rule speaks first among rules of one level: the one nearest to money
PRIORITY = [
    "surcharge_ahead", "no_movement", "age_by_sales", "cliff", "season_end", "end_of_life_line", "overstock", "clear_now_quadrant",
    "turnover_decline", "market_shrinking", "reorder_by", "low_stock", "two_fee_corridor", "capacity", "transfer_exception", "lost_units",
    "phantom_stock", "forecast_bias", "data_suspect",
]  # fmt: skip
# rules that ask for no clearance, so that the money of clearing is not theirs
NOT_CLEARING = (
    "low_stock",
    "reorder_by",
    "two_fee_corridor",
    "data_suspect",
    "forecast_bias",
    "transfer_exception",
    "lost_units",
    "phantom_stock",
)


def names() -> list[str]:
    """Every rule there is, most urgent first."""
    return sorted((file.stem for file in _RULES.glob("*.sql")), key=PRIORITY.index)


def judge(cursor: duckdb.DuckDBPyConnection, params: dict) -> None:
    """From the temporary tables `position` and `market_now` leave `quadrant` (marketplace × sku), `own_threshold` and `fired`
    (marketplace × sku × rule)."""
    thresholds.compute(cursor, params)
    execute(cursor, "risk/cusum", {})
    execute(cursor, "risk/quadrants", params)
    cursor.execute("create or replace temp table fired (marketplace varchar, sku varchar, rule varchar, level integer, facts json)")
    for rule in names():
        fire(cursor, rule, params)


def fire(cursor: duckdb.DuckDBPyConnection, rule: str, params: dict) -> None:
    """Add the SKUs on which one rule fires to `fired`."""
    execute(cursor, f"rules/{rule}", params, "create or replace temp table fired_now as")
    cursor.execute("insert into fired select marketplace, sku, $rule, level, facts from fired_now", {"rule": rule})


def levels(cursor: duckdb.DuckDBPyConnection, params: dict) -> None:
    """From `position`, `quadrant`, `fired` and `screened` leave `risk` (marketplace × sku)."""
    params = params | {"priority": PRIORITY, "not_clearing": list(NOT_CLEARING)}
    execute(cursor, "risk/levels", params, "create or replace temp table risk as")
