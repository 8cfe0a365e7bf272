"""The seller's own events: kept per SKU and marketplace, taken back one by one or all, and read by no run."""

from datetime import date, datetime

from core.forecast import own_events
from core.forecast.what_if import Event

AT = datetime(2026, 11, 22, 8)
SALE = Event(name="Black Friday", first=date(2026, 11, 27), last=date(2026, 11, 30), factor=2.5)
EARLIER = Event(first=date(2026, 11, 24), last=date(2026, 11, 24), factor=0.5)


def test_events_come_back_as_they_were_kept_the_first_day_first(ws):
    for event in (SALE, EARLIER):
        own_events.add(ws, "US", "A", event, at=AT)
    assert list(own_events.listed(ws, "US", "A").values()) == [EARLIER, SALE]


def test_each_sku_of_each_marketplace_has_its_own(ws):
    own_events.add(ws, "US", "A", SALE, at=AT)
    assert own_events.listed(ws, "UK", "A") == own_events.listed(ws, "US", "B") == {}


def test_one_is_taken_back_or_all_of_a_sku_and_none_of_another(ws):
    for sku in "AAAB":
        own_events.add(ws, "US", sku, SALE, at=AT)
    first, *rest = own_events.listed(ws, "US", "A")
    own_events.remove(ws, "US", "A", first)
    assert list(own_events.listed(ws, "US", "A")) == rest
    own_events.remove(ws, "US", "A")
    assert own_events.listed(ws, "US", "A") == {}
    assert len(own_events.listed(ws, "US", "B")) == 1


def test_what_another_sku_keeps_is_not_taken_back_by_its_number(ws):
    own_events.add(ws, "US", "A", SALE, at=AT)
    own_events.remove(ws, "US", "B", *own_events.listed(ws, "US", "A"))
    assert len(own_events.listed(ws, "US", "A")) == 1


def test_keeping_and_taking_back_make_no_new_version_of_the_data(ws):
    before = ws.version()
    own_events.add(ws, "US", "A", SALE, at=AT)
    own_events.remove(ws, "US", "A")
    assert ws.version() == before
