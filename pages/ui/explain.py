"""ⓘ How was this computed: the formula, the numbers put in, and for a fee its rate row, since when, source and confidence."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

import streamlit as st

from core import text
from core.fees.charge import Charge, Rate

_WEIGHTS = ("weight", "step_from")
_COUNTS = ("days", "units", "weeks")  # units whose amounts are no money
# what marks a source; the first that fits counts
_SOURCES = {
    "code": r"^(github\.com|public code)", "forum": r"[Ff]orum", "amazon": r"Amazon help page", "none": r"^no public source",
    "site": r"[a-z0-9]\.[a-z]{2,}|blog|^couponcommando",
}  # fmt: skip
_SHARES = ("share", "return-rate")  # units whose amounts are shares


def formula(page, measure: str, **facts: str) -> str:
    """One measure in words: its formula and, where its numbers are known, the numbers put in. Facts are words already."""
    words = page.t(f"explain.{measure}.formula")
    known = facts and "–" not in facts.values()
    return f"{words}  \n{page.t(f'explain.{measure}.numbers', **facts)}" if known else words


def opener(page, label: str, **options):
    """A quiet button that opens an explanation. Grey by its own word: opened, a button without a frame would take the theme's colour
    25 % darker, which cannot be read on a dark ground."""
    return st.popover(f":gray[{label}]", type="tertiary", help=page.t("explain.how"), **options)


def charge(page, found: Charge, note: str | None = None) -> None:
    """A small button that opens what stands behind one fee."""
    with opener(page, page.t("explain.rate_button")):
        behind(page, found, note)


def behind(page, found: Charge, note: str | None = None) -> None:
    """Formula, numbers put in, charge, and each rate row; note: how the seller's own figure differs."""
    st.markdown(f"**{page.t(f'explain.fee.{found.fee}.name')}**  \n{page.t(f'explain.fee.{found.fee}.formula')}")
    st.markdown(table(_parts(page, found)))
    if note:
        st.markdown(note)
    for rate in found.rates:
        st.markdown(_rate(page, rate))
    if found.assumption:
        st.caption(_said(page, "assumption", found.assumption))


def _parts(page, found: Charge) -> list[tuple[str, str]]:
    """What went in, what it is made of, and the charge."""
    pounds = found.rates[0].row.get("weight_unit", "") if found.rates else ""
    numbers = [(_said(page, "number", name), _plain(page, name, value, pounds)) for name, value in found.numbers.items() if value == value]
    parts = [(_said(page, "part", name), _part(page, name, value, found.currency)) for name, value in found.parts.items() if value]
    parts = [(name, amount) for name, amount in parts if amount != text.UNKNOWN]
    return [*numbers, *parts, (page.t("explain.charge"), f"**{page.money(found.charge, found.currency)}**".replace("$", r"\$"))]


def _part(page, name: str, value: float, currency: str) -> str:
    return page.number(value) if name.endswith("_days") else page.money(value, currency)


def _rate(page, rate: Rate) -> str:
    """One row of a schedule as it was used: its amount, for what it holds, since when, from where, how sure."""
    used = amount(page, rate.amount, rate.currency, rate.unit)
    lines = [f"**{page.t('explain.rate')}**: {used} · {since(page, rate.effective_from)}"]
    if rate.held:
        lines.append(f"{page.t('explain.row')}: {_held(page, rate.held)}")
    lines += [
        f"{page.t('explain.source')}: {' · '.join(filter(None, [source_kind(page, rate.source), _link(rate.source)]))}",
        f"{page.t('explain.confidence')}: {_said(page, 'sure', rate.confidence)}",
    ]
    return "  \n".join(lines)


def since(page, start: date | None) -> str:
    """In force since when; some starts are not known."""
    return page.t("explain.since", day=page.day(start) if start else page.t("fees.unknown_day"))


def amount(page, value: float, currency: str, unit: str) -> str:
    """The amount of a rate with its unit in words: 0.78 USD per cubic foot and month; 15 % of the sales price."""
    words = page.t(f"explain.unit.{unit_code(unit)}") if text.has(f"explain.unit.{unit_code(unit)}") else unit
    amounts = f"{value:g}" if unit.startswith(_COUNTS) else f"{value:g} {currency}"
    number = text.percent(value, page.lang, 1) if unit.startswith(_SHARES) else amounts
    return f"{number} {words}".strip()


def unit_code(unit: str) -> str:
    """The key of a unit's words: what stands before a bracket or a comma."""
    return "_".join(re.findall(r"[a-z0-9]+", re.split(r"[(,]", unit.lower())[0]))


def _held(page, held: Mapping[str, object]) -> str:
    """For what a row holds: "size tier small standard · weight 0.125–0.25 lb"."""
    units = {"weight": held.get("weight_unit", "")}
    named = {name: value for name, value in held.items() if name != "weight_unit"}
    return " · ".join(f"{_said(page, 'held', name)} {_span(page, value, units.get(name, ''))}" for name, value in named.items())


def _span(page, value: object, unit: str) -> str:
    """A key in words, or a band: 10–50, from 50.01, to 9.99."""
    if not isinstance(value, list):
        return _said(page, "value", str(value))
    low, high = ("" if end is None else f"{end:g}" for end in value)
    words = f"{low}–{high}" if low and high else page.t("explain.from", low=low) if low else page.t("explain.to", high=high)
    return f"{words} {unit}".strip()


def source_kind(page, source: str) -> str:
    """What a source is, in words: Amazon's own page, public code, a forum, a website; each once, the first named first."""
    kinds = [next((kind for kind, mark in _SOURCES.items() if re.search(mark, part)), None) for part in source.split("; ")]
    return " · ".join(page.t(f"explain.source_kind.{kind}") for kind in dict.fromkeys(kinds) if kind)


def unit(page, unit: str) -> str:
    """What a rate is charged by, in words; a unit without words speaks for itself."""
    key, span = f"explain.unit.{unit_code(unit)}", re.search(r"range ([\d.]+)-([\d.]+)", unit)
    words = page.t(key) if text.has(key) else unit
    return page.t("explain.top_of_range", unit=words, low=span[1], high=span[2]) if span and text.has(key) else words


def _link(source: str) -> str:
    """An address as text: the pages link to nothing outside."""
    return f"`{source}`"


def _said(page, group: str, code: str) -> str:
    """The words of a code, here or in the fees' own catalogue; a code without words speaks for itself."""
    key = next((key for key in (f"explain.{group}.{code}", f"fees.{group}.{code}") if text.has(key)), None)
    return page.t(key) if key else code.replace("_", " ")


def _plain(page, name: str, value, weight_unit: str = "") -> str:
    """A number that went in: shares as percent, weights with their unit, small ones with the digits that matter; words as words."""
    if not isinstance(value, int | float):
        return _said(page, "value", str(value))
    if name in _WEIGHTS and weight_unit:
        return f"{_plain(page, '', value)} {weight_unit}"
    if name.endswith("_share"):
        return text.percent(value, page.lang, 1)
    return text.number(value, page.lang, 0 if float(value).is_integer() else 3 if abs(value) < 1 else 2)


def table(rows: Iterable[tuple[str, ...]], titles: Iterable[str] = ("", "")) -> str:
    """Rows of words as a Markdown table, the first column to the left, the others to the right."""
    titles = list(titles)
    lines = [titles, [":--", *["--:"] * (len(titles) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)
