"""What a file seems to be, before anything is loaded: kind, columns, first rows, what it holds, and what load() still has to be told."""

import os
import re
import tempfile
from datetime import date
from pathlib import Path

from core.errors import InputError, UnreadableFile
from core.intake import holds, kinds, marketplaces, stamp
from core.intake.mapping import plan, proposal
from core.intake.result import Issue, Preview
from core.intake.sniff import Table, first_rows, tables

SAMPLE_ROWS = 5
_SOLD_ON = ("purchased_at", "day")  # kinds with one of these tell what sold on which day


def preview(ws, path, name, *, mapping: dict | None = None) -> Preview:
    """Recognise a file without loading it. Never raises for what is in the file: its `issues` say what is wrong."""
    with tempfile.TemporaryDirectory(dir=ws.uploads, prefix=f"reading-{os.getpid()}-") as folder:
        try:
            table = tables(Path(path), name, Path(folder))[0]
        except UnreadableFile as error:
            issue = Issue(code=error.code, facts=error.facts)
            return Preview(name=name, kind=None, variant=None, encoding=None, delimiter=None, header_row=None, issues=(issue,))
        return _of_table(ws, table, name, mapping, Path(folder))


def _of_table(ws, table: Table, name: str, mapping: dict | None, folder: Path) -> Preview:
    chosen, known, asks, issues, empty = None, {}, [], [], False
    kind, sample = table.kind, first_rows(table, SAMPLE_ROWS)
    try:
        chosen = plan(ws, table, mapping)
        kind = chosen.kind
        known = {ours: table.headings[place] for ours, place in chosen.places.items()} | {
            key: str(value) for key, value in chosen.constants.items()
        }
        asks = _asks(chosen, table)
        empty = not sample and any(kind.column(name) for name in _SOLD_ON)
    except InputError as error:
        facts = dict(error.facts)
        issues.append(Issue(code=error.code, column=facts.pop("column", None), value=facts.pop("value", None), facts=facts))
        asks = [] if error.code == "not_used_yet" else ["mapping"]
        known = proposal(kind, table) if kind else {}
    held = holds.of_table(ws, table, chosen, folder)
    if held and held.rows and held.homeless == 0:  # a currency tells it, row by row
        asks = [ask for ask in asks if ask != "marketplace"]
    return Preview(
        name=name, kind=kind.name if kind else None, variant=kinds.variant_of(kind.name, list(table.headings)) if kind else None,
        encoding=table.encoding, delimiter=table.delimiter, header_row=table.header_row, columns=table.headings, sample=sample, empty=empty,
        holds=held,
        mapping=known, asks=tuple(asks), proposals=_proposals(ws, name, ["period"] if empty else asks), issues=tuple(issues),
    )  # fmt: skip


def _asks(chosen, table: Table) -> list[str]:
    """What the file does not say; a marketplace column may still be blank in every row, then load() says so."""
    has_market = (
        chosen.kind.marketplace_optional
        or "marketplace" in chosen.constants
        or any(name in chosen.places for name in chosen.kind.marketplace_from)
    )
    dated = "as_of" if stamp.exported_on(table) else None
    undated = [name for name in chosen.kind.asks if name not in chosen.places and name not in chosen.constants and name != dated]
    return ([] if has_market else ["marketplace"]) + undated


def _proposals(ws, name: str, asks: list[str]) -> dict:
    """From the file name, or from the one marketplace that the workspace knows. Proposed, never assumed."""
    found = {}
    days = _days_in(name)
    loaded = ws.rows("select distinct marketplace from product_fact")
    only = loaded[0][0] if len(loaded) == 1 else None
    if market := marketplaces.in_file_name(name) or only:
        found["marketplace"] = market
    if "as_of" in asks and days:
        found["as_of"] = days[-1]
    if "period" in asks and len(days) >= 2:
        found["period"] = (days[0], days[1])
    return found


def _days_in(name: str) -> list[date]:
    days = []
    for year, month, day in re.findall(r"(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)", name):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days
