"""The best action in a few words."""

import pandas as pd
import pytest

from core import text
from pages.ui import action
from tests.pages.ui.test_best_plan import Page

ROW = {"best_option": "best_plan", "price": 24.0, "on_hand": 300.0, "best_price": 19.2, "best_exit_units": 100.0, "currency": "USD"}


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize(
    ("changes", "numbers"),
    [
        ({}, ("100", "200", "19.20")),
        ({"best_exit_units": 300.0}, ("300",)),
        ({"best_exit_units": 0.0}, ("19.20",)),
        ({"best_exit_units": 0.0, "best_price": 24.0}, ("24.00",)),
    ],
)
def test_a_plan_is_told_by_its_first_step(lang, changes, numbers):
    said = action.words(Page(lang), pd.Series(ROW | changes))
    assert all(number in said for number in numbers)
    assert "{" not in said


@pytest.mark.parametrize("changes", [{"best_option": "liquidate_all"}, {"best_exit_units": float("nan")}])
def test_a_simple_option_or_an_older_run_is_told_by_its_name(changes):
    row = pd.Series(ROW | changes)
    assert action.words(Page("en"), row) == text.t(f"table.option.{row['best_option']}", "en")


def test_a_row_without_a_best_option_says_nothing():
    rows = pd.DataFrame([ROW, ROW | {"best_option": None}])
    assert action.told(Page("en"), rows)["do"].isna().tolist() == [False, True]
