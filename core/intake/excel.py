"""What Excel does to ids: long numbers shortened to 1.44E+14, leading zeros dropped. Told, proposed, never guessed."""

import re
from collections import Counter
from collections.abc import Collection

from core.intake.headings import plain
from core.intake.kinds import Kind
from core.intake.result import Issue
from core.intake.sniff import Table, rows_of
from core.workspace import sql

_SHORTENED = re.compile(r"\d(\.\d+)?E\+\d+")
_IDS = re.compile(r"\b(id|sku|asin|fnsku|msku)\b")
_LOOK_AT = 20_000


def lost_zeros(cursor, kind: Kind) -> list[Issue]:
    """SKUs of the file in hand that would be known with their leading zeros; a kind may have none. Reads temp view `kept`."""
    if kind.column("sku") is None:
        return []
    rows = cursor.execute(sql("intake/lost_zeros")).fetchall()
    return [Issue(code="zeros_lost", column="sku", value=value, facts={"known": known}) for value, known in rows]


def damage(ws, table: Table) -> list[Issue]:
    """Shortened ids and lost zeros in a report that is not read otherwise: one issue per column, one per SKU."""
    shortened, skus = _seen(table, read=())
    return _told(shortened) + _unknown_skus(ws, skus)


def damage_unread(table: Table, read: Collection[int]) -> list[Issue]:
    """Shortened ids in the columns that intake does not read, of a table that Excel may have saved (Amazon's own have tabs): they stay
    unknown, and are told."""
    return [] if table.delimiter == "\t" else _told(_seen(table, read)[0])


def _told(shortened: Counter) -> list[Issue]:
    return [
        Issue(code="ids_damaged", column=heading, value=value, facts={"rows": rows}) for (heading, value), rows in sorted(shortened.items())
    ]


def _seen(table: Table, read: Collection[int]) -> tuple[Counter, dict]:
    """((heading, shortened id) → rows, SKU of digits → ASIN beside it) of the columns of ids, without those at the places `read`."""
    places = {place: heading for place, heading in enumerate(table.headings) if place not in read and _IDS.search(plain(heading))}
    shortened, skus = Counter(), {}
    if not places:
        return shortened, skus
    with table.path.open(encoding=table.encoding, errors="replace", newline="") as lines:
        for line, cells in rows_of(lines, table.delimiter, table.quoted, _LOOK_AT):
            if line > table.header_row:
                _look(places, cells, shortened, skus)
    return shortened, skus


def _look(places: dict[int, str], cells: list[str], shortened: Counter, skus: dict) -> None:
    ids = {place: cells[place].strip() for place in places if place < len(cells)}
    shortened.update((places[place], value) for place, value in ids.items() if _SHORTENED.fullmatch(value))
    digits = [value for place, value in ids.items() if plain(places[place]).endswith("sku") and value.isdigit()]
    asins = [value for value in ids.values() if re.fullmatch(r"B0[A-Z0-9]{8}", value)]
    skus.update(dict.fromkeys(digits, asins[0] if asins else None))


def _unknown_skus(ws, skus: dict[str, str | None]) -> list[Issue]:
    known = ws.rows("select distinct sku, asin from product")
    names = {sku for sku, _ in known}
    proposals = {value: _proposed(value, asin, known) for value, asin in skus.items() if value not in names}
    return [Issue(code="zeros_lost", column="SKU", value=value, facts={"known": sku}) for value, sku in sorted(proposals.items()) if sku]


def _proposed(value: str, asin: str | None, known: list[tuple]) -> str | None:
    same_asin = [sku for sku, its_asin in known if asin and its_asin == asin and sku.lstrip("0") == value]
    same_number = [sku for sku, _ in known if sku.lstrip("0") == value]
    return next(iter(same_asin or same_number), None)
