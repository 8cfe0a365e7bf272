"""The days on which rates change, as the shipped schedules and overrides say."""

from datetime import date

import pytest

from core.fees.changes import changes
from core.fees.in_force import in_force
from core.fees.schedule import SHIPPED
from tests.core.fees.builders import D

YEAR = (date(2026, 9, 1), date(2027, 8, 31))


def test_storage_changes_with_the_seasons_that_its_rows_name():
    assert changes("storage", "US", *YEAR) == {date(2026, 10, 1): "season", date(2027, 1, 1): "season"}


def test_a_season_without_rates_is_a_change_where_the_other_ends():
    """Japan has jan_sep alone: it ends with September."""
    assert list(changes("storage", "JP", *YEAR)) == [date(2026, 10, 1), date(2027, 1, 1)]


@pytest.mark.parametrize("marketplace", ["US", "UK", "DE", "CA"])
def test_the_fulfilment_peak_begins_on_15_october_and_ends_with_14_january(marketplace):
    assert changes("fulfilment", marketplace, *YEAR) == {date(2026, 10, 15): "peak_start", date(2027, 1, 15): "peak_end"}


def test_a_schedule_that_begins_is_a_change_and_beats_a_season_of_the_same_day():
    """15 January 2026: new US rates (reference fees.md §4); 1 July 2026: new UK storage (§2)."""
    assert changes("fulfilment", "US", date(2026, 1, 1), date(2026, 2, 1)) == {date(2026, 1, 15): "new_rates"}
    assert changes("storage", "UK", date(2026, 6, 1), date(2026, 8, 1)) == {date(2026, 7, 1): "new_rates"}


def test_the_first_day_is_left_out_and_the_last_one_is_in():
    assert changes("storage", "US", date(2026, 10, 1), date(2027, 1, 1)) == {date(2027, 1, 1): "season"}


def test_a_schedule_laid_over_them_counts_from_its_first_day_to_the_day_after_its_last():
    table = SHIPPED.table("storage", "US").rows
    own = table[table["effective_to"].eq("") & table["component"].eq("base")].head(1)
    book = SHIPPED.with_schedule("storage", "US", own.assign(effective_from="2026-11-10", effective_to="2026-11-19"))
    found = changes("storage", "US", *YEAR, book)
    assert found[date(2026, 11, 10)] == found[date(2026, 11, 20)] == "new_rates"


def test_a_fee_or_marketplace_without_schedules_has_no_days():
    assert changes("fulfilment", "JP", *YEAR) == {}
    assert changes("referral", "US", *YEAR) == {}


def test_the_schedules_of_a_day_in_short():
    """UK surcharge in August 2026: 1.18 to 5.71 of several sources, 6.14 from 456 days of one."""
    found = in_force("aged_surcharge", "UK", D(2026, 8, 15))
    assert sorted(zip(found["least"], found["most"], found["rates"], found["confidence"], strict=True)) == [
        (1.18, 5.71, 5, "several"), (6.14, 6.14, 1, "one"),
    ]  # fmt: skip
    assert set(found["effective_from"]) == {D(2026, 7, 1)}


def test_only_the_season_of_the_day_and_no_fee_without_a_schedule():
    """DE storage in October: 52.20 and 34.49; JP has no fulfilment. UK storage surcharge has no start that is known."""
    assert sorted(in_force("storage", "DE", D(2026, 10, 1))["most"]) == [34.49, 52.20]
    assert in_force("fulfilment", "JP", D(2026, 10, 1)).empty
    assert None in list(in_force("storage", "UK", D(2026, 8, 1))["effective_from"])
