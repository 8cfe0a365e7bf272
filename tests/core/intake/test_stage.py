"""The straight way of large files and the careful way of all others give the same rows."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import intake
from core.intake import sniff, stage
from core.intake.unpack import Part
from tests.core.intake.files import AT, REPORTS

CELL = st.text(st.sampled_from('abc0189 .,"-éあ'), max_size=6)
COLUMNS = {"sku": 0, "title": 1, "units": 2}


def staged(ws, folder, path, straight_from: int, monkeypatch) -> list[tuple]:
    monkeypatch.setattr(stage, "STRAIGHT_FROM", straight_from)
    folder.mkdir(exist_ok=True)
    with ws.read() as cursor:
        stage.stage(cursor, sniff.table_of(Part("x", path)), COLUMNS, folder, numbered=True)
        values = ", ".join(f"nullif(trim({name}, ' \t'), '')" for name in COLUMNS)  # white space around a cell goes when it is mapped
        return cursor.execute(f"select row_no, {values}, extra from texts order by row_no").fetchall()


@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=12), cut=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_straight_and_careful_reading_give_the_same_rows(ws, monkeypatch, rows, cut):
    filled = [row for row in rows if any(cell.strip(' "') for cell in row)]
    content = "".join("\t".join(row) + "\n" for row in [["sku", "product name", "units"], *filled])
    path = ws.uploads / "table.txt"
    path.write_text(content[:-1] if cut else content, encoding="utf-8")
    careful = staged(ws, ws.uploads / "careful", path, 10**9, monkeypatch)
    (ws.uploads / "straight" / "straight.txt").unlink(missing_ok=True)
    assert staged(ws, ws.uploads / "straight", path, 0, monkeypatch) == careful


def results(ws, name, monkeypatch, straight_from):
    monkeypatch.setattr(stage, "STRAIGHT_FROM", straight_from)
    result = intake.load(ws, REPORTS / name, name, at=AT)
    rows = ws.rows("select * exclude (file_id) from order_line where file_id = $id order by all", id=result.file_id)
    intake.undo(ws, result.file_id, AT)
    return rows, result.rows_read, result.rows_refused, [(issue.row, issue.code, issue.value) for issue in result.issues]


def test_the_orders_sample_loads_the_same_either_way(ws, monkeypatch):
    name = "samples/all_orders_US_2026.txt"
    assert results(ws, name, monkeypatch, 0) == results(ws, name, monkeypatch, 10**9)


def test_a_bad_row_of_a_large_file_is_told_by_its_line(ws, monkeypatch, tmp_path):
    monkeypatch.setattr(stage, "STRAIGHT_FROM", 0)
    header, *rows = (REPORTS / "samples" / "all_orders_US_2026.txt").read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    place = columns.index("quantity")
    bad = ["\t".join(["many" if place == at else cell for at, cell in enumerate(rows[0].split("\t"))])]
    path = tmp_path / "orders.txt"
    path.write_text("\n".join([header, *rows[1:4], *bad, *rows[4:]]) + "\n", encoding="utf-8")
    result = intake.load(ws, path, "orders.txt", at=AT)
    assert [(issue.row, issue.column, issue.code, issue.value) for issue in result.issues if issue.row] == [
        (5, "quantity", "not_whole", "many")
    ]
    assert result.rows_refused == 1


def test_numbering_follows_the_file_also_when_it_is_read_in_parallel(ws, monkeypatch, tmp_path):
    monkeypatch.setattr(stage, "STRAIGHT_FROM", 0)
    path = tmp_path / "long.txt"
    path.write_text(
        "sku\tproduct name\tunits\n" + "".join(f"S-{line}\t{'x' * 60}\t{line}\n" for line in range(2, 400_002)), encoding="utf-8"
    )
    with ws.read() as cursor:
        stage.stage(cursor, sniff.table_of(Part("x", path)), COLUMNS, ws.uploads, numbered=True)
        assert cursor.execute("select count(*) from texts where row_no <> units::bigint").fetchall() == [(0,)]
