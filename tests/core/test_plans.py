"""The journal: what is saved comes back as it was, nothing is replaced, and files say no more than is known."""

import csv
import io
import json
import re
import zipfile
from datetime import date, timedelta
from html.parser import HTMLParser

import pandas as pd
import pytest

from core import plans, text
from core.clearance.build import terms_for
from core.clearance.first_answer import first_answer
from core.errors import InputError
from core.fees.schedule import SHIPPED
from core.plans import words
from tests.build import AT
from tests.core.clearance.cases import an_item, case_a

ABOUT = {"title": "Desk <pad> & co", "currency": "USD"}
COUPON = {"kind": "coupon", "discount": 0.2, "from_week": 2, "to_week": 5}


@pytest.fixture(scope="module")
def answer():
    return first_answer(an_item(sku="PAD-1", promotions=[COUPON], inbound=[{"units": 40, "on": "2027-01-04"}], price_floor=9.0))


@pytest.fixture
def saved(ws, answer):
    return plans.save(ws, answer, name="Before the new year", at=AT, about=ABOUT)


def test_a_plan_comes_back_as_it_was_saved(ws, answer, saved):
    kept = plans.get(ws, saved)
    assert (kept.name, kept.marketplace, kept.sku, kept.title, kept.currency) == ("Before the new year", "US", "PAD-1", *ABOUT.values())
    assert (kept.state, kept.created_at, kept.decided_at, kept.run_id, kept.as_of) == ("open", AT, None, None, answer.case.as_of)
    assert kept.option == answer.best_option == "best_plan"
    assert kept.value == pytest.approx(answer.plan.value)
    assert (kept.value_p10, kept.value_mean, kept.value_p90) == pytest.approx(
        (answer.plan.spread.p10, answer.plan.spread.mean, answer.plan.spread.p90)
    )
    assert kept.first_action["price"] == pytest.approx(answer.plan.first.price)
    assert kept.first_action["start_on"] == answer.case.as_of.isoformat()
    assert kept.cost_of_waiting["1"] == pytest.approx(answer.plan.cost_of_waiting[1])
    assert kept.rates == SHIPPED.digest


def test_the_case_comes_back_with_its_promotions_and_gives_the_same_answer(ws, answer, saved):
    case = plans.case_of(plans.get(ws, saved), SHIPPED)
    assert case == answer.case
    assert first_answer(case).plan.value == answer.plan.value


def test_doing_nothing_is_kept_with_its_interval_and_its_weeks(ws, answer, saved):
    """What a review compares with: the forecast made at decision time, no hindsight."""
    kept, hold = plans.get(ws, saved), answer.options.set_index("option").loc["hold"]
    assert [kept.hold_value, kept.hold_p10, kept.hold_p90] == pytest.approx([hold["value"], hold["p10"], hold["p90"]])
    weeks = kept.hold_weekly
    assert (weeks["net"] * answer.case.beta ** weeks["week"]).sum() == pytest.approx(kept.hold_value)
    assert (weeks["price"].dropna() == 24.0).all()


def test_the_weeks_of_a_plan_hold_prices_units_and_their_fan(ws, answer, saved):
    weeks = plans.get(ws, saved).weekly
    expected = answer.plan.weekly
    assert weeks["units"].tolist() == pytest.approx(expected["units"].tolist())
    assert weeks["units_p90"].tolist() == pytest.approx(expected["units_p90"].tolist())
    assert weeks["starts_on"].iloc[1] == pd.Timestamp(answer.case.as_of + timedelta(days=7))


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_replaced(ws, answer, saved):
    again = plans.save(ws, answer, name="Before the new year", option="hold", at=AT)
    third = plans.save(ws, answer, name=" Before the new year ", option="liquidate_all", at=AT)
    assert [plans.get(ws, one).name for one in (saved, again, third)] == [
        "Before the new year", "Before the new year (2)", "Before the new year (3)",
    ]  # fmt: skip
    assert plans.get(ws, saved).option == "best_plan"


@pytest.mark.parametrize("option", ["hold", "best_single_price", "ladder_30_50_70", "send_25", "liquidate_all", "dispose_all"])
def test_every_way_can_be_kept(ws, answer, option):
    kept = plans.get(ws, plans.save(ws, answer, name="x", option=option, at=AT, about=ABOUT))
    told = answer.options.set_index("option")["value"]
    if option in told:
        assert kept.value == pytest.approx(told[option])
    assert kept.first_action["keep_units"] + kept.first_action["exit_units"] == pytest.approx(600)


def test_the_seller_s_own_prices_are_kept_week_by_week(ws, answer):
    prices = [20.0] * 26 + [15.0] * 26
    kept = plans.get(ws, plans.save(ws, answer, name="mine", prices=prices, at=AT))
    assert kept.option == "own"
    assert kept.weekly["price"].dropna().tolist() == pytest.approx(prices)
    assert kept.first_action["act"] == "mark_down"


def test_a_plan_of_a_run_keeps_its_number_its_data_and_its_thresholds(ws, answer):
    run = {"run_id": 7, "data_version": 3, "policy": {"clearance.elasticity": 2.0}}
    kept = plans.get(ws, plans.save(ws, answer, name="x", option="hold", at=AT, run=run))
    assert (kept.run_id, kept.data_version, kept.policy) == (7, 3, {"clearance.elasticity": 2.0})


def test_what_cannot_be_valued_is_not_kept(ws):
    with pytest.raises(InputError, match="price_unknown"):
        plans.save(ws, first_answer(an_item(list_price=None)), name="x", at=AT)
    assert plans.listed(ws).empty


def test_a_decision_changes_the_state_and_no_figure(ws, saved):
    before = plans.get(ws, saved)
    plans.decide(ws, saved, "accepted", at=AT + timedelta(days=1))
    plans.rename(ws, saved, "Agreed")
    after = plans.get(ws, saved)
    assert (after.state, after.decided_at, after.name) == ("accepted", AT + timedelta(days=1), "Agreed")
    assert (after.value, after.hold_value, after.created_at) == (before.value, before.hold_value, AT)
    with pytest.raises(InputError, match="plan_state"):
        plans.decide(ws, saved, "done", at=AT)


def test_the_list_is_newest_first_and_can_be_of_one_sku(ws, answer, saved):
    later = plans.save(ws, answer, name="later", option="hold", at=AT + timedelta(days=2))
    found = plans.listed(ws)
    assert found["plan_id"].tolist() == [later, saved]
    assert found.set_index("plan_id").loc[later, "over_hold"] == pytest.approx(0, abs=1e-6)
    assert plans.listed(ws, "US", "OTHER").empty


def test_a_plan_that_is_removed_leaves_nothing(ws, saved):
    plans.remove(ws, saved)
    assert ws.rows("select (select count(*) from plan) + (select count(*) from plan_week)") == [(0,)]
    for change in (plans.remove, plans.get, lambda ws, one: plans.rename(ws, one, "x")):
        with pytest.raises(InputError, match="no_such_plan"):
            change(ws, saved)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_plan_needs_a_name(ws, answer, name):
    with pytest.raises(InputError, match="plan_name"):
        plans.save(ws, answer, name=name, option="hold", at=AT)


def test_figures_of_the_run_are_not_made_old_by_saving(ws, answer):
    before = ws.version()
    plans.save(ws, answer, name="x", option="hold", at=AT)
    assert ws.version() == before


# --- files


def test_the_price_file_fills_only_sku_and_price(ws, answer):
    kept = plans.get(ws, plans.save(ws, answer, name="x", option="ladder_30_50_70", at=AT))
    content, left_out = plans.price_file(plans.steps([kept], "en"))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8")), delimiter="\t"))
    assert list(rows[0]) == [
        "sku", "price", "minimum-seller-allowed-price", "maximum-seller-allowed-price", "quantity", "fulfillment-channel", "leadtime-to-ship",
    ]  # fmt: skip
    # 30 % off 24.00
    assert [{name: value for name, value in row.items() if value} for row in rows] == [{"sku": "PAD-1", "price": "16.80"}]
    assert left_out == []


def test_plans_that_change_no_price_make_no_price_file(ws, answer):
    kept = [plans.get(ws, plans.save(ws, answer, name="x", option=option, at=AT)) for option in ("hold", "liquidate_all")]
    with pytest.raises(InputError, match="plans_nothing"):
        plans.price_file(plans.steps(kept, "en"))


def test_a_sku_that_looks_like_a_formula_is_left_out_and_named(ws):
    found = first_answer(case_a(sku="=1+1", marketplace="US"))
    kept = plans.get(ws, plans.save(ws, found, name="x", option="best_single_price", at=AT))
    fine = plans.get(ws, plans.save(ws, first_answer(case_a(sku="A", marketplace="US")), name="x", option="best_single_price", at=AT))
    content, left_out = plans.price_file(plans.steps([kept, fine], "en"))
    assert left_out == ["=1+1"]
    assert b"=1+1" not in content


def test_all_files_are_packed_alike_each_time_and_only_those_that_hold_something(ws):
    found = first_answer(case_a(sku="=1+1", marketplace="US"))
    kept = [plans.get(ws, plans.save(ws, found, name="x", option=option, at=AT)) for option in ("best_single_price", "hold")]
    content, left_out = plans.packed(kept, "en")
    assert left_out == ["=1+1"], "its only price would be a formula, so there is no price file"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["plan-1.html", "plan-2.html"]
    assert plans.packed(kept, "en")[0] == content


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_removal_list_holds_whole_units_by_door_with_the_reason(ws, answer, lang):
    half = plans.get(ws, plans.save(ws, answer, name="=half", option="send_50", at=AT))
    hold = plans.get(ws, plans.save(ws, answer, name="y", option="hold", at=AT))
    todo = plans.steps([half, hold], lang)
    told = plans.exits(todo)
    terms, _ = terms_for(answer.case)
    best = max(terms.exits, key=lambda door: terms.exits[door][0])
    assert told[["sku", "units", "door", "marketplace"]].values.tolist() == [["PAD-1", 300, best, "US"]]
    content = plans.removals(todo, lang).decode("utf-8-sig")
    assert text.t("table.option.send_50", lang) in content
    assert "\n=" not in content
    assert ",=" not in content


@pytest.mark.parametrize(("lang", "name"), [("en", "Draft of 15 Nov 2026"), ("zh", "2026年11月15日 草稿")])
def test_a_draft_is_named_in_the_language_it_is_read_in_and_a_typed_name_stays(lang, name):
    day = date(2026, 11, 15)
    assert {words.name_in(words.draft_name(day, drafted), day, lang) for drafted in text.LANGUAGES} == {name}
    assert words.name_in("Before Christmas", day, lang) == "Before Christmas"


class _Outside(HTMLParser):
    """Addresses that a page would ask for, and the tags it is made of."""

    def __init__(self):
        super().__init__()
        self.asked, self.tags, self.text = [], set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.asked += [value for name, value in attrs if name in ("src", "href", "action", "srcset", "data")]

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("option", ["best_plan", "send_25", "liquidate_all", "hold"])
def test_the_page_to_print_is_whole_in_itself_and_says_what_counts(ws, answer, lang, option):
    kept = plans.get(ws, plans.save(ws, answer, name="n", option=option, at=AT, about=ABOUT))
    page = plans.page(kept, lang)
    seen = _Outside()
    seen.feed(page)
    assert seen.asked == []
    assert not {"script", "link", "img", "iframe"} & seen.tags
    assert not re.search(r"url\(|@import|https?:", page)
    said = " ".join(seen.text)
    assert "Desk <pad> & co" in said  # escaped in the source, whole for the reader
    assert text.t(f"table.option.{option}", lang) in said
    assert page.count("<rect") == len(plans.summary.ranked(kept))
    for name in ("first", "options", "waiting", "rests_on"):
        assert text.t(f"plans.page.{name}", lang) in said


def test_json_in_the_journal_is_strict(ws, saved):
    for name in ("case_inputs", "first_action", "options", "policy"):
        stored = ws.rows(f"select {name} from plan where plan_id = {saved}")[0][0]
        json.loads(stored, parse_constant=lambda word: pytest.fail(word))
