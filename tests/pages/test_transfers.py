"""Transfers: first open, empty states, the best moves, accepting, buying again, ends, sites."""

from datetime import timedelta

import pandas as pd
import pytest

from core import text
from core.transfers import ask, journal, network
from core.transfers.network import Site
from core.transfers.plan import best
from core.workspace import Workspace
from pages.ui import jobs
from tests.build import AT
from tests.core.transfers.sellers import two_sites
from tests.pages.conftest import _insert as insert
from tests.pages.conftest import a_run, words

PAGE = "pages/transfers.py"

# parts alone: AppTest cannot choose a row of a table

DRAFTED = """
from core.transfers import journal
from pages.ui import moved
rows = journal.listed(page.ws, page.run["as_of"])
moved._answers(page, rows[rows["transfer_id"] == {number}].iloc[0])
"""
ELSEWHERE = """
from pages.ui import elsewhere
table = cached.risk_table(page)
elsewhere.show(page, table[table["marketplace"] == "US"].iloc[0])
"""


def view(app, name: str, **session):
    return app(PAGE, session={"transfers.view": name, **session})


def test_before_the_first_run_it_says_where_figures_come_from(app, own):
    page = app(PAGE)
    assert not page.exception
    assert page.info


def test_one_site_is_told_what_to_upload(app, own):
    a_run(own)
    page = app(PAGE)
    assert not page.exception
    assert any("one site" in info.value for info in page.info)


def test_products_at_one_site_each_are_told_how_they_are_joined(app, own):
    a_run(own, [{"sku": "A"}, {"sku": "B", "marketplace": "UK", "currency": "GBP"}])
    assert any("ASIN" in info.value for info in app(PAGE).info)


def test_the_best_moves_are_found_shown_and_accepted(app, own):
    two_sites(own)
    page = app(PAGE)
    page.button(key="moves.find").click().run()
    jobs.wait(own.path)
    page.run()
    assert not page.exception
    assert "clearing in place" in words(page)
    assert "Removal is Amazon's charge" not in words(page)
    page.session_state["behind.moves"] = True
    page.run()
    for word in ("Removal is Amazon's charge", "Rate used", "in force since", "Confidence"):
        assert word in words(page)
    page.button(key="moves.accept_all").click().run()
    assert len(journal.listed(Workspace.open(own.path), page_day(own))) == 1
    assert "Moves under way" in words(page)


def page_day(ws):
    return ws.rows("select as_of from run")[0][0]


def test_what_to_buy_again_in_both_languages(app, own):
    two_sites(own)
    for lang, said in (("en", "Products that fall due"), ("zh", "补货商品数")):
        page = view(app, "restock", language=lang)
        assert not page.exception
        assert said in words(page)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_drafted_move_stands_beside_what_to_buy(app, own, lang):
    run = two_sites(own)
    plan = best(ask.ask(own, run))
    journal.draft(own, plan, [0], run, at=AT)
    coming = journal.coming(own).iloc[0]
    page = view(app, "restock", language=lang)
    table = page.dataframe[0].value
    row = table[(table["sku"] == coming["sku"]) & (table["marketplace"] == coming["marketplace"])].iloc[0]
    assert not page.exception
    assert row["coming_units"] == coming["coming_units"]
    assert pd.isna(row["units"]) or row["units_beside"] < row["units"]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_purchase_order_says_that_moves_which_have_not_left_are_not_taken_off(app, own, lang):
    run = two_sites(own)
    (number,) = journal.draft(own, best(ask.ask(own, run)), [0], run, at=AT)
    with own.write() as cursor:  # the receiver is still bought
        cursor.execute("update run_health set stage = 'maturity', lead_time_days = 10 where marketplace = 'UK'")
        cursor.execute("update run_risk set level = 0, best_option = 'hold' where marketplace = 'UK'")
    note = text.t("restock.order_moves", lang, skus="1", column=text.t("table.column.units_beside", lang))
    page = view(app, "restock", language=lang)
    assert note in words(page)
    ordered = page.dataframe[0].value.set_index("marketplace").loc["UK", "units"]
    journal.cancel(own, number)
    page = view(app, "restock", language=lang)
    assert note not in words(page)
    assert page.dataframe[0].value.set_index("marketplace").loc["UK", "units"] == ordered > 0


def test_the_corridor_of_a_stock_names_the_rates_of_both_its_ends(app, own):
    two_sites(own)
    for lang in text.LANGUAGES:
        said = words(view(app, "restock", language=lang, **{"behind.corridor": True}))
        for fee in ("low_inventory", "aged_surcharge"):
            assert text.t(f"settings.fee.{fee}", lang) in said
        assert text.t("explain.confidence", lang) in said


def a_lead(ws, sku="TWO", expected=0.4) -> dict:
    row = {
        "run_id": 1, "marketplace": "US", "sku": sku, "weeks": 26, "keywords": 1, "keyword": "desk pad", "what": "rank", "lag_weeks": 2, "effect": -0.3,
        "chance": 0.01, "moved": 0.5, "expected": expected, "low": 0.2, "high": 0.6, "due_on": page_day(ws) + timedelta(days=14),
    }  # fmt: skip
    insert(ws, "run_keyword_lead", row)
    return row


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_keyword_that_leads_sales_changes_the_order_says_what_it_would_be_without_and_can_be_switched_off(app, own, lang):
    two_sites(own)
    lead = a_lead(own)
    page = view(app, "restock", language=lang)
    assert "desk pad" in words(page)
    assert text.day(lead["due_on"], lang) in words(page)
    assert page.toggle(key="restock.keywords").value
    apart = page.toggle(key="restock.keywords").set_value(False).run()
    assert not apart.exception
    assert "desk pad" not in words(apart)


def test_a_keyword_that_expects_next_to_nothing_is_not_spoken_of(app, own):
    two_sites(own)
    a_lead(own, expected=0.03)
    page = view(app, "restock")
    assert "desk pad" not in words(page)
    assert "restock.keywords" not in {toggle.key for toggle in page.toggle}


def test_ends_over_sites_and_lanes_are_shown(app, own):
    two_sites(own)
    for name, said in (("ending", "2 products"), ("over_sites", "Products at more than one site"), ("sites", "Lanes")):
        page = view(app, name)
        assert not page.exception, name
        assert said in words(page)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_surplus_and_shortage_in_one_row_are_explained_and_only_there(app, own, lang):
    two_sites(own)
    with own.write() as cursor:  # US has 210 units too many, UK too few
        cursor.execute("update run_health set excess_units = 0 where marketplace = 'UK'")
    facts = {"days": "90", "weeks": "13"}
    within = text.t("over_sites.within_safety", lang, rows="1", **facts)
    said = words(view(app, "over_sites", language=lang))
    assert text.t("over_sites.lines", lang, **facts) in said
    assert within not in said
    with own.write() as cursor:  # the same surplus of a seller who wants far more in reserve
        cursor.execute("update run_health set safety_stock = 10000 where marketplace = 'US'")
    assert within in words(view(app, "over_sites", language=lang))


def test_a_new_site_is_added_through_its_form(app, own):
    two_sites(own)
    page = view(app, "sites")
    page.text_input(key="sites.name.0").set_value("Depot")
    next(button for button in page.button if button.label == "Add site").click().run()
    assert not page.exception
    assert own.rows("select site, kind from site") == [("Depot", "own")]
    page.text_input(key="sites.name.1").set_value("US")
    next(button for button in page.button if button.label == "Add site").click().run()
    assert any("cannot be the name of a site" in error.value for error in page.error)


def test_slow_stock_is_compared_with_keeping_it_elsewhere(own, part):
    two_sites(own)
    assert "Add a site with a storage rate" in words(part(ELSEWHERE))
    network.save_site(own, Site(site="Depot", kind="3pl", region="NA", currency="USD", storage_per_ft3_month=0.4, pick_fee=0.3), at=AT)
    said = words(part(ELSEWHERE))
    assert "brings most" in said


def test_where_stock_is_best_kept_says_what_is_not_offered_and_why_in_both_languages(app, own):
    two_sites(own)
    network.save_site(own, Site(site="Depot", kind="3pl", region="NA", currency="USD", storage_per_ft3_month=0.4, pick_fee=0.3), at=AT)
    with own.write() as cursor:
        cursor.execute("update run_health set inbound = 200 where marketplace = 'US'")
    for lang in ("en", "zh"):
        page = view(app, "storage", language=lang)
        page.selectbox(key="elsewhere.sku").set_value(("US", "TWO")).run()
        assert not page.exception
        assert text.t("elsewhere.reason.no_season", lang) in words(page)
        assert text.t("elsewhere.reason.no_move", lang) not in words(page)  # what is on its way goes on over the dock


def test_a_drafted_move_is_accepted_or_thrown_away(own, part):
    run, states = two_sites(own), []
    problem = ask.ask(own, run)
    for button in ("take", "throw"):
        number = journal.draft(own, best(problem), [0], run, at=AT)[0]
        page = part(DRAFTED.format(number=number))
        page.button(key=button).click().run()
        assert not page.exception
        states.append(journal.listed(own, page_day(own)).set_index("transfer_id").loc[number, "state"])
    assert states == ["accepted", "cancelled"]
