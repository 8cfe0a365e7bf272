"""What was loaded, what was wrong with it, and what is still missing."""

import pandas as pd

from core.intake.kinds import all_kinds
from core.text import t

MENU = (
    "fba_inventory_planning", "manage_fba_inventory", "all_orders", "fee_preview", "cost_template", "ledger_summary", "monthly_storage_fee",
    "longterm_storage_fee", "settlement", "business_report_asin", "business_report_date", "sp_advertised_product", "sp_search_term",
    "sp_targeting", "removal_order_detail", "restock", "niches", "h10_xray", "keepa_product_viewer", "h10_keyword_tracker", "h10_cerebro",
    "tidy_sales", "tidy_stock", "tidy_market", "tidy_prices",
)  # fmt: skip


def history(ws) -> pd.DataFrame:
    """One row per file that was offered, newest first: all columns of import_file, and `issues` (how many)."""
    return ws.frame(
        "select import_file.*, coalesce(counted.issues, 0) as issues from import_file "
        "left join (select file_id, count(*) as issues from import_issue group by file_id) as counted using (file_id) order by file_id desc"
    )


def issues(ws, file_id: int) -> pd.DataFrame:
    """row, column, code, value, facts (json) of one file, in its order: what can be downloaded."""
    query = "select row_no as row, column_name as column, code, value, facts from import_issue where file_id = $file_id order by rowid"
    return ws.frame(query, file_id=file_id)


def missing_kinds(ws) -> list[dict]:
    """Kinds that were never loaded: [{"kind", "name_key", "adds_key", "where_key"}], the most useful first."""
    loaded = {row[0] for row in ws.rows("select distinct kind from import_file where status = 'loaded'")}
    return [
        {"kind": kind, "name_key": f"intake.kind.{kind}", "adds_key": f"intake.adds.{kind}", "where_key": f"intake.where.{kind}"}
        for kind in MENU
        if kind not in loaded and not kind.startswith("tidy_")
    ]


def report_menu(lang: str) -> list[dict]:
    """Every known report in words: [{"kind", "name", "adds", "where", "is_read"}]; those that are read come first, with what they add."""
    read = [_entry(kind, lang) for kind in MENU]
    return read + [
        {"kind": kind.name, "name": t(f"intake.kind.{kind.name}", lang), "adds": "", "where": "", "is_read": False}
        for kind in all_kinds().values()
        if not kind.is_read
    ]


def _entry(kind: str, lang: str) -> dict:
    return {
        "kind": kind,
        "name": t(f"intake.kind.{kind}", lang),
        "adds": t(f"intake.adds.{kind}", lang),
        "where": t(f"intake.where.{kind}", lang),
        "is_read": True,
    }
