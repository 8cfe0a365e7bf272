"""Fixtures every test shares: a real, fresh workspace; never a mock."""

import os
import shutil
from contextlib import ExitStack
from functools import cache

import pytest
from hypothesis import settings

from core.workspace import Workspace

settings.register_profile("ci", derandomize=True)  # what CI says of a commit, it says again; on a desk each run looks elsewhere
if os.environ.get("CI") == "true":
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def new_workspace(tmp_path_factory):
    """new_workspace(path) → a workspace nobody used yet. Its tables are made once a session: what each test opens is a copy."""
    empty = tmp_path_factory.mktemp("new") / "empty.duckdb"
    Workspace.open(empty).close()
    return lambda path: Workspace.open(shutil.copy(empty, path))


@pytest.fixture(scope="session")
def _filled_file(tmp_path_factory, new_workspace):
    """The file that fill(workspace) leaves, filled once a session."""

    @cache
    def file(fill):
        path = tmp_path_factory.mktemp(fill.__name__) / "filled.duckdb"
        workspace = new_workspace(path)
        fill(workspace)
        workspace.close()
        return path

    return file


@pytest.fixture
def filled(tmp_path, _filled_file):
    """filled(fill) → the workspace that fill(workspace) leaves; what a test opens is a copy, closed at its end."""
    with ExitStack() as opened:

        def open_copy(fill):
            workspace = Workspace.open(shutil.copy(_filled_file(fill), tmp_path / f"{fill.__name__}.duckdb"))
            opened.callback(workspace.close)
            return workspace

        yield open_copy


@pytest.fixture
def ws(tmp_path, new_workspace):
    workspace = new_workspace(tmp_path / "seller.duckdb")
    yield workspace
    workspace.close()
