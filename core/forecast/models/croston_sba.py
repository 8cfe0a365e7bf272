"""Croston's method, bias taken out: smoothed size of a sale over the smoothed time between sales.

Source: Syntetos, Boylan (2005), The accuracy of intermittent demand estimates, International Journal of Forecasting 21."""

from core.forecast.models.library import Library

NAME = "croston_sba"


def _make():
    from statsforecast.models import CrostonSBA

    return CrostonSBA()


MODEL = Library(NAME, _make)
