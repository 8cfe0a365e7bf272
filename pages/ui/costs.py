"""What a unit costs: the editable table (SKUs without a cost first) and the template that does the same in a spreadsheet."""

import pandas as pd
import streamlit as st

from core import export, settings
from core.intake import marketplaces
from pages.ui import cached, frame, jobs, places, session, tables, work

_TYPED = ("unit_cost", "first_mile_cost", "currency", "lead_time_days", "safety_stock")
_TEMPLATE = {
    "sku": "sku",
    "marketplace": "marketplace",
    "unit_cost": "unit cost",
    "first_mile_cost": "first-mile cost",
    "currency": "currency",
}
_TEMPLATE |= {"lead_time_days": "lead time days", "safety_stock": "safety stock"}


def editor(page) -> None:
    """The cost table with a save button; a saved cost is computed into the figures at once."""
    table = with_currency(cached.costs(page))
    if table.empty:
        st.info(page.t("settings.costs.empty"), icon=":material/info:")
        return
    unknown = int(table["unit_cost"].isna().sum())
    (st.warning if unknown else st.success)(page.t("settings.costs.unknown", unknown=page.number(unknown), skus=page.number(len(table))))
    key = f"costs.{session.get('settings.costs_round', 0)}"
    columns = ["marketplace", "sku", "title", *_TYPED]
    st.data_editor(
        table[columns],
        key=key,
        hide_index=True,
        disabled=["marketplace", "sku", "title"],
        column_config=tables.config(page, table, columns) | _limits(page),
        placeholder="–",
        height=420,
    )
    edited = changed_rows(table, st.session_state[key]["edited_rows"])
    st.button(
        page.t("settings.costs.save", rows=page.number(len(edited))),
        type="primary",
        icon=":material/save:",
        disabled=not edited or jobs.busy(page.ws.path),
        on_click=_save,
        args=(page.ws, edited),
        key="save_costs",
    )


def with_currency(table: pd.DataFrame) -> pd.DataFrame:
    """Where the seller named no currency, the marketplace's own is proposed."""
    known = marketplaces.table().set_index("marketplace")["currency"]
    return table.assign(currency=table["currency"].fillna(table["marketplace"].map(known)))


def changed_rows(table: pd.DataFrame, edits: dict[int, dict]) -> list[dict]:
    """Whole rows of the table with the seller's edits over them; NaN as None."""
    rows = [table.iloc[place].to_dict() | edit for place, edit in edits.items()]
    return [{name: None if pd.isna(value) else value for name, value in row.items()} for row in rows]


def _limits(page) -> dict:
    """Costs cannot be below zero, a currency is one of those that marketplaces use."""
    amounts = ("unit_cost", "first_mile_cost", "lead_time_days", "safety_stock")
    numbers = {name: st.column_config.NumberColumn(tables.title(name, page.lang), min_value=0.0, format="%g") for name in amounts}
    currencies = sorted(set(marketplaces.table()["currency"]))
    return numbers | {"currency": st.column_config.SelectboxColumn(tables.title("currency", page.lang), options=currencies)}


def _save(ws, rows: list[dict]) -> None:
    settings.save_costs(ws, rows, at=places.now())
    session.put("settings.costs_round", session.get("settings.costs_round", 0) + 1)
    work.compute()


def template(page) -> None:
    """The table as a spreadsheet to fill in, and a box that takes it back."""
    st.subheader(page.t("settings.costs.template"), anchor=False)
    st.caption(page.t("settings.costs.template_note"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            page.t("settings.costs.template_get"),
            lambda: export.to_csv(with_currency(cached.costs(page))[list(_TEMPLATE)].rename(columns=_TEMPLATE)),
            file_name="shelflife-costs.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        if not page.demo:
            frame.link(page, "upload", page.t("settings.costs.template_put"), icon=":material/upload_file:")
