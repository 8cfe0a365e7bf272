"""Real demand of other shops is learnt from, unless the panel is a copy of it."""

import numpy as np
import pytest

from core.forecast import foreign


@pytest.mark.parametrize("name", ["complete_journey", "online_retail"])
def test_a_shipped_set_is_a_year_of_whole_units(name):
    units = foreign.sets()[name]
    assert units.shape == (1500, 52)
    assert np.nanmin(units) == 0
    assert np.all(np.nan_to_num(units) == np.round(np.nan_to_num(units)))
    assert (np.nan_to_num(units) > 0).any(axis=1).all()


@pytest.mark.parametrize("weeks", [26, 39, 52])
def test_a_panel_that_is_part_of_a_set_is_found_whatever_its_dates(weeks):
    units = foreign.sets()["online_retail"][:200, :weeks]
    assert set(foreign.without_copies(units)) == {"complete_journey"}


def test_a_copy_is_found_when_its_first_weeks_are_missing_and_its_units_are_packs():
    busy = foreign.sets()["complete_journey"]
    packs = np.ceil(busy[np.nanmean(busy > 0, axis=1) > 0.9][:100, 12:] / 2)
    assert "complete_journey" not in foreign.without_copies(packs)


def test_another_shop_with_the_same_season_is_no_copy():
    season = 1 + 2 * np.exp(-(((np.arange(52) - 40) / 6) ** 2))
    mine = np.random.default_rng(1).poisson(5 * season, (150, 52)).astype(float)
    assert set(foreign.without_copies(mine)) == {"complete_journey", "online_retail"}


def test_a_panel_of_a_few_weeks_is_never_taken_for_a_copy():
    assert not foreign.is_copy(np.ones((3, 5)), foreign.sets()["online_retail"])


def test_a_few_weeks_prove_no_copy():
    few = foreign.sets()["online_retail"][:200, 10:20]
    assert set(foreign.without_copies(few)) == {"complete_journey", "online_retail"}
