"""What a sale of each product leaves, after what the unit cost, at the price that an order counts on."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core import policy as policies
from core.clearance.rates import many_sale_fees
from core.clearance.screen import cases_of
from core.fees.schedule import RateBook
from core.restock.suggest import counted_price

_NO_AGES = pd.DataFrame({"marketplace": [], "sku": [], "units": [], "age_days": []})


def with_profit(run: Mapping, positions: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    """The positions of a run (core/sql/restock/positions.sql) with `profit`: money a unit, in the marketplace's currency, at the rates of
    `book` on the run's day; NaN where price, cost or a fee is unknown. run: as results.latest_run gives it."""
    if positions.empty:
        return positions.assign(profit=pd.Series(dtype=float))
    priced = positions.assign(price=counted_price(positions), on_hand=pd.to_numeric(positions["on_hand"]).fillna(0).clip(lower=1))
    cases = cases_of(priced, _NO_AGES, run["as_of"], policies.of_run(run), book)
    asked = [np.array([case.list_price or 1.0]) for case in cases]
    margins = [
        case.margin(price, referral=referral, fulfilment=fulfilment)[0] if case.list_price and not why else np.nan
        for case, price, (referral, fulfilment, why) in zip(cases, asked, many_sale_fees(cases, asked), strict=True)
    ]
    return positions.assign(profit=np.array(margins, float) - pd.to_numeric(positions["landed_cost"]).to_numpy(float))
