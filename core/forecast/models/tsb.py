"""Teunter, Syntetos, Babai: smoothed size of a sale times the smoothed chance of one, so that demand may die out.

Source: Teunter, Syntetos, Babai (2011), Intermittent demand: linking forecasting to inventory obsolescence."""

from core.forecast.models.library import Library

NAME = "tsb"
_SMOOTHING = 0.1


def _make():
    from statsforecast.models import TSB

    return TSB(alpha_d=_SMOOTHING, alpha_p=_SMOOTHING)


MODEL = Library(NAME, _make)
