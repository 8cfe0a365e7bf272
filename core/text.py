"""t("key", lang): the only place where a sentence is made.

Catalogues: data/text/<lang>/<room>.toml; nested tables join with dots, so `[why] overstock` in risk.toml is `risk.why.overstock`.
`{python}` in a sentence is the interpreter as this machine's seller types it.
Promise: an unknown key or a missing fact raises; a screen never shows a raw key. Both languages hold the same keys (a test keeps it).
"""

import sys
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from pandas import isna

from core.errors import ShelflifeError

LANGUAGES = {"en": "English", "zh": "中文"}
UNKNOWN = "–"
_LOCALES = {"en": "en_US", "zh": "zh_CN"}
_WHOLE_FROM = 100
_COMPACT_FROM = {"en": 10_000, "zh": 10_000}
_UNITS = {"en": [(1e9, "B"), (1e6, "M"), (1e3, "K")], "zh": [(1e8, "亿"), (1e4, "万")]}
# the ending of a fact's name says how it is worded
_DAYS = ("_on", "_sale", "_day")
_MONEY = ("money", "value", "value_limit")
_SHARES = ("share", "fall", "decay")
_PROJECT = Path(__file__).parents[1]
_ROOMS = _PROJECT / "data" / "text"
_POLICY = _PROJECT / "data" / "policy.toml"


@cache
def catalogue(lang: str) -> dict[str, str]:
    """All keys of one language, e.g. {"risk.title": "Risk matrix"}."""
    words = {}
    for room in sorted((_ROOMS / lang).glob("*.toml")):
        words |= _flat(room.stem, tomllib.loads(room.read_text(encoding="utf-8")))
    spelled = python(Path(sys.executable))
    return {key: sentence.replace("{python}", spelled) for key, sentence in words.items()} | _policy_words(lang)


def python(executable: Path) -> str:
    """That interpreter as typed in the project's folder: .venv/bin/python as `make run` leaves it; of another place: python."""
    return str(executable.relative_to(_PROJECT)) if executable.is_relative_to(_PROJECT) else "python"


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


def money(amount: float | None, currency: str | None, lang: str, compact: bool = False) -> str:
    """An amount in its currency: $1,234.50 · US$1,234.50; compact: $169.5K · US$17.0万. Unknown amount: –."""
    if _unknown(amount):
        return UNKNOWN
    if currency is None or _unknown(currency):
        return number(amount, lang, 2)
    if compact and abs(amount) >= _COMPACT_FROM[lang]:
        return _compact(amount, currency, lang)
    if compact and abs(amount) >= _WHOLE_FROM:
        return format_currency(amount, currency, "¤#,##0", locale=_LOCALES[lang], currency_digits=False)
    return format_currency(amount, currency, locale=_LOCALES[lang])


def _compact(amount: float, currency: str, lang: str) -> str:
    """Babel drops a digit of compact Chinese amounts, so the unit is put by hand."""
    size, unit = next((size, unit) for size, unit in _UNITS[lang] if abs(amount) >= size)
    scaled = amount / size
    pattern = "¤#,##0.0" if abs(scaled) < 1000 else "¤#,##0"
    return format_currency(scaled, currency, pattern, locale=_LOCALES[lang], currency_digits=False) + unit


def number(amount: float | None, lang: str, digits: int = 0) -> str:
    """1,234 or 1,234.5; unknown: –."""
    if _unknown(amount):
        return UNKNOWN
    return format_decimal(round(float(amount), digits), format="#,##0" + ("." + "0" * digits if digits else ""), locale=_LOCALES[lang])


def percent(share: float | None, lang: str, digits: int = 0) -> str:
    """0.25 → 25%, 0.123 → 12.3% with a digit, as tables and charts write it; unknown: –. The share stays a share everywhere else."""
    if _unknown(share):
        return UNKNOWN
    return format_decimal(round(float(share) * 100, digits), format="#,##0." + "#" * digits, locale=_LOCALES[lang]) + "%"


def joined(sentences: Iterable[str], lang: str) -> str:
    """Sentences in a row; Chinese has no space between them."""
    return ("" if lang == "zh" else " ").join(sentences)


def day(when: date | None, lang: str) -> str:
    """21 Nov 2026 · 2026年11月21日; unknown: –."""
    return UNKNOWN if _unknown(when) else format_date(when, "y年M月d日" if lang == "zh" else "d MMM y", locale=_LOCALES[lang])


def cover(days: float | None, lang: str) -> str:
    """Days of cover; beyond 999 the figure says nothing more: 999+."""
    return "999+" if not _unknown(days) and days > 999 else number(days, lang)


def _unknown(value) -> bool:
    """None, NaN, NaT and NA are unknown."""
    return bool(isna(value))


def why(rule: str, facts: dict, lang: str) -> str:
    """Why a rule fired, in numbers; without sales there is no cover to speak of."""
    key = f"risk.why.{rule}"
    unsold = f"{key}_unsold"
    key = unsold if _unknown(facts.get("cover_days", 0)) and has(unsold) else key
    return t(key, lang, **_worded(facts, lang))


def silent(rule: str, facts: dict, lang: str) -> str:
    """What would silence the rule."""
    return t(f"risk.silent.{rule}", lang, **_worded(facts, lang))


def _worded(facts: dict, lang: str) -> dict[str, str]:
    return {name: _fact(name, value, facts.get("currency"), lang) for name, value in facts.items()}


def _fact(name: str, value, currency: str | None, lang: str) -> str:
    """A fact as it stands in a sentence; its name says its unit."""
    if name.endswith(_DAYS) and isinstance(value, str):
        return day(date.fromisoformat(value[:10]), lang)
    if name.endswith(_MONEY):
        return money(value, currency, lang)
    if name.endswith(_SHARES):
        return percent(value, lang)
    if isinstance(value, str):
        return value
    if name == "cover_days":
        return cover(value, lang)
    return number(value, lang, _digits(value))


def _digits(value: float | None) -> int:
    """Whole numbers and large ones stand without decimals, small ones keep what is worth reading."""
    if _unknown(value) or abs(value) >= 10 or float(value).is_integer():
        return 0
    return 1 if abs(value) >= 0.1 else 2
