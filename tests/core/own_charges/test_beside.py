"""The seller's own figures beside the rate table, compared on the report's own inputs."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from core import own_charges, results, run, schedules
from core.clearance.first_answer import first_answer
from core.clearance.rates import rates_of, sale_fees
from tests.build import AS_OF, AT, Knowing, a_file, a_product, daily, insert, some_ages, some_sales, some_stock
from tests.core.clearance.cases import an_item
from tests.core.own_charges.build import BOX, preview


@pytest.fixture
def seller(ws):
    some_stock(ws, sku="A", available=100, est_storage_next_month=33.0)
    some_sales(ws, daily(1, 182), sku="A")
    some_ages(ws, {(300, 300): 100}, sku="A")
    a_product(ws, sku="A", **BOX)
    return ws


def charged(ws, kind, amount, units, ft3, day, tier=None, file_id=None):
    insert(
        ws, "fee_charged", file_id=file_id or a_file(ws), period_start=day, period_end=day, marketplace="US", sku="A", kind=kind, tier=tier,
        units=units, ft3=ft3, amount=amount, currency="USD",
    )  # fmt: skip


def compared(ws):
    run_id = run.run(ws, at=AT, model=Knowing()).run_id
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
    run.run(ws, at=AT, model=Knowing())
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


def kept(ws, *names):
    run.run(ws, at=AT, model=Knowing())
    return ws.rows(f"select {', '.join(names)} from run_health where run_id = (select max(run_id) from run)")[0]


def test_storage_of_the_coming_month_is_what_amazon_charged_for_the_last_one_over_the_table(seller):
    """October 2026: 40 ft3 at 2.40 are 96.00 in the table."""
    before = kept(seller, "storage_month")[0]
    charged(seller, "storage", 120.0, 100, 40.0, date(2026, 10, 1))
    storage_month, factor = kept(seller, "storage_month", "storage_factor")
    assert factor == pytest.approx(120 / 96)
    assert storage_month == pytest.approx(before * 120 / 96)


def test_the_surcharge_follows_what_was_charged_before_what_is_expected(seller):
    before = kept(seller, "surcharge_next")[0]
    insert(
        seller, "surcharge_estimate", file_id=a_file(seller), as_of=AS_OF, marketplace="US", sku="A", age_from=301, age_to=330, units=100,
        amount=2 * 228.0, currency="USD",
    )  # fmt: skip
    assert kept(seller, "surcharge_next", "surcharge_factor") == pytest.approx((2 * before, 2.0))
    charged(seller, "aged_surcharge", 10 * 0.4 * 5.45 / 2, 10, 10 * 0.4, date(2026, 11, 15), "271-300")
    assert kept(seller, "surcharge_next", "surcharge_factor") == pytest.approx((before / 2, 0.5))


def test_the_referral_fee_follows_the_preview(seller):
    preview(seller, price=20.0, referral_fee=1.60)
    assert kept(seller, "referral_factor")[0] == pytest.approx(1.60 / 3.00)


@pytest.mark.parametrize(
    ("amount", "day", "factor"), [(96.5, date(2026, 10, 1), 1.0), (0.0, date(2026, 10, 1), None), (120.0, date(2026, 3, 1), None)]
)
def test_rounding_is_no_difference_and_nothing_charged_or_long_ago_says_nothing(seller, amount, day, factor):
    charged(seller, "storage", amount, 100, 40.0, day)
    assert kept(seller, "storage_factor")[0] == factor


def test_the_sellers_own_storage_rates_hold_as_they_are(seller):
    charged(seller, "storage", 120.0, 100, 40.0, date(2026, 10, 1))
    rows = schedules.template("storage", "US", date(2026, 10, 1))
    dearer = rows.assign(amount=[f"{float(amount) + 1:.2f}" for amount in rows["amount"]])
    schedules.add(seller, dearer.to_csv(index=False).encode(), "storage", "US", at=AT)
    assert kept(seller, "storage_factor")[0] == 1.0


def test_the_calendar_moves_the_same_charges(seller):
    plain = results.calendar(seller, run.run(seller, at=AT, model=Knowing()).run_id, AS_OF, "US", "A").groupby("fee")["after"].sum()
    charged(seller, "storage", 120.0, 100, 40.0, date(2026, 10, 1))
    charged(seller, "aged_surcharge", 10 * 0.4 * 5.45 / 2, 10, 10 * 0.4, date(2026, 11, 15), "271-300")
    moved = results.calendar(seller, run.run(seller, at=AT, model=Knowing()).run_id, AS_OF, "US", "A").groupby("fee")["after"].sum()
    assert moved["storage"] == pytest.approx(plain["storage"] * 1.25)
    assert moved["aged_surcharge"] == pytest.approx(plain["aged_surcharge"] / 2)


def test_the_factors_move_the_rates_of_a_clearance_and_are_told():
    plain, moved = an_item(), an_item(referral_factor=0.5, storage_factor=1.25, surcharge_factor=2.0)
    before, after = rates_of([plain])[0], rates_of([moved])[0]
    assert after.referral == pytest.approx(before.referral / 2)
    assert after.storage == pytest.approx(before.storage * 1.25)
    assert after.surcharge == pytest.approx(before.surcharge * 2, nan_ok=True)
    prices = np.array([9.0, 24.0])
    assert sale_fees(moved, prices)[0] == pytest.approx(sale_fees(plain, prices)[0] / 2)
    told = dict(first_answer(moved, levels=50).assumptions)
    assert (told["own_referral"], told["own_storage"], told["own_surcharge"]) == ({"share": 0.5}, {"share": 1.25}, {"share": 2.0})
    assert not {"own_referral", "own_storage", "own_surcharge"} & set(dict(first_answer(plain, levels=50).assumptions))


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


# --- the storage utilisation surcharge


def test_the_utilisation_surcharge_of_the_last_month_is_in_the_storage_of_the_next(seller):
    """100 units on average, 12.00 for October: 0.12 a unit and month."""
    charged(seller, "storage", 96.0, 100, 40.0, date(2026, 10, 1))
    before, known = kept(seller, "storage_month", "utilisation_month")
    assert known == 0.0  # that report charges none
    charged(seller, "utilisation", 12.0, 100, 40.0, date(2026, 10, 1))
    after, each = kept(seller, "storage_month", "utilisation_month")
    assert each == pytest.approx(0.12)
    units = before / (0.4 * 2.40)  # the average of December; data/fees/us/storage.csv: standard, 2.40
    assert after == pytest.approx(before + 0.12 * units)


def test_without_a_storage_report_of_late_the_surcharge_is_unknown_and_storage_goes_without(seller):
    assert kept(seller, "utilisation_month") == (None,)
    charged(seller, "storage", 96.0, 100, 40.0, date(2026, 6, 1))
    charged(seller, "utilisation", 12.0, 100, 40.0, date(2026, 6, 1))
    assert kept(seller, "utilisation_month") == (None,)


def test_a_surcharge_of_an_earlier_month_than_the_newest_storage_is_over(seller):
    charged(seller, "storage", 96.0, 100, 40.0, date(2026, 10, 1))
    charged(seller, "utilisation", 12.0, 100, 40.0, date(2026, 9, 1))
    assert kept(seller, "utilisation_month") == (0.0,)


def test_the_utilisation_surcharge_is_laid_over_the_weeks_of_a_clearance_and_told():
    """A week is charged for the 7 days after its start, each 1 / (days of its month)."""
    plain, moved = an_item(), an_item(utilisation_month=0.31)
    before, after = rates_of([plain])[0].storage, rates_of([moved])[0].storage
    days = pd.date_range("2026-11-21", periods=7)
    assert after[0] - before[0] == pytest.approx(0.31 * (1 / days.days_in_month.to_numpy()).sum())
    told = dict(first_answer(moved, levels=50).assumptions)
    assert told["own_utilisation"] == {"money": 0.31}
    assert "no_utilisation" in dict(first_answer(plain, levels=50).assumptions)
    assert {"own_utilisation", "no_utilisation"} & set(dict(first_answer(an_item(utilisation_month=0.0), levels=50).assumptions)) == set()
