"""What people forget: sizes, pins, sources, commented settings, and a README that tells the truth."""

import ast
import csv
import importlib.metadata
import re
import sys
import tomllib

import pytest

from tests.source import ROOT, body_lines, functions, imports, name_of, python_files, where

OURS = python_files("core", "pages", "app.py")
ALL = python_files("core", "pages", "app.py", "tests", "data")
QUERIES = sorted((ROOT / "core/sql").rglob("*.sql"))
PINS = {
    name: dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")
}
# import name → package name, where they differ
PACKAGE = {"python_calamine": "python-calamine", "PIL": "pillow", "sklearn": "scikit-learn", "docx": "python-docx"}
# imported only when a cluster is asked for
ON_REQUEST = {"distributed"}
# needed at run time without an import of ours: pandas writes workbooks through xlsxwriter, DuckDB hands over Arrow tables
USED_BY_OTHERS = {"xlsxwriter", "pyarrow"}
DEV_TOOLS = {"ruff", "pytest-xdist", "openpyxl", "dask"}


# --- sizes


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_a_file_is_not_longer_than_three_hundred_lines(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300, "it asks for a new room with a name a seller would understand"


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_a_function_body_is_not_longer_than_thirty_lines(file):
    long = [f"{where(file, function)} {function.name}: {body_lines(function)}" for function in functions(file) if body_lines(function) > 30]
    assert not long, long


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_a_module_opens_with_its_job(file):
    source = ast.parse(file.read_text(encoding="utf-8"))
    assert not source.body or ast.get_docstring(source), f"{name_of(file)} does not say what it does"


# --- queries


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_query_opens_with_what_one_row_is(file):
    head = file.read_text(encoding="utf-8")
    assert head.startswith("--")
    makes_functions = re.search(r"^create (or replace )?(temp )?macro ", head, re.MULTILINE)
    assert makes_functions or re.search(r"^-- (.*\b)?grain\b", head, re.MULTILINE | re.IGNORECASE), (
        "say its grain (what one row is), units, reads"
    )


def test_every_query_is_used_and_every_used_query_exists():
    code = "\n".join(file.read_text(encoding="utf-8") for file in python_files("core"))
    names = {file.relative_to(ROOT / "core/sql").with_suffix("").as_posix() for file in QUERIES if file.parent.name != "schema"}
    asked = set(re.findall(r"""\bsql\(\s*"([\w/]+)"\s*\)""", code))
    assert asked - names - {"schema/000_version"} == set(), "asked for, but no such file"
    unused = {name for name in names if name not in asked and not _mentioned(name, code)}
    assert not unused, "no code asks for these queries"


def _mentioned(name: str, code: str) -> bool:
    """A built name (f"rules/{rule}") counts when its folder is built so, or its last part stands as a literal."""
    folder, _, last = name.rpartition("/")
    return f'"{name}"' in code or f'"{last}"' in code or (bool(folder) and f'f"{folder}/{{' in code)


# --- requirements


def third_party(files) -> set[str]:
    ours = {"core", "pages", "app", "tests", "data"}
    names = {module.split(".")[0] for file in files for _, module in imports(file) if not _beside(file, module)}
    return {PACKAGE.get(name, name) for name in names if name not in ours | set(sys.stdlib_module_names)}


def _beside(file, module: str) -> bool:
    """A script's own neighbour, as the scripts of data/demo import each other."""
    return "data" in file.relative_to(ROOT).parts and (file.parent / f"{module.split('.')[0]}.py").exists()


def test_what_the_app_imports_is_pinned_and_what_is_pinned_is_used():
    assert third_party(OURS) - ON_REQUEST | USED_BY_OTHERS == PINS["requirements.txt"].keys()


def test_what_the_tests_import_is_pinned():
    on_top = PINS["requirements-dev.txt"].keys() | PINS["requirements-bench.txt"].keys()
    assert third_party(ALL) - {"_pytest"} <= PINS["requirements.txt"].keys() | on_top
    assert on_top <= third_party(ALL) | DEV_TOOLS


def test_the_installed_versions_are_the_pinned_ones():
    pins = PINS["requirements.txt"] | PINS["requirements-dev.txt"]
    assert {name: importlib.metadata.version(name) for name in pins} == pins


# --- settings and data


def test_every_line_of_the_streamlit_settings_says_why():
    lines = (ROOT / ".streamlit/config.toml").read_text(encoding="utf-8").splitlines()
    tomllib.loads("\n".join(lines))
    bare = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if "=" in line
        and not line.lstrip().startswith("#")
        and "#" not in line.split("=", 1)[1].replace('"#', "")
        and not before.lstrip().startswith("#")
    ]
    assert not bare, bare


def test_the_server_listens_on_this_machine_only_and_reports_to_nobody():
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] in {"none", False}


FEE_TABLES = sorted((ROOT / "data/fees").glob("*/*.csv"))


@pytest.mark.parametrize("file", FEE_TABLES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_rate_has_a_source_and_says_since_when_or_why_that_is_unknown(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    without = [number for number, row in enumerate(rows, 2) if not row["source"] or not (row["effective_from"] or row["note"])]
    assert not without, f"lines without a source, or without a day and a note: {without}"


# --- README and commands

README = ROOT / "README.md"


def test_every_place_the_readme_names_exists():
    named = re.findall(
        r"`([\w./-]+\.(?:py|sql|toml|csv|md|txt)|(?:core|pages|data|tests|\.ci)/[\w./-]*)`", README.read_text(encoding="utf-8")
    )
    missing = [place for place in named if not list(ROOT.glob(place.rstrip("/")))]
    assert named
    assert not missing, missing


def test_every_picture_of_the_readme_exists():
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


def test_every_make_command_of_the_readme_is_in_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", README.read_text(encoding="utf-8")))
    assert {"run", "test"} <= named <= targets


def test_ci_runs_the_test_command_of_the_readme():
    assert "make test" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_the_project_names_no_place_of_the_machine_it_was_written_on():
    kinds = {".py", ".sql", ".toml", ".md", ".txt", ".csv", ".json", ""}
    files = [file for place in ("core", "pages", "data", "tests", ".ci", ".streamlit") for file in (ROOT / place).rglob("*")]
    files += [file for file in ROOT.iterdir() if file.name not in {".git", ".gitignore"}]
    forbidden = "/wo" + "rk/"
    named = [
        str(file)
        for file in files
        if file.is_file() and file.suffix in kinds and forbidden in file.read_text(encoding="utf-8", errors="ignore")
    ]
    assert not named
