"""Work that is done a series at a time, here or on many machines: the one small function that maps partitions of SKUs.

engine: None or "local" is this process; "dask" a Dask cluster that is already connected, or a local one; "dask://host:port" the scheduler
there. Models that learn from all series together stay where they are, and so does the spread: numbers are the same everywhere.
Dask is not installed by default: requirements-dev.txt has the versions.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pandas as pd

from core.errors import InputError

Job = Callable[[pd.DataFrame, int], np.ndarray]
_PART = 250  # series a partition


def on_engine(model, engine: str | None):
    """The same model with its per-series work on `engine`; a model without such work is left as it is."""
    checked(engine)
    return replace(model, engine=engine) if hasattr(model, "engine") else model


def checked(engine: str | None) -> None:
    """Raises InputError for an engine that is unknown, or not installed."""
    if engine in (None, "local"):
        return
    if engine != "dask" and not engine.startswith("dask://"):
        raise InputError("engine_unknown", value=engine)
    if find_spec("distributed") is None:
        raise InputError("engine_missing", value=engine)


def paths(job: Job, table: pd.DataFrame, weeks: int, engine: str | None = None) -> np.ndarray:
    """(len(table), weeks) of job(part of table, weeks).
    table: one row a series: first (day of its first week), units (array of its weeks, NaN unknown)."""
    checked(engine)
    if engine in (None, "local") or not len(table):
        return job(table, weeks) if len(table) else np.zeros((0, weeks))
    return _far(job, table, weeks, engine)


def _far(job: Job, table: pd.DataFrame, weeks: int, engine: str) -> np.ndarray:
    from fugue import transform

    place = np.arange(len(table))
    sent = table.assign(place=place, part=place // _PART, units=[list(map(float, units)) for units in table["units"]])

    def one_part(part: pd.DataFrame) -> pd.DataFrame:
        found = job(part.assign(units=[np.array(units, dtype=float) for units in part["units"]]), weeks)
        return pd.DataFrame({"place": part["place"].to_numpy(), "path": [list(map(float, path)) for path in found]})

    done = transform(
        sent, one_part, schema="place:long,path:[double]", partition={"by": "part"}, engine="dask", engine_conf=None, as_local=True
    )
    return np.stack(done.sort_values("place")["path"].to_list())
