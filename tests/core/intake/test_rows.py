"""From text to typed rows: an id stays what the seller called it."""

import pytest

from core import export

KEPT = ["=A-1", "==A", "=", "+A-1", "-A-1", "@A-1", 'RULER 12"', 'A"B', "'A"]
WRAPPED = {
    '="00123"': "00123",
    '="=A-1"': "=A-1",
    '="A ""big"" one"': 'A "big" one',
    '=" A-1 "': "A-1",
    ' ="A-1" ': "A-1",
    "\tA-1": "A-1",
    " A-1 ": "A-1",
}


def skus_of(ws, offer, skus: list[str]) -> list[str]:
    """The SKUs of a tidy stock file in which these are written as CSV writes them."""
    rows = "".join('"{}",{}\n'.format(sku.replace('"', '""'), number) for number, sku in enumerate(skus))
    result = offer(f"sku,on hand\n{rows}", marketplace="US", as_of="2026-11-15")
    assert result.status == "loaded", result.issues
    return [sku for (sku,) in ws.rows("select sku from stock_snapshot order by available")]


def test_a_sku_keeps_every_sign_it_begins_or_ends_with(ws, offer):
    assert skus_of(ws, offer, KEPT) == KEPT


@pytest.mark.parametrize(("written", "sku"), WRAPPED.items())
def test_the_wrapper_that_spreadsheets_write_around_an_id_goes(ws, offer, written, sku):
    assert skus_of(ws, offer, [written, "PLAIN-1"]) == [sku, "PLAIN-1"]


@pytest.mark.parametrize("ending", ["\t", ","])
def test_a_sku_that_begins_with_a_formula_sign_is_kept_in_a_flat_file_without_quotes(ws, offer, ending):
    assert offer(f"sku{ending}on hand\n=A-1{ending}5\nB{ending}6\n", marketplace="US", as_of="2026-11-15").status == "loaded"
    assert ws.rows("select sku from stock_snapshot order by available") == [("=A-1",), ("B",)]


def test_a_sku_written_by_our_own_export_is_still_safe_against_formulas(ws, offer):
    skus_of(ws, offer, ["=A-1"])
    assert b"'=A-1" in export.to_csv(ws.frame("select sku from stock_snapshot"))
