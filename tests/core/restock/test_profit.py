"""What a sale leaves at the price an order counts on: that of the profit calculator at today's price, at the usual one for what is on a cut."""

import numpy as np
import pytest

from core.clearance.floors import floors
from core.clearance.screen import cases_of
from core.fees.schedule import SHIPPED
from core.policy import of_run
from core.restock import settings
from core.restock.profit import _NO_AGES, with_profit
from tests.core.transfers.sellers import two_sites


@pytest.fixture
def known(ws):
    """(run, positions) of a product at two sites."""
    run = two_sites(ws)
    return run, settings.positions(ws, run["run_id"]).assign(landed_cost=4.0)


def test_it_is_what_the_calculator_says_of_a_sale_today(known):
    run, positions = known
    found = floors(cases_of(positions, _NO_AGES, run["as_of"], of_run(run), SHIPPED))
    assert with_profit(run, positions, SHIPPED)["profit"].to_list() == pytest.approx(found["profit_now"].to_list())


def test_on_a_cut_the_usual_price_is_counted_on_though_nothing_is_left_on_hand(known):
    run, positions = known
    cut = positions.assign(usual_price=2 * positions["price"], pace_price=positions["price"], elasticity=1.5)
    dear = positions.assign(price=2 * positions["price"])
    at_usual = with_profit(run, cut.assign(on_hand=0), SHIPPED)["profit"].to_list()
    assert at_usual == pytest.approx(with_profit(run, dear, SHIPPED)["profit"].to_list())


def test_without_a_price_or_a_cost_it_is_unknown(known):
    run, positions = known
    assert with_profit(run, positions.assign(price=np.nan), SHIPPED)["profit"].isna().all()
    assert with_profit(run, positions.assign(landed_cost=np.nan), SHIPPED)["profit"].isna().all()
    assert with_profit(run, positions.head(0), SHIPPED).empty
