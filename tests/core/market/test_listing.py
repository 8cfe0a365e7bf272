"""What changed first: a dated chain of what the files show of one listing, and nothing where nothing changed."""

from datetime import timedelta

import numpy as np
import pytest

from core.market.listing import listing
from tests.build import AS_OF, a_file, a_product, insert, some_sales, some_stock


def a_case(ws, *, breaks=True):
    """Half a year of a phone case: eight weeks ago a rival's price fell, six weeks ago its rank and Buy Box, five weeks ago its sales."""
    a_product(ws, sku="CASE", asin="B0CASE", product_group="Phones")
    a_product(ws, sku="OTHER", asin="B0OTHER", product_group="Phones")
    some_stock(ws, sku="CASE", available=400)
    rng, file_id = np.random.default_rng(2), a_file(ws)
    days = {}
    for back in range(26):
        last = AS_OF - timedelta(weeks=back)
        after = lambda weeks: breaks and back < weeks  # noqa: B023, E731 - asked in this turn only
        for day in range(7):
            days[last - timedelta(days=day)] = int(rng.poisson(3 if after(5) else 10))
        for rival in range(3):
            price = (9.0 if after(8) else 13.0) + 0.1 * ((back + rival) % 3)
            insert(ws, "competitor_snapshot", file_id=file_id, day=last, marketplace="US", asin=f"B0R{rival}", source="own", sku="CASE",
                   units_month=300 + 10 * ((back * 7 + rival) % 5), units_at_least=False, price=price)  # fmt: skip
        rank = (90 if after(6) else 7) + back % 3
        insert(ws, "keyword_rank", file_id=file_id, day=last, marketplace="US", asin="B0CASE", keyword="clear case", source="tracker",
               organic_rank=rank, organic_beyond=False, search_volume=18_000)  # fmt: skip
        start = last - timedelta(days=6)
        sessions, conversion = 700 + int(rng.integers(-30, 30)), 0.10
        for sku, units in (("CASE", sum(days[last - timedelta(days=day)] for day in range(7))), ("OTHER", round(sessions * conversion))):
            insert(ws, "traffic_period", file_id=file_id, start_day=start, end_day=last, marketplace="US", asin=f"B0{sku}", sku=sku,
                   sessions=sessions, units=units, buy_box_pct=(40 if after(6) and sku == "CASE" else 97) + back % 3)  # fmt: skip
    some_sales(ws, days, sku="CASE", price=13.0)
    return listing(ws, "US", "CASE", AS_OF)


def test_the_chain_is_dated_and_begins_with_what_fell_first(ws):
    found = a_case(ws).chain.set_index("signal")
    bad = found[found["is_worse"]]
    weeks_ago = {signal: round((AS_OF - day).days / 7) for signal, day in bad["day"].items()}
    assert weeks_ago["price_gap"] == 7
    assert weeks_ago["organic_rank"] == weeks_ago["buy_box"] == 5
    assert weeks_ago["units"] == 4
    assert found.index[0] in ("price_gap", "rival_price")
    assert bad.loc["price_gap", ["before", "after"]].tolist() == pytest.approx([13 / 13.1 - 1, 13 / 9.1 - 1], abs=0.02)
    assert bad.loc["buy_box", ["before", "after"]].tolist() == pytest.approx([0.98, 0.41], abs=0.02)


def test_a_conversion_that_fell_while_the_category_stood_says_so(ws):
    fell = a_case(ws).chain.set_index("signal").loc["conversion"]
    assert fell["after"] < 0.5 * fell["before"]
    assert abs(fell["usual_change"]) < 0.1


def test_where_nothing_changed_there_is_no_chain(ws):
    found = a_case(ws, breaks=False)
    assert found.chain.empty
    assert {"units", "sessions", "conversion", "buy_box", "price_gap", "rival_units", "organic_rank"} <= set(found.points["signal"])


def test_a_sku_of_which_nothing_is_known_has_no_signals(ws):
    found = listing(ws, "US", "NOBODY", AS_OF)
    assert found.points.dropna(subset="value")["signal"].isin(["units"]).all()
    assert found.chain.empty
