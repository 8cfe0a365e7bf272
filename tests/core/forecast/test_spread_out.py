"""Work on a cluster: two workers give the numbers of one process; without Dask it says what to install."""

import sys
from datetime import timedelta
from types import ModuleType

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from core import run
from core.errors import InputError
from core.forecast import prophet_kept, spread_out
from core.forecast.backtest import backtest
from core.forecast.models import MODELS
from tests.build import AS_OF, AT, daily, some_sales, some_stock
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


def test_a_run_on_two_workers_has_the_same_numbers(ws, cluster, in_pieces):
    for number in range(5):
        some_stock(ws, sku=f"S{number}", available=50)
        some_sales(ws, {AS_OF - timedelta(days=7 * week): 1 + (week * number) % 5 for week in range(40)}, sku=f"S{number}")
    here, there = (run.run(ws, at=AT, model=MODELS["tsb"], engine=engine).run_id for engine in (None, cluster))
    told = "select sku, model, mean, p10, p90, cum_p50 from run_forecast where run_id = $run_id order by sku"
    assert ws.rows(told, run_id=here) == ws.rows(told, run_id=there)
    assert len(ws.rows(told, run_id=there)) == 5


def test_prophet_on_two_workers_has_the_same_answers(ws, cluster, in_pieces):
    some_stock(ws, sku="A")
    some_sales(ws, daily(2, 7 * 60), sku="A")
    run_id = run.run(ws, at=AT, model=MODELS["ses"]).run_id
    seen = []
    for engine in (None, cluster):
        prophet_kept.ask(ws, run_id, AS_OF, [("US", "A"), ("US", "gone")], engine=engine)
        seen.append(prophet_kept.found(ws, run_id, "US", "A"))
        assert prophet_kept.found(ws, run_id, "US", "gone").code == "sku_no_forecast"
    assert_frame_equal(seen[0].components, seen[1].components)
    assert_frame_equal(seen[0].forecast, seen[1].forecast)


def test_an_engine_that_is_none_is_refused_before_any_work():
    with pytest.raises(InputError) as told:
        backtest(a_panel(some_demand(3, 60)), ["naive"], engine="spork")
    assert told.value.code == "engine_unknown"


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(spread_out, "find_spec", lambda name: None)
    with pytest.raises(InputError) as told:
        spread_out.on_engine(MODELS["naive"], "dask")
    assert told.value.code == "engine_missing"


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(spread_out, "_PATIENCE_SECONDS", 1)


NOBODY = "dask://127.0.0.1:9"  # the port that drops whatever comes


@pytest.mark.parametrize("name", ["ses", "lightgbm", "tsb"])
def test_a_cluster_where_nobody_answers_is_said_before_any_work_whether_it_would_be_needed_or_not(impatient, name):
    told = []
    with pytest.raises(InputError) as refused:
        backtest(a_panel(some_demand(3, 60)), [name], engine=NOBODY, progress=lambda *said: told.append(said))
    assert (refused.value.code, refused.value.facts["value"], told) == ("engine_silent", NOBODY, [])


def test_a_run_on_a_cluster_where_nobody_answers_stores_nothing(ws, impatient):
    some_stock(ws, sku="A")
    some_sales(ws, daily(2, 90), sku="A")
    with pytest.raises(InputError) as refused:
        run.run(ws, at=AT, model=MODELS["ses"], engine=NOBODY)
    assert refused.value.code == "engine_silent"
    assert ws.rows("select count(*) from run") == [(0,)]


@pytest.mark.parametrize("engine", ["dask://", "dask://here", "dask://here:port", "dask://:8786"])
def test_an_address_without_host_or_port_is_refused(engine):
    with pytest.raises(InputError) as refused:
        spread_out.checked(engine)
    assert refused.value.code == "engine_unknown"


def test_a_model_that_learns_from_all_series_stays_where_it_is():
    assert spread_out.on_engine(MODELS["lightgbm"], "dask") is MODELS["lightgbm"]
