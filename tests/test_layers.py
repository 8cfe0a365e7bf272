"""The plan's direction of imports holds: app and pages → pages/ui → core → data, and inside core from the ground floor up."""

import ast
import re

import pytest

from tests.source import ROOT, called, calls, imports, name_of, python_files, tree, where

# A room may import itself and every floor below. A new room needs a floor here.
FLOORS = [
    {"errors"},
    {"turns", "vault"},
    {"text", "policy", "workspace"},
    {"settings", "export"},
    {"intake", "fees", "currency"},
    {"economics", "health", "schedules", "own_charges"},
    {"forecast", "thresholds"},
    {"holding", "risk"},
    {"calendar"},
    {"clearance"},
    {"market"},
    {"plans", "transfers", "restock"},
    {"alerts", "review", "time_machine"},
    {"run"},
    {"replay"},
    {"results", "demo"},
    {"actions", "handover"},
    {"cli"},
    {"__main__"},
]
FLOOR = {room: number for number, floor in enumerate(FLOORS) for room in floor}
SCREEN = {"streamlit", "altair"}
CLOCK_CALLS = re.compile(r"(^|\.)(now|today|utcnow|localtime|gmtime)$|^time\.time(_ns)?$")
CLOCK_SQL = re.compile(
    r"\b(now|today|get_current_timestamp|get_current_time)\s*\(|\bcurrent_(date|time|timestamp)\b|\blocaltimestamp\b", re.IGNORECASE
)
WITH_CLOCK = {"cli", "__main__"}  # where a command begins: they read the time once and pass it in
# keeps what any library raises, says it beside the result, and raises it where there is none (tests/core/forecast/test_backtest.py)
TELLS_EVERY_ERROR = {"core.forecast.backtest"}

CORE = python_files("core")
SCREENS = python_files("pages", "app.py")
OURS = CORE + SCREENS


def room_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


@pytest.mark.parametrize("file", CORE, ids=name_of)
def test_a_room_of_core_imports_only_itself_and_the_floors_below(file):
    room = room_of(name_of(file))
    upward = [
        f"{where(file, node)} imports {module}"
        for node, module in imports(file)
        if module.startswith("core.") and room and room_of(module) != room and FLOOR[room_of(module)] >= FLOOR[room]
    ]
    assert not upward, f"core.{room} must not know the rooms above or beside it:\n" + "\n".join(upward)


def test_every_room_of_core_has_a_floor():
    rooms = {room_of(name_of(file)) for file in CORE} - {""}
    assert rooms <= FLOOR.keys(), f"give them a floor in tests/test_layers.py: {rooms - FLOOR.keys()}"


@pytest.mark.parametrize("file", CORE, ids=name_of)
def test_core_knows_no_screen(file):
    wrong = [
        f"{where(file, node)} imports {module}"
        for node, module in imports(file)
        if module.split(".")[0] in SCREEN | {"pages", "app", "tests"}
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("file", SCREENS, ids=name_of)
def test_what_screens_share_does_not_import_a_page(file):
    if "ui" not in file.parts:
        return
    wrong = [
        f"{where(file, node)} imports {module}" for node, module in imports(file) if module == "app" or re.match(r"pages\.(?!ui\b)", module)
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("file", SCREENS, ids=name_of)
def test_a_screen_asks_core_and_never_the_database(file):
    wrong = [f"{where(file, node)} imports {module}" for node, module in imports(file) if module.split(".")[0] == "duckdb"]
    assert not wrong, wrong


@pytest.mark.parametrize("file", CORE, ids=name_of)
def test_core_reads_no_clock(file):
    if room_of(name_of(file)) in WITH_CLOCK:
        return
    wrong = [f"{where(file, call)} calls {called(call)}" for call in calls(file) if CLOCK_CALLS.search(called(call))]
    assert not wrong, f"time is an argument in core: {wrong}"


def test_no_query_reads_the_clock():
    code = {file: re.sub(r"--.*|'[^']*'", "", file.read_text(encoding="utf-8")) for file in (ROOT / "core/sql").rglob("*.sql")}
    wrong = [str(file.relative_to(ROOT)) for file, text in code.items() if CLOCK_SQL.search(text)]
    assert not wrong, f"time is a parameter in queries: {wrong}"


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_no_error_is_swallowed_whole(file):
    if name_of(file) in TELLS_EVERY_ERROR:
        return
    handlers = [node for node in ast.walk(tree(file)) if isinstance(node, ast.ExceptHandler)]
    wrong = [where(file, node) for node in handlers if _catches_everything(node) and not _raises_again(node)]
    assert not wrong, f"name the error that is expected: {wrong}"


def _catches_everything(handler) -> bool:
    kinds = [] if handler.type is None else handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return not kinds or any(isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"} for kind in kinds)


def _raises_again(handler) -> bool:
    return isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_nothing_uses_what_the_house_has_ruled_out(file):
    text = file.read_text(encoding="utf-8")
    ruled_out = ["unsafe_allow_html", ".fetchone(", "st.stop(", "pickle", "st.navigation("]
    allowed = {"st.stop("} if "pages" in file.parts or file.name == "app.py" else set()
    assert [word for word in ruled_out if word in text and word not in allowed] == []
