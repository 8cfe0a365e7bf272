"""What changed first: a dated chain of what the files show of one listing, and nothing where nothing changed."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core.market.listing import balance, listing
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


def points(sessions, usual, rate, usual_rate) -> pd.DataFrame:
    day = pd.Timestamp(AS_OF)
    rows = [
        {"signal": "sessions", "day": day, "value": sessions, "usual": usual},
        {"signal": "conversion", "day": day, "value": rate, "usual": usual_rate},
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("figures", "what"),
    [
        ((60, 40, 0.03, 0.10), "visits_without_sales"),  # 42 sales a week are usual of so many visitors, 12.6 came
        ((60, 40, 0.08, 0.10), None),
        ((2, 1, 0.03, 0.10), None),  # 1.4 a week are usual: 0.4 is mere chance
        ((10, 40, 0.12, 0.10), "sales_without_visits"),
        ((10, 40, 0.04, 0.10), None),
    ],
)
def test_visitors_who_do_not_buy_and_buyers_without_visitors_are_told_beside_the_category(figures, what):
    found = balance(points(*figures))
    assert (found and found[0]) == what


def test_without_a_business_report_nothing_is_said_of_visitors():
    assert balance(points(60, 40, 0.03, 0.1).iloc[:0]) is None
