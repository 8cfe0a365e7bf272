"""A niche's index: the sum of its competitors, whoever comes and goes, and whatever a file misses."""

import numpy as np
import pandas as pd
import pytest

from core.market import index

DAYS = pd.date_range("2026-09-06", periods=4, freq="7D")


def rows(**by_asin) -> pd.DataFrame:
    """by_asin: A=[100, 90, None, 81]: units on each day; None: not in that file."""
    return pd.DataFrame(
        [
            {"asin": asin, "day": day, "units_month": units}
            for asin, values in by_asin.items()
            for day, units in zip(DAYS, values, strict=True)
            if units
        ]
    )


def found(**by_asin) -> list[float]:
    return list(np.exp(index.together(index.wide(rows(**by_asin), "units_month"))))


def test_large_competitors_count_as_much_as_they_sell():
    assert found(A=[800, 400, 400, 400], B=[100] * 4, C=[100] * 4) == pytest.approx([1, 0.6, 0.6, 0.6])


def test_a_competitor_who_comes_later_is_no_growth_of_the_market():
    assert found(A=[100] * 4, B=[100] * 4, C=[100] * 4, D=[None, None, 900, 900]) == pytest.approx([1, 1, 1, 1])


def test_a_file_that_misses_a_competitor_who_comes_back_is_no_fall():
    assert found(A=[100] * 4, B=[100] * 4, C=[100] * 4, D=[900, None, 900, 900]) == pytest.approx([1, 1, 1, 1])


def test_two_competitors_are_no_market():
    assert np.isnan(index.together(index.wide(rows(A=[100] * 4, B=[100] * 4), "units_month"))).all()


def test_review_counts_that_fall_were_cleaned_up_and_say_nothing():
    table = pd.DataFrame({"A": [10, 14, 18], "B": [10, 14, 18], "C": [10, 14, 18], "D": [500, 100, 104]}, index=DAYS[:3])
    months, logs = index.arrivals(table, np.array([0.0, 1.0, 2.0]))
    assert list(months) == [0.5, 1.5]
    assert np.exp(logs) - 0.5 == pytest.approx([4, 4])
