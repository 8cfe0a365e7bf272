"""Every move that could pay: a product at one site that another site of it could sell, with what each further lot loses, gains and costs.

One table of lots (MOVES) and, per stock, steps of loss and gain: plan.py chooses among them. Money in the currency of totals (`Exchange`),
because a move's loss, cost and gain may each be in another; where a rate is missing, a fee or a weight unknown, the pair is named in
`left_out` with its reason and the others go on.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from core.clearance.build import terms_of
from core.clearance.case import Case
from core.clearance.screen import cases_of
from core.clearance.terms import Terms
from core.currency import Exchange
from core.fees.schedule import RateBook
from core.transfers.buying import Buying, buying
from core.transfers.network import FBA, Lane, Site
from core.transfers.pairs import blank, costed, pairs
from core.transfers.worth import capped, expecting, gain, loss, without

PRICES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)  # shares of today's price that clearing in place is tried at
LOTS = 8  # steps in which the units of one pair are tried
_DAYS = 7
_THREADS = 2  # the engine lets go of Python's lock
_HARDLY_ANY = 0.001  # units
_OWN_WEEKS = 26  # for which what lies at an own site goes on costing storage


@dataclass(frozen=True, kw_only=True)
class Move:
    """One product, one lane. lot: units in a step; most: steps; unit_cost: money per unit moved, all in; days: until it can be sold."""

    source: int  # place of the stock among Problem.nodes
    dest: int
    lane: Lane
    lot: float
    most: int
    unit_cost: float
    days: int
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """nodes: rows of nodes.sql (and of own sites); losses, gains: node → (lot, worth of 0, 1, … lots) in `currency`; left_out: source_sku,
    from, to, reason of pairs that cannot be valued."""

    nodes: pd.DataFrame
    moves: list[Move]
    losses: Mapping[int, tuple[float, np.ndarray]]
    gains: Mapping[tuple[int, int], tuple[float, np.ndarray]]  # by (dest, days)
    currency: str
    as_of: date
    left_out: pd.DataFrame
    cases: Sequence[Case | None] = ()


LEFT_OUT = ("product", "from", "to", "reason")


def problem(
    nodes: pd.DataFrame,
    cohorts: pd.DataFrame,
    network: tuple[Sequence[Site], Sequence[Lane]],
    on: date,
    policy: Mapping,
    *,
    money: tuple[Exchange, RateBook],
    demand: Mapping[str, float] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Problem:
    """nodes: a row a stock (ask.nodes); cohorts: columns of run_cohort; network: sites and lanes; policy: keys clearance.*; money: exchange
    rates and the rate book; demand: site → factor on its demand (a what-if); progress: told the share done."""
    tell, (sites, lanes), (exchange, book) = progress or (lambda share: None), network, money
    frame, by_site = nodes.reset_index(drop=True), {one.site: one for one in sites}
    cases = _cases(frame, cohorts, on, policy, book, demand or {})
    tell(0.1)
    priced, unknown = costed(frame, pairs(frame, cases, lanes), by_site, on, exchange, book)
    tell(0.2)
    possible = _moves(frame, cases, priced)
    terms = _terms(cases, possible)
    moves, no_terms = _valued(frame, possible, terms)
    tell(0.5)
    values = _Values(rows=frame.to_dict("records"), cases=cases, terms=terms, sites=by_site, exchange=exchange, policy=policy)
    losses, gains = values.losses(moves), values.gains(moves, lambda share: tell(0.5 + 0.5 * share))
    lost = pd.DataFrame([*unknown, *no_terms], columns=list(LEFT_OUT)).drop_duplicates(ignore_index=True)
    return Problem(nodes=frame, moves=moves, losses=losses, gains=gains, currency=exchange.home, as_of=on, left_out=lost, cases=cases)


def _cases(frame: pd.DataFrame, cohorts, on: date, policy: Mapping, book: RateBook, demand: Mapping[str, float]) -> list[Case | None]:
    """A case for every listing, None for own stock. The engine wants some stock to look at: an empty shelf has next to none."""
    listed = frame[frame["kind"] == FBA]
    found = cases_of(listed.assign(on_hand=listed["on_hand"].clip(lower=_HARDLY_ANY)), cohorts, on, policy, book)
    by_row = dict(zip(listed.index, found, strict=True))
    return [_scaled(by_row.get(i), demand.get(site, 1.0)) for i, site in zip(frame.index, frame["site"], strict=True)]


def _scaled(case: Case | None, factor: float) -> Case | None:
    known = case is not None and case.weekly_demand is not None and factor != 1.0
    return replace(case, weekly_demand=case.weekly_demand * factor) if known else case


def _moves(frame: pd.DataFrame, cases: Sequence[Case | None], priced) -> list[Move]:
    """Each pair as a move of whole cartons, in LOTS steps for the largest pair of its product, as far as its lane takes it."""
    product, carton, most = frame["product"].to_numpy(), {}, {}
    for i, _, lane, units, _ in priced:
        carton[product[i]] = max(carton.get(product[i], 1.0), lane.lot_units)
        most[product[i]] = max(most.get(product[i], 0.0), units if lane.most_units is None else min(units, lane.most_units))
    lots = {name: float(carton[name] * max(1.0, np.ceil(most[name] / LOTS / carton[name]))) for name in most}
    found = []
    for i, j, lane, units, parts in priced:
        lot, days = lots[product[i]], lane.lead_days + (int(cases[i].removal_days) if cases[i] else 0)
        if units >= lot:
            over = np.inf if lane.most_units is None else lane.most_units + lot  # a lot more, so that the limit of the lane is what binds
            steps = int(min(units, over) / lot + 1e-9)
            found.append(Move(source=i, dest=j, lane=lane, lot=lot, most=steps, unit_cost=sum(parts.values()), days=days, parts=parts))
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class _Stock:
    """terms of one listing as it is, `more` with the most units that may come, and by week the aged surcharge of these; None: none may."""

    terms: Terms
    more: Terms | None = None
    aging: np.ndarray | None = None


def _terms(cases: Sequence[Case | None], moves: Sequence[Move]) -> dict[int, _Stock]:
    """Of every listing that could send or receive; fees are asked once for all."""
    comes: dict[int, tuple[int, float]] = {}
    for move in moves:
        days, units = comes.get(move.dest, (move.days, 0.0))
        comes[move.dest] = min(days, move.days), max(units, move.lot * move.most)
    listed = sorted({row for move in moves for row in (move.source, move.dest) if cases[row] is not None})
    asked = {row: _few_prices(expecting(cases[row], comes[row][1], comes[row][0]) if row in comes else cases[row]) for row in listed}
    found = {row: terms for row, (terms, _) in zip(asked, terms_of(list(asked.values())), strict=True)}
    return {row: _stock_of(asked[row], terms, comes.get(row)) for row, terms in found.items()}


def _few_prices(case: Case) -> Case:
    return replace(case, price_shares=PRICES)


def _stock_of(case: Case, terms: Terms, comes: tuple[int, float] | None) -> _Stock:
    expected = [days for _, days in case.coming]
    if comes is None or max(1, comes[0]) not in expected:
        return _Stock(terms=terms)
    return _Stock(terms=without(case, terms, max(1, comes[0])), more=terms, aging=terms.surcharge[:, expected.index(max(1, comes[0]))])


def _valued(frame: pd.DataFrame, moves: Sequence[Move], terms: Mapping[int, _Stock]) -> tuple[list[Move], list[tuple]]:
    """(moves of which both ends can be valued, rows of LEFT_OUT)."""
    product, known, left_out = frame["product"].to_numpy(), [], []
    for move in moves:
        ends = [terms[end].terms.unknown for end in (move.source, move.dest) if end in terms]
        reason = next((why for why in ends if why), None)
        if reason:
            left_out.append((product[move.source], *move.lane.key, reason))
        elif terms[move.dest].more is not None:
            known.append(move)
    return known, left_out


@dataclass(frozen=True, kw_only=True, eq=False)
class _Values:
    """What losses and gains are computed from. rows: the stocks as records; known, few: what _buying and _few found."""

    rows: Sequence[Mapping]
    cases: Sequence[Case | None]
    terms: Mapping[int, _Stock]
    sites: Mapping[str, Site]
    exchange: Exchange
    policy: Mapping
    known: dict[tuple[int, float | None], Buying | None] = field(default_factory=dict)
    few: dict[int, Case] = field(default_factory=dict)

    def losses(self, moves: Sequence[Move]) -> dict[int, tuple[float, np.ndarray]]:
        most: dict[int, tuple[float, int]] = {}
        for move in moves:
            most[move.source] = move.lot, max(most.get(move.source, (0, 0))[1], move.most)
        with ThreadPoolExecutor(_THREADS) as threads:
            found = threads.map(lambda i: self._home(i, self._loss(i, most[i][0] * np.arange(most[i][1] + 1))), most)
            return {i: (most[i][0], worth) for i, worth in zip(most, found, strict=True)}

    def _loss(self, i: int, units: np.ndarray) -> np.ndarray:
        if self.cases[i]:
            worth = loss(self._few(i), self.terms[i].terms, units)
            return self._bought_again(i, worth, self._stock(i) - units[1:], units[1])
        site, volume = self.sites[self.rows[i]["site"]], self.rows[i]["unit_ft3"]
        months = _OWN_WEEKS * 12.0 / 52.0
        kept = 0.0 if blank(site.storage_per_ft3_month) or blank(volume) else site.storage_per_ft3_month * float(volume) * months
        return -kept * units

    def _few(self, i: int) -> Case:
        if i not in self.few:
            self.few[i] = _few_prices(self.cases[i])
        return self.few[i]

    def gains(self, moves: Sequence[Move], tell: Callable[[float], None]) -> dict[tuple[int, int], tuple[float, np.ndarray]]:
        """By receiving stock and days on the way."""
        most: dict[int, tuple[float, int]] = {}
        days: dict[int, set[int]] = {}
        for move in moves:
            most[move.dest] = move.lot, max(most.get(move.dest, (0, 0))[1], move.most)
            days.setdefault(move.dest, set()).add(move.days)
        done: dict[tuple[int, int], tuple[float, np.ndarray]] = {}
        with ThreadPoolExecutor(_THREADS) as threads:
            found = threads.map(lambda j: self._gain(j, sorted(days[j]), most[j][0] * np.arange(most[j][1] + 1)), most)
            for share, (j, by_days) in enumerate(zip(most, found, strict=True), 1):
                done |= {(j, when): (most[j][0], worth) for when, worth in by_days.items()}
                tell(share / len(most))
        return done

    def _gain(self, j: int, days: list[int], units: np.ndarray) -> dict[int, np.ndarray]:
        stock, there = self.terms[j], self._stock(j) + units[:-1]
        weeks = [-(-when // _DAYS) for when in days]
        worth = gain(
            self._few(j), stock.terms, stock.more, weeks, units,
            lambda curve, place, factor: self._bought_again(j, curve, there, units[1], (days[place], factor)),
        )  # fmt: skip
        return {when: self._home(j, one) for when, one in zip(days, worth, strict=True)}

    def _stock(self, row: int) -> float:
        inbound = self.rows[row]["inbound"]
        return float(self.rows[row]["on_hand"]) + (0.0 if blank(inbound) else float(inbound))

    def _bought_again(
        self, row: int, worth: np.ndarray, stock: np.ndarray, lot: float, when: tuple[float, float] = (0.0, 1.0)
    ) -> np.ndarray:
        """Where the product is still bought here: what comes after an order of today could be here is worth no more than the orders whose
        place it takes. stock: units without those of each step; when: days until the units are here, level of demand over its mean."""
        found, now, (days, factor) = self.terms[row], self._stock(row), when
        at = self._buying(row, factor if days else None)
        if at is None:
            return worth
        each = at.worth(found.terms, now, stock + lot / 2.0 - now, days, found.aging if days else None)
        return capped(worth, stock, at.short(now, days), each, lot)

    def _buying(self, row: int, factor: float | None) -> Buying | None:
        """How a listing is bought again, at a level of demand (None: in doubt); asked for each of its lanes."""
        if (row, factor) not in self.known:
            if factor is None:
                self.known[row, factor] = buying(self.rows[row], self._few(row), self.terms[row].terms, self.policy)
            else:
                usual = self._buying(row, None)
                self.known[row, factor] = usual and usual.at_level(factor)
        return self.known[row, factor]

    def _home(self, row: int, amounts: np.ndarray) -> np.ndarray:
        return amounts * self.exchange.convert(1.0, self.rows[row]["currency"])
