"""What earlier runs said of the weeks since, beside what was sold: of one SKU, and of its marketplace as a whole."""

import pandas as pd
import streamlit as st

from core import results, text
from pages.ui import tables

_COLUMNS = ("as_of", "weeks", "expected", "p10", "p90", "sold", "bias")


def show(page, row: pd.Series) -> None:
    """The table of the SKU and a sentence on each. Asked anew each time: earlier days are computed beside the pages."""
    own = results.forecast_bias(page.ws, page.run_id, row["marketplace"], row["sku"])
    if own.empty:
        st.caption(page.t("forecast_page.past.none"))
        return
    every = results.forecast_bias(page.ws, page.run_id, row["marketplace"])
    st.markdown(f"{verdict(page, own, row['sku'])}  \n{verdict(page, every, row['marketplace'])}")
    tables.show(page, own, _COLUMNS, key="forecast.past", alt=page.t("forecast_page.past.alt"))
    st.caption(page.t("forecast_page.past.note"))
    tables.export(page, own.assign(marketplace=row["marketplace"], sku=row["sku"]), "forecast-past")


def verdict(page, rows: pd.DataFrame, name: str) -> str:
    """Expected against sold over all earlier runs, in one sentence."""
    expected, sold = float(rows["expected"].sum()), float(rows["sold"].sum())
    facts = {"name": name, "runs": len(rows)}
    if not sold:
        return page.t("forecast_page.past.nothing_sold", expected=text.number(expected, page.lang, 1), **facts)
    share = expected / sold - 1
    kind = "right" if abs(share) < 0.005 else "high" if share > 0 else "low"
    return page.t(f"forecast_page.past.{kind}", share=text.percent(abs(share), page.lang), **facts)
