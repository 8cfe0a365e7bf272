"""New and returning customers, told by sales files that name them and by nothing else."""

from datetime import date

from core import intake
from core.review.customers import Customers, customers, named
from tests.core.intake.files import AT

FILE = """SKU,Date,Units,Customer
A,2026-09-01,1,ann@example.com
B,2026-09-02,2,Bob
A,2026-10-01,3, ANN@example.com
A,2026-10-02,4,bob
A,2026-10-03,5,cid
A,2026-10-04,6,
"""


def a_file(ws, tmp_path, content: str, name: str = "sales.csv") -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert intake.load(ws, tmp_path / name, name, at=AT, marketplace="US").status == "loaded"


def test_a_customer_is_new_where_the_first_purchase_of_anything_lies_in_the_days(ws, tmp_path):
    a_file(ws, tmp_path, FILE)
    # October: Ann and Bob had bought in September (Bob another product), Cid had not; a line without a customer says nothing
    assert customers(ws, "US", "A", date(2026, 10, 1), date(2026, 10, 31)) == Customers(
        new_customers=1, new_units=5, returning_customers=2, returning_units=3 + 4, known_from=date(2026, 9, 1)
    )
    assert customers(ws, "US", "A", date(2026, 9, 1), date(2026, 9, 30)).new_units == 1
    assert customers(ws, "UK", "A", date(2026, 10, 1), date(2026, 10, 31)) is None


def test_nobody_can_be_read_back_from_the_workspace(ws, tmp_path):
    a_file(ws, tmp_path, FILE)
    kept = " ".join(row[0] for row in ws.rows("select customer from sales_customer"))
    assert not any(word in kept.lower() for word in ("ann", "bob", "cid", "example"))


def test_the_newest_file_speaks_for_a_day_and_undoing_it_brings_the_older_back(ws, tmp_path):
    a_file(ws, tmp_path, FILE)
    a_file(ws, tmp_path, "SKU,Date,Units,Customer\nA,2026-10-03,9,dora\n", "newer.csv")
    asked = (ws, "US", "A", date(2026, 10, 3), date(2026, 10, 3))
    assert customers(*asked).new_units == 9
    newest = ws.rows("select max(file_id) from import_file")[0][0]
    intake.undo(ws, newest, AT)
    assert customers(*asked).new_units == 5


def test_files_without_customers_tell_nothing(ws, tmp_path):
    a_file(ws, tmp_path, "SKU,Date,Units\nA,2026-10-03,9\n")
    assert not named(ws)
    assert customers(ws, "US", "A", date(2026, 10, 3), date(2026, 10, 3)) is None
