"""Amounts without false cents, and text that Markdown leaves alone."""

import pytest

from pages.ui.words import plain, whole


@pytest.mark.parametrize(
    ("amount", "words"),
    [(167.88, "$168"), (43763.83, "$43,764"), (1000.0, "$1,000"), (9.5, "$9.50"), (-185.2, "-$185"), (None, "–"), (float("nan"), "–")],
)
def test_cents_stand_only_where_they_matter(amount, words):
    assert whole(amount, "USD", "en") == words


def test_round_thousands_keep_their_zeros():
    assert whole(1000, "JPY", "en") == "¥1,000"
    assert whole(30_000, "USD", "en", compact=True) == "$30K"
    assert whole(30_000, "USD", "zh", compact=True) == "US$3万"


def test_a_title_is_not_read_as_markdown():
    assert plain("2 * $5 [x](y)") == r"2 \* \$5 \[x\](y)"
