"""Answers of the core that a page asks for one SKU or one what-if, kept between reruns like those of cached.py.

Every key is (workspace file, data version, run, parameters), or the whole what-if (a Case holds all that its answer depends on).
"""

from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from core import results
from core.clearance.case import Case
from core.clearance.first_answer import Answer, Course, first_answer, price_curve, price_path
from core.clearance.first_answer import at_price as course_at
from core.clearance.floors import floors as price_floors
from core.clearance.rates import prices_alone
from core.clearance.screen import cases_of
from core.clearance.sensitivity import sensitivity as under_doubt
from core.fees.schedule import RateBook
from core.workspace import Workspace
from pages.ui import cached, charts
from pages.ui.inputs import RiskFilter

_MATRIX_HEIGHT = 560


def limits(page) -> pd.DataFrame:
    """The quadrant lines of every marketplace (core.results.limits)."""
    return _limits(str(page.ws.path), page.ws.version(), page.run_id)


@st.cache_data(show_spinner=False, max_entries=16)
def _limits(path: str, version: int, run_id: int) -> pd.DataFrame:
    return results.limits(Workspace.open(Path(path)), run_id)


def category_limits(page, category: str) -> pd.DataFrame:
    """The quadrant lines inside one category; no row where it has too few SKUs for medians of its own."""
    found = _category_limits(str(page.ws.path), page.ws.version(), page.run_id)
    return found[found["category"] == category]


@st.cache_data(show_spinner=False, max_entries=16)
def _category_limits(path: str, version: int, run_id: int) -> pd.DataFrame:
    return results.category_limits(Workspace.open(Path(path)), run_id)


def matrix(page, shown: pd.DataFrame, chosen: RiskFilter, axes: str, start: str) -> alt.LayerChart:
    """The risk matrix of the rows that pass a filter; drawn anew only when what it shows changes, so that a click is quick."""
    look = (page.lang, page.theme, _MATRIX_HEIGHT)
    return _matrix(page, shown, str(page.ws.path), page.ws.version(), page.run_id, (page.marketplace, chosen, axes, start), look)


@st.cache_resource(show_spinner=False, max_entries=32)
def _matrix(_page, _shown: pd.DataFrame, path: str, version: int, run_id: int, view: tuple, look: tuple) -> alt.LayerChart:
    marketplace, chosen, axes, start = view
    drawn, lines = _shown, limits(_page)
    if chosen.category is not None:
        drawn, lines = _in_category(_shown), category_limits(_page, chosen.category)
    return charts.matrix(drawn, axes, *look, lines=charts.lines(lines, marketplace), start=start)


def _in_category(shown: pd.DataFrame) -> pd.DataFrame:
    """The same SKUs in the quadrants of their own category, so that one bad category does not hide in a good average."""
    return shown.assign(quadrant_value=shown["quadrant_value_in_category"], quadrant_age=shown["quadrant_age_in_category"])


def small_matrix(page) -> alt.LayerChart:
    """Turnover × value of the marketplace of the worst SKU: amounts of several share no axis."""
    one = cached.worst_marketplace(page)
    table = cached.risk_table(page)
    shown = table[table["marketplace"] == one].reset_index(drop=True)
    return charts.matrix(shown, "value", page.lang, page.theme, 300, small=True, lines=charts.lines(limits(page), one))


def case(page, row: pd.Series) -> Case:
    """The what-if of one SKU as the run saw it: its row of the risk table, its forecast, its cohorts, the thresholds of the run."""
    ages, told = (ask(page, row["marketplace"], row["sku"]) for ask in (cached.cohorts, cached.forecast))
    return results.case_seen(row.to_dict(), ages, told, page.run, cached.book(page))


_BY_CONTENT = {RateBook: lambda book: book.digest}


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=_BY_CONTENT)
def answer(what_if: Case) -> Answer:
    """core.clearance.first_answer"""
    return first_answer(what_if)


def at_price(what_if: Case, price: float) -> Course:
    """core.clearance.at_price: what selling at one price to the horizon brings."""
    return _at_price(prices_alone(what_if), price)


@st.cache_data(show_spinner=False, max_entries=512, hash_funcs=_BY_CONTENT)
def _at_price(what_if: Case, price: float) -> Course:
    return course_at(what_if, price)


def curve(what_if: Case) -> pd.DataFrame:
    """price, value: what each price of the menu brings."""
    return _curve(prices_alone(what_if))


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=_BY_CONTENT)
def _curve(what_if: Case) -> pd.DataFrame:
    return price_curve(what_if)


def own_path(what_if: Case, prices: tuple[float, ...]) -> Course:
    """core.clearance.price_path: any price in any week."""
    return _own_path(prices_alone(what_if), prices)


@st.cache_data(show_spinner=False, max_entries=128, hash_funcs=_BY_CONTENT)
def _own_path(what_if: Case, prices: tuple[float, ...]) -> Course:
    return price_path(what_if, prices)


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=_BY_CONTENT)
def sensitivity(what_if: Case) -> pd.DataFrame:
    """core.clearance.sensitivity: the best plan under other assumptions."""
    return under_doubt(what_if)


def floors(page) -> pd.DataFrame:
    """core.clearance.floors of every SKU with stock, with title and currency, those that lose most of a sale on top."""
    return _floors(page, str(page.ws.path), page.ws.version(), page.run_id, page.marketplace)


@st.cache_data(show_spinner=False, max_entries=8)
def _floors(_page, path: str, version: int, run_id: int, marketplace: str | None) -> pd.DataFrame:
    table = cached.risk_table(_page)
    stocked = table[table["on_hand"] > 0]
    cases = cases_of(stocked, results.cohorts(_page.ws, run_id), _page.run["as_of"], cached.policy_of_run(_page), cached.book(_page))
    named = stocked[["marketplace", "sku", "title", "currency"]]
    return price_floors(cases).merge(named, on=["marketplace", "sku"]).sort_values("profit_now", na_position="last", ignore_index=True)
