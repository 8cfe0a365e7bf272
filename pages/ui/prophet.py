"""Prophet for one SKU: what it saw after the run or when asked (a button, the fit in the background): components, changepoints, its fan
over ours."""

import pandas as pd
import streamlit as st

from core import text
from core.errors import ShelflifeError
from core.forecast import prophet_kept
from core.forecast.prophet_view import TWO_YEARS, ProphetView
from pages.ui import charts, demand, jobs, tables, work

_PARTS = ("trend", "yearly", "holidays", "promo")


def found(page, row: pd.Series) -> ProphetView | ShelflifeError | None:
    """What Prophet saw, why it could not, or None before it was asked. Asked anew each time: answers come in beside the page."""
    return prophet_kept.found(page.ws, page.run_id, row["marketplace"], row["sku"])


def fan(page, row: pd.Series) -> pd.DataFrame | None:
    """Its forecast to draw over ours while its part of the page is open: week, p10, p50, p90, clipped, name."""
    view = found(page, row) if demand.open_part() == "prophet" else None
    return view.forecast.assign(name=page.t("forecast.model.prophet")) if isinstance(view, ProphetView) else None


def show(page, asked: demand.Demand) -> None:
    """The button until it was asked; then its answer."""
    row = asked.row
    view = found(page, row)
    if view is None:
        st.caption(page.t("forecast_page.prophet.about"))
        _button(page, row)
    elif isinstance(view, ProphetView):
        _answer(page, asked, view)
    else:
        st.warning(page.t("forecast_page.prophet.failed", why=text.say(view, page.lang)), icon=":material/swap_horiz:")


def _button(page, row: pd.Series) -> None:
    st.button(
        page.t("forecast_page.prophet.start", sku=row["sku"]),
        on_click=work.prophet,
        args=(page.run_id, page.run["as_of"], row["marketplace"], row["sku"]),
        disabled=jobs.busy(page.ws.path),
        icon=":material/insights:",
        key="forecast.prophet",
    )


def _answer(page, asked: demand.Demand, view: ProphetView) -> None:
    row = asked.row
    parts = [name for name in _PARTS if name == "trend" or view.components[name].abs().max() > 0]
    st.caption(_sentence(page, view, _drawn(asked)))
    places = st.columns(2) * 2
    for place, name in zip(places, parts, strict=False):
        with place:
            st.markdown(page.t(f"forecast_page.prophet.{name}"))
            drawn = charts.component(view.components, name, view.changepoints, page.lang, page.theme)
            st.altair_chart(drawn, key=f"forecast.component.{name}")
    with st.popover(page.t("clearance_page.as_table"), icon=":material/table:"):
        st.caption(page.t("forecast_page.prophet.save_forecast"))
        tables.show(page, view.forecast, ["week", "p10", "p50", "p90"], key="forecast.prophet_table")
        st.caption(page.t("forecast_page.prophet.save_parts"))
        tables.show(page, view.components.rename(columns={"units": "sold"}), ["week", "sold", *parts], key="forecast.prophet_parts")
    tables.export_of_sku(page, row, view.components, "prophet", page.t("forecast_page.prophet.save_parts"))
    tables.export_of_sku(page, row, view.forecast, "prophet-forecast", page.t("forecast_page.prophet.save_forecast"))


def _drawn(asked: demand.Demand) -> str:
    """How its forecast stands in the picture above: not beside a what-if, of which it knows nothing."""
    return "not_drawn" if not asked.what_if.nothing else "drawn_sums" if demand.shows_sums() else "drawn"


def _sentence(page, view: ProphetView, drawn: str) -> str:
    """Changes of the trend, whether it was held at zero, how long it took, and how it is drawn above."""
    bends = [
        page.t("forecast_page.prophet.bend", day=page.day(bend.week.date()), change=_signed(page, bend.change))
        for bend in view.changepoints.head(3).itertuples()
    ]
    words = page.t("forecast_page.prophet.bends", bends="; ".join(bends)) if bends else page.t("forecast_page.prophet.straight")
    more = [page.t("forecast_page.prophet.clipped")] if view.forecast["clipped"].any() else []
    more += [page.t("forecast_page.prophet.one_year", weeks=len(view.components))] if len(view.components) < TWO_YEARS else []
    seconds = page.t("forecast_page.prophet.seconds", seconds=text.number(view.seconds, page.lang, 1))
    return text.joined([words, *more, seconds, page.t(f"forecast_page.prophet.{drawn}")], page.lang)


def _signed(page, change: float) -> str:
    return f"{'−' if change < 0 else '+'}{text.number(abs(change), page.lang, 2)}"
