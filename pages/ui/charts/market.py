"""Small pictures of one listing over time, all alike, to be read side by side; and capital at risk by what the market says."""

import altair as alt
import numpy as np
import pandas as pd

from core.text import number, percent, t
from pages.ui.charts.palette import palette
from pages.ui.charts.stock import quiet_axis

_SHARES = ("conversion", "buy_box", "price_gap", "ad_share")
_FROM_ZERO = ("units", "sessions", "rival_units", "stockout_days", "ad_share")
_STILL = 0.02  # of a share, up and down
VERDICTS = ("shrinking", "both", "losing_share", "neither", "unknown", "no_files")


def signal(points: pd.DataFrame, name: str, step, lang: str, theme: str, height: int = 90) -> alt.LayerChart:
    """One signal: ours as a line, the category's (where known) dashed, the day of a change (`step`, or None) as a rule.
    points: day, value, usual.
    A rank hangs from the top: better is higher."""
    look = palette(theme)
    rows = points.assign(day=pd.to_datetime(points["day"]))[["day", "value", "usual"]]
    low, high = float(rows["value"].min()), float(rows["value"].max())
    shape = (".1~%" if high - low < 0.05 else ".0%") if name in _SHARES else ",.1f" if name == "rating" else "~s"
    flat = (
        name in _SHARES and high - low < 2 * _STILL and rows["usual"].isna().all()
    )  # so that a tenth of a percent does not look like a fall
    spread = {"domain": [(low + high) / 2 - _STILL, (low + high) / 2 + _STILL]} if flat else {"zero": name in _FROM_ZERO, "nice": True}
    if name == "rating":
        spread = {"domain": [np.floor(rows[["value", "usual"]].min(axis=None)), 5]}
    scale = alt.Scale(reverse=name in ("organic_rank", "rival_rank"), **spread)
    x = alt.X("day:T", title=None, axis=quiet_axis(look, grid=False, format="%m-%d", tickCount=4, labelOverlap="greedy"))
    y = alt.Y("value:Q", title=None, scale=scale, axis=quiet_axis(look, tickCount=3, format=shape))
    tips = [alt.Tooltip("day:T", title=t("charts.column.day", lang), format="%Y-%m-%d"),
            alt.Tooltip("value:Q", title=t(f"market.signal.{name}", lang), format=".1~%" if name in _SHARES else ",.1f")]  # fmt: skip
    base, dot = alt.Chart(rows), {"size": 14, "filled": True, "color": look.accent}
    layers = [base.mark_line(color=look.accent, strokeWidth=1.8, point=dot).encode(x, y, tooltip=tips)]
    if rows["usual"].notna().any():
        layers.append(base.mark_line(color=look.muted, strokeDash=[3, 3], strokeWidth=1.2).encode(x, alt.Y("usual:Q", scale=scale)))
    if step is not None:
        changed = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(step)]}))
        layers.append(changed.mark_rule(color=look.bad, strokeWidth=1.5).encode(alt.X("day:T")))
    told = percent if name in _SHARES else number
    first, last = (told(float(rows["value"].dropna().iloc[at]), lang) for at in (0, -1))
    words = t("market.alt", lang, signal=t(f"market.signal.{name}", lang), first=first, last=last, points=int(rows["value"].notna().sum()))
    return alt.layer(*layers).properties(height=height, width="container", description=words).configure_view(stroke=None)


def capital(rows: pd.DataFrame, lang: str, theme: str, height: int = 150) -> alt.LayerChart:
    """One bar a marketplace, cut by verdict into shares of the capital at risk. rows: marketplace, verdict, capital, share, skus."""
    look = palette(theme)
    names = {verdict: t(f"market.name.{verdict}", lang) for verdict in VERDICTS}
    shown = rows.assign(name=rows["verdict"].map(names), place=rows["verdict"].map(VERDICTS.index), share=rows["share"].fillna(0.0))
    colours = [look.levels[3], look.levels[2], look.levels[1], look.good, look.soft, look.line]
    share = alt.Tooltip("share:Q", title=t("market.share_of_capital", lang), format=".0%")
    tips = [alt.Tooltip("name:N", title=t("market.column", lang)), share,
            alt.Tooltip("skus:Q", title=t("table.column.skus", lang))]  # fmt: skip
    bars = alt.Chart(shown).mark_bar().encode(
        alt.X("share:Q", title=None, stack=True, axis=quiet_axis(look, format=".0%", tickCount=4), scale=alt.Scale(domain=[0, 1])),
        alt.Y("marketplace:N", title=None, axis=quiet_axis(look, grid=False)),
        alt.Color("name:N", title=None, sort=list(names.values()), scale=alt.Scale(domain=list(names.values()), range=colours),
                  legend=alt.Legend(orient="bottom", columns=3, labelColor=look.muted, labelLimit=220)),
        alt.Order("place:Q"), tooltip=tips,
    )  # fmt: skip
    parts = [f"{row.marketplace}: {row.name} {percent(row.share, lang)}" for row in shown.itertuples(index=False)]
    words = t("market.capital_alt", lang, parts="; ".join(parts))
    tall = height + 34 * max(0, shown["marketplace"].nunique() - 1)
    return alt.layer(bars).properties(height=tall, width="container", description=words).configure_view(stroke=None)
