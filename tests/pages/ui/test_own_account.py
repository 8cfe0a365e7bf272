"""Settings, fee rates: the newest settlement by fee, in both languages; without one, what it would add."""

from datetime import date

import pytest

from core import text
from tests.build import a_file, insert
from tests.pages.conftest import TODAY, a_run, words


@pytest.fixture
def settled(own):
    a_run(own, [{"sku": "A"}])
    file_id = a_file(own)
    period = {"start_day": date(TODAY.year, 1, 1), "end_day": date(TODAY.year, 1, 15)}
    insert(own, "settlement", file_id=file_id, settlement_id="90012", total=-447.5, currency="USD", **period)
    lines = {"other-transaction": ("Storage Fee", -440.0), "AmazonFees": ("Vine Enrollment Fee", -7.5)}
    for amount_type, (description, amount) in lines.items():
        insert(
            own, "settlement_line", file_id=file_id, settlement_id="90012", day=date(TODAY.year, 1, 10), marketplace="US",
            transaction_type=amount_type, amount_type=amount_type, amount_description=description, amount=amount, currency="USD",
        )  # fmt: skip
    return own


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_settlement_is_told_by_fee_with_its_total(app, settled, lang):
    test = app("pages/settings.py", session={"language": lang})
    assert not test.exception
    said = words(test)
    for fact in ("90012", text.money(-447.5, "USD", lang).replace("$", r"\$"), text.money(-440.0, "USD", lang).replace("$", r"\$")):
        assert fact in said
    assert text.t("schedules.own.account.of.other", lang) in said
    assert text.day(date(TODAY.year - 1, 12, 1), lang) in said  # storage taken in January is December's
    assert text.t("schedules.own.account.no_report", lang) in said


def test_what_the_table_says_of_a_settlement_names_its_rates(app, settled):
    said = words(app("pages/settings.py", session={"behind.account.90012": True}))
    for word in (text.t("behind.account", "en"), "Monthly storage · US", text.t("explain.confidence", "en")):
        assert word in said


def test_without_a_settlement_the_page_says_what_one_would_add(app, own):
    a_run(own, [{"sku": "A"}])
    assert text.t("schedules.own.account.none", "en") in words(app("pages/settings.py"))
