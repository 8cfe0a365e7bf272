"""Case → Terms: demand by week and price, margins, holding and exits in one place."""

from collections.abc import Sequence

import numpy as np

from core.clearance.case import Case
from core.clearance.offers import offers_of
from core.clearance.rates import Rates, rates_at, rates_for, rates_of
from core.clearance.terms import Terms

_OF_A_SALE = {"price", "demand", "referral", "fulfilment"}


def terms_of(cases: Sequence[Case]) -> list[tuple[Terms, frozenset]]:
    """The arrays of each case, and what its fees had to assume (codes); core.fees is asked once for all of them."""
    return [(_terms(case, rates), frozenset(rates.assumed)) for case, rates in zip(cases, rates_of(cases), strict=True)]


def terms_for(case: Case) -> tuple[Terms, frozenset]:
    """As terms_of, for one case whose fees are remembered while only its demand is changed."""
    rates = rates_for(case)
    return _terms(case, rates), frozenset(rates.assumed)


def terms_at(case: Case, shares: Sequence[float]) -> tuple[Case, Terms]:
    """The case at other shares of its list price, and its arrays."""
    other, rates = rates_at(case, shares)
    return other, _terms(other, rates)


def _terms(case: Case, rates: Rates) -> Terms:
    missing = dict(rates.missing) | _missing_of(case)
    exit_value = _best_exit(case, rates)
    if np.isnan(exit_value).any():
        missing["exit"] = next((rates.missing[door] for door in rates.exits if door in rates.missing), "exit_unknown")
    margin, expected = case.margin(case.prices(), referral=rates.referral, fulfilment=rates.fulfilment), demand(case)
    offers, refused = offers_of(case, margin, expected, uplift) if case.promotions and not _OF_A_SALE & missing.keys() else ((), {})
    coming = case.coming
    weeks = [*(-(-days // 7) for _, days in coming), *(0 for _ in case.units_by_age)]
    return Terms(
        units=case.units,
        prices=case.prices(),
        margin=margin,
        demand=expected,
        variance_to_mean=case.variance_to_mean,
        cohort_units=np.array([*(units for units, _ in coming), *(units for units, _ in case.units_by_age)]),
        cohort_week=np.array(weeks) if coming else None,
        open=_open(case),
        steps=None if case.dwell_weeks == 1 else np.arange(case.horizon_weeks) % case.dwell_weeks == 0,
        promotions=offers,
        refused=refused,
        storage=rates.storage,
        surcharge=rates.surcharge,
        exits={door: worth for door, worth in rates.exits.items() if door not in rates.missing},
        exit_value=exit_value,
        beta=case.beta,
        missing=missing,
    )


def _open(case: Case) -> np.ndarray | None:
    """(T, J) prices not under the floor, and today's; None: all."""
    if case.price_floor is None or case.list_price is None:
        return None
    prices = case.prices()
    return np.tile((prices >= case.price_floor - 1e-9) | (np.array(case.shares) == 1.0), (case.horizon_weeks, 1))


def _missing_of(case: Case) -> dict[str, str]:
    missing = {"price": "price_unknown"} if case.list_price is None else {}
    return missing | ({"demand": "demand_unknown"} if case.weekly_demand is None else {})


def _best_exit(case: Case, rates: Rates) -> np.ndarray:
    """(T + 1,) the exit value as given, else the best door of each week among those known; NaN where none is."""
    if case.exit_value is not None:
        return np.full(case.horizon_weeks + 1, case.exit_value)
    doors = np.vstack(list(rates.exits.values()))
    return np.where(np.isnan(doors).all(axis=0), np.nan, np.fmax.reduce(doors, axis=0))


def demand(case: Case) -> np.ndarray:
    """(T, J) mean units a week: base · (1 − decay)^t · season_t · response(p / p0), a cut's uplift capped at max_uplift."""
    weeks = np.arange(case.horizon_weeks)
    base = np.nan if case.weekly_demand is None else case.weekly_demand
    season = np.ones(len(weeks)) if case.season is None else np.array(case.season[: len(weeks)])
    return np.outer(base * (1.0 - case.weekly_decay) ** weeks * season, uplift(case, price_ratio(case)))


def price_ratio(case: Case) -> np.ndarray:
    """Each price over today's, after rounding to cents."""
    return np.array(case.shares) if case.list_price is None else case.prices() / case.list_price


def uplift(case: Case, ratio: np.ndarray, elasticity=None) -> np.ndarray:
    """Demand at p over demand at p0, at the case's elasticity or at others (broadcast). Exponential exp(ε(1 − p/p0)) promises less from
    deep cuts than constant elasticity (p/p0)^−ε: at 70 % off and ε = 2.62, ×6 against ×23."""
    slope = case.elasticity if elasticity is None else elasticity
    raw = np.exp(slope * (1.0 - ratio)) if case.response == "exponential" else ratio**-slope
    return raw if case.max_uplift is None else np.minimum(raw, np.maximum(1.0, case.max_uplift))
