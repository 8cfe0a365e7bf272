"""The root of all commands: what was asked (workspace, format, language), and errors in words with their exit status."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from core import text
from core.cli.words import default_language, help_of
from core.errors import InputError, ShelflifeError
from core.workspace import Workspace

_PROJECT = Path(__file__).parents[2]
BAD_INPUT, FAILED = 2, 1


class Form(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Language(StrEnum):
    EN = "en"
    ZH = "zh"


@dataclass
class Asked:
    """The three options that every command takes; None: not said yet."""

    workspace: Path | None = None
    form: Form | None = None
    lang: Language | None = None

    def more(self, **said) -> "Asked":
        """Take what was said after the command too; there it wins over what was said before it."""
        for name, value in said.items():
            if value is not None:
                setattr(self, name, value)
        return self

    def language(self) -> str:
        return str(self.lang or default_language())

    def path(self, default: str = "seller") -> Path:
        return (self.workspace or _home() / f"{default}.duckdb").absolute()

    @contextmanager
    def opened(self, default: str = "seller", new: bool = False) -> Iterator[Workspace]:
        """The workspace, closed at the end. Raises InputError if it is not there, unless a new one is wanted."""
        path = self.path(default)
        if not new and not path.exists():
            raise InputError("workspace_missing", path=str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(Workspace.open(path)) as workspace:
            yield workspace

    def t(self, key: str, **facts) -> str:
        return text.t(key, self.language(), **facts)


def _home() -> Path:
    return Path(os.environ.get("SHELFLIFE_HOME") or _PROJECT / "workspace")


def now() -> datetime:
    """The one place where the core meets a clock: commands read it here and pass it in."""
    return datetime.now(UTC)


class InWords(TyperGroup):
    """Every error of ours, and of the disk, becomes a sentence on standard error and an exit status."""

    def invoke(self, ctx: typer.Context):
        asked = ctx.ensure_object(Asked)
        try:
            return super().invoke(ctx)
        except ShelflifeError as error:
            typer.echo(text.say(error, asked.language()), err=True)
            raise typer.Exit(BAD_INPUT if isinstance(error, InputError) else FAILED) from error
        except OSError as error:
            typer.echo(asked.t("cli.disk", path=error.filename or "", reason=error.strerror or str(error)), err=True)
            raise typer.Exit(FAILED) from error


WorkspaceOption = Annotated[Path | None, typer.Option("--workspace", metavar="FILE", help=help_of("workspace"), dir_okay=False)]
FormOption = Annotated[Form | None, typer.Option("--format", help=help_of("format"))]
LangOption = Annotated[Language | None, typer.Option("--lang", help=help_of("lang"))]

app = typer.Typer(cls=InWords, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=help_of("app"))


@app.callback()
def root(ctx: typer.Context, workspace: WorkspaceOption = None, form: FormOption = None, lang: LangOption = None) -> None:
    ctx.ensure_object(Asked).more(workspace=workspace, form=form, lang=lang)


def asked(ctx: typer.Context, workspace: Path | None, form: Form | None, lang: Language | None) -> Asked:
    return ctx.ensure_object(Asked).more(workspace=workspace, form=form, lang=lang)


def one_of(value: str, known: Iterable[str]) -> None:
    """Raises InputError where a word is none of those known."""
    if value not in (names := tuple(known)):
        raise InputError("not_one_of", value=value, known=", ".join(names) or text.UNKNOWN)


def read_object(case: Path) -> dict:
    """The JSON object in a file. Raises InputError if there is none."""
    if not case.is_file():
        raise InputError("file_missing", path=str(case))
    try:
        read = json.loads(case.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise InputError("case_unreadable", path=str(case), detail=str(error)) from error
    if not isinstance(read, dict):
        raise InputError("case_unreadable", path=str(case), detail=type(read).__name__)
    return read
