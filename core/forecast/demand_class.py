"""How a series sells: every week or now and then, in even or in uneven amounts.

ADI = weeks known / weeks with a sale; CV² = (standard deviation / mean)² of the weeks with a sale. Limits 1.32 and 0.49:

                 CV² < .49      CV² ≥ .49
    ADI < 1.32   smooth         erratic
    ADI ≥ 1.32   intermittent   lumpy

Source: Syntetos, Boylan, Croston (2005), On the categorization of demand patterns, Journal of the Operational Research Society 56.
"""

import numpy as np

CLASSES = ("smooth", "intermittent", "erratic", "lumpy")
_ADI, _CV2 = 1.32, 0.49


def demand_class(units: np.ndarray) -> np.ndarray:
    """(N,) one of CLASSES for (N, T) units; None for a series that never sold."""
    sold = np.nan_to_num(units) > 0
    count = np.maximum(sold.sum(axis=1), 1)
    size = np.where(sold, units, 0.0)
    mean = size.sum(axis=1) / count
    variance = np.where(sold, (size - mean[:, None]) ** 2, 0.0).sum(axis=1) / count
    rare = (~np.isnan(units)).sum(axis=1) / count >= _ADI
    uneven = variance >= _CV2 * mean**2
    found = np.array(CLASSES, dtype=object)[rare * 1 + uneven * 2]
    return np.where(sold.any(axis=1), found, None)
