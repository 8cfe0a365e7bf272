"""A random forest over all series: the sum of the coming weeks from what was sold before (learnt.py).

Source: Breiman (2001), Random forests, Machine Learning 45.
"""

import numpy as np

from core.forecast.models.learnt import Learnt, Predict

NAME = "random_forest"


def _train(features: np.ndarray, target: np.ndarray, weight: np.ndarray) -> Predict:
    from sklearn.ensemble import RandomForestRegressor

    forest = RandomForestRegressor(
        n_estimators=40, min_samples_leaf=20, max_features=0.33, max_samples=min(1.0, 20_000 / len(target)), n_jobs=1, random_state=0
    )
    return forest.fit(features, target, sample_weight=weight).predict


MODEL = Learnt(NAME, _train)
