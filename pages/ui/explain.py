"""ⓘ How was this computed: the formula, the numbers put in, and for a fee its rate row, since when, source and confidence."""

from collections.abc import Iterable

import streamlit as st

from core import text
from core.fees.charge import Charge, Rate


def formula(page, measure: str, **facts: str) -> str:
    """One measure in words: its formula and, where its numbers are known, the numbers put in. Facts are words already."""
    words = page.t(f"explain.{measure}.formula")
    known = facts and "–" not in facts.values()
    return f"{words}  \n{page.t(f'explain.{measure}.numbers', **facts)}" if known else words


def charge(page, found: Charge, label: str = "ⓘ") -> None:
    """A small button that opens what stands behind one fee."""
    with st.popover(label, type="tertiary", help=page.t("explain.how")):
        st.markdown(f"**{page.t(f'explain.fee.{found.fee}.name')}**  \n{page.t(f'explain.fee.{found.fee}.formula')}")
        st.markdown(table(_parts(page, found)))
        for rate in found.rates:
            st.markdown(_rate(page, rate))
        if found.assumption:
            st.caption(_said(page, "assumption", found.assumption))


def _parts(page, found: Charge) -> list[tuple[str, str]]:
    """What went in, what it is made of, and the charge."""
    numbers = [(_said(page, "number", name), _plain(page, name, value)) for name, value in found.numbers.items() if value == value]
    parts = [(_said(page, "part", name), _part(page, name, value, found.currency)) for name, value in found.parts.items() if value]
    parts = [(name, amount) for name, amount in parts if amount != text.UNKNOWN]
    return [*numbers, *parts, (page.t("explain.charge"), f"**{page.money(found.charge, found.currency)}**".replace("$", r"\$"))]


def _part(page, name: str, value: float, currency: str) -> str:
    return page.number(value) if name.endswith("_days") else page.money(value, currency)


def _rate(page, rate: Rate) -> str:
    """One row of a schedule as it was used."""
    since = page.t("explain.since", day=page.day(rate.effective_from))
    amount = f"{rate.amount:g} {rate.currency} {rate.unit}".strip()
    lines = [f"**{page.t('explain.rate')}**: {amount} · {since}", f"{page.t('explain.source')}: {_link(rate.source)}"]
    return "  \n".join([*lines, f"{page.t('explain.confidence')}: {_said(page, 'sure', rate.confidence)}"])


def _link(source: str) -> str:
    """An address as text: the pages link to nothing outside."""
    return f"`{source}`"


def _said(page, group: str, code: str) -> str:
    """The words of a code; a code without words speaks for itself."""
    key = f"explain.{group}.{code}"
    return page.t(key) if text.has(key) else code.replace("_", " ")


def _plain(page, name: str, value) -> str:
    """A number that went in: shares as percent, small ones with the digits that matter."""
    if not isinstance(value, int | float):
        return str(value)
    if name.endswith("_share"):
        return text.percent(value, page.lang, 1)
    return text.number(value, page.lang, 0 if float(value).is_integer() else 3 if abs(value) < 1 else 2)


def table(rows: Iterable[tuple[str, ...]], titles: Iterable[str] = ("", "")) -> str:
    """Rows of words as a Markdown table, the first column to the left, the others to the right."""
    titles = list(titles)
    lines = [titles, [":--", *["--:"] * (len(titles) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)
