"""Which of the file's columns is which of ours: by heading, by what the seller said, by what the seller said last time for this header."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten

from core.errors import ColumnMissing, InputError, UnknownKind
from core.intake import kinds, marketplaces
from core.intake.headings import header_key, plain
from core.intake.kinds import Kind
from core.intake.sniff import Table

CONSTANTS = ("marketplace", "currency", "as_of")
_FIRST = 120  # characters of a strange header that are told


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a table is read. `places`: our column → position in the file; `constants`: marketplace, currency, as_of, given once for all rows;
    `answered`: what the seller said, to be remembered."""

    kind: Kind
    places: dict[str, int]
    constants: dict[str, object]
    answered: dict[str, str]


def plan(ws, table: Table, mapping: dict | None) -> Plan:
    """Raises UnknownKind (unknown_kind, unknown_table), InputError (not_used_yet, mapping_unknown),
    ColumnMissing (column_missing, fnsku_not_known)."""
    said = mapping or _remembered(ws, table)
    kind = _kind(table, said)
    if not kind.is_read:
        raise InputError("not_used_yet", kind=kind.name)
    answered = {_our_name(kind, name): str(heading) for name, heading in said.items() if name != "kind" and heading not in (None, "")}
    places = _by_heading(kind, table) | _by_answer(table, answered)
    constants = _constants(answered, places)
    result = Plan(kind=kind, places=places, constants=constants, answered=answered)
    _check_needs(ws, table, result)
    return result


def remember(cursor, table: Table, chosen: Plan, at: datetime) -> None:
    """Keep the seller's answers for the next file with this header."""
    if chosen.answered:
        cursor.execute(
            "insert or replace into column_mapping values ($key, $kind, $mapping, $at)",
            {"key": header_key(list(table.headings)), "kind": chosen.kind.name, "mapping": json.dumps(chosen.answered), "at": at},
        )


def proposal(kind: Kind, table: Table) -> dict[str, str]:
    """Our column → their heading, as far as the headings tell."""
    return {name: table.headings[place] for name, place in _by_heading(kind, table).items()}


def _remembered(ws, table: Table) -> dict:
    found = ws.rows("select kind, mapping from column_mapping where header_key = $key", key=header_key(list(table.headings)))
    return {"kind": found[0][0]} | json.loads(found[0][1]) if found else {}


def _kind(table: Table, said: dict) -> Kind:
    if said.get("kind") in kinds.all_kinds():
        return kinds.all_kinds()[said["kind"]]
    if table.kind:
        return table.kind
    fitting = [kind for kind in kinds.all_kinds().values() if said and kind.own and _takes(kind, said)]
    if fitting:
        return fitting[0]
    near, lacking = kinds.nearest(list(table.headings))
    first = shorten(", ".join(table.headings[:5]), _FIRST, placeholder="…")
    if near is None:
        raise UnknownKind("unknown_table", first=first)
    raise UnknownKind("unknown_kind", first=first, nearest=near, lacking=", ".join(lacking) or "–")


def _takes(kind: Kind, said: dict) -> bool:
    names = [_called(kind, name) for name in said if name != "kind"]
    return all(names) and set(kind.needs) <= set(names)


def _called(kind: Kind, name: str) -> str | None:
    """Our column of that name, or of that heading: `on_hand` and `stock` are `available`."""
    wanted = plain(name)
    return next((column.name for column in kind.columns if column.name == name or wanted in (plain(column.name), *column.named)), None)


def _our_name(kind: Kind, name: str) -> str:
    found = _called(kind, name) or (name if name in CONSTANTS else None)
    if found is None:
        raise InputError("mapping_unknown", column=name, known=", ".join(column.name for column in kind.columns))
    return found


def _by_heading(kind: Kind, table: Table) -> dict[str, int]:
    """The first heading, in the order of the column's known names, that the file has."""
    have = {}
    for place, heading in enumerate(table.headings):
        have.setdefault(plain(heading), place)
    found = {column.name: next((have[name] for name in column.named if name in have), None) for column in kind.columns}
    return {name: place for name, place in found.items() if place is not None}


def _by_answer(table: Table, answered: dict[str, str]) -> dict[str, int]:
    have = {plain(heading): place for place, heading in reversed(list(enumerate(table.headings)))}
    return {name: have[plain(heading)] for name, heading in answered.items() if plain(heading) in have}


def _constants(answered: dict[str, str], places: dict[str, int]) -> dict[str, object]:
    loose = {name: value for name, value in answered.items() if name not in places}
    strange = next((name for name in loose if name not in CONSTANTS), None)
    if strange:
        raise ColumnMissing("column_missing", column=strange, found=0, nearest="–", wanted=loose[strange])
    return {name: _constant(name, value) for name, value in loose.items()}


def _constant(name: str, value: str) -> object:
    if name == "marketplace":
        return known_marketplace(value)
    if name == "currency":
        return value.strip().upper()[:3]
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise InputError("not_a_day_given", value=value) from error


def known_marketplace(value: str) -> str:
    """Raises InputError (marketplace_not_known) with the codes that are known."""
    found = marketplaces.known(value)
    if found is None:
        raise InputError("marketplace_not_known", value=value, known=", ".join(marketplaces.table().marketplace))
    return found


def _check_needs(ws, table: Table, chosen: Plan) -> None:
    lacking = [name for name in chosen.kind.needs if name not in chosen.places and name not in chosen.constants]
    if lacking == ["sku"] and chosen.kind.sku_by_fnsku and "fnsku" in chosen.places:
        if _knows_fnskus(ws):
            return
        raise ColumnMissing("fnsku_not_known", column="sku", found=len(table.headings))
    if chosen.kind.sku_optional:
        lacking = [name for name in lacking if name != "sku"]
    if lacking:
        raise _column_missing(table, chosen.kind, lacking[0])


def _knows_fnskus(ws) -> bool:
    return bool(ws.rows("select 1 from product_fact where fnsku is not null limit 1"))


def _column_missing(table: Table, kind: Kind, name: str) -> ColumnMissing:
    wanted = " / ".join(kind.column(name).named)
    strange = kinds.unknown_headings(kind.name, list(table.headings))
    return ColumnMissing("column_missing", column=name, wanted=wanted, found=len(table.headings), nearest=", ".join(strange[:5]) or "–")
