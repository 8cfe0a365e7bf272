"""`cli("risk", "--format", "json")`: one command in this process, on a home of its own."""

import json

import pytest
from typer.testing import CliRunner

from core.cli import app


class Answer:
    """What a command left: exit status, standard output, standard error."""

    def __init__(self, result):
        self.status, self.out, self.err = result.exit_code, result.stdout, result.stderr

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("LC_ALL", "SHELFLIFE_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("SHELFLIFE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def cli(home):
    return lambda *arguments: Answer(CliRunner().invoke(app, [str(argument) for argument in arguments]))


@pytest.fixture
def case(tmp_path):
    """`case({…})`: a case file of that content; text is written as it is."""

    def write(content) -> str:
        path = tmp_path / "case.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write
