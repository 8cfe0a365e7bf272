"""Exponential smoothing with level and trend chosen by AICc; no season, since 52 weeks are too many states for it.

Source: Hyndman, Koehler, Ord, Snyder (2008), Forecasting with Exponential Smoothing."""

from core.forecast.models.library import Library

NAME = "ets"
_LEAST = 10  # weeks; under that it has more parameters than it can fit


def _make():
    from statsforecast.models import AutoETS

    return AutoETS(season_length=1)


MODEL = Library(NAME, _make, least=_LEAST)
