"""Headings compared as people mean them: full-width and half-width, any dash, any space, any case are one.

Amazon changes these from month to month and from language to language; see the notes in data/reports/headers.json.
"""

import hashlib
import re
import unicodedata

_DASHES = re.compile(r"[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]")
_GAPS = re.compile(r"[\s_\-]+")


def plain(heading: str) -> str:
    """`Sessions – Total ` → `sessions total`; `（子）ASIN` → `(子)asin`."""
    text = unicodedata.normalize("NFKC", heading).replace("\ufeff", "").strip().lower()
    return _GAPS.sub(" ", _DASHES.sub("-", text)).strip()


def header_key(headings: list[str]) -> str:
    """One key for one set of headings, whatever their order: what a remembered mapping hangs on."""
    return hashlib.sha256("\n".join(sorted(plain(heading) for heading in headings)).encode()).hexdigest()
