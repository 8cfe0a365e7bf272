"""The schedules that a seller uploaded, in the workspace, and the RateBook in which they lie over the shipped ones.

Promise: what is stored has passed every check of read.py, and the fee itself has been asked with it; a later upload beats an earlier one.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from core.errors import InputError
from core.fees.quote import FEES, charge_of
from core.fees.schedule import DATA, SHIPPED, RateBook
from core.schedules.read import read, shipped
from core.workspace import Workspace, sql

_ASKED_AS = {"storage": "storage_month", "aged_surcharge": "aged_surcharge_month", "liquidation": "liquidation_net"}
_PROBE = {"price": 10.0, "weight_lb": 1.0, "longest_in": 9.0, "median_in": 6.0, "shortest_in": 2.0, "age_days": 200}


def fees(marketplace: str) -> list[str]:
    """The fees that a seller can give rates for, there: those of which any marketplace has a schedule with amounts."""
    names = sorted({file.stem for file in DATA.glob("*/*.csv")} - {"size_tier"})
    here = {file.stem for file in DATA.glob(f"{marketplace.lower()}/*.csv")}
    return sorted(names, key=lambda name: (name not in here, name))


def template(fee: str, marketplace: str, day: date) -> pd.DataFrame:
    """The shipped rows in force on a day, to be changed in a spreadsheet; all start on `day`."""
    rows, on = shipped(fee, marketplace), day.isoformat()
    held = rows[(rows["effective_from"] <= on) & ((rows["effective_to"] == "") | (rows["effective_to"] >= on))]
    return held.assign(effective_from=on, checked_on="").reset_index(drop=True)


def add(ws: Workspace, content: bytes, fee: str, marketplace: str, *, at: datetime, name: str = "", draft: bool = False) -> int:
    """Store the schedule in a CSV; gives its override_id. Raises the first InputError of read(), or schedule_overlap; then nothing changes.
    A schedule that is no draft makes a new data version: figures are to be computed anew."""
    rows, problems = read(content, fee, marketplace, at.date())
    if problems:
        raise problems[0]
    _ask(RateBook().with_schedule(fee, marketplace, rows), fee, marketplace, rows)
    kept = {"name": name or fee, "fee": fee, "marketplace": marketplace, "draft": draft, "at": at}
    kept["schedule"] = json.dumps(rows.to_dict("records"))
    with ws.write(new_version=not draft) as cursor:
        return cursor.execute(sql("schedules/add"), kept).fetchall()[0][0]


def _ask(book: RateBook, fee: str, marketplace: str, rows: pd.DataFrame) -> None:
    """One question to the fee, so that rows it cannot tell apart are found now and not in a run."""
    item = _PROBE | {"marketplace": marketplace}
    for name in [name for name in FEES if name == _ASKED_AS.get(fee, fee)]:
        charge_of(name, item, date.fromisoformat(min(rows["effective_from"])), book)


def listed(ws: Workspace) -> pd.DataFrame:
    """override_id, name, marketplace, fee, draft, starts_on, rows_loaded, uploaded_at; newest first."""
    return ws.frame(sql("schedules/listed"))


def mark(ws: Workspace, override_id: int, *, draft: bool) -> None:
    """Make a schedule a draft, or put a draft into force. Raises InputError where there is none of that number."""
    _change(ws, "schedules/mark", override_id, draft=draft)


def remove(ws: Workspace, override_id: int) -> None:
    """Take a schedule away. Raises InputError where there is none of that number."""
    _change(ws, "schedules/remove", override_id)


def _change(ws: Workspace, query: str, override_id: int, **values) -> None:
    with ws.write() as cursor:
        if not cursor.execute(sql(query), {"override_id": override_id, **values}).fetchall():
            raise InputError("no_such_schedule", override_id=override_id)


def book(ws: Workspace, drafts: Sequence[int] = ()) -> RateBook:
    """The shipped rates with this seller's schedules over them; with `drafts` (override_ids) over all of these."""
    laid = SHIPPED
    for fee, marketplace, schedule in ws.rows(sql("schedules/in_book"), drafts=list(drafts)):
        laid = laid.with_schedule(fee, marketplace, pd.DataFrame(json.loads(schedule)))
    return laid
