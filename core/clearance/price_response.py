"""How each SKU's weekly units answered to its price: Poisson pseudo-maximum likelihood with season and stock-outs taken into account.

    E units_t = exposure_t · season_t · exp(a + b·t − ε·log price_t)

exposure: share of the week with stock (a week out of stock for 4 days or more says nothing and is left out); season: what the other SKUs of
its category sold that week against their own usual week, price effects taken out, shrunk to the whole catalogue.
Standard error: the larger of Newey-West (4 weeks) and the Poisson one times the dispersion. PPML: Santos Silva & Tenreyro 2006.
Grain of every array: (N SKUs, T weeks), oldest week first. ε is positive: 1 % cheaper sells about ε % more.
"""

from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np
import pandas as pd

KEY = ["marketplace", "sku"]
LEAST_SEEN = 12  # weeks under which trend and price cannot be told apart
_OUT_DAYS = 4  # days out of stock from which a week says nothing, as in the forecast
_CARRIED = 4  # weeks without a price that keep the one before
_SHRINK = 20.0  # units a season effect is shrunk by: so many expected units count as much as the catalogue
_LUMPY = 0.2  # a SKU's own ups and downs, so that no single large one makes the season of its category
_LAG = 4
_UNSTABLE = 12.0  # an elasticity beyond this, either way, is a fit gone astray
_STEPS = 60
_SINGULAR = 1e12
_FOLLOWS = NormalDist().inv_cdf(0.975)  # one in forty prices that do not follow demand is warned of


@dataclass(frozen=True, kw_only=True, eq=False)
class Weeks:
    """keys: marketplace, sku, category, a row each; units, price: NaN before the first sale, price also where unknown; exposure: 0..1;
    known: weeks that say something about demand at a known price."""

    keys: pd.DataFrame
    units: np.ndarray
    price: np.ndarray
    exposure: np.ndarray

    @cached_property
    def known(self) -> np.ndarray:
        return ~np.isnan(self.units) & ~np.isnan(self.price) & (self.exposure > 0)

    @cached_property
    def usual(self) -> np.ndarray:
        """(N,) the middle one of each SKU's prices, the upper of two; NaN where none is known."""
        rising = np.sort(np.where(self.known, self.price, np.nan), axis=1)
        return np.take_along_axis(rising, self.known.sum(axis=1, keepdims=True) // 2, axis=1)[:, 0]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """elasticity, se; dispersion: variance of a week over its mean, never below 1; follows: the price reacts to demand."""

    elasticity: float
    se: float
    dispersion: float
    follows: bool


def weeks_of(rows: pd.DataFrame) -> Weeks:
    """rows: marketplace, sku, category, week, units, price, stockout_days; in any order, a row a week."""
    keys = rows.drop_duplicates(KEY)[[*KEY, "category"]].reset_index(drop=True)
    week = pd.DatetimeIndex(np.sort(pd.to_datetime(rows["week"]).unique()))
    at = (
        pd.MultiIndex.from_frame(keys[KEY]).get_indexer(pd.MultiIndex.from_frame(rows[KEY])),
        week.get_indexer(pd.to_datetime(rows["week"])),
    )
    units, price, out = (np.full((len(keys), len(week)), np.nan) for _ in range(3))
    units[at], price[at], out[at] = (pd.to_numeric(rows[name]).to_numpy(float) for name in ("units", "price", "stockout_days"))
    out = np.nan_to_num(out)
    price = pd.DataFrame(np.where(price > 0, price, np.nan)).ffill(axis=1, limit=_CARRIED).to_numpy()
    return Weeks(keys=keys, units=units, price=price, exposure=np.where(out < _OUT_DAYS, 1.0 - out / 7.0, 0.0))


def moves(weeks: Weeks, least: float) -> np.ndarray:
    """(N,) known weeks whose price was at least `least` away from the usual one."""
    away = np.abs(weeks.price / weeks.usual[:, None] - 1.0)
    return np.sum(weeks.known & (away >= least - 1e-9), axis=1)


def seasons(weeks: Weeks, elasticity: np.ndarray) -> np.ndarray:
    """(N, T) what each week sells against a usual one, from the other SKUs of the marketplace, by category. elasticity: (N,), to take the
    effect of their prices out."""
    known = weeks.known & (np.nansum(weeks.units, axis=1) > 0)[:, None]
    exponent = elasticity[:, None] * np.log(weeks.price / weeks.usual[:, None])
    units = np.where(known, weeks.units * np.exp(np.clip(exponent, -3, 3)), 0.0)
    exposure = np.where(known, weeks.exposure, 0.0)
    market, group = pd.factorize(weeks.keys["marketplace"])[0], category_codes(weeks.keys)
    group = np.where(group < 0, group.max(initial=0) + 1 + market, group)
    effect = np.ones_like(units)
    for _ in range(3):  # usual weeks from effects, effects from usual weeks: settled to about 1 % after three turns
        usual = units.sum(axis=1) / np.maximum((exposure * effect).sum(axis=1), 1e-9)
        weight = (1.0 / (1.0 + _LUMPY * usual))[:, None]
        sold, expected = weight * units, weight * usual[:, None] * exposure
        whole = (_others(sold, market) + _SHRINK) / (_others(expected, market) + _SHRINK)
        effect = (_others(sold, group) + _SHRINK * whole) / (_others(expected, group) + _SHRINK)
    return effect


def category_codes(keys: pd.DataFrame) -> np.ndarray:
    """(N,) number of each SKU's category within its marketplace; -1 where the category is not known."""
    pairs = zip(keys["marketplace"], keys["category"], strict=True)
    return pd.factorize(pd.Series([None if pd.isna(name) else f"{market}|{name}" for market, name in pairs], dtype=object))[0]


def _others(cells: np.ndarray, code: np.ndarray) -> np.ndarray:
    """(N, T) sums over the rows of the same code, less the row itself."""
    sums = np.zeros((code.max() + 1, cells.shape[1]))
    np.add.at(sums, code, cells)
    return sums[code] - cells


def fits(weeks: Weeks, season: np.ndarray, tried: np.ndarray) -> dict[int, Fit]:
    """PPML of the SKUs in the mask `tried`, by row; those without a stable answer are left out."""
    at = np.flatnonzero(tried & (weeks.known.sum(axis=1) >= LEAST_SEEN))
    known = weeks.known[at]
    units, exposure = np.where(known, weeks.units[at], 0.0), np.where(known, (weeks.exposure * season)[at], 0.0)
    price = np.log(np.where(known, weeks.price[at] / weeks.usual[at, None], 1.0))
    trend = np.broadcast_to(np.linspace(-1.0, 1.0, known.shape[1]), known.shape)
    design = np.stack([np.ones_like(price), trend, price], axis=2) * known[:, :, None]
    slopes, mean = _slopes(design, units, exposure)
    chance = (units - mean) ** 2 / np.maximum(mean, 1e-9)
    dispersion = np.maximum(1.0, chance.sum(axis=1) / (known.sum(axis=1) - design.shape[2]))
    se = _standard_error(design, units - mean, mean, dispersion)
    follows = _follows(price, (units - mean) / np.sqrt(np.maximum(mean, 1e-9)), known)
    stable = np.isfinite(se) & (np.abs(slopes[:, 2]) <= _UNSTABLE) & (units.sum(axis=1) > 0)
    return {
        int(at[i]): Fit(elasticity=-float(slopes[i, 2]), se=float(se[i]), dispersion=float(dispersion[i]), follows=bool(follows[i]))
        for i in np.flatnonzero(stable)
    }


def _slopes(design: np.ndarray, units: np.ndarray, exposure: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Newton's steps of all SKUs at once: (slopes (n, 3), expected units (n, T)). A library's fit, one SKU at a time, gives the same slopes
    (test_price_response.py) and takes a hundred times as long."""
    slopes = np.zeros((len(units), design.shape[2]))
    slopes[:, 0] = np.log(np.maximum(units.sum(axis=1), 1e-9) / np.maximum(exposure.sum(axis=1), 1e-9))
    for _ in range(_STEPS):
        mean = exposure * np.exp(np.clip(np.einsum("ntk,nk->nt", design, slopes), -30, 30))
        step = _solved(_information(design, mean), np.einsum("ntk,nt->nk", design, units - mean))
        slopes += np.clip(step, -1.0, 1.0)
        if np.abs(step).max(initial=0.0) < 1e-10:
            break
    return slopes, exposure * np.exp(np.clip(np.einsum("ntk,nk->nt", design, slopes), -30, 30))


def _information(design: np.ndarray, mean: np.ndarray) -> np.ndarray:
    return design.transpose(0, 2, 1) @ (design * mean[:, :, None])


def _solved(matrix: np.ndarray, vector: np.ndarray) -> np.ndarray:
    return (np.linalg.pinv(matrix, hermitian=True) @ vector[:, :, None])[:, :, 0]


def _standard_error(design: np.ndarray, residual: np.ndarray, mean: np.ndarray, dispersion: np.ndarray) -> np.ndarray:
    """(n,) of the price's slope; inf where price cannot be told from trend and level."""
    information = _information(design, mean)
    bread = np.linalg.pinv(information, hermitian=True)
    score = design * residual[:, :, None]
    meat = score.transpose(0, 2, 1) @ score
    for lag in range(1, min(_LAG, score.shape[1] - 1) + 1):
        step = score[:, lag:].transpose(0, 2, 1) @ score[:, :-lag]
        meat += (1.0 - lag / (_LAG + 1.0)) * (step + step.transpose(0, 2, 1))
    count = (design[:, :, 0] > 0).sum(axis=1)
    robust = (bread @ meat @ bread)[:, 2, 2] * count / (count - design.shape[2])
    return np.where(np.linalg.cond(information) < _SINGULAR, np.sqrt(np.maximum(robust, dispersion * bread[:, 2, 2])), np.inf)


def _follows(price: np.ndarray, residual: np.ndarray, known: np.ndarray) -> np.ndarray:
    """(n,) whether the price tends to go up after a good week and down after a bad one: then price and demand cannot be told apart."""
    pair = known[:, 1:] & known[:, :-1]
    steps, before = (_centred(cells, pair) for cells in (np.diff(price, axis=1), residual[:, :-1]))
    spread = np.sqrt((steps**2).sum(axis=1) * (before**2).sum(axis=1))
    together = np.divide((steps * before).sum(axis=1), spread, out=np.zeros(len(spread)), where=spread > 1e-9)
    return np.arctanh(np.minimum(together, 0.999999)) * np.sqrt(np.maximum(pair.sum(axis=1) - 3, 0)) > _FOLLOWS


def _centred(cells: np.ndarray, pair: np.ndarray) -> np.ndarray:
    return np.where(
        pair, cells - np.where(pair, cells, 0.0).sum(axis=1, keepdims=True) / np.maximum(pair.sum(axis=1, keepdims=True), 1), 0.0
    )
