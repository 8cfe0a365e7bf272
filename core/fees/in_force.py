"""Which schedules of a fee hold on a day, in short: how many rates, from least to most, since when, from which source, how sure."""

from datetime import date

import pandas as pd

from core.fees.items import day_number
from core.fees.schedule import SHIPPED, RateBook

COLUMNS = ["rates", "least", "most", "unit", "currency", "effective_from", "source", "confidence"]
_OF_DAY = {"jan_sep": range(1, 10), "oct_dec": range(10, 13)}  # seasons named by their months


def in_force(fee: str, marketplace: str, on: date, book: RateBook = SHIPPED) -> pd.DataFrame:
    """COLUMNS, a row per unit, currency, first day, source and confidence, the newest first; none where no schedule is known.
    Rows of the season's months only, where rows name months. effective_from: None where the start is not known."""
    table = book.table(fee, marketplace)
    if table is None:
        return pd.DataFrame(columns=COLUMNS)
    rows, day = table.rows, day_number(on)
    held = rows[(rows["from_day"] <= day) & (day <= rows["to_day"])]
    if "season" in held:
        held = held[[on.month in _OF_DAY.get(season, range(1, 13)) for season in held["season"]]]
    held = held.assign(value=held["amount"] if "amount" in held else held["rate"], newest=-held["from_day"])
    by = ["newest", "unit", "currency", "effective_from", "source", "confidence"]
    found = held.groupby(by, sort=True, as_index=False).agg(rates=("value", "size"), least=("value", "min"), most=("value", "max"))
    starts = [None if start == "" else date.fromisoformat(start) for start in found["effective_from"]]
    return found.assign(effective_from=pd.Series(starts, dtype=object))[COLUMNS]
