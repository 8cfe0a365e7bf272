"""Three finished clearances, invented: from a day on a listing asks a lower price, and its real demand answers as the elasticity says.

Each real order line of those days sells exp(elasticity × (1 − share)) times as many units, whole ones by a fixed draw: no line is added.
What was planned that day is not in any file of Amazon's: core/demo.py puts it into the journal, as of then, from manifest.json.
"""

import zlib

import numpy as np
import pandas as pd
from buyer import day_of
from catalogue import Role, charm
from source import DAYS


def sold_more(lines: pd.DataFrame, roles: list[Role]) -> pd.DataFrame:
    """The order lines with the units that the lower prices pulled."""
    units = lines["units"].to_numpy().copy()
    for role in _cleared(roles):
        cut = role.clearance
        of = (lines["code"] == role.code) & (lines["marketplace"] == role.market) & (lines["day"] > day_of(cut["on"]))
        at = np.flatnonzero(of & ~lines["cancelled"])
        draw = np.random.default_rng(zlib.crc32(f"{role.market}/{role.code}/clearance".encode())).random(len(at))
        units[at] = np.floor(units[at] * np.exp(cut["elasticity"] * (1 - cut["share"])) + draw)
    return lines.assign(units=units)


def cuts(roles: list[Role], skus: dict[tuple[str, str], str]) -> dict[tuple[str, str], list[tuple[int, int, float]]]:
    """(marketplace, sku) → [(first day, last day, share of the usual price that is asked)]."""
    found = {}
    for role in _cleared(roles):
        span = (day_of(role.clearance["on"]) + 1, DAYS - 1, role.clearance["share"])
        found[(role.market, skus[(role.market, role.code)])] = [span]
    return found


def asked(price: float, share: float) -> float:
    """A price that ends as the others do."""
    return charm(price * share)


def plans(roles: list[Role], world) -> list[dict]:
    """What was planned, for manifest.json: marketplace, sku, name, as_of, price, weeks."""
    rows = []
    for role in _cleared(roles):
        cut, day = role.clearance, day_of(role.clearance["on"])
        product = world.products[(world.products["code"] == role.code) & (world.products["marketplace"] == role.market)].iloc[0]
        rows.append({
            "marketplace": role.market, "sku": product["sku"], "name": cut["name"], "as_of": cut["on"].isoformat(),
            "price": world.price(product, day + 1), "weeks": cut["weeks"],
        })  # fmt: skip
    return rows


def _cleared(roles: list[Role]) -> list[Role]:
    return [role for role in roles if role.clearance]
