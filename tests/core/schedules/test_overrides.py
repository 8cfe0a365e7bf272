"""The seller's own schedules in a workspace: laid over the shipped rates, from the day they start, drafts only when asked."""

from datetime import date, datetime

import pytest

from core import schedules
from core.errors import InputError
from core.fees.removal import removal
from core.fees.schedule import SHIPPED
from tests.core.schedules.test_read import HEADER, HEAVY, LIGHT

AT = datetime(2026, 11, 24, 9)
ITEM = {"marketplace": "US", "size_tier": "Small standard", "weight_lb": 0.4}


def csv(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def fee(book, on: date, **changed) -> float:
    return removal(ITEM | changed, on, book=book).charge


def test_a_schedule_beats_the_shipped_rate_from_its_first_day_and_only_where_it_has_one(ws):
    schedules.add(ws, csv(LIGHT), "removal", "US", at=AT)
    book = schedules.book(ws)
    assert fee(book, date(2026, 11, 30)) == 0.84  # data/fees/us/removal.csv, to 0.5 lb since 2026-01-15
    assert fee(book, date(2026, 12, 1)) == 0.50
    assert fee(book, date(2026, 12, 1), weight_lb=0.8) == 1.53  # shipped: to 1 lb


def test_the_explanation_names_the_sellers_source(ws):
    schedules.add(ws, csv(LIGHT), "removal", "US", at=AT)
    charge = removal(ITEM, date(2026, 12, 1), book=schedules.book(ws))
    assert (charge.source, charge.confidence, charge.effective_from) == ("contract 7", "one", date(2026, 12, 1))


def test_the_last_upload_wins_and_removing_it_brings_the_former_back(ws):
    schedules.add(ws, csv(LIGHT), "removal", "US", at=AT)
    newer = schedules.add(ws, csv(LIGHT.replace("0.50", "0.45")), "removal", "US", at=AT)
    assert fee(schedules.book(ws), date(2026, 12, 1)) == 0.45
    schedules.remove(ws, newer)
    assert fee(schedules.book(ws), date(2026, 12, 1)) == 0.50


def test_a_draft_counts_only_where_it_is_asked_for(ws):
    draft = schedules.add(ws, csv(LIGHT), "removal", "US", at=AT, draft=True)
    assert schedules.book(ws) == SHIPPED
    assert fee(schedules.book(ws, drafts=[draft]), date(2026, 12, 1)) == 0.50
    schedules.mark(ws, draft, draft=False)
    assert fee(schedules.book(ws), date(2026, 12, 1)) == 0.50


def test_a_draft_leaves_the_data_version_and_a_schedule_in_force_changes_it(ws):
    before = ws.version()
    schedules.add(ws, csv(LIGHT), "removal", "US", at=AT, draft=True)
    assert ws.version() == before
    schedules.add(ws, csv(LIGHT), "removal", "US", at=AT)
    assert ws.version() > before


def test_what_was_taken_is_listed_newest_first(ws):
    schedules.add(ws, csv(LIGHT, HEAVY), "removal", "US", at=AT, name="contract.csv")
    schedules.add(ws, csv(LIGHT), "removal", "US", at=AT, name="trial.csv", draft=True)
    table = schedules.listed(ws)
    assert list(table["name"]) == ["trial.csv", "contract.csv"]
    assert list(table["rows_loaded"]) == [1, 2]
    assert list(table["draft"]) == [True, False]
    assert table["starts_on"].iloc[0].date() == date(2026, 12, 1)


def test_a_file_with_one_wrong_row_changes_nothing(ws):
    with pytest.raises(InputError, match="schedule_number"):
        schedules.add(ws, csv(LIGHT, HEAVY.replace("1.10", "1,10")[:-1]).replace(b"1,10", b'"1,10"'), "removal", "US", at=AT)
    assert schedules.listed(ws).empty


def test_what_is_gone_cannot_be_changed(ws):
    for change in (lambda: schedules.remove(ws, 99), lambda: schedules.mark(ws, 99, draft=True)):
        with pytest.raises(InputError, match="no_such_schedule"):
            change()


def test_equal_contents_are_equal_books(ws):
    assert schedules.book(ws) == schedules.book(ws) == SHIPPED
    schedules.add(ws, csv(LIGHT), "removal", "US", at=AT)
    one, other = schedules.book(ws), schedules.book(ws)
    assert one == other
    assert hash(one) == hash(other)
    assert one != SHIPPED
    assert one.as_on(date(2026, 12, 1)) != one
