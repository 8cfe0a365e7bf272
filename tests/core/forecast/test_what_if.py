"""What-ifs of demand: more or less, events, the end of the season; and that they refuse what makes no sense."""

from datetime import date

import numpy as np
import pytest

from core.errors import InputError
from core.forecast.outlook import QUANTILES, Outlook, named
from core.forecast.what_if import Event, WhatIf, applied, scaled

MONDAY = date(2026, 11, 23)


def an_outlook(weeks: int = 4, each: float = 10.0) -> Outlook:
    """`each` a week: P10 half of it, P90 twice as much; sums alike."""
    shares = np.array([0.5, 1.0, 2.0]) * each
    weekly = np.tile(shares, (1, weeks, 1))
    return Outlook(
        quantiles=QUANTILES, weekly=weekly, cumulative=np.cumsum(weekly, axis=1), mean=np.full((1, weeks), each), **named(1, "ses")
    )


def test_nothing_changed_is_the_same_outlook():
    outlook = an_outlook()
    assert applied(outlook, WhatIf(), MONDAY) is outlook


def test_a_fifth_more_is_a_fifth_more_of_every_quantile_and_every_sum():
    before, after = an_outlook(), applied(an_outlook(), WhatIf(change=0.2), MONDAY)
    assert np.allclose(after.weekly, 1.2 * before.weekly)
    assert np.allclose(after.cumulative, 1.2 * before.cumulative)
    assert np.allclose(after.mean, 1.2 * before.mean)


def test_an_event_counts_for_the_days_it_covers():
    # twice as much on 3 of 7 days of the second week: (4 + 3 x 2) / 7
    event = Event(first=date(2026, 11, 30), last=date(2026, 12, 2), factor=2.0)
    assert np.allclose(WhatIf(events=(event,)).by_week(MONDAY, 3), [1, 10 / 7, 1])


def test_events_on_the_same_days_multiply():
    event = Event(first=MONDAY, last=date(2026, 11, 29), factor=2.0)
    assert np.allclose(WhatIf(change=0.5, events=(event, event)).by_week(MONDAY, 2), [1.5 * 2 * 2, 1.5])


def test_after_the_season_nothing_sells_and_the_sums_stay():
    # the season ends on a Wednesday of the second week: 3 of its 7 days still sell
    after = applied(an_outlook(), WhatIf(season_end=date(2026, 12, 2)), MONDAY)
    assert np.allclose(after.weekly[0, :, 1], [10, 10 * 3 / 7, 0, 0])
    assert np.allclose(after.cumulative[0, 1:, 1], 10 + 10 * 3 / 7)


def test_quantiles_never_cross_whatever_the_factors():
    after = scaled(an_outlook(weeks=8), np.random.default_rng(1).uniform(0, 5, 8))
    assert (np.diff(after.cumulative, axis=2) >= 0).all()
    assert (np.diff(after.cumulative, axis=1) >= 0).all()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: WhatIf(change=-1.5), "demand_change"),
        (lambda: Event(first=date(2026, 12, 2), last=date(2026, 12, 1), factor=1.0), "event_days"),
        (lambda: Event(first=MONDAY, last=MONDAY, factor=-1.0), "event_factor"),
        (lambda: Event(first=MONDAY, last=MONDAY, factor=11.0), "event_factor"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(make, code):
    with pytest.raises(InputError) as told:
        make()
    assert told.value.code == code
