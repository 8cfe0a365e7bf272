"""Colours and shapes that every chart shares. A level is always word + shape + colour.

Checked for protanopia, deuteranopia and tritanopia, and for 3:1 against the page (design: screens.md, "Colour and form").
"""

from dataclasses import dataclass

from pages.ui.tables import LEVEL_COLOURS

SHAPES = ("circle", "square", "diamond", "triangle-up")


@dataclass(frozen=True, kw_only=True)
class Palette:
    """One theme's colours. levels: healthy, notice, warning, urgent."""

    levels: tuple[str, str, str, str]
    ink: str
    muted: str
    line: str
    paper: str
    accent: str
    soft: str
    bad: str
    good: str


_PALETTES = {
    "light": Palette(
        levels=LEVEL_COLOURS["light"],
        ink="#14212B",
        muted="#5B6B78",
        line="#D5DCE2",
        paper="#FFFFFF",
        accent="#155E75",
        soft="#9CC3CF",
        bad="#B83A22",
        good="#1B6E4B",
    ),
    "dark": Palette(
        levels=LEVEL_COLOURS["dark"],
        ink="#E8EEF2",
        muted="#9FB0BD",
        line="#2C3C48",
        paper="#0F1A22",
        accent="#2BA3C2",
        soft="#1F5566",
        bad="#FF7A55",
        good="#5FCB9A",
    ),
}


def palette(theme: str) -> Palette:
    """The colours of "light" or "dark"; anything else is light."""
    return _PALETTES.get(theme, _PALETTES["light"])
