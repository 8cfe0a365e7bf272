"""Which report to take where in Seller Central, what each adds, and templates for what no report holds."""

import pandas as pd
import streamlit as st

from core import export, intake
from core.intake import kinds
from pages.ui import cached


def show(page) -> None:
    """Reports that are still missing, the most useful first; those that are in; those that nothing reads yet."""
    menu = intake.report_menu(page.lang)
    files = cached.history(page)
    loaded = set(files.loc[files["status"] == "loaded", "kind"])
    missing = [report for report in menu if report["is_read"] and report["kind"] not in loaded]
    st.subheader(page.t("upload.guide.title"), anchor=False)
    with st.container(border=True, gap="small"):
        for report in missing:
            _report(page, report, ":material/radio_button_unchecked:")
    if loaded:
        with st.expander(page.t("upload.guide.loaded")):
            for report in menu:
                if report["kind"] in loaded:
                    _report(page, report, ":material/check_circle:")
    with st.expander(page.t("upload.guide.unread")):
        st.markdown("\n".join(f"- {report['name']}" for report in menu if not report["is_read"]))


def _report(page, report: dict, mark: str) -> None:
    name, adds, where, template = st.columns([3, 4, 4, 1], vertical_alignment="center")
    name.markdown(f"{mark} **{report['name']}**")
    adds.caption(report["adds"])
    where.caption(report["where"])
    if kinds.all_kinds()[report["kind"]].own:
        with template:
            _template(page, report["kind"])


def _template(page, kind: str) -> None:
    headings = [column.named[0] for column in kinds.all_kinds()[kind].columns]
    st.download_button(
        "",
        lambda: export.to_csv(pd.DataFrame(columns=headings)),
        file_name=f"shelflife-{kind}.csv",
        mime="text/csv",
        key=f"template.{kind}",
        on_click="ignore",
        icon=":material/download:",
        help=page.t("upload.guide.template"),
        type="tertiary",
    )
