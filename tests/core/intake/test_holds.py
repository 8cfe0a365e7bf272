"""What a file holds before it is loaded: the same rows, days and marketplaces that loading it finds."""

from datetime import date
from pathlib import Path

import pytest

from core import intake
from tests.core.intake.files import AT, REPORTS

DATED = sorted(path.name for path in (REPORTS / "samples").glob("*") if path.suffix in (".txt", ".csv", ".xlsx", ".tsv"))


def holds(ws, tmp_path, content: str | bytes, **said):
    path = tmp_path / "offered.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return intake.preview(ws, path, "offered.csv", **said).holds


@pytest.mark.parametrize("name", DATED)
def test_every_sample_that_loads_holds_the_rows_and_days_that_its_preview_said(ws, name):
    path = REPORTS / "samples" / name
    seen = intake.preview(ws, path, name)
    if seen.asks or seen.issues:
        assert seen.holds is None or seen.holds.rows >= 0
        return
    result = intake.load(ws, path, name, at=AT)
    assert seen.holds.rows == result.rows_read
    assert ", ".join(seen.holds.marketplaces) == (result.marketplace or "")
    if not result.rows_refused:
        assert seen.holds.last_day == (result.snapshot_date or result.period_end)
        assert result.snapshot_date or seen.holds.first_day == result.period_start


def test_a_table_without_marketplace_and_day_says_only_its_rows(ws, tmp_path):
    held = holds(ws, tmp_path, "sku,on hand\nA,1\nB,2\n")
    assert (held.rows, held.marketplaces, held.currencies, held.first_day) == (2, (), (), None)


def test_days_that_could_be_read_in_two_ways_are_not_told_until_the_marketplace_is_known(ws, tmp_path):
    written = "sku,date,units{}\nA,01/09/2026,1{}\nA,02/09/2026,1{}\n"
    assert holds(ws, tmp_path, written.format("", "", "")).first_day is None
    assert holds(ws, tmp_path, written.format(",country", ",UK", ",UK")).first_day == date(2026, 9, 1)


def test_a_mapping_that_was_given_tells_the_days_of_a_table_that_nobody_knew(ws, tmp_path):
    content = "artikel,tag,stück\nA,2026-11-01,3\nA,2026-11-09,1\n"
    mapping = {"kind": "tidy_sales", "sku": "artikel", "day": "tag", "units": "stück", "marketplace": "DE"}
    assert holds(ws, tmp_path, content).first_day is None
    held = holds(ws, tmp_path, content, mapping=mapping)
    assert (held.first_day, held.last_day, held.marketplaces, held.currencies) == (date(2026, 11, 1), date(2026, 11, 9), ("DE",), ("EUR",))


def test_what_cannot_be_read_holds_nothing(ws, tmp_path):
    assert holds(ws, tmp_path, "<html><title>Sign-In</title></html>") is None


def test_a_large_file_is_counted_to_the_last_row(ws, tmp_path, monkeypatch):
    monkeypatch.setattr("core.intake.stage.STRAIGHT_FROM", 0)
    rows = "".join(f"SKU-{number},2026-11-{1 + number % 20:02d},1,US\n" for number in range(5_000))
    held = holds(ws, tmp_path, f"sku,date,units,country\n{rows}")
    assert (held.rows, held.first_day, held.last_day) == (5_000, date(2026, 11, 1), date(2026, 11, 20))
    assert not list(Path(ws.uploads).glob("reading-*")), "the copy is gone"
