"""A period report as files: a workbook with charts, and a page to print (HTML that asks nothing of the network) with its pictures inside.

Every word that came from a report is escaped; unknown is –.
"""

from collections.abc import Iterable, Iterator
from html import escape

import pandas as pd

from core import export, text
from core.export import Picture
from core.review.period_report import MONEY, SITES, Report

_STYLE = """
@page { size: A4; margin: 14mm } body { font: 10.5pt/1.4 'Source Sans 3', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
color: #14212B; max-width: 182mm; margin: 8mm auto } h1 { font-size: 17pt; margin: 0 }
h2 { font-size: 12pt; margin: 6mm 0 1mm; color: #155E75 }
p { margin: 1mm 0; color: #5B6B78 } table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: 600 }
td, th { padding: 1mm 3mm 1mm 0; border-bottom: .3mm solid #D5DCE2 } td.amount, th.amount { text-align: right }
svg { width: 100%; height: auto }
section { break-inside: avoid } td:first-child { white-space: nowrap }
"""
_WIDE, _HIGH, _FOOT, _TOP, _BAR, _OTHER, _INK, _MUTED = 680, 130, 20, 16, "#155E75", "#9CC3CF", "#14212B", "#5B6B78"
SHARES = ("stale_share", "stale_before", "fill_rate", "moves_fill")
BESIDE = {"units": "units_before", "sales": "sales_before", "stale_share": "stale_before", "on_hand": "on_hand_before"}
_BESIDE_EACH_OTHER = ("turnover", "stock_to_sales", "stale_share", "fill_rate", "units", "on_hand", "saved")
_RATIOS = {"turnover": 1, "stock_to_sales": 1}
_STALEST = ("sku", "title", "marketplace", "on_hand", "aged_181_units")


def workbook(found: Report, lang: str) -> bytes:
    """Sheets: pictures, sites, months, moves, oldest stock; columns in words."""
    sites = found.sites.sort_values(["currency", "units"], ascending=[True, False], ignore_index=True)
    whole = found.total.assign(marketplace=text.t("period_report.all_sites", lang))
    sheets = {
        "sites": pd.concat([part for part in (sites, whole) if len(part)] or [sites]),
        "months": found.months,
        "lanes": found.lanes,
        "stalest": found.stalest,
    }
    named = {
        text.t(f"period_report.sheet.{name}", lang): table.rename(columns={column: title(column, lang) for column in table})
        for name, table in sheets.items()
    }
    pictures = [*_of_months(found.months.reset_index(drop=True), lang), *_of_sites(sites, lang)]
    return export.to_xlsx(named, pictures, text.t("period_report.sheet.pictures", lang))


def _of_months(months: pd.DataFrame, lang: str) -> Iterator[Picture]:
    """Sales of each month, a chart a site."""
    columns = list(months)
    for (market, currency), rows in months.groupby(["marketplace", "currency"], dropna=False, sort=False):
        name = f"{title('sales', lang)}: {market} · {currency or text.UNKNOWN}"
        yield Picture(
            title=name, place=1, labels=(columns.index("month"),) * 2, series=(columns.index("sales"),), names=(name,),
            rows=(int(rows.index[0]), int(rows.index[-1])), form=_form("sales"),
            alt=text.t("period_report.picture_alt", lang, months=len(rows)),
        )  # fmt: skip


def _of_sites(sites: pd.DataFrame, lang: str) -> Iterator[Picture]:
    """The sites beside each other, each figure with that of the eve where there is one; money a chart a currency."""
    columns = list(sites)
    for name in _BESIDE_EACH_OTHER:
        series = [name, *([BESIDE[name]] if name in BESIDE else [])]
        parts = sites.groupby("currency", dropna=False, sort=False) if name in MONEY else [("", sites)]
        for currency, rows in parts:
            if rows[name].notna().any():
                unit = f" · {currency or text.UNKNOWN}" if name in MONEY else ""
                yield Picture(
                    title=f"{title(name, lang)}{unit}", place=0, labels=(0, 1), series=tuple(map(columns.index, series)),
                    rows=(int(rows.index[0]), int(rows.index[-1])), names=tuple(title(one, lang) for one in series), form=_form(name),
                    alt=text.t("period_report.chart_alt", lang, figure=title(name, lang), sites=len(rows)),
                )  # fmt: skip


def _form(name: str) -> str:
    """How a spreadsheet writes the numbers of an axis."""
    return "0%" if name in SHARES else "0.0" if name in _RATIOS else "#,##0"


def page(found: Report, lang: str) -> str:
    parts = [f"<h1>{escape(heading(found, lang))}</h1>", *(f"<p>{escape(line)}</p>" for line in notes(found, lang))]
    for row in (*found.total.to_dict("records"), *found.sites.to_dict("records")):
        months = found.months[(found.months["marketplace"] == row["marketplace"]) & _same(found.months["currency"], row["currency"])]
        parts.append(f"<section><h2>{escape(site(row, lang))}</h2>{bars(found, months, lang)}{_figures(row, lang)}</section>")
    parts.append(f"<section><h2>{escape(text.t('period_report.sheet.stalest', lang))}</h2>{_stalest(found.stalest, lang)}</section>")
    return export.to_html(heading(found, lang), _STYLE, "".join(parts), lang)


def site(row: dict, lang: str) -> str:
    """The name of a row of sites, or of all of them."""
    return f"{row['marketplace'] or text.t('period_report.all_sites', lang)} · {row['currency'] or text.UNKNOWN}"


def heading(found: Report, lang: str) -> str:
    days = {"first": text.day(found.span.first_day, lang), "last": text.day(found.span.last_day, lang)}
    return text.t(f"period_report.heading.{found.span.kind}", lang, **days)


def notes(found: Report, lang: str) -> list[str]:
    """What the reader must know of the figures."""
    lines = [] if found.whole else [text.t("period_report.not_over", lang, day=text.day(found.span.last_day, lang))]
    without = found.sites["unpriced"].sum() if len(found.sites) else 0.0
    lines += [text.t("period_report.unpriced", lang, units=text.number(without, lang))] if without else []
    if found.missing:
        lines.append(text.t("review.missing_days", lang, days=", ".join(text.day(day, lang) for day in found.missing)))
    return lines


def title(column: str, lang: str) -> str:
    return text.t(f"period_report.column.{column}", lang)


def figure(row: dict, name: str, lang: str) -> str:
    """One figure of a site in words."""
    if name in SHARES:
        return text.percent(row[name], lang, 1)
    if name in MONEY:
        return text.money(row[name], row["currency"], lang)
    return text.number(row[name], lang, _RATIOS.get(name, 0))


def figures(row: dict, lang: str) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """(title, figure, that of the period before) of what both have, and (title, figure) of the rest of a site."""
    told = {name: figure(row, name, lang) for name in SITES[2:]}
    beside = [(title(name, lang), told[name], told[before]) for name, before in BESIDE.items()]
    return beside, [(title(name, lang), told[name]) for name in told if name not in {*BESIDE, *BESIDE.values()}]


def bars(found: Report, months: pd.DataFrame, lang: str) -> str:
    """Sales of each month as an SVG, the newest on the right, with its amount over it; those of the period are dark."""
    if months.empty:
        return ""
    width, highest = _WIDE / len(months), max(float(months["sales"].max()), 1e-9)
    first = found.span.first_day
    drawn = [
        _bar(row, place * width, width, highest, _BAR if row["month"] >= first else _OTHER, lang)
        for place, row in enumerate(months.to_dict("records"))
    ]
    said = escape(text.t("period_report.picture_alt", lang, months=len(months)))
    return f"<svg viewBox='0 0 {_WIDE} {_HIGH + _FOOT}' role='img' aria-label='{said}' font-size='10' fill='{_INK}'>{''.join(drawn)}</svg>"


def _bar(row: dict, left: float, width: float, highest: float, colour: str, lang: str) -> str:
    high = max(0.0, row["sales"]) / highest * (_HIGH - _TOP)
    middle = left + 0.5 * width
    amount = escape(text.money(row["sales"], row["currency"], lang, compact=True))
    return (
        f"<rect x='{left + 0.15 * width:.1f}' y='{_HIGH - high:.1f}' width='{0.7 * width:.1f}' height='{high:.1f}' fill='{colour}'/>"
        f"<text x='{middle:.1f}' y='{_HIGH - high - 4:.1f}' text-anchor='middle'>{amount}</text>"
        f"<text x='{middle:.1f}' y='{_HIGH + 14}' text-anchor='middle' fill='{_MUTED}'>{row['month']:%Y-%m}</text>"
    )


def _figures(row: dict, lang: str) -> str:
    beside, alone = figures(row, lang)
    heads = [text.t(f"period_report.head.{name}", lang) for name in ("figure", "now", "before")]
    return _table(heads, [*beside, *((name, said, "") for name, said in alone)], words=1)


def _stalest(rows: pd.DataFrame, lang: str) -> str:
    if rows.empty:
        return f"<p>{escape(text.t('period_report.nothing_old', lang))}</p>"
    units = {name: [text.number(value, lang) for value in rows[name]] for name in _STALEST[3:]}
    lines = rows.assign(**units)[list(_STALEST)].fillna(text.UNKNOWN).itertuples(index=False)
    return _table([title(name, lang) for name in _STALEST], lines, words=3)


def _table(heads: list[str], lines: Iterable[tuple], words: int) -> str:
    """words: how many columns from the left are words; the others are amounts, to the right."""

    def line(cells: Iterable, tag: str) -> str:
        kinds = ("" if place < words else " class='amount'" for place in range(len(heads)))
        return "".join(f"<{tag}{kind}>{escape(str(cell))}</{tag}>" for kind, cell in zip(kinds, cells, strict=True))

    body = "".join(f"<tr>{line(cells, 'td')}</tr>" for cells in lines)
    return f"<table><tr>{line(heads, 'th')}</tr>{body}</table>"


def _same(values: pd.Series, wanted: str | None) -> pd.Series:
    return values.fillna("") == (wanted or "")
