"""What the plan hangs on."""

import pytest

from core.clearance.sensitivity import COLUMNS, HORIZONS, sensitivity
from tests.core.clearance.cases import an_item, case_a


@pytest.fixture(scope="module")
def rows():
    return sensitivity(case_a())


def test_the_case_itself_is_among_the_rows_of_each_kind(rows):
    assert tuple(rows) == COLUMNS
    now = rows[rows["now"].astype(bool)]
    assert sorted(now["what"]) == ["elasticity", "horizon_weeks", "weekly_demand"]
    assert now["value"].tolist() == pytest.approx([3757.95] * 3, rel=0.002)


def test_a_longer_horizon_keeps_more(rows):
    """Source: clearance.md §3: the horizon dominates the answer."""
    kept = rows[rows["what"] == "horizon_weeks"].set_index("at")["keep_units"]
    assert kept.index.tolist() == list(HORIZONS)
    assert kept.is_monotonic_increasing


def test_more_elastic_demand_never_brings_less_and_asks_a_lower_price(rows):
    found = rows[rows["what"] == "elasticity"]
    assert found["value"].is_monotonic_increasing
    assert found["price"].is_monotonic_decreasing


def test_what_a_liquidation_pays_is_a_row_where_the_case_does_not_give_the_exit():
    found = sensitivity(an_item())
    assert found.loc[found["what"] == "liquidation_recovery_share", "at"].tolist() == [0.05, 0.075, 0.1]


def test_a_case_that_cannot_be_valued_has_no_rows():
    assert sensitivity(an_item(list_price=None)).empty


def test_the_case_itself_is_marked_once_of_each_kind_whatever_the_digits_of_its_figures():
    rows = sensitivity(an_item(elasticity=2.123456789, elasticity_sd=0.3))
    assert rows[rows["now"].astype(bool)].groupby("what").size().to_dict() == dict.fromkeys(rows["what"].unique(), 1)
