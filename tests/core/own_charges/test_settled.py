"""What settlements say Amazon took of each SKU, beside the table asked for the same days, prices and units."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core import own_charges, results, run, schedules
from core.own_charges import settled
from tests.build import AS_OF, AT, Knowing, a_file, a_product, daily, insert, some_ages, some_sales, some_stock
from tests.core.own_charges.build import BOX, preview

NOVEMBER = date(2026, 11, 6)


@pytest.fixture
def seller(ws):
    some_stock(ws, sku="A", available=100)
    some_sales(ws, daily(1, 60), sku="A")
    some_ages(ws, {(100, 100): 100}, sku="A")
    a_product(ws, sku="A", **BOX)
    return ws


def line(ws, file_id, amount_type, description, amount, **more):
    said = {"transaction_type": "Order", "day": NOVEMBER, "marketplace": "US", "sku": "A", "order_id": "1", "order_item_id": "1"}
    facts = {"settlement_id": "9", "amount_type": amount_type, "amount_description": description, "amount": amount, "currency": "USD"}
    insert(ws, "settlement_line", file_id=file_id, **facts | said | more)


def sold(ws, units=2, principal=40.0, promotion=0.0, referral=-6.0, fulfilment=-15.0, **more) -> int:
    """One order line of a settlement: what the buyer paid, the seller's promotion, Amazon's two fees."""
    file_id = a_file(ws)
    line(ws, file_id, "ItemPrice", "Principal", principal, units=units, **more)
    line(ws, file_id, "ItemPrice", "Tax", 3.3, **more)
    line(ws, file_id, "ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", -3.3, **more)
    for of, description, amount in (("Promotion", "Principal", promotion), ("ItemFees", "Commission", referral)):
        line(ws, file_id, of, description, amount, **more)
    line(ws, file_id, "ItemFees", "FBAPerUnitFulfillmentFee", fulfilment, **more)
    return file_id


def compared(ws) -> pd.DataFrame:
    run_id = run.run(ws, at=AT, model=Knowing()).run_id
    return own_charges.figures(ws, run_id, schedules.book(ws), "US", "A").set_index(["fee", "basis"])


def kept(ws, *names):
    run.run(ws, at=AT, model=Knowing())
    return ws.rows(f"select {', '.join(names)} from run_health where run_id = (select max(run_id) from run)")[0]


def test_a_sale_is_compared_at_the_price_less_the_promotion_and_by_unit(seller):
    sold(seller, units=2, principal=40.0, promotion=-4.0, referral=-5.0)
    found = compared(seller).loc["referral", "charged"]
    assert (found["on"].date(), found["units"], found["price"], found["amount"]) == (NOVEMBER, 2, 18.0, 2.5)
    assert found["table"] == pytest.approx(0.15 * 18.0)  # data/fees/us/referral.csv: toys, 15 %
    assert found["difference"] == pytest.approx(2.5 - 2.7)


def test_what_was_charged_stands_beside_what_the_preview_expects_and_counts_first(seller):
    preview(seller, price=20.0, fulfilment_fee=7.0, referral_fee=3.0)
    sold(seller, units=2, principal=40.0, referral=-5.0, fulfilment=-15.0)
    found = compared(seller)
    assert set(found.loc["fulfilment"].index) == {"charged", "estimated"}
    assert found.loc[("fulfilment", "charged"), "amount"] == 7.5
    offset, factor = kept(seller, "fulfilment_offset", "referral_factor")
    assert offset == pytest.approx(7.5 - found.loc[("fulfilment", "charged"), "table"])
    assert factor == pytest.approx(2.5 / 3.0)


def test_a_sku_that_no_settlement_names_keeps_its_preview(seller):
    preview(seller, fulfilment_fee=7.0)
    sold(seller, sku="B")
    found = compared(seller)
    assert ("fulfilment", "charged") not in found.index
    assert kept(seller, "fulfilment_offset")[0] == pytest.approx(7.0 - found.loc[("fulfilment", "estimated"), "table"])


def test_sales_whose_lines_do_not_pair_are_left_out_because_their_units_are_not_known(seller):
    file_id = sold(seller, units=1, principal=20.0, referral=-3.0)
    line(seller, file_id, "ItemPrice", "Principal", 20.0, units=1)  # a second price line, and still one fee line
    assert ("referral", "charged") not in compared(seller).index


def test_only_the_thirty_days_up_to_the_last_sale_count(seller):
    sold(seller, day=date(2026, 8, 1), order_id="old", referral=-1.0)
    sold(seller, order_id="new", referral=-6.0)
    assert compared(seller).loc[("referral", "charged"), "amount"] == 3.0


def test_a_settlement_of_more_than_half_a_year_ago_moves_nothing(seller):
    sold(seller, day=date(2026, 4, 1), referral=-1.0)
    assert kept(seller, "referral_factor") == (None,)


def test_of_two_files_of_one_settlement_the_newest_speaks(seller):
    sold(seller, referral=-9.0)
    sold(seller, referral=-6.0)
    found = compared(seller).loc["referral", "charged"]
    assert (found["units"], found["amount"]) == (2, 3.0)


def test_what_a_liquidation_brought_is_told_after_its_fee_beside_what_the_table_expects(seller):
    """data/fees/us/liquidation.csv: 7.5 % of 20.00, less 15 %, less the processing fee of 0.9 lb."""
    file_id, of = a_file(seller), {"transaction_type": "Liquidations", "order_item_id": None}
    line(seller, file_id, "ItemPrice", "Principal", 24.80, units=20, **of)
    line(seller, file_id, "ItemFees", "LiquidationsBrokerageFee", -3.72, units=20, **of | {"order_item_id": "2"})
    found = compared(seller).loc["liquidation", "charged"]
    assert found["amount"] == pytest.approx((24.80 - 3.72) / 20)
    assert found["table"] == pytest.approx(20 * 0.075 * 0.85 - 0.30, abs=0.2)
    assert found["difference"] == pytest.approx(found["amount"] - found["table"])


def test_a_removal_that_names_its_sku_and_units_is_compared_by_unit(seller):
    of = {"transaction_type": "FBAFees", "order_id": "R1", "order_item_id": None}
    line(seller, a_file(seller), "FBA Removal Order: Return Fee", "Base fee", -11.4, units=10, **of)
    found = compared(seller).loc["removal", "charged"]
    assert (found["amount"], found["units"]) == (pytest.approx(1.14), 10)
    assert found["table"] > 0


def test_no_two_rules_fit_one_line():
    """Each row of the map, its blanks filled with something, and each pair: a line is one fee."""
    rules = settled._fees().astype(object)
    columns = ["transaction_type", "amount_type", "amount_description"]
    seen = rules[columns].fillna("x").to_dict("records")
    for each in seen:
        fits = [(rules[name].isna() | (rules[name] == each[name])).to_numpy() for name in columns]
        assert np.all(fits, axis=0).sum() == 1, each


def test_every_fee_of_the_map_has_its_place_in_the_account():
    from core.own_charges.account import ORDER

    assert set(settled._fees()["fee"]) < set(ORDER)


# --- the whole account


def account(ws) -> pd.DataFrame:
    run.run(ws, at=AT, model=Knowing())
    last = results.latest_run(ws)
    return own_charges.account(ws, last["run_id"], AS_OF, schedules.book(ws)).set_index("fee")


def header(ws, file_id, total, **more):
    days = {"start_day": date(2026, 10, 29), "end_day": date(2026, 11, 12), "deposit_day": date(2026, 11, 14)}
    insert(ws, "settlement", file_id=file_id, settlement_id="9", total=total, currency="USD", **days | more)


def test_a_settlement_by_fee_adds_up_to_its_total_and_what_no_rule_knows_is_other(seller):
    file_id = sold(seller, units=2, principal=40.0, referral=-6.0, fulfilment=-15.0)
    line(seller, file_id, "Vine Enrollment Fee", "Base fee", -75.0, transaction_type="AmazonFees", sku=None)
    header(seller, file_id, 40.0 - 6.0 - 15.0 - 75.0 - 2.0)  # 2.00 of the total were set aside
    found = account(seller)
    assert found["amount"].to_dict() == {"sale": 40.0, "referral": -6.0, "fulfilment": -15.0, "other": -77.0}
    assert found["amount"].sum() == pytest.approx(found["total"].iloc[0])


def test_the_storage_of_a_settlement_stands_beside_the_storage_report_of_the_month_before_and_the_table(seller):
    """Posted on 10 November: for October. 40 ft3 at 2.40 (data/fees/us/storage.csv)."""
    report = {"marketplace": "US", "sku": "A", "units": 100, "ft3": 40.0, "currency": "USD"}
    for kind, amount, day in (
        ("storage", 100.0, date(2026, 10, 1)),
        ("utilisation", 7.0, date(2026, 10, 1)),
        ("storage", 5.0, date(2026, 11, 1)),
    ):
        insert(seller, "fee_charged", file_id=a_file(seller), period_start=day, period_end=day, kind=kind, amount=amount, **report)
    file_id, whole = a_file(seller), {"sku": None, "transaction_type": "other-transaction", "day": date(2026, 11, 10)}
    line(seller, file_id, "other-transaction", "Storage Fee", -107.0, **whole)
    header(seller, file_id, -107.0)
    found = account(seller).loc["storage"]
    assert (found["amount"], found["reported"], found["table"]) == (-107.0, -107.0, pytest.approx(-40.0 * 2.40))
    assert found["period"].date() == date(2026, 10, 1)


def test_without_a_report_of_that_month_only_the_settlement_speaks(seller):
    file_id, whole = a_file(seller), {"sku": None, "transaction_type": "other-transaction", "day": date(2026, 11, 20)}
    line(seller, file_id, "other-transaction", "StorageRenewalBilling", -30.0, **whole)
    header(seller, file_id, -30.0)
    found = account(seller).loc["aged_surcharge"]
    assert found["amount"] == -30.0
    assert np.isnan(found["reported"])
    assert np.isnan(found["table"])


def test_the_sample_settlement_speaks_of_its_mug_and_its_storage(ws):
    from core import intake
    from tests.core.intake.files import DAY, REPORTS

    for name in (
        "fba_inventory_planning_US_2026.csv",
        "fee_preview_US_2026.txt",
        "monthly_storage_fees_US_2026-10.txt",
        "settlement_V2_US_2026-11-12.txt",
    ):
        intake.load(ws, REPORTS / "samples" / name, name, at=AT, marketplace="US")
    last = run.run(ws, at=AT, model=Knowing(), as_of=DAY)
    mug = own_charges.figures(ws, last.run_id, schedules.book(ws), "US", "TB-MUG-12-WHT").set_index(["fee", "basis"])
    assert mug.loc[("referral", "charged"), "amount"] == pytest.approx(4.27 / 2)
    assert mug.loc[("referral", "charged"), "table"] == pytest.approx(0.15 * 28.48 / 2)
    assert mug.loc[("fulfilment", "charged"), "amount"] == pytest.approx(9.78 / 2)
    whole = own_charges.account(ws, last.run_id, DAY, schedules.book(ws)).set_index("fee")
    assert whole["amount"].sum() == pytest.approx(-830.26)
    assert whole.loc["storage", "reported"] == pytest.approx(-440.12, abs=0.005)
