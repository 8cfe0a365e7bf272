"""What the seller says about buying a product again: its mark tells pages that it changed."""

import pytest

from core.errors import InputError
from core.restock import settings
from tests.build import AT


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
