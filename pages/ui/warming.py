"""The clearance engine is compiled beside the first page, once a process; a page that needs it sooner waits with words, not frozen."""

import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache

import streamlit as st

_AFTER_SECONDS = 2.0  # the first page is drawn before
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="shelflife-compile")


@cache
def begin() -> Future:
    """Start it, at the first call; what is on disk already is only read."""
    return _thread.submit(_compile)


def ready(page) -> None:
    """Come back once it is done."""
    if not begin().done():
        with st.spinner(page.t("frame.compiling"), show_time=True):
            wait([begin()])


def _compile() -> None:
    time.sleep(_AFTER_SECONDS)
    from core.clearance.compiled import compile_engine  # here: pages that need no engine open without it

    compile_engine()
