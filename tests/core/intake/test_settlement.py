"""A settlement adds up to the cent, or says by how much not; equal lines all count; of two files of one settlement the newest speaks."""

from datetime import date

import pytest

from core import intake
from tests.core.intake.files import AT, REPORTS, codes

NAME = "samples/settlement_V2_US_2026-11-12.txt"
TEXT = (REPORTS / NAME).read_text(encoding="utf-8")
HEAD = TEXT.splitlines()[0].split("\t")


def lines_of(*rows: dict) -> str:
    """A settlement file of these lines; every line is of settlement 9."""
    cells = [[{"settlement-id": "9", **row}.get(name, "") for name in HEAD] for row in rows]
    return "\n".join("\t".join(row) for row in [HEAD, *cells]) + "\n"


def test_the_sample_adds_up_and_keeps_every_line_as_amazon_signs_it(ws, sample):
    result = sample(NAME)
    assert (result.status, result.kind, result.variant, result.marketplace, result.currency) == (
        "loaded",
        "settlement",
        "V2_24",
        "US",
        "USD",
    )
    assert (result.rows_read, result.rows_loaded, result.rows_refused, result.issues) == (12, 12, 0, ())
    assert (result.period_start, result.period_end) == (date(2026, 11, 6), date(2026, 11, 11))
    said = ws.rows("select settlement_id, start_day, end_day, deposit_day, total::double, currency from settlement")
    assert said == [("90000012345", date(2026, 10, 29), date(2026, 11, 12), date(2026, 11, 14), -830.26, "USD")]
    count, total, currencies = ws.rows("select count(*), sum(amount)::double, list(distinct currency) from settlement_line")[0]
    assert (count, total, currencies) == (11, -830.26, ["USD"])
    assert ws.rows("select sku, units, order_item_id from settlement_line where units = 2") == [("TB-MUG-12-WHT", 2, "80000000000001")]


def test_one_cent_off_is_said_and_the_file_waits_for_the_sellers_word(ws, offer):
    result = offer(TEXT.replace("\t-412.66\t", "\t-412.65\t"), "settlement.txt")
    assert (result.status, codes(result)) == ("quarantined", ["settlement_differs"])
    assert "the difference is 0.01" in result.issues[0].message("en")
    assert ws.rows("select count(*) from settlement_line") == [(0,)]
    assert intake.confirm(ws, result.file_id, AT).status == "loaded"
    assert ws.rows("select count(*) from settlement_line") == [(11,)]


def test_a_settlement_without_its_first_line_cannot_be_checked(offer):
    head, _, *rest = TEXT.splitlines()
    result = offer("\n".join([head, *rest]) + "\n")
    assert (result.status, codes(result)) == ("quarantined", ["settlement_no_total"])
    assert "-830.26" in result.issues[0].message("en")


def test_equal_lines_are_real_and_all_count(ws, offer):
    fee = {"transaction-type": "Order", "amount-type": "ItemFees", "amount-description": "Commission", "amount": "-1.50", "sku": "A"}
    assert offer(lines_of({"total-amount": "-3.00", "currency": "USD"}, fee, fee)).status == "loaded"
    assert ws.rows("select count(*), sum(amount)::double from settlement_line") == [(2, -3.0)]


def test_decimal_commas_and_dotted_days_are_read_and_a_blank_marketplace_is_the_others(ws, offer):
    sold = {"posted-date": "06.11.2026", "marketplace-name": "Amazon.de", "amount-type": "ItemPrice", "amount-description": "Principal"}
    head = {"total-amount": "1234,50", "currency": "EUR", "settlement-start-date": "29.10.2026 16:05:11 UTC"}
    result = offer(lines_of(head, sold | {"amount": "1244,50"}, {"amount-description": "Subscription Fee", "amount": "-10,00"}))
    assert (result.status, result.marketplace, result.currency) == ("loaded", "DE", "EUR")
    rows = ws.rows("select day, marketplace, amount::double, currency from settlement_line order by amount desc")
    assert rows == [(date(2026, 11, 6), "DE", 1244.5, "EUR"), (None, "DE", -10.0, "EUR")]


def test_lines_of_other_channels_are_set_aside_and_still_count_for_the_total(ws, offer):
    other = {"marketplace-name": "Non-Amazon US", "amount": "-4.00"}
    result = offer(lines_of({"total-amount": "6.00", "currency": "USD"}, {"marketplace-name": "Amazon.com", "amount": "10.00"}, other))
    assert (result.status, codes(result)) == ("loaded", ["non_amazon"])
    assert ws.rows("select sum(amount)::double from settlement_line") == [(10.0,)]


def test_the_same_settlement_in_another_file_takes_the_place_of_the_first(offer):
    offer(TEXT, "first.txt")
    result = offer(TEXT.replace("Cost of Advertising", "Cost of advertising"), "second.txt")
    assert (result.status, codes(result)) == ("loaded", ["same_settlement"])
    assert "first.txt" in result.issues[0].message("en")


def test_undo_takes_a_settlement_back(ws, sample):
    intake.undo(ws, sample(NAME).file_id, AT)
    assert ws.rows("select (select count(*) from settlement) + (select count(*) from settlement_line)") == [(0,)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_word_about_settlements_is_there_in_both_languages(offer, lang):
    assert "-830.26" in offer(TEXT.replace("\t-830.26\t", "\t-800.00\t")).issues[0].message(lang)
