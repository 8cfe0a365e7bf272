"""The coming weeks of one SKU as a table and as files."""

import pandas as pd

from core.forecast import stock_ahead
from pages.ui import cached, demand, tables

_SHARES = ("p10", "p50", "p90")
_COLUMNS = ("week", *_SHARES, *(f"sum_{share}" for share in _SHARES), *(f"left_{share}" for share in _SHARES))


def show(page, found: demand.Demand) -> None:
    """The table, the buttons that save it, and those that save the same weeks of the whole catalogue."""
    rows = weeks(found)
    tables.show(page, rows, _COLUMNS, key="forecast.table", alt=page.t("forecast_page.table_alt"))
    facts = {"weeks": page.number(found.weeks)}
    name, words = ("forecast", "save") if found.what_if.nothing else ("forecast-what-if", "save_what_if")
    tables.export_of_sku(page, found.row, rows, name, page.t(f"forecast_page.{words}", sku=found.row["sku"], **facts))
    whole, of = page.t("forecast_page.catalogue", **facts), page.marketplace or ""
    tables.export(page, lambda: cached.forecast_weeks(page, found.weeks), "forecast-catalogue", words=whole, of=of)


def weeks(found: demand.Demand) -> pd.DataFrame:
    """A row a coming week: its quantiles, their sums, and what is left of the stock."""
    steps = stock_ahead.burn_down(found.tried, found.as_of, found.on_hand, found.inbound).iloc[1 : found.weeks + 1].reset_index(drop=True)
    in_all = demand.sums(found).iloc[1:].reset_index(drop=True)
    names = {name: f"left_{name}" for name in _SHARES}
    rows = demand.weekly(found).assign(week=lambda frame: frame["week"].dt.date, **{f"sum_{name}": in_all[name] for name in _SHARES})
    return pd.concat([rows, steps[list(_SHARES)].rename(columns=names)], axis=1).round(1).assign(model=found.stored["model"])
