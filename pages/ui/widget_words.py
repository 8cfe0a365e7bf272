"""Streamlit's own words inside its widgets, which take no language: said over in ours by a style sheet, the same in every language.
And tables made of words, which on a narrow screen would hang out of their frame: there they scroll in themselves."""

import json

import streamlit as st

# where the words stand in Streamlit 1.67 → the key of ours; a later Streamlit that moves them shows its English again
_PLACES = {
    '[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p': "choose_files",
    '[data-testid="stFileUploaderDropzoneInstructions"] span': "file_limit",
    '[data-testid="InputInstructions"] > *': "press_enter",
}

_NARROW = '@media (max-width: 640px) {[data-testid="stMarkdownContainer"] table {display: block; max-width: 100%; overflow-x: auto}}'


def say(page) -> None:
    """Lay our words over those of every widget that the page will draw, and keep its tables in their frames."""
    facts = {"gigabytes": page.number(st.get_option("server.maxUploadSize") / 1024)}
    over = " ".join(_over(place, page.t(f"frame.widget.{key}", **facts)) for place, key in _PLACES.items())
    st.html(f"<style>{over} {_NARROW}</style>")


def _over(place: str, words: str) -> str:
    """The words that stand there take no room; ours stand behind them in the size of small text."""
    return f"{place} {{font-size: 0}} {place}::after {{content: {json.dumps(words, ensure_ascii=False)}; font-size: 0.875rem}}"
