"""What a file holds, before anything is loaded: rows, days, marketplaces, currencies.

Counted, never estimated: load()'s own reading, of those few columns that tell. A row that load() will refuse counts as a row of the file.
"""

from dataclasses import replace
from pathlib import Path

from core.errors import UnreadableFile
from core.intake import rows, stamp
from core.intake.mapping import Plan
from core.intake.result import Holds
from core.intake.rows import Given
from core.intake.sniff import Table
from core.intake.stage import stage
from core.workspace import sql

_NOT_SAID = Given(None, None, None, None, None, None, None)


def of_table(ws, table: Table, chosen: Plan | None, folder: Path) -> Holds | None:
    """`chosen`: how the table is read; None when that is not known yet, then only its rows are counted. None when it cannot be read."""
    try:
        return _of_rows(ws, table, folder) if chosen is None else _of_plan(ws, table, chosen, folder)
    except UnreadableFile:
        return None


def _of_rows(ws, table: Table, folder: Path) -> Holds:
    with ws.read() as cursor:
        stage(cursor, table, {"first": 0}, folder)
        return Holds(rows=cursor.execute("select count(*) from texts").fetchall()[0][0])


def _of_plan(ws, table: Table, chosen: Plan, folder: Path) -> Holds:
    told = replace(chosen, places={name: place for name, place in chosen.places.items() if _tells(chosen, name)} or _first(chosen))
    with ws.read() as cursor:
        stage(cursor, table, told.places, folder)
        notes = rows.build(cursor, told, replace(_NOT_SAID, **{"as_of": stamp.exported_on(table)} | _constants(chosen)), as_view=True)
        found = cursor.execute(rows.with_days(sql("intake/holds"), chosen.kind)).fetchall()
        count, marketplaces, currencies, *days, homeless = found[0]
    if any(note.facts["marketplace"] == "–" for note in notes):  # 01/09 is January or September: the marketplace will tell
        days = (None, None)
    about = {"marketplaces": tuple(marketplaces), "currencies": tuple(currencies), "homeless": homeless}
    return Holds(rows=count, first_day=days[0], last_day=days[1], **about)


def _tells(chosen: Plan, name: str) -> bool:
    column = chosen.kind.column(name)
    names_currency = chosen.kind.localised and column.kind == "amount" and "currency" not in chosen.places
    return name == "currency" or name in chosen.kind.marketplace_from or column.kind in rows.DAYS or names_currency


def _first(chosen: Plan) -> dict[str, int]:
    return dict(list(chosen.places.items())[:1])


def _constants(chosen: Plan) -> dict:
    return {name: value for name, value in chosen.constants.items() if name in ("marketplace", "currency", "as_of")}
