"""Fees by date: peak and fuel, storage months, the surcharge's 15ths, cliffs, exits; and given fees that win."""

from datetime import date

import numpy as np
import pytest

from core.clearance.build import terms_of
from core.clearance.rates import rates_of
from core.clearance.thresholds import lowest_of, margin_at
from tests.core.clearance.cases import an_item, case_a


def rates(**changes):
    return rates_of([an_item(**changes)])[0]


def at(case, price):
    return int(np.argmin(np.abs(case.prices() - price)))


def test_fulfilment_falls_when_the_peak_season_ends():
    """US, 0.8 lb large standard at 24.00: 15 October to 14 January is dearer. 20 November + 8 weeks = 15 January."""
    found = rates().fulfilment[:, 0]
    assert (found[:8] == found[0]).all()
    assert (found[8:] == found[8]).all()
    assert found[8] < found[0]


def test_fulfilment_has_the_fuel_surcharge_and_the_price_band():
    """2026 peak, large standard, 0.8 lb (10 × 5 × 2 in weigh 0.72 lb by size): 4.89 from 10 to 50 $, 4.07 below 10 $; + 3.5 % fuel (fulfilment.csv)."""
    case = an_item(price_shares=[0.4, 1.0], longest_in=10, median_in=5, shortest_in=2)
    found = rates_of([case])[0].fulfilment[0]
    assert found[at(case, 24.0)] == pytest.approx(4.89 * 1.035)
    assert found[at(case, 9.6)] == pytest.approx(4.07 * 1.035)


def test_storage_is_charged_by_the_day_at_the_rate_of_its_month():
    """0.15 ft³. Week 5 from 20 November is 26 December to 1 January: 6 days at 2.40/31 and one at 0.78/31."""
    found = rates(unit_ft3=0.15).storage
    assert found[0] == pytest.approx(0.15 * 7 * 2.40 / 30)
    assert found[5] == pytest.approx(0.15 * (6 * 2.40 / 31 + 0.78 / 31))


def test_the_surcharge_is_charged_in_the_week_of_the_15th_by_the_age_on_it():
    """20 November → 15 December is day 25, in week 3. 60 + 25 = 85 days: none; 160 + 25 = 185: 0.50; 250 + 25 = 275: 5.45 $/ft³."""
    units = [{"units": 1, "age_days": age} for age in (60, 160, 250)]
    found = rates(unit_ft3=0.15, units_by_age=units, horizon_weeks=26).surcharge
    assert found[3] == pytest.approx([0.0, 0.15 * 0.50, 0.15 * 5.45])
    assert found[[0, 1, 2, 4]].sum() == 0
    assert np.flatnonzero(found[:26].sum(axis=1)).tolist() == [3, 7, 12, 16, 20, 25]


def test_a_snapshot_on_the_first_day_is_past_and_one_on_the_eighth_is_still_to_pay():
    units = [{"units": 1, "age_days": 300}]
    on_the_day, a_week_before = (
        rates(as_of=day, unit_ft3=0.15, units_by_age=units).surcharge[0, 0] for day in ("2026-11-15", "2026-11-08")
    )
    assert on_the_day == 0
    assert a_week_before > 0


def test_apparel_is_free_of_surcharge_until_270_days():
    units = [{"units": 1, "age_days": 160}]
    assert rates(category="Clothing & Accessories", unit_ft3=0.15, units_by_age=units).surcharge[3, 0] == 0


def test_referral_jumps_at_the_cliffs_of_clothing():
    """fees.md §6: 5 % to 15.00, 10 % to 20.00, then 17 %."""
    case = an_item(category="Clothing & Accessories", list_price=20.01, price_shares=[1.0, 20 / 20.01, 15.01 / 20.01, 15 / 20.01])
    found = rates_of([case])[0].referral[0]
    paid = [found[at(case, price)] for price in (15.00, 15.01, 20.00, 20.01)]
    assert paid == pytest.approx([15 * 0.05, 15.01 * 0.10, 20 * 0.10, 20.01 * 0.17])


def test_exits_take_the_schedule_of_their_week_and_the_seller_s_own_worth():
    found = rates(own_channel_value_share=0.5, own_channel_cash_days=0).exits
    assert found["dispose"][0] == pytest.approx(-1.53)  # 0.8 lb standard, 2026
    assert found["remove"][0] == pytest.approx(12.0 - 1.53)
    later = rates(own_channel_value_share=0.5, own_channel_cash_days=28, own_channel_freight=1.2).exits["remove"][0]
    assert later == pytest.approx(12.0 / (1 + 0.15 / 52) ** 4 - 1.2 - 1.53), "sold four weeks later, and carried there"
    assert found["donate"][0] == found["dispose"][0], "a donation is paid for as a disposal until Amazon says otherwise"
    late = rates(as_of="2025-12-20", weight_lb=0.4).exits["dispose"]
    assert late[[0, 3, 4]] == pytest.approx([-1.04, -1.04, -0.84])  # 0.84 from 15 January 2026; week 4 begins on the 17th


def test_rounding_of_removal_weight_follows_the_case():
    """2.4 lb: 2.89 + 1.06 × 0.4, or a whole started pound."""
    assert rates(weight_lb=2.4).exits["dispose"][0] == pytest.approx(-(2.89 + 1.06 * 0.4))
    assert rates(weight_lb=2.4, removal_rounding="ceil").exits["dispose"][0] == pytest.approx(-(2.89 + 1.06))


def test_books_pay_the_closing_fee():
    book, home = rates(category="Books"), rates()
    assert book.referral[0, 0] == pytest.approx(24 * 0.15 + 1.80)
    assert home.referral[0, 0] == pytest.approx(24 * 0.15)


def test_given_fees_win_over_the_schedules():
    found = rates(referral_share=0.1, fulfilment=2.0, exit_value=3.0)
    assert found.referral[0, 0] == pytest.approx(2.4)
    assert (found.fulfilment == 2.0).all()
    assert (found.exits["liquidate"] == 3.0).all()


def test_many_cases_asked_together_get_what_each_gets_alone():
    cases = [
        an_item(),
        an_item(category="Grocery", weight_lb=2.4, removal_rounding="ceil"),
        case_a(),
        an_item(marketplace="DE", as_of="2026-08-01"),
    ]
    for together, case in zip(rates_of(cases), cases, strict=True):
        alone = rates_of([case])[0]
        assert together.missing == alone.missing
        assert together.fulfilment == pytest.approx(alone.fulfilment, nan_ok=True)
        assert together.surcharge == pytest.approx(alone.surcharge, nan_ok=True)
        for door, worth in alone.exits.items():
            assert together.exits[door] == pytest.approx(worth, nan_ok=True)


@pytest.mark.parametrize("category", ["Clothing & Accessories", "Beauty", "Grocery", "Home & Kitchen"])
@pytest.mark.parametrize("target", [0.0, 3.0, 4.37, 7.5])
def test_the_lowest_price_is_the_one_a_search_over_every_cent_finds(category, target):
    case = an_item(category=category, landed_cost=target)
    found = lowest_of(case, 0.5).break_even
    cents = np.arange(1, 6000) / 100
    enough = margin_at(case, cents) >= target - 1e-9
    assert found.price == cents[enough.argmax()]
    assert found.safe_price == cents[len(enough) - (~enough[::-1]).argmax()]
    for low, high in found.gaps:
        inside = (cents >= low - 1e-9) & (cents <= high + 1e-9)
        assert not enough[inside].any()


def test_break_even_just_below_a_cliff_has_a_gap_above_it():
    """Clothing at 20.00 pays 2.00, at 20.01 pays 3.40: a target met just below 20.00 is missed again just above."""
    case = an_item(category="Clothing & Accessories")
    target = float(margin_at(case, np.array([19.9]))[0])
    found = lowest_of(case, target).floor
    assert found.price == pytest.approx(19.9)
    assert found.gaps[0][0] == 20.01
    assert found.safe_price > 21


def test_the_first_week_s_margin_is_that_of_the_day():
    case = an_item(as_of=date(2026, 11, 20))
    terms, _ = terms_of([case])[0]
    assert terms.margin[0] == pytest.approx(margin_at(case, case.prices()))
