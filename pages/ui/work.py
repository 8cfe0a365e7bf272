"""The long work that pages start: build the demo, read reports, take imports back, compute, race the models, value
every way out, keep plans; all in the thread of pages/ui/jobs.py.

Whatever changed, the figures are computed anew; then earlier weeks are filled in, so that trends have a past.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path

from core import demo, intake, plans, results, run, schedules, settings
from core.actions import drafts
from core.clearance.first_answer import first_answer
from core.errors import NotEnoughData
from core.forecast import kept, prophet_kept
from core.forecast.models import FAST, MODELS
from core.replay import kept as proofs
from core.replay import learnings
from core.transfers import ask, what_if
from core.transfers.lived import lived
from core.transfers.model import Limits
from core.transfers.moves import Problem
from core.transfers.plan import Plan
from core.workspace import Workspace
from pages.ui import jobs, places

_LEVELS = 200  # of a plan among many: off by less than 0.02 % of value (core/clearance/demand.py, lots)
_READING = 0.6  # share of the bar for reading; the rest is computing
_WORLDS = 0.8  # share of the bar for other worlds; the rest is living through the plan
_PAST = 0.7  # share of the bar for earlier weeks; the rest is Prophet


def build_demo() -> None:
    """Build the demo seller (once), compute it, and show it. At once where it is there already, its earlier weeks or not."""
    file = places.demo_file()
    if places.demo_computed():
        places.show_demo(True)
        return
    if jobs.busy(file):
        return
    at = places.now()

    def work(progress: jobs.Progress) -> None:
        ws = Workspace.open(file)
        demo.build(ws, at, progress=_part(progress, 0.0, _READING))
        run.run(ws, at=at, progress=_part(progress, _READING, 1.0))
        places.show_demo(True)

    jobs.start(file, "demo", work, then=_history(file, at))


def compute() -> None:
    """Compute the workspace that is shown with the thresholds and costs in force."""
    ws, at = places.shown(), places.now()
    jobs.start(ws.path, "run", lambda progress: run.run(ws, at=at, progress=progress), then=_prophet(ws.path, at))


def read_reports(files: list[tuple[Path, str, dict]]) -> None:
    """Load reports into the seller's own workspace, then compute. files: where it lies, its name, what the seller answered about it
    (keyword arguments of core.intake.load). The copies in the upload folder are removed at the end."""
    ws, at = places.own(), places.now()

    def work(progress: jobs.Progress) -> None:
        for number, (file, name, answers) in enumerate(files):
            part = _part(progress, _READING * number / len(files), _READING * (number + 1) / len(files))
            intake.load_all(ws, file, name, at=at, progress=_named(part, name), **answers)
            file.unlink(missing_ok=True)
        places.show_demo(False)
        _compute_if_possible(ws, at, _part(progress, _READING, 1.0))

    jobs.start(ws.path, "import", work, then=_history(ws.path, at))


def confirm(file_id: int) -> None:
    """Load a file that was held back, then compute."""
    ws, at = places.own(), places.now()

    def work(progress: jobs.Progress) -> None:
        intake.confirm(ws, file_id, at, progress=_part(progress, 0.0, _READING))
        _compute_if_possible(ws, at, _part(progress, _READING, 1.0))

    jobs.start(ws.path, "import", work, then=_history(ws.path, at))


def undo(file_id: int) -> None:
    """Take an import (or a file that was held back) away, then compute."""
    ws, at = places.own(), places.now()

    def work(progress: jobs.Progress) -> None:
        intake.undo(ws, file_id, at)
        _compute_if_possible(ws, at, progress)

    jobs.start(ws.path, "undo", work, then=_prophet(ws.path, at))


def race(as_of: date, slow: bool) -> None:
    """Race the models on the history of the workspace that is shown, and keep the result. slow: those too that take long for each SKU."""
    ws, at, models = places.shown(), places.now(), tuple(MODELS) if slow else FAST
    jobs.start(ws.path, "backtest", lambda progress: kept.backtest_workspace(ws, at=at, as_of=as_of, models=models, progress=progress))


def prophet(run_id: int, as_of: date, marketplace: str, sku: str) -> None:
    """Ask Prophet about one SKU; its answer, or why it has none, is stored beside the run."""
    ws, keys = places.shown(), [(marketplace, sku)]
    ask = partial(prophet_kept.ask, ws, run_id, as_of, keys)
    jobs.start(ws.path, "prophet", lambda progress: ask(lambda share: progress("prophet", share)))


def replay() -> None:
    """Replay the rules on the past of the workspace that is shown, and keep the result."""
    ws, at = places.shown(), places.now()
    jobs.start(ws.path, "replay", lambda progress: proofs.prove(ws, at=at, progress=progress))


def learn() -> None:
    """Learn thresholds from the past and the seller's marks, and replay the past with them."""
    ws, at = places.shown(), places.now()
    jobs.start(ws.path, "learn", lambda progress: learnings.propose(ws, at=at, progress=progress))


def frontier(run_id: int, by: date, marketplace: str, keep: Callable) -> None:
    """Value every way out of each SKU at risk; `keep` gets both tables of core.results.frontier."""
    ws = places.shown()
    jobs.start(
        ws.path, "frontier",
        lambda progress: keep(results.frontier(ws, run_id, by, marketplace, lambda share: progress("screening", share))),
    )  # fmt: skip


def accept(of_run: dict, rows: list[dict], name: str) -> None:
    """Keep each row (marketplace, sku, option, title, currency) as an accepted plan."""
    ws, at = places.shown(), places.now()

    def work(progress: jobs.Progress) -> None:
        book = schedules.book(ws)
        for number, row in enumerate(rows):
            progress("plans", number / len(rows))
            answer = first_answer(results.case(ws, of_run, row["marketplace"], row["sku"], book), _LEVELS)
            plan_id = plans.save(ws, answer, name=name, at=at, option=row["option"], about=row, run=of_run)
            plans.decide(ws, plan_id, "accepted", at=at)

    jobs.start(ws.path, "accept", work)


def transfers(of_run: dict, keep: Callable) -> None:
    """Value every move between sites; `keep` gets the core.transfers.moves.Problem."""
    ws = places.shown()
    jobs.start(ws.path, "transfers", lambda progress: keep(ask.ask(ws, of_run, progress=lambda share: progress("moves", share))))


def worlds(of_run: dict, problem: Problem, plan: Plan, limits: Limits, keep: Callable) -> None:
    """The plan of moves in other worlds and lived through; `keep` gets (core.transfers.what_if.tried, core.transfers.lived.lived)."""
    ws = places.shown()

    def work(progress: jobs.Progress) -> None:
        table = what_if.tried(ws, of_run, plan, limits, what_if.usual(plan), lambda share: progress("moves", _WORLDS * share))
        progress("lives", _WORLDS)
        keep((table, lived(problem, plan, ask.rates(ws, of_run, problem.nodes), settings.policy(ws))))

    jobs.start(ws.path, "worlds", work)


def _compute_if_possible(ws: Workspace, at: datetime, progress: jobs.Progress) -> None:
    """Reports that say nothing of stock or sales (costs, fees) wait for one that does; the overview says so."""
    with suppress(NotEnoughData):
        run.run(ws, at=at, progress=progress)


def _history(file: Path, at: datetime) -> jobs.Next:
    """The earlier weeks and Prophet on the top SKUs, as work that follows. One job: a page is drawn anew at the end of each, and a click in
    that moment is lost."""

    def work(progress: jobs.Progress) -> None:
        ws = Workspace.open(file)
        drafts.draft(ws, at=at, progress=progress)
        run.add_history(ws, at=at, progress=_part(progress, 0.0, _PAST))
        run.add_prophet(ws, progress=_part(progress, _PAST, 1.0))

    return "history", work


def _prophet(file: Path, at: datetime) -> jobs.Next:
    """Drafts for new warnings and Prophet on the top SKUs, as work that follows."""

    def work(progress: jobs.Progress) -> None:
        ws = Workspace.open(file)
        drafts.draft(ws, at=at, progress=progress)
        run.add_prophet(ws, progress=progress)

    return "prophet_top", work


def _part(progress: jobs.Progress, begin: float, end: float) -> jobs.Progress:
    """The same bar, from `begin` to `end` of it."""
    return lambda stage, share: progress(stage, begin + (end - begin) * share)


def _named(progress: jobs.Progress, name: str) -> jobs.Progress:
    return lambda stage, share: progress(name, share)
