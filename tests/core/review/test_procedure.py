"""Standard procedure from plans that worked, as a document in three forms; mini-reviews of new products."""

import dataclasses
from datetime import date, timedelta
from io import BytesIO

import docx
import numpy as np
import pytest

from core import plans, results
from core.clearance.first_answer import first_answer
from core.errors import InputError
from core.review import newcomers, procedure, procedure_sheet, reviews
from core.review.procedure import Procedure, Step
from core.text import LANGUAGES, t
from core.workspace import Workspace
from tests.build import AS_OF, AT, daily, insert, some_sales
from tests.core.clearance.cases import a_planned_item
from tests.pages.conftest import a_run

DAY = date(2026, 9, 6)


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """(procedure, reviews) of a plan that sold 30 a week at a third off, after an alert ten days before; level 2 in its run."""
    ws = Workspace.open(tmp_path_factory.mktemp("procedure") / "seller.duckdb")
    answer = first_answer(a_planned_item(DAY), 60)
    list_price = a_planned_item(DAY).list_price
    a_run(ws, [{"sku": "A"}], as_of=DAY)
    some_sales(ws, daily(1, 60, DAY), price=list_price)
    some_sales(ws, {DAY + timedelta(days=7 * week + 1): 30 for week in range(10)}, price=round(list_price * 2 / 3, 2))
    some_sales(ws, dict.fromkeys((DAY + timedelta(days=day + 1) for day in range(77)), 1), sku="B")
    insert(
        ws, "alert", alert_id=1, marketplace="US", sku="A", rule="overstock", state="in_progress", level=2, owner="Mei | night", quiet_runs=0,
        opened_at=AT.replace(month=8, day=27), changed_at=AT, fired_run_id=1,
    )  # fmt: skip
    number = plans.save(ws, answer, name="A third off", option="best_single_price", at=AT, about={"title": "Pad", "currency": "USD"})
    plans.decide(ws, number, "accepted", at=AT)
    found = reviews.every_review(ws, reviews.plans_seen(ws))
    yield procedure.procedure(ws, found), found
    ws.close()


def a_step(**changed) -> Step:
    known = {
        "level": 3, "currency": "USD", "plans": 4, "effect": 1234.0, "rules": (("overstock", 3),), "ways": (("best_plan", 4),),
        "ladder": ((0, 0.8), (14, 0.65)), "start_days": 6.0, "days_50": 21.0, "days_90": 48.0, "doors": (("fba", None, 0.9), ("removed", "liquidate", 0.1)),
        "owners": (("<b>Mei</b> | *", 2),),
    }  # fmt: skip
    return Step(**(known | changed))


def a_procedure(*steps: Step) -> Procedure:
    return Procedure(steps=steps or (a_step(),), worked=4, proven=1, reviewed=9, until=AS_OF)


def test_a_plan_that_worked_tells_level_trigger_ladder_days_and_who(story):
    found, told = story
    step = found.steps[0]
    assert told[0].outcome.effect > 0
    assert (found.worked, found.reviewed, step.plans, step.level) == (1, 1, 1, 2)
    assert found.proven == (told[0].outcome.verdict == "effect")
    assert (step.rules, step.owners) == ((("overstock", 1),), (("Mei | night", 1),))
    assert step.ladder == ((0, 0.67),)
    assert step.start_days == (DAY - date(2026, 8, 27)).days
    assert step.doors == (("fba", None, 1.0),)
    assert step.effect == pytest.approx(told[0].outcome.effect)


def test_plans_that_brought_less_are_no_example(story):
    _, told = story
    assert not procedure.worked(_with_effect(told[0], -1.0))
    assert procedure.worked(_with_effect(told[0], 1.0))


def _with_effect(one, effect: float):
    from dataclasses import replace

    return replace(one, outcome=replace(one.outcome, effect=effect))


def test_without_plans_there_is_no_procedure(ws):
    found = procedure.procedure(ws, [])
    assert (found.steps, found.worked, found.until) == ((), 0, None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_three_forms_say_the_same_lines(lang):
    found = a_procedure(a_step(), a_step(level=None, owners=(), start_days=float("nan"), days_90=float("nan")))
    lines = [line for _, part in procedure_sheet.parts(found, lang) for line in part]
    words = [paragraph.text for paragraph in docx.Document(BytesIO(procedure_sheet.to_docx(found, lang))).paragraphs]
    assert [f"☐ {line}" for line in lines] == [line for line in words if line.startswith("☐")]
    assert procedure_sheet.markdown(found, lang).decode().count("- [ ] ") == len(lines)
    assert procedure_sheet.page(found, lang).count("<li>") == len(lines)


def test_what_came_from_a_report_is_only_text():
    found = a_procedure()
    assert "<b>" not in procedure_sheet.page(found, "en")
    assert "&lt;b&gt;Mei" in procedure_sheet.page(found, "en")
    assert r"\<b\>Mei\</b\> \| \*" in procedure_sheet.markdown(found, "en").decode()


def test_the_page_asks_nothing_of_the_network():
    assert "http" not in procedure_sheet.page(a_procedure(), "zh")


# --- mini-reviews


@pytest.fixture
def shop(ws):
    """N0 … N4 began 30 days and more ago at 2 a day; SLOW at a unit in ten days; FRESH yesterday."""
    some_sales(ws, daily(1, 120), sku="OLD")
    for place in range(5):
        begun = 40 + place
        some_sales(ws, daily(2, begun), sku=f"N{place}")
    some_sales(ws, {AS_OF - timedelta(days=34): 1, AS_OF - timedelta(days=20): 1}, sku="SLOW")
    some_sales(ws, daily(1, 2), sku="FRESH")
    a_run(ws, [{"sku": sku} for sku in ("OLD", "N0", "N1", "N2", "N3", "N4", "SLOW", "FRESH")], as_of=AS_OF)
    return ws


def planned(ws):
    return newcomers.schedule(ws, results.latest_run(ws))


def test_a_month_after_its_first_sale_a_product_is_due_and_judged_by_what_others_sold(shop):
    waiting = newcomers.due(planned(shop), AS_OF).set_index("sku")
    assert set(waiting.index) == {"N0", "N1", "N2", "N3", "N4", "SLOW"}
    assert set(waiting["stage"]) == {"month"}
    assert (waiting.loc["SLOW", "units"], waiting.loc["SLOW", "pace"]) == (2, newcomers.SLOW)
    assert (waiting.loc["N0", "units"], waiting.loc["N0", "pace"]) == (60, newcomers.USUAL)
    assert waiting.loc["SLOW", "due_on"] == AS_OF - timedelta(days=34) + timedelta(days=30)


def test_what_began_yesterday_is_to_come_and_not_judged(shop):
    ahead = newcomers.coming(planned(shop), AS_OF)
    assert ahead["sku"].tolist() == ["FRESH", "FRESH"]
    assert ahead["stage"].tolist() == ["week", "month"]
    assert ahead["pace"].tolist() == [newcomers.UNKNOWN] * 2
    assert np.isnan(ahead["units"]).all()


def test_what_was_looked_at_waits_no_more_and_an_earlier_stage_does_not_come_back(shop):
    newcomers.look_at(shop, "US", "SLOW", "month", " price cut ", at=AT)
    told = planned(shop)
    assert "SLOW" not in set(newcomers.due(told, AS_OF)["sku"])
    assert told.loc[(told["sku"] == "SLOW") & (told["stage"] == "month"), "note"].tolist() == ["price cut"]


def test_another_stage_is_refused(ws):
    with pytest.raises(InputError, match="mini_stage"):
        newcomers.look_at(ws, "US", "A", "year", at=AT)


def test_without_launches_nothing_is_planned(ws):
    a_run(ws, [{"sku": "A"}], as_of=AS_OF)
    assert planned(ws).empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_no_plan_proves_beyond_chance_is_said_at_the_head(lang):
    assert t("procedure.unproven", lang) in procedure_sheet.about(dataclasses.replace(a_procedure(), proven=0), lang)
    assert t("procedure.proven", lang, proven=1) in procedure_sheet.about(a_procedure(), lang)
