"""Amazon's own sales events by country: dated data (data/events/prime.csv), added to, never guessed ahead.

Promise: an event whose days are not known is not there.
"""

from functools import cache
from pathlib import Path

import pandas as pd

_FILE = Path(__file__).parents[2] / "data" / "events" / "prime.csv"


def days(country: str) -> pd.DataFrame:
    """day, holiday (the event's name): a row a day of each event in that country (US, GB, …)."""
    held = [row for row in _events().itertuples() if country in row.countries.split()]
    rows = [(day, row.event) for row in held for day in pd.date_range(row.first_day, row.last_day)]
    return pd.DataFrame(rows, columns=["day", "holiday"]).astype({"day": "datetime64[ns]"})


@cache
def _events() -> pd.DataFrame:
    return pd.read_csv(_FILE, parse_dates=["first_day", "last_day"])
