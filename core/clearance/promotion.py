"""Ways to sell more for a while beside asking a lower price: rows of the action menu.

coupon           sells as at price·(1 − discount)    fee: core.fees.coupon          discount within Amazon's limits
lightning_deal   the same, on one day of a week      fee: core.fees.deal            at least the least discount of the rates
best_deal        the same, on `days` of a week       fee: core.fees.deal            the same
outlet           the same, all week                  no fee                         ≥ 20 % off, ≥ 90 days in stock, > 10 units, 2 weeks,
                                                                                    then none for 60 days
ads              sells `uplift` times as much        per_unit for every extra sale
bundle           sells added_units more a week       in its margin

`uplift` multiplies demand while it runs, for being seen more. A week with it used is paid for as one coupon or deal of its own. What a deal
costs in a peak event is not public: it is counted at the ordinary fee, and assumptions.py says so.
Sources: data/fees/*/coupon.csv, deal.csv and outlet.csv.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from core.clearance.checks import a_day, a_number, known_keys, one_of

KINDS = ("coupon", "lightning_deal", "best_deal", "outlet", "ads", "bundle")
CUTS = KINDS[:4]
DEALS = KINDS[1:4]
_LIMITS = {
    "discount": (0, 0.95), "from_week": (0, 520), "to_week": (0, 520), "days": (1, 7), "uplift": (0.1, 20), "fixed": (0, 1e7),
    "sales_share": (0, 1), "per_unit": (0, 1e6), "added_units": (0, 1e6), "margin": (-1e6, 1e6),
}  # fmt: skip
_MAY_BE_UNKNOWN = ("to_week", "fixed", "sales_share", "margin")


@dataclass(frozen=True, kw_only=True)
class Promotion:
    """from_week … to_week: the weeks in which it may be used, both included (None: to the horizon). fixed: fee of a week with it,
    sales_share: of its sales; None: from core.fees. per_unit: cost of each extra sale (ads). added_units, margin: of a bundle, per unit
    of this SKU. last_ended: the day the last Outlet deal ended, None: long ago."""

    kind: str
    discount: float = 0.0
    from_week: int = 0
    to_week: int | None = None
    days: int = 7
    uplift: float = 1.0
    fixed: float | None = None
    sales_share: float | None = None
    per_unit: float = 0.0
    added_units: float = 0.0
    margin: float | None = None
    last_ended: date | None = None

    def __post_init__(self):
        one_of("promotions.kind", self.kind, KINDS)
        for name, (low, high) in _LIMITS.items():
            value = a_number(f"promotions.{name}", getattr(self, name), low, high, empty=name in _MAY_BE_UNKNOWN)
            object.__setattr__(
                self, name, int(value) if name in ("from_week", "days") or (name == "to_week" and value is not None) else value
            )
        if self.last_ended is not None:
            object.__setattr__(self, "last_ended", a_day("promotions.last_ended", self.last_ended))
        if self.kind == "lightning_deal":
            object.__setattr__(self, "days", 1)

    @classmethod
    def read(cls, row: "Mapping | Promotion") -> "Promotion":
        """Raises InputError for a key or a value that cannot be."""
        if isinstance(row, cls):
            return row
        known_keys(row, tuple(each.name for each in fields(cls)), needed=("kind",))
        return cls(**row)

    @property
    def name(self) -> str:
        """Kind and discount, to tell rows apart: coupon_20."""
        return f"{self.kind}_{round(100 * self.discount)}" if self.discount else self.kind
