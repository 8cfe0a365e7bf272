"""Cost of a sale, the highest bid, waste and moves: expected figures as arithmetic."""

from datetime import timedelta

import pandas as pd
import pytest

from core.market import campaigns as ads
from tests.build import AS_OF, a_file, insert

FIRST = AS_OF - timedelta(days=29)


def a_campaign(ws, sku, *, spend, clicks, units, sales, campaign=None, file_id=None):
    insert(ws, "ad_product", file_id=file_id or a_file(ws), start_day=FIRST, end_day=AS_OF, marketplace="US", campaign=campaign or f"SP {sku}",
           sku=sku, impressions=clicks * 100, clicks=clicks, spend=spend, sales=sales, orders=units, units=units, currency="USD")  # fmt: skip


def stock(**by_sku) -> pd.DataFrame:
    """by_sku: LAMP=(on hand, days of cover, restocked, leaving)."""
    rows = [{"marketplace": "US", "sku": sku, **dict(zip(("on_hand", "cover_days", "restocked", "leaving_units"), values, strict=True))}
            for sku, values in by_sku.items()]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture
def told(ws):
    """Two campaigns: a lamp whose ads are dear, a mug whose ads are cheap; both have stock for long."""
    file_id = a_file(ws)
    a_campaign(ws, "LAMP", spend=600, clicks=500, units=20, sales=800, file_id=file_id)
    a_campaign(ws, "MUG", spend=100, clicks=500, units=60, sales=900, file_id=file_id)
    rows = ads.campaigns(ws, AS_OF)
    plenty = stock(LAMP=(200, 300, False, 0), MUG=(400, 200, False, 0))
    return ads.judged(rows, {("US", "LAMP"): 10.0, ("US", "MUG"): 6.0}, plenty).set_index("sku")


def test_a_sale_costs_what_was_spent_over_what_was_sold(told):
    assert told.loc["LAMP", "cost_per_sale"] == pytest.approx(600 / 20)
    assert told.loc["LAMP", "roas"] == pytest.approx(800 / 600)
    assert told.loc["LAMP", "bid"] == pytest.approx(600 / 500)


def test_the_highest_bid_is_what_a_click_sells_times_what_a_sale_may_cost(told):
    usual = (20 + 60) / (500 + 500)
    a_click = (20 + usual * 50) / (500 + 50)
    assert told.loc["LAMP", "units_click"] == pytest.approx(a_click)
    assert told.loc["LAMP", "highest_bid"] == pytest.approx(10 * a_click)
    assert told.loc["LAMP", "highest_bid_low"] < told.loc["LAMP", "highest_bid"] < told.loc["LAMP", "highest_bid_high"]


def test_a_dear_campaign_is_to_be_lowered_and_what_it_cost_too_much_is_waste(told):
    assert told.loc["LAMP", ["advice", "waste", "why"]].tolist() == ["lower", 600 - 20 * 10, "too_dear"]
    assert told.loc["MUG", ["advice", "waste", "why"]].tolist() == ["raise", 0.0, "none"]


def test_wasted_budget_moves_to_where_a_click_may_cost_more_than_it_does(told):
    found = ads.moves(told.reset_index())
    assert found[["from_sku", "to_sku", "amount"]].to_numpy().tolist() == [["LAMP", "MUG", 0.5 * 100]]  # at most half as much again
    assert found["gain"].iloc[0] == pytest.approx(0.5 * 50 * told.loc["MUG", "highest_bid"] / (100 / 500))
    assert found["gain_low"].iloc[0] < found["gain"].iloc[0] < found["gain_high"].iloc[0]


def test_ads_for_stock_that_goes_anyway_are_waste(ws):
    file_id = a_file(ws)
    for sku in ("GONE", "SHORT", "REFILLED", "REMOVED"):
        a_campaign(ws, sku, spend=50, clicks=100, units=5, sales=100, file_id=file_id)
    held = stock(GONE=(0, None, False, 0), SHORT=(10, 9, False, 0), REFILLED=(10, 9, True, 0), REMOVED=(40, 300, False, 40))
    found = ads.judged(ads.campaigns(ws, AS_OF), {("US", sku): 20.0 for sku in ("GONE", "SHORT", "REFILLED", "REMOVED")}, held).set_index(
        "sku"
    )
    assert found["waste"].to_dict() == {"GONE": 50, "SHORT": 50, "REMOVED": 50, "REFILLED": 0}
    assert found["why"].to_dict() == {"GONE": "empty", "SHORT": "running_out", "REMOVED": "leaving", "REFILLED": "none"}
    assert (found.loc[["GONE", "SHORT", "REMOVED"], "advice"] == "stop").all()
    assert found.loc["GONE", "gain"] == 50


def test_where_no_sale_by_ads_can_pay_all_of_it_is_waste_and_where_it_cannot_be_told_nothing_is(ws):
    file_id = a_file(ws)
    a_campaign(ws, "NEVER", spend=50, clicks=100, units=5, sales=100, file_id=file_id)
    a_campaign(ws, "UNKNOWN", spend=50, clicks=100, units=5, sales=100, file_id=file_id)
    found = ads.judged(ads.campaigns(ws, AS_OF), {("US", "NEVER"): -1.0}, stock(NEVER=(90, 90, False, 0), UNKNOWN=(90, 90, False, 0)))
    told = found.set_index("sku")[["advice", "waste", "why"]].T.to_dict("list")
    assert told == {"NEVER": ["stop", 50.0, "never_pays"], "UNKNOWN": ["unknown", 0.0, "cost_unknown"]}


def test_a_removal_order_that_is_not_done_says_what_still_leaves(ws):
    file_id = a_file(ws)
    for order, status, left in (("1", "Pending", 15), ("2", "Cancelled", 7), ("3", "Completed", 0)):
        insert(ws, "removal_line", file_id=file_id, marketplace="US", order_id=order, requested_day=AS_OF, sku="TOWEL", status=status,
               requested=60, in_process=left)  # fmt: skip
    assert ads.leaving(ws, AS_OF)[["sku", "leaving_units"]].to_numpy().tolist() == [["TOWEL", 15]]


def test_many_clicks_without_an_order_are_silent_and_few_are_no_proof(ws):
    file_id = a_file(ws)
    a_campaign(ws, "LAMP", spend=100, clicks=130, units=10, sales=400, campaign="Lamp", file_id=file_id)
    for term, clicks, orders in (("desk lamp", 60, 10), ("lava lamp", 60, 0), ("reading lamp", 10, 0)):
        insert(ws, "ad_search_term", file_id=file_id, start_day=FIRST, end_day=AS_OF, marketplace="US", campaign="Lamp", search_term=term,
               clicks=clicks, orders=orders, spend=clicks * 0.5, sales=orders * 40)  # fmt: skip
    found = ads.terms(ws, "US", "LAMP", AS_OF).set_index("search_term")["silent"]
    assert (1 - 10 / 130) ** 60 < 0.05 < (1 - 10 / 130) ** 10
    assert found.to_dict() == {"desk lamp": False, "lava lamp": True, "reading lamp": False}
    steps = ads.checklist(200.0, ads.terms(ws, "US", "LAMP", AS_OF), "Tallowbrook").set_index("step")
    assert steps["amount"].to_dict() == {
        "clearance_keywords": 100,
        "brand_keywords": 50,
        "retargeting": 50,
        "negative_keywords": 0,
        "end_with_stock": 0,
    }
    assert steps.loc[["clearance_keywords", "brand_keywords", "negative_keywords"], "words"].tolist() == [
        "desk lamp",
        "Tallowbrook",
        "lava lamp",
    ]


def a_term(ws, term, clicks, *, file_id, first=FIRST, last=AS_OF, orders=0, table="ad_search_term", column="search_term", account=None):
    insert(ws, table, file_id=file_id, start_day=first, end_day=last, marketplace="US", campaign="Lamp", account=account, **{column: term},
           clicks=clicks, orders=orders, spend=clicks * 0.5, sales=0)  # fmt: skip


def test_where_two_files_of_search_terms_overlap_every_day_counts_once_from_the_newest(ws):
    first, second = a_file(ws), a_file(ws)
    a_campaign(ws, "LAMP", spend=100, clicks=130, units=10, sales=400, campaign="Lamp", file_id=first)
    a_term(ws, "desk lamp", 300, file_id=first)  # thirty days, ten clicks a day
    a_term(ws, "desk lamp", 70, file_id=second, first=AS_OF - timedelta(days=6))  # the last seven, ten a day again
    assert ads.terms(ws, "US", "LAMP", AS_OF)["clicks"].tolist() == [23 * 10 + 70]
    a_term(ws, "desk lamp", 40, file_id=second, first=AS_OF - timedelta(days=40), last=AS_OF - timedelta(days=31))
    assert ads.terms(ws, "US", "LAMP", AS_OF)["clicks"].tolist() == [70]  # that file covers every day of the thirty


def test_without_a_search_term_report_its_targets_tell_which_keywords_are_clicked_for_nothing(ws):
    file_id = a_file(ws)
    a_campaign(ws, "LAMP", spend=100, clicks=130, units=10, sales=400, campaign="Lamp", file_id=file_id)
    for target, clicks, orders in (("desk lamp", 60, 10), ("lava lamp", 60, 0)):
        a_term(ws, target, clicks, file_id=file_id, orders=orders, table="ad_target", column="target")
    found = ads.terms(ws, "US", "LAMP", AS_OF).set_index("search_term")
    assert found["what"].tolist() == ["target", "target"]
    assert found["silent"].to_dict() == {"desk lamp": False, "lava lamp": True}
    a_term(ws, "lamp for desk", 5, file_id=file_id)
    assert ads.terms(ws, "US", "LAMP", AS_OF)["search_term"].tolist() == ["lamp for desk"]  # the same money: never both


def test_campaigns_of_one_name_in_two_accounts_stay_apart(ws):
    file_id = a_file(ws)
    for account, spend in (("A1", 60), ("A2", 40)):
        insert(ws, "ad_product", file_id=file_id, start_day=FIRST, end_day=AS_OF, marketplace="US", account=account, campaign="Lamp", sku="LAMP",
               impressions=900, clicks=100, spend=spend, sales=90, orders=3, units=3, currency="USD")  # fmt: skip
    found = ads.campaigns(ws, AS_OF)
    assert found[["campaign", "spend", "share"]].to_numpy().tolist() == [["Lamp (A1)", 60, 1.0], ["Lamp (A2)", 40, 1.0]]
