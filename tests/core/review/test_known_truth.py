"""Two hundred simulated clearances whose truth is known: intervals hold it at the rate they claim, and what did nothing is called so."""

import pytest

from tests.bench.bench_review import measure


@pytest.fixture(scope="module")
def found():
    return measure()


@pytest.mark.parametrize("name", ["effect", "elasticity", "level", "regret"])
def test_of_intervals_that_claim_nine_of_ten_at_least_85_in_100_hold_the_truth(found, name):
    assert found[name].mean() >= 0.85


def test_plans_without_any_effect_are_called_so_in_nine_of_ten_or_more(found):
    assert found["no_effect"].mean() >= 0.9


def test_every_waterfall_adds_up_to_the_cent(found):
    assert (found["cents"] == 0).all()
