"""Streamlit's own words inside its widgets, which take no language: said over in ours by a style sheet, the same in every language."""

import json

import streamlit as st

# where the words stand in Streamlit 1.67 → the key of ours; a later Streamlit that moves them shows its English again
_PLACES = {
    '[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p': "choose_files",
    '[data-testid="stFileUploaderDropzoneInstructions"] span': "file_limit",
    '[data-testid="InputInstructions"] > *': "press_enter",
}


def say(page) -> None:
    """Lay our words over those of every widget that the page will draw."""
    facts = {"gigabytes": page.number(st.get_option("server.maxUploadSize") / 1024)}
    st.html(f"<style>{' '.join(_over(place, page.t(f'frame.widget.{key}', **facts)) for place, key in _PLACES.items())}</style>")


def _over(place: str, words: str) -> str:
    """The words that stand there take no room; ours stand behind them in the size of small text."""
    return f"{place} {{font-size: 0}} {place}::after {{content: {json.dumps(words, ensure_ascii=False)}; font-size: 0.875rem}}"
