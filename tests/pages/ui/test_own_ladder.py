"""The seller's own ladder as prices a week."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.own_ladder import path


def price(share):
    return round(24.0 * share, 2)


def test_each_step_holds_until_the_next_and_the_first_weeks_are_at_todays_price():
    steps = pd.DataFrame({"from_week": [4, 2], "cut": [50, 25]})
    assert path(steps, 6, price) == (24.0, 24.0, 18.0, 18.0, 12.0, 12.0)


def test_a_row_half_typed_is_left_out():
    steps = pd.DataFrame({"from_week": [0, None, 3], "cut": [10, 40, None]})
    assert path(steps, 4, price) == (21.6,) * 4


@given(steps=st.lists(st.tuples(st.integers(0, 25), st.integers(0, 95)), max_size=6))
def test_whatever_is_typed_gives_a_price_for_every_week(steps):
    rows = pd.DataFrame(steps, columns=["from_week", "cut"])
    found = path(rows, 26, price)
    assert len(found) == 26
    assert all(0 < one <= 24.0 for one in found)
