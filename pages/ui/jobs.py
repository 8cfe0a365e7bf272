"""Long work beside the pages: one background thread, one job a workspace, a fragment that polls.

A page starts work and goes on; every page shows it (`show`), the seller may leave and come back. Work that fails is told in words;
nothing half done is left, because every write of the core is one transaction.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from core import text
from core.errors import ShelflifeError

Progress = Callable[[str, float], None]
POLL_SECONDS = 0.5
_log = logging.getLogger("shelflife")


@dataclass
class Job:
    """kind: text key frame.job.<kind>; stage and share (0..1): what the work last said of itself; future: its end."""

    kind: str
    stage: str = ""
    share: float = 0.0
    future: Future = field(default_factory=Future)

    def tell(self, stage: str, share: float) -> None:
        self.stage, self.share = stage, share


@st.cache_resource
def _jobs() -> dict[Path, Job]:
    return {}


@st.cache_resource
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="shelflife")


def start(place: Path, kind: str, work: Callable[[Progress], object]) -> bool:
    """Begin `work(progress)` for the workspace file `place`. False when that workspace is busy already; then nothing is begun."""
    if busy(place):
        return False
    job = _jobs()[place] = Job(kind)
    job.future = _thread().submit(work, job.tell)
    return True


def busy(place: Path) -> bool:
    job = _jobs().get(place)
    return job is not None and not job.future.done()


def wait(place: Path, seconds: float = 60.0) -> None:
    """Block until the work of that workspace has ended; for tests and for actions that must not overlap."""
    if busy(place):
        _jobs()[place].future.exception(timeout=seconds)


def dismiss(place: Path) -> None:
    _jobs().pop(place, None)


def show(page) -> None:
    """Draw the work that concerns this page: running, just done, or failed. Draws nothing when there is none."""
    for place in dict.fromkeys((page.ws.path, page.own.path, *_jobs())):
        if busy(place):
            _running(page, place)
        elif place in _jobs():
            _ended(page, place)


@st.fragment(run_every=POLL_SECONDS)
def _running(page, place: Path) -> None:
    job = _jobs().get(place)
    if job is None or job.future.done():
        st.rerun()
    st.progress(min(max(job.share, 0.0), 1.0), text=f"{page.t(f'frame.job.{job.kind}')} · {_stage(page, job.stage)}")


def _stage(page, stage: str) -> str:
    key = f"frame.stage.{stage}"
    return page.t(key) if text.has(key) else stage


def _ended(page, place: Path) -> None:
    job = _jobs()[place]
    error = job.future.exception()
    if error is None:
        dismiss(place)
        st.toast(page.t(f"frame.done.{job.kind}"), icon=":material/check_circle:")
        return
    if not isinstance(error, ShelflifeError):
        _log.error("background work %s failed", job.kind, exc_info=error)
    said = text.say(error, page.lang) if isinstance(error, ShelflifeError) else page.t("frame.job_broken", detail=type(error).__name__)
    with st.container(border=True):
        st.error(said, title=page.t("frame.job_failed", job=page.t(f"frame.job.{job.kind}")), icon=":material/error:")
        st.button(page.t("frame.dismiss"), on_click=dismiss, args=(place,), key=f"dismiss.{place.name}")
