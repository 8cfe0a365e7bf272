"""Work on a cluster: two workers give the numbers of one process; without Dask it says what to install."""

import sys
from types import ModuleType

import numpy as np
import pytest

from core.errors import InputError
from core.forecast import spread_out
from core.forecast.backtest import backtest
from core.forecast.models import MODELS
from tests.core.forecast.panels import a_panel, some_demand

SCORES = ["wape", "rmse", "pinball", "coverage_80", "cumulative_wape", "cumulative_pinball", "fallbacks"]


@pytest.fixture(scope="module")
def cluster():
    from distributed import LocalCluster

    with pytest.MonkeyPatch.context() as patch:
        # a page tested before this leaves its script as __main__, and every worker would begin by running it
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as two_workers:
            yield f"dask://{two_workers.scheduler_address.removeprefix('tcp://')}"


@pytest.fixture
def in_pieces(monkeypatch):
    monkeypatch.setattr(spread_out, "_PART", 3)


def worker_and_total(table, weeks):
    """A job that tells which process did it."""
    import os

    return np.array([[os.getpid(), np.nansum(units)] for units in table["units"]], dtype=float)


def test_partitions_go_to_the_workers_and_come_back_in_order(cluster, in_pieces):
    import os

    from core.forecast.models.path import histories

    table = histories(a_panel(some_demand(9, 30)))
    done = spread_out.paths(worker_and_total, table, 2, cluster)
    assert os.getpid() not in done[:, 0]
    assert len(set(done[:, 0])) == 2
    assert done[:, 1].tolist() == [np.nansum(units) for units in table["units"]]


def test_a_backtest_on_two_workers_has_the_same_numbers(cluster, in_pieces):
    panel = a_panel(some_demand(8, 40))
    here, there = (backtest(panel, ["tsb", "ses"], weeks=6, cutoffs=1, engine=engine).catalogue for engine in (None, cluster))
    assert (here[SCORES] == there[SCORES]).all().all()


def test_an_engine_that_is_none_is_refused_before_any_work():
    with pytest.raises(InputError) as told:
        backtest(a_panel(some_demand(3, 60)), ["naive"], engine="spork")
    assert told.value.code == "engine_unknown"


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(spread_out, "find_spec", lambda name: None)
    with pytest.raises(InputError) as told:
        spread_out.on_engine(MODELS["naive"], "dask")
    assert told.value.code == "engine_missing"


def test_a_model_that_learns_from_all_series_stays_where_it_is():
    assert spread_out.on_engine(MODELS["lightgbm"], "dask") is MODELS["lightgbm"]
