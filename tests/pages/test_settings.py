"""Settings: costs, thresholds, rates, and keeping the data."""

import json
import threading
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from core import policy, settings, text
from core import thresholds as thresholds_of_products
from core.workspace import Workspace
from pages.ui import costs, jobs, keeping, rates, thresholds
from tests.pages.conftest import TODAY, _insert, a_file, a_run, words


@pytest.fixture
def stocked(own):
    """Two SKUs with stock, one of them with a cost."""
    a_file(own)
    a_run(own, [{"sku": "A"}, {"sku": "B"}])
    for sku in "AB":
        _insert(
            own, "stock_snapshot", {"file_id": 1, "source": "planning", "as_of": TODAY, "marketplace": "US", "sku": sku, "available": 10}
        )
    _insert(own, "sku_cost", {"file_id": 1, "marketplace": "US", "sku": "A", "valid_from": TODAY, "unit_cost": 6, "currency": "USD"})
    return own


def test_skus_without_a_cost_are_counted(app, stocked):
    opened = app("pages/settings.py")
    assert text.t("settings.costs.unknown", "en", unknown="1", skus="2") in opened.warning[0].value


def test_a_typed_cost_is_a_whole_row_with_unknown_left_unknown():
    table = pd.DataFrame(
        {"marketplace": ["US"], "sku": ["B"], "unit_cost": [float("nan")], "currency": ["USD"], "lead_time_days": [float("nan")]}
    )
    assert costs.changed_rows(table, {0: {"unit_cost": 4.5}}) == [
        {"marketplace": "US", "sku": "B", "unit_cost": 4.5, "currency": "USD", "lead_time_days": None}
    ]


def test_the_marketplaces_currency_is_proposed_where_none_was_given():
    table = pd.DataFrame({"marketplace": ["UK", "US"], "currency": [None, "CAD"]})
    assert list(costs.with_currency(table)["currency"]) == ["GBP", "CAD"]


def test_every_threshold_belongs_to_one_group():
    listed = [threshold.key for group in [*thresholds.GROUPS, "other"] for threshold in thresholds._of_group(group)]
    assert sorted(listed) == sorted(policy.thresholds())


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_unit_and_choice_has_words(lang):
    for threshold in policy.thresholds().values():
        assert text.t(f"settings.unit.{threshold.unit.replace(' ', '_')}", lang) is not None
        for choice in threshold.choices:
            assert text.t(f"settings.choice.{choice}", lang)


def test_a_share_is_typed_as_percent_and_kept_as_a_share(app, own):
    opened = app("pages/settings.py", session={"settings.group": "levels"})
    opened.number_input(key="threshold.level.urgent_markdown").set_value(30).run()
    assert settings.load(own)["level.urgent_markdown"] == pytest.approx(0.30)
    opened.button(key="reset.level.urgent_markdown").click().run()
    assert "level.urgent_markdown" not in settings.load(own)


def test_a_value_outside_its_limits_keeps_the_old_one_and_says_why(app, own):
    opened = app("pages/settings.py", session={"settings.group": "stock"})
    opened.number_input(key="threshold.cover.overstock_days").set_value(5000).run()
    assert "5000" in opened.error[0].value
    assert opened.number_input(key="threshold.cover.overstock_days").value == policy.load()["cover.overstock_days"]
    assert "cover.overstock_days" not in settings.load(own)


def test_changed_thresholds_offer_to_compute_anew(app, stocked):
    opened = app("pages/settings.py", session={"settings.group": "stock"})
    assert text.t("settings.thresholds.compute", "en") not in words(opened)
    opened.number_input(key="threshold.cover.overstock_days").set_value(120).run()
    assert text.t("settings.thresholds.compute", "en") in words(opened)


def test_rates_in_force_carry_source_and_start():
    rows = rates.in_force("storage", "US", date(2026, 11, 24))
    assert len(rows)
    assert rows["source"].notna().all()
    assert (rows["effective_from"].dropna() <= "2026-11-24").all()


@pytest.mark.parametrize("marketplace", ["US", "UK", "DE"])
def test_every_schedule_can_be_shown(marketplace):
    for fee in rates.fees(marketplace):
        rates.in_force(fee, marketplace, date(2026, 11, 24))


def test_delete_needs_the_word(app, stocked):
    opened = app("pages/settings.py")
    assert opened.button(key="delete").disabled
    opened.text_input(key="delete_word").set_value(text.t("settings.data.delete_word", "en")).run()
    opened.button(key="delete").click().run()
    assert not opened.exception
    assert Workspace.open(stocked.path).rows("select count(*) from import_file") == [(0,)]


def test_the_check_says_that_all_is_whole(app, stocked):
    opened = app("pages/settings.py")
    opened.button(key="check").click().run()
    assert any("whole" in said.value for said in opened.success)


def test_a_backup_that_was_downloaded_can_be_restored(app, stocked):
    copy = keeping._copy(stocked)
    _insert(stocked, "setting", {"key": "later", "value": "1", "changed_at": datetime(2026, 11, 24)})
    opened = app("pages/settings.py")
    opened.file_uploader(key="restore_file").set_value([("backup.duckdb", copy, "application/octet-stream")]).run()
    opened.button(key="restore").click().run()
    assert not opened.exception
    assert text.t("settings.data.restored", "en") in [said.value for said in opened.success]
    assert "later" not in settings.load(Workspace.open(stocked.path))


def test_the_demo_that_is_built_can_be_looked_at_beside_own_data(app, stocked, new_workspace, home):
    a_run(new_workspace(home / "demo.duckdb"))
    opened = app("pages/settings.py")
    opened.button(key="demo").click().run()
    assert text.t("frame.demo_banner", "en") in words(opened)
    assert not [button for button in opened.button if button.key == "demo"]


def test_a_file_that_is_no_backup_changes_nothing(app, stocked):
    opened = app("pages/settings.py")
    opened.file_uploader(key="restore_file").set_value([("backup.duckdb", b"no database", "application/octet-stream")]).run()
    opened.button(key="restore").click().run()
    assert opened.error
    assert len(settings.costs(Workspace.open(stocked.path))) == 2


def test_a_busy_workspace_cannot_be_deleted(app, stocked):
    release = threading.Event()
    jobs.start(stocked.path, "run", lambda progress: release.wait(20))
    try:
        opened = app("pages/settings.py")
        opened.text_input(key="delete_word").set_value(text.t("settings.data.delete_word", "en")).run()
        assert opened.button(key="delete").disabled
    finally:
        release.set()
        jobs.wait(stocked.path)


def test_a_threshold_is_set_by_hand_for_a_category_until_a_day_and_taken_back(app, stocked):
    with stocked.write() as cursor:
        cursor.execute("update run set started_at = started_at - interval 1 day")  # before now, whatever the hour
    opened = app("pages/settings.py")
    opened.selectbox(key="scope.category").set_value("Office")
    opened.number_input(key="scope.value.cover.overstock_days").set_value(150)
    opened.date_input(key="scope.until").set_value(TODAY + timedelta(days=60))
    opened.text_input(key="scope.reason").set_value("Back to school")
    opened.run()
    opened.button(key="scope.save").click().run()
    assert not opened.exception
    row = thresholds_of_products.listed(stocked).iloc[0]
    assert (row["category"], row["value"], row["until"].date(), row["reason"]) == (
        "Office",
        150,
        TODAY + timedelta(days=60),
        "Back to school",
    )
    assert "Back to school" in words(opened)
    assert text.t("settings.thresholds.changed", "en") in words(opened)
    opened.button(key=f"scope.back.{row['scope_id']}").click().run()
    assert thresholds_of_products.listed(stocked).empty


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_line_of_its_own_stands_with_its_reasons(app, stocked, lang):
    facts = {"base": 90, "residual": 1.714, "of_residual": 1.2, "of_season": 0.95, "of_decline": 1.0, "safety_days": 5.0}
    _insert(
        stocked, "run_threshold",
        {"run_id": 1, "marketplace": "US", "sku": "A", "key": "cover.overstock_days", "base": 90, "value": 108, "facts": json.dumps(facts), "computed_on": TODAY},
    )  # fmt: skip
    opened, days = app("pages/settings.py", session={"language": lang}), text.t("settings.unit.days", lang)
    assert text.t("own_lines.verdict", lang, own="1", skus="1", least=f"108 {days}", most=f"108 {days}") in words(opened)
    said = next(table.value["why"][0] for table in opened.dataframe if "why" in table.value)
    for part in ("1.71", "1.20", "0.95"):
        assert part in said
    card = app("pages/risk.py", session={"language": lang}, sku="A", marketplace="US")
    name = text.t("policy.cover.overstock_days.name", lang)
    label = text.t("own_lines.of_sku", lang, line=name, own=f"108 {days}", yours=f"90 {days}", lines="1")
    assert label in [box.label for box in card.expander]


def test_a_line_that_lies_near_the_sellers_is_not_told_on_the_card(app, stocked):
    facts = {"base": 90, "residual": 1.0, "of_residual": 1.0, "of_season": 1.03, "of_decline": 1.0, "safety_days": 0.0}
    own = {"run_id": 1, "marketplace": "US", "sku": "A", "key": "cover.overstock_days", "base": 90, "value": 93, "facts": json.dumps(facts)}
    _insert(stocked, "run_threshold", own | {"computed_on": TODAY})
    card = app("pages/risk.py", sku="A", marketplace="US")
    assert not card.exception
    assert not [box.label for box in card.expander if "93" in box.label]
