"""Answers of the core, kept between reruns.

Every key is (question, workspace file, data version, run, parameters); never a DataFrame, so that nothing stale is shown and nobody
sees another workspace's figures. What comes back is the caller's own copy.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import streamlit as st

from core import intake, plans, policy, results, schedules, settings, thresholds
from core.alerts import board
from core.clearance import elasticity, partners
from core.fees.schedule import RateBook
from core.restock import ends, profit
from core.restock import settings as wishes
from core.review import attribution, catalogue, newcomers, periods
from core.review import period_report as reporting
from core.review import reviews as reviewing
from core.review.customers import Customers, customers
from core.workspace import Workspace

BY_CONTENT = {RateBook: lambda book: book.digest}  # how st.cache_data tells a Case apart


def risk_table(page) -> pd.DataFrame:
    """Every SKU of the run (core.results.risk_table), worst first; only the marketplace chosen."""
    return of_marketplace(page, _ask(results.risk_table, "risk_table", *_at(page), page.run_id))


def worst_marketplace(page) -> str:
    """That of the SKU with the most at stake."""
    return risk_table(page)["marketplace"].iloc[0]


def rules(page, marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    return _ask(results.rules, "rules", *_at(page), page.run_id, marketplace, sku)


def options(page, marketplace: str, sku: str) -> pd.DataFrame:
    return _ask(results.options, "options", *_at(page), page.run_id, marketplace, sku)


def cohorts(page, marketplace: str, sku: str) -> pd.DataFrame:
    return _ask(results.cohorts, "cohorts", *_at(page), page.run_id, marketplace, sku)


def forecast(page, marketplace: str, sku: str) -> dict | None:
    return _ask(results.forecast, "forecast", *_at(page), page.run_id, marketplace, sku)


def amazon_says(page, marketplace: str, sku: str) -> dict:
    return _ask(results.amazon_says, "amazon_says", *_at(page), marketplace, sku, page.run["as_of"])


def forecast_weeks(page, weeks: int) -> pd.DataFrame:
    """The coming weeks of every SKU shown (core.results.forecast_weeks). Asked anew each time: it is long, and only saved."""
    return results.forecast_weeks(page.ws, page.run_id, page.marketplace, weeks)


def forecast_products(page) -> pd.DataFrame:
    return of_marketplace(page, _ask(results.forecast_products, "forecast_products", *_at(page), page.run_id))


def demand_history(page, marketplace: str, sku: str, weeks: int = 104) -> pd.DataFrame:
    """Weekly units, sales, price, promotions and days without stock (core.results.demand_history)."""
    return _ask(results.demand_history, "demand_history", *_at(page), marketplace, sku, page.run["as_of"], weeks)


def spark(page, weeks: int = 26) -> pd.DataFrame:
    """Units of each of the last weeks as a list: marketplace, sku, units."""
    return _ask(results.spark, "spark", *_at(page), page.run["as_of"], weeks)


def kpis(page) -> pd.DataFrame:
    return of_marketplace(page, _ask(results.kpis, "kpis", *_at(page), page.run_id))


def kpis_all(page) -> pd.DataFrame:
    """The same for every marketplace of the run, whichever is chosen."""
    return _ask(results.kpis, "kpis", *_at(page), page.run_id)


def kpi_history(page, runs: int = 8) -> pd.DataFrame:
    """The same for this and earlier days. Asked anew each time: earlier days are computed beside the pages."""
    return of_marketplace(page, results.kpi_history(page.ws, page.run_id, runs))


def age_bands(page) -> pd.DataFrame:
    return of_marketplace(page, _ask(results.age_bands, "age_bands", *_at(page), page.run_id))


def next_charges(page) -> pd.DataFrame:
    return of_marketplace(page, _ask(results.next_charges, "next_charges", *_at(page), page.run_id))


def ipi_drivers(page) -> pd.DataFrame:
    return of_marketplace(page, _ask(results.ipi_drivers, "ipi_drivers", *_at(page), page.run_id))


def rule_of_thumb(page) -> pd.DataFrame:
    return of_marketplace(page, _ask(results.rule_of_thumb, "rule_of_thumb", *_at(page), page.run_id))


def catalogue_calendar(page, bands: bool = False) -> pd.DataFrame:
    """The coming days on which a charge changes, summed over SKUs, or by age band besides (core.results.catalogue_calendar)."""
    both = _ask(results.catalogue_calendar, "catalogue_calendar", *_at(page), page.run_id, page.run["as_of"])
    return of_marketplace(page, both[bands])


def calendar(page, marketplace: str, sku: str) -> pd.DataFrame:
    """The same of one SKU (core.results.calendar)."""
    return _ask(results.calendar, "calendar", *_at(page), page.run_id, page.run["as_of"], marketplace, sku)


def marketplaces(ws: Workspace, run: dict | None) -> tuple[str, ...]:
    """The marketplaces of a run; none before the first."""
    return tuple(_ask(results.kpis, "kpis", str(ws.path), ws.version(), run["run_id"])["marketplace"]) if run else ()


def costs(page) -> pd.DataFrame:
    """The cost in force of every SKU, unknown first (core.settings.costs)."""
    return of_marketplace(page, _ask(settings.costs, "costs", *_at(page)))


def book(page) -> RateBook:
    """The rates in force for this seller (core.schedules.book). One object as long as the data stay, so that it remembers what it read."""
    return _book(*_at(page))


@st.cache_resource(show_spinner=False, max_entries=8)
def _book(path: str, version: int) -> RateBook:
    return schedules.book(Workspace.open(Path(path)))


def policy_of_run(page) -> policy.Policy:
    """The thresholds that the run was computed with."""
    return policy.of_run(page.run)


def own_thresholds(page, marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    """What the run moved, of all SKUs or one (core.thresholds.own)."""
    rows = _ask(thresholds.own, "own_thresholds", *_at(page), page.run_id, marketplace, sku)
    return of_marketplace(page, rows.assign(facts=[json.loads(facts) for facts in rows["facts"]]))


def elasticities(page, prior: elasticity.Prior) -> pd.DataFrame:
    """What every SKU's past says of its price (core.clearance.elasticity.catalogue)."""
    return _ask(elasticity.catalogue, "elasticities", *_at(page), page.run["as_of"], prior)


def bought_together(page, marketplace: str, sku: str) -> pd.DataFrame:
    """Orders of one SKU with each other one (core.clearance.partners.bought_together)."""
    return _ask(partners.bought_together, "bought_together", *_at(page), marketplace, sku, page.run["as_of"])


def alerts(page) -> pd.DataFrame:
    """Every alert as it stands today (core.alerts.board.board). An answer is no new version of the data, so its mark is part of the key."""
    return of_marketplace(page, _ask(_board, "alerts", *_at(page), page.now.date(), board.mark(page.ws)))


def _board(ws: Workspace, on: date, _mark: tuple) -> pd.DataFrame:
    return board.board(ws, on)


def alerts_checked(page) -> tuple[date, datetime] | None:
    """When alerts were last brought up to date (core.alerts.board.last_check)."""
    return board.last_check(page.ws)


def history(page) -> pd.DataFrame:
    """Every file that was offered, newest first (core.intake.history)."""
    return _ask(intake.history, "history", *_at(page))


def issues(page, file_id: int) -> pd.DataFrame:
    """What was wrong with one file (core.intake.issues)."""
    return _ask(intake.issues, "issues", *_at(page), file_id)


def _at(page) -> tuple[str, int]:
    return str(page.ws.path), page.ws.version()


def of_marketplace(page, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the marketplace chosen."""
    return frame if page.marketplace is None else frame[frame["marketplace"] == page.marketplace].reset_index(drop=True)


@st.cache_data(show_spinner=False, max_entries=128)
def _ask(_question: Callable, question: str, path: str, version: int, *parameters) -> pd.DataFrame:
    return _question(Workspace.open(Path(path)), *parameters)


def reviewable(page) -> int:
    """How many accepted plans wait for their review."""
    listed = plans.listed(page.ws, page.marketplace)
    return int((listed["state"] == reviewing.ACCEPTED).sum())


def reviews(page) -> list[reviewing.Review]:
    """The reviews of every accepted plan (core.review.reviews), newest first. Not to be changed in place."""
    return _reviews(*_at(page), page.marketplace, reviewing.mark(page.ws))


@st.cache_resource(show_spinner=False, max_entries=8)
def _reviews(path: str, version: int, marketplace: str | None, mark: tuple) -> list[reviewing.Review]:
    ws = Workspace.open(Path(path))
    return reviewing.every_review(ws, reviewing.plans_seen(ws, marketplace))


def review_customers(page, subject) -> Customers | None:
    """Who bought in the weeks reviewed (core.review.customers)."""
    return customers(page.ws, subject.case.marketplace, subject.case.sku, subject.case.as_of + timedelta(days=1), subject.until)


def review_traffic(page, subject) -> pd.DataFrame:
    return attribution.traffic(page.ws, subject)


def period(page, wanted: periods.Period) -> periods.Seen:
    """A period marked by hand (core.review.periods.seen). Not to be changed in place."""
    return _period(*_at(page), wanted)


@st.cache_resource(show_spinner=False, max_entries=8)
def _period(path: str, version: int, wanted: periods.Period) -> periods.Seen:
    return periods.seen(Workspace.open(Path(path)), wanted)


def period_review(page, wanted: periods.Period) -> reviewing.Review | None:
    """The same of one SKU in money (core.review.periods.review_of)."""
    return _period_review(*_at(page), wanted)


@st.cache_resource(show_spinner=False, max_entries=8)
def _period_review(path: str, version: int, wanted: periods.Period) -> reviewing.Review | None:
    return periods.review_of(Workspace.open(Path(path)), wanted)


def next_buy(page) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(products, launches) of the run (core.review.catalogue). Not to be changed in place."""
    return _next_buy(*_at(page), page.run_id, page.marketplace, reviewing.mark(page.ws), reviews(page))


@st.cache_resource(show_spinner=False, max_entries=4)
def _next_buy(path: str, version: int, run_id: int, marketplace: str | None, mark: tuple, _reviewed: list) -> tuple:
    ws = Workspace.open(Path(path))
    run = results.latest_run(ws)
    found = catalogue.products(ws, run, settings.policy(ws), schedules.book(ws), _reviewed)
    return found, catalogue.launches(ws, run["as_of"])


def ending(page) -> pd.DataFrame:
    """Products at their end (core.restock.ends)."""
    return of_marketplace(page, _ask(_ending, "ending", *_at(page), page.run_id, wishes.mark(page.ws)))


def with_profit(page, positions: pd.DataFrame) -> pd.DataFrame:
    """What may be bought again (core.restock.settings.positions), with what a sale leaves."""
    return positions.merge(_ask(_profit, "profit", *_at(page), page.run_id), how="left", on=["marketplace", "sku"])


def _profit(ws: Workspace, run_id: int) -> pd.DataFrame:
    run = results.latest_run(ws) | {"run_id": run_id}
    return profit.of_run(ws, run, _book(str(ws.path), ws.version()))[["marketplace", "sku", "profit"]]


def _ending(ws: Workspace, run_id: int, _mark: tuple) -> pd.DataFrame:
    return ends.of_run(ws, results.latest_run(ws) | {"run_id": run_id}, _book(str(ws.path), ws.version()))


def mini_reviews(page) -> pd.DataFrame:
    """Mini-reviews of new products, due and to come (core.review.newcomers.schedule)."""
    return of_marketplace(page, _ask(_mini_reviews, "mini_reviews", *_at(page), page.run_id, newcomers.mark(page.ws)))


def _mini_reviews(ws: Workspace, run_id: int, _mark: tuple) -> pd.DataFrame:
    return newcomers.schedule(ws, results.latest_run(ws) | {"run_id": run_id})


def period_report(page, wanted: reporting.Span) -> reporting.Report:
    """A month or quarter, site by site (core.review.period_report). Not to be changed in place."""
    return _period_report(*_at(page), page.run["as_of"], page.marketplace, wanted, reporting.mark(page.ws))


@st.cache_resource(show_spinner=False, max_entries=8)
def _period_report(path: str, version: int, last: date, marketplace: str | None, wanted: reporting.Span, mark: tuple) -> reporting.Report:
    return reporting.report(Workspace.open(Path(path)), wanted, last, marketplace)
