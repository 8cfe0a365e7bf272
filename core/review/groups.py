"""By what SKUs are put together: what reports say of them, and what sellers write into the SKU itself.

>>> size("JNE3781-KR-XXXL"), size("TB-100")
('3XL', None)
"""

import re

_SIZE = re.compile(r"^(X{0,5}S|M|X{0,6}L|[2-9]X[SL]|FREE|ONE ?SIZE)$", re.IGNORECASE)
_SPLIT = re.compile(r"[-_/. ]+")
BY = ("sku", "category", "size", "brand", "marketplace", "total")


def size(sku: str) -> str | None:
    """The size that stands in a SKU as a part of its own, the last one if there are several; None where there is none."""
    found = [part.upper() for part in _SPLIT.split(sku) if _SIZE.match(part)]
    return _short(found[-1]) if found else None


def _short(name: str) -> str:
    """3XL, whether written so or as XXXL."""
    many = len(name) - len(name.lstrip("X"))
    return f"{many}X{name[-1]}" if many > 2 else name
