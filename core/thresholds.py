"""Which threshold holds for which SKU.

    policy (Settings, for all)  ◀  moved by a run, where that is on  ◀  set by hand for a scope, until its last day

A run moves the lines of LINES for each product: by its residual value (half its price over its cost), by the season ahead, by the decline
of its sales, and by the days of its safety stock; residual value and safety stock against what is usual at the marketplace. Anew every week
or month, at most a share away from the policy. What stays for all: lines that Amazon draws (surcharge from day 181, 28 days of supply),
limits of chance (cliff, bias) and of money; and what follows from the forecast anyway: overstock and the end-of-life line.
Rules read a threshold of a SKU as a column of `position` under the name of the policy ("cover.safe_days" → cover_safe_days).
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

import duckdb
import pandas as pd

from core.errors import InputError
from core.health import execute
from core.policy import thresholds as defaults
from core.workspace import Workspace, leave, sql

_PREFIXES = (
    "cover", "overstock", "low_stock", "reorder", "lead_time", "turnover", "season", "cliff", "age", "no_movement", "surcharge",
    "end_of_life", "bias", "corridor", "transfer",
)  # fmt: skip
# the same for a whole marketplace, or read before any SKU is known
_FOR_ALL = ("surcharge.horizon_days", "bias.weeks", "season.peak_share")
SCOPED = tuple(key for key in defaults() if key.split(".")[0] in _PREFIXES and key not in _FOR_ALL)
# threshold that a run moves → what moves it. A product that is worth little, or whose sales end, is warned of sooner; one worth much
# may wait longer before it is cleared, and is bought again earlier
LINES = {
    "cover.overstock_days": ("residual", "season", "decline", "safety"),
    "cover.safe_days": ("residual", "season", "decline", "safety"),
    "overstock.safety_multiple": ("residual",),
    "age.notice_days": ("residual", "season", "decline"),
    "no_movement.days": ("residual", "season", "decline"),
    "low_stock.weeks": ("residual",),
    "reorder.notice_days": ("residual", "season"),
}
_MOVERS = ("residual", "season", "decline", "safety")
_SCOPE = ("marketplace", "category", "abc", "residual_class", "sku")  # columns of position, as thresholds/in_force gives them
RESIDUALS = ("high", "usual", "low")
CLASSES = ("A", "B", "C")
REFRESH_DAYS = {"week": 7, "month": 28}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A threshold set by hand. None in marketplace, category, abc (of CLASSES), residual_class (of RESIDUALS) and sku: for all; until: the
    last day on which it holds, None: no end."""

    key: str
    value: float
    marketplace: str | None = None
    category: str | None = None
    abc: str | None = None
    residual_class: str | None = None
    sku: str | None = None
    until: date | None = None
    reason: str | None = None

    def checked(self, today: date) -> "Scope":
        """Raises InputError for a threshold that has no scope, an unknown class, a value out of its limits, or a last day that is over."""
        for value, known in ((self.key, SCOPED), (self.abc, (None, *CLASSES)), (self.residual_class, (None, *RESIDUALS))):
            if value not in known:
                raise InputError("not_one_of", value=value, known=", ".join(one for one in known if one))
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
    """Give `position` a column for each of SCOPED and residual_class, and leave `own_threshold` (run_threshold's columns) on this cursor.
    params: the policy's (Policy.params) and as_of."""
    execute(cursor, "thresholds/residual", params, "create or replace temp table residual as")
    _moved(cursor, params)
    _columns(cursor, params)
    _by_hand(cursor, params)


def _moved(cursor: duckdb.DuckDBPyConnection, params: dict) -> None:
    """What each product has of its own; nothing where that is off."""
    leave(cursor, "threshold_line", _lines(params))
    due = {"due_days": REFRESH_DAYS.get(params["dynamic_refresh"], 0)}
    execute(cursor, "thresholds/lines", params | due, "create or replace temp table own_threshold as")
    if not due["due_days"]:
        cursor.execute("delete from own_threshold")


def _lines(params: dict) -> pd.DataFrame:
    """A row of LINES: key, base, least, most, digits (decimals it is rounded to), by_residual, by_season, by_decline, by_safety."""
    rows = []
    for key, movers in LINES.items():
        threshold = defaults()[key]
        by = {f"by_{mover}": mover in movers for mover in _MOVERS}
        limits = {"least": threshold.min, "most": threshold.max, "digits": 0 if threshold.unit == "days" else 2}
        rows.append({"key": key, "base": float(params[_name(key)])} | limits | by)
    return pd.DataFrame(rows)


def _columns(cursor: duckdb.DuckDBPyConnection, params: dict) -> None:
    """The policy's value for every SKU, or what it has of its own; and its class."""
    there = {name for name, *_ in cursor.execute("describe position").fetchall()}
    names = [_name(key) for key in SCOPED]
    old = ", ".join(name for name in ("residual_class", *names) if name in there)
    moved = {_name(key): f"max(value) filter (key = '{key}') as {_name(key)}" for key in LINES}
    new = ", ".join(f"coalesce(own.{name}, ${name}::double) as {name}" if name in moved else f"${name}::double as {name}" for name in names)
    cursor.execute(
        f"""create or replace temp table position as
        select position.* {f"exclude ({old})" if old else ""}, residual.residual_class, {new}
        from position
        left join residual using (marketplace, sku)
        left join (select marketplace, sku, {", ".join(moved.values())} from own_threshold group by all) as own using (marketplace, sku)""",
        {name: params[name] for name in names},
    )


def _by_hand(cursor: duckdb.DuckDBPyConnection, params: dict) -> None:
    """What the seller set goes before both, the narrowest scope last."""
    for key, value, *scope in execute(cursor, "thresholds/in_force", params).fetchall():
        wanted = {name: one for name, one in zip(_SCOPE, scope, strict=True) if one is not None}
        where = " and ".join(f"{name} = ${name}" for name in wanted) or "true"
        cursor.execute(f"update position set {_name(key)} = $value where {where}", {"value": value, **wanted})


def _name(key: str) -> str:
    return key.replace(".", "_")
