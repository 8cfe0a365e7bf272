"""t("key", lang): the only place where a sentence is made.

Catalogues: data/text/<lang>/<room>.toml; nested tables join with dots, so `[why] overstock` in risk.toml is `risk.why.overstock`.
Promise: an unknown key or a missing fact raises; a screen never shows a raw key. Both languages hold the same keys (a test keeps it).
"""

import tomllib
from functools import cache
from pathlib import Path

from core.errors import ShelflifeError

LANGUAGES = {"en": "English", "zh": "中文"}
_ROOMS = Path(__file__).parents[1] / "data" / "text"
_POLICY = Path(__file__).parents[1] / "data" / "policy.toml"


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All keys of one language, e.g. {"risk.title": "Risk matrix"}."""
    words = {}
    for room in sorted((_ROOMS / lang).glob("*.toml")):
        words |= _flat(room.stem, tomllib.loads(room.read_text(encoding="utf-8")))
    return words | _policy_words(lang)


def _policy_words(lang: str) -> dict[str, str]:
    thresholds = tomllib.loads(_POLICY.read_text(encoding="utf-8"))
    return {f"policy.{key}.{word}": row[word][lang] for key, row in thresholds.items() for word in ("name", "reason")}


def _flat(prefix: str, table: dict) -> dict[str, str]:
    words = {}
    for key, value in table.items():
        words |= _flat(f"{prefix}.{key}", value) if isinstance(value, dict) else {f"{prefix}.{key}": value}
    return words


def t(key: str, lang: str, **facts) -> str:
    """The sentence of `key` in `lang` ("en" or "zh") with its facts filled in. Raises KeyError for an unknown key or fact."""
    sentence = catalogue(lang)[key]
    return sentence.format(**facts) if facts else sentence


def has(key: str) -> bool:
    """Whether a sentence of that key exists."""
    return key in catalogue("en")


def say(error: ShelflifeError, lang: str) -> str:
    """An error in words: what was expected, what came, what to do."""
    return t(f"error.{error.code}", lang, **error.facts)
