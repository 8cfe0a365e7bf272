"""Work that is done a series at a time, here or on many machines: the one small function that maps partitions of SKUs.

engine: None or "local" is this process; "dask" a Dask cluster that is already connected, or a local one; "dask://host:port" the scheduler
there. Models that learn from all series together stay where they are, and so does the spread: numbers are the same everywhere. So a run
sends nothing there but Prophet's work (core/forecast/prophet_kept.py), a backtest that of every model that fits one series at a time.
Dask is not installed by default: requirements-dev.txt has the versions.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from core.errors import InputError

Job = Callable[[pd.DataFrame, int], np.ndarray]
Texts = Callable[[list[str]], list[str]]
_PART = 100  # series a partition
_PATIENCE_SECONDS = 10  # for a scheduler to answer


def on_engine(model, engine: str | None):
    """The same model with its per-series work on `engine`; a model without such work is left as it is."""
    checked(engine)
    return replace(model, engine=engine) if hasattr(model, "engine") else model


def checked(engine: str | None) -> None:
    """Raises InputError for an engine that is unknown, or not installed, or named and does not answer: said before any work."""
    if _is_here(engine):
        return
    if engine != "dask" and not engine.startswith("dask://"):
        raise InputError("engine_unknown", value=engine)
    if find_spec("distributed") is None:
        raise InputError("engine_missing", value=engine)
    if engine != "dask":
        _named(engine)


def paths(job: Job, table: pd.DataFrame, weeks: int, engine: str | None = None) -> np.ndarray:
    """(len(table), weeks) of job(part of table, weeks).
    table: one row a series: first (day of its first week), units (array of its weeks, NaN unknown)."""
    checked(engine)
    if _is_here(engine) or not len(table):
        return job(table, weeks) if len(table) else np.zeros((0, weeks))

    def of_part(asked: list[str]) -> list[str]:
        rows = [json.loads(question) for question in asked]
        part = pd.DataFrame({"first": pd.to_datetime([first for first, _ in rows]), "units": [np.array(units, float) for _, units in rows]})
        return [json.dumps(path.tolist()) for path in job(part, weeks)]

    asked = [json.dumps([first.isoformat(), units.tolist()]) for first, units in zip(table["first"], table["units"], strict=True)]
    return np.array([json.loads(path) for path in answers(of_part, asked, engine)], dtype=float)


def answers(job: Texts, asked: list[str], engine: str | None = None) -> list[str]:
    """job(part of asked) of every part, in the order of `asked`: an answer a question. Series travel as text (JSON keeps every digit):
    a column of lists does not survive every engine."""
    checked(engine)
    return job(asked) if _is_here(engine) or not asked else _far(job, asked, engine)


def _is_here(engine: str | None) -> bool:
    return engine in (None, "local")


def _far(job: Texts, asked: list[str], engine: str) -> list[str]:
    from fugue.api import as_pandas, transform

    def one_part(part: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({"place": part["place"].to_numpy(), "text": job(part["text"].tolist())})

    sent = pd.DataFrame({"place": np.arange(len(asked)), "text": asked})
    parts = {"num": -(-len(asked) // _PART), "algo": "default"}
    client = _client(engine)
    with client.as_current():
        done = as_pandas(transform(sent, one_part, schema="place:long,text:str", partition=parts, engine=client))
    return done.sort_values("place")["text"].tolist()


def _client(engine: str):
    """The one named, else the cluster this process is connected to already, else two workers here. Raises InputError if nobody answers."""
    from distributed import Client

    if engine != "dask":
        return _named(engine)
    try:
        return Client.current()
    except ValueError:  # none yet
        return _connected(None)


def _named(engine: str):
    try:
        place = urlsplit(engine)
        if not place.hostname or not place.port:
            raise InputError("engine_unknown", value=engine)
        return _connected(engine.removeprefix("dask://"))
    except ValueError as error:  # a port that is no number
        raise InputError("engine_unknown", value=engine) from error
    except OSError as error:
        raise InputError("engine_silent", value=engine, seconds=_PATIENCE_SECONDS, detail=str(error)) from error


@cache
def _connected(address: str | None):
    """Kept for the life of the process."""
    from distributed import Client

    if address:
        return Client(address, set_as_default=False, timeout=_PATIENCE_SECONDS)
    return Client(n_workers=2, threads_per_worker=1, dashboard_address=None)
