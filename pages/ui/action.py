"""The best action of a SKU in a few words: what its plan does first, or the simple option that is as good."""

import pandas as pd


def words(page, row: pd.Series) -> str:
    """Of a row of the risk table, with best_option known."""
    out, keep = _units(page, row)
    if row["best_option"] != "best_plan" or out is None or pd.isna(row["best_price"]):
        return page.t(f"table.option.{row['best_option']}")
    facts = {"out": out, "keep": keep, "price": page.money(row["best_price"], row["currency"])}
    if not row["best_exit_units"]:
        kind = "mark_down" if row["best_price"] < row["price"] else "wait"
    else:
        kind = "send_out" if row["best_exit_units"] < row["on_hand"] else "send_out_all"
    return page.t(f"table.do.{kind}", **facts)


def _units(page, row: pd.Series) -> tuple[str | None, str | None]:
    """Units that leave now, and that stay."""
    out = row.get("best_exit_units")
    if out is None or pd.isna(out):
        return None, None
    return page.number(round(out)), page.number(round(row["on_hand"] - out))


def told(page, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a risk table with the column `do`: the best action in words, None where there is none."""
    known = rows["best_option"].notna()
    said = [words(page, row) if there else None for there, (_, row) in zip(known, rows.iterrows(), strict=True)]
    return rows.assign(do=pd.Series(said, index=rows.index, dtype=object))
