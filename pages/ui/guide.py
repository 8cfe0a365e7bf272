"""Which report to take where in Seller Central, what each adds, and templates for what no report holds."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from core import demo, export, intake
from core.intake import kinds
from pages.ui import cached

# kind -> how the demo seller's files of it begin
_SAMPLES = {
    "fba_inventory_planning": "fba_inventory",
    "manage_fba_inventory": "manage_fba_inventory",
    "all_orders": "all_orders",
    "fee_preview": "fee_preview",
    "ledger_summary": "ledger_summary",
    "monthly_storage_fee": "monthly_storage_fees",
    "longterm_storage_fee": "aged_inventory_surcharge",
    "business_report_asin": "business_report_by_sku",
    "sp_advertised_product": "sp_advertised_product",
    "sp_search_term": "sp_search_term",
    "removal_order_detail": "removal_order_detail",
}


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
    name, adds, where, template = st.columns([3, 4, 4, 1.3], vertical_alignment="center")
    name.markdown(f"{mark} **{report['name']}**")
    adds.caption(report["adds"])
    where.caption(report["where"])
    with template:
        if kinds.all_kinds()[report["kind"]].own:
            _template(page, report["kind"])
        else:
            _sample(page, report["kind"])


def _template(page, kind: str) -> None:
    headings = [column.named[0] for column in kinds.all_kinds()[kind].columns]
    _file(page, "template", f"shelflife-{kind}.csv", lambda: export.to_csv(pd.DataFrame(columns=headings)))


def _sample(page, kind: str) -> None:
    """The demo seller's newest file of that kind, as Amazon would give it."""
    found = sorted((demo.FOLDER / "files").glob(f"{_SAMPLES[kind]}_US_*")) if kind in _SAMPLES else []
    if found:
        _file(page, "sample", f"sample-{found[-1].name.removesuffix('.gz')}", lambda: _content(found[-1]))


def _content(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


def _file(page, what: str, name: str, content: Callable[[], bytes]) -> None:
    """A small download button (what: "template" or "sample"); the file is made when asked for."""
    st.download_button(
        page.t(f"upload.guide.get_{what}"),
        content,
        file_name=name,
        mime="text/plain",
        key=f"get.{name}",
        help=page.t(f"upload.guide.{what}"),
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )
