"""Every known header is recognised as exactly one kind; a generated row of each variant that is read loads."""

import json

import pytest

from core.intake import kinds
from core.intake.headings import plain
from core.intake.kinds import REPORTS
from tests.core.intake.files import DAY, PERIOD

HEADERS = {
    kind: variants for kind, variants in json.loads((REPORTS / "headers.json").read_text(encoding="utf-8")).items() if kind[0] != "_"
}
VARIANTS = [(kind, variant) for kind, variants in HEADERS.items() for variant in variants]
READ = [(kind, variant) for kind, variant in VARIANTS if kinds.all_kinds()[kind].is_read]
CELLS = {
    "id": "B0ZZTB0001", "units": "3", "capped": ">306", "amount": "12.50", "number": "2.5", "day": "2026-11-14", "moment": "2026-11-14T20:15:09+00:00",
    "month": "2026-10", "flag": "No", "text": "New",
}  # fmt: skip
WORDS = {
    "marketplace": "US", "sales_channel": "Amazon.com", "store": "US", "country": "US", "location": "US", "currency": "USD", "order_status": "Shipped",
    "length_unit": "inches", "weight_unit": "pounds", "volume_unit": "cubic feet",
}  # fmt: skip


def test_the_headers_of_all_known_variants_are_there():
    assert (len(HEADERS), len(VARIANTS)) == (34, 84)


@pytest.mark.parametrize(("kind", "variant"), VARIANTS)
def test_a_header_gives_its_kind_and_its_variant_and_no_other(kind, variant):
    headings = HEADERS[kind][variant]
    have = {plain(heading) for heading in headings}
    fitting = [known.name for known in kinds.all_kinds().values() if known.fits(frozenset(have))]
    assert fitting == [kind]
    assert kinds.recognise(headings).name == kind
    assert kinds.variants(kind)[kinds.variant_of(kind, headings)] == have


def row_for(kind: str, headings: list[str]) -> list[str]:
    """A cell for every heading that we read, blank for the others."""
    columns = {heading: column for column in kinds.all_kinds()[kind].columns for heading in column.named}
    found = [columns.get(plain(heading)) for heading in headings]
    return [WORDS.get(column.name, CELLS[column.kind]) if column else "" for column in found]


def test_a_generated_row_of_every_variant_that_is_read_loads(ws, offer):
    for kind, variant in READ:
        headings = HEADERS[kind][variant]
        content = "\t".join(headings) + "\n" + "\t".join(row_for(kind, headings)) + "\n"
        result = offer(content, f"{variant}.txt", marketplace="US", as_of=DAY, period=PERIOD)
        assert (result.status, result.kind, result.variant, result.rows_loaded) == ("loaded", kind, variant, 1), (variant, result.issues)
        assert result.unknown_columns == ()


def test_a_header_nobody_knows_is_met_with_its_nearest_report(offer):
    headings = [heading for heading in HEADERS["restock"]["2026_30"] if heading != "Merchant SKU"]
    result = offer("\t".join(headings) + "\n" + "\t".join("1" for _ in headings) + "\n")
    assert (result.status, result.issues[0].code, result.issues[0].facts["nearest"]) == ("refused", "unknown_kind", "restock")
    assert result.issues[0].facts["lacking"] == "merchant sku"
    assert "Restock Inventory" in result.issues[0].message("en")
