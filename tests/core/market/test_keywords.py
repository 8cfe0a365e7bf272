"""A keyword that leads is found with its lag; noise is called a lead in at most one of ten, whatever its shape."""

import numpy as np
import pandas as pd
import pytest

from core.market.keywords import leads as leads_of

ENDS = pd.date_range("2026-05-31", periods=26, freq="7D")


def words(*logs: np.ndarray, volume=None) -> pd.DataFrame:
    """A keyword for each array of the logarithm of its rank, seen on the last day of each week."""
    rows = [
        {"day": day, "keyword": f"k{number}", "organic_rank": float(np.exp(value)), "search_volume": None if volume is None else volume[at]}
        for number, one in enumerate(logs) for at, (day, value) in enumerate(zip(ENDS, one, strict=True))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def units(values) -> pd.Series:
    return pd.Series(np.asarray(values, float), index=ENDS)


def test_a_rank_that_moves_two_weeks_before_sales_is_found_with_its_effect():
    rng = np.random.default_rng(1)
    rank = np.cumsum(rng.normal(0, 0.5, 26)) + 3
    sold = np.exp(4 - 0.6 * np.concatenate([[rank[0]] * 2, rank[:-2]]) + 0.6 * 3 + rng.normal(0, 0.05, 26))
    found = leads_of(words(rank), units(sold)).lead
    assert (found.keyword, found.what, found.lag_weeks) == ("k0", "rank", 2)
    assert found.effect == pytest.approx(2**-0.6 - 1, abs=0.05)
    assert found.moved == pytest.approx(np.exp(rank[-1] - rank[-3]))
    assert found.expected == pytest.approx(1.0)  # it rose by far; nobody is promised more than the double
    assert found.low <= found.expected <= found.high
    assert found.on == (ENDS[-1] + pd.Timedelta(weeks=2)).date()


def test_a_search_volume_that_leads_is_found_too():
    rng = np.random.default_rng(2)
    volume = np.exp(np.cumsum(rng.normal(0, 0.4, 26)) + 8)
    sold = 0.01 * np.concatenate([[volume[0]], volume[:-1]]) * np.exp(rng.normal(0, 0.05, 26))
    found = leads_of(words(np.full(26, 2.0), volume=volume), units(sold)).lead
    assert (found.what, found.lag_weeks) == ("volume", 1)
    assert found.effect == pytest.approx(1.0, abs=0.15)


def _alike(rng, sd: float) -> np.ndarray:
    """26 weeks of which each keeps 0.7 of the one before."""
    found = np.zeros(26)
    for at in range(1, 26):
        found[at] = 0.7 * found[at - 1] + rng.normal(0, sd)
    return found


NOISE = {  # kind -> (logarithm of rank, logarithm of volume, expected units) of one keyword; none knows of the others
    "white": lambda rng: (rng.normal(0, 0.4, 26), rng.normal(0, 0.1, 26), np.full(26, 20.0)),
    "walks": lambda rng: (np.cumsum(rng.normal(0, 0.4, 26)), np.cumsum(rng.normal(0, 0.1, 26)), 20 * np.exp(np.cumsum(rng.normal(0, 0.15, 26)))),
    "alike": lambda rng: (_alike(rng, 0.3), _alike(rng, 0.1), 20 * np.exp(_alike(rng, 0.2))),
    "beyond": lambda rng: (2.4 + np.cumsum(rng.normal(0, 0.5, 26)), rng.normal(0, 0.05, 26), np.full(26, 8.0)),
    "jumps": lambda rng: (2.0 * (np.arange(26) >= rng.integers(5, 21)) + rng.normal(0, 0.1, 26), rng.normal(0, 0.05, 26), np.where(np.arange(26) >= rng.integers(5, 21), 5.0, 20.0)),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOISE)
def test_on_noise_of_any_shape_at_most_one_in_ten_is_called_a_lead(kind):
    rng, called = np.random.default_rng(7), 0
    for _ in range(100):
        drawn = [NOISE[kind](rng) for _ in range(3)]
        told = [
            words(np.minimum(3 + rank, np.log(306)), volume=np.exp(8 + volume)).assign(keyword=f"k{at}")
            for at, (rank, volume, _) in enumerate(drawn)
        ]
        called += leads_of(pd.concat(told), units(rng.poisson(drawn[0][2]))).lead is not None
    assert called <= 0.10 * 100


def test_a_week_without_stock_says_nothing_and_moves_no_other_week():
    rng = np.random.default_rng(2)
    volume = np.exp(np.cumsum(rng.normal(0, 0.4, 26)) + 8)
    sold = 0.01 * np.concatenate([[volume[0]], volume[:-1]]) * np.exp(rng.normal(0, 0.05, 26))
    sold[[6, 13, 14]] = np.nan
    found = leads_of(words(np.full(26, 2.0), volume=volume), units(sold)).lead
    assert (found.what, found.lag_weeks) == ("volume", 1)
    assert found.effect == pytest.approx(1.0, abs=0.15)


def test_without_keywords_or_with_few_weeks_nothing_is_claimed_and_it_is_said_why():
    assert (
        leads_of(words().reindex(columns=["day", "keyword", "organic_rank", "search_volume"]), units(np.ones(26))).reason == "no_keywords"
    )
    few = words(np.arange(26.0)).tail(10)
    found = leads_of(few, units(np.ones(26)))
    assert (found.lead, found.reason, found.weeks, found.keywords) == (None, "few_weeks", 10, 1)


def test_a_rank_that_has_not_moved_since_expects_nothing():
    rng = np.random.default_rng(1)
    rank = np.cumsum(rng.normal(0, 0.5, 26)) + 3
    rank[-3:] = rank[-3]
    sold = np.exp(4 - 0.6 * np.concatenate([[rank[0]] * 2, rank[:-2]]) + 0.6 * 3 + rng.normal(0, 0.05, 26))
    assert leads_of(words(rank), units(sold)).lead.expected == pytest.approx(0.0)
