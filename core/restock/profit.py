"""What a sale of each product leaves, after what the unit cost, at the price that an order counts on."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core import policy as policies
from core.clearance.screen import cases_of
from core.clearance.thresholds import margins_now
from core.fees.schedule import RateBook
from core.restock import settings
from core.restock.suggest import counted_price
from core.workspace import Workspace

_NO_AGES = pd.DataFrame({"marketplace": [], "sku": [], "units": [], "age_days": []})


def of_run(ws: Workspace, run: Mapping, book: RateBook) -> pd.DataFrame:
    """What suggest reads of a run (settings.positions) with_profit."""
    return with_profit(run, settings.positions(ws, run["run_id"]), book)


def with_profit(run: Mapping, positions: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    """The positions of a run (core/sql/restock/positions.sql) with `profit`: money a unit, in the marketplace's currency, at the rates of
    `book` on the run's day; NaN where price, cost or a fee is unknown. run: as results.latest_run gives it."""
    priced = positions.assign(price=counted_price(positions), on_hand=pd.to_numeric(positions["on_hand"]).fillna(0).clip(lower=1))
    cases = cases_of(priced, _NO_AGES, run["as_of"], policies.of_run(run), book)
    return positions.assign(profit=np.array(margins_now(cases)) - pd.to_numeric(positions["landed_cost"]).to_numpy(float))
