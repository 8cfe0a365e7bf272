"""Settings → Channels: a channel is added with an address nobody sees again, tried, changed, forgotten; the log says what became of it."""

import pytest

from core import settings, text
from core.alerts import channels, routes
from tests.core.alerts.receivers import web_server
from tests.pages.conftest import words

PAGE = "pages/settings.py"
SECRET = "s3cr3t-t0ken"  # noqa: S105 - of nobody


@pytest.fixture
def opened(app, own):
    return app(PAGE)


def fill(opened, **fields):
    for name, value in fields.items():
        widget = next(one for one in [*opened.text_input, *opened.selectbox] if (one.key or "").startswith(f"channels.{name}"))
        widget.set_value(value)
    return next(button for button in opened.button if button.label == text.t("channels.save", "en")).click().run()


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_without_a_channel_it_says_what_that_means(app, own, lang):
    test = app(PAGE, session={"language": lang})
    assert not test.exception
    assert text.t("channels.empty", lang) in words(test)
    assert text.t("channels.log_empty", lang) in words(test)


def test_a_channel_is_added_and_tried_and_its_address_is_never_shown(opened, own):
    with web_server() as (port, bodies):
        fill(opened, name="team", address=f"json://127.0.0.1:{port}/{SECRET}", audience="purchasing", every="day", owner="Ana")
        assert not opened.exception
        assert channels.kinds(own) == {"team": "webhook"}
        row = routes.listed(own).iloc[0]
        assert (row["audience"], row["every"], row["owner"], row["level"]) == ("purchasing", "day", "Ana", 2)
        opened.button(key="channels.test.team").click().run()
    assert bodies[0]["title"] == text.t("alerts.digest.test_title", "en")
    assert text.t("channels.reached", "en", channel="team") in words(opened)
    opened.run()
    said = words(opened) + str(opened.text_input)
    assert SECRET not in said
    assert "127.0.0.1" not in said
    assert text.t("channels.kind.webhook", "en") in said


def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(opened, own):
    fill(opened, name="team", address=f"gopher://{SECRET}")
    assert opened.error
    assert SECRET not in opened.error[0].value
    assert channels.kinds(own) == {}


def test_a_channel_is_forgotten_with_its_address(opened, own):
    fill(opened, name="team", address=f"json://127.0.0.1:9/{SECRET}")
    opened.button(key="channels.forget.team").click().run()
    assert channels.kinds(own) == {}
    assert text.t("channels.empty", "en") in words(opened)


def test_who_looks_after_warnings_is_typed_and_taken_back(opened, own):
    opened.text_input(key="owner.sales").set_value(" Sam ").run()
    assert settings.load(own)["owner.sales"] == "Sam"
    opened.text_input(key="owner.sales").set_value("").run()
    assert "owner.sales" not in settings.load(own)
    assert not opened.exception
