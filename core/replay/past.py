"""The past as it was known on a day: every dated table, filled week by week, in front of the real ones on one cursor.

A temporary table goes before a stored one of the same name, so every query of a run reads what lies here. Promise: a row dated after the
day that was asked for is not there to be read, whatever a rule forgets to filter. A dated table that no rule reads lies empty.
What has no date stays as it is known today: what a product is and measures, thresholds, fee tables, and a cost typed in later; but the
season of a product is what the reports of the time say (core/sql/health/position.sql).
Where a ledger covers a day, it says the stock of that day, and until the first report of ages how old it is.
"""

from datetime import date

import duckdb

from core.workspace import sql

# the column that says from when on a row is known
DATED = {
    "sales_daily": "day", "stock_snapshot": "as_of", "stock_age": "as_of", "surcharge_estimate": "as_of", "ledger_daily": "day",
    "fee_preview": "as_of", "fee_charged": "period_end", "settlement": "end_day",
    "settlement_line": "day", "transfer_receipt": "received_on", "run": "as_of", "competitor_snapshot": "day", "keyword_rank": "day",
    "traffic_day": "day", "ad_product": "end_day", "ad_search_term": "end_day", "ad_target": "end_day", "removal_line": "requested_day",
}  # fmt: skip
EMPTY = ("order_line", "sales_tidy", "traffic_period", "alert", "alert_history")
_FROM_LEDGER = {"stock_snapshot": "ledger_stock", "stock_age": "ledger_age"}


class Past:
    """On one cursor: `until(day)` lets everything arrive up to and with that day. Days only go forward."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, days: list[date]):
        """days: those that will be asked for."""
        self._cursor = cursor
        self._known = date.min
        self._name = cursor.execute("select current_database()").fetchall()[0][0]
        cursor.execute("create or replace temp table replay_day as select unnest($days::date[]) as day", {"days": days})
        for query in ("replay/ledger_stock", "replay/ledger_age"):
            cursor.execute(sql(query))
        for table in (*DATED, *EMPTY, "import_file"):
            cursor.execute(f'create or replace temp table {table} as from "{self._name}".main.{table} limit 0')

    def until(self, day: date) -> None:
        """Let arrive what is dated after the last day asked for, up to this one."""
        span = {"after": self._known, "day": day}
        for table, column in DATED.items():
            self._arrive(f'"{self._name}".main.{table}', table, column, span)
        for table, source in _FROM_LEDGER.items():
            self._arrive(source, table, "as_of", span, "'ledger' as source, *" if table == "stock_snapshot" else "*")
        self._cursor.execute("delete from import_file")
        waits = "status <> 'quarantined' or coalesce(snapshot_date, $day) <= $day"
        self._cursor.execute(f'insert into import_file from "{self._name}".main.import_file where {waits}', {"day": day})
        self._known = day

    def _arrive(self, source: str, table: str, column: str, span: dict, said: str = "*") -> None:
        self._cursor.execute(
            f"insert into temp.{table} by name select {said} from {source} where {column} > $after and {column} <= $day", span
        )
