"""The seller's own figures beside the rate table: what Amazon charged or expects to charge a SKU, and what the table says of the same.

Order of trust: charged > Amazon's estimate > rate table. The table is asked with the report's own inputs (day, price, volume, units, age),
so that a difference is a difference of rates or of the item's facts, never of quantities.
What was charged or estimated then moves what the table says of other days, prices and ages (as_charged): fulfilment by an amount, referral,
storage and aged surcharge by a factor, since these grow with price, volume and season.
Promise: amounts of one fee are compared with the same fee only; Amazon's estimate of next month's storage already contains the surcharges,
and is compared with our sum of both. Unknown stays NaN with a reason.
What was charged: settlements (a sale, a removal; core/own_charges/settled.py), storage and aged surcharge reports. Estimates: fee preview.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from core.fees.aged_surcharge import SNAPSHOT_DAY, aged_surcharge
from core.fees.closing import closing
from core.fees.fulfilment import fulfilment
from core.fees.referral import referral
from core.fees.schedule import SHIPPED, RateBook
from core.fees.storage import storage
from core.own_charges import settled
from core.workspace import Workspace, sql

KEY = ["marketplace", "sku"]
COLUMNS = [*KEY, "fee", "basis", "on", "price", "units", "amount", "table", "difference", "currency", "reason"]
OF_A_SALE = {"referral": referral, "closing": closing, "fulfilment": fulfilment}
ORDER = (*settled.FEES, "storage", "utilisation", "aged_surcharge", "aged_surcharge_next", "storage_next_month")
FACTORS = {"referral": "referral_factor", "storage": "storage_factor", "aged_surcharge": "surcharge_factor"}
MOVES = ("fulfilment_offset", *FACTORS.values(), "utilisation_month")
_ROUNDED = 0.005 + 1e-9  # the report gives cents
_SAME = 0.01  # units and volumes of a report are means of a month, rounded: so small a difference is none
_RATIO_MONTHS = 3  # the utilisation surcharge follows a ratio of 13 weeks: what was charged earlier says nothing of the next month
_LATE_MONTHS = 6  # what was charged earlier is history: by then rates, programmes and boxes may be others
_ITEM = ("currency", "price", "category", "size_tier", "longest_in", "median_in", "shortest_in", "weight_lb", "unit_ft3")
Fee = Callable[..., pd.DataFrame]


def figures(ws: Workspace, run_id: int, book: RateBook, marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    """COLUMNS, a row per SKU of the run and fee, in the order of ORDER; all SKUs, or one.

    basis: charged | estimated | table (no own figure: then amount is the table's). on: the day, the first of the period, or of a
    settlement's sales the last. price: of the sale, a mean where units were sold; units: charged, sold or sent away.
    Fees of a sale, a removal, a disposal and what a liquidation brought are per unit, the others of all units.
    amount: the seller's own; table: the rate table's; difference = amount − table.
    """
    with ws.read() as cursor:
        of = {"marketplace": marketplace, "sku": sku}
        items = cursor.execute(sql("own_charges/items"), {"run_id": run_id} | of).df()
        if items.empty:
            return pd.DataFrame(columns=COLUMNS)
        asked = {"as_of": items["as_of"].iloc[0].date()} | of
        previews, charged = (cursor.execute(sql(f"own_charges/{name}"), asked).df() for name in ("preview", "charged"))
        lines = settled.read(cursor, asked)
    parts = [*_of_a_sale(items, previews, lines, book), keeping(items, charged, book), _next_month(items)]
    return _ordered(pd.concat([part for part in parts if len(part)], ignore_index=True))


def moves(cursor, positions: pd.DataFrame, as_of: date, book: RateBook) -> pd.DataFrame:
    """By how much Amazon's own figures for each SKU differ from the table's: fulfilment_offset (money a unit), the FACTORS, and
    utilisation_month (money a unit and month, which the table lacks); NaN where Amazon said nothing or the table does not know. For runs;
    rows as `positions`. No difference (0; 1) within the rounding of the reports, and where the seller gave rates of their own: these are
    meant to hold as they are."""
    asked = {"as_of": as_of, "marketplace": None, "sku": None}
    previews, charged = (cursor.execute(sql(f"own_charges/{name}"), asked).df() for name in ("preview", "charged"))
    since = pd.Timestamp(as_of) - pd.DateOffset(months=_LATE_MONTHS)
    recent, lines = charged[charged["on_day"] >= since], settled.read(cursor, asked)
    expected = _sale_moves(positions, previews, book)
    taken = _settled_moves(positions, lines[lines["on_day"] >= since], book)
    extra = _utilisation(positions, charged[charged["on_day"] >= pd.Timestamp(as_of) - pd.DateOffset(months=_RATIO_MONTHS)])
    return taken.combine_first(expected).join(_keeping_factors(positions, recent, book)).join(extra)


def as_charged(fee: str, charge: pd.Series, items: pd.DataFrame) -> pd.Series:
    """What the table charges a unit, as Amazon takes it of these items: moved by the columns of `moves`, as far as they have them."""
    if fee == "fulfilment" and "fulfilment_offset" in items:
        return (charge + items["fulfilment_offset"].astype(float).fillna(0.0).to_numpy()).clip(lower=0.0)
    if (name := FACTORS.get(fee)) in items:
        charge = charge * items[name].astype(float).fillna(1.0).to_numpy()
    if fee == "storage" and "utilisation_month" in items:
        charge = charge + items["utilisation_month"].astype(float).fillna(0.0).to_numpy()
    return charge


def _settled_moves(positions: pd.DataFrame, lines: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    """fulfilment_offset and referral_factor by what settlements say; NaN where they say nothing."""
    taken = settled.per_unit(positions[[*KEY, *_ITEM]], lines, book)
    shipped = settled.per_unit(positions[[*KEY, *_ITEM]], lines, SHIPPED)["table"].astype(float)
    places = pd.MultiIndex.from_frame(positions[KEY])
    found = {}
    for name, fee, told in (("fulfilment_offset", "fulfilment", _difference), ("referral_factor", "referral", _factor)):
        rows = taken[taken["fee"] == fee]
        own = told(rows["amount"].astype(float), shipped.loc[rows.index], rows["table"].astype(float))
        found[name] = own.set_axis(pd.MultiIndex.from_frame(rows[KEY])).reindex(places).to_numpy()
    return pd.DataFrame(found, index=positions.index)


def _sale_moves(positions: pd.DataFrame, previews: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    if previews.empty:
        return pd.DataFrame(np.nan, index=positions.index, columns=["fulfilment_offset", "referral_factor"])
    rows = _previewed(positions, previews)
    own = pd.DataFrame({
        "fulfilment_offset": _difference(rows["fulfilment"].astype(float), *_tables(fulfilment, rows, book)),
        "referral_factor": _factor(rows["referral"].astype(float), *_tables(referral, rows, book)),
    })  # fmt: skip
    return own.set_axis(positions.index)


def _difference(own: pd.Series, shipped: pd.Series, table: pd.Series) -> pd.Series:
    offset = own - table
    return offset.mask(offset.notna() & ((offset.abs() <= _ROUNDED) | ((shipped - table).abs() > 0)), 0.0)


def _tables(fee: Fee, rows: pd.DataFrame, book: RateBook) -> tuple[pd.Series, pd.Series]:
    """The charge at the shipped rates and at those in force."""
    return tuple(fee(rows, book=rates)["charge"].astype(float) for rates in (SHIPPED, book))


def _factor(own: pd.Series, shipped: pd.Series, table: pd.Series) -> pd.Series:
    known = (own > 0) & (table > 0)
    same = ((own - table).abs() <= np.maximum(_ROUNDED, _SAME * table)) | ((shipped - table).abs() > 0)
    return (own / table).where(known).mask(known & same, 1.0)


def _keeping_factors(positions: pd.DataFrame, charged: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    """storage_factor and surcharge_factor. Of the surcharge, what was charged counts before what is expected at the next snapshot."""
    if charged.empty:
        return pd.DataFrame(np.nan, index=positions.index, columns=["storage_factor", "surcharge_factor"])
    items = positions[[*KEY, *_ITEM]]
    shipped, now = (keeping(items, charged, rates) for rates in (SHIPPED, book))
    found = {}
    for name, fees in (("storage_factor", ("storage",)), ("surcharge_factor", ("aged_surcharge_next", "aged_surcharge"))):
        factor = pd.Series(np.nan, index=pd.MultiIndex.from_frame(items[KEY]))
        for fee in fees if len(now) else ():
            rows = now[now["fee"] == fee]
            told = _factor(rows["amount"], shipped.loc[rows.index, "table"], rows["table"])
            factor.update(told.set_axis(pd.MultiIndex.from_frame(rows[KEY])))
        found[name] = factor.to_numpy()
    return pd.DataFrame(found, index=positions.index)


def _utilisation(positions: pd.DataFrame, charged: pd.DataFrame) -> pd.Series:
    """utilisation_month: the surcharge in the newest month that was charged for storage, by the unit; 0 where that month has none."""
    months = charged[charged["fee"].isin(["storage", "utilisation"])].pivot_table("amount", [*KEY, "on_day"], "fee", aggfunc="sum")
    months = months.reindex(columns=["storage", "utilisation"])
    units = charged[charged["fee"] == "storage"].groupby([*KEY, "on_day"])["units"].sum()
    stored = months[months["storage"].notna() & (units > 0).reindex(months.index, fill_value=False)]
    each = (stored["utilisation"].fillna(0.0) / units.reindex(stored.index)).droplevel("on_day")
    return each.reindex(pd.MultiIndex.from_frame(positions[KEY])).set_axis(positions.index).rename("utilisation_month")


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    told = rows.assign(difference=np.where(rows["basis"] == "table", np.nan, rows["amount"] - rows["table"]))
    place = told["fee"].map(ORDER.index)
    told["reason"] = told["reason"].astype(object).where(told["table"].isna() & told["reason"].notna(), None)
    return told.assign(place=place).sort_values([*KEY, "place", "basis"], ignore_index=True).reindex(columns=COLUMNS)


# --- fees of a sale: settlements, the fee preview


def _of_a_sale(items: pd.DataFrame, previews: pd.DataFrame, lines: pd.DataFrame, book: RateBook) -> list[pd.DataFrame]:
    """What was charged; what is expected; the table alone where neither tells."""
    taken = settled.per_unit(items, lines, book).assign(basis="charged")
    expected = _sales(items, previews, book)
    told = pd.MultiIndex.from_frame(taken[[*KEY, "fee"]])
    stands_alone = (expected["basis"] == "table") & pd.MultiIndex.from_frame(expected[[*KEY, "fee"]]).isin(told)
    return [taken, expected[~stands_alone]]


def _previewed(items: pd.DataFrame, previews: pd.DataFrame) -> pd.DataFrame:
    """The items at the day and price of their preview; without one, as they are."""
    rows = items.merge(previews, on=KEY, how="left")
    price = pd.to_numeric(rows["price"]).astype(float)
    return rows.assign(price=rows["preview_price"].fillna(price), on=rows["on_day"])


def _sales(items: pd.DataFrame, previews: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    rows = _previewed(items, previews)
    rows["on"] = rows["on"].fillna(rows["as_of"])
    return pd.concat([_sale(rows, fee, ask, book) for fee, ask in OF_A_SALE.items()], ignore_index=True)


def _sale(rows: pd.DataFrame, fee: str, ask: Fee, book: RateBook) -> pd.DataFrame:
    asked = ask(rows, book=book)
    table, own = asked["charge"].astype(float), rows[fee].astype(float)
    told = rows[[*KEY, "on", "price", "currency"]].assign(
        fee=fee,
        basis=np.where(own.notna(), "estimated", "table"),
        amount=own.fillna(table),
        table=table,
        reason=asked["reason"].astype(object),
    )
    return told if fee != "closing" else told[(own > 0) | (table > 0)]


# --- fees of keeping: what was charged, and what is expected at the next snapshot


def keeping(items: pd.DataFrame, charged: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    """What was charged or is expected for keeping, by SKU, fee and day, with the table asked for the same volume, units and ages."""
    rows = charged.merge(items, on=KEY)
    if rows.empty:
        return rows
    asked = [_asked(fee, group.assign(on=group["on_day"]), book) for fee, group in rows.groupby("fee")]
    return (
        pd.concat(asked)
        .groupby([*KEY, "fee", "basis", "on", "currency"], as_index=False, dropna=False)
        .agg(units=("units", settled.whole), amount=("amount", settled.whole), table=("table", settled.whole), reason=("reason", "first"))
    )


def _asked(fee: str, rows: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    """The rows of one fee with what the table says of the same volume, units and age."""
    if fee == "utilisation":
        return rows.assign(table=np.nan, reason="ratio_unknown")
    volume = rows["ft3"].astype(float).fillna(rows["units"] * rows["unit_ft3"])
    if fee == "storage":
        found, times = storage(rows.assign(unit_ft3=volume), book=book), 1.0
    else:
        due = rows["on"] if fee == "aged_surcharge" else rows["on"].map(_next_snapshot)
        found, times = aged_surcharge(rows.assign(unit_ft3=volume / rows["units"], on=due), book=book), rows["units"]
    return rows.assign(table=found["charge"].astype(float) * times, reason=found["reason"].astype(object))


def _next_snapshot(day: pd.Timestamp) -> pd.Timestamp:
    """The first 15th after a day."""
    return (day if day.day < SNAPSHOT_DAY else day + pd.offsets.MonthBegin(1)).replace(day=SNAPSHOT_DAY)


def _next_month(items: pd.DataFrame) -> pd.DataFrame:
    """Amazon's estimate of storage in the next month, surcharges included, beside ours."""
    said = items[items["next_month"].notna()]
    facts = {"fee": "storage_next_month", "basis": "estimated", "on": said["as_of"], "amount": said["next_month"]}
    return said[[*KEY, "currency"]].assign(**facts, table=said["next_month_table"], reason=said["next_month_reason"])
