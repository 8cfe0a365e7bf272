"""Is it the market or the listing? What files from outside say about competitors, keywords and ads, joined with our own sales and stock."""

from core.market.ahead import lowered
from core.market.compute import compute

__all__ = ["compute", "lowered"]
