"""An alert in words: why, in numbers, and what would silence it."""

from collections.abc import Mapping

from core import text


def why(alert: Mapping, lang: str) -> str:
    """Why it fires; "–" where the run that knew is gone."""
    return text.why(alert["rule"], _facts(alert), lang) if alert["facts"] else text.UNKNOWN


def silent(alert: Mapping, lang: str) -> str:
    """What would silence it."""
    return text.silent(alert["rule"], _facts(alert), lang) if alert["facts"] else text.UNKNOWN


def _facts(alert: Mapping) -> dict:
    return {"currency": alert["currency"]} | alert["facts"]
