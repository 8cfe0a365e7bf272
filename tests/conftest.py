"""Fixtures every test shares: a real, fresh workspace; never a mock."""

import pytest

from core.workspace import Workspace


@pytest.fixture
def ws(tmp_path):
    workspace = Workspace.open(tmp_path / "seller.duckdb")
    yield workspace
    workspace.close()
