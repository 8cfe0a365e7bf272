"""Colours of one product under one parent ASIN, invented: in some weeks one asks less, sells more, and takes sales from the others.

Units of a real order line in these weeks: times share ^ -elasticity for the colour that is cut, times share ^ cross for the others; whole
ones by a fixed draw, so that no line is added, and one that comes to nothing is not there.
"""

import zlib

import numpy as np
import pandas as pd
from buyer import day_of
from catalogue import families

WEEKS = 2  # that a cut lasts


def shifted(lines: pd.DataFrame) -> pd.DataFrame:
    """The order lines with what the cuts of one colour pulled to it, from its siblings and from outside."""
    units = lines["units"].to_numpy().copy()
    for family in families():
        for code in family["codes"]:
            power = -family["elasticity"] if code == family["cut"] else family["cross"]
            of = (lines["code"] == code) & (lines["marketplace"] == family["market"]) & _within(lines["day"], family)
            at = np.flatnonzero(of & ~lines["cancelled"])
            draw = np.random.default_rng(zlib.crc32(f"{family['market']}/{code}/family".encode())).random(len(at))
            units[at] = np.floor(units[at] * family["share"] ** power + draw)
    return lines.assign(units=units)


def cuts(skus: dict[tuple[str, str], str]) -> dict[tuple[str, str], list[tuple[int, int, float]]]:
    """(marketplace, sku) → [(first day, last day, share of the usual price that is asked)]."""
    return {
        (family["market"], skus[(family["market"], family["cut"])]): [(first, last, family["share"]) for first, last in _spans(family)]
        for family in families()
    }


def _spans(family: dict) -> list[tuple[int, int]]:
    return [(day_of(on), day_of(on) + 7 * WEEKS - 1) for on in family["on"]]


def _within(day: pd.Series, family: dict) -> pd.Series:
    return pd.concat([day.between(*span) for span in _spans(family)], axis=1).any(axis=1)
