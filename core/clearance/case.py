"""One what-if: a stock, its demand, its fees and how far to look ahead. Given fees win; those left out (None) come from core.fees by date.

Case(…) checks itself and raises InputError; `Case.from_json(document, policy)` reads the case file of command-line.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

import numpy as np

from core.clearance.checks import a_day, a_number, bands, cohorts, inbound, known_keys, many, one_of, price_shares, season
from core.clearance.promotion import Promotion
from core.economics import net_margin
from core.fees.schedule import SHIPPED, RateBook

RESPONSES = ("exponential", "constant_elasticity")
LADDER = (0.7, 0.5, 0.3)  # shares of the list price in each third of the horizon: the classic 30/50/70 % off


@dataclass(frozen=True, kw_only=True)
class Case:
    """Shares are 0..1, money is in the marketplace's currency, weeks start on `as_of`. None is unknown or "from core.fees".

    list_price: today's price, the p0 of the demand curve; units_by_age: ((units, age_days or None), …);
    weekly_demand: units a week at list_price now, falling by weekly_decay each week, times season[week];
    elasticity: ε > 0; max_uplift: the most that a cut may multiply demand by. elasticity_sd, demand_sd: how sure that is, for
    intervals only. inbound: ((units, day it can be sold from), …). price_floor: no lower price is asked; dwell_weeks: a price stands
    that long before it may be changed; promotions: ways to sell more for a while, beside the price (promotion.py).
    """

    as_of: date
    list_price: float | None
    units_by_age: tuple[tuple[float, int | None], ...]
    weekly_demand: float | None
    # how demand moves
    elasticity: float
    response: str
    variance_to_mean: float
    weekly_decay: float
    season: tuple[float, ...] | None = None
    elasticity_sd: float = 0.0
    demand_sd: float = 0.0  # of the logarithm of the level
    max_uplift: float | None = None
    elasticity_source: str | None = None  # own | category | review: measured; told among the assumptions
    demand_factor: float = 1.0  # what a review taught of the level, already in weekly_demand; told among the assumptions
    demand_source: str | None = None  # "forecast": weekly_demand and season are the run's forecast; told among the assumptions
    # what may be done, and how far to look
    price_shares: tuple[float, ...]
    price_digits: int | None = None  # round prices to so many digits; None: not at all
    horizon_weeks: int
    discount_rate_year: float
    max_changes: int = 3
    change_cost: float = 0.0
    exit_cost: float = 0.0
    least_gain: float = 10.0  # what a step must bring to be worth the trouble
    inbound: tuple[tuple[float, date], ...] = ()
    price_floor: float | None = None
    dwell_weeks: int = 1
    promotions: tuple[Promotion, ...] = ()
    # the seller's own figures, per unit sold; landed_cost is sunk: break-even only
    ads: float
    coupon: float = 0.0
    returns: float = 0.0
    landed_cost: float | None = None
    liquidation_recovery_share: float
    liquidation_cash_days: float
    own_channel_value_share: float
    own_channel_freight: float = 0.0
    own_channel_cash_days: float = 0.0
    removal_days: int = 14
    removal_rounding: str = "prorate"
    # fees, where given
    referral_share: float | None = None
    referral_min: float = 0.0
    fulfilment: float | None = None
    fulfilment_offset: float = 0.0  # Amazon's own figure for this SKU over the rate table's; not where fulfilment is given
    referral_factor: float = 1.0  # the same as a factor, for what grows with price, volume and season; not where the fee is given
    storage_factor: float = 1.0
    utilisation_month: float | None = None  # Amazon's storage utilisation surcharge a unit and month, as last charged; None: not known
    surcharge_factor: float = 1.0
    storage_per_ft3_month: float | None = None
    surcharge_per_ft3_month: tuple[tuple[float, float], ...] | None = None
    surcharge_min_per_unit: tuple[tuple[float, float], ...] = ()
    exit_value: float | None = None  # best worth of a unit that leaves today
    remove_fee: float | None = None
    dispose_fee: float | None = None
    donate_fee: float | None = None
    book: RateBook = field(default=SHIPPED, repr=False)  # the rates that core.fees answers with
    # the item, for fees by date
    marketplace: str | None = None
    sku: str | None = None
    category: str | None = None
    product_class: str | None = None
    size_tier: str | None = None
    longest_in: float | None = None
    median_in: float | None = None
    shortest_in: float | None = None
    weight_lb: float | None = None
    unit_ft3: float | None = None

    def __post_init__(self):
        for name, (low, high) in LIMITS.items():
            self._set(name, a_number(name, getattr(self, name), low, high, empty=name in _MAY_BE_UNKNOWN))
        self._set("as_of", a_day("as_of", self.as_of))
        self._set("units_by_age", cohorts(self.units_by_age))
        self._set("price_shares", price_shares(self.price_shares))
        self._set("season", season(self.season, self.horizon_weeks))
        self._set("horizon_weeks", int(self.horizon_weeks))
        for name in ("max_changes", "dwell_weeks", "removal_days"):
            self._set(name, int(getattr(self, name)))
        self._set("inbound", inbound(self.inbound))
        self._set("promotions", tuple(Promotion.read(one) for one in many("promotions", self.promotions, empty=True)))
        self._set("price_digits", None if self.price_digits is None else int(self.price_digits))
        one_of("response", self.response, RESPONSES)
        one_of("removal_rounding", self.removal_rounding, ("prorate", "ceil"))
        for name in ("surcharge_per_ft3_month", "surcharge_min_per_unit"):
            self._set(name, bands(name, getattr(self, name)))

    def _set(self, name: str, value) -> None:
        object.__setattr__(self, name, value)

    @classmethod
    def from_json(cls, document: Mapping, policy: Mapping, known: "Case | None" = None) -> "Case":
        """The case file of command-line.md; what it leaves out is taken from a known case, else from `policy` (keys clearance.*).
        Raises InputError for a key we do not know, a missing one we cannot do without, or a value out of range."""
        names = tuple(each.name for each in fields(cls) if each.name not in ("book", "demand_source", "demand_factor", "elasticity_source"))
        known_keys(document, names, needed=() if known else ("as_of", "units_by_age"))
        if known is None:
            return cls(**(from_policy(policy) | {"list_price": None, "weekly_demand": None} | dict(document)))
        rest = {} if "weekly_demand" not in document else {"season": None, "weekly_decay": 0.0, "demand_source": None, "demand_factor": 1.0}
        return replace(known, **(rest | dict(document)))

    @property
    def units(self) -> float:
        """On hand now."""
        return sum(units for units, _ in self.units_by_age)

    @property
    def coming(self) -> tuple[tuple[float, int], ...]:
        """(units, days from now) of what comes in within the horizon, latest first; it counts from the week that begins then or after."""
        ahead = [(units, (day - self.as_of).days) for units, day in self.inbound]
        return tuple(
            sorted(((units, max(1, days)) for units, days in ahead if days <= 7 * (self.horizon_weeks - 1)), key=lambda one: -one[1])
        )

    @property
    def beta(self) -> float:
        """Discount factor of one week."""
        return 1.0 / (1.0 + self.discount_rate_year / 52.0)

    @property
    def shares(self) -> tuple[float, ...]:
        """Every share of the list price that an option needs, falling: the menu, today's price and the ladder's steps."""
        return tuple(sorted({*self.price_shares, 1.0, *LADDER}, reverse=True))

    @property
    def ages(self) -> np.ndarray:
        """Age in days of each cohort, youngest first: what comes in (below 0 until then), then what is on hand; NaN if unknown."""
        return np.array([*(-days for _, days in self.coming), *(age for _, age in self.units_by_age)], float)

    @property
    def own_value(self) -> float | None:
        """Worth now of a removed unit in the seller's own channel, its freight taken off, before the removal fee."""
        if self.own_channel_value_share == 0:
            return 0.0
        later = self.beta ** (self.own_channel_cash_days / 7.0)
        return None if self.list_price is None else self.own_channel_value_share * self.list_price * later - self.own_channel_freight

    def margin(self, prices, *, referral, fulfilment):
        """Net margin of a sale at each price with the seller's own figures, before what the unit cost. Arrays broadcast; NaN is unknown."""
        return net_margin(prices, referral=referral, fulfilment=fulfilment, ads=self.ads, coupon=self.coupon, returns=self.returns)

    def price(self, share: float) -> float:
        price = share * self.list_price
        return price if self.price_digits is None else max(10.0**-self.price_digits, round(price, self.price_digits))

    def prices(self) -> np.ndarray:
        """The price of each of `shares`, NaN if today's is unknown."""
        prices = np.array(self.shares) * (np.nan if self.list_price is None else self.list_price)
        return prices if self.price_digits is None else np.maximum(10.0**-self.price_digits, np.round(prices, self.price_digits))


def from_policy(policy: Mapping) -> dict:
    """The defaults of data/policy.toml as fields of a Case."""
    same = (
        "elasticity",
        "elasticity_sd",
        "demand_sd",
        "response",
        "variance_to_mean",
        "weekly_decay",
        "horizon_weeks",
        "discount_rate_year",
        "removal_rounding",
    )
    exits = (
        "liquidation_recovery_share",
        "liquidation_cash_days",
        "own_channel_value_share",
        "own_channel_freight",
        "own_channel_cash_days",
    )
    rules = ("max_changes", "dwell_weeks", "least_gain", "removal_days")
    taken = {name: policy[f"clearance.{name}"] for name in (*same, *exits, *rules)}
    grid = shares_down_to(policy["clearance.lowest_price_share"], policy["clearance.price_step"])
    return taken | {"ads": policy["clearance.ads_per_unit"], "price_shares": grid}


def shares_down_to(lowest: float, step: float) -> tuple[float, ...]:
    """1, 1 − step, … not below lowest."""
    count = int((1.0 - lowest) / step + 1e-9)
    return tuple(round(1.0 - step * i, 6) for i in range(count + 1))


LIMITS = {
    "list_price": (0.01, 1e7),
    "weekly_demand": (0, 1e7),
    "elasticity": (0, 20),
    "variance_to_mean": (1, 1000),
    "weekly_decay": (-1, 1),
    "elasticity_sd": (0, 10),
    "demand_sd": (0, 3),
    "max_uplift": (1, 1e6),
    "price_digits": (0, 4),
    "horizon_weeks": (1, 520),
    "discount_rate_year": (0, 10),
    "max_changes": (0, 20),
    "change_cost": (0, 1e9),
    "exit_cost": (0, 1e9),
    "least_gain": (0, 1e9),
    "price_floor": (0, 1e7),
    "dwell_weeks": (1, 52),
    "ads": (0, 1e7),
    "coupon": (0, 1e7),
    "returns": (0, 1e7),
    "landed_cost": (0, 1e7),
    "liquidation_recovery_share": (0, 1),
    "liquidation_cash_days": (0, 3650),
    "own_channel_value_share": (0, 10),
    "own_channel_freight": (0, 1e7),
    "own_channel_cash_days": (0, 3650),
    "removal_days": (0, 365),
    "referral_share": (0, 1),
    "referral_min": (0, 1e7),
    "fulfilment": (0, 1e7),
    "fulfilment_offset": (-1e4, 1e4),
    "referral_factor": (0, 100),
    "storage_factor": (0, 100),
    "utilisation_month": (0, 1e5),
    "surcharge_factor": (0, 100),
    "storage_per_ft3_month": (0, 1e7),
    "exit_value": (-1e7, 1e7),
    "remove_fee": (0, 1e7),
    "dispose_fee": (0, 1e7),
    "donate_fee": (0, 1e7),
    "longest_in": (0, 1e4),
    "median_in": (0, 1e4),
    "shortest_in": (0, 1e4),
    "weight_lb": (0, 1e5),
    "unit_ft3": (0, 1e5),
}
_MAY_BE_UNKNOWN = {
    *("list_price", "weekly_demand", "max_uplift", "price_digits", "landed_cost", "referral_share", "fulfilment", "storage_per_ft3_month"),
    *(
        "exit_value",
        "remove_fee",
        "dispose_fee",
        "donate_fee",
        "price_floor",
        "longest_in",
        "median_in",
        "shortest_in",
        "weight_lb",
        "unit_ft3",
        "utilisation_month",
    ),
}
