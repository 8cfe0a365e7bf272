"""A step is found where it is, and noise is not called one."""

import numpy as np
import pytest

from core.market.step import step, surely


def test_a_fall_is_dated_and_measured_on_both_sides():
    values = np.array([10, 11, 9, 10, 11, 10, 9, 10, 4, 5, 4, 5, 4, 4, 5, 4], float)
    found = step(values)
    assert (found.at, found.before, found.after) == (8, 10.0, 4.0)
    assert found.chance < 0.01


def test_fewer_than_eight_values_or_none_that_differ_say_nothing():
    assert step(np.arange(7.0)) is None
    assert step(np.ones(20)) is None


def test_noise_is_called_a_step_in_about_one_of_twenty():
    rng = np.random.default_rng(4)
    found = [step(rng.normal(size=20)).chance <= 0.05 for _ in range(400)]
    assert 0.02 < np.mean(found) < 0.09


def test_looking_at_many_together_asks_for_more_of_each():
    assert surely([0.04, 0.06], 0.05) == [False, False]  # lines 0.025 and 0.05
    assert surely([0.04, 0.03], 0.05) == [True, True]  # the larger is under 0.05, and takes the smaller along
    assert surely([0.001, 0.5, 0.02], 0.05) == [True, False, True]  # lines 0.0167, 0.0333, 0.05
    assert surely([], 0.05) == []


def test_of_twelve_signals_that_do_not_change_one_is_listed_in_about_one_case_of_twenty():
    rng = np.random.default_rng(6)
    cases = [[step(rng.normal(size=20)).chance for _ in range(12)] for _ in range(150)]
    assert np.mean([any(surely(chances, 0.05)) for chances in cases]) < 0.09


def test_a_chain_of_random_walks_is_not_pettitts_question():
    """Neighbours that are alike drift: a drift is a change, and is dated somewhere in it."""
    found = step(np.linspace(10, 5, 20))
    assert found.chance < 0.01
    assert found.at == pytest.approx(10, abs=1)
