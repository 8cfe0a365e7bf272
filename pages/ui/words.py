"""Words made fit for the page: amounts without false cents, and text that Markdown leaves alone."""

import re

from core import text

_EXACT_BELOW = 10


def plain(words: str) -> str:
    """Words that Markdown leaves alone."""
    return "".join(f"\\{sign}" if sign in r"\`*_[]<>#$:~|" else sign for sign in words)


def whole(amount: float | None, currency: str | None, lang: str, compact: bool = False) -> str:
    """An amount without cents from 10 up: $168, $43,764; compact: $44K, $4.2K. Unknown: –."""
    exact = amount is None or amount != amount or abs(amount) < _EXACT_BELOW
    words = text.money(amount if exact else round(amount), currency, lang, compact=compact)
    return words if exact else re.sub(r"\.0+(?=\D*$)", "", words)
