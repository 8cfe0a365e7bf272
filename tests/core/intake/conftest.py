"""Fixtures of intake's tests: load a sample by its name, or a file made of text, with one thing changed."""

from pathlib import Path

import pytest

from core import intake
from tests.core.intake.files import AT, REPORTS


@pytest.fixture
def sample(ws):
    """sample("samples/….csv", …): the FileResult of a file in tests/data/reports."""

    def load(name: str, **said):
        return intake.load(ws, REPORTS / name, Path(name).name, at=AT, **said)

    return load


@pytest.fixture
def offer(ws, tmp_path):
    """offer("a,b\\n1,2\\n"): the FileResult of a file with that content (text or bytes)."""

    def load(content: str | bytes, name: str = "file.csv", **said):
        path = tmp_path / f"offered-{len(list(tmp_path.iterdir()))}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return intake.load(ws, path, name, at=AT, **said)

    return load
