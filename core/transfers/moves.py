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
from core.transfers.network import FBA, Lane, Site
from core.transfers.pairs import blank, costed, pairs
from core.transfers.worth import capped, expecting, gain, lead_time_need, loss

LOTS = 8  # steps in which the units of one pair are tried
_DAYS = 7
_THREADS = 2  # the engine lets go of Python's lock
_HARDLY_ANY = 0.001  # units
_BOUGHT = ("launch", "growth", "maturity")  # stages in which a product is ordered again
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
    terms = _terms_by_node(cases, {i for i, *_ in priced} | {j for _, j, *_ in priced})
    known, no_terms = _valued(frame, priced, terms)
    values = _Values(frame=frame, cases=cases, terms=terms, sites=by_site, exchange=exchange, policy=policy)
    moves, losses, gains = values.of(known, lambda share: tell(0.5 + 0.5 * share))
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


@dataclass(frozen=True, kw_only=True, eq=False)
class _Values:
    """What losses and gains are computed from."""

    frame: pd.DataFrame
    cases: Sequence[Case | None]
    terms: Mapping[int, Terms]
    sites: Mapping[str, Site]
    exchange: Exchange
    policy: Mapping

    def of(self, known, tell: Callable[[float], None]) -> tuple[list[Move], dict, dict]:
        lots = _lots(self.frame, known)
        moves = [self._move(*pair, lots[self.frame.at[pair[0], "product"]]) for pair in known]
        moves = [move for move in moves if move.most]
        return moves, self._losses(moves), self._gains(moves, tell)

    def _move(self, i: int, j: int, lane: Lane, most: float, parts: dict, lot: float) -> Move:
        days = lane.lead_days + (int(self.cases[i].removal_days) if self.cases[i] else 0)
        return Move(
            source=i, dest=j, lane=lane, lot=lot, most=int(most / lot + 1e-9), unit_cost=sum(parts.values()), days=days, parts=parts
        )  # fmt: skip

    def _losses(self, moves: Sequence[Move]) -> dict:
        most = {i: max(move.most for move in moves if move.source == i) for i in {move.source for move in moves}}
        lots = {move.source: move.lot for move in moves}
        return {i: (lots[i], self._home(i, self._loss(i, lots[i] * np.arange(count + 1)))) for i, count in most.items()}

    def _loss(self, i: int, units: np.ndarray) -> np.ndarray:
        if self.cases[i]:
            return self._bought_again(i, loss(self.cases[i], self.terms[i], units), self._stock(i) - units[1:], units[1], 0.0)
        site, volume = self.sites[self.frame.at[i, "site"]], self.frame.at[i, "unit_ft3"]
        months = _OWN_WEEKS * 12.0 / 52.0
        kept = 0.0 if blank(site.storage_per_ft3_month) or blank(volume) else site.storage_per_ft3_month * float(volume) * months
        return -kept * units

    def _gains(self, moves: Sequence[Move], tell: Callable[[float], None]) -> dict:
        most: dict[tuple[int, int], int] = {}
        for move in moves:
            most[move.dest, move.days] = max(most.get((move.dest, move.days), 0), move.most)
        lots = {move.dest: move.lot for move in moves}
        asked = {key: expecting(self.cases[key[0]], lots[key[0]] * count, key[1]) for key, count in most.items()}
        terms = dict(zip(asked, (found for found, _ in terms_of(list(asked.values()))), strict=True))
        with ThreadPoolExecutor(_THREADS) as threads:
            found = threads.map(lambda key: self._gain(key, asked[key], terms[key], lots[key[0]] * np.arange(most[key] + 1)), asked)
            done = {}
            for key, worth in zip(asked, found, strict=True):
                done[key] = (lots[key[0]], self._home(key[0], worth))
                tell(len(done) / len(asked))
        return done

    def _gain(self, key: tuple[int, int], more: Case, terms: Terms, units: np.ndarray) -> np.ndarray:
        row, days = key
        worth = gain(self.cases[row], self.terms[row], (more, terms), -(-days // _DAYS), units)
        return self._bought_again(row, worth, self._stock(row) + units[:-1], units[1], days)

    def _stock(self, row: int) -> float:
        return float(self.frame.at[row, "on_hand"]) + float(np.nan_to_num(self.frame.at[row, "inbound"]))

    def _bought_again(self, row: int, worth: np.ndarray, stock: np.ndarray, lot: float, days: float) -> np.ndarray:
        """Where the product is still bought here: what comes after an order of today could be here is worth no more than the order."""
        cost, lead = self.frame.at[row, "landed_cost"], self.frame.at[row, "lead_time_days"]
        if blank(cost) or self.frame.at[row, "stage"] not in _BOUGHT:
            return worth
        lead = float(self.policy["lead_time.default_days"] if blank(lead) else lead)
        need = 0.0 if days >= lead else lead_time_need(self.cases[row], lead, self.policy["safety.service"])
        return capped(worth, stock, need, float(cost) * lot)

    def _home(self, row: int, amounts: np.ndarray) -> np.ndarray:
        return amounts * self.exchange.convert(1.0, self.frame.at[row, "currency"])


def _lots(frame: pd.DataFrame, known) -> dict[str, float]:
    """product → units in a step: whole cartons, at most LOTS steps for the largest of its pairs."""
    carton, most = {}, {}
    for i, _, lane, units, _ in known:
        product = frame.at[i, "product"]
        carton[product] = max(carton.get(product, 1.0), lane.lot_units)
        most[product] = max(most.get(product, 0.0), units)
    return {name: carton[name] * max(1.0, np.ceil(most[name] / LOTS / carton[name])) for name in most}


def _terms_by_node(cases: Sequence[Case | None], rows: set[int]) -> dict[int, Terms]:
    listed = sorted(row for row in rows if cases[row] is not None)
    return {row: terms for row, (terms, _) in zip(listed, terms_of([cases[row] for row in listed]), strict=True)}


def _valued(frame: pd.DataFrame, priced, terms: Mapping[int, Terms]) -> tuple[list, list[tuple]]:
    """(pairs of which both ends can be valued, rows of LEFT_OUT)."""
    known, left_out = [], []
    for pair in priced:
        reason = next((terms[end].unknown for end in pair[:2] if end in terms and terms[end].unknown), None)
        if reason:
            left_out.append((frame.at[pair[0], "product"], pair[2].from_site, pair[2].to_site, reason))
        else:
            known.append(pair)
    return known, left_out
