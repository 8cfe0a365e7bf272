"""What is on its way is sent on over a dock where that brings more than going straight in."""

import pytest

from core.transfers import network
from core.transfers.cross_dock import cross_dock
from core.transfers.network import Lane, Site
from tests.build import AT
from tests.core.transfers.sellers import two_sites

DOCK = Site(site="Depot", kind="3pl", region="NA", currency="USD", storage_per_ft3_month=0.5, pick_fee=0.4, receive_fee=0.3)
LANE = {"freight_per_lb": 0.0, "freight_per_unit": 1.0, "duty_share": 0.1, "tax_share": 0.0, "lead_days": 20, "currency": "USD"}


@pytest.fixture
def run(ws):
    """600 in the US that sell 2 a week, and 200 more on their way there; 2 in the UK that sell 12."""
    found = two_sites(ws)
    with ws.write() as cursor:
        cursor.execute("update run_health set inbound = 200 where marketplace = 'US'")
    network.save_site(ws, DOCK, at=AT)
    network.save_lane(ws, Lane(from_site="Depot", to_site="UK", **LANE), at=AT)
    return found


def test_it_goes_on_to_where_it_sells_without_a_removal(ws, run):
    plan = cross_dock(ws, run, "US", "TWO", DOCK)
    row = plan.moves.iloc[0]
    assert (row["from"], row["to"]) == ("Depot", "UK")
    assert 100 < row["units"] <= 200
    # a unit: one dollar of freight, a tenth of 12 dollars of duty, 0.40 and 0.30 at the dock; the UK charges no placement
    assert row["cost"] == pytest.approx((1.0 + 1.2 + 0.4 + 0.3) * row["units"])
    assert plan.benefit == pytest.approx(row["gain"] - row["loss"] - row["cost"])
    assert plan.benefit > 0
    assert (row["sellable_on"] - run["as_of"]).days == 21 + 20  # to the dock, and on


def test_what_the_marketplace_misses_is_no_more_than_the_exit_of_units_nobody_waits_for(ws, run):
    """The last 200 of 800 that sell 2 a week are never sold: each is worth what a liquidator pays, under 7.5 % of 45 dollars."""
    row = cross_dock(ws, run, "US", "TWO", DOCK).moves.iloc[0]
    assert 0 < row["loss"] < 0.075 * 45.0 * row["units"]


def test_where_a_dear_way_eats_it_all_it_goes_straight_in(ws, run):
    network.save_lane(ws, Lane(from_site="Depot", to_site="UK", **(LANE | {"freight_per_unit": 60.0})), at=AT)
    assert cross_dock(ws, run, "US", "TWO", DOCK).moves.empty


def test_without_anything_on_its_way_or_anywhere_else_there_is_no_choice(ws, run):
    assert cross_dock(ws, run, "UK", "TWO", DOCK) is None
    with ws.write() as cursor:
        cursor.execute("delete from run_health where marketplace = 'UK'")
    assert cross_dock(ws, run, "US", "TWO", DOCK) is None
