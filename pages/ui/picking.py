"""Which SKU is looked at: the last one chosen by address, point or row; else the worst. The choice is carried from page to page.

A click must not redraw the picture it was made in. So the picture begins with a ring (`start`) only after a choice made elsewhere,
and then under a new key, which forgets old clicks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from core.text import joined
from pages.ui import cached, session, tables
from pages.ui.charts import PICK, ids
from pages.ui.words import plain

_SEEN = "risk.seen"
_LET_GO = "let_go"  # the address of a SKU that is not there, since another one was chosen


@dataclass(frozen=True, kw_only=True)
class Picked:
    """row: the SKU's row of the risk table; start: id ringed in the picture before a click; matrix_key, table_key: widget keys."""

    row: pd.Series
    start: str
    matrix_key: str
    table_key: str


def picked(table: pd.DataFrame, shown: pd.DataFrame, view: tuple) -> Picked:
    """table: every row of the page; shown: those that pass the filter, not empty; view: what redraws the picture (axes, filter, …)."""
    seen = st.session_state.setdefault(_SEEN, {})
    known = dict(zip(ids(table), table.index, strict=True))
    table_key = f"risk.table.{abs(hash(view))}"
    found = {"address": _address(known), "matrix": _clicked(seen.get("matrix_key")), "row": _row(table_key, shown)}
    new = [source for source, one in found.items() if one in known and one != seen.get(source)]
    carried = "|".join(session.get("sku") or [])
    now = found[new[-1]] if new else carried if carried in known else ids(shown.head(1)).iloc[0]
    if (new and new[-1] != "matrix") or seen.get("view") != view or "start" not in seen or (not new and now != seen.get("now")):
        seen |= {"start": now, "matrix_key": f"risk.matrix.{now}", "view": view}
        found["matrix"] = _clicked(seen["matrix_key"])
    seen |= found | {"now": now, "table_key": table_key}
    row = _row_of(table, known[now])
    session.put("sku", [row["marketplace"], row["sku"]])
    return Picked(row=row, start=seen["start"], matrix_key=seen["matrix_key"], table_key=table_key)


def _row_of(table: pd.DataFrame, place) -> pd.Series:
    """One row; what is unknown is None, of whatever type its column is."""
    row = table.loc[place].astype(object)
    return row.where(pd.notna(row), None)


def _address(known: Iterable[str]) -> str | None:
    """?sku=…&marketplace=…; without a marketplace, the first known SKU of that name."""
    sku, marketplace = st.query_params.get("sku"), st.query_params.get("marketplace")
    if sku and not marketplace:
        return next((one for one in known if one.split("|", 1)[1] == sku), f"|{sku}")
    return f"{marketplace}|{sku}" if sku else None


def _clicked(key: str | None) -> str | None:
    points = (st.session_state.get(key) or {}).get("selection", {}).get(PICK) if key else None
    return points[0].get("id") if points else None


def _row(key: str, shown: pd.DataFrame) -> str | None:
    rows = (st.session_state.get(key) or {}).get("selection", {}).get("rows")
    return ids(shown.iloc[[rows[0]]]).iloc[0] if rows and rows[0] < len(shown) else None


def to_clear(page, table: pd.DataFrame) -> pd.Series | None:
    """The SKU to clear: that of the address or the one last looked at, changeable in a list, worst first; None until one is chosen."""
    return _in_list(page, table, "clearance.sku")


def to_forecast(page, table: pd.DataFrame) -> pd.Series | None:
    """The SKU whose demand is looked at, in the same way; the worst until one is chosen, None only of an empty table."""
    return _in_list(page, table, "forecast.sku", worst=True)


def _in_list(page, table: pd.DataFrame, key: str, worst: bool = False) -> pd.Series | None:
    known = dict(zip(ids(table), table.index, strict=True))
    seen = st.session_state.setdefault(_SEEN, {})
    address = _address(known)
    if address in known and address != seen.get(key):
        session.put("sku", address.split("|", 1))
    seen[key] = address
    carried = "|".join(session.get("sku") or [])
    first = next(iter(known), None) if worst else None
    st.session_state[key] = carried if carried in known else first
    if address and address not in known and address != seen.get(_LET_GO) and (why := _not_there(page, address)):
        shown = [page.t("frame.asked_shown", sku=plain(st.session_state[key].split("|", 1)[1]))] if st.session_state[key] else []
        st.warning(joined([why, *shown], page.lang), icon=":material/search_off:")
    names = dict(zip(known, _names(page, table), strict=True))
    chosen = st.selectbox(
        page.t("clearance_page.sku"),
        list(known),
        format_func=names.get,
        key=key,
        placeholder=page.t("clearance_page.choose"),
        on_change=_keep,
        args=(key,),
    )
    return None if chosen is None else _row_of(table, known[chosen])


def _not_there(page, asked: str) -> str | None:
    """Why the SKU of the address cannot be chosen: the newest run does not hold it, or it is of another marketplace than the one shown.
    Nothing of those that a page leaves out."""
    marketplace, sku = asked.split("|", 1)
    facts = {"sku": plain(" · ".join(filter(None, (sku, marketplace)))), "marketplace": page.marketplace}
    whole = cached.risk_table(replace(page, marketplace=None))
    there = set(whole.loc[(whole["sku"] == sku) & (whole["marketplace"].eq(marketplace) | (marketplace == "")), "marketplace"])
    if not there:
        return page.t("frame.asked_unknown", **facts)
    return page.t("frame.asked_elsewhere", **facts) if page.marketplace and page.marketplace not in there else None


def _keep(key: str) -> None:
    seen = st.session_state[_SEEN]
    seen[_LET_GO] = seen.get(key)
    if st.session_state[key]:
        session.put("sku", st.session_state[key].split("|", 1))


def keep_worst(key: str, worst: pd.DataFrame) -> None:
    """The row chosen in the table `key` becomes the SKU that is looked at."""
    chosen = _row(key, worst)
    if chosen:
        session.put("sku", chosen.split("|", 1))


def _names(page, table: pd.DataFrame) -> list[str]:
    """A line a row. Column by column: a list of thousands is drawn at every rerun."""
    marks = {level: tables.level_name(int(level), page.lang) for level in table["level"].unique()}
    columns = (table["level"].map(marks), table["sku"], table["title"].fillna(""), table["marketplace"])
    return [" · ".join(filter(None, words)) for words in zip(*columns, strict=True)]


def with_sales(table: pd.DataFrame, spark: pd.DataFrame) -> pd.DataFrame:
    """The table with the column `spark`: units of each of the last weeks."""
    return table.merge(spark.rename(columns={"units": "spark"}), on=["marketplace", "sku"], how="left")
