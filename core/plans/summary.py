"""A plan on one page to print: a self-contained HTML file that asks nothing of the network.

Title, verdict, what each way out brings (bars with their P10 to P90), first step, cost of waiting, what it rests on, where it comes from.
Every word that came from a report is escaped.
"""

from html import escape

import pandas as pd

from core import export, text
from core.plans import words
from core.plans.journal import Kept

STYLE = """
@page { size: A4; margin: 14mm } body { font: 10.5pt/1.4 'Source Sans 3', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
color: #14212B; max-width: 182mm; margin: 8mm auto } h1 { font-size: 17pt; margin: 0 }
h2 { font-size: 11pt; margin: 5mm 0 1mm; color: #155E75 } p { margin: 1mm 0 } .verdict { font-size: 13pt }
.where { color: #5B6B78; font-size: 9pt } ul { margin: 0; padding-left: 5mm }
table { border-collapse: collapse } td { padding: 0 6mm 0 0 } td.amount { text-align: right } svg { width: 100%; height: auto }
"""
_WIDE, _NAMES, _FIGURES, _ROW = 680, 190, 110, 24  # of the picture, px
_BAR, _CHOSEN, _INK, _RANGE = "#9CC3CF", "#155E75", "#14212B", "#B83A22"


def page(kept: Kept, lang: str) -> str:
    """The page in one language."""
    name = words.name_in(kept.name, kept.as_of, lang)
    title = kept.title or kept.sku or name
    about = [part for part in (kept.sku, kept.marketplace, name) if part and part != title]
    parts = [
        f"<h1>{escape(title)}</h1>", f"<p class='where'>{escape(' · '.join(about))}</p>",
        f"<p class='verdict'>{escape(words.verdict(kept, lang))}</p>",
        _section("first", f"<p>{escape(words.first_step(kept, lang))}</p>", lang),
        _section("options", bars(kept, lang), lang), _section("waiting", _waiting(kept, lang), lang),
        _section("rests_on", _list(words.assumptions(kept, lang)), lang), f"<p class='where'>{escape(_origin(kept, lang))}</p>",
    ]  # fmt: skip
    return export.to_html(title, STYLE, "".join(parts), lang)


def _section(name: str, inside: str, lang: str) -> str:
    return f"<h2>{escape(text.t(f'plans.page.{name}', lang))}</h2>{inside}" if inside else ""


def bars(kept: Kept, lang: str) -> str:
    """What each way out brings as an SVG, the most on top, the chosen one dark; a thin line from P10 to P90."""
    rows = ranked(kept)
    if rows.empty:
        return ""
    low, high = min(0.0, rows["p10"].min(), rows["value"].min()), max(0.0, rows["p90"].max(), rows["value"].max())
    scale = (_WIDE - _NAMES - _FIGURES) / ((high - low) or 1.0)

    def at(amount: float) -> float:
        return round(_NAMES + (amount - low) * scale, 1)

    drawn = [_bar(kept, row, number, at, lang) for number, row in enumerate(rows.to_dict("records"))]
    zero = f"<line x1='{at(0)}' x2='{at(0)}' y1='0' y2='{_ROW * len(rows)}' stroke='{_INK}' stroke-width='.6'/>"
    return f"<svg viewBox='0 0 {_WIDE} {_ROW * len(rows)}' role='img' font-size='12' fill='{_INK}'>{''.join(drawn)}{zero}</svg>"


def ranked(kept: Kept) -> pd.DataFrame:
    """option, value, p10, p90 of what could be valued, the most first; the plan itself is among them."""
    rows = kept.options[kept.options["value"].notna()][["option", "value", "p10", "p90"]]
    if kept.option not in set(rows["option"]):
        own = {"option": kept.option, "value": kept.value, "p10": kept.value_p10, "p90": kept.value_p90}
        rows = pd.concat([rows, pd.DataFrame([own])])
    return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def _bar(kept: Kept, row: dict, number: int, at, lang: str) -> str:
    top, middle = number * _ROW + 4, number * _ROW + _ROW / 2
    left, right = sorted((at(0.0), at(row["value"])))
    colour = _CHOSEN if row["option"] == kept.option else _BAR
    name, figure = (escape(said) for said in (text.t(f"table.option.{row['option']}", lang), words.money(kept, row["value"], lang)))
    return (
        f"<text x='0' y='{middle + 4}'>{name}</text>"
        f"<rect x='{left}' y='{top}' width='{round(right - left, 1)}' height='{_ROW - 8}' fill='{colour}'/>"
        f"<line x1='{at(row['p10'])}' x2='{at(row['p90'])}' y1='{middle}' y2='{middle}' stroke='{_RANGE}' stroke-width='1.6'/>"
        f"<text x='{_WIDE}' y='{middle + 4}' text-anchor='end'>{figure}</text>"
    )


def _waiting(kept: Kept, lang: str) -> str:
    rows = [f"<tr><td>{escape(when)}</td><td class='amount'>{escape(lost)}</td></tr>" for when, lost in words.waiting(kept, lang)]
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _list(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _origin(kept: Kept, lang: str) -> str:
    run = "–" if kept.run_id is None else str(kept.run_id)
    return text.t(
        "plans.page.origin", lang, number=kept.plan_id, made=text.day(kept.created_at.date(), lang), stock=text.day(kept.as_of, lang),
        run=run, data=kept.data_version, rates=kept.rates[:8],
    )  # fmt: skip
