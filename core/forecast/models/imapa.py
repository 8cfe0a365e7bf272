"""Smoothing of sums over 1, 2, 3 … weeks, averaged.

Source: Petropoulos, Kourentzes (2015), Forecast combinations for intermittent demand, Journal of the Operational Research Society 66."""

from core.forecast.models.library import Library

NAME = "imapa"


def _make():
    from statsforecast.models import IMAPA

    return IMAPA()


MODEL = Library(NAME, _make)
