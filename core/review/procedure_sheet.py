"""The standard procedure as a document: Markdown, a page to print (HTML that asks nothing of the network), and DOCX.

All three say the same: `parts` makes the sentences once. Every word that came from a report is escaped where a form needs it.
"""

import re
from collections.abc import Sequence
from html import escape
from io import BytesIO

import docx

from core import export, text
from core.review.procedure import Procedure, Step

_STYLE = """
@page { size: A4; margin: 16mm } body { font: 11pt/1.5 'Source Sans 3', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
color: #14212B; max-width: 178mm; margin: 8mm auto } h1 { font-size: 18pt; margin: 0 0 2mm } h2 { font-size: 13pt; margin: 6mm 0 1mm;
color: #155E75 } p { margin: 1mm 0; color: #5B6B78 } ul { list-style: none; margin: 0; padding: 0 } li { margin: 1.2mm 0; padding-left: 7mm;
text-indent: -7mm; break-inside: avoid } li::before { content: '☐'; display: inline-block; width: 7mm; text-indent: 0 }
"""
_MARKS = re.compile(r"([\\`*_\[\]<>#|])")
_BOX = "☐"


def parts(found: Procedure, lang: str) -> list[tuple[str, list[str]]]:
    """(heading, lines to tick off) of each step."""
    return [(_heading(step, lang), _lines(step, lang)) for step in found.steps]


def markdown(found: Procedure, lang: str) -> bytes:
    """UTF-8, a task list under each heading."""
    blocks = [f"# {text.t('procedure.title', lang)}", _plain(about(found, lang))]
    for heading, lines in parts(found, lang):
        blocks += [f"## {_plain(heading)}", "\n".join(f"- [ ] {_plain(line)}" for line in lines)]
    return ("\n\n".join(blocks) + "\n").encode()


def page(found: Procedure, lang: str) -> str:
    title = text.t("procedure.title", lang)
    inside = [f"<h1>{escape(title)}</h1><p>{escape(about(found, lang))}</p>"]
    for heading, lines in parts(found, lang):
        inside.append(f"<h2>{escape(heading)}</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>")
    return export.to_html(title, _STYLE, "".join(inside), lang)


def to_docx(found: Procedure, lang: str) -> bytes:
    document, book = docx.Document(), BytesIO()
    document.add_heading(text.t("procedure.title", lang), 0)
    document.add_paragraph(about(found, lang))
    for heading, lines in parts(found, lang):
        document.add_heading(heading, 1)
        for line in lines:
            document.add_paragraph(f"{_BOX} {line}")
    document.save(book)
    return book.getvalue()


def about(found: Procedure, lang: str) -> str:
    said = text.t("procedure.about", lang, worked=found.worked, reviewed=found.reviewed, day=text.day(found.until, lang))
    sure = text.t("procedure.proven", lang, proven=found.proven) if found.proven else text.t("procedure.unproven", lang)
    return text.joined([said, sure], lang)


def short(step: Step, lang: str) -> str:
    """The level of a step and its currency."""
    return f"{_level(step, lang)} · {step.currency or text.UNKNOWN}"


def _level(step: Step, lang: str) -> str:
    return text.t("procedure.any_level", lang) if step.level is None else text.t(f"risk.level.{step.level}", lang)


def _heading(step: Step, lang: str) -> str:
    brought = text.money(round(step.effect), step.currency, lang, compact=True)
    return text.t("procedure.heading", lang, level=_level(step, lang), plans=step.plans, money=brought)


def _lines(step: Step, lang: str) -> list[str]:
    lines = [text.t("procedure.trigger", lang, rules=_named(step.rules, "risk.rule", lang))] if step.rules else []
    lines += [text.t("procedure.owner", lang, owners=", ".join(name for name, _ in step.owners))] if step.owners else []
    lines += [] if step.owners else [text.t("procedure.no_owner", lang)]
    if step.start_days == step.start_days:
        lines.append(text.t("procedure.start", lang, days=text.number(step.start_days, lang)))
    lines.append(text.t("procedure.way", lang, ways=_named(step.ways, "table.option", lang)))
    lines += [_rung(day, share, lang) for day, share in step.ladder]
    lines.append(text.t("procedure.doors", lang, doors=", ".join(_door(*one, lang) for one in step.doors) or text.UNKNOWN))
    if step.days_90 == step.days_90:
        lines.append(text.t("procedure.until", lang, half=text.number(step.days_50, lang), most=text.number(step.days_90, lang)))
    return [*lines, text.t("procedure.review", lang)]


def _rung(day: int, share: float, lang: str) -> str:
    if share >= 1.0:
        return text.t("procedure.rung_full", lang, day=day)
    return text.t("procedure.rung", lang, day=day, off=text.percent(1.0 - share, lang), share=text.percent(share, lang))


def _door(channel: str, door: str | None, share: float, lang: str) -> str:
    name = text.t(f"plan_view.channel.{door}", lang) if door else text.t(f"review.channel.{channel}", lang)
    return text.t("procedure.door", lang, door=name, share=text.percent(share, lang))


def _named(counted: Sequence[tuple[str, int]], catalogue: str, lang: str) -> str:
    names = [(text.t(f"{catalogue}.{name}", lang) if text.has(f"{catalogue}.{name}") else name, count) for name, count in counted]
    return ", ".join(f"{name} ({count})" for name, count in names)


def _plain(line: str) -> str:
    """Signs that Markdown would take for its own stand as they are."""
    return _MARKS.sub(r"\\\1", line)
