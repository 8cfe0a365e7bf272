"""Picture of an advertising budget: what each one gains."""

import altair as alt
import pandas as pd

from core.text import t
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis
from pages.ui.words import whole


def net_gain(budgets: pd.DataFrame, best: float, currency: str, lang: str, theme: str, height: int = 240) -> alt.LayerChart:
    """Net gain by budget, the best one as a ring, a rule at no gain. budgets: budget, units, cost_per_sale, gain."""
    look = palette(theme)
    x = alt.X("budget:Q", title=t("ads.axis.budget", lang, currency=currency), axis=quiet_axis(look, grid=False, format="~s"))
    y = alt.Y("gain:Q", title=t("ads.axis.gain", lang, currency=currency), axis=quiet_axis(look, tickCount=5, format="~s"))
    tips = [
        alt.Tooltip("budget:Q", title=t("table.column.budget", lang), format=",.0f"),
        alt.Tooltip("units:Q", title=t("table.column.extra_units", lang), format=",.1f"),
        alt.Tooltip("cost_per_sale:Q", title=t("table.column.cost_per_sale", lang), format=",.2f"),
        alt.Tooltip("gain:Q", title=t("table.column.net_gain", lang), format=",.0f"),
    ]
    base = alt.Chart(budgets).encode(x, y, tooltip=tips)
    line = base.mark_line(color=look.accent, strokeWidth=2.5)
    dots = base.mark_point(filled=True, color=look.accent, size=24)
    ring = alt.Chart(budgets[budgets["budget"] == best]).mark_point(
        size=190, stroke=look.accent, fill=look.paper, strokeWidth=2.5, opacity=1
    )
    zero = alt.Chart(alt.Data(values=[{}])).mark_rule(color=look.muted).encode(y=alt.datum(0))
    gain = budgets.loc[budgets["budget"] == best, "gain"].iloc[0]
    words = t("ads.alt", lang, budget=whole(best, currency, lang), gain=whole(gain, currency, lang))
    layers = alt.layer(zero, line, dots, ring.encode(x, y, tooltip=tips))
    return layers.properties(height=height, width="container", description=words).configure_view(stroke=None)
