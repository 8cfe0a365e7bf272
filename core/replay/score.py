"""How good the alarms were: each held against what really happened, and all of them together against rules of thumb, in money.

An alarm is an episode: it begins when a rule (or a level, or a rule of thumb) speaks that was silent for `alerts.close_runs` weeks, and is
judged by its first day. A trouble is an episode too: the weeks in a row in which a truth holds. It is caught where an alarm stands in one
of its weeks. A level counts with all above it, and its troubles are those of its size: from level 2 on they cost `proof.trouble_money` a
week or more in the mean of 26.

    precision = right ÷ (right + wrong)         recall = caught ÷ troubles          lead: days from the alarm to the first unit that crosses
    saved  = what the stuck units of a trouble cost from its first alarm on         missed = what they cost before, or without one
    wasted = wrong alarms × (a look + the price given away for four weeks, where the alarm asks for action)
    cost   = missed + wasted + a look at each right alarm

Promise: undefined is NaN; alarms that are not settled count nowhere; money of several currencies is not added up.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core import risk
from core.policy import Policy
from core.replay.truth import COST_WEEKS, kind_of
from core.replay.weeks import KEY, Seen

THUMBS = ("cover_90", "age_90", "amazon_excess")
LEVELS = (1, 2, 3)
COLUMNS = [
    "scope", "name", "level", "alerts", "came_true", "false_alarms", "pending", "precision", "troubles", "caught", "recall",
    "lead_days_median", "saved", "missed", "wasted", "cost", "alerts_week",
]  # fmt: skip
ACTING = 2  # the level from which an alarm asks for more than a look
_DAYS = {"stuck": "stuck_days", "short": "short_days", "short_of_order": "short_days"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Score:
    """rows: COLUMNS, a row per rule and level, level, or rule of thumb (scope rule | level | thumb); episodes: every alarm with its verdict
    (1 right, 0 wrong, NaN not settled or not judged)."""

    rows: pd.DataFrame
    episodes: pd.DataFrame


def score(told: Seen, judged: pd.DataFrame, policy: Policy, marketplace: str | None = None) -> Score:
    """judged: of core.replay.truth. marketplace: one alone; None: all together."""
    here = judged if marketplace is None else judged[judged["marketplace"] == marketplace]
    bench = _Bench(here.reset_index(drop=True), policy, len(told.days))
    parts = [bench.of(*asked) for asked in _systems(told.alarms, bench.judged)]
    rows = pd.DataFrame([row for row, _ in parts], columns=COLUMNS)
    return Score(rows=rows, episodes=pd.concat([episodes for _, episodes in parts], ignore_index=True))


def _systems(alarms: pd.DataFrame, judged: pd.DataFrame):
    """(scope, name, level, truth, the week × SKU in which it speaks) of everything that is scored."""
    for rule in risk.names():
        of_rule = alarms[alarms["rule"] == rule]
        for level in LEVELS:
            speaks = of_rule[of_rule["level"] >= level]
            if len(speaks):
                yield "rule", rule, level, kind_of(rule), speaks
    stock_rules = alarms[alarms["rule"].isin([rule for rule in risk.names() if kind_of(rule) in ("stuck", "gone")])]
    for level in LEVELS:
        yield "level", None, level, "stuck", stock_rules[stock_rules["level"] >= level].drop_duplicates(["week", *KEY])
    for name in THUMBS:
        yield "thumb", name, ACTING, "stuck", judged[judged[name].astype(bool)]


def ours(scores: pd.DataFrame) -> pd.DataFrame:
    """Of COLUMNS, the rows of our own alarms that ask for action, as a rule of thumb does."""
    return scores[(scores["scope"] == "level") & (scores["level"] == ACTING)]


def episodes(speaks: pd.DataFrame, gap: int) -> pd.DataFrame:
    """KEY, week (the first), last: a new one begins after `gap` silent weeks."""
    rows = _numbered(speaks[["week", *KEY]], gap)
    return rows.groupby("episode").agg({**dict.fromkeys(KEY, "first"), "week": ["first", "last"]}).set_axis([*KEY, "week", "last"], axis=1)


def _numbered(rows: pd.DataFrame, gap: int) -> pd.DataFrame:
    """By SKU and week, with episode: the weeks of one SKU with no more than `gap` between them have one number."""
    rows = rows.sort_values([*KEY, "week"], kind="stable", ignore_index=True)
    same = (rows[KEY] == rows[KEY].shift()).all(axis=1)
    return rows.assign(episode=(~same | (rows["week"] - rows["week"].shift() > gap)).cumsum())


class _Bench:
    """What all systems are held against: `judged` by week and SKU."""

    def __init__(self, judged: pd.DataFrame, policy: Policy, weeks: int):
        self.judged, self._policy, self._weeks = judged, policy, weeks
        self._gap = int(policy["alerts.close_runs"])
        self._by_week = judged.set_index(["week", *KEY])
        self._known_money = judged["currency"].nunique() <= 1
        self._troubles = {}

    def of(self, scope: str, name: str | None, level: int, kind: str | None, speaks: pd.DataFrame) -> tuple[dict, pd.DataFrame]:
        speaks = speaks[speaks["marketplace"].isin(self.judged["marketplace"].unique())]
        alarms = episodes(speaks, self._gap)
        day = self._by_week.reindex(pd.MultiIndex.from_frame(alarms[["week", *KEY]])).reset_index(drop=True)
        alarms = alarms.reset_index(drop=True).assign(scope=scope, name=name, level=level)
        alarms["verdict"] = day[kind] if kind else np.nan
        alarms["lead_days"] = day[_DAYS[kind]].where(alarms["verdict"] == 1) if kind in _DAYS else np.nan
        alarms["wasted"] = self._wasted(day, level).where(alarms["verdict"] == 0, 0.0)
        troubles = self._caught(kind, level, alarms)
        row = {"scope": scope, "name": name, "level": level} | self._counts(alarms, troubles, kind) | self._money(alarms, troubles)
        return row, alarms

    def _wasted(self, day: pd.DataFrame, level: int) -> pd.Series:
        """What a wrong alarm would cost; where the price is unknown, the look alone."""
        share = self._policy["proof.hasty_share"] if level >= ACTING else 0.0
        return self._policy["proof.look_money"] + share * (day["price"] * day["sold_28"]).fillna(0.0)

    def _counts(self, alarms: pd.DataFrame, troubles: pd.DataFrame, kind: str | None) -> dict:
        right, wrong = int((alarms["verdict"] == 1).sum()), int((alarms["verdict"] == 0).sum())
        caught = int(troubles["caught"].sum())
        return {
            "alerts": len(alarms), "came_true": right, "false_alarms": wrong, "pending": len(alarms) - right - wrong,
            "precision": right / (right + wrong) if right + wrong else np.nan,
            "troubles": len(troubles) if kind else np.nan, "caught": caught if kind else np.nan,
            "recall": caught / len(troubles) if len(troubles) else np.nan,
            "lead_days_median": alarms["lead_days"].median(), "alerts_week": len(alarms) / self._weeks,
        }  # fmt: skip

    def _money(self, alarms: pd.DataFrame, troubles: pd.DataFrame) -> dict:
        names = ("saved", "missed", "wasted", "cost")
        if not self._known_money or "saved" not in troubles:
            return dict.fromkeys(names, np.nan)
        saved, missed, wasted = troubles["saved"].sum(), troubles["missed"].sum(), alarms["wasted"].sum()
        looks = self._policy["proof.look_money"] * (alarms["verdict"] == 1).sum()
        return dict(zip(names, (saved, missed, wasted, missed + wasted + looks), strict=True))

    def _caught(self, kind: str | None, level: int, alarms: pd.DataFrame) -> pd.DataFrame:
        """The troubles of a kind and size: caught; of stuck stock also saved and missed."""
        weeks = self._troubled(kind, level)
        if weeks.empty:
            return pd.DataFrame({"caught": [], **({"saved": [], "missed": []} if kind == "stuck" else {})})
        both = weeks.reset_index().merge(alarms[[*KEY, "week", "last"]].rename(columns={"week": "begins"}), on=KEY, how="left")
        stands = (both["begins"] <= both["week"]) & (both["week"] <= both["last"])
        first = both.assign(at=both["week"].where(stands)).groupby("index")["at"].min()
        weeks = weeks.assign(alarmed=first.reindex(weeks.index))
        since = weeks.groupby("trouble")["alarmed"].transform("min")
        money = weeks["week_cost"].fillna(0)
        weeks = weeks.assign(saved=money.where(weeks["week"] >= since, 0.0), missed=money.where(~(weeks["week"] >= since), 0.0))
        sums = weeks.groupby("trouble")[["saved", "missed"]].sum().assign(caught=weeks.groupby("trouble")["alarmed"].min().notna())
        return sums if kind == "stuck" else sums[["caught"]]

    def _troubled(self, kind: str | None, level: int) -> pd.DataFrame:
        """week, KEY, week_cost, trouble (its number) of the weeks in which a truth holds."""
        size = level >= ACTING and kind == "stuck"
        if (kind, size) not in self._troubles:
            self._troubles[kind, size] = self._find(kind, size)
        return self._troubles[kind, size]

    def _find(self, kind: str | None, size: bool) -> pd.DataFrame:
        if kind is None:
            return pd.DataFrame()
        rows = _numbered(self.judged[self.judged[kind] == 1], self._gap).rename(columns={"episode": "trouble"})
        if size:
            largest = rows.groupby("trouble")["cost"].transform("max")
            rows = rows[~(largest < COST_WEEKS * self._policy["proof.trouble_money"])]
        return rows[["week", *KEY, "week_cost", "trouble"]]
