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
    kind = "save" if found.what_if.nothing else "save_what_if"
    tables.export(page, rows, "forecast", words=page.t(f"forecast_page.{kind}", sku=found.row["sku"], **facts))
    whole = page.t("forecast_page.catalogue", **facts)
    tables.export(page, lambda: cached.forecast_weeks(page, found.weeks), "forecast-catalogue", words=whole)


def weeks(found: demand.Demand) -> pd.DataFrame:
    """A row a coming week: its quantiles, their sums, and what is left of the stock."""
    steps = stock_ahead.burn_down(found.tried, found.as_of, found.on_hand, found.inbound).iloc[1 : found.weeks + 1].reset_index(drop=True)
    in_all = demand.sums(found).iloc[1:].reset_index(drop=True)
    names = {name: f"left_{name}" for name in _SHARES}
    rows = demand.weekly(found).assign(week=lambda frame: frame["week"].dt.date, **{f"sum_{name}": in_all[name] for name in _SHARES})
    whole = pd.concat([rows, steps[list(_SHARES)].rename(columns=names)], axis=1).round(1)
    return whole.assign(marketplace=found.row["marketplace"], sku=found.row["sku"], model=found.stored["model"])
