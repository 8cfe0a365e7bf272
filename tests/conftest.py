"""Fixtures every test shares: a real, fresh workspace; never a mock."""

import shutil

import pytest

from core.workspace import Workspace


@pytest.fixture(scope="session")
def new_workspace(tmp_path_factory):
    """new_workspace(path) → a workspace nobody used yet. Its tables are made once a session: what each test opens is a copy."""
    empty = tmp_path_factory.mktemp("new") / "empty.duckdb"
    Workspace.open(empty).close()
    return lambda path: Workspace.open(shutil.copy(empty, path))


@pytest.fixture
def ws(tmp_path, new_workspace):
    workspace = new_workspace(tmp_path / "seller.duckdb")
    yield workspace
    workspace.close()
