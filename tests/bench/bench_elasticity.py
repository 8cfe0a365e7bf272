"""How far the paid average price overstates elasticity against the most frequent one, on a real shop's order lines.

    python -m tests.bench.bench_elasticity ORDER_LINES.parquet [LAST_DAY]

ORDER_LINES: UCI Online Retail II (columns invoice, stock_code, quantity, invoice_date, unit_price); its prices are not shipped with the
project, so without the file there is nothing to measure. LAST_DAY: first day that is left out, 2010-11-29 if not given.
"""

import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

LEAST_WEEKS = 26  # weeks with a sale
_LINES = """
    with lines as (
        select upper(trim(stock_code)) as sku, date_trunc('week', invoice_date)::date as week, quantity as units, unit_price as price
        from read_parquet($file)
        where regexp_matches(trim(stock_code), '^[0-9]{5}') and unit_price > 0 and quantity > 0
            and invoice_date >= timestamp '2009-12-07' and invoice_date < $until::timestamp
    ),
    frequent as (
        select sku, week, price from lines group by sku, week, price
        qualify row_number() over (partition by sku, week order by count(*) desc, price desc) = 1
    ),
    sold as (select sku, week, sum(units)::double as units, sum(units * price) / sum(units) as paid from lines group by all)
    select sku, week, units, price, paid from sold join frequent using (sku, week)
    qualify count(*) over (partition by sku) >= $least
"""


def rows_of(file: Path, until: str) -> pd.DataFrame:
    """Every week of each SKU from its first sale on, as core.clearance.elasticity takes them, with `paid` beside `price`."""
    sold = duckdb.execute(_LINES, {"file": str(file), "until": until, "least": LEAST_WEEKS}).df()
    weeks = pd.date_range(sold["week"].min(), sold["week"].max(), freq="7D")
    every = sold.groupby("sku")["week"].min().rename("first").reset_index().merge(pd.DataFrame({"week": weeks}), how="cross")
    rows = every[every["week"] >= every["first"]].merge(sold, on=["sku", "week"], how="left")
    return rows.assign(marketplace="UK", category=None, units=rows["units"].fillna(0.0), stockout_days=0)


def main(file: Path, until: str = "2010-11-29") -> None:
    from core import policy
    from core.clearance.elasticity import Prior, elasticities

    if not file.is_file():
        print(f"elasticity: {file.name} is not there, nothing measured")
        return
    prior, rows = Prior.from_policy(policy.load()), rows_of(file, until)
    start = time.perf_counter()
    frequent = elasticities(rows, prior)
    seconds = time.perf_counter() - start
    paid = elasticities(rows.assign(price=rows["paid"]), prior)
    both = frequent["own"].notna() & paid["own"].notna()
    print(f"elasticity, {len(frequent):,} SKUs x {rows['week'].nunique()} weeks in {seconds:.1f} s; {both.sum():,} told by both prices")
    for name, table in (("most frequent price", frequent), ("paid average price", paid)):
        own, weight = table["own"][both], 1.0 / (table["own_sd"][both] ** 2 + prior.sd**2)
        told, follow = table["own"].notna().mean(), (table["warning"] == "follows_demand").mean()
        print(
            f"  {name:<22} told {told:>6.1%}   median own {own.median():>5.2f}   weighted mean {np.average(own, weights=weight):>5.2f}"
            f"   posterior mean {table['mean'][both].mean():>5.2f}   follows demand {follow:>5.1%}"
        )
    print(f"  paid average over most frequent: {(paid['own'] - frequent['own'])[both].median():+.2f} at the median SKU")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "order_lines.parquet"), *sys.argv[2:3])
