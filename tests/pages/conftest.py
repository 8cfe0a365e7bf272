"""Pages on a real workspace: a folder of their own, a builder that stores one small run, and AppTest started at app.py."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from core import policy, settings
from tests.pages.ui.parts import part  # noqa: F401 (a fixture for every test of pages)

APP = Path(__file__).parents[2] / "app.py"
TODAY = datetime.now(UTC).date()

_HEALTH = {
    "title": "Desk pad", "category": "Office", "currency": "USD", "price": 24.0, "on_hand": 300, "available": 300, "inbound": 0, "unfulfillable": 0,
    "unit_ft3": 0.1, "size_tier": None, "weight_lb": 1.0, "unit_cost": 6.0, "first_mile_cost": 1.0, "landed_cost": 7.0, "units_7": 7, "units_30": 30, "units_60": 60,
    "units_90": 90, "units_365": 400, "velocity_7": 1.0, "velocity_30": 1.0, "velocity_60": 1.0, "velocity_90": 1.0, "velocity": 1.0, "cover_days": 300.0,
    "demand_4": 28.0, "demand_13": 91.0, "demand_13_p10": 70.0, "demand_13_p90": 120.0, "demand_26": 182.0, "safety_stock": 20.0, "safety_source": "forecast",
    "turnover": 1.2, "sell_through": 0.3, "stock_to_sales": 10.0, "age_days": 200.0, "aged_181_units": 150, "aged_271_units": 40, "aged_366_units": 0,
    "abc": "A", "xyz": "Y", "stage": "decline", "stock_value": 2100.0, "list_value": 7200.0, "excess_units": 210.0, "storage_month": 20.0,
    "surcharge_next": 12.0, "surcharge_60d_units": 60.0, "surcharge_60d": 30.0,
}  # fmt: skip
_RISK = {
    "level": 2, "rules": ["overstock"], "main_rule": "overstock", "quadrant_value": "clear_now", "quadrant_age": "clear_now",
    "best_option": "best_single_price", "best_value": 3000.0, "hold_value": 2500.0, "cost_of_waiting_week": 40.0, "money_at_stake": 500.0,
}  # fmt: skip

# 300 units at 1 a day over 13 weeks: 300 - 91 = 209 beyond; 2 x 20 safety stock are forgiven
_OVERSTOCK = {"units": 300, "inbound": 0, "demand": 91.0, "demand_high": 120.0, "cover_days": 300.0,
    "demand_4": 28.0, "demand_13": 91.0, "demand_13_p10": 70.0, "demand_13_p90": 120.0, "demand_26": 182.0, "safety_stock": 20.0, "safety_source": "forecast", "weeks": 13, "beyond": 209.0, "safety": 20.0, "multiple": 2,
              "need_demand": 260, "need_units": 169}  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _packages_are_looked_through_once():
    """Each AppTest is a Streamlit that starts and reads what every installed package says of itself, a quarter of a page's test. What is
    installed stays so while tests run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of the workspaces, empty; every workspace opened in the test is closed at its end."""
    import core.workspace

    monkeypatch.setenv("SHELFLIFE_HOME", str(tmp_path))
    yield tmp_path
    for workspace in list(core.workspace._OPEN.values()):
        if tmp_path in workspace.path.parents:
            workspace.close()


@pytest.fixture
def own(home, new_workspace):
    return new_workspace(home / "seller.duckdb")


@pytest.fixture
def demo(home, own, new_workspace):
    """A demo workspace that is shown."""
    settings.save(own, {"show_demo": True}, at=datetime.now(UTC))
    return new_workspace(home / "demo.duckdb")


def a_file(ws, file_id=1, name="planning.csv", **changed) -> None:
    """One loaded report in the import history."""
    row = {
        "file_id": file_id, "sha256": f"{file_id:064d}", "name": name, "status": "loaded", "kind": "planning", "marketplace": "US", "currency": "USD",
        "snapshot_date": TODAY, "complete": True, "rows_read": 10, "rows_loaded": 10, "rows_refused": 0, "imported_at": datetime.now(UTC).replace(tzinfo=None),
    } | changed  # fmt: skip
    _insert(ws, "import_file", row)


def a_run(ws, skus=({"sku": "OF-64"},), run_id=1, as_of: date = TODAY) -> None:
    """One stored run. Each item of `skus` changes what it names in a slow US seller (300 units, 1 sold a day, level 2);
    keys of run_health and run_risk alike, plus `facts` of its one rule and `cohorts` {age_days: units}."""
    started = datetime.combine(as_of, datetime.min.time()) + timedelta(hours=6)
    _insert(
        ws,
        "run",
        {
            "run_id": run_id,
            "as_of": as_of,
            "data_version": 1,
            "policy": json.dumps(dict(policy.load())),
            "skus": len(skus),
            "seconds": "{}",
            "started_at": started,
            "history": False,
        },
    )
    for changed in skus:
        key = {"run_id": run_id, "marketplace": changed.get("marketplace", "US"), "sku": changed["sku"]}
        health = _HEALTH | {"stock_as_of": as_of, "last_sale": as_of, "surcharge_on": as_of + timedelta(days=21)}
        told = {name: value for name, value in changed.items() if name.startswith("amazon_") or name.endswith(("_factor", "_offset"))}
        _insert(ws, "run_health", key | {name: changed.get(name, value) for name, value in health.items()} | told)
        risk = {name: changed.get(name, value) for name, value in _RISK.items()}
        _insert(ws, "run_risk", key | risk)
        _rules(ws, key, risk, changed)
        for age_days, units in changed.get("cohorts", {60: 150, 200: 110, 300: 40}).items():
            _insert(ws, "run_cohort", key | {"age_days": age_days, "units": units})
        for option, value in {
            "hold": risk["hold_value"],
            "best_single_price": risk["best_value"],
            "liquidate_all": 900.0,
            "remove_all": None,
        }.items():
            reason = None if value is not None else "size_unknown"
            _insert(
                ws,
                "run_option",
                key | {"option": option, "value": value, "price": 19.2, "reason": reason, "sold_units": 250, "weeks_to_clear": 20},
            )


def a_forecast(ws, sku="OF-64", each=10.0, run_id=1, as_of: date = TODAY, marketplace="US", **changed) -> None:
    """What a run expects of one SKU: `each` units in every coming week, P10 half of it, P90 twice as much."""
    week = {"mean": each, "p10": each / 2, "p50": each, "p90": 2 * each}
    lists = {name: [units] * 26 for name, units in week.items()}
    lists |= {f"cum_{name}": [units * (number + 1) for number in range(26)] for name, units in week.items() if name != "mean"}
    row = {
        "run_id": run_id, "marketplace": marketplace, "sku": sku, "model": "default", "reason": None, "history_from": as_of - timedelta(days=363),
        "history_weeks": 52, "outlier_weeks": 0, "first_week": as_of + timedelta(days=1),
    }  # fmt: skip
    _insert(ws, "run_forecast", row | lists | changed)


def _rules(ws, key: dict, risk: dict, changed: dict) -> None:
    facts = changed.get("facts", _OVERSTOCK)
    for rule in risk["rules"]:
        _insert(ws, "run_rule", key | {"rule": rule, "level": risk["level"], "facts": json.dumps(facts)})


def _insert(ws, table: str, row: dict) -> None:
    with ws.write() as cursor:
        names, values = ", ".join(row), ", ".join(f"${name}" for name in row)
        cursor.execute(f"insert into {table} ({names}) values ({values})", row)


@pytest.fixture
def app(home):
    """open("pages/upload.py") → the page after its first drawing; query parameters and session values can be given."""

    def open_app(page: str = "app.py", session: dict | None = None, **query) -> AppTest:
        test = AppTest.from_file(str(APP), default_timeout=120)  # on a fresh machine Numba compiles the engine first
        for key, value in (session or {}).items():
            test.session_state[key] = value
        for key, value in query.items():
            test.query_params[key] = value
        return test.run() if page == "app.py" else test.switch_page(page).run()

    return open_app


def words(test: AppTest) -> str:
    """Everything a page says, as one text."""
    parts = [
        *test.title,
        *test.header,
        *test.subheader,
        *test.markdown,
        *test.caption,
        *test.error,
        *test.warning,
        *test.info,
        *test.success,
    ]
    return "\n".join(
        [*(shown.value for shown in parts), *(metric.value for metric in test.metric), *(button.label for button in test.button)]
    )
