"""Sites and lanes: the seller's terms before the defaults, figures that cannot be, stock that lies elsewhere."""

import pandas as pd
import pytest

from core.errors import InputError
from core.transfers import network
from core.transfers.network import Lane, Site
from tests.build import AT

US, UK, DE = network.marketplace_sites({"US": "USD", "UK": "GBP", "DE": "EUR"})[::-1]


def a_lane(**more) -> Lane:
    terms = {"freight_per_lb": 0.4, "freight_per_unit": 0.2, "duty_share": 0.0, "tax_share": 0.0, "lead_days": 9, "currency": "USD"}
    return Lane(**({"from_site": "US", "to_site": "UK"} | terms | more))


def test_without_terms_of_the_seller_the_lane_nearest_to_the_regions_holds():
    continents, channel = network.default_lane(US, UK), network.default_lane(DE, UK)
    assert continents.lead_days == 35
    assert channel.lead_days == 18
    assert not channel.own
    assert channel.source


def test_a_warehouse_of_the_same_market_has_the_short_way():
    store = Site(site="Depot", kind="own", region="NA", currency="USD", pick_fee=0.5)
    assert network.default_lane(store, US).lead_days == 7


def test_lanes_lead_between_marketplaces_and_out_of_stores_and_never_into_them(ws):
    network.save_site(ws, Site(site="Depot", kind="3pl", region="NA", currency="USD"), at=AT)
    found = {lane.key for lane in network.lanes(ws, [US, UK, *network.own_sites(ws)])}
    assert found == {("US", "UK"), ("UK", "US"), ("Depot", "US"), ("Depot", "UK")}


def test_the_sellers_terms_go_before_the_default_until_they_are_forgotten(ws):
    network.save_lane(ws, a_lane(), at=AT)
    assert next(lane for lane in network.lanes(ws, [US, UK]) if lane.key == ("US", "UK")) == a_lane(own=True)
    network.forget_lane(ws, "US", "UK")
    assert not any(lane.own for lane in network.lanes(ws, [US, UK]))


def test_a_closed_lane_is_not_there(ws):
    network.save_lane(ws, a_lane(closed=True), at=AT)
    assert {lane.key for lane in network.lanes(ws, [US, UK])} == {("UK", "US")}


@pytest.mark.parametrize("wrong", [{"lead_days": -1}, {"duty_share": 9.0}, {"lot_units": 0.0}, {"freight_per_lb": -0.1}])
def test_a_figure_that_cannot_be_is_refused(ws, wrong):
    with pytest.raises(InputError, match="lane_figure"):
        network.save_lane(ws, a_lane(**wrong), at=AT)
    with pytest.raises(InputError, match="lane_ends"):
        network.save_lane(ws, a_lane(to_site="US"), at=AT)


def test_a_site_is_not_named_like_a_marketplace_and_has_a_known_kind(ws):
    with pytest.raises(InputError, match="site_name"):
        network.save_site(ws, Site(site="US", kind="own", region="NA", currency="USD"), at=AT)
    with pytest.raises(InputError, match="site_kind"):
        network.save_site(ws, Site(site="Depot", kind="barn", region="NA", currency="USD"), at=AT)


def test_stock_elsewhere_replaces_what_was_said_before_and_adds_up_a_sku(ws):
    network.save_site(ws, Site(site="Depot", kind="own", region="NA", currency="USD"), at=AT)
    network.save_stock(ws, "Depot", pd.DataFrame({"sku": ["A", "B"], "units": [5, 6]}), at=AT)
    network.save_stock(ws, "Depot", pd.DataFrame({"sku": ["A", "A "], "units": [1, 2]}), at=AT)
    assert ws.rows("select site, sku, units from site_stock") == [("Depot", "A", 3.0)]


def test_a_row_that_is_no_stock_is_named_and_nothing_changes(ws):
    network.save_site(ws, Site(site="Depot", kind="own", region="NA", currency="USD"), at=AT)
    network.save_stock(ws, "Depot", pd.DataFrame({"sku": ["A"], "units": [5]}), at=AT)
    with pytest.raises(InputError, match="site_stock_row"):
        network.save_stock(ws, "Depot", pd.DataFrame({"sku": ["A", "B"], "units": [5, "many"]}), at=AT)
    with pytest.raises(InputError, match="site_unknown"):
        network.save_stock(ws, "Barn", pd.DataFrame({"sku": ["A"], "units": [5]}), at=AT)
    assert ws.rows("select sum(units) from site_stock") == [(5.0,)]


def test_the_sellers_map_joins_skus_of_other_names(ws):
    network.save_matches(ws, [{"marketplace": "US", "sku": "A", "product": "Mug"}, {"marketplace": "UK", "sku": "A-UK", "product": "Mug"}])
    assert len(ws.rows("from sku_match where product = 'Mug'")) == 2
    with pytest.raises(InputError, match="sku_match_row"):
        network.save_matches(ws, [{"marketplace": "US", "sku": "", "product": "Mug"}])
