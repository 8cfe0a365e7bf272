"""Made-up sellers whose elasticities are known: the truth that estimates are held against."""

import numpy as np
import pandas as pd

from core import policy
from core.clearance.elasticity import Prior

PRIOR = Prior.from_policy(policy.load())


def a_world(skus=200, weeks=104, seed=1, elasticity=None, base=20.0, ratio=2.0, follows=False, categories=8):
    """(ε of each SKU, rows as price_weeks): a season, a trend of its own for each SKU, negative binomial units, four-week promotions of 10 to
    30 %. elasticity None: drawn from 2.0 ± 0.8. follows: no promotions; the price goes up after good weeks and down after bad ones."""
    chance = np.random.default_rng(seed)
    true = chance.normal(2.0, 0.8, skus) if elasticity is None else np.full(skus, float(elasticity))
    season = 1.0 + 0.4 * np.sin(2 * np.pi * np.arange(weeks) / 52)
    trend = np.exp(np.outer(chance.normal(0, 0.3, skus), np.linspace(-1, 1, weeks)))
    level = base * np.exp(chance.normal(0, 0.5, skus))[:, None] * season * trend
    share, shock = _prices(chance, skus, weeks, follows)
    units = chance.negative_binomial(level * share ** -true[:, None] * np.exp(shock) / (ratio - 1.0), 1.0 / ratio)
    price = np.exp(chance.normal(3, 0.5, skus))[:, None] * share
    return true, pd.DataFrame({
        "marketplace": "US", "sku": np.repeat([f"S{i:03}" for i in range(skus)], weeks),
        "category": np.repeat([f"C{i % categories}" for i in range(skus)], weeks),
        "week": np.tile(pd.date_range("2024-01-01", periods=weeks, freq="7D"), skus),
        "units": units.ravel().astype(float), "price": price.round(2).ravel(), "stockout_days": 0,
    })  # fmt: skip


def _prices(chance, skus: int, weeks: int, follows: bool):
    """(share of the list price, log of a demand shock), each (skus, weeks)."""
    shock = np.zeros((skus, weeks))
    if not follows:
        on, depth = chance.random((skus, weeks // 4 + 1)) < 0.2, chance.choice([0.9, 0.85, 0.8, 0.7], (skus, weeks // 4 + 1))
        return np.repeat(np.where(on, depth, 1.0), 4, axis=1)[:, :weeks], shock
    for week in range(1, weeks):
        shock[:, week] = 0.8 * shock[:, week - 1] + chance.normal(0, 0.25, skus)
    share = np.ones((skus, weeks))
    share[:, 1:] = np.exp(0.35 * shock[:, :-1])
    return share, shock


def one_sku(units, price, stockout_days=0, sku="A", category="C") -> pd.DataFrame:
    """The weeks of one SKU."""
    return pd.DataFrame({
        "marketplace": "US", "sku": sku, "category": category, "week": pd.date_range("2025-01-06", periods=len(units), freq="7D"),
        "units": np.asarray(units, float), "price": price, "stockout_days": stockout_days,
    })  # fmt: skip
