"""Market, share, both, neither: invented niches of known truth (synthetic.py) are told apart; below the stated volume nothing is claimed.

Stated volume: 26 weekly files, 5 competitors, 30 own units a week at the start; falls of 8 % a month and more.
"""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from core.market.compute import judged
from core.market.trend import UNKNOWN, Trend
from core.market.verdict import Seen, judge
from core.policy import Policy
from tests.core.market.synthetic import AS_OF, TRUTHS, niche

POLICY = Policy()
ENOUGH = Seen(files=26, span_days=175, rivals=8, gap_days=7, last_day=AS_OF)
FALLS, HOLDS = Trend(-0.10, -0.12, -0.08), Trend(0.0, -0.02, 0.02)


def verdicts(seed: int, niches: int, *, files: int, rivals: int = 5, weekly_units: float = 30) -> Counter:
    """How often each (truth, verdict) came, over so many niches, of each truth as many."""
    rng = np.random.default_rng(seed)
    drawn = [niche(rng, TRUTHS[number % 4], files, rivals, weekly_units) for number in range(niches)]
    return Counter((one.truth, judged(one.one, one.rows, AS_OF, POLICY)["verdict"]) for one in drawn)


def right(found: Counter) -> int:
    return sum(count for (truth, verdict), count in found.items() if truth == verdict)


def unknown(found: Counter) -> int:
    return sum(count for (_, verdict), count in found.items() if verdict == "unknown")


@pytest.mark.parametrize("seed", [11, 12])
def test_at_the_stated_volume_nine_niches_in_ten_are_told_apart(seed):
    found = verdicts(seed, 200, files=26)
    assert right(found) >= 0.9 * 200, found
    for truth in TRUTHS:
        assert found[truth, truth] >= 0.85 * 50, found


def test_with_fewer_files_than_the_least_every_niche_has_not_enough_data():
    assert unknown(verdicts(13, 40, files=7)) == 40


def test_between_both_what_is_not_sure_is_not_claimed():
    found = verdicts(14, 200, files=12)
    assert unknown(found) > 0.25 * 200
    assert 200 - right(found) - unknown(found) < 0.12 * 200


def test_with_few_sales_of_our_own_a_share_is_not_claimed():
    found = verdicts(15, 100, files=12, weekly_units=5)
    assert unknown(found) > 0.5 * 100


@pytest.mark.parametrize(
    ("market", "share", "verdict"),
    [(FALLS, HOLDS, "shrinking"), (HOLDS, FALLS, "losing_share"), (FALLS, FALLS, "both"), (HOLDS, HOLDS, "neither")],
)
def test_the_four_verdicts(market, share, verdict):
    assert judge(market, share, [], ENOUGH, POLICY).verdict == verdict


def test_too_few_files_say_how_many_more_and_when():
    found = judge(FALLS, FALLS, [], Seen(files=3, span_days=14, rivals=8, gap_days=7, last_day=date(2026, 11, 22)), POLICY)
    assert (found.verdict, found.reason, found.more_files, found.next_on) == ("unknown", "few_files", 8 - 3, date(2026, 12, 27))


def test_eight_files_of_one_week_do_not_span_long_enough():
    found = judge(FALLS, FALLS, [], Seen(files=8, span_days=7, rivals=8, gap_days=1, last_day=AS_OF), POLICY)
    assert (found.reason, found.more_files) == ("short_span", 49 - 7)


def test_a_wide_interval_asks_for_as_many_files_as_narrow_it():
    found = judge(Trend(-0.06, -0.16, 0.04), FALLS, [], Seen(files=10, span_days=63, rivals=8, gap_days=7, last_day=AS_OF), POLICY)
    assert (found.verdict, found.reason, found.market_falls, found.share_falls) == ("unknown", "unsure", None, True)
    assert found.more_files == int(np.ceil(10 * (0.10 / -np.log(0.95)) ** (2 / 3))) - 10


def test_a_falling_market_whose_reviews_clearly_grow_is_not_believed():
    assert judge(FALLS, HOLDS, [Trend(0.1, 0.05, 0.15)], ENOUGH, POLICY).reason == "contradiction"
    assert judge(FALLS, HOLDS, [UNKNOWN, Trend(0.1, -0.05, 0.25)], ENOUGH, POLICY).verdict == "shrinking"


def test_without_sales_of_our_own_the_market_is_still_told():
    found = judge(FALLS, UNKNOWN, [], ENOUGH, POLICY)
    assert (found.verdict, found.reason, found.market_falls) == ("unknown", "no_own_sales", True)
