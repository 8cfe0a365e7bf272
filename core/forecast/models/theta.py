"""Theta: half the trend of a straight line, half the smoothed level.

Source: Assimakopoulos, Nikolopoulos (2000), The theta model, International Journal of Forecasting 16."""

from core.forecast.models.library import Library

NAME = "theta"
_LEAST = 5  # weeks


def _make():
    from statsforecast.models import Theta

    return Theta(season_length=1)


MODEL = Library(NAME, _make, least=_LEAST)
