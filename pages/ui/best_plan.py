"""The words and figures of a plan: the one sentence, what to do first, when to do more, what to expect by when."""

from datetime import timedelta

import numpy as np
import pandas as pd
import streamlit as st

from core import text
from core.clearance.first_answer import Answer
from core.clearance.plan import FirstStep, Plan
from pages.ui import explain, levers, live
from pages.ui.words import plain, whole

_HALF_GONE = 0.5


def first(page, step: FirstStep, currency: str) -> str:
    """What to do now, in one sentence."""
    price = plain(page.money(step.price, currency))
    facts = {"keep": page.number(round(step.keep_units)), "out": page.number(round(step.exit_units)), "price": price}
    facts["channel"] = page.t(f"plan_view.channel.{step.exit_channel}") if step.exit_channel else ""
    kind = "send_out_all" if step.act == "send_out" and not step.keep_units else step.act
    said = page.t(f"plan_view.first.{kind}", **facts)
    offer = [page.t("plan_view.with_offer", offer=levers.named(page, step.offer))] if step.offer else []
    return text.joined([said, *offer, page.t("plan_view.look_again", day=page.day(step.look_again))], page.lang)


def figures(page, answer: Answer, currency: str) -> None:
    """What the plan brings, how sure that is, what waiting costs, and how near it is to what no plan can exceed."""
    plan = answer.plan
    amounts = {name: whole(value, currency, page.lang) for name, value in (("value", plan.value), ("week", answer.cost_of_waiting_week))}
    likely = page.t("plan_view.likely", low=whole(plan.spread.p10, currency, page.lang), high=whole(plan.spread.p90, currency, page.lang))
    saved = page.t("plan_view.saved", money=whole(plan.charge.held - plan.charge.planned, currency, page.lang))
    due, when = whole(plan.charge.held, currency, page.lang), page.t("plan_view.help.charge", day=page.day(plan.charge.on))
    rows = (
        ("value", amounts["value"], likely, None),
        ("waiting", amounts["week"], None, page.t("plan_view.help.waiting")),
        ("charge", due, saved, when),
        ("gap", text.percent(max(0.0, plan.gap), page.lang, 1), None, page.t("plan_view.help.gap")),
    )
    for column, (name, value, delta, why) in zip([*st.columns(2), *st.columns(2)], rows, strict=True):
        column.metric(
            page.t(f"plan_view.figure.{name}", day=page.day(plan.charge.on)), value, delta, delta_color="off", delta_arrow="off", help=why
        )


def _steps(plan: Plan) -> pd.DataFrame:
    """The weeks in which the likeliest course changes: week, until (the last before the next), price, offer, kept (units for sale)."""
    rows = plan.weekly.iloc[:-1]
    change = (rows["price"].diff().fillna(1.0).abs() > 1e-9) | (rows["offer"].fillna("") != rows["offer"].fillna("").shift())
    steps = rows[change]
    return steps.assign(until=[*steps["week"].iloc[1:] - 1, len(rows) - 1])[["week", "until", "price", "offer", "kept"]]


def timeline(page, plan: Plan, currency: str) -> str:
    """The steps as a table in words: first and last day, price and promotion, units that are expected to be kept."""
    table = [_step(page, plan, row, currency) for row in _steps(plan).itertuples()]
    return explain.table(table, [page.t(f"plan_view.step.{name}") for name in ("on", "until", "price", "units")])


def _step(page, plan: Plan, row, currency: str) -> tuple[str, ...]:
    first, last = (plan.case.as_of + timedelta(weeks=int(week), days=days) for week, days in ((row.week, 0), (row.until, 6)))
    price = " + ".join([plain(page.money(row.price, currency)), *([levers.named(page, row.offer)] if row.offer else [])])
    return page.day(first), page.day(last), price, page.number(round(row.kept))


def in_doubt(page, plan: Plan, currency: str) -> str:
    """What the plan brings on average when what it was solved with is itself in doubt."""
    facts = {name: plain(whole(value, currency, page.lang)) for name, value in (("mean", plan.spread.mean), ("middle", plan.spread.p50))}
    return page.t("plan_view.in_doubt.mean", **facts)


def sold_out(page, plan: Plan) -> str:
    """By when it is likelier than not that nothing is left, and the chance at the horizon."""
    chances = np.array(list(plan.sold_out_by.values()))
    last = page.day(plan.case.as_of + timedelta(weeks=plan.terms.weeks))
    at_end = page.t("plan_view.sold_out.end", chance=text.percent(float(chances[-1]), page.lang), day=last)
    likely = np.flatnonzero(chances >= _HALF_GONE)
    if not len(likely):
        return at_end
    day = page.day(plan.case.as_of + timedelta(weeks=int(likely[0]) + 1))
    return text.joined([page.t("plan_view.sold_out.likely", day=day), at_end], page.lang)


def not_counted(page, plan: Plan) -> str:
    """The weeks whose coupon or deal Amazon would not show as a discount."""
    weeks = plan.reference.no_discount
    return page.t("plan_view.reference.not_counted", weeks=len(weeks), day=page.day(plan.case.as_of + timedelta(weeks=weeks[0])))


def amazon_says(page, answer: Answer, said: dict | None, currency: str) -> str:
    """Amazon's own recommendation, where a report holds one, against the plan. said: price, removal_units (None: unknown)."""
    parts, plan = [], answer.plan
    if said and said["price"] and answer.case.list_price:
        value = live.at_price(answer.case, min(said["price"], 10 * answer.case.list_price)).value
        more = whole(value - plan.value, currency, page.lang)
        facts = {"value": whole(value, currency, page.lang), "against": f"+{more}" if value > plan.value else more}
        parts.append(page.t("plan_view.amazon.price", price=plain(page.money(said["price"], currency)), **facts))
    if said and said["removal_units"]:
        ours = page.number(round(plan.first.exit_units))
        parts.append(page.t("plan_view.amazon.removal", units=page.number(said["removal_units"]), ours=ours))
    return text.joined(parts, page.lang)
