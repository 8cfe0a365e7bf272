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


def test_every_signal_of_ours_stands_beside_its_category(ws):
    newest = a_case(ws).points.groupby("signal").tail(1).set_index("signal")
    assert newest.loc["buy_box", "usual"] == pytest.approx(0.97)
    assert newest.loc["sessions", "usual"] == pytest.approx(700 / 7, abs=5)
    assert newest.loc["conversion", "usual"] == pytest.approx(0.10, abs=0.01)


def test_units_days_without_stock_and_ads_of_the_category_are_those_of_its_other_products(ws):
    file_id = a_file(ws)
    for sku, group in (("CASE", "Phones"), ("OTHER", "Phones"), ("THIRD", "Phones"), ("MUG", "Kitchen")):
        a_product(ws, sku=sku, asin=f"B0{sku}", product_group=group)
        units = {"CASE": 9, "OTHER": 2, "THIRD": 4, "MUG": 50}[sku]
        some_sales(ws, {AS_OF - timedelta(days=back): units for back in range(70)}, sku=sku)
        for back in range(70):
            left = 0 if sku == "THIRD" and back < 7 else 100
            insert(ws, "ledger_daily", file_id=file_id, day=AS_OF - timedelta(days=back), location="US", marketplace="US", sku=sku,
                   disposition="SELLABLE", start_qty=left, end_qty=left)  # fmt: skip
        if sku in ("CASE", "OTHER"):
            insert(ws, "ad_product", file_id=file_id, start_day=AS_OF - timedelta(days=6), end_day=AS_OF, marketplace="US", campaign=sku, sku=sku,
                   impressions=700, clicks=70, spend=7, sales=70, orders=7, units=7, currency="USD")  # fmt: skip
    newest = listing(ws, "US", "CASE", AS_OF).points.groupby("signal").tail(1).set_index("signal")
    assert newest.loc["units", ["value", "usual"]].tolist() == [7 * 9, 7 * (2 + 4) / 2]
    assert newest.loc["stockout_days", ["value", "usual"]].tolist() == [0, (0 + 7) / 2]
    assert newest.loc["ad_share", ["value", "usual"]].tolist() == pytest.approx([7 / 63, 7 / (14 + 28)])


def test_a_month_beside_its_weeks_counts_once(ws):
    a_product(ws, sku="CASE", asin="B0CASE", product_group="Phones")
    file_id = a_file(ws)
    weeks = [(AS_OF - timedelta(days=7 * back + 6), AS_OF - timedelta(days=7 * back)) for back in range(4)]
    for start, end in [*weeks, (AS_OF - timedelta(days=29), AS_OF)]:
        insert(ws, "traffic_period", file_id=file_id, start_day=start, end_day=end, marketplace="US", asin="B0CASE", sku="CASE", sessions=70,
               units=7, buy_box_pct=90)  # fmt: skip
    points = listing(ws, "US", "CASE", AS_OF).points
    assert points[points["signal"] == "sessions"]["value"].tolist() == [10.0] * 4


def test_reviews_of_competitors_are_told_as_what_they_gain_a_month(ws):
    a_product(ws, sku="CASE", asin="B0CASE")
    file_id = a_file(ws)
    for back in range(5):
        for rival, gain in (("B0R1", 7), ("B0R2", 14)):
            insert(ws, "competitor_snapshot", file_id=file_id, day=AS_OF - timedelta(days=7 * back), marketplace="US", asin=rival, source="own",
                   sku="CASE", reviews=500 - gain * back, rank=1_000)  # fmt: skip
    points = listing(ws, "US", "CASE", AS_OF).points
    told = points[points["signal"] == "rival_reviews"]["value"].dropna()
    assert told.tolist() == pytest.approx([30.44 * (7 + 14) / 2 / 7] * 4)


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
