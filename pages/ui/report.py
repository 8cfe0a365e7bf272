"""Period report on screen: a month or a quarter, its sales in a picture, its figures site by site, and the files to take along."""

import pandas as pd
import streamlit as st

from core import text
from core.errors import ShelflifeError
from core.review import period_report, report_sheet
from pages.ui import cached, charts, explain, session, tables
from pages.ui.words import plain

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFFERED = {"month": 12, "quarter": 4}
_LANES = ("from_site", "to_site", "moves", "units", "received_units", "saved")
_STALEST = ("sku", "title", "marketplace", "on_hand", "aged_181_units", "stock_value")


def show(page) -> None:
    wanted = _asked(page)
    try:
        with st.spinner(page.t("period_report.working")):
            found = cached.period_report(page, wanted)
    except ShelflifeError as error:
        st.error(text.say(error, page.lang), icon=":material/error:")
        return
    st.subheader(report_sheet.heading(found, page.lang), anchor=False)
    for line in report_sheet.notes(found, page.lang):
        st.caption(line)
    if not found.sites["units"].sum() > 0:
        st.info(page.t("period_report.nothing"), icon=":material/receipt_long:")
    _files(page, found)
    _sites(page, found)
    _tables(page, found)


def _asked(page) -> period_report.Span:
    last = page.run["as_of"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {kind: page.t(f"period_report.kind.{kind}") for kind in period_report.KINDS}
        look = {"options": list(names), "format_func": names.get, "required": True}
        kind = session.bind("report.kind", "month", st.segmented_control, page.t("period_report.length"), **look)
        offered = {one.first_day: one for one in period_report.spans(kind, last, _OFFERED[kind])}
        default = list(offered)[1]  # the last one that is over
        look = {"options": list(offered), "format_func": lambda first: page.days(first, offered[first].seen(last).last_day)}
        first = session.bind("report.first", default, st.selectbox, page.t("period_report.period"), **look)
    return offered[first]


def _files(page, found: period_report.Report) -> None:
    name = f"shelflife-report-{found.span.kind}-{found.span.first_day.isoformat()}"
    with st.container(horizontal=True, width="content"):
        look = {"on_click": "ignore", "icon": ":material/download:"}
        make = {"xlsx": lambda: report_sheet.workbook(found, page.lang), "html": lambda: report_sheet.page(found, page.lang)}
        st.download_button(page.t("period_report.xlsx"), make["xlsx"], file_name=f"{name}.xlsx", mime=_XLSX, key="report.xlsx", **look)
        st.download_button(
            page.t("period_report.html"), make["html"], file_name=f"{name}.html", mime="text/html", key="report.html", **look
        )


def _sites(page, found: period_report.Report) -> None:
    chosen = tuple(f"{day:%Y-%m}" for day in (found.span.first_day, found.span.last_day))
    for place, row in enumerate([*found.total.to_dict("records"), *found.sites.to_dict("records")]):
        months = found.months[(found.months["marketplace"] == row["marketplace"]) & (found.months["currency"] == row["currency"])]
        with st.container(border=True):
            st.markdown(f"**{plain(report_sheet.site(row, page.lang))}**")
            if len(months):
                st.altair_chart(charts.months(months, chosen, page.lang, page.theme), key=f"report.months.{place}")
            _figures(page, row)


def _figures(page, row: dict) -> None:
    """On the left what can be laid beside the period before, on the right the rest."""
    beside, alone = ([tuple(map(plain, line)) for line in part] for part in report_sheet.figures(row, page.lang))
    heads = [page.t(f"period_report.head.{name}") for name in ("figure", "now", "before")]
    left, right = st.columns(2)
    left.markdown(explain.table(beside, heads))
    right.markdown(explain.table(alone, heads[:2]))


def _tables(page, found: period_report.Report) -> None:
    for name, rows, columns in (("lanes", found.lanes, _LANES), ("stalest", found.stalest, _STALEST)):
        st.markdown(f"**{page.t(f'period_report.sheet.{name}')}**")
        if rows.empty:
            st.caption(page.t("period_report.no_moves" if name == "lanes" else "period_report.nothing_old"))
        else:
            tables.show(page, pd.DataFrame(rows), columns, key=f"report.{name}", height=tables.height(rows))
