"""Sites and the lanes between them: Amazon's marketplaces, the seller's own warehouses and third parties.

Where the seller gave no terms for a lane, data/transfers/lanes.csv stands in, an assumption said so on screen. A lane's terms:
freight_per_lb, freight_per_unit, shipment_cost (a shipment, whatever is in it), duty_share and tax_share (of landed cost; tax that is paid
back is no cost), lead_days from leaving to sellable, lot_units (a carton), least_units (a move), most_units (all moves of the lane).
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import cache
from pathlib import Path

import pandas as pd

from core.errors import InputError
from core.workspace import Workspace, sql

_FACTS = Path(__file__).parents[2] / "data" / "transfers"
FBA = "fba"
KINDS = ("own", "3pl", "awd")
_MOST = {"lead_days": 365, "duty_share": 5.0, "tax_share": 5.0}
_ANY = 1e9


@dataclass(frozen=True, kw_only=True)
class Site:
    """kind: fba (a marketplace) or one of KINDS; money in `currency`; extra_per_ft3_month: of room rented beyond capacity_ft3; None:
    unknown, or no limit for capacity_ft3."""

    site: str
    kind: str
    region: str
    currency: str
    storage_per_ft3_month: float | None = None
    pick_fee: float | None = None
    receive_fee: float | None = None
    capacity_ft3: float | None = None
    extra_per_ft3_month: float | None = None


@dataclass(frozen=True, kw_only=True)
class Lane:
    """own: the seller's terms; else the default with its source."""

    from_site: str
    to_site: str
    freight_per_lb: float
    freight_per_unit: float
    duty_share: float
    tax_share: float
    lead_days: int
    currency: str
    shipment_cost: float = 0.0
    least_units: float = 0.0
    lot_units: float = 1.0
    most_units: float | None = None
    closed: bool = False
    own: bool = False
    source: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.from_site, self.to_site


@cache
def regions() -> dict[str, str]:
    """marketplace → region (data/transfers/regions.csv)."""
    return {row["marketplace"]: row["region"] for row in _rows("regions")}


def _rows(name: str) -> list[dict]:
    with (_FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def marketplace_sites(currencies: Mapping[str, str]) -> list[Site]:
    """A site for each marketplace → currency."""
    return [Site(site=name, kind=FBA, region=regions().get(name, name), currency=code) for name, code in sorted(currencies.items())]


def own_sites(ws: Workspace) -> list[Site]:
    rows = ws.frame(sql("transfers/sites")).to_dict("records")
    return [Site(**{name: None if value is None or value != value else value for name, value in row.items()}) for row in rows]


def lanes(ws: Workspace, sites: Sequence[Site]) -> list[Lane]:
    """Every lane between two different sites that is not closed: the seller's terms, else the default. None leads into third parties'
    or own stores: what lies there goes to a marketplace, not the other way (storage choices: storage.py)."""
    given = {lane.key: lane for lane in given_lanes(ws)}
    pairs = [(one, other) for one in sites for other in sites if one.site != other.site and other.kind == FBA]
    found = [given.get((one.site, other.site)) or default_lane(one, other) for one, other in pairs]
    return [lane for lane in found if not lane.closed]


def given_lanes(ws: Workspace) -> list[Lane]:
    rows = ws.frame(sql("transfers/lanes")).to_dict("records")
    clean = [{name: None if isinstance(value, float) and value != value else value for name, value in row.items()} for row in rows]
    return [Lane(**row, own=True) for row in clean]


def default_lane(one: Site, other: Site) -> Lane:
    """The row of data/transfers/lanes.csv that speaks most exactly of these two regions."""
    table = {(row["from_region"], row["to_region"]): row for row in _rows("lanes")}
    same = ("same", "same") if one.region == other.region and one.kind != FBA else None
    row = next(table[key] for key in (same, (one.region, other.region), ("any", "any")) if key in table)
    numbers = {name: float(row[name]) for name in ("freight_per_lb", "freight_per_unit", "duty_share", "tax_share")}
    return Lane(
        from_site=one.site, to_site=other.site, lead_days=int(row["lead_days"]), currency=row["currency"], source=row["source"], **numbers
    )  # fmt: skip


def mark(ws: Workspace) -> tuple:
    """What changes when sites, their stock, lanes or the map of SKUs change: for keys of what was computed from them."""
    return tuple(ws.rows(sql("transfers/mark"))[0])


def room(site: Site, stocks: pd.DataFrame) -> float | None:
    """Cubic feet that are free at an own site; None: no limit. stocks: rows of ask.nodes; what has no known volume is not counted."""
    if site.capacity_ft3 is None:
        return None
    there = stocks[stocks["site"] == site.site]
    return max(0.0, site.capacity_ft3 - float((there["on_hand"].astype(float) * there["unit_ft3"].astype(float)).sum()))


def save_site(ws: Workspace, site: Site, *, at: datetime) -> None:
    """Add a site or change it. Raises InputError for a name that is a marketplace's or empty, or an unknown kind."""
    if not site.site.strip() or site.site in regions():
        raise InputError("site_name", value=site.site)
    if site.kind not in KINDS:
        raise InputError("site_kind", value=site.kind, known=", ".join(KINDS))
    _replace(ws, "site", asdict(site) | {"changed_at": at}, ("site",))


def save_lane(ws: Workspace, lane: Lane, *, at: datetime) -> None:
    """The seller's own terms of one lane. Raises InputError for a figure that cannot be."""
    if lane.from_site == lane.to_site:
        raise InputError("lane_ends", site=lane.from_site)
    for each in fields(lane):
        value = getattr(lane, each.name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            least = 1 if each.name == "lot_units" else 0
            if not least <= value <= _MOST.get(each.name, _ANY):
                raise InputError("lane_figure", name=each.name, value=value, least=least, most=_MOST.get(each.name, _ANY))
    row = {name: value for name, value in asdict(lane).items() if name not in ("own", "source")}
    _replace(ws, "lane", row | {"changed_at": at}, ("from_site", "to_site"))


def forget_lane(ws: Workspace, from_site: str, to_site: str) -> None:
    """Back to the default terms."""
    with ws.write(new_version=False) as cursor:
        cursor.execute("delete from lane where from_site = $one and to_site = $other", {"one": from_site, "other": to_site})


def save_stock(ws: Workspace, site: str, rows: pd.DataFrame, *, at: datetime) -> None:
    """What lies at a site now (columns sku, units), in place of what was said before. Raises InputError for an unknown site or a row that
    is no SKU with a number of units."""
    if site not in {one.site for one in own_sites(ws)}:
        raise InputError("site_unknown", site=site)
    units = pd.to_numeric(rows["units"], errors="coerce")
    wrong = rows[units.isna() | (units < 0) | rows["sku"].isna() | (rows["sku"].astype(str).str.strip() == "")]
    if len(wrong):
        raise InputError("site_stock_row", row=int(wrong.index[0]) + 1, sku=str(wrong["sku"].iloc[0]), units=str(wrong["units"].iloc[0]))
    kept = rows.assign(units=units, sku=rows["sku"].astype(str).str.strip()).groupby("sku", as_index=False)["units"].sum()
    with ws.write(new_version=False) as cursor:
        cursor.execute("delete from site_stock where site = $site", {"site": site})
        cursor.register("rows_now", kept)
        cursor.execute("insert into site_stock select $site, sku, units, $day from rows_now", {"site": site, "day": at.date()})


def save_matches(ws: Workspace, rows: Iterable[Mapping]) -> None:
    """The seller's map of SKUs (marketplace, sku, product), in place of the one before."""
    with ws.write(new_version=False) as cursor:
        cursor.execute("delete from sku_match")
        for row in rows:
            values = {name: str(row[name]).strip() for name in ("marketplace", "sku", "product")}
            if not all(values.values()):
                raise InputError("sku_match_row", **values)
            cursor.execute("insert or replace into sku_match values ($marketplace, $sku, $product)", values)


def _replace(ws: Workspace, table: str, row: Mapping, key: Sequence[str]) -> None:
    names = ", ".join(row)
    with ws.write(new_version=False) as cursor:
        cursor.execute(f"delete from {table} where {' and '.join(f'{name} = ${name}' for name in key)}", {name: row[name] for name in key})
        cursor.execute(f"insert into {table} ({names}) values ({', '.join('$' + name for name in row)})", dict(row))
