"""From text to typed rows: temp table (for large files: view) `typed` over `texts`.

It has one column per column of the kind (numbers and days also as `…_text`), plus in_marketplace, in_currency and zone.
Numbers and dates are read in the one style that their column proves. What cannot be read stays NULL here; checks.py says why.
"""

from dataclasses import dataclass

from core.intake import marketplaces, numbers
from core.intake.kinds import Column, Kind
from core.intake.mapping import Plan
from core.intake.result import Issue
from core.workspace import sql

NUMBERS = ("units", "amount", "number", "capped")
DAYS = ("day", "moment", "month")
ENOUGH_VALUES = 50_000
_MORE = "> +"  # beside a number that stands for itself or more
_MOST = "1e10"  # no quantity and no amount of a seller is larger
_NOTHING = {"", "-", "--", "—", "N/A", "n/a", "NA", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "null", "NULL", "None", "none"}
_MONTH_FORMATS = "['%Y-%m-%d', '%m/%Y-%d', '%Y/%m-%d', '%b %Y-%d', '%B %Y-%d', '%Y年%m月-%d', '%Y-%m-%d-%d']"


@dataclass(frozen=True)
class Given:
    """What is said once for the whole file: by argument or as a constant of the mapping."""

    file_id: int
    marketplace: str | None
    currency: str | None
    as_of: object
    period_start: object
    period_end: object
    at_day: object
    asin: str | None = None


def build(cursor, plan: Plan, given: Given, as_view: bool) -> list[Issue]:
    """Create `typed`; returns notes about how dates were read. As a view it saves memory, as a table the planning of wide queries."""
    _lookups(cursor, plan, given)
    marketplace = _settle_homes(cursor, plan)
    notes, expressions = [], []
    for column in plan.kind.columns:
        expression, note = _expression(cursor, plan, column, marketplace)
        expressions.append(f"{expression} as {column.name}")
        if column.kind == "capped":
            expressions.append(f"{_beyond(plan, column)} as {column.name}_beyond")
        if column.kind in (*NUMBERS, *DAYS) and column.name in plan.places:
            expressions.append(f"texts.{column.name} as {column.name}_text")
        notes += note
    cursor.execute(f"create or replace temp {'view' if as_view else 'table'} typed as {_typed(cursor, plan, expressions)}")
    return notes


def _lookups(cursor, plan: Plan, given: Given) -> None:
    for name, frame in (("marketplace_alias", marketplaces.aliases()), ("marketplace_zone", marketplaces.table())):
        cursor.register("frame_in", frame)
        cursor.execute(f"create or replace temp table {name} as from frame_in")
        cursor.unregister("frame_in")
    cursor.execute(sql("intake/measures"))
    cursor.execute(sql("intake/given"), vars(given) | {"currency": given.currency or _currency_named(cursor, plan)})
    cursor.execute(sql("intake/known_fnsku"))


def _currency_named(cursor, plan: Plan) -> str | None:
    """The currency written beside the amounts, for reports without a currency column."""
    amounts = [column.name for column in plan.kind.columns if column.kind == "amount" and column.name in plan.places]
    if not plan.kind.localised or "currency" in plan.places or not amounts:
        return None
    return numbers.currency_in([value for name in amounts for value in _values(cursor, name)])


def _values(cursor, name: str, odd: str = "true") -> list[str]:
    query = f"select distinct {name} from lines where {name} is not null and {odd} limit {ENOUGH_VALUES}"
    return [row[0] for row in cursor.execute(query).fetchall()]


def _odd(cursor, name: str, read: str) -> list[str]:
    """Values that the expression `read` does not take as they stand. The signs for "nothing" among them become blank."""
    odd = _values(cursor, name, f"{read} is null")
    nothing = [value for value in odd if value.strip() in _NOTHING]
    if nothing:
        cursor.execute(f"update lines set {name} = null where list_contains($signs, {name})", {"signs": nothing})
    return [value for value in odd if value.strip() not in _NOTHING]


def _expression(cursor, plan: Plan, column: Column, marketplace: str | None) -> tuple[str, list[Issue]]:
    if column.name not in plan.places:
        absent = "(select as_of from given)" if column.name == "as_of" else "null"
        return f"{absent}::{_TYPES[column.kind]}", []
    if column.kind in NUMBERS:
        return _number(cursor, plan, column), []
    if column.kind in DAYS:
        return _day(cursor, column, marketplace)
    if column.name in plan.kind.filled:
        _blank_damage(cursor, column.name)
    if column.kind == "id":
        return _id(cursor, column.name), []
    return _WORDS[column.kind].format(text=f"texts.{column.name}"), []


def _id(cursor, name: str) -> str:
    """Spaces and tabs around an id go, and the ="…" that the ads console and spreadsheets write around it; all else is the id's own.
    A million ids are not touched where there are none."""
    odd = _values(cursor, name, f"({name} < '!' or ends_with({name}, ' ') or ends_with({name}, '\t') or starts_with({name}, '='))")
    if not odd:
        return f"texts.{name}"
    bare = f"trim(texts.{name}, ' \t')"
    unwrapped = f"replace(regexp_extract({bare}, '^=\"(.*)\"$', 1), '\"\"', '\"')"
    return f"nullif(trim(case when regexp_full_match({bare}, '=\".*\"') then {unwrapped} else {bare} end, ' \t'), '')"


def _blank_damage(cursor, name: str) -> None:
    """A spreadsheet's error is no id."""
    cursor.execute(f"update lines set {name} = null where {name} in ('#REF!', '#N/A', '#VALUE!', '#NAME?')")


_TYPES = {
    "units": "bigint",
    "capped": "bigint",
    "amount": "decimal(18,4)",
    "number": "double",
    "day": "date",
    "month": "date",
    "moment": "timestamp",
    "flag": "boolean",
    "id": "varchar",
    "text": "varchar",
}
_WORDS = {
    "text": "{text}",
    "flag": "case lower({text}) "
    + " ".join(f"when '{word}' then true" for word in ("yes", "y", "true", "1", "是"))
    + " ".join(f" when '{word}' then false" for word in ("no", "n", "false", "0", "否"))
    + " end",
}


def _number(cursor, plan: Plan, column: Column) -> str:
    text = f"texts.{column.name}"
    odd = _odd(cursor, column.name, f"try_cast({column.name} as double)")
    values = _values(cursor, column.name) if odd or plan.kind.localised else []
    if column.kind == "capped":
        text, values = f"trim({text}, '{_MORE}')", [value.strip(_MORE) for value in values]
    how = numbers.style(values, dots_may_group=plan.kind.localised)
    plain = text if not odd and how == "point" else numbers.bare_sql(text, how)
    if column.kind in ("units", "capped"):
        number = f"try_cast({plain} as double)"
        return f"case when abs({number}) < {_MOST} and {number} = trunc({number}) then {number}::bigint end"
    return f"case when abs(try_cast({plain} as double)) < {_MOST} then try_cast({plain} as {_TYPES[column.kind]}) end"


def _beyond(plan: Plan, column: Column) -> str:
    """Whether a capped cell says "this or more"; NULL where it says nothing."""
    return (
        f"starts_with(trim(texts.{column.name}), '>') or ends_with(trim(texts.{column.name}), '+')"
        if column.name in plan.places
        else "null::boolean"
    )


def _day(cursor, column: Column, marketplace: str | None) -> tuple[str, list[Issue]]:
    text = _part(f"texts.{column.name}", column.part)
    if column.kind == "moment" and not _values(cursor, column.name, f"not ({numbers.utc_sql(column.name)})")[:1]:
        return numbers.within_reason(f"try_cast({text} as timestamp)"), []
    odd = _odd(cursor, column.name, numbers.iso_sql(column.name))
    order = numbers.date_order(odd) or column.order
    notes = []
    if order is None and numbers.is_open(odd):
        order = marketplaces.date_order(marketplace)
        notes.append(Issue(code="date_order", column=column.name, value=odd[0], facts={"order": order, "marketplace": marketplace or "–"}))
    if column.name == "as_of":
        return f"coalesce({numbers.day_sql(text, order)}, (select as_of from given))", notes
    if column.kind == "moment":
        return numbers.moment_sql(text, order), notes
    if column.kind == "month":
        first = f"try_strptime({text} || '-01', {_MONTH_FORMATS})"
        return f"date_trunc('month', coalesce({first}, ({numbers.day_sql(text, order)})::timestamp))::date", notes
    return numbers.day_sql(text, order), notes


def _part(text: str, part: str | None) -> str:
    """The first or last of two days in one cell; the whole text when it holds one."""
    return f"list_{part}(regexp_split_to_array({text}, ' +[-–—~] +'))" if part else text


def _typed(cursor, plan: Plan, expressions: list[str]) -> str:
    """The marketplace of a row: its own columns, else what was given, else the only marketplace of its currency (table `home`)."""
    by = _home_columns(plan)
    homes = cursor.execute("select count(*) from home").fetchall()[0][0]
    join = (
        f"join home on {' and '.join(f'home.by_{name} is not distinct from texts.{name}' for name in by)}"
        if by and homes > 1
        else "cross join home"
    )
    own = f"select texts.row_no, texts.extra, {', '.join(expressions)}, home.in_marketplace, home.in_currency, home.zone from texts {join}"
    if not plan.kind.sku_by_fnsku:
        return own
    return f"""select own.* replace (coalesce(own.sku, known_fnsku.sku) as sku) from ({own}) as own
        left join known_fnsku on known_fnsku.fnsku = own.fnsku and known_fnsku.marketplace = own.in_marketplace"""


def _home_columns(plan: Plan) -> list[str]:
    return [name for name in (*plan.kind.marketplace_from, "currency") if name in plan.places]


def _settle_homes(cursor, plan: Plan) -> str | None:
    """Create table `home`; the marketplace of the whole file when it has only one."""
    cursor.execute(_home(plan, _home_columns(plan)))
    known = cursor.execute("select distinct in_marketplace from home where in_marketplace is not null").fetchall()
    return known[0][0] if len(known) == 1 else None


def _home(plan: Plan, by: list[str]) -> str:
    """Each combination of the columns that tell where a row is at home, and what they tell. One row when there are none."""
    sources = [name for name in by if name != "currency"]
    joins = "".join(f" left join marketplace_alias as alias_{name} on alias_{name}.alias = lower(trim(by_{name}))" for name in sources)
    by_currency = "null" if plan.kind.marketplace_optional else "own_currency.marketplace"
    said = "given.marketplace"
    if plan.kind.home_by_currency and "currency" in by:
        its = "(select currency from marketplace_zone where marketplace = given.marketplace)"
        said = f"case when coalesce(upper(trim(by_currency)), {its}) = {its} then given.marketplace end"
    told = ", ".join([f"alias_{name}.marketplace" for name in sources] + [said, by_currency])
    currency = "coalesce(upper(trim(by_currency)), given.currency)" if "currency" in by else "given.currency"
    seen = f"select distinct {', '.join(f'{name} as by_{name}' for name in by)} from lines" if by else "select 1 as by_nothing"
    return f"""create or replace temp table home as
        with own_currency as (
            select currency, min(marketplace) as marketplace from marketplace_zone group by currency having count(*) = 1
        ),
        told as (
            select seen.*, coalesce({told}) as in_marketplace, {currency} as told_currency
            from ({seen}) as seen cross join given{joins} left join own_currency on own_currency.currency = {currency}
        )
        select told.*, coalesce(told_currency, marketplace_zone.currency) as in_currency, marketplace_zone.zone
        from told left join marketplace_zone on marketplace_zone.marketplace = told.in_marketplace"""


_LOCAL_DAY = "timezone(zone, timezone('UTC', {}))::date"
_TIME_OF = {  # our column → the days of the earliest and the latest of its values
    "as_of": ("earliest", "latest"),
    "requested_at": (_LOCAL_DAY.format("earliest"), _LOCAL_DAY.format("latest")),
    "purchased_at": (_LOCAL_DAY.format("earliest"), _LOCAL_DAY.format("latest")),
    "day": ("earliest", "latest"),
    "month": ("earliest", "last_day(latest)"),
}


def with_days(query: str, kind: Kind) -> str:
    """The query of what a file holds, for rows of this kind: their time, and the first and last day from the earliest and latest of it.
    A day follows from the earliest time alone, so a million times need no calendar."""
    time = next((name for name in _TIME_OF if kind.column(name)), None)
    first, last = _TIME_OF.get(time, ("earliest", "latest"))
    end = "coalesce(last_day, day)" if kind.column("last_day") else time or "null::date"
    return (
        query.replace("end_of_row", end)
        .replace("time_of_row", time or "null::date")
        .replace("first_day_of_home", first)
        .replace("last_day_of_home", last)
    )
