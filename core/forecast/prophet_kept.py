"""Prophet on SKUs of a run: asked one by one or on a cluster, each answer stored beside the run as soon as it is there.

It stands beside the run's own forecast and never in its place: it was the weaker one in every race. Promise: a SKU of which Prophet
knows nothing to say has an answer too: why.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from core import health, settings
from core.errors import NotEnoughData, ShelflifeError
from core.forecast import spread_out
from core.forecast.history import panel as panel_of
from core.forecast.panel import NO_OUTLIERS, Panel
from core.forecast.prophet_view import LEAST, ProphetView, explain
from core.workspace import Workspace, sql

Key = tuple[str, str]  # marketplace, sku
Progress = Callable[[float], None]
_FRAMES = ("components", "changepoints", "forecast")


def top(ws: Workspace, run_id: int, how_many: int) -> list[Key]:
    """The SKUs with history enough that are expected to sell for most money, without those that have an answer."""
    return ws.rows(sql("forecast/prophet_top"), run_id=run_id, top=how_many, least=LEAST)


def ask(ws: Workspace, run_id: int, as_of: date, keys: Sequence[Key], progress: Progress | None = None, engine: str | None = None) -> None:
    """Ask Prophet about SKUs of a run and store its answers. progress: told the share done. engine: see core/forecast/spread_out.py."""
    spread_out.checked(engine)
    tell = progress or (lambda share: None)
    with ws.read() as cursor:
        health.compute(cursor, as_of, settings.policy(ws))
        panel = panel_of(cursor, as_of)
    place = {key: row for row, key in enumerate(panel.series[["marketplace", "sku"]].itertuples(index=False, name=None))}
    for key in (key for key in keys if key not in place):
        _store(ws, run_id, key, _why(NotEnoughData("sku_no_forecast", sku=key[1])))
    known = [key for key in keys if key in place]
    together = 1 if engine in (None, "local") else max(1, len(known))  # here one after the other: each is seen as soon as it is there
    for start in range(0, len(known), together):
        tell(start / len(known))
        part = known[start : start + together]
        questions = [_question(panel.only(np.array([place[key]]))) for key in part]
        for key, answer in zip(part, spread_out.answers(answered, questions, engine), strict=True):
            _store(ws, run_id, key, answer)


def found(ws: Workspace, run_id: int, marketplace: str, sku: str) -> ProphetView | ShelflifeError | None:
    """What Prophet saw, or why it has no answer; None where nobody asked."""
    rows = ws.rows(sql("forecast/prophet_found"), run_id=run_id, marketplace=marketplace, sku=sku)
    if not rows:
        return None
    answer, reason, facts = rows[0]
    return _view(answer) if answer else ShelflifeError(reason, **json.loads(facts or "{}"))


def answered(questions: list[str]) -> list[str]:
    """Question → answer, as text, here or on another machine."""
    return [_answer(json.loads(question)) for question in questions]


def _question(one: Panel) -> str:
    return json.dumps({
        "marketplace": one.series["marketplace"].iloc[0], "sku": one.series["sku"].iloc[0], "first": one.weeks[0].isoformat(),
        "units": one.units[0].tolist(), "promo": one.promo[0].tolist(),
    })  # fmt: skip


def _answer(asked: dict) -> str:
    units = np.array(asked["units"], dtype=float)[None]
    panel = Panel(
        series=pd.DataFrame({"marketplace": [asked["marketplace"]], "sku": [asked["sku"]], "category": [None]}),
        weeks=pd.date_range(asked["first"], periods=units.shape[1], freq="7D"),
        units=units,
        price=np.full(units.shape, np.nan),
        promo=np.array(asked["promo"], dtype=bool)[None],
        outliers=NO_OUTLIERS,
    )
    try:
        return json.dumps({"answer": _text(explain(panel))})
    except ShelflifeError as error:
        return _why(error)


def _why(error: ShelflifeError) -> str:
    return json.dumps({"reason": error.code, "facts": error.facts})


def _text(view: ProphetView) -> str:
    frames = {name: json.loads(getattr(view, name).to_json(orient="split", date_format="iso", index=False)) for name in _FRAMES}
    return json.dumps(frames | {"seconds": view.seconds})


def _view(text: str) -> ProphetView:
    stored = json.loads(text)
    return ProphetView(**{name: _frame(stored[name]) for name in _FRAMES}, seconds=stored["seconds"])


def _frame(stored: dict) -> pd.DataFrame:
    frame = pd.DataFrame(stored["data"], columns=stored["columns"])
    return frame.assign(week=pd.to_datetime(frame["week"]))


def _store(ws: Workspace, run_id: int, key: Key, told: str) -> None:
    """The newest answer about a SKU takes the place of the last one."""
    said = json.loads(told)
    row = {"answer": said.get("answer"), "reason": said.get("reason"), "facts": json.dumps(said.get("facts", {}))}
    with ws.write(new_version=False) as cursor:
        cursor.execute(sql("forecast/store_prophet"), {"run_id": run_id, "marketplace": key[0], "sku": key[1]} | row)
