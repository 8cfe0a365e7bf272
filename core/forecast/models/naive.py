"""The last week again and again: what every other model has to beat."""

from core.forecast.models.library import Library

NAME = "naive"


def _make():
    from statsforecast.models import Naive

    return Naive()


MODEL = Library(NAME, _make)
