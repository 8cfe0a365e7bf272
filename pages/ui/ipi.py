"""The drivers of Amazon's inventory performance index as bars: what moves it, without an invented score."""

import pandas as pd
import streamlit as st

from core import text
from pages.ui import cached

_SHARES = ("excess_share", "in_stock_share", "stranded_share")


def show(page) -> None:
    """One row a marketplace: excess, in-stock and stranded share as bars, sell-through as a figure; unknown as – with its reason."""
    for drivers in cached.ipi_drivers(page).to_dict("records"):
        name, *bars, figure = st.columns([1, 3, 3, 3, 2], vertical_alignment="center")
        name.markdown(f"**{drivers['marketplace']}**")
        for place, driver in zip(bars, _SHARES, strict=True):
            _bar(page, place, driver, drivers[driver])
        figure.markdown(
            page.t("overview.ipi.sell_through", ratio=text.number(drivers["sell_through"], page.lang, 2)),
            help=page.t("overview.ipi.help.sell_through"),
        )


def _bar(page, place, driver: str, share: float) -> None:
    words = page.t(f"overview.ipi.{driver}", share=text.percent(share, page.lang))
    known = not pd.isna(share)
    if known:
        place.progress(min(1.0, max(0.0, float(share))), text=words)
    else:
        place.markdown(f":gray[{words}]", help=page.t(f"overview.ipi.help.{driver}"))
