"""Clearance: the best way out of one stock, exactly: hold, mark down in steps, promote, send out a part or all. And what waiting costs."""

import streamlit as st

from pages.ui import (
    action,
    ads,
    behind,
    best_plan,
    bundles,
    cached,
    card,
    charts,
    counted,
    elasticity,
    floors,
    frame,
    inputs,
    levers,
    live,
    market,
    notes,
    own_fees,
    own_ladder,
    picking,
    plan_parts,
    plans,
    portfolio,
    queue,
    sale,
    session,
    siblings,
    tables,
    warming,
    ways_out,
    words,
)

WORST = ("level", "sku", "title", "marketplace", "main_rule", "money_at_stake", "cost_of_waiting_week", "do", "on_hand")
PARTS = ("try", "own", "weeks", "triggers", "sensitivity", "elasticity", "bundles", "ads", "market", "fees", "rests_on")

page = frame.open_page("clearance_page")

if page.run is None:
    notes.no_run(page)
    st.stop()

VIEWS = {"many": portfolio.show, "plans": plans.show, "floors": floors.show}
view = inputs.view(page, "clearance", ("one", *VIEWS), start="plans" if st.query_params.get("plan") else "one")
if view in VIEWS:
    VIEWS[view](page)
    st.stop()

table = cached.risk_table(page)
stocked = table[table["on_hand"] > 0]
worst = queue.in_turns(stocked).head(5)
picking.keep_worst("worst", worst)
row = picking.to_clear(page, stocked)

if row is None:
    st.markdown(page.t("clearance_page.worst"))
    tables.show(page, action.told(page, worst), WORST, key="worst", pick=True)
    st.stop()

currency = row["currency"]
with st.container(horizontal=True, vertical_alignment="center"):
    card.head(page, row)
    frame.link(page, "risk", page.t("clearance_page.why"), icon=":material/scatter_plot:", sku=row["sku"], marketplace=row["marketplace"])
    allowed = st.popover(page.t("levers.title"), icon=":material/tune:")
    assumed = st.popover(page.t("clearance_page.what_if.title"), icon=":material/science:")
    kept = st.container(width="content")
with assumed:
    case = counted.assumed(page, row, inputs.what_if(page, live.case(page, row), currency))
with allowed:
    case = levers.show(page, case, currency)

warming.ready(page)
answer = live.answer(case)
plan = answer.plan
with kept:
    plans.save(page, row, answer)
st.markdown(f"#### {ways_out.verdict(page, answer, currency)}")
market.line(page, row)
counted.keyword_line(page, row, case, answer)
if plan:
    st.markdown(siblings.of_plan(page, row, plan))
if plan and plan.terms.refused:
    st.warning(levers.refused(page, plan.terms.refused), icon=":material/block:")
if plan and plan.reference.no_discount:
    st.warning(best_plan.not_counted(page, plan), icon=":material/money_off:")

left, right = st.columns([3, 2])
with left.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('clearance_page.options')}**")
    if answer.options["value"].notna().any():
        st.altair_chart(charts.option_bars(answer.options, answer.best_option, currency, page.lang, page.theme), key="options")
        st.caption(page.t("clearance_page.interval"))
    st.markdown(ways_out.unknown(page, answer))
    st.markdown(ways_out.thresholds(page, answer, currency))
    with st.container(horizontal=True):
        with st.popover(page.t("clearance_page.as_table"), icon=":material/table:"):
            st.markdown(ways_out.options_table(page, answer, currency))
        tables.export_of_sku(page, row, answer.options, "clearance")
    behind.of_exits(page, case, "exits")

with right.container(border=True, height="stretch"):
    st.markdown(f"**{page.t('plan_view.title')}**")
    if plan is None:
        st.info(page.t(f"clearance.reason.{answer.reason}"))
    else:
        st.markdown(best_plan.first(page, plan.first, currency))
        best_plan.figures(page, answer, currency)
        behind.of_plan(page, case, "plan")
        st.markdown(best_plan.timeline(page, plan, currency))
        st.caption(best_plan.in_doubt(page, plan, currency))
        st.caption(best_plan.sold_out(page, plan))
        said = best_plan.amazon_says(page, answer, cached.amazon_says(page, row["marketplace"], row["sku"]), currency)
        if said:
            st.caption(said)

if plan:
    by_wait, by_week = st.columns([2, 3])
    with by_wait.container(border=True, height="stretch"):
        st.markdown(f"**{page.t('plan_view.waiting')}**")
        st.altair_chart(charts.waiting(plan.cost_of_waiting, currency, page.lang, page.theme), key="waiting")
    with by_week.container(border=True, height="stretch"):
        st.markdown(f"**{page.t('plan_view.stock')}**")
        held = {page.t("table.option.hold"): live.at_price(case, case.price(1.0)).weekly}
        st.altair_chart(charts.stock_fan(plan.weekly, held, case.as_of, page.lang, page.theme), key="fan")


@st.fragment
def try_a_price() -> None:
    """The price slider and what it brings; only this part is drawn again when it moves."""
    figures, curve = st.columns([2, 3])
    with figures:
        price = inputs.price(page, case, answer, currency)
        course, hold = live.at_price(case, price), live.at_price(case, case.price(1.0))
        st.markdown(f"### {words.plain(page.money(price, currency))}")
        warning = ways_out.warning(page, answer, price, currency)
        if warning:
            {"error": st.error, "warning": st.warning}[warning[0]](warning[1], icon=":material/warning:")
        first, *others = ways_out.figures(page, answer, course, hold, currency)
        st.metric(**first)
        for column, figure in zip(st.columns(2) * 2, others, strict=True):
            column.metric(**figure)
        st.caption(siblings.at_price(page, row, case, price))
        behind.of_keeping(page, case, course, currency, "try")
    with curve:
        if answer.reason is None:
            st.markdown(f"**{page.t('clearance_page.by_price')}**")
            marks = ways_out.marks(case, answer, price, course.value)
            st.altair_chart(charts.price_curve(live.curve(case), marks, currency, page.lang, page.theme), key="curve")
            tables.export_of_sku(page, row, lambda: live.curve(case), "price-curve")
        st.markdown(f"**{page.t('clearance_page.by_week')}**")
        courses = {price: course, case.price(1.0): hold}
        paths, due = ways_out.paths(page, case, courses, currency)
        st.altair_chart(charts.stock_path(paths, due, page.lang, page.theme), key="path")
        st.caption(page.t("clearance_page.charge_days"))
        tables.export_of_sku(page, row, lambda: ways_out.weeks(page, case, courses, currency), "price-weeks")


def fees() -> None:
    one, keeping = st.columns(2)
    with one:
        st.markdown(f"**{page.t('clearance_page.sale.title')}**")
        sale.show(page, case, case.list_price, currency)
    with keeping:
        st.markdown(f"**{page.t('clearance_page.keeping')}**")
        sale.keeping(page, case, case.list_price)
        with st.popover(page.t("schedules.own.title"), icon=":material/compare_arrows:"):
            own_fees.show(page, row)
    tables.export_of_sku(page, row, lambda: sale.as_file(page, case, case.list_price), "unit-fees")


if case.list_price is None:
    st.info(page.t("clearance.reason.price_unknown"))
    st.stop()


def take_over(value: float) -> None:
    """The measured elasticity becomes the assumption."""
    st.session_state[inputs.what_if_key(case, "elasticity")] = value


shown = {
    "try": try_a_price,
    "own": lambda: own_ladder.show(page, row, answer, currency),
    "weeks": lambda: plan_parts.weekly(page, row, answer),
    "triggers": lambda: plan_parts.triggers(page, row, answer),
    "sensitivity": lambda: plan_parts.hangs_on(page, row, answer),
    "elasticity": lambda: elasticity.show(page, row, case, answer, take_over),
    "bundles": lambda: bundles.show(page, row, case, answer),
    "ads": lambda: ads.show(page, row, case, answer),
    "market": lambda: market.panel(page, row),
    "fees": fees,
    "rests_on": lambda: st.markdown(ways_out.assumptions(page, answer, currency)),
}
open_parts = [part for part in PARTS if plan or part not in ("own", "weeks", "triggers", "sensitivity")]
names = {part: page.t(f"clearance_page.part.{part}") for part in open_parts}
label = page.t("clearance_page.parts")
look = {"options": open_parts, "format_func": names.get, "required": True, "label_visibility": "collapsed"}
part = session.bind("clearance.part", "try", st.segmented_control, label, **look)
with st.container(border=True):
    shown[part if part in open_parts else "try"]()
