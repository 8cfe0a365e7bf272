"""The data sentinel: a snapshot that looks wrong is not believed before the seller has looked at it.

Amazon sometimes sends part of a report, or an old one. Thresholds: rows below 70 % or above 200 % of the last complete snapshot of the same
source and marketplace, more than 30 % of its stocked SKUs gone, older than the last one, or cut in the middle of a row.
A settlement must add up to its own total, to the cent.
"""

import json

from core.intake.checks import own_query
from core.intake.kinds import Kind
from core.intake.result import Issue
from core.intake.stage import Source
from core.workspace import sql

ROWS_AT_LEAST = 0.70
ROWS_AT_MOST = 2.00
GONE_AT_MOST = 0.30
PARTIAL = ("row_truncated", "rows_shrank", "skus_vanished")  # confirmed, such a file speaks only for the SKUs it holds


def doubts(cursor, kind: Kind, source: Source, columns: int) -> list[Issue]:
    """Reasons not to believe this file of so many columns; empty when there are none. Reads temp view `kept`."""
    found = []
    if source.cut:
        facts = {"whole": _kept(cursor), "columns": columns}
        found.append(Issue(code="row_truncated", row=source.cut[0] or None, value=str(source.cut[1]), facts=facts))
    if kind.snapshot:
        for row in cursor.execute(sql("intake/compare_snapshot"), {"source": kind.snapshot}).fetchall():
            found += _compared(*row)
    return found + _own(cursor, kind)


def _own(cursor, kind: Kind) -> list[Issue]:
    """core/sql/intake/<kind>/doubts.sql: code, value, facts (json)."""
    query = own_query(kind.name, "doubts")
    rows = cursor.execute(query).fetchall() if query else []
    return [Issue(code=code, value=value, facts=json.loads(facts)) for code, value, facts in rows]


def _kept(cursor) -> int:
    return cursor.execute("select count(*) from kept").fetchall()[0][0]


def _compared(marketplace: str, day, rows: int, last_day, last_rows: int, last_stocked: int, gone: int) -> list[Issue]:
    facts = {"marketplace": marketplace, "rows": rows, "last_rows": last_rows, "day": day.isoformat(), "last_day": last_day.isoformat()}
    facts["percent"] = round(100 * rows / last_rows)
    if day < last_day:
        return [Issue(code="older_snapshot", facts=facts)]
    if rows < ROWS_AT_LEAST * last_rows:
        return [Issue(code="rows_shrank", facts=facts)]
    if rows > ROWS_AT_MOST * last_rows:
        return [Issue(code="rows_exploded", facts=facts)]
    if last_stocked and gone > GONE_AT_MOST * last_stocked:
        return [Issue(code="skus_vanished", facts=facts | {"gone": gone, "stocked": last_stocked})]
    return []
