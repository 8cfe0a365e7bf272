"""ARIMA with orders chosen by AICc, stepwise, without a season.

Source: Hyndman, Khandakar (2008), Automatic time series forecasting: the forecast package for R."""

from core.forecast.models.library import Library

NAME = "arima"
_LEAST = 10  # weeks


def _make():
    from statsforecast.models import AutoARIMA

    return AutoARIMA(season_length=1, max_p=3, max_q=3, approximation=True)


MODEL = Library(NAME, _make, least=_LEAST)
