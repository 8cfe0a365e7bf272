"""Gradient boosting over the seller's own series: the sum of the coming weeks from what was sold before (learnt.py), Tweedie loss.

A race entrant that knows nothing but the panel; the default model is another one. One thread: on few cores OpenMP waits more than it
works.
Source: Ke et al. (2017), LightGBM: a highly efficient gradient boosting decision tree, NeurIPS 30.
"""

import numpy as np

from core.forecast.models.learnt import Learnt, Predict

NAME = "lightgbm"
_SETTINGS = {
    "objective": "tweedie",
    "tweedie_variance_power": 1.3,
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "feature_fraction": 0.7,
    "num_threads": 1,
    "seed": 0,
    "deterministic": True,
    "verbosity": -1,
}
_ROUNDS = 150


def _train(features: np.ndarray, target: np.ndarray, weight: np.ndarray) -> Predict:
    import lightgbm

    return lightgbm.train(_SETTINGS, lightgbm.Dataset(features, target, weight=weight, free_raw_data=True), _ROUNDS).predict


MODEL = Learnt(NAME, _train)
