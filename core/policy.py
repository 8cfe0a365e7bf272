"""Thresholds: the defaults of data/policy.toml with a seller's own values over them.

`policy["cover.overstock_days"]` is the value in force. Shares are 0..1, days are days, money is in the marketplace's currency.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.errors import InputError

_FILE = Path(__file__).parents[1] / "data" / "policy.toml"


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """One default: its value, unit, limits (or choices), and where it comes from. Name and reason: text keys policy.<key>.name, .reason."""

    key: str
    value: float | str
    unit: str
    source: str
    min: float | None = None
    max: float | None = None
    choices: tuple[str, ...] = ()

    def accept(self, value):
        """The value as it is stored. Raises InputError if it is no number, outside the limits, or not one of the choices."""
        if self.choices:
            return self._one_of(value)
        try:
            number = float(value)
        except (TypeError, ValueError) as error:
            raise InputError("threshold_no_number", key=self.key, value=value) from error
        if not self.min <= number <= self.max:
            raise InputError("threshold_outside", key=self.key, value=number, min=self.min, max=self.max)
        return number

    def _one_of(self, value: str) -> str:
        if value not in self.choices:
            raise InputError("threshold_no_choice", key=self.key, value=value, choices=", ".join(self.choices))
        return value


@cache
def thresholds() -> dict[str, Threshold]:
    """Every default by key, in the order of the file."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    words = ("name", "reason")
    facts = {key: {k: v for k, v in row.items() if k not in words} for key, row in table.items()}
    return {key: Threshold(key=key, **(row | {"choices": tuple(row.get("choices", ()))})) for key, row in facts.items()}


class Policy(Mapping):
    """The values in force: read-only, hashable by content."""

    def __init__(self, overrides: Mapping | None = None):
        known = thresholds()
        self.overrides = {key: known[key].accept(value) for key, value in (overrides or {}).items() if key in known}
        self._values = {key: threshold.value for key, threshold in known.items()} | self.overrides

    def __getitem__(self, key: str):
        return self._values[key]

    def __iter__(self):
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    def with_overrides(self, overrides: Mapping) -> "Policy":
        """The same policy with more of the seller's values. Raises InputError for a value outside its limits."""
        return Policy(self.overrides | dict(overrides))

    def params(self) -> dict:
        """The values by SQL parameter name: "cover.safe_days" → cover_safe_days."""
        return {key.replace(".", "_"): value for key, value in self._values.items()}


def of_run(run: Mapping) -> Policy:
    """Those a stored run was made with (its `policy`, also as JSON); a threshold that came after it takes its default."""
    kept = run["policy"]
    return Policy(json.loads(kept) if isinstance(kept, str) else kept)


def load() -> Policy:
    """The defaults alone."""
    return Policy()
