"""The weeks that the forecast was made from, newest first: what was sold, what a model read, and why where that is another figure."""

import pandas as pd
import streamlit as st

from pages.ui import demand, tables

_COLUMNS = ("week", "sold_units", "counted", "note", "price")


def show(page, found: demand.Demand) -> None:
    """The table from the first sale on, and the buttons that save it."""
    row, rows = found.row, weeks(page, found)
    if rows.empty:
        st.caption(page.t("forecast_page.sold.none"))
        return
    tables.show(page, rows, _COLUMNS, key="forecast.sold", alt=page.t("forecast_page.sold.alt"))
    st.caption(page.t("forecast_page.sold.about"))
    tables.export_of_sku(page, row, rows, "forecast-history", page.t("forecast_page.sold.save", sku=row["sku"]))


def weeks(page, found: demand.Demand) -> pd.DataFrame:
    """week, sold_units, counted (NaN: says nothing of demand), price, stockout_days, promo, note, currency; newest first."""
    past = demand.past(page, found.row)
    past = past[past["units"].cumsum() > 0].iloc[::-1].reset_index(drop=True)
    return pd.DataFrame(
        {
            "week": pd.to_datetime(past["week"]).dt.date,
            "sold_units": past["units"],
            "counted": past["held"].fillna(past["known"]),
            "price": past["price"],
            "stockout_days": past["stockout_days"],
            "promo": past["promo"],
            "note": [_note(page, week) for week in past.itertuples()],
            "currency": found.row["currency"],
        }
    )


def _note(page, week) -> str:
    """What sets a week apart; nothing of a usual one."""
    days = 0 if pd.isna(week.stockout_days) else int(week.stockout_days)
    words = [page.t("forecast_page.sold.early", days=int(week.early_days))] if week.early_days else []
    words += [page.t("forecast_page.sold.out", days=days)] if week.out else []
    words += [page.t("forecast_page.sold.short", days=days)] if days and not week.out else []
    words += [page.t("forecast_page.sold.promo")] if week.promo else []
    words += [page.t("forecast_page.sold.held")] if pd.notna(week.held) else []
    return " · ".join(words)
