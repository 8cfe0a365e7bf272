"""What every command shares: help, usage, exit status, and nothing but the answer on standard output."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.cli import COMMANDS
from core.cli.words import default_language

ROOT = Path(__file__).parents[3]


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


def test_a_workspace_that_another_process_holds_is_a_failure_in_words(home):
    code = "import sys; from core.workspace import Workspace; Workspace.open(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    home.mkdir()
    path = home / "seller.duckdb"
    holder = subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline().strip() == "open"
    command = [sys.executable, "-m", "core", "check", "--workspace", str(path), "--lang", "en"]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    holder.communicate()
    assert second.returncode == 1
    assert second.stdout == ""
    assert str(path) in second.stderr
    assert "Traceback" not in second.stderr
