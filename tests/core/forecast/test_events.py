"""Amazon's own sales events: each with its days and its source."""

import csv
from datetime import date

import pandas as pd
import pytest
from holidays import list_supported_countries

from core.forecast import events
from tests.source import ROOT

ROWS = list(csv.DictReader((ROOT / "data/events/prime.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['event']} {row['first_day']}")
def test_every_event_has_days_in_order_known_countries_a_source_and_the_day_it_was_looked_at(row):
    assert date.fromisoformat(row["first_day"]) <= date.fromisoformat(row["last_day"]) < date.fromisoformat(row["checked_on"])
    assert set(row["countries"].split()) <= set(list_supported_countries())
    assert row["source"].startswith("https://")


def test_an_event_is_each_of_its_days_and_a_country_without_one_has_none():
    found = events.days("US")
    summer = found[found["day"].between("2025-07-01", "2025-07-31")]
    assert summer["day"].tolist() == list(pd.date_range("2025-07-08", "2025-07-11"))
    assert set(summer["holiday"]) == {"Prime Day"}
    assert events.days("ZZ").empty
