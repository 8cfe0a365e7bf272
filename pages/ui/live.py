"""Answers of the core that a page asks for one SKU or one what-if, kept between reruns like those of cached.py.

Every key is (workspace file, data version, run, parameters), or the whole what-if (a Case holds all that its answer depends on).
"""

from pathlib import Path

import pandas as pd
import streamlit as st

from core import policy, results
from core.clearance.case import Case
from core.clearance.first_answer import Answer, Course, first_answer
from core.clearance.first_answer import at_price as course_at
from core.clearance.screen import case_of
from core.workspace import Workspace
from pages.ui import cached


def limits(page) -> pd.DataFrame:
    """The quadrant lines of every marketplace (core.results.limits)."""
    return _limits(str(page.ws.path), page.ws.version(), page.run_id)


@st.cache_data(show_spinner=False, max_entries=16)
def _limits(path: str, version: int, run_id: int) -> pd.DataFrame:
    return results.limits(Workspace.open(Path(path)), run_id)


def case(page, row: pd.Series) -> Case:
    """The what-if of one SKU as the run saw it: its row of the risk table, its cohorts, the thresholds of the run."""
    in_force = policy.load().with_overrides(page.run["policy"])
    return case_of(row.to_dict(), cached.cohorts(page, row["marketplace"], row["sku"]), page.run["as_of"], in_force)


@st.cache_data(show_spinner=False, max_entries=64)
def answer(what_if: Case) -> Answer:
    """core.clearance.first_answer"""
    return first_answer(what_if)


@st.cache_data(show_spinner=False, max_entries=512)
def at_price(what_if: Case, price: float) -> Course:
    """core.clearance.at_price: what selling at one price to the horizon brings."""
    return course_at(what_if, price)


@st.cache_data(show_spinner=False, max_entries=64)
def curve(what_if: Case) -> pd.DataFrame:
    """price, value: what each price of the menu brings."""
    prices = [what_if.price(share) for share in what_if.price_shares]
    return pd.DataFrame({"price": prices, "value": [course_at(what_if, price).value for price in prices]})
