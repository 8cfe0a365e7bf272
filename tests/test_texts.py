"""Words: both languages say the same things, every key that code asks for exists, and no sentence is made outside the catalogues."""

import ast
import re
import string
import sys
from pathlib import Path

import pytest

from core.text import LANGUAGES, catalogue, percent, python, t
from tests.source import ROOT, called, calls, name_of, python_files, tree, where

SCREENS = python_files("pages", "app.py")
OURS = python_files("core", "pages", "app.py")
ERRORS = {node.name for node in ast.walk(tree(python_files("core/errors.py")[0])) if isinstance(node, ast.ClassDef)}
CHINESE = re.compile(r"[\u3400-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:]? +[A-Za-z]{2,}")
SHOWN = {"label", "help", "placeholder", "caption", "body", "title", "header", "text", "description"}


def placeholders(sentence: str) -> set[str]:
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def literal(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def given(call: ast.Call) -> set[str] | None:
    """Names of the keyword arguments, or None when some come as **facts."""
    names = {keyword.arg for keyword in call.keywords}
    return None if None in names else names


# --- the catalogues


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_key(lang):
    missing = {key for other in LANGUAGES for key in catalogue(other)} - catalogue(lang).keys()
    assert not missing, f"missing in data/text/{lang}: {sorted(missing)}"


def test_a_sentence_takes_the_same_facts_in_every_language():
    english = catalogue("en")
    differ = {
        key: {lang: sorted(placeholders(catalogue(lang)[key])) for lang in LANGUAGES}
        for key in english
        if len({frozenset(placeholders(catalogue(lang).get(key, ""))) for lang in LANGUAGES}) > 1
    }
    assert not differ, differ


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_empty_in_one_language_only_or_has_stray_blanks(lang):
    silent = {key for key in catalogue(lang) if not any(catalogue(other).get(key) for other in LANGUAGES)}  # a unit that has no word
    wrong = [key for key, sentence in catalogue(lang).items() if key not in silent and (not sentence or sentence != sentence.strip())]
    assert not wrong, wrong


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_placeholder_is_a_name_and_never_a_position(lang):
    wrong = [key for key, sentence in catalogue(lang).items() if any(not name.isidentifier() for name in placeholders(sentence))]
    assert not wrong, wrong


def test_chinese_sentences_are_chinese():
    """Names, units and formulas may be the same in both; a sentence of three English words or more may not."""
    three_words = re.compile(r"\b[a-z]{3,} [a-z]{3,} [a-z]{3,}\b")
    wrong = [key for key, words in catalogue("zh").items() if words == catalogue("en")[key] and three_words.search(words)]
    assert not wrong, wrong


# --- what the code asks for


def text_calls(file):
    return [call for call in calls(file) if called(call).split(".")[-1] == "t" and call.args]


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_every_text_key_in_code_exists(file):
    keys = [(call, literal(call.args[0])) for call in text_calls(file)]
    missing = [f"{where(file, call)} {key}" for call, key in keys if key is not None and key not in catalogue("en")]
    assert not missing, missing


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_every_built_text_key_has_at_least_one_sentence_under_its_beginning(file):
    missing = []
    for call in text_calls(file):
        key = call.args[0]
        start = literal(key.values[0]) if isinstance(key, ast.JoinedStr) else None
        if start and not any(known.startswith(start) for known in catalogue("en")):
            missing.append(f"{where(file, call)} {start}…")
    assert not missing, missing


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_every_sentence_gets_the_facts_it_names(file):
    wrong = []
    for call in text_calls(file):
        key, facts = literal(call.args[0]), given(call)
        if facts is not None and key in catalogue("en") and not placeholders(catalogue("en")[key]) <= facts:
            wrong.append(f"{where(file, call)} {key} wants {placeholders(catalogue('en')[key])}, gets {facts}")
    assert not wrong, wrong


def raised(file):
    """(call, code) for every error of ours that is made with a literal code."""
    made = [call for call in calls(file) if called(call).split(".")[-1] in ERRORS and call.args]
    return [(call, literal(call.args[0])) for call in made if literal(call.args[0])]


def words_of(code: str, file) -> str:
    """Intake tells its errors as issues of a file; these get row, column and value besides."""
    return f"intake.issue.{code}" if "intake" in file.parts and f"intake.issue.{code}" in catalogue("en") else f"error.{code}"


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_every_error_has_words_and_gives_the_facts_they_name(file):
    english, wrong = catalogue("en"), []
    for call, code in raised(file):
        key, facts = words_of(code, file), given(call)
        if key not in english:
            wrong.append(f"{where(file, call)} {key} has no words")
        elif facts is not None and not placeholders(english[key]) - {"row", "column", "value"} <= facts:
            wrong.append(f"{where(file, call)} {key} wants {placeholders(english[key])}, gets {facts}")
    assert not wrong, wrong


# --- no sentences in code


def docstrings(file) -> set[int]:
    owners = [node for node in ast.walk(tree(file)) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    return {id(node.body[0].value) for node in owners if ast.get_docstring(node, clean=False) is not None}


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_no_chinese_sentence_stands_in_code(file):
    if "intake" in file.parts or name_of(file) in {"core.text"}:
        return  # intake knows Amazon's own localised headers; text writes amounts in 万
    skip = docstrings(file)
    wrong = [where(file, node) for node in ast.walk(tree(file)) if id(node) not in skip and CHINESE.search(literal(node) or "")]
    assert not wrong, wrong


def shown(call: ast.Call) -> list[ast.AST]:
    return [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg in SHOWN)]


@pytest.mark.parametrize("file", SCREENS, ids=name_of)
def test_no_english_sentence_stands_on_a_screen(file):
    wrong = [
        f"{where(file, node)} {literal(node)!r}"
        for call in calls(file)
        if called(call).startswith(("st.", "alt.", "column.", "left.", "right."))
        for node in shown(call)
        if SENTENCE.search(literal(node) or "")
    ]
    assert not wrong, f"words belong into data/text: {wrong}"


def test_commands_are_told_as_this_machine_types_them():
    assert python(ROOT / ".venv" / "bin" / "python") == str(Path(".venv", "bin", "python"))
    assert python(ROOT.parent / "elsewhere" / "bin" / "python3") == "python"
    for lang in LANGUAGES:
        said = t("error.no_run", lang, path="seller.duckdb")
        assert f"{python(Path(sys.executable))} -m core run" in said
        assert not [key for key, sentence in catalogue(lang).items() if "venv" in sentence.replace(python(Path(sys.executable)), "")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_percentage_has_one_form_a_tenth_only_where_there_is_one_and_no_space(lang):
    assert [percent(share, lang) for share in (0.25, 0.123, 12.5, None)] == ["25%", "12%", "1,250%", "–"]
    assert [percent(share, lang, 1) for share in (0.12, 0.123, 0.1299)] == ["12%", "12.3%", "13%"]
    assert not [key for key, sentence in catalogue(lang).items() if re.search(r"[\d}] %", sentence)]
