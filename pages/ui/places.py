"""Where the workspaces lie, which one is shown, and what time it is (the core has no clock of its own).

Own data and the demo are two files that never mix; the setting `show_demo` of the seller's file says which one the pages show.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from core import results, settings
from core.turns import PATIENCE_SECONDS
from core.workspace import Workspace

_PROJECT = Path(__file__).parents[2]


def home() -> Path:
    """The folder of the workspaces: SHELFLIFE_HOME, or `workspace` in the project."""
    folder = Path(os.environ.get("SHELFLIFE_HOME") or _PROJECT / "workspace")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def own(patience: float = PATIENCE_SECONDS) -> Workspace:
    """The seller's workspace. Raises WorkspaceDamaged, WorkspaceBusy: another process keeps it for longer than `patience` seconds."""
    return Workspace.open(home() / "seller.duckdb", patience)


def demo(patience: float = PATIENCE_SECONDS) -> Workspace:
    """The demo seller's workspace."""
    return Workspace.open(demo_file(), patience)


def demo_file() -> Path:
    return home() / "demo.duckdb"


def has_run(ws: Workspace) -> bool:
    return results.latest_run(ws) is not None


def demo_computed() -> bool:
    """Whether the demo can be shown: built and computed once."""
    return demo_file().exists() and has_run(demo())


def shows_demo() -> bool:
    return bool(kept().get("show_demo")) and demo_file().exists()


def kept() -> dict:
    """The settings of the seller's workspace: language, marketplace, thresholds."""
    return settings.load(own())


def show_demo(shown: bool) -> None:
    """Show the demo (True) or the seller's own data (False), from now on and after a restart."""
    settings.save(own(), {"show_demo": shown}, at=now())


def shown() -> Workspace:
    return demo() if shows_demo() else own()


def ready(patience: float) -> tuple[Workspace, Workspace]:
    """The seller's and the one shown. Raises WorkspaceBusy when another process keeps one of them for longer than `patience` seconds."""
    seller = own(patience)
    seller.wait(patience)
    seen = demo(patience) if shows_demo() else seller
    seen.wait(patience)
    return seller, seen


def now() -> datetime:
    """This moment in UTC, without a zone mark: so the workspace keeps it, whatever zone the machine is in."""
    return datetime.now(UTC).replace(tzinfo=None)


def zone() -> str:
    """The time zone where the seller sits, as the browser tells it; UTC where it does not."""
    return st.context.timezone or "UTC"
