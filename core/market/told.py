"""What a stored run says of markets: read-only questions that pages ask."""

import pandas as pd

from core.workspace import Workspace, sql


def told(ws: Workspace, run_id: int) -> pd.DataFrame:
    """Every SKU with market files: verdict, trends, share (columns: core/sql/market/empty.sql)."""
    return ws.frame(sql("market/told"), run_id=run_id)


def by_verdict(ws: Workspace, run_id: int) -> pd.DataFrame:
    """marketplace, currency, verdict, skus, capital of the SKUs at risk (level 2 and 3), share of the marketplace's (0..1)."""
    return ws.frame(sql("market/by_verdict"), run_id=run_id)
