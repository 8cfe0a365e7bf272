"""Moving average: the mean of the last eight weeks."""

from core.forecast.models.library import Library

NAME = "ma"
_WINDOW = 8  # weeks


def _make():
    from statsforecast.models import WindowAverage

    return WindowAverage(window_size=_WINDOW)


MODEL = Library(NAME, _make, least=_WINDOW)
