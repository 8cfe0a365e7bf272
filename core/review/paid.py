"""What liquidations really paid and how long removals really took: from settlements and removal orders, where these are loaded.

    share   of the price, before Amazon's fees: where core.fees.liquidation gives the amount paid. Proceeds grow evenly with the share
            recovered, so two of them tell the third.
    days    from the order of a removal to its last change, of the lines that are done

The price is that of the plan in force when the units were given away, else of the newest run. Unknown is NaN.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.clearance.rates import ITEM
from core.fees.liquidation import liquidation
from core.fees.schedule import RateBook
from core.own_charges.settled import leave_lines
from core.review.reviews import Review
from core.workspace import Workspace, sql

COLUMNS = ("marketplace", "sku", "plan_id", "on", "units", "each", "share")


def settled(ws: Workspace, reviews: Sequence[Review], book: RateBook) -> pd.DataFrame:
    """COLUMNS, a row a liquidation of a settlement: each (money of a unit, after fees), on (paid), plan_id (None: of no reviewed plan)."""
    with ws.read() as cursor:
        leave_lines(cursor)
        run_id = cursor.execute("select max(run_id) from run").fetchall()[0][0]
        cursor.register("review_items", cursor.execute(sql("own_charges/items"), {"run_id": run_id, "marketplace": None, "sku": None}).df())
        rows = cursor.execute(sql("review/liquidated")).df()
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    given = rows["ordered_on"].fillna(rows["on_day"])
    plans = [_plan_of(*key, reviews) for key in zip(rows["marketplace"], rows["sku"], given, strict=True)]
    items = rows.assign(on=given, price=[_price(*pair) for pair in zip(plans, rows["price"], strict=True)])
    told = items.assign(on=rows["on_day"], plan_id=[one and one.subject.kept.plan_id for one in plans], share=shares(items, book))
    return told[list(COLUMNS)]


def typed(ws: Workspace, reviews: Sequence[Review]) -> pd.DataFrame:
    """COLUMNS, a row a reviewed plan for which the seller typed what liquidation paid."""
    noted = ws.frame(sql("review/paid")).set_index("plan_id")
    rows = [_typed(one, noted.loc[one.subject.kept.plan_id]) for one in reviews if one.subject.kept.plan_id in noted.index]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def removals(ws: Workspace) -> pd.DataFrame:
    """marketplace, order_id, way, sku, updated_day, units, days of the removal order lines that are done."""
    return ws.frame(sql("review/removals_taken"))


def shares(items: pd.DataFrame, book: RateBook) -> np.ndarray:
    """(N,) share of the price that a liquidation recovered. items: price, on, each (money of a unit) and what the fee reads."""
    low, high = (liquidation(items.assign(recovery_share=share), book=book)["charge"].to_numpy(float) for share in (0.0, 0.1))
    return (items["each"].to_numpy(float) - low) / (high - low) * 0.1


def _plan_of(marketplace: str, sku: str, on: pd.Timestamp, reviews: Sequence[Review]) -> Review | None:
    """The newest plan of a SKU that was there on a day."""
    there = [one for one in reviews if (one.subject.case.marketplace, one.subject.case.sku) == (marketplace, sku)]
    return max((one for one in there if one.subject.case.as_of <= on.date()), key=lambda one: one.subject.case.as_of, default=None)


def _price(plan: Review | None, price: float) -> float:
    return price if plan is None or plan.subject.case.list_price is None else plan.subject.case.list_price


def _typed(one: Review, paid: pd.Series) -> tuple:
    case, each = one.subject.case, paid["amount"] / paid["units"]
    item = {name: getattr(case, name) for name in ITEM} | {"price": case.list_price, "on": pd.Timestamp(case.as_of), "each": each}
    share = float(shares(pd.DataFrame([item]), case.book)[0])
    return case.marketplace, case.sku, one.subject.kept.plan_id, pd.Timestamp(one.subject.until), paid["units"], each, share
