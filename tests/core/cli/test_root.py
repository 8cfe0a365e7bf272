"""What every command shares: help, usage, exit status, and nothing but the answer on standard output."""

from functools import partial

import pytest

from core.cli import COMMANDS
from core.cli.words import default_language
from core.workspace import Workspace
from tests.core.test_workspace import holding


def test_help_names_every_command(cli):
    answer = cli("--help")
    assert answer.status == 0
    assert all(name in answer.out for name in COMMANDS)


@pytest.mark.parametrize("arguments", [("clean",), ("risk", "--format", "xml"), ("run", "--as-of", "yesterday"), ("import",)])
def test_a_command_that_makes_no_sense_ends_with_status_two(cli, arguments):
    assert cli(*arguments).status == 2


@pytest.mark.parametrize(("environment", "lang"), [("zh_CN.UTF-8", "zh"), ("en_US.UTF-8", "en"), ("fr_FR.UTF-8", "en"), ("", "en")])
def test_the_language_comes_from_the_environment(monkeypatch, environment, lang):
    monkeypatch.delenv("SHELFLIFE_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", environment)
    monkeypatch.setenv("LANG", environment)
    assert default_language() == lang


def test_a_workspace_that_another_process_keeps_is_a_failure_in_words(home, cli, monkeypatch):
    monkeypatch.setattr(Workspace, "open", staticmethod(partial(Workspace.open, patience=0.1)))
    home.mkdir()
    path = home / "seller.duckdb"
    holder = holding(path)
    answer = cli("check", "--workspace", str(path), "--lang", "en")
    holder.communicate("\n")
    assert (answer.status, answer.out) == (1, "")
    assert str(path) in answer.err
