"""One series for a whole niche out of dated rows of its competitors, so that a product that is missing in a file changes nothing.

Each step from file to file counts only the competitors that both hold (as a price index does), and the steps are added up.
"""

import numpy as np
import pandas as pd

LEAST_RIVALS = 3  # in both files of a step


def wide(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """(days, competitors) of one column; 0 and less is unknown. A file that misses a competitor which came before and after is no change
    of it: the way between is drawn straight in logarithms, else every missing row would leave its error in all that follows."""
    table = rows.pivot_table(index="day", columns="asin", values=name, aggfunc="last", dropna=False)
    logs = np.log(table.where(table > 0).astype(float))
    return np.exp(logs.interpolate(method="time", limit_area="inside"))


def together(table: pd.DataFrame) -> np.ndarray:
    """(days,) logarithm of the sum over competitors, 0 on the first day; NaN where no chain reaches."""
    return _chain(table, lambda before, now: np.log(now.sum()) - np.log(before.sum()))


def typical(table: pd.DataFrame) -> np.ndarray:
    """The same of the middle competitor's change."""
    return _chain(table, lambda before, now: float(np.median(np.log(now) - np.log(before))))


def arrivals(table: pd.DataFrame, months: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(steps,) months in the middle of each step and the logarithm of what all competitors gained in it a month, of a table of counts that
    only grow (reviews). A count that falls was cleaned up and says nothing."""
    values = table.to_numpy()
    gained = values[1:] - values[:-1]
    usable = ~np.isnan(gained) & (gained >= 0)
    enough = usable.sum(axis=1) >= LEAST_RIVALS
    passed = np.diff(months)
    mean = np.where(enough, np.where(usable, gained, 0).sum(axis=1) / np.maximum(usable.sum(axis=1), 1), np.nan)
    return (months[1:] + months[:-1]) / 2, np.log(mean / passed + 0.5)


def _chain(table: pd.DataFrame, step) -> np.ndarray:
    """Every day is chained to the last earlier one with enough competitors in common."""
    values = table.to_numpy(float)
    found = np.full(len(values), np.nan)
    for now in range(len(values)):
        if (~np.isnan(values[now])).sum() < LEAST_RIVALS:
            continue
        links = (before for before in range(now - 1, -1, -1) if not np.isnan(found[before]))
        for before in links:
            both = ~np.isnan(values[now]) & ~np.isnan(values[before])
            if both.sum() >= LEAST_RIVALS:
                found[now] = found[before] + step(values[before][both], values[now][both])
                break
        else:
            found[now] = 0.0 if np.isnan(found[:now]).all() else np.nan
    return found
