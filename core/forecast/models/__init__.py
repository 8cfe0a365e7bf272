"""Every model of the race. A model is one file with a class of the shape below, and one line in MODELS.

class Model:
    name: str
    def fit(self, panel: Panel) -> Fitted
class Fitted:
    def predict(self, weeks: int, quantiles: Sequence[float]) -> Outlook

Libraries are imported when a model is fitted, not before.
"""

from core.forecast.models import arima, croston_sba, ets, imapa, lightgbm, ma, naive, prophet, random_forest, seasonal_naive, theta, tsb
from core.forecast.models.default import Default
from core.forecast.models.ses import Ses
from core.forecast.models.ses_conformal import SesConformal

_OTHERS = (ets, arima, theta, croston_sba, tsb, imapa, random_forest, lightgbm)
_RACE = (Default(), prophet.MODEL, naive.MODEL, seasonal_naive.MODEL, ma.MODEL, Ses(), SesConformal(), *(file.MODEL for file in _OTHERS))
MODELS = {model.name: model for model in _RACE}
# seconds for thousands of series; the others take minutes
FAST = tuple(name for name in MODELS if name not in {"arima", "prophet", "random_forest"})
