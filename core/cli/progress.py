"""A progress bar on a terminal, none in a pipe."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from core import text
from core.cli.root import Asked


@contextmanager
def bar(asked: Asked) -> Iterator[Callable[[str, float], None] | None]:
    """Gives tell(stage, share 0..1) for the core to call, or None where nobody watches. Drawn on standard error."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda stage, share: progress.update(task, description=_stage(stage, asked.language()), completed=share)


def _stage(stage: str, lang: str) -> str:
    key = f"cli.stage.{stage}"
    return text.t(key, lang) if text.has(key) else stage
