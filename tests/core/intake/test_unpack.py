"""Archives and workbooks: read, or turned away before they do harm. Any bytes at all get an answer."""

import gzip
import io
import zipfile
import zlib

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import intake
from core.intake import unpack
from core.workspace import Workspace
from tests.core.intake.files import AT, DAY, REPORTS, codes

PLANNING = REPORTS / "samples" / "fba_inventory_planning_US_2026.csv"
MANAGE = REPORTS / "samples" / "manage_fba_inventory_US_2026.txt"


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def workbook(sheets: dict[str, list[list]]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return content.getvalue()


def rows_of(path, encoding="utf-8", delimiter="\t") -> list[list[str]]:
    return [line.split(delimiter) for line in path.read_text(encoding=encoding).splitlines()]


def test_zip_and_gz_are_read_as_what_is_inside(ws, offer):
    assert offer(zipped(report=PLANNING.read_bytes()), "report.zip").rows_loaded == 10
    packed = offer(gzip.compress(MANAGE.read_bytes()), "manage.txt.gz", marketplace="US", as_of=DAY)
    assert (packed.status, packed.kind, packed.encoding, packed.rows_loaded) == ("loaded", "manage_fba_inventory", "cp1252", 12)


def test_of_several_members_one_is_read_and_the_others_are_named_and_load_all_takes_each(ws, offer, tmp_path):
    both = zipped(planning=PLANNING.read_bytes(), orders=(REPORTS / "samples" / "all_orders_US_2026.txt").read_bytes())
    assert "part_not_read" in codes(offer(both, "both.zip"))
    (tmp_path / "all.zip").write_bytes(both + b"")
    fresh = Workspace.open(tmp_path / "fresh.duckdb")
    results = intake.load_all(fresh, tmp_path / "all.zip", "all.zip", at=AT)
    fresh.close()
    assert {(result.kind, result.status) for result in results} == {("fba_inventory_planning", "loaded"), ("all_orders", "loaded")}


def test_a_workbook_gives_the_same_rows_as_the_text_file(ws, offer, sample):
    rows = rows_of(MANAGE, "cp1252")
    typed = [[float(cell) if cell.isdigit() and not cell.startswith("0") else cell for cell in row] for row in rows]
    xlsx = offer(workbook({"Sheet1": typed}), "manage.xlsx", marketplace="US", as_of=DAY)
    text = sample("samples/manage_fba_inventory_US_2026.txt", marketplace="US", as_of=DAY)
    assert (xlsx.status, xlsx.rows_loaded) == ("loaded", 12)
    query = "select * exclude (file_id) from stock_snapshot where file_id = $id order by sku"
    assert ws.rows(query, id=xlsx.file_id) == ws.rows(query, id=text.file_id)


def test_each_worksheet_stands_alone_and_the_known_one_is_read(offer):
    result = offer(workbook({"Notes": [["hello", "world"]], "Data": rows_of(MANAGE, "cp1252")}), "two.xlsx", marketplace="US", as_of=DAY)
    assert (result.kind, result.rows_loaded) == ("manage_fba_inventory", 12)
    assert [issue.value for issue in result.issues if issue.code == "part_not_read"] == ["two.xlsx › Notes"]


def test_excel_dates_and_numbers_become_the_text_that_is_seen():
    assert [unpack.as_text(cell) for cell in (5.0, 14.99, True, "  x ", 144382946392851.0)] == [
        "5",
        "14.99",
        "TRUE",
        "x",
        "144382946392851",
    ]


def test_a_zip_bomb_is_not_opened(offer):
    assert codes(offer(zipped(bomb=b"0" * 60_000_000), "bomb.zip")) == ["too_large"]  # 60 MB packed into 60 KB


def test_a_gzip_bomb_stops_at_the_limit(offer):
    assert codes(offer(gzip.compress(b"0" * 60_000_000), "bomb.gz")) == ["too_large"]


def test_a_workbook_whose_two_cells_span_a_huge_rectangle_is_not_opened(offer):
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    content = zipped(**{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet})
    assert codes(offer(content, "bomb.xlsx")) == ["too_large"]


def test_a_member_whose_size_is_forged_is_damaged(offer):
    honest = zipped(report=b"a" * 5000)
    forged = honest.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert codes(offer(forged, "forged.zip")) == ["broken_archive"]


def test_damaged_and_locked_archives_and_empty_workbooks_are_said_to_be_so(offer):
    assert codes(offer(zipped(report=b"x" * 100)[:60], "cut.zip")) == ["broken_archive"]
    assert codes(offer(gzip.compress(b"sku,date\n" * 99)[:20], "cut.gz")) == ["broken_archive"]
    locked = bytearray(zipped(report=b"x" * 100))
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    assert codes(offer(bytes(locked), "locked.zip")) == ["locked_archive"]
    assert codes(offer(workbook({"Sheet1": []}), "empty.xlsx")) == ["no_table_inside"]


@pytest.mark.parametrize(
    ("magic", "found"), [(b"%PDF-1.7", "PDF"), (b"\x89PNG\r\n", "PNG"), (b"PAR1", "Parquet"), (b"\xd0\xcf\x11\xe0\xa1", "Excel 97-2003")]
)
def test_other_kinds_of_files_are_named(offer, magic, found):
    result = offer(magic + b"\x00" * 50)
    assert codes(result) == ["wrong_type"]
    assert found in result.issues[0].message("en")


def test_binary_content_is_no_text(offer):
    assert codes(offer(zlib.compress(b"x" * 1000) + b"\x00\x01\x02" * 50)) == ["not_text"]


SEEDS = [path.read_bytes() for folder in ("samples", "broken") for path in sorted((REPORTS / folder).glob("*"))]


@st.composite
def damaged(draw) -> bytes:
    """A real sample with a piece cut out and another put in."""
    seed = draw(st.sampled_from(SEEDS))
    at, length = draw(st.integers(0, len(seed))), draw(st.integers(0, 400))
    return seed[:at] + draw(st.binary(max_size=20)) + seed[at + length :]


SOUP = st.text(st.sampled_from('sku,date\tunits;"\n\r|0123456789.-/ 　é中カ=\x00'), max_size=200).map(str.encode)


@given(
    content=st.one_of(
        st.binary(max_size=300), damaged(), SOUP, st.just(b"sku,date,units\n") | SOUP.map(lambda rows: b"sku,date,units\n" + rows)
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_bytes_get_an_answer_and_leave_the_workspace_sound(ws, tmp_path, content):
    path = tmp_path / "any"
    path.write_bytes(content)
    result = intake.load(ws, path, "any.csv", at=AT, marketplace="US", as_of=DAY, accept=True)
    assert result.status in ("loaded", "duplicate", "quarantined", "refused")
    assert all(issue.message(lang) for issue in result.issues for lang in ("en", "zh"))
    assert result.rows_loaded + result.rows_refused <= result.rows_read
    if result.file_id and result.status == "loaded":
        intake.undo(ws, result.file_id, AT)
    assert not any(ws.uploads.glob("reading-*"))
