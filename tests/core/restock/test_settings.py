"""What the seller says about buying a product again: its mark tells pages that it changed."""

from datetime import timedelta

import pytest

from core.errors import InputError
from core.restock import settings
from tests.build import AT, some_sales
from tests.core.transfers.sellers import AS_OF, two_sites


def saved(ws, **said) -> tuple:
    settings.save(ws, [{"marketplace": "US", "sku": "A"} | said], at=AT)
    return settings.mark(ws)


def test_every_change_has_a_mark_of_its_own_even_at_the_same_moment(ws):
    marks = [settings.mark(ws), saved(ws, successor="B"), saved(ws, successor="C"), saved(ws, service=0.9)]
    assert len(set(marks)) == 4


def test_what_is_said_twice_leaves_the_mark_as_it_was(ws):
    assert saved(ws, successor="B") == saved(ws, successor="B")


def test_a_figure_outside_its_limits_changes_nothing(ws):
    before = saved(ws, service=0.9)
    with pytest.raises(InputError, match="restock_setting"):
        saved(ws, service=1.5)
    assert settings.mark(ws) == before


def test_the_usual_price_is_the_middle_one_of_half_a_year_and_that_of_the_pace_weighs_weeks_as_the_level_does(ws):
    two_sites(ws)
    weeks = {back: AS_OF - timedelta(weeks=back) for back in range(30)}
    some_sales(ws, {weeks[back]: 3 for back in range(4, 30)}, sku="TWO", price=20.0)
    some_sales(ws, {weeks[back]: 9 for back in range(4)}, sku="TWO", price=15.0)
    found = settings.positions(ws, 1).set_index("marketplace")
    assert found.loc["US", "usual_price"] == 20.0
    lately = sum(0.8**back for back in range(4)) / sum(0.8**back for back in range(26))
    assert found.loc["US", "pace_price"] == pytest.approx(20.0 - 5.0 * lately)
    assert found.loc["UK", ["usual_price", "pace_price"]].isna().all()
