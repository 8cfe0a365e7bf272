"""Makes online_retail.parquet and complete_journey.parquet: real weekly demand, learnt from beside the seller's own.

    python data/demand/build.py ONLINE_RETAIL_FIRST_YEAR.parquet COMPLETE_JOURNEY_TRANSACTIONS.parquet

grain of a file: series (id as in the source; units: list of 52 weekly units, Monday weeks, whole and ≥ 0; NULL before the first sale).
Sources and terms: README.md beside this file.
"""

import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_HERE = Path(__file__).parent
_WEEKS = 52
_SERIES = 1500
_ONLINE_RETAIL = """
    select upper(trim(stock_code)) as id, date_trunc('week', invoice_date) as week, greatest(0, sum(quantity)) as units
    from read_parquet($file)
    where regexp_matches(trim(stock_code), '^[0-9]{5}') and unit_price > 0
        and invoice_date >= timestamp '2009-11-30' and invoice_date < timestamp '2010-11-29'
    group by all
"""
_COMPLETE_JOURNEY = """
    select product_id::varchar as id, date_trunc('week', transaction_timestamp::timestamp) as week, sum(quantity) as units
    from read_parquet($file)
    where quantity between 1 and 999
        and transaction_timestamp::timestamp >= timestamp '2017-01-02' and transaction_timestamp::timestamp < timestamp '2018-01-01'
    group by all
"""


def build(query: str, file: str, target: str, largest: int) -> None:
    """A random sample of the `largest` series by units, fast and slow ones, in 52 weeks."""
    wide = duckdb.execute(query, {"file": file}).df().pivot_table(index="id", columns="week", values="units", aggfunc="sum").fillna(0)
    wide = wide.reindex(columns=pd.date_range(wide.columns.min(), wide.columns.max(), freq="7D"), fill_value=0)
    if wide.shape[1] != _WEEKS:
        raise SystemExit(f"{file}: {_WEEKS} weeks expected, {wide.shape[1]} found")
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index[:largest]]
    chosen = np.sort(np.random.default_rng(7).choice(len(wide), _SERIES, replace=False))
    units = wide.to_numpy().astype(int)[chosen]
    before = ~np.logical_or.accumulate(units > 0, axis=1)
    rows = [
        [None if early else int(value) for value, early in zip(row, blank, strict=True)] for row, blank in zip(units, before, strict=True)
    ]
    table = pa.table({"id": pd.Series(wide.index[chosen].astype(str)), "units": pa.array(rows, pa.list_(pa.int32()))})
    pq.write_table(table, _HERE / target, compression="zstd")


if __name__ == "__main__":
    build(_ONLINE_RETAIL, sys.argv[1], "online_retail.parquet", 4000)
    build(_COMPLETE_JOURNEY, sys.argv[2], "complete_journey.parquet", 15000)
