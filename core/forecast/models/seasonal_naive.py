"""The same week of last year: what a model that claims to know the season has to beat. Needs a year."""

from core.forecast.models.library import Library

NAME = "seasonal_naive"
_YEAR = 52  # weeks


def _make():
    from statsforecast.models import SeasonalNaive

    return SeasonalNaive(season_length=_YEAR)


MODEL = Library(NAME, _make, least=_YEAR)
