"""Thresholds that would have cost less: from what came true on the past, and from what the seller marked.

A threshold stands between alarm and silence. Moved to θ it costs

    cost(θ) = Σ cost of a miss over true alarms under θ  +  Σ cost of a false alarm over false ones from θ on

and the least of it is where P(trouble) = false ÷ (false + miss): the rule to act by. Few alarms are no law, so the best θ is drawn back to
the default: with n settled alarms the threshold moves n ÷ (n + learn.half_alarms) of the way, inside its limits and never beyond half or
twice the default.
A replay sees only what fired, so the line of a rule can only become stricter; the line of level 2 moves both ways.
Marks: a false alarm counts as one whatever came later, unless the data were wrong or the stock was meant; a resolved alert counts as true.
Causes become factors: promotion.factor (how much more a fall after a promotion must be), supply.risk_factor (lead times are longer by).
"""

import json
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from core.policy import Policy, thresholds
from core.replay.score import episodes
from core.replay.truth import kind_of
from core.replay.weeks import KEY, Seen

LEVEL_LINE = "level.waiting_money"
# rule → (its threshold, the fact that is held against it)
LINES = {
    "cliff": ("cliff.h", "score"),
    "age_by_sales": ("age.notice_days", "age_days"),
    "surcharge_ahead": ("surcharge.least_money", "money"),
    "season_end": ("season.fall_share", "fall"),
    "overstock": ("cover.overstock_days", "cover_days"),
}
FACTORS = {
    "promotion.factor": ("promotion", ("cliff", "turnover_decline", "season_end")),
    "supply.risk_factor": ("supplier_late", ("low_stock", "reorder_by")),
}
COLUMNS = ["key", "rule", "default_value", "best", "value", "alarms", "false_alarms"]
_NOT_A_THRESHOLD = ("data_wrong", "planned", *(reason for reason, _ in FACTORS.values()))
_STEP = 2.0  # one learning moves a threshold to half or twice the default at most
_WEEKS_BESIDE = 4  # an alert and an alarm of the replay are the same when they begin so near


@dataclass(frozen=True, kw_only=True, eq=False)
class _Cases:
    """Settled alarms: score, verdict (1 true, 0 false), miss (cost if silent), false (cost if it speaks)."""

    score: np.ndarray
    verdict: np.ndarray
    miss: np.ndarray
    false: np.ndarray


def learn(told: Seen, judged: pd.DataFrame, marks: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """COLUMNS, a row per threshold that moves. told, judged: a replay with the thresholds of `policy`; marks: of core/sql/replay/marks."""
    rows = [_moved(LEVEL_LINE, None, _level_cases(judged, policy), policy)]
    for rule, (key, fact) in LINES.items():
        rows.append(_moved(key, rule, _rule_cases(told, judged, marks, policy, rule, fact), policy))
    rows += [_factor(key, reason, rules, marks, policy) for key, (reason, rules) in FACTORS.items()]
    return pd.DataFrame([row for row in rows if row is not None], columns=COLUMNS)


def best_line(cases: _Cases, lines: np.ndarray) -> float:
    """The one of `lines` that would have cost least; of equals the first."""
    costs = [
        cases.miss[(cases.verdict == 1) & (cases.score < line)].sum() + cases.false[(cases.verdict == 0) & (cases.score >= line)].sum()
        for line in lines
    ]
    return float(lines[int(np.argmin(costs))])


def shrunk(default: float, best: float, alarms: int, half: float) -> float:
    """`best` drawn back to the default: alarms ÷ (alarms + half) of the way."""
    return default + (best - default) * alarms / (alarms + half)


def _moved(key: str, rule: str | None, cases: _Cases, policy: Policy) -> dict | None:
    """The row of a threshold; None where nothing is settled or it stays within a hundredth of where it is."""
    count, default = len(cases.score), float(policy[key])
    if not count:
        return None
    best = best_line(cases, _lines(cases.score, key, default, stricter=rule is not None))
    value = _tidy(shrunk(default, best, count, policy["learn.half_alarms"]), default)
    if abs(value - default) < 0.01 * max(abs(default), 1e-9):
        return None
    facts = {"key": key, "rule": rule, "default_value": default, "best": round(best, 4), "value": value}
    return facts | {"alarms": count, "false_alarms": int((cases.verdict == 0).sum())}


def _lines(score: np.ndarray, key: str, default: float, *, stricter: bool) -> np.ndarray:
    """What is tried: the default first, then what the alarms themselves suggest, within its limits and from half to twice the default."""
    low, high = max(thresholds()[key].min, default if stricter else default / _STEP), min(thresholds()[key].max, default * _STEP)
    inside = score[(score >= low) & (score <= high)]
    return np.r_[default, np.quantile(inside, np.linspace(0, 1, 41), method="higher") if len(inside) else [], [] if stricter else low]


def _tidy(value: float, default: float) -> float:
    """Three significant digits of the default's size."""
    return round(value, max(0, 2 - int(np.floor(np.log10(max(abs(default), 1e-3))))))


def _level_cases(judged: pd.DataFrame, policy: Policy) -> _Cases:
    """Of every stock that was valued, the week from which on it was: what waiting would cost a week against what came."""
    waiting = np.fmax(judged["cost_of_waiting_week"], judged["money_at_stake"] / policy["clearance.horizon_weeks"])
    valued = judged[waiting.notna()].assign(score=waiting[waiting.notna()])
    first = episodes(valued, int(policy["alerts.close_runs"])).merge(valued, on=["week", *KEY])
    known = first[first["stuck"].notna()]
    return _priced(known, known["score"], known["stuck"], policy, acting=True)


def _rule_cases(told: Seen, judged: pd.DataFrame, marks: pd.DataFrame, policy: Policy, rule: str, fact: str) -> _Cases:
    """Of every alarm of one rule, its first week; a fact that is not known is endless."""
    said = told.alarms[told.alarms["rule"] == rule]
    begun = episodes(said, int(policy["alerts.close_runs"])).merge(said, on=["week", *KEY])
    first = begun.merge(judged, on=["week", *KEY], suffixes=("", "_sku"))
    facts = [json.loads(one).get(fact) for one in first["facts"]]
    score = pd.Series([np.inf if one is None else float(one) for one in facts], index=first.index, dtype=float)
    verdict = _marked(first, marks[marks["rule"] == rule], first[kind_of(rule)].astype(float), told.days[0])
    known = verdict.notna()
    return _priced(first[known], score[known], verdict[known], policy, acting=False)


def _marked(first: pd.DataFrame, marks: pd.DataFrame, verdict: pd.Series, begin: date) -> pd.Series:
    """The verdicts, with what the seller said instead where he did."""
    out = verdict.copy()
    for mark in marks[~marks["reason"].isin(_NOT_A_THRESHOLD)].to_dict("records"):
        week = (pd.Timestamp(mark["opened_on"]).date() - begin).days / 7
        same = (first["sku"] == mark["sku"]) & (first["marketplace"] == mark["marketplace"])
        out[same & (first["week"] - _WEEKS_BESIDE <= week) & (week <= first["last"] + _WEEKS_BESIDE)] = float(mark["verdict"])
    return out


def _priced(rows: pd.DataFrame, score: pd.Series, verdict: pd.Series, policy: Policy, *, acting: bool) -> _Cases:
    """With what a miss and a false alarm would cost."""
    look = policy["proof.look_money"]
    given = policy["proof.hasty_share"] * (rows["price"] * rows["sold_28"]).fillna(0.0) if acting else 0.0 * rows["week"]
    miss = rows["cost"].fillna(0.0).clip(lower=look)
    return _Cases(
        score=score.to_numpy(float), verdict=verdict.to_numpy(float), miss=miss.to_numpy(float), false=(look + given).to_numpy(float)
    )


def _factor(key: str, reason: str, rules: tuple[str, ...], marks: pd.DataFrame, policy: Policy) -> dict | None:
    """1 and half of the share of marks on these rules that name this cause, drawn back to 1 while they are few."""
    here = marks[marks["rule"].isin(rules)]
    named = int((here["reason"] == reason).sum())
    if not named:
        return None
    default = float(policy[key])
    best = min(default + 0.5 * named / len(here), thresholds()[key].max)
    value = round(shrunk(default, best, len(here), policy["learn.half_alarms"]), 3)
    return {"key": key, "rule": None, "default_value": default, "best": best, "value": value, "alarms": len(here), "false_alarms": named}
