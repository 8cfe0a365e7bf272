"""What earlier runs said of the weeks since, beside what was sold: of one SKU, and of its marketplace as a whole."""

import pandas as pd
import streamlit as st

from core import results, text
from pages.ui import charts, demand, tables

_COLUMNS = ("as_of", "weeks", "expected", "p10", "p90", "sold", "bias", "model")


def show(page, found: demand.Demand) -> None:
    """A sentence on each, and picture and table of the SKU. Asked anew each time: earlier days are computed beside the pages."""
    row = found.row
    own = results.forecast_bias(page.ws, page.run_id, row["marketplace"], row["sku"])
    if own.empty:
        st.caption(page.t("forecast_page.past.none"))
        return
    every = results.forecast_bias(page.ws, page.run_id, row["marketplace"])
    st.markdown("  \n".join([*verdicts(page, own, row["sku"]), *verdicts(page, every, row["marketplace"])]))
    if (own["model"] != found.stored["model"]).any():
        st.caption(page.t("forecast_page.past.other_model"))
    st.altair_chart(charts.past_forecasts(own, page.lang, page.theme), key="forecast.past_picture")
    st.caption(f"{page.t('forecast_page.past.key')} {page.t('forecast_page.past.note')}")
    tables.show(page, own, _COLUMNS, key="forecast.past", alt=page.t("forecast_page.past.alt"))
    tables.export_of_sku(page, row, own, "forecast-past", page.t("forecast_page.past.save", sku=row["sku"]))


def verdicts(page, rows: pd.DataFrame, name: str) -> list[str]:
    """Expected against sold over the earlier runs of each model, a sentence each: what one got wrong is not another's."""
    return [_verdict(page, of_model, name, model) for model, of_model in rows.groupby("model", sort=False)]


def _verdict(page, rows: pd.DataFrame, name: str, model: str) -> str:
    expected, sold = float(rows["expected"].sum()), float(rows["sold"].sum())
    facts = {"name": name, "runs": len(rows), "model": text.t(f"forecast.model.{model}", page.lang)}
    if not sold:
        return page.t("forecast_page.past.nothing_sold", expected=text.number(expected, page.lang, 1), **facts)
    share = expected / sold - 1
    kind = "right" if abs(share) < 0.005 else "high" if share > 0 else "low"
    return page.t(f"forecast_page.past.{kind}", share=text.percent(abs(share), page.lang), **facts)
