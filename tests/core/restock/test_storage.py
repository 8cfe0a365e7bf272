"""Slow stock kept elsewhere: fed back in small lots, or waiting for its season; room that is rented."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from core import policy
from core.clearance.build import terms_for
from core.clearance.case import Case
from core.restock.storage import Elsewhere, choose, for_season, season_begins


def a_case(units=600.0, age=300, **more) -> Case:
    document = {
        "as_of": "2026-01-05", "list_price": 24.0, "price_shares": [1.0, 0.8, 0.6], "units_by_age": [{"units": units, "age_days": age}],
        "weekly_demand": 4.0, "variance_to_mean": 1.5, "elasticity": 2.0, "referral_share": 0.15, "fulfilment": 4.5, "ads": 0.0, "unit_ft3": 0.5,
        "storage_per_ft3_month": 0.78, "surcharge_per_ft3_month": [[271, 3.8], [366, 6.9]], "exit_value": -1.0, "remove_fee": 1.0, "dispose_fee": 1.0,
        "horizon_weeks": 26, "demand_sd": 0.0,
    }  # fmt: skip
    return Case.from_json(document | more, policy.load())


def test_a_cheap_store_saves_an_old_bulky_stock_its_surcharge_and_a_dear_way_does_not():
    cheap = choose(a_case(), Elsewhere(storage_per_ft3_month=0.4, out=1.0, back=0.8))
    dear = choose(a_case(), Elsewhere(storage_per_ft3_month=0.4, out=20.0, back=10.0))
    assert cheap.saves > 0 > dear.saves
    assert cheap.leave == dear.leave
    assert cheap.moved == pytest.approx(600 - 4 * 4)


def test_free_moves_to_a_store_of_the_same_rate_save_the_surcharge_alone():
    young = choose(a_case(units=40.0, age=0), Elsewhere(storage_per_ft3_month=0.78, out=0.0, back=0.0))
    assert young.saves == pytest.approx(0.0, abs=1e-6)  # none of it grows old within half a year


def test_what_cannot_be_valued_says_why():
    found = choose(replace(a_case(), list_price=None), Elsewhere(storage_per_ft3_month=0.4, out=1.0, back=0.8))
    assert found.reason == "price_unknown"
    assert np.isnan(found.saves)


# --- for its season

WINTER = [0.2] * 13 + [2.0] * 13  # hardly anything for a quarter, then twice the level
STORE = Elsewhere(storage_per_ft3_month=0.1, out=0.5, back=0.5)


def test_its_season_is_the_best_quarter_that_has_not_begun():
    assert season_begins(a_case(season=WINTER)) == 13
    assert season_begins(a_case(season=WINTER[::-1])) is None  # it is now
    assert season_begins(a_case()) is None  # none stands out


def test_what_does_not_sell_before_its_season_waits_elsewhere_and_comes_back_young():
    case = a_case(units=100.0, season=WINTER)
    found = for_season(case, STORE)
    stays = np.ceil(13 * 4 * 0.2)  # eleven units in a quarter of 0.8 a week
    assert found.moved == 100 - stays
    assert found.back_on == date(2026, 1, 5) + timedelta(weeks=13)
    assert found.saves > 0  # a quarter of surcharge on 89 units of half a cubic foot, and the storage of Amazon


def test_what_it_costs_is_the_way_out_and_back_and_the_store_until_then():
    case, beta = a_case(units=100.0, season=WINTER), terms_for(a_case())[0].beta
    free = for_season(case, replace(STORE, storage_per_ft3_month=0.0, out=0.0, back=0.0))
    paid = for_season(case, STORE)
    stored = 0.1 * 0.5 * 12 / 52 * sum(beta**week for week in range(13))
    assert free.elsewhere - paid.elsewhere == pytest.approx(free.moved * (0.5 + stored + beta**13 * 0.5))


def test_without_a_season_ahead_or_with_too_little_stock_it_says_so():
    assert for_season(a_case(), STORE).reason == "no_season"
    assert for_season(a_case(units=5.0, season=WINTER), STORE).reason == "sells_before"
    assert np.isnan(for_season(a_case(), STORE).elsewhere)


# --- room


def test_what_does_not_fit_is_rented_at_its_own_rate():
    store = replace(STORE, room_ft3=30.0, extra_per_ft3_month=0.9)
    assert store.rate(20.0) == 0.1
    assert store.rate(40.0) == pytest.approx((30 * 0.1 + 10 * 0.9) / 40)


def test_where_it_does_not_fit_and_no_rent_is_known_the_way_is_unknown():
    full = replace(STORE, room_ft3=30.0)
    assert full.rate(40.0) is None
    assert choose(a_case(), full).reason == "no_room"
    assert for_season(a_case(season=WINTER), full).reason == "no_room"
    assert choose(a_case(units=60.0), full).reason is None  # 44 units of half a cubic foot fit


def test_rented_room_is_dearer_than_own():
    case = a_case(season=WINTER)
    own, rented = (for_season(case, replace(STORE, room_ft3=room, extra_per_ft3_month=0.9)).elsewhere for room in (None, 0.0))
    assert own > rented
