"""Load a report: one transaction from file to canonical tables, or nothing.

Promises: every row of the file is loaded, refused with its reason, or set aside with its reason; what was loaded before is never lost;
the same file twice is told; a snapshot that looks wrong is kept aside until the seller says otherwise; any import can be undone.
"""

import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from core.errors import InputError, UnreadableFile
from core.intake import checks, daily, excel, kinds, offer, rows, sentinel, stamp
from core.intake.mapping import Plan, known_marketplace, plan, remember
from core.intake.offer import Offer, Progress, silent
from core.intake.record import as_issue, loaded_before, next_id, record, refuse
from core.intake.result import FileResult, Issue
from core.intake.rows import Given
from core.intake.sniff import Table, first_rows, tables
from core.intake.stage import Source, goes_straight, stage

CANONICAL = (
    "product_fact",
    "sku_cost",
    "order_line",
    "sales_tidy",
    "sales_customer",
    "stock_snapshot",
    "stock_age",
    "surcharge_estimate",
    "ledger_daily",
    "fee_preview",
    "fee_charged",
    "traffic_period",
    "settlement",
    "settlement_line",
    "ad_product",
    "ad_search_term",
    "ad_target",
    "removal_line",
    "competitor_snapshot",
    "keyword_rank",
    "traffic_day",
    "niche_member",
)


def load(  # noqa: PLR0913 (the public contract of intake)
    ws, path, name, *, at, marketplace=None, as_of=None, period=None, mapping=None, accept=False, progress=None
) -> FileResult:
    """Load the first known table of a file; other worksheets or archive members are named in an issue (load_all takes them all).

    marketplace: code for rows that do not name their own; as_of: day of a snapshot without a date; period: (first, last day) of a report
    without dates; mapping: {our column: their heading, or a constant for marketplace, currency, as_of; "kind": one of our kinds};
    accept: do not put a suspicious snapshot aside. Never raises for what is in the file: the result says what became of it."""
    said = {"marketplace": marketplace, "as_of": as_of, "period": period, "mapping": mapping, "accept": accept}
    offered = Offer(path=Path(path), name=name, at=at, progress=progress or silent, **said)
    with _scratch(ws) as folder, ThreadPoolExecutor(1) as beside:
        digest = beside.submit(offered.sha256)
        found = _tables(ws, offered, folder)
        if isinstance(found, FileResult):
            return found
        others = [Issue(code="part_not_read", value=table.name) for table in found[1:]]
        return _load_table(ws, offered, found[0], Path(folder), digest.result(), others)


def load_all(ws, path, name, *, at: datetime, progress: Progress | None = None, **said) -> list[FileResult]:
    """The same for every worksheet or archive member of a file: one result each. Arguments as for load()."""
    offered = Offer(path=Path(path), name=name, at=at, progress=progress or silent, **said)
    with _scratch(ws) as folder:
        found = _tables(ws, offered, folder)
        if isinstance(found, FileResult):
            return [found]
        parts = [offered if len(found) == 1 else replace(offered, path=table.path, name=table.name) for table in found]
        return [_load_table(ws, part, table, Path(folder), part.sha256(), []) for part, table in zip(parts, found, strict=True)]


def _scratch(ws) -> tempfile.TemporaryDirectory:
    """A folder for copies while a file is read; what a killed process left behind goes first (one process holds a workspace)."""
    mine = f"reading-{os.getpid()}-"
    for left in ws.uploads.glob("reading-*"):
        if not left.name.startswith(mine):
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(dir=ws.uploads, prefix=mine)


def _tables(ws, offered: Offer, folder: str) -> list[Table] | FileResult:
    offered.progress("read", 0.0)
    try:
        return tables(offered.path, offered.name, Path(folder))
    except UnreadableFile as error:
        return refuse(ws, offered, [as_issue(error)])


def _load_table(ws, offered: Offer, table: Table, folder: Path, digest: str, others: list[Issue]) -> FileResult:
    """Load one table of a file whose bytes have this sha256; `others`: what is told about the rest of the file."""
    if (earlier := loaded_before(ws, offered, digest)) is not None:
        return earlier
    try:
        result = _write(ws, offered, table, plan(ws, table, offered.mapping), folder, digest)
    except InputError as error:
        damage = excel.damage(ws, table) if error.code == "not_used_yet" else []
        nothing = [Issue(code="no_rows")] if error.code == "period_needed" and not first_rows(table, 1) else []
        return refuse(ws, offered, [*nothing, as_issue(error), *damage, *others], table, digest)
    if result.status == "quarantined":
        offer.keep_aside(ws, offered, result.file_id)
    offer.forget_settled(ws)
    return replace(result, issues=(*result.issues, *others))


def _write(ws, offered: Offer, table: Table, chosen: Plan, folder: Path, digest: str) -> FileResult:
    """The one transaction."""
    with ws.write() as cursor:
        given = _given(offered, table, chosen, offered.file_id or next_id(cursor))
        source, notes = _read(cursor, offered, table, chosen, folder, given)
        result = _described(cursor, offered, table, chosen, source, given)
        result = _settled(result, chosen, sentinel.doubts(cursor, chosen.kind, source, len(table.headings)), offered)
        by_excel = [*excel.lost_zeros(cursor, chosen.kind), *excel.damage_unread(table, chosen.places.values())]
        result = replace(result, issues=(*result.issues, *notes, *by_excel))
        record(cursor, offered, digest, result)
        remember(cursor, table, chosen, offered.at)
        if result.status == "loaded":
            offered.progress("write", 0.7)
            _insert(cursor, chosen.kind.name)
            offered.progress("write", 0.9)
            if daily.is_fed_by(chosen.kind.name):
                daily.rebuild(cursor, (result.marketplace or "").split(", "))
        offered.progress("write", 1.0)
        return result


def _read(cursor, offered: Offer, table: Table, chosen: Plan, folder: Path, given: Given) -> tuple[Source, list[Issue]]:
    """Read and judge; a large file is read once more with its lines counted when some of them have to be named."""
    for numbered in (False, True):
        source = stage(cursor, table, chosen.places, folder, numbered)
        offered.progress("check", 0.5)
        checks.drop_repeats(cursor, table, chosen, source)
        notes = rows.build(cursor, chosen, given, as_view=goes_straight(table))
        checks.judge(cursor, chosen)
        if source.numbered or not checks.names_lines(cursor):
            break
    return source, notes


def _given(offered: Offer, table: Table, chosen: Plan, file_id: int) -> Given:
    """What was said, checked. Raises InputError (period_needed, period_reversed, marketplace_not_known)."""
    marketplace = known_marketplace(offered.marketplace) if offered.marketplace else chosen.constants.get("marketplace")
    as_of = offered.as_of or chosen.constants.get("as_of") or stamp.exported_on(table)
    period = offered.period or (None, None)
    if "as_of" in chosen.kind.asks and "as_of" not in chosen.places and not as_of:
        raise InputError("period_needed", kind=chosen.kind.name)
    if "period" in chosen.kind.asks and not offered.period:
        raise InputError("period_needed", kind=chosen.kind.name)
    if offered.period and period[0] > period[1]:
        raise InputError("period_reversed", value=f"{period[0]} – {period[1]}")
    return Given(file_id, marketplace, chosen.constants.get("currency"), as_of, *period, offered.at.date(), stamp.asin_in(offered.name))


def _described(cursor, offered: Offer, table: Table, chosen: Plan, source: Source, given: Given) -> FileResult:
    """What is in the file, before it is decided what becomes of it. Raises InputError (marketplace_needed)."""
    found = checks.summary(cursor, chosen.kind)
    if found.read and found.homeless == found.read and not given.marketplace:
        raise InputError("marketplace_needed", kind=chosen.kind.name)
    headings, name, cut = list(table.headings), chosen.kind.name, int(source.cut is not None)
    days = {"snapshot_date": found.last_day} if chosen.kind.snapshot else _period(found, given)
    return FileResult(
        name=offered.name,
        status="loaded",
        file_id=given.file_id,
        kind=name,
        variant=kinds.variant_of(name, headings),
        marketplace=", ".join(found.marketplaces) or given.marketplace,
        currency=", ".join(found.currencies) or None,
        encoding=table.encoding,
        delimiter=table.delimiter,
        **days,
        rows_read=found.read + cut,
        rows_loaded=found.kept,
        rows_refused=found.refused + cut,
        unknown_columns=tuple(kinds.unknown_headings(name, headings)),
        missing_columns=tuple(kinds.missing_headings(name, headings)),
        issues=tuple(checks.listed(cursor, table, chosen)),
    )


def _period(found: checks.Summary, given: Given) -> dict:
    """The days in the rows themselves; what was said counts for a report that names none."""
    return {"period_start": found.first_day or given.period_start, "period_end": found.last_day or given.period_end}


def _settled(found: FileResult, chosen: Plan, doubts: list[Issue], offered: Offer) -> FileResult:
    """loaded, quarantined or refused. A file that was cut or has shrunk speaks only for the SKUs it holds, also once it is confirmed."""
    found = replace(found, issues=(*doubts, *found.issues), complete=not any(doubt.code in sentinel.PARTIAL for doubt in doubts))
    if doubts and not offered.accept:
        return replace(found, status="quarantined", rows_loaded=0)
    if found.rows_read and not found.rows_loaded:
        return replace(found, status="refused", issues=(Issue(code="nothing_loaded", facts={"rows": found.rows_read}), *found.issues))
    if not found.rows_read:
        return replace(found, status="refused" if chosen.kind.snapshot else "loaded", issues=(*_nothing(chosen, offered), *found.issues))
    return found


def _nothing(chosen: Plan, offered: Offer) -> list[Issue]:
    """What is told of a file without rows: of one that tells sales, that its days stay open until they are given."""
    open_days = daily.is_fed_by(chosen.kind.name) and not offered.period
    return [Issue(code="no_rows"), *([Issue(code="days_left_open")] if open_days else [])]


def _insert(cursor, kind: str) -> None:
    for table in CANONICAL:
        if (query := checks.own_query(kind, table)) is not None:
            cursor.execute(f"insert into {table} by name select (select file_id from given) as file_id, filled.* from ({query}) as filled")


def confirm(ws, file_id: int, at: datetime, progress: Progress | None = None) -> FileResult:
    """Load a file that was kept aside after all. Raises InputError (not_quarantined, aside_lost)."""
    if ws.rows("select status from import_file where file_id = $file_id", file_id=file_id) != [("quarantined",)]:
        raise InputError("not_quarantined", file_id=file_id)
    offered = offer.kept_aside(ws, file_id, at, progress)
    if offered is None:
        raise InputError("aside_lost", file_id=file_id)
    with _scratch(ws) as folder:
        result = _load_table(ws, offered, _tables(ws, offered, folder)[0], Path(folder), offered.sha256(), [])
    offer.forget_aside(ws, file_id)
    return result


def undo(ws, file_id: int, at: datetime) -> None:
    """Take an import back: its rows go, its line in the history stays as undone. Raises InputError (no_such_file)."""
    with ws.write() as cursor:
        found = cursor.execute("select marketplace, kind from import_file where file_id = $file_id", {"file_id": file_id}).fetchall()
        if not found:
            raise InputError("no_such_file", file_id=file_id)
        marketplace, kind = found[0]
        for table in CANONICAL:
            cursor.execute(f"delete from {table} where file_id = $file_id", {"file_id": file_id})
        cursor.execute(
            "update import_file set status = 'undone', imported_at = $at where file_id = $file_id", {"file_id": file_id, "at": at}
        )
        if daily.is_fed_by(kind):
            daily.rebuild(cursor, (marketplace or "").split(", "))
    offer.forget_aside(ws, file_id)
