"""Small files that hold secrets: JSON, readable by their owner alone, in no backup and no export."""

import json
import os
from pathlib import Path


def read(path: Path) -> dict:
    """What it holds; {} where there is none."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(path: Path, content: dict) -> None:
    """All or nothing, and never readable by others, not even for a moment."""
    new = Path(f"{path}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file)
    new.replace(path)
