"""The quick forecast of the replay beside the exact one."""

import numpy as np

from core.forecast.models import MODELS
from core.forecast.panel import NO_OUTLIERS, Panel
from core.replay.quick import Quick
from tests.past_seller import wavering


def a_panel():
    import pandas as pd

    weekly = wavering(60, 7 * 60).reshape(60, 60, 7).sum(axis=2).astype(float)
    series = pd.DataFrame({"marketplace": "US", "sku": [f"S{n}" for n in range(60)], "category": None})
    blank = np.full(weekly.shape, np.nan)
    weeks = pd.date_range("2025-10-06", periods=60, freq="7D")
    return Panel(series=series, weeks=weeks, units=weekly, price=blank, promo=blank > 0, outliers=NO_OUTLIERS)


def test_it_says_what_simple_smoothing_says():
    quick, exact = (model.fit(a_panel()).predict(26, (0.1, 0.5, 0.9)) for model in (Quick(), MODELS["ses"]))
    np.testing.assert_allclose(quick.mean, exact.mean)
    for name in ("weekly", "cumulative"):
        said, true = getattr(quick, name), getattr(exact, name)
        assert np.all(np.abs(said - true) <= np.maximum(1.0, 0.02 * true)), name  # whole units become slopes: never off by more than one


def test_how_far_demand_strays_is_learnt_anew_after_a_quarter():
    panel, model = a_panel(), Quick()
    first = model.fit(panel)._quantiles.__self__
    assert all(model.fit(panel)._quantiles.__self__ is first for _ in range(12))
    assert model.fit(panel)._quantiles.__self__ is not first
