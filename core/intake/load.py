"""Load a report: one transaction from file to canonical tables, or nothing.

Promises: every row of the file is loaded, refused with its reason, or set aside with its reason; what was loaded before is never lost;
the same file twice is told; a snapshot that looks wrong is kept aside until the seller says otherwise; any import can be undone.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from core.errors import InputError, UnreadableFile
from core.intake import checks, daily, kinds, rows, sentinel
from core.intake.mapping import Plan, known_marketplace, plan, remember
from core.intake.result import FileResult, Issue
from core.intake.rows import Given
from core.intake.sniff import Table, tables
from core.intake.stage import Source, stage
from core.workspace import sql

Progress = Callable[[str, float], None]
CANONICAL = (
    "product_fact", "sku_cost", "order_line", "sales_tidy", "stock_snapshot", "stock_age", "surcharge_estimate", "ledger_daily", "fee_preview",
    "fee_charged", "traffic_period",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A file as it was offered, with what was said about it."""

    path: Path
    name: str
    at: datetime
    marketplace: str | None = None
    as_of: date | None = None
    period: tuple[date, date] | None = None
    mapping: dict | None = None
    accept: bool = False
    file_id: int | None = None
    progress: Progress = lambda stage, share: None


def load(  # noqa: PLR0913 (the public contract of intake)
    ws, path, name, *, at, marketplace=None, as_of=None, period=None, mapping=None, accept=False, progress=None
) -> FileResult:
    """Load the first known table of a file; other worksheets or archive members are named in an issue (load_all takes them all).

    marketplace: code for rows that do not name their own; as_of: day of a snapshot without a date; period: (first, last day) of a report
    without dates; mapping: {our column: their heading, or a constant for marketplace, currency, as_of; "kind": one of our kinds};
    accept: do not put a suspicious snapshot aside. Never raises for what is in the file: the result says what became of it."""
    offer = Offer(
        path=Path(path), name=name, at=at, marketplace=marketplace, as_of=as_of, period=period, mapping=mapping, accept=accept,
        progress=progress or (lambda stage, share: None),
    )  # fmt: skip
    with _scratch(ws) as folder:
        found = _tables(offer, folder)
        if isinstance(found, Issue):
            return _refuse(ws, offer, [found])
        others = [Issue(code="part_not_read", value=table.name) for table in found[1:]]
        return _load_table(ws, offer, found[0], folder, others)


def load_all(ws, path, name, *, at, progress=None, **said) -> list[FileResult]:
    """The same for every worksheet or archive member of a file: one result each."""
    offer = Offer(path=Path(path), name=name, at=at, progress=progress or (lambda stage, share: None), **said)
    with _scratch(ws) as folder:
        found = _tables(offer, folder)
        if isinstance(found, Issue):
            return [_refuse(ws, offer, [found])]
        return [
            _load_table(ws, replace(offer, path=table.path, name=table.name) if len(found) > 1 else offer, table, folder, [])
            for table in found
        ]


def _scratch(ws) -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(dir=ws.uploads, prefix="reading-")


def _tables(offer: Offer, folder: str) -> list[Table] | Issue:
    offer.progress("read", 0.0)
    try:
        return tables(offer.path, offer.name, Path(folder))
    except UnreadableFile as error:
        return _issue(error)


def _load_table(ws, offer: Offer, table: Table, folder: str, others: list[Issue]) -> FileResult:
    digest = _sha256(offer.path)
    if (earlier := _loaded_before(ws, offer, digest, table)) is not None:
        return earlier
    try:
        return _write(ws, offer, table, plan(ws, table, offer.mapping), Path(folder), digest, others)
    except InputError as error:
        return _refuse(ws, offer, [_issue(error), *others], table, digest)


def _issue(error: InputError) -> Issue:
    facts = dict(error.facts)
    return Issue(code=error.code, row=facts.pop("row", None), column=facts.pop("column", None), value=facts.pop("value", None), facts=facts)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _loaded_before(ws, offer: Offer, digest: str, table: Table) -> FileResult | None:
    """The earlier import of the same bytes; a file without its own date may stand for another day."""
    columns = "file_id, name, kind, variant, marketplace, encoding, snapshot_date, period_start, period_end, rows_read"
    for found in ws.rows(f"select {columns} from import_file where sha256 = $digest and status = 'loaded' order by file_id", digest=digest):
        file_id, first_name, kind, variant, marketplace, encoding, day, start, end, count = found
        asks = kinds.all_kinds()[kind].asks
        other_day = ("as_of" in asks and offer.as_of not in (None, day)) or ("period" in asks and offer.period not in (None, (start, end)))
        if not other_day:
            issue = Issue(code="duplicate", value=first_name, facts={"file_id": file_id})
            return FileResult(
                name=offer.name, status="duplicate", file_id=file_id, kind=kind, variant=variant, marketplace=marketplace, encoding=encoding,
                delimiter=table.delimiter, snapshot_date=day, period_start=start, period_end=end, rows_read=count, issues=(issue,),
            )  # fmt: skip
    return None


def _write(ws, offer: Offer, table: Table, chosen: Plan, folder: Path, digest: str, others: list[Issue]) -> FileResult:
    with ws.write() as cursor:
        file_id = offer.file_id or cursor.execute("select nextval('file_ids')").fetchall()[0][0]
        given = _given(offer, chosen, file_id)
        offer.progress("read", 0.1)
        source = stage(cursor, table, chosen.places, folder)
        offer.progress("check", 0.5)
        checks.drop_repeats(cursor, table, chosen)
        notes = rows.build(cursor, chosen, given)
        checks.judge(cursor, chosen)
        result = _described(cursor, offer, table, chosen, source, given)
        doubts = sentinel.doubts(cursor, chosen.kind, source)
        result = replace(
            result, issues=(*doubts, *others, *result.issues, *notes), complete=not any(doubt.code in sentinel.PARTIAL for doubt in doubts)
        )
        result = _settle(cursor, offer, chosen, result, bool(doubts))
        _record(cursor, offer, digest, result)
        remember(cursor, table, chosen, offer.at)
        if result.status == "quarantined":
            _keep_aside(ws, offer, file_id)
        return result


def _given(offer: Offer, chosen: Plan, file_id: int) -> Given:
    """What was said, checked. Raises InputError: marketplace_needed is decided later, by the rows."""
    marketplace = known_marketplace(offer.marketplace) if offer.marketplace else chosen.constants.get("marketplace")
    period = offer.period or (None, None)
    as_of = offer.as_of or chosen.constants.get("as_of") or chosen.constants.get("day")
    if "as_of" in chosen.kind.asks and "as_of" not in chosen.places and not as_of:
        raise InputError("period_needed", kind=chosen.kind.name)
    if "period" in chosen.kind.asks and not offer.period:
        raise InputError("period_needed", kind=chosen.kind.name)
    if offer.period and period[0] > period[1]:
        raise InputError("period_reversed", value=f"{period[0]} – {period[1]}")
    return Given(file_id, marketplace, chosen.constants.get("currency"), as_of, *period, offer.at.date())


def _described(cursor, offer: Offer, table: Table, chosen: Plan, source: Source, given: Given) -> FileResult:
    read, kept, refused = checks.counts(cursor)
    marketplaces = cursor.execute("select distinct in_marketplace from kept where in_marketplace is not null order by 1").fetchall()
    currencies = cursor.execute("select distinct in_currency from kept where in_currency is not null order by 1").fetchall()
    if read and not kept and not marketplaces and not given.marketplace and _no_marketplace(cursor):
        raise InputError("marketplace_needed", kind=chosen.kind.name)
    days = _days(cursor, chosen, given)
    names = list(table.headings)
    return FileResult(
        name=offer.name, status="loaded", file_id=given.file_id, kind=chosen.kind.name, variant=kinds.variant_of(chosen.kind.name, names),
        marketplace=", ".join(row[0] for row in marketplaces) or given.marketplace, currency=", ".join(row[0] for row in currencies) or None,
        encoding=table.encoding, delimiter=table.delimiter, **days, rows_read=read + (source.cut is not None), rows_loaded=kept,
        rows_refused=refused + (source.cut is not None), unknown_columns=tuple(kinds.unknown_headings(chosen.kind.name, names)),
        missing_columns=tuple(kinds.missing_headings(chosen.kind.name, names)), issues=tuple(checks.listed(cursor, table, chosen)),
    )  # fmt: skip


def _no_marketplace(cursor) -> bool:
    return bool(cursor.execute("select count(*) from refused where code = 'marketplace_unknown'").fetchall()[0][0])


def _days(cursor, chosen: Plan, given: Given) -> dict:
    """snapshot_date for snapshots, period_start and period_end for everything that has days."""
    names = [column.name for column in chosen.kind.columns]
    if chosen.kind.snapshot:
        day = "coalesce(max(as_of), (select as_of from given))" if "as_of" in names else "(select as_of from given)"
        return {"snapshot_date": cursor.execute(f"select {day} from kept").fetchall()[0][0]}
    if given.period_start:
        return {"period_start": given.period_start, "period_end": given.period_end}
    day = {"purchased_at": "timezone(zone, timezone('UTC', purchased_at))::date", "day": "day", "month": "month"}
    expression = next((text for name, text in day.items() if name in names), "null::date")
    start, end = cursor.execute(f"select min({expression}), max({expression}) from kept").fetchall()[0]
    return {"period_start": start, "period_end": end}


def _settle(cursor, offer: Offer, chosen: Plan, result: FileResult, doubtful: bool) -> FileResult:
    """Insert, put aside or refuse."""
    if result.rows_read and not result.rows_loaded:
        return replace(result, status="refused", issues=(Issue(code="nothing_loaded", facts={"rows": result.rows_read}), *result.issues))
    if not result.rows_read:
        result = replace(result, status="refused" if chosen.kind.snapshot else "loaded", issues=(Issue(code="no_rows"), *result.issues))
    if doubtful and not offer.accept:
        return replace(result, status="quarantined", rows_loaded=0)
    if result.status == "loaded":
        offer.progress("write", 0.7)
        _insert(cursor, chosen.kind.name)
        offer.progress("write", 0.9)
        daily.rebuild(cursor, (result.marketplace or "").split(", "))
        offer.progress("write", 1.0)
    return result


def _insert(cursor, kind: str) -> None:
    for table in CANONICAL:
        try:
            query = sql(f"intake/{kind}/{table}")
        except FileNotFoundError:
            continue
        cursor.execute(f"insert into {table} by name select (select file_id from given) as file_id, filled.* from ({query}) as filled")


def _record(cursor, offer: Offer, digest: str, result: FileResult) -> None:
    facts = {
        "file_id": result.file_id, "sha256": digest, "name": offer.name, "status": result.status, "kind": result.kind, "variant": result.variant,
        "marketplace": result.marketplace, "currency": result.currency, "encoding": result.encoding, "delimiter": result.delimiter,
        "period_start": result.period_start, "period_end": result.period_end, "snapshot_date": result.snapshot_date, "complete": result.complete,
        "rows_read": result.rows_read, "rows_loaded": result.rows_loaded, "rows_refused": result.rows_refused,
        "unknown_columns": json.dumps(result.unknown_columns), "missing_columns": json.dumps(result.missing_columns), "imported_at": offer.at,
    }  # fmt: skip
    _forget_unloaded(cursor, digest, result.file_id)
    cursor.execute(f"insert into import_file ({', '.join(facts)}) values ({', '.join('$' + name for name in facts)})", facts)
    listed = [
        (result.file_id, issue.row, issue.column, issue.code, issue.value, json.dumps(issue.facts, default=str)) for issue in result.issues
    ]
    if listed:
        cursor.executemany("insert into import_issue values ($1, $2, $3, $4, $5, $6)", listed)


def _forget_unloaded(cursor, digest: str, file_id: int) -> None:
    """An earlier refusal of the same bytes is answered by this import; a file that is confirmed keeps its number."""
    old = "select file_id from import_file where (sha256 = $digest and status in ('refused', 'quarantined')) or file_id = $file_id"
    cursor.execute(f"delete from import_issue where file_id in ({old})", {"digest": digest, "file_id": file_id})
    cursor.execute(f"delete from import_file where file_id in ({old})", {"digest": digest, "file_id": file_id})


def _refuse(ws, offer: Offer, issues: list[Issue], table: Table | None = None, digest: str | None = None) -> FileResult:
    kind = table.kind.name if table and table.kind else None
    with ws.write() as cursor:
        file_id = offer.file_id or cursor.execute("select nextval('file_ids')").fetchall()[0][0]
        result = FileResult(
            name=offer.name, status="refused", file_id=file_id, kind=kind, variant=table.variant if table else None,
            encoding=table.encoding if table else None, delimiter=table.delimiter if table else None, issues=tuple(issues),
        )  # fmt: skip
        _record(cursor, offer, digest or _sha256(offer.path), result)
    return result


def kept_aside(ws, file_id: int) -> Path:
    """Folder with the bytes and the words of a quarantined file."""
    return ws.uploads / "aside" / str(file_id)


def _keep_aside(ws, offer: Offer, file_id: int) -> None:
    folder = kept_aside(ws, file_id)
    folder.mkdir(parents=True, exist_ok=True)
    if offer.path.resolve() != (folder / "file").resolve():
        shutil.copyfile(offer.path, folder / "file")
    period = [day.isoformat() for day in offer.period] if offer.period else None
    said = {
        "name": offer.name,
        "marketplace": offer.marketplace,
        "as_of": offer.as_of and offer.as_of.isoformat(),
        "period": period,
        "mapping": offer.mapping,
    }
    (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")


def confirm(ws, file_id: int, at: datetime, progress: Progress | None = None) -> FileResult:
    """Load a quarantined file after all. Raises InputError (not_quarantined, aside_lost)."""
    status = ws.rows("select status from import_file where file_id = $file_id", file_id=file_id)
    if status != [("quarantined",)]:
        raise InputError("not_quarantined", file_id=file_id)
    folder = kept_aside(ws, file_id)
    if not (folder / "file").is_file():
        raise InputError("aside_lost", file_id=file_id)
    said = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    offer = Offer(
        path=folder / "file", name=said["name"], at=at, marketplace=said["marketplace"], mapping=said["mapping"], accept=True, file_id=file_id,
        as_of=date.fromisoformat(said["as_of"]) if said["as_of"] else None,
        period=tuple(date.fromisoformat(day) for day in said["period"]) if said["period"] else None,
        progress=progress or (lambda stage, share: None),
    )  # fmt: skip
    with _scratch(ws) as scratch:
        result = _load_table(ws, offer, _tables(offer, scratch)[0], scratch, [])
    shutil.rmtree(folder, ignore_errors=True)
    return result


def undo(ws, file_id: int, at: datetime) -> None:
    """Take an import back: its rows go, its line in the history stays as undone. Raises InputError (no_such_file)."""
    with ws.write() as cursor:
        found = cursor.execute("select marketplace from import_file where file_id = $file_id", {"file_id": file_id}).fetchall()
        if not found:
            raise InputError("no_such_file", file_id=file_id)
        for table in CANONICAL:
            cursor.execute(f"delete from {table} where file_id = $file_id", {"file_id": file_id})
        cursor.execute(
            "update import_file set status = 'undone', imported_at = $at where file_id = $file_id", {"file_id": file_id, "at": at}
        )
        daily.rebuild(cursor, (found[0][0] or "").split(", "))
    shutil.rmtree(kept_aside(ws, file_id), ignore_errors=True)
