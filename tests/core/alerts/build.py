"""Builders for alerts: runs as core.run stores them, with the rules that fired, and the alerts brought up to date with each."""

import json
from datetime import date, datetime, timedelta

from core.alerts import board, life
from core.policy import Policy
from tests.build import insert

DAY = date(2026, 11, 1)
FACTS = {
    "units": 300, "days": 100, "inbound": 0, "demand": 91, "demand_high": 120, "weeks": 13, "safety": 20, "beyond": 209, "cover_days": 300,
    "need_units": 169, "need_demand": 260,
}  # fmt: skip


def moment(day: int) -> datetime:
    return datetime(2026, 11, 1, 8) + timedelta(days=day)


def a_run(ws, run_id: int, *fired: tuple, day: int | None = None, policy: Policy | None = None, at: datetime | None = None) -> None:
    """One stored run of `day` (default: a week a run) and the alerts with it. fired: (sku, rule, level, money)."""
    day = 7 * run_id if day is None else day
    as_of, at = DAY + timedelta(days=day), at or moment(day)
    insert(
        ws, "run", run_id=run_id, as_of=as_of, data_version=run_id, policy="{}", skus=1, seconds="{}", started_at=at, history=False
    )  # fmt: skip
    for sku, rule, level, _ in fired:
        insert(ws, "run_rule", run_id=run_id, marketplace="US", sku=sku, rule=rule, level=min(level, 2), facts=json.dumps(FACTS))
    for sku in {sku for sku, *_ in fired}:
        mine = [one for one in fired if one[0] == sku]
        money = max((one[3] for one in mine if one[3] is not None), default=None)
        insert(
            ws, "run_risk", run_id=run_id, marketplace="US", sku=sku, level=max(one[2] for one in mine), rules=[one[1] for one in mine],
            main_rule=mine[0][1], money_at_stake=money,
        )  # fmt: skip
        insert(ws, "run_health", run_id=run_id, marketplace="US", sku=sku, title=f"Product {sku}", currency="USD", on_hand=300)
    update(ws, run_id, as_of, at, policy)


def update(ws, run_id: int, as_of: date, at: datetime, policy: Policy | None = None) -> None:
    with ws.write(new_version=False) as cursor:
        life.update(cursor, run_id, as_of, policy or Policy(), at=at)


def alerts(ws, day: int = 0) -> dict:
    """(sku, rule) → the alert as it stands on a day."""
    rows = board.board(ws, DAY + timedelta(days=day)).to_dict("records")
    return {(row["sku"], row["rule"]): row for row in rows}


def events(ws, alert: dict) -> list[str]:
    return list(board.history(ws, alert["alert_id"])["event"])


def answer(ws, *alerts: dict, day: int = 8, action: str = "acknowledge", **more) -> life.Answered:
    return life.answer(ws, [one["alert_id"] for one in alerts], life.Answer(action=action, **more), at=moment(day))
