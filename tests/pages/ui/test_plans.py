"""Plans on screen: saving one, the list, side by side, decisions, files; each state in both languages."""

import pytest

from core import plans, text
from core.clearance.first_answer import first_answer
from tests.build import AT
from tests.core.clearance.cases import an_item
from tests.pages.conftest import a_run, words

SHOW = "plans.show(page)"
SAVE = """
row = cached.risk_table(page).iloc[0]
plans.save(page, row, live.answer(live.case(page, row)){more})
"""
SIZE = {"size_tier": "Large standard-size", "longest_in": 10.0, "median_in": 8.0, "shortest_in": 2.0}


@pytest.fixture(scope="module")
def answer():
    return first_answer(an_item(sku="PAD-1"))


@pytest.fixture
def two(own, answer):
    about = {"title": "Desk pad $5 *new*", "currency": "USD"}
    return [plans.save(own, answer, name=name, option=name, at=AT, about=about) for name in ("best_plan", "send_50")]


@pytest.fixture
def with_sizes(monkeypatch):
    from tests.pages import conftest

    monkeypatch.setattr(conftest, "_HEALTH", conftest._HEALTH | SIZE)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_before_the_first_plan_it_says_where_one_is_made(part, own, lang):
    assert text.t("plans.none", lang) in words(part(SHOW, {"language": lang}))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_link_opens_its_plan_with_verdict_first_step_and_pictures(part, two, lang):
    opened = part(SHOW, {"language": lang}, plan=str(two[1]))
    assert not opened.exception
    said = words(opened)
    assert text.t("table.option.send_50", lang) in said
    assert len(opened.get("vega_lite_chart")) == 2
    assert f"?plan={two[1]}" in said
    assert opened.multiselect(key="widget.plans.chosen").value == [two[1]]


def test_two_plans_stand_side_by_side_and_a_third_number_in_the_address_is_left_out(part, two):
    opened = part(SHOW, plan=f"{two[0]},{two[1]},99,x")
    assert not opened.exception
    assert [metric.label for metric in opened.metric] == [text.t("plans.compare.value", "en")] * 2
    assert len(opened.dataframe[0].value) == 2


def test_the_list_begins_with_open_plans_that_bring_most_and_names_drafts_in_the_language_of_the_page(part, own, two, answer):
    about = {"title": "Desk pad", "currency": "USD"}
    name = text.t("alerts.draft_name", "en", day=text.day(answer.case.as_of, "en"))
    drafted = plans.save(own, answer, name=name, option="best_plan", at=AT, about=about)
    plans.decide(own, two[0], "accepted", at=AT)
    opened = part(SHOW, {"language": "zh"})
    table = opened.dataframe[0].value
    assert table["plan_id"].tolist() == [drafted, two[1], two[0]]  # the best plan before sending out half, the accepted one last
    assert table["plan"].iloc[0] == text.t("alerts.draft_name", "zh", day=text.day(answer.case.as_of, "zh"))
    assert opened.multiselect[0].placeholder == text.t("plans.compare.placeholder", "zh")


def test_a_plan_that_is_gone_is_said_so(part, two):
    opened = part(SHOW, plan="99")
    assert [warning.value for warning in opened.warning] == [text.t("plans.gone", "en")]


def test_accepting_withdrawing_renaming_and_deleting(part, own, two):
    opened = part(SHOW, plan=str(two[0]))
    opened.button(key=f"plan.accepted.{two[0]}").click().run()
    assert plans.get(own, two[0]).state == "accepted"
    opened.button(key=f"plan.withdrawn.{two[0]}").click().run()
    assert plans.get(own, two[0]).state == "withdrawn"
    opened.text_input(key=f"plan.rename.{two[0]}").set_value("Better name")
    opened.button(key=f"plan.rename_do.{two[0]}").click().run()
    assert plans.get(own, two[0]).name == "Better name"
    opened.button(key=f"plan.delete.{two[0]}").click().run()
    assert not opened.exception
    assert plans.listed(own)["plan_id"].tolist() == [two[1]]
    assert opened.multiselect(key="widget.plans.chosen").value == []


def test_files_are_offered_as_far_as_there_is_something_in_them(part, own, two, answer):
    labels = [button.label for button in part(SHOW, plan=f"{two[0]},{two[1]}").get("download_button")]
    assert text.t("plans.files.exits", "en") in labels
    hold = plans.save(own, answer, name="hold", option="hold", at=AT)
    opened = part(SHOW, plan=str(hold))
    assert text.t("plans.files.nothing", "en") in words(opened)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_an_answer_is_saved_under_a_name_with_its_run(part, own, with_sizes, lang):
    a_run(own, [{"sku": "A", "category": "Office Products"}])
    opened = part(SAVE.format(more=""), {"language": lang})
    assert not opened.exception
    opened.selectbox(key="plan.option.US|A").set_value("best_single_price").run()
    opened.text_input(key="plan.name.US|A.best_single_price").set_value("Mine").run()
    opened.button(key="plan.save.US|A").click().run()
    assert not opened.exception
    assert text.t("plans.save.done", lang, number=1) in words(opened)
    kept = plans.get(own, 1)
    assert (kept.name, kept.option, kept.run_id, kept.title, kept.currency) == ("Mine", "best_single_price", 1, "Desk pad", "USD")


def test_the_seller_s_own_ladder_is_saved_as_it_stands(part, own, with_sizes):
    a_run(own, [{"sku": "A", "category": "Office Products"}])
    opened = part(SAVE.format(more=", prices=[20.0] * 52"))
    opened.button(key="plan.save.US|A|own").click().run()
    assert not opened.exception
    assert plans.get(own, 1).option == "own"


def test_a_name_that_cannot_be_is_said_in_words(part, own, with_sizes):
    a_run(own, [{"sku": "A", "category": "Office Products"}])
    opened = part(SAVE.format(more=""))
    name = next(field for field in opened.text_input if field.key.startswith("plan.name"))
    name.set_value("   ").run()
    opened.button(key="plan.save.US|A").click().run()
    assert [error.value for error in opened.error] == [text.t("error.plan_name", "en", most=80)]
