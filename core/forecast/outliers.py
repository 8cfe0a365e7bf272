"""Lone weeks far above all others of their series: held down for levels and features, and listed; never for what is to be foretold."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.forecast.panel import KEY, NO_OUTLIERS, Panel

_OUTLIER_TIMES = 6.0  # spreads above the usual week
_OUTLIER_LEAST_WEEKS = 8
_GIANT = 3.0  # times the cap: one order, not the first week of a season


def capped(panel: Panel) -> Panel:
    """Lone weeks held down to the series' median selling week + _OUTLIER_TIMES times what selling weeks stray from it; and their list.
    Lone: both neighbours are under the cap. A season is no outlier; whether the oldest or the newest week belongs to one, nobody knows, so
    the newest one is held down to _GIANT times the cap alone, until the next one tells."""
    units = panel.units
    sold = pd.DataFrame(np.where(units > 0, units, np.nan))
    usual = sold.median(axis=1)
    stray = sold.sub(usual, axis=0).abs().median(axis=1)
    cap = (usual + _OUTLIER_TIMES * np.maximum(stray, 0.5 * usual)).where(sold.count(axis=1) >= _OUTLIER_LEAST_WEEKS, np.inf).to_numpy()
    above = np.pad(np.nan_to_num(units) > cap[:, None], ((0, 0), (1, 1)))
    lone = above[:, 1:-1] & ~above[:, :-2] & ~above[:, 2:]
    held = np.repeat(cap[:, None], units.shape[1], axis=1)
    held[:, -1] *= _GIANT
    lone[:, 0] = False
    lone &= np.nan_to_num(units) > held
    row, column = np.nonzero(lone)
    if not len(row):
        return panel
    listed = panel.series[KEY].iloc[row].reset_index(drop=True)
    listed = listed.assign(week=panel.weeks[column], units=units[row, column], capped=held[row, column])
    return replace(panel, units=np.where(lone, held, units), outliers=listed)


def giants_held(units: np.ndarray, sold: np.ndarray) -> np.ndarray:
    """(N, T) as `sold`, but nothing above _GIANT times what it is held down to in `units`."""
    return np.minimum(sold, _GIANT * units)


def uncapped(panel: Panel) -> Panel:
    """The same panel with the units of its outliers as they were sold."""
    units, listed = panel.units.copy(), panel.outliers
    row = pd.MultiIndex.from_frame(panel.series[KEY]).get_indexer(pd.MultiIndex.from_frame(listed[KEY]))
    units[row, panel.weeks.get_indexer(listed["week"])] = listed["units"]
    return replace(panel, units=units, outliers=NO_OUTLIERS)
