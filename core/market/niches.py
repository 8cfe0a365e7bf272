"""Who competes with whom, in the seller's own words: as a table to edit, and saved as a file of its own that stands in the history."""

import tempfile
from datetime import datetime
from pathlib import Path

import pandas as pd

from core import export, intake
from core.intake.result import FileResult
from core.workspace import Workspace, sql

COLUMNS = ("marketplace", "niche", "sku", "competitor", "keyword")


def listed(ws: Workspace) -> pd.DataFrame:
    """COLUMNS of every niche, its SKUs, competitors and keywords side by side; text, None where there is nothing."""
    found, parts = ws.frame(sql("market/niches")), []
    for (market, name), group in found.groupby(["marketplace", "niche"]):
        placed = group.assign(place=group.groupby("what").cumcount())
        parts.append(placed.pivot(index="place", columns="what", values="value").assign(marketplace=market, niche=name))
    table = pd.concat(parts) if parts else pd.DataFrame()
    table = table.rename(columns={"asin": "competitor"}).reindex(columns=list(COLUMNS)).reset_index(drop=True).astype(object)
    return table.where(table.notna(), None)


def save(ws: Workspace, table: pd.DataFrame, name: str, *, at: datetime) -> FileResult:
    """Load the table as intake loads a file of that name: what it says of a niche takes the place of what was said before."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "niches.csv"
        path.write_bytes(export.to_csv(table.dropna(how="all")))
        return intake.load(ws, path, name, at=at)
