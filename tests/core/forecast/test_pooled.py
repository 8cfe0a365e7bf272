"""What the boosted quantiles learn from, and that they are learnt side by side without knowing of each other."""

import numpy as np
import pytest

from core.forecast import pooled
from core.forecast.features import HORIZONS

STEADY = np.random.default_rng(3).poisson(6.0, (400, 40)).astype(float)
ORIGINS = 6 + np.unique(np.linspace(0, 33, 26).astype(int))  # from the sixth week on, at most 26, evenly spread


def _pairs(rows: pooled.Rows) -> int:
    """How many (series, origin) speak: rows alike in all but the last three columns (year ago, horizon) are one pair."""
    return len(np.unique(rows.table[:, :-3], axis=0))


def test_a_lesson_weighs_half_as_much_for_every_half_life_that_has_passed_since():
    rows = pooled.rows(np.full((1, 40), 4.0), np.full((1, 40), 4.0), 10**6, half_life=10.0)
    single = rows.weight[np.isclose(rows.table[:, -1], np.log(1))]  # horizon of one week, an origin after another
    assert single[1:] / single[:-1] == pytest.approx(2 ** (np.diff(ORIGINS) / 10))


def test_foreign_weeks_all_weigh_the_same_without_a_half_life():
    rows = pooled.rows(np.full((1, 40), 4.0), np.full((1, 40), 4.0), 10**6, half_life=np.inf)
    single = rows.weight[np.isclose(rows.table[:, -1], np.log(1))]
    assert single == pytest.approx([single[0]] * len(single))


def test_few_rows_of_a_large_catalogue_come_from_many_series_and_origins():
    few = pooled.rows(STEADY, STEADY, 3000)
    assert len(few.target) == pytest.approx(3000, rel=0.1)
    assert _pairs(few) > 2 * len(few.target) / len(HORIZONS)  # all horizons of each pair together would make count / horizons pairs


def test_every_row_is_used_where_there_are_fewer_than_may_be():
    rows = pooled.rows(STEADY[:5], STEADY[:5], 10**6)
    assert len(rows.target) == 5 * sum(origin + h <= 40 for origin in ORIGINS for h in HORIZONS)


def test_models_learnt_side_by_side_say_what_each_says_alone():
    first, second = pooled.rows(STEADY, STEADY, 4000), pooled.rows(2 * STEADY, 2 * STEADY, 4000, seed=1)
    both = pooled.fit([[first], [second]], rounds=20)
    alone = [*pooled.fit([[first]], rounds=20), *pooled.fit([[second]], rounds=20)]
    for together, single in zip(both, alone, strict=True):
        assert together.sums(STEADY) == pytest.approx(single.sums(STEADY))
    assert not np.allclose(both[0].sums(STEADY), both[1].sums(STEADY))
