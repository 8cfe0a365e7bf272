"""What a file says of itself outside its table: Keepa's last row, "Exported on 2026-11-15 07:30 (UTC)", and an ASIN in its name."""

import re
from datetime import date

from core.intake.sniff import Table

_TAIL = 4_096
_EXPORTED = re.compile(r"Exported on (\d{4})-(\d\d)-(\d\d)")
_ASIN = re.compile(r"(?<![A-Z0-9])B0[A-Z0-9]{8}(?![A-Z0-9])")


def exported_on(table: Table) -> date | None:
    """The day of the export, where the end of the file tells it."""
    with table.path.open("rb") as file:
        file.seek(max(0, table.path.stat().st_size - _TAIL))
        found = _EXPORTED.search(file.read().decode(table.encoding, "replace"))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def asin_in(name: str) -> str | None:
    """The one ASIN in a file's name; None when there is none, or several."""
    found = set(_ASIN.findall(name))
    return found.pop() if len(found) == 1 else None
