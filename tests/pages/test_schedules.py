"""Settings, Fee rates: the seller's own tables, and what would change at other rates."""

from datetime import datetime

import pytest

from core import schedules, text
from pages.ui import work
from tests.core.schedules.test_read import HEADER, LIGHT
from tests.pages.conftest import TODAY, _insert, a_file, a_run, words

GOOD = f"{HEADER}\n{LIGHT}\n".encode()
BAD = f"{HEADER}\n{LIGHT.replace('0.50', 'free')}\n".encode()
CHOSEN = {"rates.marketplace": "US", "rates.fee": "removal"}


@pytest.fixture
def stocked(own):
    a_file(own)
    a_run(own, [{"sku": "A"}])
    return own


@pytest.fixture(autouse=True)
def computed(monkeypatch):
    """How often the figures were computed anew."""
    begun = []
    monkeypatch.setattr(work, "compute", lambda: begun.append(True))
    return begun


def upload(opened, content: bytes):
    box = next(box for box in opened.file_uploader if box.key.startswith("schedules."))
    return box.set_value([("contract.csv", content, "text/csv")]).run()


def chosen(app):
    return app("pages/settings.py", session=CHOSEN)


def test_a_good_table_is_taken_listed_and_computed_with(app, stocked, computed):
    opened = upload(chosen(app), GOOD)
    opened.button(key="schedules.take").click().run()
    assert not opened.exception
    assert list(schedules.listed(stocked)["name"]) == ["contract.csv"]
    assert "contract.csv" in words(opened)
    assert computed == [True]


def test_a_draft_is_kept_apart_and_offered_for_comparison(app, stocked, computed):
    opened = upload(chosen(app), GOOD)
    opened.checkbox(key="schedules.draft").check().run()
    opened.button(key="schedules.take").click().run()
    assert list(schedules.listed(stocked)["draft"]) == [True]
    assert computed == []
    assert opened.segmented_control(key="time_machine.way").options == [text.t(f"schedules.change.{way}", "en") for way in ("day", "draft")]


def test_a_wrong_table_is_refused_with_row_and_column(app, stocked):
    opened = upload(chosen(app), BAD)
    assert text.t("error.schedule_number", "en", row=2, column="amount", value="free") in opened.error[0].value
    assert not [button for button in opened.button if button.key == "schedules.take"]
    assert schedules.listed(stocked).empty


def test_a_table_can_be_made_a_draft_and_removed(app, stocked):
    override_id = schedules.add(stocked, GOOD, "removal", "US", at=datetime(2026, 11, 24))
    opened = chosen(app)
    opened.button(key=f"schedules.mark.{override_id}").click().run()
    assert list(schedules.listed(stocked)["draft"]) == [True]
    opened.button(key=f"schedules.remove.{override_id}").click().run()
    assert schedules.listed(stocked).empty
    assert not opened.exception


def test_a_fee_that_is_not_shipped_for_a_marketplace_says_so(app, stocked):
    opened = app("pages/settings.py", session={"rates.marketplace": "JP", "rates.fee": "removal"})
    assert text.t("schedules.not_here", "en", marketplace="JP") in [said.value for said in opened.info]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_what_would_change_is_told_in_one_sentence(app, stocked, lang):
    opened = app("pages/settings.py", session=CHOSEN | {"language": lang})
    opened.button(key="time_machine.do").click().run()
    assert not opened.exception
    assert any(said.value.startswith("#### ") for said in opened.markdown)


def test_without_figures_there_is_nothing_to_compare(app, own):
    assert text.t("schedules.change.no_run", "en") in words(app("pages/settings.py"))


def test_the_card_and_the_clearance_show_the_sellers_own_fee_beside_the_table(app, stocked):
    _insert(
        stocked, "fee_preview",
        {"file_id": 1, "as_of": TODAY, "marketplace": "US", "sku": "A", "price": 24, "referral_fee": 3.10, "fulfilment_fee": 7.25, "currency": "USD"},
    )  # fmt: skip
    for page in ("pages/risk.py", "pages/clearance.py"):
        opened = app(page, session={"clearance.part": "fees"}, sku="A", marketplace="US")
        assert not opened.exception
        said = words(opened)
        assert text.t("schedules.own.title", "en") in said
        assert "3.10" in said
        assert "3.60" in said  # the table's 15 % of 24.00
        assert "0.50" in said


def test_without_any_figure_of_amazon_the_comparison_is_not_drawn(app, stocked):
    opened = app("pages/risk.py", sku="A", marketplace="US")
    assert f"**{text.t('schedules.own.title', 'en')}**" not in words(opened)
