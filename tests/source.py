"""The project's own source as data, for the tests that keep the house in order."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


@cache
def python_files(*places: str) -> tuple[Path, ...]:
    """Every Python file under the given places ("core", "app.py"), sorted."""
    found = [file for place in places for file in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))]
    return tuple(sorted(file for file in found if file.exists()))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def name_of(file: Path) -> str:
    """core/fees/storage.py → "core.fees.storage"; a room's __init__.py is the room."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def where(file: Path, node: ast.AST) -> str:
    return f"{file.relative_to(ROOT)}:{node.lineno}"


def imports(file: Path) -> list[tuple[ast.AST, str]]:
    """(node, full module name) of every import, wherever it stands; `from core import policy` counts as core.policy."""
    found = []
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found += [(node, name.name) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node, _full(file, node, name.name)) for name in node.names]
    return found


def _full(file: Path, node: ast.ImportFrom, name: str) -> str:
    package = name_of(file).split(".")
    if node.level:
        up = len(package) - node.level + (file.name == "__init__.py")
        base = ".".join([*package[:up], *([node.module] if node.module else [])])
    else:
        base = node.module
    inner = f"{base}.{name}"
    return inner if _is_module(inner) else base


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def calls(file: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree(file)) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    """The dotted name that is called: "st.title", "t", "" for anything that is not a name."""
    parts, node = [], call.func
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ".".join(["", *reversed(parts)])


def functions(file: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function: ast.FunctionDef) -> int:
    """Lines of the body without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0
