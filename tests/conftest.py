"""Fixtures every test shares: a real, fresh workspace; never a mock."""

import os
import shutil

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
def filled(tmp_path_factory, new_workspace):
    """filled(fill, path) → the workspace that fill(workspace) leaves. It is filled once: what each test opens is a copy."""
    files = {}

    def opened(fill, path):
        if fill not in files:
            files[fill] = tmp_path_factory.mktemp(fill.__name__) / "filled.duckdb"
            workspace = new_workspace(files[fill])
            fill(workspace)
            workspace.close()
        return Workspace.open(shutil.copy(files[fill], path))

    return opened


@pytest.fixture
def ws(tmp_path, new_workspace):
    workspace = new_workspace(tmp_path / "seller.duckdb")
    yield workspace
    workspace.close()
