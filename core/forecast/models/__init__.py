"""Every model of the race. A model is one file with a class of the shape below, and one line in MODELS.

class Model:
    name: str
    def fit(self, panel: Panel) -> Fitted
class Fitted:
    def predict(self, weeks: int, quantiles: Sequence[float]) -> Outlook

Libraries are imported when a model is fitted, not before.
"""

from core.forecast.models import arima, croston_sba, ets, imapa, ma, naive, seasonal_naive, theta, tsb
from core.forecast.models.default import Default
from core.forecast.models.ses import Ses
from core.forecast.models.ses_conformal import SesConformal

_RACE = (naive, seasonal_naive, ma, ets, arima, theta, croston_sba, tsb, imapa)
MODELS = {model.name: model for model in (Default(), Ses(), SesConformal(), *(file.MODEL for file in _RACE))}
# seconds for thousands of series; the others take a tenth of a second for each
FAST = tuple(name for name in MODELS if name not in {"arima", "prophet", "random_forest"})
