"""The line that every offered file gets in import_file, with its issues; and the question whether it was loaded before."""

import json

from core.errors import InputError
from core.intake import kinds
from core.intake.offer import Offer
from core.intake.result import FileResult, Issue
from core.intake.sniff import Table

_KEPT = (
    "file_id", "name", "status", "kind", "variant", "marketplace", "currency", "encoding", "delimiter", "period_start", "period_end",
    "snapshot_date", "complete", "rows_read", "rows_loaded", "rows_refused",
)  # fmt: skip


def record(cursor, offer: Offer, digest: str, result: FileResult) -> None:
    """Write the file's line and its issues; an earlier refusal of the same bytes is answered by it."""
    _forget_unloaded(cursor, digest, result.file_id)
    facts = {name: getattr(result, name) for name in _KEPT} | {"sha256": digest, "imported_at": offer.at}
    facts |= {name: json.dumps(getattr(result, name), ensure_ascii=False) for name in ("unknown_columns", "missing_columns")}
    cursor.execute(f"insert into import_file ({', '.join(facts)}) values ({', '.join('$' + name for name in facts)})", facts)
    listed = [
        (result.file_id, issue.row, issue.column, issue.code, issue.value, json.dumps(issue.facts, default=str)) for issue in result.issues
    ]
    if listed:
        cursor.executemany("insert into import_issue values ($1, $2, $3, $4, $5, $6)", listed)


def _forget_unloaded(cursor, digest: str, file_id: int) -> None:
    old = "select file_id from import_file where (sha256 = $digest and status in ('refused', 'quarantined')) or file_id = $file_id"
    for table in ("import_issue", "import_file"):
        cursor.execute(f"delete from {table} where file_id in ({old})", {"digest": digest, "file_id": file_id})


def refuse(ws, offer: Offer, issues: list[Issue], table: Table | None = None, digest: str | None = None) -> FileResult:
    """Note a file that could not be loaded at all, and why."""
    known = {"encoding": table.encoding, "delimiter": table.delimiter, "variant": table.variant} if table else {}
    with ws.write() as cursor:
        result = FileResult(
            name=offer.name,
            status="refused",
            file_id=offer.file_id or next_id(cursor),
            kind=table.kind.name if table and table.kind else None,
            issues=tuple(issues),
            **known,
        )
        record(cursor, offer, digest or offer.sha256(), result)
    return result


def next_id(cursor) -> int:
    return cursor.execute("select nextval('file_ids')").fetchall()[0][0]


def as_issue(error: InputError) -> Issue:
    """What was wrong with the file as a whole."""
    facts = dict(error.facts)
    return Issue(code=error.code, row=facts.pop("row", None), column=facts.pop("column", None), value=facts.pop("value", None), facts=facts)


def loaded_before(ws, offer: Offer, digest: str) -> FileResult | None:
    """The earlier import of the same bytes. A file without a date of its own may stand for another day, then it is not the same."""
    for found in ws.rows(
        f"select {', '.join(_KEPT)} from import_file where sha256 = $digest and status = 'loaded' order by file_id", digest=digest
    ):
        earlier = dict(zip(_KEPT, found, strict=True))
        if not _for_another_day(offer, earlier):
            issue = Issue(code="duplicate", value=earlier["name"], facts={"file_id": earlier["file_id"]})
            return FileResult(**earlier | {"name": offer.name, "status": "duplicate", "rows_loaded": 0, "issues": (issue,)})
    return None


def _for_another_day(offer: Offer, earlier: dict) -> bool:
    asks = kinds.all_kinds()[earlier["kind"]].asks
    other_day = "as_of" in asks and offer.as_of not in (None, earlier["snapshot_date"] or earlier["period_end"])
    undated = "period" in asks or not earlier["rows_read"]  # a report without rows stands for the days that are said
    return other_day or (undated and offer.period not in (None, (earlier["period_start"], earlier["period_end"])))
