"""Files in, canonical tables out: preview, load, confirm, undo, and what is known about what was loaded."""

from core.intake.history import history, issues, missing_kinds, report_menu
from core.intake.load import confirm, load, load_all, undo
from core.intake.preview import preview
from core.intake.result import FileResult, Holds, Issue, Preview

__all__ = [
    "FileResult",
    "Holds",
    "Issue",
    "Preview",
    "confirm",
    "history",
    "issues",
    "load",
    "load_all",
    "missing_kinds",
    "preview",
    "report_menu",
    "undo",
]
