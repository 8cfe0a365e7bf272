"""A seller's own rates as CSV: what is taken, and what is refused with row and column."""

from datetime import date
from pathlib import Path

import pytest

from core.export import to_csv
from core.fees.schedule import DATA
from core.schedules import fees, read, template

DAY = date(2026, 11, 24)
HEADER = "effective_from,effective_to,size_class,weight_min,weight_max,weight_unit,amount,step_amount,step_size,step_from,step_rounding,currency,unit,source"
LIGHT = "2026-12-01,,standard,0,0.5,lb,0.50,,,,,USD,per unit,contract 7"
HEAVY = "2026-12-01,,standard,0.5,1,lb,1.10,,,,,USD,per unit,contract 7"


def removal(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def told(*rows: str, header: str = HEADER) -> list[tuple]:
    """(code, row, column) of each problem."""
    problems = read(removal(*rows, header=header), "removal", "US", DAY)[1]
    return [(problem.code, problem.facts.get("row"), problem.facts.get("column")) for problem in problems]


def test_a_good_schedule_is_taken_whole_and_says_who_is_its_source():
    rows, problems = read(removal(LIGHT, HEAVY), "removal", "US", DAY)
    assert problems == []
    assert list(rows["amount"]) == ["0.50", "1.10"]
    assert set(rows["confidence"]) == {"one"}  # the seller is the one source
    assert set(rows["checked_on"]) == {"2026-11-24"}


def test_semicolons_tabs_and_the_mark_of_excel_make_no_difference():
    for content in (removal(LIGHT).replace(b",", b";"), removal(LIGHT).replace(b",", b"\t"), b"\xef\xbb\xbf" + removal(LIGHT)):
        assert read(content, "removal", "US", DAY)[1] == []


@pytest.mark.parametrize("file", sorted(DATA.glob("*/*.csv")), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_shipped_table_passes_but_for_starts_that_nobody_knows(file: Path):
    if file.stem == "size_tier":
        return
    problems = read(file.read_bytes(), file.stem, file.parent.name.upper(), DAY)[1]
    assert {(problem.code, problem.facts.get("column")) for problem in problems} <= {("schedule_blank", "effective_from")}


@pytest.mark.parametrize(("fee", "marketplace"), [("storage", "US"), ("fulfilment", "UK"), ("referral", "DE"), ("aged_surcharge", "JP")])
def test_the_template_comes_back_as_it_went_out(fee, marketplace):
    shipped = template(fee, marketplace, DAY)
    rows, problems = read(to_csv(shipped), fee, marketplace, DAY)
    assert problems == []
    assert len(rows) == len(shipped) > 0
    assert set(rows["effective_from"]) == {"2026-11-24"}


def test_a_peak_row_of_the_template_keeps_its_end():
    rows = template("fulfilment", "US", date(2026, 12, 1))
    assert set(rows.loc[rows["season"] == "peak", "effective_to"]) == {"2027-01-14"}  # data/fees/us/fulfilment.csv


def test_columns_that_lack_or_are_not_known_are_named():
    assert told("", header="effective_from,amount")[0][0] == "schedule_columns"
    assert told(f"{LIGHT},x", header=f"{HEADER},colour")[0][0] == "schedule_strange_columns"
    assert told(f"{LIGHT},x", header=f"{HEADER},amount")[0][0] == "schedule_strange_columns"


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("2026-12-01", "", "schedule_blank", "effective_from"),
        ("2026-12-01", "12/01/2026", "schedule_day", "effective_from"),
        ("2026-12-01,", "2026-12-01,2026-11-01", "schedule_order", "effective_to"),
        ("0.50", "", "schedule_blank", "amount"),
        ("0.50", "$0.50", "schedule_number", "amount"),
        ("0.50", "-1", "schedule_number", "amount"),
        ("0.50", "nan", "schedule_number", "amount"),
        ("USD", "EUR", "schedule_value", "currency"),
        ("per unit", "per box", "schedule_value", "unit"),
        ("standard", "Standard", "schedule_value", "size_class"),
        ("contract 7", "", "schedule_blank", "source"),
        ("0,0.5", "0.7,0.5", "schedule_order", "weight_max"),
    ],
)
def test_a_wrong_cell_is_told_by_row_and_column(old, new, code, column):
    assert told(HEAVY.replace("0.5,1", "1,2"), LIGHT.replace(old, new, 1)) == [(code, 3, column)]


def test_a_share_is_not_a_percentage():
    header = "effective_from,effective_to,category,mode,tier_no,price_min,price_max,rate,min_fee,currency,unit,source"
    row = "2026-12-01,,Toys & Games,flat,1,,,{},0.30,USD,share of total sales price incl. shipping and gift wrap,contract 7"
    codes = [
        [problem.code for problem in read(f"{header}\n{row.format(rate)}".encode(), "referral", "US", DAY)[1]] for rate in ("0.08", "8")
    ]
    assert codes == [[], ["schedule_share"]]


def test_two_rows_for_the_same_item_on_the_same_day_are_refused():
    assert told(LIGHT, LIGHT.replace("0,0.5", "0.4,0.5")) == [("schedule_rows_overlap", 3, None)]
    later = LIGHT.replace("2026-12-01,", "2027-01-01,")
    assert told(LIGHT, later) == [("schedule_rows_overlap", 3, None)]
    assert told(LIGHT.replace("2026-12-01,", "2026-12-01,2026-12-31"), later) == []


def test_a_hole_between_two_bands_is_refused():
    assert told(LIGHT, HEAVY.replace("0.5,1", "0.75,1")) == [("schedule_hole", 3, "weight_min")]
    assert told(LIGHT, HEAVY) == []


def test_days_of_age_meet_without_a_hole_and_hours_between_are_none():
    header = "effective_from,effective_to,age_days_min,age_days_max,amount,min_per_unit,min_for,exempt,currency,unit,source"
    row = "2026-12-01,,{},{},0.4,,,,USD,per cubic foot per month,contract 7"
    codes = [
        [
            problem.code
            for problem in read("\n".join([header, row.format(181, 210), row.format(start, 240)]).encode(), "aged_surcharge", "US", DAY)[1]
        ]
        for start in (210, 211, 212)
    ]
    assert codes == [["schedule_rows_overlap"], [], ["schedule_hole"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "schedule_columns"),
        (HEADER.encode(), "schedule_empty"),
        (b"\x89PNG\x00\x00", "schedule_not_text"),
        (removal(LIGHT + ",1,2"), "schedule_cells"),
        (b"x" * 3_000_000, "schedule_too_large"),
    ],
)
def test_what_is_no_table_of_rates_is_told_as_such(content, code):
    assert [problem.code for problem in read(content, "removal", "US", DAY)[1]] == [code]


def test_only_fees_with_amounts_in_known_marketplaces_can_be_given():
    assert "size_tier" not in fees("US")
    assert "removal" in fees("JP")  # not shipped there: the seller may know it
    for fee, marketplace in (("size_tier", "US"), ("magic", "US"), ("removal", "FR")):
        assert read(removal(LIGHT), fee, marketplace, DAY)[1][0].code == "schedule_no_such_fee"


def test_rates_of_a_marketplace_that_ships_none_are_in_its_own_currency():
    yen = LIGHT.replace("USD", "JPY").replace("0.50", "60")
    assert read(removal(yen), "removal", "JP", DAY)[1] == []
