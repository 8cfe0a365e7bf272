"""Playing a policy many times: it agrees with the policy's value where nothing is in doubt, and spreads where something is."""

import numpy as np
import pytest

from core.clearance.build import terms_for
from core.clearance.doubt import of_path, of_policy
from core.clearance.engine import values
from core.clearance.ladder import best_policy
from tests.core.clearance.cases import an_item, case_a

SURE = {"elasticity_sd": 0.0, "demand_sd": 0.0}


@pytest.mark.parametrize(
    "case",
    [
        case_a(**SURE),
        case_a(**SURE, inbound=[{"units": 80, "on": "2026-03-01"}]),
        an_item(**SURE, promotions=[{"kind": "coupon", "discount": 0.2, "uplift": 1.2}]),
    ],
    ids=["case A", "with inbound", "with a coupon"],
)
def test_the_mean_of_many_plays_is_the_policy_s_value(case):
    terms, _ = terms_for(case)
    policy = best_policy(case, terms)
    found = of_policy(case, policy, plays=4096)
    assert found.mean == pytest.approx(policy.worth, abs=4 * found.sure)
    assert found.sure < 0.005 * policy.worth


@pytest.mark.parametrize("place", [0, 5])
def test_the_mean_of_many_plays_of_a_price_is_its_value(place):
    case = case_a(**SURE)
    terms, _ = terms_for(case)
    path = np.full(26, place)
    found = of_path(case, terms, path, plays=4096)
    assert found.mean == pytest.approx(float(values(terms, path[None])[0, 0, -1]), abs=4 * found.sure)


def test_doubt_widens_the_interval_and_the_plays_are_the_same_each_time():
    widths = []
    for doubts in (SURE, {"elasticity_sd": 0.0, "demand_sd": 0.3}, {"elasticity_sd": 0.8, "demand_sd": 0.3}):
        case = case_a(**doubts)
        policy = best_policy(case, terms_for(case)[0])
        found = of_policy(case, policy)
        assert found == of_policy(case, policy)
        widths.append(found.p90 - found.p10)
    assert widths == sorted(widths)


def test_elasticity_is_in_doubt_only_where_the_price_moves():
    """Held at today's price, demand does not depend on the elasticity."""
    path = np.zeros(26, int)
    found = [of_path(case_a(elasticity_sd=sd, demand_sd=0.0), terms_for(case_a())[0], path) for sd in (0.0, 1.0)]
    assert found[0] == found[1]
