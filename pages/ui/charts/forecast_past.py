"""What earlier runs expected of the weeks since, beside what was sold."""

import altair as alt
import pandas as pd

from core.text import number, t
from pages.ui.charts.forecast import whole
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis


def past_forecasts(runs: pd.DataFrame, lang: str, theme: str, height: int = 240) -> alt.LayerChart:
    """A column an earlier run: the bar from P10 to P90, a dot at what was expected, a tick at what was sold.
    runs: as_of, weeks, expected, p10, p90, sold (core.results.forecast_bias of one SKU)."""
    look = palette(theme)
    rows = runs[["expected", "p10", "p90", "sold"]].assign(name=pd.to_datetime(runs["as_of"]).dt.strftime("%m-%d"))
    scale = alt.Scale(domain=[0, 1.08 * max(1.0, float(rows[["p90", "sold"]].max().max()))], nice=False)
    x = alt.X("name:N", sort=None, title=None, axis=quiet_axis(look, grid=False, labelAngle=0, labelOverlap="greedy"))
    y = alt.Y("p10:Q", title=t("charts.column.units_sum", lang), axis=quiet_axis(look, tickCount=5), scale=scale)
    shares = [alt.Tooltip(f"{name}:Q", title=name.upper(), format=",.0f") for name in ("p10", "p90")]
    tips = [
        alt.Tooltip("name:N", title=t("table.column.as_of", lang)),
        *(alt.Tooltip(f"{name}:Q", title=t(f"table.column.{name}", lang), format=",.0f") for name in ("expected", "sold")),
        *shares,
    ]
    base = alt.Chart(rows).encode(x, tooltip=tips)
    band = base.mark_bar(size=16, color=look.soft, opacity=0.8).encode(y, alt.Y2("p90:Q"))
    expected = base.mark_point(filled=True, size=70, color=look.accent, opacity=1).encode(alt.Y("expected:Q"))
    sold = base.mark_tick(thickness=3, size=28, color=look.ink).encode(alt.Y("sold:Q"))
    facts = {name: number(rows[name].sum(), lang) for name in ("expected", "sold")}
    return whole([band, expected, sold], t("charts.past_forecasts.alt", lang, runs=len(rows), **facts), height)
