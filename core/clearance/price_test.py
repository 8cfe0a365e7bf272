"""The smallest price test that would tell how a SKU's demand answers to price.

Half of the weeks at a cut, half at today's price, in turns. Its standard error:

    se² = variance-to-mean / log(1 − cut)² · (1 / units at today's price + 1 / units at the cut)
"""

from dataclasses import dataclass

import numpy as np

CUTS = (0.10, 0.15, 0.20, 0.25, 0.30)  # deeper cuts say little about shallow ones
_LONGEST = 52  # weeks after which season and rivals have changed too much


@dataclass(frozen=True, kw_only=True)
class PriceTest:
    """cut: share of today's price; weeks: in all, half of them at the cut; units: sold in them; se: what it leaves unsure."""

    cut: float
    weeks: int
    units: float
    se: float


def smallest_test(
    weekly_units: float, variance_to_mean: float, elasticity: float, se: float, weeks: int, least_weeks: int
) -> PriceTest | None:
    """The smallest cut that gets to a standard error of `se` within `weeks`; if none does, the deepest one with the weeks that it needs.
    None: it sells too little for any test within a year. least_weeks: weeks at the cut, at least."""
    if not weekly_units > 0:
        return None
    tests = [_test(cut, weekly_units, variance_to_mean, elasticity, se, least_weeks) for cut in CUTS]
    best = next((test for test in tests if test.weeks <= weeks), tests[-1])
    return best if best.weeks <= _LONGEST else None


def _test(cut: float, weekly_units: float, variance_to_mean: float, elasticity: float, se: float, least_weeks: int) -> PriceTest:
    cut_units = weekly_units * (1.0 - cut) ** -elasticity
    one_pair = variance_to_mean / np.log(1.0 - cut) ** 2 * (1.0 / weekly_units + 1.0 / cut_units)
    pairs = int(max(least_weeks, np.ceil(one_pair / se**2 - 1e-9)))
    return PriceTest(cut=cut, weeks=2 * pairs, units=pairs * (weekly_units + cut_units), se=float(np.sqrt(one_pair / pairs)))
