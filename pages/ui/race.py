"""The race of the models: what each would have said at past cut-offs, from the newest stored backtest; and a way to run it anew."""

import pandas as pd
import streamlit as st

from core import text
from core.forecast import kept
from pages.ui import charts, jobs, tables, work

OURS, NAIVE = "default", "naive"
_COLUMNS = (
    "model", "cumulative_pinball", "cumulative_wape", "cumulative_bias", "cumulative_coverage_80", "wape", "rmse", "rmsse", "mape",
    "mape_undefined", "seconds",
)  # fmt: skip


def error_line(page, row: pd.Series, model: str) -> str:
    """How far off the SKU's model was in the newest backtest, beside the naive one; or that there is none."""
    newest = kept.newest(page.ws)
    if newest is None:
        return page.t("forecast_page.race.none")
    scores = kept.scores(page.ws, "sku", row["marketplace"], row["sku"]).set_index("model")["cumulative_wape"]
    ours = scores.get(OURS, scores.get(model))
    if ours is None or pd.isna(ours):
        return page.t("forecast_page.race.not_raced")
    facts = {"weeks": newest["weeks"], "cutoffs": len(newest["cutoffs"]), "ours": text.percent(ours, page.lang)}
    return page.t("forecast_page.race.error", naive=text.percent(scores.get(NAIVE), page.lang), **facts)


def show(page, row: pd.Series) -> None:
    """Picture and table of the newest race, and the button for a new one."""
    newest = kept.newest(page.ws)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scope = _scope(page, row) if newest else "catalogue"
        _start(page)
    if newest is None:
        st.caption(page.t("forecast_page.race.about"))
        return
    where = (row["marketplace"], row["sku"]) if scope == "sku" else (None, None)
    scores = kept.scores(page.ws, scope, *where)
    if scores["cumulative_pinball"].isna().all():
        st.caption(page.t("forecast_page.race.not_raced"))
        return
    facts = {"day": page.day(newest["as_of"]), "weeks": newest["weeks"], "cutoffs": len(newest["cutoffs"])}
    st.caption(page.t("forecast_page.race.about_this", series=page.number(newest["series"]), **facts))
    st.altair_chart(charts.race(scores, OURS, NAIVE, page.lang, page.theme), key="forecast.race")
    ranked = scores.sort_values("cumulative_pinball", kind="stable").reset_index(drop=True)
    tables.show(page, ranked, _shown(ranked), key="forecast.race_table", alt=page.t("forecast_page.race.alt"))
    tables.export(page, ranked, "model-race")


def _shown(ranked: pd.DataFrame) -> list[str]:
    """Seconds are known of the whole catalogue alone."""
    return [name for name in _COLUMNS if name != "seconds" or ranked["seconds"].notna().any()]


def _scope(page, row: pd.Series) -> str:
    names = {"catalogue": page.t("forecast_page.race.all"), "sku": page.t("forecast_page.race.one", sku=row["sku"])}
    return st.segmented_control(
        page.t("forecast_page.race.scope"),
        list(names),
        format_func=names.get,
        default="catalogue",
        required=True,
        key="forecast.race_scope",
        label_visibility="collapsed",
    )


def _start(page) -> None:
    """The button, and whether the slow models run too."""
    slow = st.toggle(page.t("forecast_page.race.slow"), key="forecast.race_slow", help=page.t("forecast_page.race.slow_help"))
    st.button(
        page.t("forecast_page.race.start"),
        on_click=work.race,
        args=(page.run["as_of"], slow),
        disabled=jobs.busy(page.ws.path),
        icon=":material/flag:",
        key="forecast.race_start",
    )
