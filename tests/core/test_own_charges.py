"""The seller's own figures beside the rate table, compared on the report's own inputs."""

from datetime import date

import numpy as np
import pytest

from core import own_charges, run, schedules
from core.clearance.first_answer import first_answer
from core.clearance.rates import rates_of, sale_fees
from tests.build import AS_OF, AT, a_file, a_product, daily, insert, some_ages, some_sales, some_stock
from tests.core.clearance.cases import an_item

# data/fees/us/fulfilment.csv: large standard, 0.9 lb is at most 1 lb; the report's own figure is what counts
BOX = {
    "unit_ft3": 0.4,
    "weight_lb": 0.9,
    "longest_in": 12,
    "median_in": 10,
    "shortest_in": 6,
    "size_tier": "large_standard",
    "product_group": "Toys",
}


@pytest.fixture
def seller(ws):
    some_stock(ws, sku="A", available=100, est_storage_next_month=33.0)
    some_sales(ws, daily(1, 182), sku="A")
    some_ages(ws, {(300, 300): 100}, sku="A")
    a_product(ws, sku="A", **BOX)
    return ws


def preview(ws, price=20.0, fulfilment_fee=7.0, referral_fee=3.0, as_of=AS_OF):
    insert(
        ws, "fee_preview", file_id=a_file(ws), as_of=as_of, marketplace="US", sku="A", price=price,
        referral_fee=referral_fee, fulfilment_fee=fulfilment_fee, currency="USD",
    )  # fmt: skip


def charged(ws, kind, amount, units, ft3, day, tier=None, file_id=None):
    insert(
        ws, "fee_charged", file_id=file_id or a_file(ws), period_start=day, period_end=day, marketplace="US", sku="A", kind=kind, tier=tier,
        units=units, ft3=ft3, amount=amount, currency="USD",
    )  # fmt: skip


def compared(ws):
    run_id = run.run(ws, at=AT).run_id
    return own_charges.figures(ws, run_id, schedules.book(ws), "US", "A").set_index("fee")


def test_a_fee_of_a_sale_is_asked_at_the_previews_own_price(seller):
    preview(seller, price=30.0, referral_fee=4.40)
    found = compared(seller).loc["referral"]
    assert (found["basis"], found["price"]) == ("estimated", 30.0)
    assert found["table"] == pytest.approx(0.15 * 30)
    assert found["difference"] == pytest.approx(4.40 - 4.50)


def test_without_a_preview_the_table_stands_alone_and_nothing_differs(seller):
    found = compared(seller).loc["referral"]
    assert (found["basis"], found["amount"]) == ("table", pytest.approx(0.15 * 20))
    assert np.isnan(found["difference"])


def test_storage_is_compared_on_the_volume_that_was_charged(seller):
    charged(seller, "storage", 100.0, 100, 40.0, date(2026, 10, 1))
    found = compared(seller).loc["storage"]
    assert (found["basis"], found["units"]) == ("charged", 100)
    assert found["table"] == pytest.approx(40.0 * 2.40)  # October, standard: data/fees/us/storage.csv
    assert found["difference"] == pytest.approx(4.0)


def test_the_newest_month_counts_and_of_two_files_the_newest(seller):
    charged(seller, "storage", 50.0, 100, 40.0, date(2026, 9, 1))
    charged(seller, "storage", 90.0, 100, 40.0, date(2026, 10, 1))
    charged(seller, "storage", 96.0, 100, 40.0, date(2026, 10, 1))
    assert compared(seller).loc["storage", "amount"] == 96.0


def test_the_aged_surcharge_is_compared_by_tier_and_summed(seller):
    file_id = a_file(seller)
    for tier, units, amount in (("271-300", 10, 21.80), ("456+", 5, 16.0)):
        charged(seller, "aged_surcharge", amount, units, units * 0.4, date(2026, 11, 15), tier, file_id)
    found = compared(seller).loc["aged_surcharge"]
    assert found["units"] == 15
    assert found["table"] == pytest.approx(10 * 0.4 * 5.45 + 5 * 0.4 * 7.90)  # data/fees/us/aged_surcharge.csv
    assert found["difference"] == pytest.approx(21.80 + 16.0 - 21.80 - 15.80)


def test_the_expected_surcharge_is_asked_on_the_next_fifteenth(seller):
    insert(
        seller, "surcharge_estimate", file_id=a_file(seller), as_of=AS_OF, marketplace="US", sku="A", age_from=301, age_to=330, units=100,
        amount=228.0, currency="USD",
    )  # fmt: skip
    found = compared(seller).loc["aged_surcharge_next"]
    assert (found["basis"], found["amount"]) == ("estimated", 228.0)
    assert found["table"] == pytest.approx(100 * 0.4 * 5.70)


def test_amazons_estimate_of_next_month_is_compared_with_storage_and_surcharge_together(seller):
    found = compared(seller).loc["storage_next_month"]
    mine = seller.rows("select storage_month + surcharge_next from run_health")[0][0]
    assert (found["amount"], found["table"]) == (33.0, pytest.approx(mine))


def test_the_utilisation_surcharge_has_no_table_amount_without_the_accounts_ratio(seller):
    charged(seller, "utilisation", 12.0, 100, 40.0, date(2026, 10, 1))
    found = compared(seller).loc["utilisation"]
    assert np.isnan(found["table"])
    assert np.isnan(found["difference"])
    assert found["reason"] == "ratio_unknown"


# --- what the clearance takes from it


def offset(ws) -> float:
    run.run(ws, at=AT)
    return ws.rows("select fulfilment_offset from run_health where run_id = (select max(run_id) from run)")[0][0]


def test_a_run_keeps_by_how_much_the_preview_differs_from_the_table(seller):
    assert offset(seller) is None
    preview(seller, fulfilment_fee=7.0)
    table = compared(seller).loc["fulfilment", "table"]
    assert offset(seller) == pytest.approx(7.0 - table)


def test_cents_of_rounding_are_no_difference(seller):
    preview(seller)
    table = compared(seller).loc["fulfilment", "table"]
    preview(seller, fulfilment_fee=round(table, 2))
    assert offset(seller) == 0.0


def test_a_preview_of_later_does_not_speak_for_an_earlier_day(seller):
    preview(seller, as_of=date(2026, 12, 24))
    assert offset(seller) is None


def test_the_sellers_own_rates_hold_as_they_are(seller):
    rows = schedules.template("fulfilment", "US", date(2026, 11, 1))
    raised = rows.assign(
        amount=[
            f"{float(amount) + 1:.2f}" if unit != "share of fulfilment fee" else amount
            for amount, unit in zip(rows["amount"], rows["unit"], strict=True)
        ]
    )
    preview(seller)
    schedules.add(seller, raised.to_csv(index=False).encode(), "fulfilment", "US", at=AT)
    assert offset(seller) == 0.0


def test_the_offset_moves_fulfilment_at_every_price_and_week_and_is_told():
    plain, moved = an_item(), an_item(fulfilment_offset=0.40)
    assert rates_of([moved])[0].fulfilment == pytest.approx(rates_of([plain])[0].fulfilment + 0.40)
    prices = np.array([9.0, 24.0])
    assert sale_fees(moved, prices)[1] == pytest.approx(sale_fees(plain, prices)[1] + 0.40)
    told = dict(first_answer(moved, levels=50).assumptions)
    assert told["own_fulfilment"] == {"money": 0.40}
    assert "own_fulfilment" not in dict(first_answer(plain, levels=50).assumptions)


def test_a_given_fulfilment_fee_is_not_moved():
    given = an_item(fulfilment=4.5, fulfilment_offset=0.40)
    assert (rates_of([given])[0].fulfilment == 4.5).all()
