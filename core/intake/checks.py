"""What cannot be loaded, and why: every row that does not reach the canonical tables is listed in `refused` or `aside`.

refused: the row is wrong (row_no, column_name, code, value). aside: the row is right but not for us (a repeat, a Non-Amazon order).
Cells that stay unknown while their row loads are listed too. Temp view `kept` is what is left.
"""

import json
from dataclasses import dataclass, replace
from datetime import date

from core.intake.kinds import Column, Kind
from core.intake.mapping import Plan
from core.intake.result import Issue
from core.intake.rows import DAYS, NUMBERS, with_days
from core.intake.sniff import Table
from core.intake.stage import Source, forget
from core.workspace import sql

MOST_ISSUES = 5_000
_BY_ROW = "('header_repeated', 'rows_repeated', 'rows_differ', 'total_row')"  # told row by row; the rest of what is aside is counted
_CODES = {"units": "not_whole", "capped": "not_whole", "amount": "not_a_number", "number": "not_a_number"} | dict.fromkeys(
    DAYS, "not_a_day"
)
_EMPTY = "select null::bigint as row_no, null::varchar as column_name, null::varchar as code, null::varchar as value where false"
_DAMAGED = "contains({name}, 'E+') and regexp_full_match({name}, '[0-9](\\.[0-9]+)?E\\+[0-9]+')"
_TOTALS = "('total', 'totals', 'grand total', 'sum', 'summe', '合计', '总计', '小计', '合計')"


def drop_repeats(cursor, table: Table, plan: Plan, source: Source) -> None:
    """Header lines inside the table, rows that are there twice and totals leave `texts` for `aside`."""
    cursor.execute(f"create or replace temp table aside as {_EMPTY}")
    titles = {name: table.headings[plan.places[name]].strip() for name in plan.kind.needs if name in plan.places}
    is_header = " and ".join(f"{name} = ${name}" for name in titles) or "false"
    cursor.execute(f"insert into aside select row_no, null, 'header_repeated', null from texts where {is_header}", titles)
    if plan.kind.own:
        name = _label(plan)
        cursor.execute(f"insert into aside select row_no, 'sku', 'total_row', {name} from texts where lower({name}) in {_TOTALS}")
    elif not plan.kind.equal_rows and _may_repeat(cursor, plan):
        cursor.execute(
            f"insert into aside select row_no, null, 'rows_repeated', {_label(plan)} from texts "
            "where row_no not in (select row_no from aside) "
            f"qualify row_number() over (partition by {', '.join(plan.places)} order by row_no) > 1"
        )
    if cursor.execute("select count(*) from aside").fetchall()[0][0]:
        forget(cursor, source, "select row_no from aside")


def _may_repeat(cursor, plan: Plan) -> bool:
    """Whether the ids alone occur twice: the cheap question before the dear one."""
    ids = [column.name for column in plan.kind.columns if column.kind == "id" and column.name in plan.places]
    if not ids:
        return True
    rows, different = cursor.execute(f"select count(*), count(distinct hash({', '.join(ids)})) from texts").fetchall()[0]
    return rows > different


def _label(plan: Plan) -> str:
    return next((name for name in ("sku", "order_id", "fnsku", "asin", "niche") if name in plan.places), "null")


def judge(cursor, plan: Plan) -> None:
    """Fill `bad` (every cell that cannot be used), `refused` and `aside`, and create view `kept` over `typed`. One look at every row."""
    tests = [*_refusals(plan), *_left_unknown(plan)]
    cells = ", ".join(f"case when {test.found} then {test.cell()} end" for test in tests)
    cursor.execute(
        "create or replace temp table bad as "
        f"select row_no, unnest(list_filter([{cells}], lambda cell: cell is not null), recursive := true) "
        f"from typed where {' or '.join(f'({test.found})' for test in tests)}"
    )
    if (own := own_query(plan.kind.name, "aside")) is not None:
        cursor.execute(f"insert into aside by name {own}")
        cursor.execute("delete from bad where row_no in (select row_no from aside)")
    cursor.execute("delete from bad where not refuses and row_no in (select row_no from bad where refuses)")
    cursor.execute("create or replace temp view refused as select row_no, column_name, code, value from bad where refuses")
    if plan.kind.key:
        cursor.execute(
            f"insert into aside select row_no, 'sku', 'rows_differ', sku from typed where row_no not in (select row_no from refused) "
            f"qualify row_number() over (partition by {', '.join(plan.kind.key)} order by row_no desc) > 1"
        )
    out = "select row_no from refused union all select row_no from aside"
    any_out = cursor.execute(f"select count(*) from ({out})").fetchall()[0][0]
    cursor.execute(f"create or replace temp view kept as from typed{f' where row_no not in ({out})' if any_out else ''}")


@dataclass(frozen=True, kw_only=True)
class _Test:
    """A question about every row of `typed`, as SQL: when it is found, the row is refused or the cell stays unknown."""

    column: str | None
    code: str
    found: str
    value: str = "null"
    refuses: bool = True

    def cell(self) -> str:
        name = f"'{self.column}'" if self.column else "null"
        return f"{{'column_name': {name}::varchar, 'code': {self.code}, 'value': ({self.value})::varchar, 'refuses': {self.refuses}}}"


def _refusals(plan: Plan) -> list[_Test]:
    tests = [_Test(column=None, code="'too_many_cells'", found="extra is not null", value="extra")]
    tests += [_unfilled(plan, plan.kind.column(name)) for name in plan.kind.filled if _is_filled(plan, name)]
    sources = [name for name in plan.kind.marketplace_from if name in plan.places]
    if sources or not plan.kind.marketplace_optional:
        value = f"coalesce({', '.join(sources)})" if sources else "null"
        said = f" and {value} is not null" if plan.kind.marketplace_optional else ""
        column = (sources or ["marketplace"])[0]
        by_money = f"{value} is null and in_currency is not null" if plan.kind.home_by_currency else "false"
        code = f"case when {by_money} then 'currency_at_home_nowhere' else 'marketplace_unknown' end"
        told = f"case when {by_money} then in_currency else coalesce({value}, '–') end"
        tests.append(_Test(column=column, code=code, found=f"in_marketplace is null{said}", value=told))
    damaged = [name for name in ("sku", "asin", "fnsku") if name in plan.places]
    return tests + [_Test(column=name, code="'id_damaged'", found=_DAMAGED.format(name=name), value=name) for name in damaged]


def _is_filled(plan: Plan, name: str) -> bool:
    return name in plan.places or (name == "sku" and plan.kind.sku_by_fnsku)


def _unfilled(plan: Plan, column: Column) -> _Test:
    found = f"{column.name} is null"
    if column.name == "sku" and plan.kind.sku_by_fnsku:
        return _Test(column="sku", code="'sku_unknown'", found=found, value="fnsku")
    if column.kind not in _CODES:
        return _Test(column=column.name, code="'blank'", found=found)
    text = f"{column.name}_text"
    return _Test(
        column=column.name, code=f"case when {text} is null then 'blank' else '{_CODES[column.kind]}' end", found=found, value=text
    )


def _left_unknown(plan: Plan) -> list[_Test]:
    """Cells that are not blank and cannot be read, in columns that a row can do without."""
    return [
        _Test(
            column=column.name,
            code=f"'{_CODES[column.kind]}_left'",
            found=f"{column.name} is null and {column.name}_text is not null",
            value=f"{column.name}_text",
            refuses=False,
        )
        for column in plan.kind.columns
        if column.kind in (*NUMBERS, *DAYS) and column.name in plan.places and column.name not in plan.kind.filled
    ]


def own_query(kind: str, name: str) -> str | None:
    """core/sql/intake/<kind>/<name>.sql, where the kind has one."""
    try:
        return sql(f"intake/{kind}/{name}")
    except FileNotFoundError:
        return None


def names_lines(cursor) -> bool:
    """Whether some row has to be told by its line."""
    query = f"select (select count(*) from bad) + (select count(*) from aside where code in {_BY_ROW})"
    return cursor.execute(query).fetchall()[0][0] > 0


@dataclass(frozen=True)
class Summary:
    """The columns of core/sql/intake/summary.sql. read = kept + refused + aside; header lines inside the table are no rows.
    `homeless`: refused because nobody says where they were sold."""

    read: int
    kept: int
    refused: int
    homeless: int
    marketplaces: list[str]
    currencies: list[str]
    first_day: date | None
    last_day: date | None


def summary(cursor, kind: Kind) -> Summary:
    """What the file holds."""
    return Summary(*cursor.execute(with_days(sql("intake/summary"), kind)).fetchall()[0])


def listed(cursor, table: Table, plan: Plan) -> list[Issue]:
    """Every refused row, every row set aside (in one issue where there may be thousands), every cell left unknown."""
    columns = "row_no, column_name, code, value"
    found = f"select {columns} from bad union all select {columns} from aside where code in {_BY_ROW}"
    total = cursor.execute(f"select count(*) from ({found})").fetchall()[0][0]
    rows = cursor.execute(f"{found} order by row_no limit {MOST_ISSUES}").fetchall() if total else []
    issues = [Issue(row=row, column=column, code=code, value=value) for row, column, code, value in rows]
    if total > MOST_ISSUES:
        issues.append(Issue(code="issues_cut", facts={"shown": MOST_ISSUES, "total": total}))
    issues += _summed(cursor) + _own_notes(cursor, plan)
    return [replace(issue, column=_heading(table, plan, issue.column)) for issue in issues]


def _heading(table: Table, plan: Plan, column: str | None) -> str | None:
    """The file's own heading of one of our columns."""
    return table.headings[plan.places[column]] if column in plan.places else column


def _summed(cursor) -> list[Issue]:
    rows = cursor.execute(f"select code, count(*) from aside where code not in {_BY_ROW} group by code order by code").fetchall()
    return [Issue(code=code, facts={"rows": count}) for code, count in rows]


def _own_notes(cursor, plan: Plan) -> list[Issue]:
    """<kind>/notes.sql, and mixed_accounts.sql for kinds that name accounts: row_no, column_name, code, value, facts (json)."""
    own = own_query(plan.kind.name, "notes")
    queries = [*([own] if own else []), *([sql("intake/mixed_accounts")] if plan.kind.column("account") else [])]
    rows = [row for query in queries for row in cursor.execute(query).fetchall()]
    return [Issue(row=row, column=column, code=code, value=value, facts=json.loads(facts)) for row, column, code, value, facts in rows]
