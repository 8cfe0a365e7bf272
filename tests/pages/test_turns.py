"""The app and a schedule share the seller's file: two real processes, one after the other."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from core import text
from core.alerts import life, routes
from core.policy import Policy
from core.workspace import Workspace
from pages.ui import frame, places
from tests.build import daily, some_sales, some_stock
from tests.core.alerts.receivers import web_server
from tests.core.test_workspace import holding
from tests.pages.conftest import TODAY, a_run, words

ROOT = Path(__file__).parents[2]


def a_command(home, *words) -> subprocess.CompletedProcess:
    """python -m core …, as cron starts it."""
    environment = os.environ | {"SHELFLIFE_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-m", "core", *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )


def test_a_schedule_sends_and_answers_while_the_app_is_open_and_the_page_shows_it(app, own, home):
    a_run(own)
    with own.write() as cursor:
        life.update(cursor, 1, TODAY, Policy(), at=places.now())
    test = app("pages/alerts.py")
    assert "OF-64" in str([one.value for one in test.dataframe])
    with web_server() as (port, bodies):
        routes.save(own, routes.Route(channel="team", level=1), f"json://127.0.0.1:{port}/t0ken", at=places.now())
        told = json.loads(a_command(home, "alerts", "send", "--format", "json").stdout)
    assert [(one["status"], one["alerts"]) for one in told] == [("sent", 1)]
    assert "OF-64" in bodies[0]["message"]
    a_command(home, "alerts", "ack", "1")
    assert text.t("alerts_page.calm", "en") in words(test.run())


def test_a_page_says_that_a_command_is_at_work_and_opens_when_it_is_done(app, own, monkeypatch):
    a_run(own)
    own.close()
    monkeypatch.setattr(frame, "_PATIENCE_SECONDS", 0.1)
    holder = holding(own.path)
    try:
        test = app()
        assert text.t("frame.command_at_work", "en") in words(test)
    finally:
        holder.communicate("\n")
    test.run()
    assert not test.exception
    assert text.t("frame.command_at_work", "en") not in words(test)


def the_line() -> str:
    """What the README gives cron, without its times."""
    line = next(line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("30 6 * * * "))
    assert "%" not in line, "cron reads a percent sign as the end of the line"
    return line.removeprefix("30 6 * * * ")


def test_the_line_of_the_readme_runs_as_cron_runs_it_on_a_fresh_copy_while_the_app_is_open(app, home, monkeypatch):
    """/bin/sh, and of the environment HOME and PATH alone: nothing of this shell helps."""
    project = home / "shelflife"
    for folder in ("core", "data"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("demo", "pictures"))
    (project / ".venv").symlink_to(sys.prefix)
    monkeypatch.setenv("SHELFLIFE_HOME", str(project / "workspace"))
    seller = Workspace.open(project / "workspace" / "seller.duckdb")
    some_stock(seller, available=900, as_of=TODAY)
    some_sales(seller, daily(1, 300, TODAY))
    test = app()
    bare = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["/bin/sh", "-c", the_line()], cwd="/", env=bare, capture_output=True, text=True)
    log = (project / "schedule.log").read_text(encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), log
    assert "Urgent" in log
    assert len(seller.rows("from run")) == 1
    assert not test.run().exception
    assert text.t("overview.ages.title", "en") in words(test), "the page that was open shows what cron computed"
