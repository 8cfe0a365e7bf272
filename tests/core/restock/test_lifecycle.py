"""The end of a product: last order as a newsvendor, the day on which clearing should begin, storage elsewhere."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from core.errors import InputError
from core.fees.schedule import SHIPPED
from core.restock import settings
from core.restock.ends import of_run
from core.restock.lifecycle import ending
from tests.build import AT
from tests.core.transfers.sellers import two_sites

ON = date(2026, 11, 22)


def a_product(**more) -> dict:
    sums = np.cumsum(np.full(26, 10.0))
    row = {
        "marketplace": "US", "sku": "A", "title": "Mug", "currency": "USD", "stage": "decline", "on_hand": 100.0, "inbound": 0.0, "trend_week": -0.03,
        "landed_cost": 5.0, "cum_p10": 0.6 * sums, "cum_p50": sums, "cum_p90": 1.4 * sums, "weeks_to_clear": np.nan, "oldest_days": 120,
        "season_end": None, "successor": None,
    }  # fmt: skip
    return row | more


def one(margin=11.0, residual=1.0, **more) -> dict:
    row = pd.DataFrame([a_product(**more)])
    return ending(row, row[["marketplace", "sku"]].assign(margin=margin, residual=residual), ON).iloc[0].to_dict()


def test_the_last_order_is_the_critical_share_of_what_still_sells_less_the_stock():
    # (11 − 5) ÷ (11 − 1) = 0.6: a quarter of the way from P50 to P90
    found = one()
    assert found["last_order"] == np.floor(260 + 0.25 * (364 - 260) - 100)


def test_no_last_order_where_stock_is_enough_where_it_sells_below_cost_or_nothing_is_known():
    assert (one(on_hand=400.0)["last_order"], one(on_hand=400.0)["last_order_why"]) == (0.0, "enough")
    assert one(margin=4.0)["last_order_why"] == "no_margin"
    assert one(landed_cost=None)["last_order_why"] == "unknown"
    assert np.isnan(one(landed_cost=None)["last_order"])


def test_clearing_begins_so_that_it_is_done_by_the_first_surcharge():
    found = one(weeks_to_clear=4.0)
    assert found["deadline"] == ON + timedelta(days=181 - 120)
    assert found["clear_from"] == found["deadline"] - timedelta(days=28)
    assert found["deadline_why"] == "surcharge"


def test_the_seasons_end_is_the_deadline_where_it_comes_first():
    found = one(weeks_to_clear=2.0, season_end=pd.Timestamp("2026-12-20"))
    assert (found["deadline"], found["deadline_why"], found["clear_from"]) == (date(2026, 12, 20), "season", date(2026, 12, 6))


def test_without_a_valued_price_cut_the_median_says_how_long_it_takes():
    # 100 units at 10 a week take ten weeks, longer than the 61 days that are left; below its cost no last order pays
    assert one(margin=4.0)["clear_from"] == ON
    assert one(on_hand=20.0)["clear_from"] == ON + timedelta(days=61 - 14)
    assert one(on_hand=5000.0)["clear_from"] == ON


def test_nothing_is_both_bought_again_and_cleared_from_today_on():
    buys = one()
    assert (buys["last_order"] > 0, buys["clear_from"]) == (True, None)  # no rule fired on it, and a last order pays
    clears = one(weeks_to_clear=12.0)
    assert (clears["last_order"], clears["last_order_why"], clears["clear_from"]) == (0.0, "clearing", ON)
    later = one(weeks_to_clear=4.0)
    assert later["last_order"] > 0
    assert later["clear_from"] > ON


def test_what_a_run_says_of_its_ends_has_margin_and_residual_of_the_clearance_terms(ws):
    run = two_sites(ws)
    assert of_run(ws, run, SHIPPED).set_index("marketplace").loc["UK", "last_order_why"] == "clearing"
    with ws.write() as cursor:
        cursor.execute("delete from run_option")  # no rule fired on it
    table = of_run(ws, run, SHIPPED).set_index("marketplace")
    assert set(table.index) == {"US", "UK"}
    assert table.loc["UK", "last_order"] > 0
    assert table.loc["US", "last_order_why"] == "enough"


# --- the seller's own words


def test_settings_of_many_products_are_kept_and_one_wrong_figure_changes_nothing(ws):
    two_sites(ws)
    rows = [{"marketplace": site, "sku": "TWO", "service": 0.8, "case_pack": 12, "successor": " NEXT "} for site in ("US", "UK")]
    assert settings.save(ws, rows, at=AT) == 2
    kept = settings.positions(ws, 1)
    assert kept["service"].to_list() == [0.8, 0.8]
    assert kept["successor"].to_list() == ["NEXT", "NEXT"]
    with pytest.raises(InputError, match="restock_setting"):
        settings.save(ws, [rows[0] | {"service": 0.7}, rows[1] | {"case_pack": 0}], at=AT)
    assert settings.positions(ws, 1)["service"].to_list() == [0.8, 0.8]
