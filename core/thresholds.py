"""Which threshold holds for which SKU.

    policy (Settings, for all)  ◀  moved by a run, where that is on  ◀  set by hand for all, a category or a SKU, until its last day

A run moves the line of cover that counts as excess: by the product's residual value (half its price over its cost) and the days of its
safety stock, both against what is usual at the marketplace; by the season ahead; by the decline of its sales. Anew every week or month, at
most a share away from the policy.
Rules read a threshold of a SKU as a column of `position` under the name of the policy ("cover.safe_days" → cover_safe_days).
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

import duckdb
import pandas as pd

from core.errors import InputError
from core.health import execute
from core.policy import thresholds as defaults
from core.workspace import Workspace, sql

_PREFIXES = (
    "cover", "overstock", "low_stock", "reorder", "lead_time", "turnover", "season", "cliff", "age", "no_movement", "surcharge",
    "end_of_life", "bias", "corridor", "transfer",
)  # fmt: skip
# the same for a whole marketplace, or read before any SKU is known
_FOR_ALL = ("surcharge.horizon_days", "bias.weeks", "season.peak_share")
SCOPED = tuple(key for key in defaults() if key.split(".")[0] in _PREFIXES and key not in _FOR_ALL)
MOVED = ("cover.overstock_days",)
REFRESH_DAYS = {"week": 7, "month": 28}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A threshold set by hand. None in marketplace, category and sku: for all; until: the last day on which it holds, None: no end."""

    key: str
    value: float
    marketplace: str | None = None
    category: str | None = None
    sku: str | None = None
    until: date | None = None
    reason: str | None = None

    def checked(self, today: date) -> "Scope":
        """Raises InputError for a threshold that has no scope, a value out of its limits, or a last day that is over."""
        if self.key not in SCOPED:
            raise InputError("not_one_of", value=self.key, known=", ".join(SCOPED))
        defaults()[self.key].accept(self.value)
        if self.until is not None and self.until < today:
            raise InputError("scope_over", until=self.until, today=today)
        return self


def set_by_hand(ws: Workspace, scope: Scope, *, at: datetime) -> None:
    """Let it hold from now on. Raises InputError."""
    with ws.write() as cursor:
        execute(cursor, "thresholds/add", asdict(scope.checked(at.date())) | {"made_on": at.date(), "at": at})


def take_back(ws: Workspace, scope_id: int) -> None:
    with ws.write() as cursor:
        cursor.execute("delete from threshold_scope where scope_id = $scope_id", {"scope_id": scope_id})


def listed(ws: Workspace) -> pd.DataFrame:
    """Every threshold set by hand, newest first: columns of threshold_scope."""
    return ws.frame(sql("thresholds/listed"))


def changed_since(ws: Workspace, at: datetime) -> bool:
    """Whether one was set by hand after a moment."""
    return bool((listed(ws)["made_at"] > at).any())


def own(ws: Workspace, run_id: int, marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    """What a run moved, the furthest from the policy first: marketplace, sku, key, base, value, facts (JSON), computed_on, title, category,
    cover_days."""
    return ws.frame(sql("thresholds/own"), run_id=run_id, marketplace=marketplace, sku=sku)


def compute(cursor: duckdb.DuckDBPyConnection, params: dict) -> None:
    """Give `position` a column for each of SCOPED, and leave `own_threshold` (run_threshold's columns) on this cursor.
    params: the policy's (Policy.params) and as_of."""
    _columns(cursor, params)
    _moved(cursor, params)
    for key, value, marketplace, category, sku in execute(cursor, "thresholds/in_force", params).fetchall():
        cursor.execute(
            f"update position set {_name(key)} = $value where ($marketplace is null or marketplace = $marketplace) "
            "and ($category is null or category = $category) and ($sku is null or sku = $sku)",
            {"value": value, "marketplace": marketplace, "category": category, "sku": sku},
        )


def _columns(cursor: duckdb.DuckDBPyConnection, params: dict) -> None:
    """The policy's value for every SKU."""
    there = {name for name, *_ in cursor.execute("describe position").fetchall()}
    names = [_name(key) for key in SCOPED]
    old = ", ".join(name for name in names if name in there)
    new = ", ".join(f"${name}::double as {name}" for name in names)
    cursor.execute(
        f"create or replace temp table position as select * {f'exclude ({old})' if old else ''}, {new} from position",
        {name: params[name] for name in names},
    )


def _moved(cursor: duckdb.DuckDBPyConnection, params: dict) -> None:
    due = {"due_days": REFRESH_DAYS.get(params["dynamic_refresh"], 0)}
    execute(cursor, "thresholds/lines", params | due, "create or replace temp table own_threshold as")
    if not due["due_days"]:
        cursor.execute("delete from own_threshold")
    for key in MOVED:
        cursor.execute(
            f"update position set {_name(key)} = own.value from own_threshold as own "
            "where own.key = $key and own.marketplace = position.marketplace and own.sku = position.sku",
            {"key": key},
        )


def _name(key: str) -> str:
    return key.replace(".", "_")
