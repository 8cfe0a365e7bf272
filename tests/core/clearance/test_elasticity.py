"""Elasticity: what the past tells is found again on sellers whose truth is known; what it cannot tell is said."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core.clearance.elasticity import COLUMNS, catalogue, elasticities, elasticity_of, one_elasticity, price_weeks, typed
from core.clearance.first_answer import first_answer
from core.errors import InputError
from tests.build import AS_OF, a_file, a_ledger, a_product, insert, some_sales, some_stock
from tests.core.clearance.cases import case_a
from tests.core.clearance.worlds import PRIOR, a_world, one_sku

TURNS = [20, 45, 45, 20] * 6, [10.0, 8.0, 8.0, 10.0] * 6


def covered(true, table) -> float:
    return float(((table["low"] <= true) & (true <= table["high"])).mean())


# --- the truth is found again


@pytest.mark.parametrize(("changes", "rmse"), [({}, 0.45), ({"base": 5.0}, 0.65), ({"weeks": 52, "base": 8.0}, 0.65)])
def test_true_elasticities_lie_in_their_interval_as_often_as_it_says(changes, rmse):
    """P10 to P90: 80 % of 200 SKUs, within three standard errors of such a share (± 8.5 %)."""
    true, rows = a_world(**changes)
    table = elasticities(rows, PRIOR)
    assert covered(true, table) == pytest.approx(0.8, abs=0.085)
    assert np.sqrt(((table["mean"] - true) ** 2).mean()) < rmse
    assert np.median(table["own"].dropna() - true[table["own"].notna()]) == pytest.approx(0, abs=0.1)


def test_shrinking_is_closer_to_the_truth_than_either_the_own_estimate_or_the_prior():
    true, rows = a_world(base=4.0)
    table = elasticities(rows, PRIOR)
    told = table["own"].notna()
    error = lambda guess: np.sqrt(((guess - true)[told] ** 2).mean())  # noqa: E731
    assert error(table["mean"]) < error(PRIOR.mean)
    assert error(table["mean"]) < error(table["own"])


def test_a_price_that_follows_demand_is_warned_of_and_not_believed():
    """True 2.4; the fit would say under 1."""
    _, rows = a_world(elasticity=2.4, follows=True, skus=60)
    table = elasticities(rows, PRIOR)
    assert table["own"].mean() < 1.0
    assert (table["warning"] == "follows_demand").mean() > 0.9
    warned = table[table["warning"].notna()]
    assert (warned["source"] != "own").all()
    assert warned["test_cut"].notna().any()


def test_a_planned_promotion_is_hardly_ever_taken_for_a_price_that_follows_demand():
    _, rows = a_world()
    assert (elasticities(rows, PRIOR)["warning"] == "follows_demand").mean() < 0.05


# --- what cannot be told


@pytest.mark.parametrize(
    ("units", "price", "reason"),
    [
        ([5] * 30, [10.0] * 30, "price_steady"),
        ([5] * 30, [10.0] * 26 + [9.6] * 4, "price_steady"),
        ([5] * 30, [10.0] * 27 + [9.0] * 3, "few_moves"),
        ([5] * 11, [10.0, 9.0] * 5 + [10.0], "few_weeks"),
        ([0] * 30, [10.0, 9.0] * 15, "no_sales"),
        ([5] * 30, [None] * 30, "price_unknown"),
        ([0, 5] * 15, [10.0, 8.0] * 15, "unstable"),
    ],
)
def test_a_past_that_cannot_tell_says_why_and_the_prior_speaks(units, price, reason):
    found = one_elasticity(one_sku(units, price), PRIOR)
    assert (found.reason, found.source, found.own) == (reason, "prior", None)
    assert (found.mean, found.sd) == (2.0, 0.8)
    assert found.high - found.mean == pytest.approx(1.2816 * 0.8, abs=1e-3)


def test_four_weeks_five_percent_away_can_tell():
    found = one_elasticity(one_sku([20] * 26 + [25] * 4, [10.0] * 26 + [9.5] * 4), PRIOR)
    assert (found.source, found.reason, found.moves) == ("own", None, 4)


def test_what_cannot_tell_is_given_the_smallest_test_that_would():
    found = one_elasticity(one_sku([50] * 30, 10.0), PRIOR)
    assert found.test.se <= PRIOR.test_sd
    assert found.test.weeks <= PRIOR.test_weeks


def test_a_sku_that_is_sure_enough_needs_no_test():
    found = one_elasticity(one_sku([400, 625, 625, 400] * 10, [10.0, 8.0, 8.0, 10.0] * 10), PRIOR)
    assert found.test is None
    assert found.mean == pytest.approx(2.0, abs=0.1)


def test_an_unknown_sku_is_one_without_sales():
    table = elasticities(one_sku(*TURNS), PRIOR)
    assert elasticity_of(table, "US", "gone", PRIOR).reason == "no_sales"


def test_no_rows_give_no_skus():
    assert list(elasticities(one_sku([], []), PRIOR).columns) == ["marketplace", "sku", *COLUMNS]


def test_a_typed_one_stands_as_it_is():
    assert (typed(1.5).mean, typed(1.5).low, typed(1.5).source) == (1.5, 1.5, "typed")
    for wrong in (-0.1, 21, "much"):
        with pytest.raises(InputError):
            typed(wrong)


def test_the_order_of_rows_does_not_matter():
    _, rows = a_world(skus=6, weeks=40)
    mixed = elasticities(rows.sample(frac=1.0, random_state=1), PRIOR).sort_values("sku").reset_index(drop=True)
    pd.testing.assert_frame_equal(mixed, elasticities(rows, PRIOR), rtol=1e-6)


# --- rows of the workspace


def a_line(ws, day, units, price, order, *, file_id=None, sku="A", status="shipped", promo=0.0):
    insert(
        ws, "order_line", file_id=file_id or a_file(ws), marketplace="US", day=day, order_id=order, order_item_id=order, sku=sku, channel="FBA",
        status=status, units=units, gross_sales=units * price, promo_discount=promo, currency="USD",
    )  # fmt: skip


def newest(ws) -> pd.Series:
    return price_weeks(ws, AS_OF).iloc[-1]


def test_the_price_of_a_week_is_the_one_most_orders_paid_not_the_average(ws):
    """Three buyers of one piece at 20.00 and one of twelve at 15.00: 20.00, where the average says (60 + 180) / 15 = 16.00."""
    for order in "abc":
        a_line(ws, AS_OF, 1, 20.0, order)
    a_line(ws, AS_OF, 12, 15.0, "d")
    some_sales(ws, {AS_OF: 15}, price=16.0)
    assert (newest(ws)["price"], newest(ws)["paid"], newest(ws)["units"]) == (20.0, 16.0, 15)


def test_promotions_lower_the_price_and_cancelled_or_repeated_lines_do_not_speak(ws):
    first = a_file(ws)
    a_line(ws, AS_OF, 1, 30.0, "a", file_id=first)
    for file in (a_file(ws), a_file(ws)):
        a_line(ws, AS_OF, 1, 20.0, "b", file_id=file, promo=2.0)
        a_line(ws, AS_OF, 1, 20.0, "c", file_id=file, promo=2.0)
    for order in "wxyz":
        a_line(ws, AS_OF, 1, 5.0, order, status="cancelled")
    some_sales(ws, {AS_OF: 3})
    assert newest(ws)["price"] == 18.0


def test_a_week_without_sales_takes_the_price_of_its_stock_report(ws):
    some_sales(ws, {AS_OF - timedelta(days=14): 3}, price=20.0)
    some_sales(ws, {AS_OF - timedelta(days=7): 3, AS_OF: 1}, price=9.0, sku="B")
    some_stock(ws, as_of=AS_OF - timedelta(days=7), price=17.0)
    rows = price_weeks(ws, AS_OF)
    own = rows[rows["sku"] == "A"]
    assert own["price"].tolist()[:2] == [20.0, 17.0]
    assert np.isnan(own["price"].iloc[2])
    assert own["units"].tolist() == [3, 0, 0]


def test_days_without_stock_and_the_category_come_along_and_uncovered_weeks_do_not(ws):
    a_product(ws, product_group="Kitchen")
    some_sales(ws, {AS_OF - timedelta(days=21): 3, AS_OF: 2})
    a_ledger(ws, {AS_OF - timedelta(days=3): (4, 0), AS_OF: (0, 5)})
    rows = price_weeks(ws, AS_OF)
    assert rows["week"].dt.date.tolist() == [AS_OF - timedelta(days=27), AS_OF - timedelta(days=6)]
    assert rows["category"].tolist() == ["Kitchen", "Kitchen"]
    assert rows["stockout_days"].tolist() == [0, 2]


def test_bulk_discounts_make_the_paid_average_overstate_it(ws):
    """Half of the weeks a trader takes twenty at 20 % off, whatever the price; single buyers answer with ε = 1 to a real cut."""
    chance, sold = np.random.default_rng(5), {}
    lines = []
    for week in range(80):
        day, price = AS_OF - timedelta(days=7 * week), 8.0 if week % 8 < 2 else 10.0
        singles, bulk = int(chance.poisson(12 * (price / 10) ** -1)), int(chance.random() < 0.5)
        lines += [(day, 1, price, f"{week}.{i}") for i in range(singles)] + [(day, 20, 0.8 * price, f"{week}.b")] * bulk
        sold[day] = (singles + 20 * bulk, singles * price + 16 * price * bulk)
    file = a_file(ws)
    with ws.write() as cursor:
        cursor.executemany(
            f"""insert into order_line (file_id, marketplace, day, order_id, sku, channel, status, units, gross_sales, currency)
                values ({file}, 'US', ?, ?, 'A', 'FBA', 'shipped', ?, ?, 'USD')""",
            [(day, order, units, units * price) for day, units, price, order in lines],
        )
        cursor.executemany(
            """insert into sales_daily (marketplace, day, sku, channel, source, units, gross_sales) values ('US', ?, 'A', 'FBA', 'orders', ?, ?)""",
            [(day, *row) for day, row in sold.items()],
        )
    rows = price_weeks(ws, AS_OF)
    frequent, paid = (one_elasticity(rows.assign(price=rows[name]), PRIOR).own for name in ("price", "paid"))
    assert frequent == pytest.approx(1.0, abs=1.3)
    assert paid > frequent + 1.0


def test_the_whole_workspace_at_once(ws):
    some_sales(ws, {AS_OF - timedelta(days=day): 2 for day in range(120)})
    found = elasticity_of(catalogue(ws, AS_OF, PRIOR), "US", "A", PRIOR)
    assert (found.reason, found.weeks) == ("price_steady", 18)


# --- into the answer


def test_a_case_takes_the_posterior_mean():
    """The surer that demand answers to price, the more a cut brings: low ≤ mean ≤ high."""
    found = one_elasticity(one_sku(*TURNS), PRIOR)
    low, mean, high = (first_answer(case_a(elasticity=max(0.0, value))).best_value for value in (found.low, found.for_case, found.high))
    assert low <= mean <= high
    assert case_a(elasticity=found.for_case).elasticity == found.for_case
