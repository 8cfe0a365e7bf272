"""Which stocks could send to which, and what the way of one unit costs: removal or picking, freight, duty and tax, placement.

Pairs of which the sender lasts longer than the receiver, and the receiver has room. Money in the currency of totals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from core.clearance.build import demand as expected_demand
from core.clearance.case import Case
from core.currency import Exchange
from core.errors import InputError
from core.fees.inbound_placement import inbound_placement
from core.fees.removal import removal
from core.fees.schedule import RateBook
from core.transfers.network import FBA, Lane, Site

_ITEM = ("marketplace", "category", "size_tier", "longest_in", "median_in", "shortest_in", "weight_lb", "unit_ft3")
_PLACEMENT = "minimal_splits"


def pairs(frame: pd.DataFrame, cases: Sequence[Case | None], lanes: Sequence[Lane]) -> list[tuple[int, int, Lane, float]]:
    """(source, dest, lane, most units) where the source lasts longer than the other end, which has room for more."""
    by_ends = {lane.key: lane for lane in lanes}
    lasts, room = _lasts(frame, cases), _room(frame, cases)
    site, own, units = frame["site"].to_numpy(), (frame["kind"] != FBA).to_numpy(), frame["on_hand"].fillna(0.0).to_numpy(float)
    found = []
    for rows in frame.groupby("product", sort=False).indices.values():
        for i in rows[units[rows] >= 1]:
            for j in rows[(site[rows] != site[i]) & ~own[rows]]:
                lane, most = by_ends.get((site[i], site[j])), min(units[i], room[j])
                if lane and lasts[i] > lasts[j] and most >= max(1.0, lane.least_units, lane.lot_units):
                    found.append((int(i), int(j), lane, float(most)))
    return found


def _lasts(frame: pd.DataFrame, cases: Sequence[Case | None]) -> np.ndarray:
    """(N,) weeks that on hand and inbound last at the mean demand; inf without demand."""
    stock = frame["on_hand"].fillna(0.0).to_numpy(float) + frame["inbound"].fillna(0.0).to_numpy(float)
    pace = np.array([_mean_demand(case) / case.horizon_weeks if case else 0.0 for case in cases])
    return np.divide(stock, pace, out=np.full(len(stock), np.inf), where=pace > 0)


def _room(frame: pd.DataFrame, cases: Sequence[Case | None]) -> np.ndarray:
    """(N,) units that could at most be sold within the horizon beside what is there or on its way, two deviations over the mean."""
    stock = frame["on_hand"].fillna(0.0).to_numpy(float) + frame["inbound"].fillna(0.0).to_numpy(float)
    return np.maximum(0.0, np.array([_high_demand(case) if case else 0.0 for case in cases]) - stock)


def _mean_demand(case: Case) -> float:
    if case.weekly_demand is None:
        return 0.0
    return float(expected_demand(case)[:, case.shares.index(1.0)].sum())


def _high_demand(case: Case) -> float:
    mean = _mean_demand(case)
    return mean + 2.0 * float(np.sqrt(mean * case.variance_to_mean + (mean * case.demand_sd) ** 2))


def costed(frame: pd.DataFrame, found_pairs, by_site: Mapping[str, Site], on: date, exchange: Exchange, book: RateBook):
    """(pairs with the parts of their cost per unit, and the cost of a shipment, in the currency of totals, rows of LEFT_OUT)."""
    if not found_pairs:
        return [], []
    out = _taken_out(frame, [i for i, *_ in found_pairs], by_site, on, book)
    into = _put_in(frame, [j for _, j, *_ in found_pairs], on, book)
    rows, known, left_out = frame.to_dict("records"), [], []
    for (i, j, lane, most), leaving, entering in zip(found_pairs, out, into, strict=True):
        found = _parts((rows[i], rows[j]), lane, leaving, entering, exchange)
        if isinstance(found, str):
            left_out.append((rows[i]["product"], *lane.key, found))
        else:
            known.append((i, j, _at_home(lane, exchange), most, found))
    return known, left_out


def _at_home(lane: Lane, exchange: Exchange) -> Lane:
    """The lane with its money in the currency of totals."""
    money = {name: exchange.convert(getattr(lane, name), lane.currency) for name in ("freight_per_lb", "freight_per_unit", "shipment_cost")}
    return replace(lane, currency=exchange.home, **money)


def _parts(ends: tuple[Mapping, Mapping], lane: Lane, leaving, entering, exchange: Exchange) -> dict[str, float] | str:
    """removal, freight, duty, placement of one unit; or why one of them is unknown."""
    weight, cost = _first(ends, "weight_lb"), _first(ends, "landed_cost")
    share = lane.duty_share + lane.tax_share
    for reason, unknown in (
        (leaving[1], leaving[1] is not None), (entering[1], entering[1] is not None),
        ("weight_unknown", weight is None and lane.freight_per_lb > 0), ("cost_unknown", cost is None and share > 0),
    ):  # fmt: skip
        if unknown:
            return reason
    here = next((end["currency"] for end in ends if not blank(end["landed_cost"])), None)
    try:
        return {
            "removal": exchange.convert(leaving[0], ends[0]["currency"]),
            "freight": exchange.convert(lane.freight_per_unit + lane.freight_per_lb * (weight or 0.0), lane.currency),
            "duty": exchange.convert(share * cost, here) if share > 0 else 0.0,
            "placement": exchange.convert(entering[0], ends[1]["currency"]),
        }
    except InputError as error:
        return error.code


def blank(value) -> bool:
    return value is None or pd.isna(value)


def _first(ends: tuple[Mapping, Mapping], column: str) -> float | None:
    """What the first of both ends knows: the product is the same."""
    return next((float(end[column]) for end in ends if not blank(end[column])), None)


def _taken_out(frame: pd.DataFrame, rows: Sequence[int], by_site: Mapping[str, Site], on: date, book: RateBook) -> list[tuple]:
    """(charge of taking one unit out, reason where it is unknown) of each row: a removal at Amazon's, picking elsewhere."""
    asked = frame.loc[rows, [*_ITEM]].assign(on=pd.Timestamp(on)).reset_index(drop=True)
    charged = removal(asked, book=book)
    answers, names = [], frame["site"].to_numpy()
    for row, charge, reason in zip(rows, charged["charge"], charged["reason"], strict=True):
        site = by_site[names[row]]
        fee, why = (charge, reason) if site.kind == FBA else (site.pick_fee, "pick_fee_unknown")
        answers.append((float("nan"), why or "no_rate_in_force") if blank(fee) else (float(fee), None))
    return answers


def _put_in(frame: pd.DataFrame, rows: Sequence[int], on: date, book: RateBook) -> list[tuple]:
    """(inbound placement of one unit, reason) of each row; a marketplace without such a schedule does not charge it."""
    asked = frame.loc[rows, [*_ITEM]].assign(on=pd.Timestamp(on), placement=_PLACEMENT).reset_index(drop=True)
    listed = {name for name in set(asked["marketplace"]) if book.table("inbound_placement", name) is not None}
    charged = inbound_placement(asked, book=book)
    told = zip(asked["marketplace"], charged["charge"], charged["reason"], strict=True)
    return [(0.0, None) if name not in listed else (charge, reason if blank(charge) else None) for name, charge, reason in told]
