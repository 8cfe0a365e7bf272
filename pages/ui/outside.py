"""Answers of the core about markets, kept between reruns like those of cached.py: the key is (question, workspace, data version, …)."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from core.market import campaigns, keywords, siblings
from core.market import listing as listings
from core.market import told as markets
from core.workspace import Workspace
from pages.ui import cached


def market(page) -> pd.DataFrame:
    """What the run says of every SKU's market (core.market.told)."""
    return cached.of_marketplace(page, _asked(page, markets.told, page.run_id))


def of_sku(page, row) -> dict | None:
    """The same of one SKU; None without market files."""
    rows = _asked(page, markets.told, page.run_id)
    rows = rows[(rows["marketplace"] == row["marketplace"]) & (rows["sku"] == row["sku"])]
    return rows.iloc[0].to_dict() if len(rows) else None


def capital(page) -> pd.DataFrame:
    """Capital at risk by verdict (core.market.told.by_verdict)."""
    return cached.of_marketplace(page, _asked(page, markets.by_verdict, page.run_id))


def listing(page, row) -> listings.Listing:
    """Everything known of one listing over time (core.market.listing)."""
    return _asked(page, listings.listing, row["marketplace"], row["sku"], page.run["as_of"])


def keyword_lead(page, row) -> keywords.Tested:
    """Whether a keyword moves before its sales do, as the run says (core.market.keywords)."""
    nothing = keywords.Tested(lead=None, reason="no_keywords", weeks=0, keywords=0)
    return _asked(page, keywords.told, page.run_id).get((row["marketplace"], row["sku"]), nothing)


def siblings_of(page, row) -> siblings.Siblings:
    """What siblings lose when one is cut (core.market.siblings)."""
    return _asked(page, siblings.siblings, row["marketplace"], row["sku"], page.run["as_of"])


def ad_campaigns(page, marketplace: str, sku: str | None = None) -> pd.DataFrame:
    """Campaigns of the last 30 days (core.market.campaigns)."""
    return _asked(page, campaigns.campaigns, page.run["as_of"], marketplace, sku)


def ad_terms(page, row) -> pd.DataFrame:
    """What was searched (core.market.campaigns.terms)."""
    return _asked(page, campaigns.terms, row["marketplace"], row["sku"], page.run["as_of"])


def leaving(page) -> pd.DataFrame:
    """Units that removal orders still take away."""
    return _asked(page, campaigns.leaving, page.run["as_of"])


def _asked(page, question: Callable, *parameters):
    return _ask(question, f"{question.__module__}.{question.__name__}", str(page.ws.path), page.ws.version(), *parameters)


@st.cache_data(show_spinner=False, max_entries=128)
def _ask(_question: Callable, question: str, path: str, version: int, *parameters):
    return _question(Workspace.open(Path(path)), *parameters)
