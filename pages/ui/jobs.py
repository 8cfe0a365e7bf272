"""Long work beside the pages: one background thread, one job a workspace, a fragment that polls.

A page starts work and goes on; every page shows it (`show`), the seller may leave and come back. Work that fails is told in words;
nothing half done is left, because every write of the core is one transaction.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from core import text
from core.errors import ShelflifeError

Progress = Callable[[str, float], None]
Work = Callable[[Progress], object]
Next = tuple[str, Work]  # kind and work of a job that begins by itself
POLL_SECONDS = 0.5
_ANSWERS = 4  # kept at once, a page
_log = logging.getLogger("shelflife")
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="shelflife")


@dataclass(eq=False)
class Job:
    """kind: text key frame.job.<kind>; stage and share (0..1): what the work last said of itself; future: its end."""

    kind: str
    stage: str = ""
    share: float = 0.0
    future: Future = field(default_factory=Future)

    def tell(self, stage: str, share: float) -> None:
        self.stage, self.share = stage, share


_jobs: dict[Path, Job] = {}  # the current or last job of each workspace file
_done: list[str] = []  # kinds of jobs that ended well and were not told yet


def start(place: Path, kind: str, work: Work, then: Next | None = None) -> bool:
    """Begin `work(progress)` for the workspace file `place`; when it has ended well, `then` begins by itself.
    False when that workspace is busy already; then nothing is begun."""
    if busy(place):
        return False
    job = _jobs[place] = Job(kind)
    job.future = _thread.submit(work, job.tell)
    job.future.add_done_callback(lambda future: _go_on(place, job, future, then))
    return True


def _go_on(place: Path, job: Job, future: Future, then: Next | None) -> None:
    if future.exception() is not None:
        return
    if _jobs.get(place) is job:
        del _jobs[place]
    if text.has(f"frame.done.{job.kind}"):
        _done.append(job.kind)
    if then:
        with suppress(RuntimeError):  # the app is being closed: what follows is begun by a later run
            start(place, *then)


def keep(answers: dict, key: tuple, found: object) -> None:
    """Put what work found among the answers of a page; the newest few stay."""
    answers[key] = found
    for old in list(answers)[:-_ANSWERS]:
        del answers[old]


def busy(place: Path) -> bool:
    job = _jobs.get(place)
    return job is not None and not job.future.done()


def wait(place: Path, seconds: float = 60.0) -> None:
    """Block until the work of that workspace, and what follows it, has ended; raises what the work raised."""
    while (job := _jobs.get(place)) is not None:
        job.future.result(timeout=seconds)


def dismiss(place: Path) -> None:
    _jobs.pop(place, None)


def show(page) -> None:
    """Draw what concerns every page: work that runs, work that just ended, work that failed. Draws nothing when there is none."""
    while _done:
        st.toast(page.t(f"frame.done.{_done.pop(0)}"), icon=":material/check_circle:")
    for place, job in list(_jobs.items()):
        if job.future.done() and job.future.exception() is not None:
            _failed(page, place, job)
        else:
            _running(page, place, job)


@st.fragment(run_every=POLL_SECONDS)
def _running(page, place: Path, job: Job) -> None:
    if _jobs.get(place) is not job or job.future.done():
        st.empty()  # lets a click that has just come in go first: a rerun asked for here would replace it
        st.rerun()
    st.progress(min(max(job.share, 0.0), 1.0), text=f"{page.t(f'frame.job.{job.kind}')} · {_stage(page, job.stage)}")


def _stage(page, stage: str) -> str:
    key = f"frame.stage.{stage}"
    return page.t(key) if text.has(key) else stage


def _failed(page, place: Path, job: Job) -> None:
    error = job.future.exception()
    if not isinstance(error, ShelflifeError):
        _log.error("background work %s failed", job.kind, exc_info=error)
    said = text.say(error, page.lang) if isinstance(error, ShelflifeError) else page.t("frame.job_broken", detail=type(error).__name__)
    with st.container(border=True):
        st.error(said, title=page.t("frame.job_failed", job=page.t(f"frame.job.{job.kind}")), icon=":material/error:")
        st.button(page.t("frame.dismiss"), on_click=dismiss, args=(place,), key=f"dismiss.{place.name}")
