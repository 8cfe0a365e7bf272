"""Ways out followed to the end: their weeks add up to their value, and partial exits are the rest at its best price plus what left."""

import numpy as np
import pytest

from core.clearance.build import terms_for
from core.clearance.engine import fan
from core.clearance.first_answer import first_answer, price_path
from core.clearance.report import value_case
from core.clearance.way import PARTS, WAYS, kept, own, spread, way, ways
from core.errors import InputError
from tests.core.clearance.cases import an_item, case_a


def all_of(case):
    terms, _ = terms_for(case)
    return {one.option: one for one in ways(case, terms, value_case(case, terms, 1000))}


@pytest.fixture(scope="module")
def of_a():
    return all_of(case_a())


@pytest.fixture(scope="module")
def of_item():
    return all_of(an_item())


def test_the_weeks_of_every_way_add_up_to_its_value(of_a, of_item):
    for found in (*of_a.values(), *of_item.values()):
        beta = found.case.beta
        assert (found.weekly["net"] * beta ** found.weekly["week"]).sum() == pytest.approx(found.value, abs=1e-6)
        assert found.weekly["sold"].sum() + found.weekly["exited"].sum() == pytest.approx(600)


def test_the_published_options_keep_their_published_values(of_a):
    """Source: clearance.md §5, case A."""
    published = {"hold": 2954.64, "ladder_30_50_70": 2234.53, "best_single_price": 3465.72, "liquidate_all": 648.0, "best_plan": 3757.95}
    assert {name: round(of_a[name].value, 2) for name in published} == published
    assert (of_a["best_plan"].exit_units, of_a["best_plan"].price, of_a["best_plan"].door) == (197, pytest.approx(19.2), "liquidate")


def test_ways_are_those_of_the_first_answer(of_item):
    told = first_answer(an_item()).options.set_index("option")["value"]
    assert {name: found.value for name, found in of_item.items() if name not in PARTS} == pytest.approx(told.to_dict())
    assert set(of_item) == set(WAYS)


def test_sending_half_out_is_the_other_half_at_its_best_price_plus_what_left(of_a):
    """The 300 youngest: 200 at 60 days, 100 at 120. What leaves brings the exit value of 1.08 each."""
    rest = case_a(units_by_age=[{"units": 200, "age_days": 60}, {"units": 100, "age_days": 120}])
    alone = all_of(rest)["best_single_price"]
    found = of_a["send_50"]
    assert found.value == pytest.approx(alone.value + 300 * 1.08)
    assert (found.price, found.exit_units, found.door) == (alone.price, 300, "liquidate")
    assert found.weekly["units"].tolist()[:2] == [600, pytest.approx(alone.weekly["units"][1])]
    assert spread(found).mean == pytest.approx(spread(alone).mean + 300 * 1.08)


def test_no_way_beats_the_best_plan(of_a, of_item):
    for found in (of_a, of_item):
        assert max(found.values(), key=lambda one: one.value).option == "best_plan"


def test_a_seller_s_own_prices_are_valued_by_the_same_engine():
    case = case_a()
    prices = [20.0] * 10 + [15.0] * 10 + [24.0] * 6
    found = own(case, prices)
    assert found.value == pytest.approx(price_path(case, prices).value)
    assert found.weekly["price"].tolist()[:26] == pytest.approx(prices)


def test_the_fan_holds_the_expected_units_and_its_tails_have_their_chances(of_a):
    found = of_a["hold"]
    assert (found.weekly["units_p10"] <= found.weekly["units"] + 1).all()
    assert (found.weekly["units_p90"] >= found.weekly["units"] - 1).all()
    sure = fan(found.terms, found.path, (0.001, 0.999))
    assert (sure[0] <= found.weekly["units_p10"]).all()
    assert (sure[1] >= found.weekly["units_p90"]).all()


def test_the_youngest_are_kept_and_what_comes_in_later_still_does():
    case = case_a(inbound=[{"units": 50, "on": "2026-02-05"}])
    terms, _ = terms_for(case)
    rest = kept(terms, 250.0)
    assert rest.cohort_units.tolist() == [50, 200, 50, 0]  # inbound; 60, 120, 200 days
    assert np.array_equal(rest.arrivals, terms.arrivals)


def test_one_unit_alone_is_never_sent_out_in_part():
    found = all_of(an_item(units_by_age=[{"units": 1, "age_days": 60}]))
    assert all(found[name].exit_units == 0 for name in PARTS)


def test_what_cannot_be_valued_says_why():
    case = an_item(list_price=None)
    terms, _ = terms_for(case)
    with pytest.raises(InputError, match="price_unknown"):
        way(case, terms, value_case(case, terms, 100), "hold")
