"""What cannot be loaded, and why: every row that does not reach the canonical tables is listed in temp table `refused` or `aside`.

refused: the row is wrong (row_no, column_name, code, value). aside: the row is right but not for us (a repeat, a Non-Amazon order).
Notes are cells that stay unknown while their row loads. Temp view `kept` is what is left.
"""

import json
from dataclasses import replace

from core.intake.kinds import Column
from core.intake.mapping import Plan
from core.intake.result import Issue
from core.intake.rows import DAYS, NUMBERS
from core.intake.sniff import Table
from core.intake.stage import Source, forget
from core.workspace import sql

MOST_ISSUES = 5_000
_BY_ROW = "('header_repeated', 'rows_repeated', 'rows_differ', 'total_row')"  # told row by row; the rest of what is aside is counted
_CODES = {"units": "not_whole", "amount": "not_a_number", "number": "not_a_number", "flag": "not_a_flag"} | dict.fromkeys(DAYS, "not_a_day")
_EMPTY = "select null::bigint as row_no, null::varchar as column_name, null::varchar as code, null::varchar as value where false"
_DAMAGED = "regexp_full_match({name}, '[0-9](\\.[0-9]+)?E\\+[0-9]+')"
_TOTALS = "('total', 'totals', 'grand total', 'sum', 'summe', '合计', '总计', '小计', '合計')"


def drop_repeats(cursor, table: Table, plan: Plan, source: Source) -> None:
    """Header lines inside the table, rows that are there twice and totals leave `texts` for `aside`."""
    cursor.execute(f"create or replace temp table aside as {_EMPTY}")
    titles = {name: table.headings[plan.places[name]].strip() for name in plan.kind.needs if name in plan.places}
    is_header = " and ".join(f"{name} = ${name}" for name in titles) or "false"
    cursor.execute(f"insert into aside select row_no, null, 'header_repeated', null from texts where {is_header}", titles)
    if plan.kind.own:
        cursor.execute(f"insert into aside select row_no, 'sku', 'total_row', sku from texts where lower(sku) in {_TOTALS}")
    elif _may_repeat(cursor, plan):
        cursor.execute(
            f"insert into aside select row_no, null, 'rows_repeated', {_label(plan)} from texts where row_no not in (select row_no from aside) "
            f"qualify row_number() over (partition by {', '.join(plan.places)} order by row_no) > 1"
        )
    if cursor.execute("select count(*) from aside").fetchall()[0][0]:
        forget(cursor, source, "select row_no from aside")


def _may_repeat(cursor, plan: Plan) -> bool:
    """Whether the ids alone occur twice: the cheap question before the dear one."""
    ids = [column.name for column in plan.kind.columns if column.kind == "id" and column.name in plan.places]
    rows, different = cursor.execute(f"select count(*), count(distinct hash({', '.join(ids)})) from texts").fetchall()[0]
    return rows > different


def _label(plan: Plan) -> str:
    return next((name for name in ("sku", "order_id", "fnsku", "asin") if name in plan.places), "null")


def judge(cursor, plan: Plan) -> None:
    """Fill `refused`, add to `aside`, and create view `kept` over `typed`."""
    cursor.execute(f"create or replace temp table refused as {' union all '.join(_refusals(plan)) or _EMPTY}")
    cursor.execute("drop view if exists kept")
    if (own := own_query(plan.kind.name, "aside")) is not None:
        cursor.execute(f"insert into aside by name {own}")
        cursor.execute("delete from refused where row_no in (select row_no from aside)")
    if plan.kind.key:
        cursor.execute(
            f"insert into aside select row_no, 'sku', 'rows_differ', sku from typed where row_no not in (select row_no from refused) "
            f"qualify row_number() over (partition by {', '.join(plan.kind.key)} order by row_no desc) > 1"
        )
    out = "select row_no from refused union all select row_no from aside"
    any_out = cursor.execute(f"select count(*) from ({out})").fetchall()[0][0]
    cursor.execute(f"create temp view kept as from typed{f' where row_no not in ({out})' if any_out else ''}")


def _refusals(plan: Plan) -> list[str]:
    checks = ["select row_no, null::varchar as column_name, 'too_many_cells' as code, extra as value from texts where extra is not null"]
    for name in plan.kind.filled:
        checks.append(_unfilled(plan, plan.kind.column(name)))
    sources = [name for name in plan.kind.marketplace_from if name in plan.places]
    if sources or not plan.kind.marketplace_optional:
        value = f"coalesce({', '.join(f'texts.{name}' for name in sources)})" if sources else "null"
        said = f" and {value} is not null" if plan.kind.marketplace_optional else ""
        checks.append(
            f"select row_no, '{(sources or ['marketplace'])[0]}', 'marketplace_unknown', {value} "
            f"from typed join texts using (row_no) where in_marketplace is null{said}"
        )
    for name in ("sku", "asin", "fnsku"):
        if name in plan.places:
            checks.append(f"select row_no, '{name}', 'id_damaged', {name} from texts where {_DAMAGED.format(name=name)}")
    return checks


def _unfilled(plan: Plan, column: Column) -> str:
    if column.name == "sku" and plan.kind.sku_by_fnsku and not plan.kind.sku_optional:
        value = "texts.fnsku" if "fnsku" in plan.places else "null"
        return f"select row_no, 'sku', 'sku_unknown', {value} from typed join texts using (row_no) where typed.sku is null"
    if column.name not in plan.places:
        return _EMPTY
    if column.kind not in _CODES:
        return f"select row_no, '{column.name}', 'blank', null from typed where {column.name} is null"
    return (
        f"select row_no, '{column.name}', case when texts.{column.name} is null then 'blank' else '{_CODES[column.kind]}' end, texts.{column.name} "
        f"from typed join texts using (row_no) where typed.{column.name} is null"
    )


def own_query(kind: str, name: str) -> str | None:
    """core/sql/intake/<kind>/<name>.sql, where the kind has one."""
    try:
        return sql(f"intake/{kind}/{name}")
    except FileNotFoundError:
        return None


def names_lines(cursor) -> bool:
    """Whether some row has to be told by its line."""
    query = f"select (select count(*) from refused) + (select count(*) from aside where code in {_BY_ROW})"
    return cursor.execute(query).fetchall()[0][0] > 0


def counts(cursor) -> tuple[int, int, int]:
    """(rows read, rows kept, rows refused); header lines inside the table are no rows."""
    read = cursor.execute(
        "select (select count(*) from texts) + (select count(*) from aside where code in ('rows_repeated', 'total_row'))"
    ).fetchall()[0][0]
    kept = cursor.execute("select count(*) from kept").fetchall()[0][0]
    return read, kept, cursor.execute("select count(distinct row_no) from refused").fetchall()[0][0]


def without_marketplace(cursor) -> int:
    """How many rows are refused because nobody says where they were sold."""
    return cursor.execute("select count(distinct row_no) from refused where code = 'marketplace_unknown'").fetchall()[0][0]


def listed(cursor, table: Table, plan: Plan) -> list[Issue]:
    """Every refused row, every row set aside (in one issue where there may be thousands), every cell left unknown."""
    rows = cursor.execute(
        "select row_no, column_name, code, value from refused union all "
        f"select row_no, column_name, code, value from aside where code in {_BY_ROW} "
        f"order by row_no limit {MOST_ISSUES}"
    ).fetchall()
    issues = [Issue(row=row, column=column, code=code, value=value) for row, column, code, value in rows]
    total = cursor.execute(f"select (select count(*) from refused) + (select count(*) from aside where code in {_BY_ROW})").fetchall()[0][0]
    if total > MOST_ISSUES:
        issues.append(Issue(code="issues_cut", facts={"shown": MOST_ISSUES, "total": total}))
    issues += _summed(cursor) + _unread_cells(cursor, plan) + _own_notes(cursor, plan)
    return [replace(issue, column=_heading(table, plan, issue.column)) for issue in issues]


def _heading(table: Table, plan: Plan, column: str | None) -> str | None:
    """The file's own heading of one of our columns."""
    return table.headings[plan.places[column]] if column in plan.places else column


def _summed(cursor) -> list[Issue]:
    rows = cursor.execute(f"select code, count(*) from aside where code not in {_BY_ROW} group by code order by code").fetchall()
    return [Issue(code=code, facts={"rows": count}) for code, count in rows]


def _unread_cells(cursor, plan: Plan) -> list[Issue]:
    """Cells that are not blank and could not be read, in rows that were loaded all the same."""
    doubtful = {
        column.name: f"(kept.{column.name} is null and texts.{column.name} is not null)"
        for column in plan.kind.columns
        if column.kind in (*NUMBERS, *DAYS) and column.name in plan.places and column.name not in plan.kind.filled
    }
    if not doubtful:
        return []
    cells = ", ".join(f"case when {test} then {{'name': '{name}', 'value': texts.{name}}} end" for name, test in doubtful.items())
    query = (
        f"select row_no, cell.name, cell.value from (select row_no, unnest([{cells}]) as cell from kept join texts using (row_no) "
        f"where {' or '.join(doubtful.values())}) where cell is not null order by row_no limit {MOST_ISSUES}"
    )
    codes = {column.name: _CODES.get(column.kind) for column in plan.kind.columns}
    return [Issue(row=row, column=name, code=f"{codes[name]}_left", value=value) for row, name, value in cursor.execute(query).fetchall()]


def _own_notes(cursor, plan: Plan) -> list[Issue]:
    """core/sql/intake/<kind>/notes.sql: row_no, column_name, code, value, facts (json)."""
    query = own_query(plan.kind.name, "notes")
    rows = cursor.execute(query).fetchall() if query else []
    return [Issue(row=row, column=column, code=code, value=value, facts=json.loads(facts)) for row, column, code, value, facts in rows]
