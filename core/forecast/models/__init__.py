"""Every model of the race. A model is one file with a class of the shape below, and one line in MODELS.

class Model:
    name: str
    def fit(self, panel: Panel) -> Fitted
class Fitted:
    def predict(self, weeks: int, quantiles: Sequence[float]) -> Outlook
"""

from core.forecast.models.default import Default
from core.forecast.models.ses import Ses

MODELS = {model.name: model for model in (Default(), Ses())}
