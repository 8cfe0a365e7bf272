"""The simulated buyer: stock that real demand met. One listing at a time, day by day from receipts to shipments.

He looks once a week, forecasts from what sold and from some idea of what will sell, orders in cartons when stock and orders together fall
under lead time and buffer, and waits a lead time that spreads. His mistakes (roles.toml) are orders too big, orders too late, or none.
Stock leaves first in, first out, as Amazon ages it. What is not there is not sold: demand during a stock-out is lost.
Promise: for every day start + receipts − shipments + returns + found − lost = end; the ages at any day add up to its end.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from catalogue import Role
from source import DAYS, FIRST_DAY

BUFFER_DAYS = 38
BATCH_DAYS = 32
CARTON = 6
_REVIEW_EVERY = 7
_RECEIVING_DAYS = 3
_WORKING_SHARE = 0.25


@dataclass
class Order:
    placed: int
    arrives: int
    units: int

    def stage(self, day: int) -> str:
        """Where Amazon shows it: working (being made), shipped, receiving."""
        if self.arrives - day <= _RECEIVING_DAYS:
            return "receiving"
        ready = self.placed + _WORKING_SHARE * (self.arrives - self.placed)
        return "working" if day < ready else "shipped"


@dataclass
class Story:
    """What happened to one listing. Arrays by day; lots: day → [(received day, units)] at the end of the day;
    promised: ordered, leaving the next day; served: line_id → units sold (0 = lost to a stock-out); orders: all that were placed."""

    receipts: np.ndarray = field(default_factory=lambda: np.zeros(DAYS, int))
    shipped: np.ndarray = field(default_factory=lambda: np.zeros(DAYS, int))
    returned: np.ndarray = field(default_factory=lambda: np.zeros(DAYS, int))
    unsellable: np.ndarray = field(default_factory=lambda: np.zeros(DAYS, int))
    found: np.ndarray = field(default_factory=lambda: np.zeros(DAYS, int))
    lost: np.ndarray = field(default_factory=lambda: np.zeros(DAYS, int))
    promised: np.ndarray = field(default_factory=lambda: np.zeros(DAYS, int))
    start: np.ndarray = field(default_factory=lambda: np.zeros(DAYS, int))
    end: np.ndarray = field(default_factory=lambda: np.zeros(DAYS, int))
    lots: list = field(default_factory=list)
    served: dict = field(default_factory=dict)
    orders: list = field(default_factory=list)

    def inbound(self, day: int) -> dict:
        """Units on the way at the end of a day: {working, shipped, receiving}."""
        units = {"working": 0, "shipped": 0, "receiving": 0}
        for order in self.orders:
            if order.placed <= day < order.arrives:
                units[order.stage(day)] += order.units
        return units

    def ages(self, day: int) -> list[tuple[int, int]]:
        """(age in days, units) at the end of a day, oldest first."""
        return [(day - received, units) for received, units in self.lots[day]]


def day_of(when: date) -> int:
    return (pd.Timestamp(when) - FIRST_DAY).days


def live_through(role: Role, lines: pd.DataFrame, lead_days: int, seed: int) -> Story:
    """lines: this listing's real demand (line_id, day, units, cancelled, is_late), in order of time."""
    return _Life(role, lines, lead_days, np.random.default_rng(seed)).run()


class _Life:
    """The state of one simulation; `run` gives the story."""

    def __init__(self, role: Role, lines: pd.DataFrame, lead_days: int, rng: np.random.Generator):
        self.role, self.lead_days, self.rng = role, lead_days, rng
        self.story = Story()
        self.lots: deque[list[int]] = deque()
        wanted = lines[~lines["cancelled"]]
        self.by_day = defaultdict(list)
        for line in wanted[["day", "line_id", "units", "is_late"]].itertuples():
            self.by_day[line.day].append(line)
        self.demand = np.bincount(wanted["day"], wanted["units"], minlength=DAYS)
        self.first_day = int(lines["day"].min())
        self.is_new = self.first_day > 60
        self.review_on = int(rng.integers(_REVIEW_EVERY))
        self.coming_back: dict[int, list[bool]] = {}
        self.mood = 1.0
        self.promised = self.missing = 0

    def run(self) -> Story:
        self._open()
        for day in range(DAYS):
            self.story.start[day] = self.on_hand()
            self._ship(self.promised, day)
            self._receive(day)
            self._sell(day)
            self._take_back(day)
            self._count(day)
            self._buy(day)
            self.story.end[day] = self.on_hand()
            self.story.lots.append([tuple(lot) for lot in self.lots])
        return self.story

    def on_hand(self) -> int:
        return sum(units for _, units in self.lots)

    def _open(self) -> None:
        """Stock before the data begin: as the role says, else one to two months of it, received in two lots."""
        if self.is_new:
            self._place(max(0, self.first_day - self.lead_days), self._launch_units(), arrives=self.first_day - 2)
        elif self.role.opening:
            for received, units in self.role.opening:
                self.lots.append([day_of(received), units])
        else:
            self._ordinary_opening()

    def _launch_units(self) -> int:
        first_month = self.demand[self.first_day : self.first_day + 28].sum() / min(28, DAYS - self.first_day)
        return _cartons(first_month * (self.role.launch or 75))

    def _ordinary_opening(self) -> None:
        rate = max(self.demand[:56].mean(), 0.15)
        for days, old in ((20, int(self.rng.integers(50, 80))), (28, int(self.rng.integers(8, 40)))):
            self.lots.append([-old, max(CARTON, round(rate * days))])
        self._place(-self.lead_days // 2, _cartons(rate * BATCH_DAYS), arrives=int(self.rng.integers(6, 24)))

    def _receive(self, day: int) -> None:
        for order in self.story.orders:
            if order.arrives == day:
                self.lots.append([day, order.units])
                self.story.receipts[day] += order.units

    def _sell(self, day: int) -> None:
        """Orders before the cut-off leave the same day; later ones are promised and leave the next."""
        self.promised = 0
        for line in self.by_day[day]:
            units = min(line.units, self.on_hand() - self.promised)
            self.story.served[line.line_id] = units
            if line.is_late:
                self.promised += units
            else:
                self._ship(units, day)
        self.story.promised[day] = self.promised

    def _ship(self, units: int, day: int) -> None:
        self._take(units)
        self.story.shipped[day] += units
        self._maybe_comes_back(day, units)

    def _maybe_comes_back(self, day: int, units: int) -> None:
        if units and self.rng.random() < 0.03:
            back = day + int(self.rng.integers(10, 26))
            self.coming_back.setdefault(back, []).append(bool(self.rng.random() < 0.7))

    def _take_back(self, day: int) -> None:
        for is_good in self.coming_back.get(day, []):
            if is_good:
                self.lots.append([day, 1])
                self.story.returned[day] += 1
            else:
                self.story.unsellable[day] += 1

    def _count(self, day: int) -> None:
        """Now and then the warehouse loses a unit, and finds one."""
        if self.on_hand() > 20 + self.promised and self.rng.random() < 0.004:
            self._take(1)
            self.story.lost[day] = 1
            self.missing += 1
        elif self.missing and self.rng.random() < 0.01:
            self.lots.append([day, 1])
            self.story.found[day] = 1
            self.missing -= 1

    def _take(self, units: int) -> None:
        while units > 0:
            taken = min(units, self.lots[0][1])
            self.lots[0][1] -= taken
            units -= taken
            if self.lots[0][1] == 0:
                self.lots.popleft()

    def _buy(self, day: int) -> None:
        for buy in self.role.buys:
            if day_of(buy["on"]) == day:
                self._place(day, buy.get("units") or _cartons(self._sold_lately(day) * buy["cover"]))
        if self._may_order(day):
            self._reorder(day)

    def _may_order(self, day: int) -> bool:
        has_stopped = self.role.stops_on is not None and day >= day_of(self.role.stops_on)
        return not has_stopped and day >= self.first_day and day % _REVIEW_EVERY == self.review_on

    def _reorder(self, day: int) -> None:
        rate = self._forecast(day)
        position = self.on_hand() + sum(order.units for order in self.story.orders if order.arrives > day)
        low = rate * (self.lead_days + BUFFER_DAYS)
        if position < low:
            self._place(day, _cartons(low + rate * BATCH_DAYS - position))

    def _forecast(self, day: int) -> float:
        """Units a day: half of what sold lately, half of what will sell (he knows his seasons), and his mood, which wanders."""
        self.mood = float(np.clip(self.mood * self.rng.lognormal(0, 0.05), 0.85, 1.15))
        ahead = self.demand[day + 1 : day + 1 + self.lead_days + BUFFER_DAYS]
        lately = self._sold_lately(day)
        missing = self.lead_days + BUFFER_DAYS - len(ahead)
        to_come = (ahead.sum() + missing * lately) / (self.lead_days + BUFFER_DAYS)
        return max(0.08, self.mood * (0.45 * lately + 0.55 * to_come))

    def _sold_lately(self, day: int) -> float:
        since = max(self.first_day, day - 41)
        return float(self.demand[since : day + 1].mean()) if day >= since else 0.0

    def _place(self, day: int, units: int, arrives: int | None = None) -> None:
        if units > 0:
            arrives = day + self._lead(day) if arrives is None else arrives
            self.story.orders.append(Order(day, max(arrives, day + 1), units))

    def _lead(self, day: int) -> int:
        usual = self.lead_days * self.rng.lognormal(0, 0.12)
        late = self.role.late["days"] if self.role.late and day >= day_of(self.role.late["on"]) else 0
        return round(usual) + late


def _cartons(units: float) -> int:
    return int(np.ceil(units / CARTON)) * CARTON
