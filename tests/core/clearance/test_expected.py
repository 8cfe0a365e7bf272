"""What the forecast tells a case: the path, its spread, and how far the level may be off."""

import math

import numpy as np
import pytest

from core.clearance.expected import expected_of

ROW = {"demand_path": np.full(26, 10.0), "variance_to_mean": 2.0}


def test_the_path_becomes_demand_and_season():
    told = expected_of(ROW | {"demand_path": np.r_[np.full(4, 8.0), np.full(22, 16.0)]}, 26)
    assert told["weekly_demand"] == 8.0
    assert told["season"][:5] == (1.0, 1.0, 1.0, 1.0, 2.0)
    assert told["demand_source"] == "forecast"


def test_a_sum_that_strays_no_further_than_chance_leaves_the_level_sure():
    """13 weeks of 10, variance twice the mean: sd of the sum √260 = 16.1, P10 to P90 130 ± 1.2816 · 16.1."""
    half = 1.2816 * math.sqrt(260)
    assert expected_of(ROW | {"demand_13_p10": 130 - half, "demand_13_p90": 130 + half}, 26)["demand_sd"] == 0.05


def test_a_wider_sum_makes_the_level_unsure_by_what_chance_does_not_explain():
    """sd of the sum 40, of which √260 is chance: level off by √(40² − 260)/130 = 28 %."""
    half = 1.2816 * 40
    told = expected_of(ROW | {"demand_13_p10": 130 - half, "demand_13_p90": 130 + half}, 26)
    assert told["demand_sd"] == pytest.approx(math.sqrt(math.log(1 + (40**2 - 260) / 130**2)))


def test_without_a_forecast_the_pace_stands_in_and_nothing_is_said_of_the_level():
    told = expected_of({"velocity": 2.0}, 26)
    assert told == {"weekly_demand": 14.0}
