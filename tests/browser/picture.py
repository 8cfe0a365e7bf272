"""Where the marks of a chart are on screen: found by their colour, as a person finds them."""

from io import BytesIO

import numpy as np
from PIL import Image
from playwright.sync_api import Locator

# the colours of levels 1 to 3 in the light theme, and how solid the pictures paint a mark on their pale ground
LEVEL_COLOURS = {1: (0xB8, 0x8B, 0x00), 2: (0xB8, 0x3A, 0x22), 3: (0x4E, 0x0F, 0x2C)}
GROUND, SOLID = np.array([0xFA, 0xF0, 0xEE]), 0.72


def marks(chart: Locator, level: int, tolerance: int = 18) -> list[tuple[float, float]]:
    """(x, y) within the chart of solid spots of that level's colour, from left to right."""
    pixels = np.asarray(Image.open(BytesIO(chart.screenshot())).convert("RGB"), dtype=int)
    colour = SOLID * np.array(LEVEL_COLOURS[level]) + (1 - SOLID) * GROUND
    near = np.abs(pixels - colour).max(axis=2) <= tolerance
    solid = near.copy()
    for axis in (0, 1):
        for shift in (-2, -1, 1, 2):
            solid &= np.roll(near, shift, axis=axis)
    rows, columns = np.nonzero(solid)
    return _centres(sorted(zip(columns.tolist(), rows.tolist(), strict=True)))


def _centres(points: list[tuple[int, int]], apart: int = 8) -> list[tuple[float, float]]:
    """One point a spot: neighbours closer than `apart` pixels are the same mark."""
    spots: list[tuple[int, int]] = []
    for point in points:
        if all(abs(point[0] - x) > apart or abs(point[1] - y) > apart for x, y in spots):
            spots.append(point)
    return [(float(x), float(y)) for x, y in spots]
