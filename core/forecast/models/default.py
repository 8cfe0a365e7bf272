"""The default strategy: what the run, the pages and every rule read."""

from dataclasses import dataclass

from core.forecast.models.ses import FittedPath, Ses
from core.forecast.panel import Panel

NAME = "default"


@dataclass(frozen=True)
class Default:
    """Stands in with simple smoothing until the pooled model lands."""

    name: str = NAME

    def fit(self, panel: Panel) -> FittedPath:
        return Ses(name=self.name).fit(panel)
