"""Which report is this? By its set of normalised headings, never by file name, order or count of columns.

Facts: data/reports/<kind>.toml (signature, what is needed, our column → their headings), not_used_yet.toml (known, not read yet),
headers.json (every header row seen, with its source). Promise: a header gives one kind or none, never two.
"""

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.intake.headings import plain

REPORTS = Path(__file__).parents[2] / "data" / "reports"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One of our columns in a report. `kind`: id, text, units, amount, number, capped, day, moment, month or flag.

    capped: a whole number that may stand for "this or more" (`>306`): then its companion `<name>_beyond` is true.
    part: which day of a cell with two of them (`Oct 16, 2026 - Nov 14, 2026`): first or last."""

    name: str
    kind: str
    named: tuple[str, ...]
    order: str | None = None
    part: str | None = None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A report we know. `columns` is empty for those that nothing reads yet."""

    name: str
    signature: tuple[frozenset[str], ...] = ()
    without: frozenset[str] = frozenset()  # headings of a finer report that has all of the signature too
    columns: tuple[Column, ...] = ()
    needs: tuple[str, ...] = ()  # our columns without which nothing can be read
    filled: tuple[str, ...] = ()  # our columns that must not be blank in a row
    asks: tuple[str, ...] = ()  # as_of or period: what the file itself does not say
    marketplace_from: tuple[str, ...] = ()
    marketplace_optional: bool = False
    home_by_currency: bool = False  # one file, several marketplaces: what is said about it holds only for rows in that currency
    snapshot: str | None = None  # its source in stock_snapshot
    key: tuple[str, ...] = ()  # columns of `typed` that may not occur twice
    localised: bool = False  # numbers and dates are written as the screen language writes them
    own: bool = False  # ours, not Amazon's: recognised by the columns it needs
    sku_by_fnsku: bool = False
    sku_optional: bool = False
    equal_rows: bool = False  # rows that are equal in every cell are real, and all count

    @property
    def is_read(self) -> bool:
        return bool(self.columns)

    def fits(self, have: frozenset[str]) -> bool:
        """Whether one of its signatures stands among these headings, and nothing of a finer report."""
        return not self.without & have and any(signature <= have for signature in self.signature)

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


@cache
def all_kinds() -> dict[str, Kind]:
    """Every known kind by name: those that are read first."""
    read = {path.stem: _read_kind(path) for path in sorted(REPORTS.glob("*.toml")) if path.stem != "not_used_yet"}
    unread = tomllib.loads((REPORTS / "not_used_yet.toml").read_text(encoding="utf-8"))
    return read | {name: Kind(name=name, signature=_signature(sets)) for name, sets in unread.items()}


def _read_kind(path: Path) -> Kind:
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = tuple(_column(name, entry) for name, entry in facts.pop("columns").items())
    signature = _signature(facts.pop("signature", []))
    without = frozenset(plain(heading) for heading in facts.pop("without", []))
    lists = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
    return Kind(name=path.stem, signature=signature, without=without, columns=columns, **lists)


def _column(name: str, entry: dict) -> Column:
    names = tuple(plain(heading) for heading in entry["named"])
    return Column(name=name, kind=entry["is"], named=names, order=entry.get("order"), part=entry.get("part"))


def _signature(sets: list[list[str]]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(plain(heading) for heading in headings) for headings in sets)


@cache
def variants(kind: str) -> dict[str, frozenset[str]]:
    """The known header sets of a kind: {"US_2026_34": {…}}; empty for our own kinds."""
    known = json.loads((REPORTS / "headers.json").read_text(encoding="utf-8")).get(kind, {})
    return {name: frozenset(plain(heading) for heading in headings) for name, headings in known.items()}


def recognise(headings: list[str]) -> Kind | None:
    """The kind whose signature the headings hold; among Amazon's kinds first, then our own by the columns they need."""
    have = frozenset(plain(heading) for heading in headings)
    for kind in all_kinds().values():
        if kind.fits(have):
            return kind
    ours = [kind for kind in all_kinds().values() if kind.own and _holds_needs(kind, have)]
    return ours[0] if len(ours) == 1 else None


def _holds_needs(kind: Kind, have: frozenset[str]) -> bool:
    return all(have & set(kind.column(name).named) for name in kind.needs)


def variant_of(kind: str, headings: list[str]) -> str | None:
    """The known header set nearest to this one (shared ÷ all headings), exact order of names aside."""
    have = frozenset(plain(heading) for heading in headings)
    known = variants(kind)
    return max(known, key=lambda name: _likeness(known[name], have), default=None)


def nearest(headings: list[str]) -> tuple[str | None, list[str]]:
    """For a header of no known kind: the nearest kind that we read, and which of its signature is lacking."""
    have = frozenset(plain(heading) for heading in headings)
    scores = {(kind, name): _likeness(have, known) for kind in all_kinds() for name, known in variants(kind).items()}
    best = max(scores, key=scores.get, default=None)
    if best is None or scores[best] < 0.2:
        return None, []
    lacking = min((sorted(signature - have) for signature in all_kinds()[best[0]].signature), key=len, default=[])
    return best[0], lacking


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def unknown_headings(kind: str, headings: list[str]) -> list[str]:
    """Headings that no known variant and no column of the kind has: kept in mind, never an error."""
    known = frozenset().union(*variants(kind).values(), *(column.named for column in all_kinds()[kind].columns))
    return [heading for heading in headings if heading.strip() and plain(heading) not in known]


def missing_headings(kind: str, headings: list[str]) -> list[str]:
    """Headings of the nearest variant that this file lacks."""
    variant = variant_of(kind, headings)
    return sorted(variants(kind)[variant] - {plain(heading) for heading in headings}) if variant else []
