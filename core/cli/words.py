"""The words of the command line: language from --lang, else from the environment (SHELFLIFE_LANG, LC_ALL, LANG), else English."""

import os

from core import text


def default_language() -> str:
    asked = os.environ.get("SHELFLIFE_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return next((lang for lang in text.LANGUAGES if asked.lower().startswith(lang)), "en")


def help_of(name: str) -> str:
    """Help is drawn before options are read, so it speaks the language of the environment."""
    return text.t(f"cli.help.{name}", default_language())
