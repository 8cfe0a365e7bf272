"""Elasticities shrunk to what is known elsewhere: first the other SKUs of the category, then what is usual for any product.

A SKU's ε is drawn around its category's, a category's around the prior: half of the prior's variance lies between categories, half within
one. The spread within a category is DerSimonian & Laird's (1986), blended with that half while few SKUs tell, and never more than the
whole prior's: what is beyond it is noise that the standard errors missed. Each SKU is left out of its own category, so that nothing counts
twice. ε's posterior is the mean of category and own estimate, each weighted by 1 / variance.
"""

import numpy as np

_BETWEEN = 0.5  # share of the prior's variance that lies between categories: nobody has told us, so half
_BLEND = 5.0  # SKUs whose spread counts as much as the prior's


def dersimonian_laird(estimate: np.ndarray, variance: np.ndarray) -> float:
    """Variance between the true values behind estimates with known variances; 0 for fewer than two.

    >>> dersimonian_laird(np.array([1.0, 3.0]), np.array([0.5, 0.5]))  # Q = 4, less 1 degree, over (4 − 8 / 4)
    1.5
    """
    if len(estimate) < 2:
        return 0.0
    weight = 1.0 / variance
    mean = (weight * estimate).sum() / weight.sum()
    excess = (weight * (estimate - mean) ** 2).sum() - (len(estimate) - 1)
    return max(0.0, float(excess / (weight.sum() - (weight**2).sum() / weight.sum())))


def category_belief(estimate: np.ndarray, variance: np.ndarray, mean: float, sd: float) -> tuple[float, float]:
    """(mean, variance) of ε of one more SKU of a category in which others were estimated; without any, the prior itself."""
    between, within = _BETWEEN * sd**2, (1.0 - _BETWEEN) * sd**2
    count = len(estimate)
    if count == 0:
        return mean, between + within
    found = min(sd**2, dersimonian_laird(estimate, variance))
    spread = (_BLEND * within + (count - 1) * found) / (_BLEND + count - 1)
    weight = 1.0 / (variance + spread)
    precision = 1.0 / between + weight.sum()
    return float((mean / between + (weight * estimate).sum()) / precision), float(1.0 / precision + spread)


def shrunk(estimate: np.ndarray, variance: np.ndarray, category: np.ndarray, mean: float, sd: float) -> tuple:
    """((N,) mean, (N,) sd, (N,) how many others of the category told). estimate NaN: nothing of its own; category:
    codes, below 0 for none."""
    means, sds, others = np.empty(len(estimate)), np.empty(len(estimate)), np.zeros(len(estimate), int)
    members = {code: np.flatnonzero(~np.isnan(estimate) & (category == code)) for code in np.unique(category[category >= 0])}
    nobody = np.empty(0, int)
    whole = {code: category_belief(estimate[told], variance[told], mean, sd) for code, told in (members | {-1: nobody}).items()}
    for i in range(len(estimate)):
        told = members.get(category[i], nobody)
        if np.isnan(estimate[i]):  # of no voice in its category: the whole of it speaks
            centre, spread = whole[category[i] if category[i] in members else -1]
        else:
            told = told[told != i]
            centre, spread = category_belief(estimate[told], variance[told], mean, sd)
        precision = 1.0 / spread + (0.0 if np.isnan(estimate[i]) else 1.0 / variance[i])
        means[i] = (centre / spread + (0.0 if np.isnan(estimate[i]) else estimate[i] / variance[i])) / precision
        sds[i], others[i] = precision**-0.5, len(told)
    return means, sds, others
