"""A part of a page by itself: `part("plans.show(page)")` runs it as a page would, without menu and sidebar."""

import textwrap

import pytest
from streamlit.testing.v1 import AppTest

_SCRIPT = """
import streamlit as st
from core import results
from pages.ui import cached, frame, jobs, live, plans, portfolio

page = frame._page("clearance_page")
jobs.show(page)
{body}
"""


@pytest.fixture
def part(home):
    """part(code) → the part after its first drawing; session values and query parameters can be given. No page can be linked to."""

    def open_part(body: str, session: dict | None = None, **query) -> AppTest:
        test = AppTest.from_string(_SCRIPT.format(body=textwrap.dedent(body)), default_timeout=120)
        for key, value in (session or {}).items():
            test.session_state[key] = value
        for key, value in query.items():
            test.query_params[key] = value
        return test.run()

    return open_part
