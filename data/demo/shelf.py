"""What lay on Amazon's shelf on a day: the parts of a listing's stock, its ages, its sales so far. The stock reports are written from this.

Promise: available + fc_transfer + customer + processing = the story's end of that day; shipped units are sums of the story's days.
"""

from dataclasses import dataclass

import numpy as np
from buyer import Story
from source import DAYS

AGE_LAG = 3
_TRANSFER_SHARE = 0.03
_PROCESSING_SHARE = 0.01
_DISPOSED_ON = (89, 181, 273)


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Units of one listing at the end of a day. unfulfillable is apart; ages: (age in days, units) as of age_day."""

    available: int
    fc_transfer: int
    customer: int
    processing: int
    unfulfillable: int
    working: int
    shipped: int
    receiving: int
    age_day: int
    ages: list[tuple[int, int]]

    @property
    def reserved(self) -> int:
        return self.customer + self.processing

    @property
    def inbound(self) -> int:
        return self.working + self.shipped + self.receiving

    def aged(self, oldest_from: int, oldest_to: int | None = None) -> int:
        """Units of an age band, both ends included; None: open."""
        return sum(units for age, units in self.ages if age >= oldest_from and (oldest_to is None or age <= oldest_to))


def look(story: Story, day: int) -> Shelf:
    """The shelf at the end of a day of the demo (0 = the first)."""
    total, transit, customer = int(story.end[day]), int(transfers(story)[day]), int(story.promised[day])
    processing = int((total - transit - customer) * _PROCESSING_SHARE)
    return Shelf(
        available=total - transit - customer - processing,
        fc_transfer=transit,
        customer=customer,
        processing=processing,
        unfulfillable=int(unsellable_balance(story)[day]),
        age_day=day - AGE_LAG,
        ages=story.ages(day - AGE_LAG),
        **story.inbound(day),
    )


def transfers(story: Story) -> np.ndarray:
    """Units between centres by day: set anew on Sundays, never more than there are to move."""
    last_sunday = np.maximum((np.arange(DAYS) + 1) // 7 * 7 - 1, 0)
    planned = np.floor(story.end[last_sunday] * _TRANSFER_SHARE).astype(int)
    return np.minimum(planned, story.end - story.promised)


def unsellable_balance(story: Story) -> np.ndarray:
    """Damaged returns that wait for disposal: at the end of each quarter they go."""
    balance, left = np.zeros(DAYS, int), 0
    for day in range(DAYS):
        left = 0 if day in _DISPOSED_ON else left + int(story.unsellable[day])
        balance[day] = left
    return balance


def disposed(story: Story) -> np.ndarray:
    """Units disposed of by day."""
    balance = unsellable_balance(story)
    before = np.concatenate([[0], balance[:-1]])
    return np.where(np.isin(np.arange(DAYS), _DISPOSED_ON), before + story.unsellable, 0)


def sold(story: Story, day: int, days: int) -> int:
    """Units shipped in the last `days` days, `day` included."""
    return int(story.shipped[max(0, day - days + 1) : day + 1].sum())


def average_stock(story: Story, day: int, days: int) -> float:
    return float(story.end[max(0, day - days + 1) : day + 1].mean())


def first_seen(story: Story) -> int:
    """The first day with stock or something on the way; DAYS if never."""
    placed = min((max(order.placed, 0) for order in story.orders), default=DAYS)
    stocked = np.flatnonzero(story.end + story.receipts)
    return min(placed, int(stocked[0]) if len(stocked) else DAYS)
