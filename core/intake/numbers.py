"""Numbers and dates as files write them: the style is decided once per column, from all its values, never by file name.

`1,234.56` `1.234,56 €` `$12,905.25` `20.45%` `1,13,529.99` `(12.00)`; dates by what the column itself proves (a day above 12), else by
marketplace.
"""

import re

_CURRENCIES = (
    *("US$", "MX$", "CA$", "C$", "A$", "R$", "CN¥", "JP¥"),
    *("USD", "CAD", "MXN", "EUR", "GBP", "JPY", "CNY", "RMB", "INR", "AUD", "BRL", "SEK", "PLN", "TRY", "AED", "SAR", "SGD"),
)
_SIGNS = "$€£¥￥₹%'\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_MONEY = f"(?:{'|'.join(re.escape(sign) for sign in _CURRENCIES)}|[{_SIGNS}\\s])"
_GROUPED_BY = {mark: re.compile(rf"[+-]?(?!0)\d{{1,3}}(?:{re.escape(mark)}\d{{2,3}})*{re.escape(mark)}\d{{3}}") for mark in ".,"}
_SLASHED = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?!\d)")
_NAMED_BY = {
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "MX$": "MXN",
    "R$": "BRL",
    "A$": "AUD",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "JP¥": "JPY",
}
CURRENCY_SIGNS = _NAMED_BY | {code: code for code in ("USD", "CAD", "MXN", "AUD", "EUR", "GBP", "INR", "JPY")}


def bare(value: str) -> str:
    """The number without currency, percent sign and spaces; `(12.00)` is `-12.00`."""
    text = re.sub(_MONEY, "", value)
    return f"-{text[1:-1]}" if text.startswith("(") and text.endswith(")") else text


def style(values: list[str], dots_may_group: bool) -> str:
    """`point` (1,234.56) or `comma` (1.234,56) for all values of one column.

    The later of two marks is the decimal one; a lone mark that is always followed by exactly three digits groups.
    `dots_may_group`: False for flat files, where Amazon always writes a decimal point."""
    numbers = [bare(value) for value in values]
    both = [number for number in numbers if "," in number and "." in number]
    if both:
        return "comma" if both[0].rfind(",") > both[0].rfind(".") else "point"
    with_comma = [number for number in numbers if "," in number]
    if with_comma:
        return "point" if all(_GROUPED_BY[","].fullmatch(number) for number in with_comma) else "comma"
    with_dot = [number for number in numbers if "." in number]
    return "comma" if dots_may_group and with_dot and all(_GROUPED_BY["."].fullmatch(number) for number in with_dot) else "point"


def bare_sql(text: str, how: str) -> str:
    """The same as an SQL expression: `text` without signs, its decimal mark a point."""
    pattern = _MONEY.replace("'", "''")
    stripped = f"regexp_replace(regexp_replace({text}, '{pattern}', '', 'g'), '^\\((.*)\\)$', '-\\1')"
    return f"replace({stripped}, ',', '')" if how == "point" else f"replace(replace({stripped}, '.', ''), ',', '.')"


def currency_in(values: list[str]) -> str | None:
    """The one currency that the amounts name (`US$1,798.80`); a lone `$` or `¥` names none."""
    found = {code for value in values for sign, code in CURRENCY_SIGNS.items() if sign in value.upper()}
    return found.pop() if len(found) == 1 else None


def date_order(values: list[str]) -> str | None:
    """mdy or dmy as the values prove it; None when nothing in them does."""
    pairs = [(int(match[1]), int(match[2])) for value in values if (match := _SLASHED.match(value))]
    if any(first > 12 for first, _ in pairs):
        return "dmy"
    if any(second > 12 for _, second in pairs):
        return "mdy"
    return "dmy" if any(re.match(r"\s*\d{1,2}\.\d{1,2}\.\d{2,4}", value) for value in values) else None


def is_open(values: list[str]) -> bool:
    """Whether some values could be read as two different days."""
    return any(_SLASHED.match(value) for value in values)


_FORMATS = {
    "mdy": ["%m/%d/%y", "%m/%d/%Y", "%m-%d-%y", "%m-%d-%Y", "%m.%d.%Y"],
    "dmy": ["%d/%m/%y", "%d/%m/%Y", "%d-%m-%y", "%d-%m-%Y", "%d.%m.%y", "%d.%m.%Y"],
}
_NAMED = ["%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%Y年%m月%d日", "%Y/%m/%d", "%Y%m%d"]


def iso_sql(text: str) -> str:
    """A timestamp from text whose year comes first and is whole; NULL for all other text (a bare cast takes 1/9/26 for the year 1)."""
    return f"case when regexp_matches({text}, '^[12][0-9]{{3}}[-/]') then try_cast({text} as timestamp) end"


def utc_sql(text: str) -> str:
    """Whether text has the length and the end of 2026-11-14T20:15:09+00:00: a bare cast reads it, or nothing does."""
    return f"length({text}) = 25 and ends_with({text}, '+00:00')"


def day_sql(text: str, order: str | None) -> str:
    """A day from text: ISO first, then the column's own order, named months, Chinese and Japanese days, Excel serials (1900 system)."""
    formats = [*_FORMATS.get(order or "mdy", _FORMATS["dmy"]), *_NAMED]
    listed = ", ".join(f"'{form}'" for form in formats)
    serial = (
        f"case when regexp_full_match({text}, '[345][0-9]{{4}}(\\.0)?') then date '1899-12-30' + try_cast({text} as double)::integer end"
    )
    first = f"regexp_extract({text}, '^([^ T]+)([ T]\\d{{1,2}}:.*)?$', 1)"
    return within_reason(
        f"coalesce({iso_sql(text)}::date, try_strptime(coalesce(nullif({first}, ''), {text}), [{listed}])::date, {serial})"
    )


def within_reason(day: str) -> str:
    """No report is of a day outside 1995 to 2100."""
    return f"case when {day} between date '1995-01-01' and date '2100-12-31' then {day} end"


def moment_sql(text: str, order: str | None) -> str:
    """A moment in UTC from text; an offset is respected, none means UTC."""
    formats = ", ".join(f"'{form} %H:%M:%S'" for form in _FORMATS.get(order or "mdy", _FORMATS["dmy"]))
    at_zero = f"(ends_with({text}, '+00:00') or ends_with({text}, 'Z'))"
    offset = f"regexp_matches({text}, ':\\d\\d(\\.\\d+)? ?([+-]\\d\\d(:?\\d\\d)?|[A-Z]{{2,4}})$')"
    iso = f"case when not {at_zero} and {offset} then timezone('UTC', try_cast({text} as timestamptz)) else {iso_sql(text)} end"
    return within_reason(f"coalesce({iso}, try_strptime({text}, [{formats}]), ({day_sql(text, order)})::timestamp)")
