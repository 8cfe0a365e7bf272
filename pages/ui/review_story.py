"""One review on screen: verdict, figures, the fan with the real path, the waterfall, and what stands behind them."""

import numpy as np
import pandas as pd
import streamlit as st

from core import text
from core.review import attribution
from core.review.judgement import SOONER
from core.review.reviews import Review
from pages.ui import behind, cached, charts, explain, session, tables
from pages.ui.words import plain, whole

PARTS = ("figures", "why", "learned", "channels", "weeks")
_FIGURES = {
    "units": "number", "revenue": "money", "discount": "share", "gross_margin": "money", "net_cash": "money", "recovery": "share",
    "roi": "share", "days_50": "number", "days_90": "number", "holding": "money", "holding_avoided": "money", "surcharge_avoided": "money",
    "ads_spent": "money",
    "sell_through": "share", "out": "number", "left": "number", "value": "money", "hold_value": "money", "effect": "money",
    "effect_low": "money", "effect_high": "money",
}  # fmt: skip
_STANDING = {"turnover": 2, "stock_to_sales": 1, "stale_share": None, "sell_through": None, "on_hand": 0}
_WEEKS = ("starts_on", "sold", "price", "paid", "stock_left", "known")
CHANNELS = ("channel", "units", "income", "channel_cost", "net", "net_each", "recovery")
_BADGES = {"good": "green", "too_late": "red", "unclear": "gray", "not_enough": "gray"}  # others: orange


def show(page, one: Review) -> None:
    currency = one.subject.currency
    _verdict(page, one, currency)
    _key_figures(page, one)
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        st.markdown(f"**{page.t('review_page.path')}**")
        st.altair_chart(_path(page, one), key="review.path")
    with right.container(border=True, height="stretch"):
        st.markdown(f"**{page.t('review_page.waterfall')}**")
        st.altair_chart(_waterfall(page, one, currency), key="review.waterfall")
        with st.popover(page.t("review_page.as_table"), icon=":material/table:"):
            st.markdown(explain.table([(name, plain(figure)) for name, figure in _steps(page, one, currency)[["name", "figure"]].values]))
    st.markdown("  \n".join(plain(line) for line in _missed(page, one, currency)))
    _part(page, one, currency)


def _part(page, one: Review, currency: str) -> None:
    names = {part: page.t(f"review_page.part.{part}") for part in PARTS}
    look = {"options": list(PARTS), "format_func": names.get, "required": True, "label_visibility": "collapsed"}
    part = session.bind("review.part", "figures", st.segmented_control, page.t("review_page.parts"), **look)
    with st.container(border=True):
        {"figures": figures, "why": why, "learned": learned, "channels": channels, "weeks": weeks}[part](page, one, currency)


# --- the verdict


def _verdict(page, one: Review, currency: str) -> None:
    found, kept = one.outcome, one.subject.kept
    name = kept.name if kept else one.subject.title or one.subject.case.sku
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(page.t(f"review.judgement.{one.judgement}"), color=_BADGES.get(one.judgement, "orange"))
        done = page.t("review_page.finished", day=page.day(found.until))
        st.caption(done if found.finished else page.t("review_page.running", week=found.weeks, weeks=one.subject.case.horizon_weeks))
    if found.verdict == "not_enough":
        st.warning(page.t(f"review.reason.{found.reason}"), icon=":material/help:")
    else:
        told = "verdict_one" if found.effect >= 0 else "verdict_less"
        ends = sorted(np.sign(found.effect or 1.0) * end for end in (found.effect_low, found.effect_high))
        low, high = (whole(end, currency, page.lang) for end in ends)
        money = whole(abs(found.effect), currency, page.lang)
        st.markdown(f"#### {plain(page.t(f'review_page.{told}', name=name, money=money, low=low, high=high))}")
        st.markdown("  \n".join(plain(line) for line in _sure(page, one, currency)))
    _gaps(page, one)


def _sure(page, one: Review, currency: str) -> list[str]:
    """Whether it is more than chance, and what hindsight says."""
    found, missed = one.outcome, one.regret
    low, high, value = (whole(amount, currency, page.lang) for amount in (found.hold_low, found.hold_high, found.value))
    lines = [page.t("review_page.effect" if found.verdict == "effect" else "review_page.noise", low=low, high=high, value=value)]
    if missed is not None and abs(missed.over_hold) >= 0.005:
        told = "learned_effect" if missed.over_hold >= 0 else "learned_effect_less"
        ends = sorted(np.sign(missed.over_hold or 1.0) * end for end in (missed.over_hold_low, missed.over_hold_high))
        low, high = (whole(end, currency, page.lang) for end in ends)
        lines.append(page.t(f"review_page.{told}", money=whole(abs(missed.over_hold), currency, page.lang), low=low, high=high))
    return lines


def _gaps(page, one: Review) -> None:
    """Weeks without data by name, and what is left."""
    found = one.outcome
    if found.missing:
        filled = len(found.missing) - found.unseen
        more = page.t("review_page.filled", count=filled) if filled else ""
        told = ", ".join(page.day(day) for day in found.missing)
        st.warning(page.t("review_page.missing", weeks=told, filled=more).strip(), icon=":material/event_busy:")
    if found.left > 0.5:
        st.caption(page.t("review_page.left", units=page.number(found.left)))


def _key_figures(page, one: Review) -> None:
    names = ("sell_through", "recovery", "roi", "days_90")
    for column, name in zip(st.columns(4), names, strict=True):
        column.metric(page.t(f"review.figure.{name}"), _figure(page, one, name), help=_how(page, one, name))


def _how(page, one: Review, name: str) -> str:
    """What is divided by what, with the numbers put in."""
    found, currency = one.outcome, one.subject.currency
    money = {told: plain(whole(getattr(found, told), currency, page.lang)) for told in ("effect", "net_cash", "capital")}
    facts = {"units": page.number(found.units), "seen": page.number(found.seen), "day": page.day(one.subject.case.as_of)}
    return page.t(f"review.how.{name}", **money, **facts)


def _figure(page, one: Review, name: str) -> str:
    value, kind = getattr(one.outcome, name), _FIGURES[name]
    if kind == "money":
        return whole(value, one.subject.currency, page.lang)
    return text.percent(value, page.lang, 0) if kind == "share" else page.number(value)


# --- pictures


def _path(page, one: Review):
    subject, actual = one.subject, one.subject.actual
    days = pd.date_range(subject.case.as_of, periods=actual.weeks + 1, freq="7D")
    lived = pd.DataFrame({"day": days, "units": actual.stock, "known": np.append(True, actual.known)})
    start = pd.Timestamp(subject.case.as_of)
    held = subject.held.assign(starts_on=start + pd.to_timedelta(7 * subject.held["week"], unit="D"))
    planned = held if subject.planned is None else subject.planned
    return charts.plan_path(planned, held, lived, page.lang, page.theme)


def _steps(page, one: Review, currency: str) -> pd.DataFrame:
    fall = one.waterfall
    rows = [
        ("expected", fall.expected, True),
        *((name, amount, False) for name, amount in fall.steps.items()),
        ("actual", fall.actual, True),
    ]
    table = pd.DataFrame(rows, columns=["step", "amount", "whole"])
    figures = [whole(amount, currency, page.lang) for amount in table["amount"]]
    return table.assign(name=[page.t(f"review.step.{step}") for step in table["step"]], figure=figures)


def _waterfall(page, one: Review, currency: str):
    rows = _steps(page, one, currency)
    rows = rows[rows["whole"] | (rows["amount"].abs() >= 0.005)].reset_index(drop=True)
    return charts.steps(rows, _alt(page, rows), page.theme)


def _alt(page, rows: pd.DataFrame) -> str:
    said = "; ".join(rows["name"] + ": " + rows["figure"])
    return page.t("charts.review.steps_alt", first=rows["figure"].iloc[0], last=rows["figure"].iloc[-1], steps=said)


def _missed(page, one: Review, currency: str) -> list[str]:
    missed, lines = one.regret, []
    if missed is not None and missed.money >= one.subject.case.least_gain:
        money, low, high = (whole(amount, currency, page.lang) for amount in (missed.money, missed.low, missed.high))
        if missed.option == "best_single_price":
            lines.append(page.t("review_page.against_price", price=page.money(missed.price, currency), money=money, low=low, high=high))
        else:
            option = page.t(f"table.option.{missed.option}")
            lines.append(page.t("review_page.against", option=option, money=money, low=low, high=high))
    elif missed is not None:
        lines.append(page.t("review_page.nothing_missed"))
    if one.judgement == "too_late":
        lines.append(page.t("review_page.sooner", weeks=SOONER, money=whole(one.sooner, currency, page.lang)))
    return lines


# --- behind them


def figures(page, one: Review, currency: str) -> None:
    left, right = st.columns(2)
    rows = [(page.t(f"review.figure.{name}"), plain(_figure(page, one, name))) for name in _FIGURES]
    half = (len(rows) + 1) // 2
    heads = [page.t("review_page.part.figures"), page.t("review.step.actual")]
    left.markdown(explain.table(rows[:half], heads))
    right.markdown(explain.table(rows[half:], heads))
    behind.of_review(page, one.subject, currency, "review")
    heads = [page.t("review_page.before_after"), page.t("review_page.before"), page.t("review_page.after")]
    st.markdown(explain.table([_standing(page, one, name) for name in _STANDING], heads))


def _standing(page, one: Review, name: str) -> tuple[str, str, str]:
    digits, values = _STANDING[name], (one.before[name], one.after[name])
    words = [text.percent(value, page.lang) if digits is None else text.number(value, page.lang, digits) for value in values]
    return page.t(f"review.standing.{name}"), *words


def why(page, one: Review, currency: str) -> None:
    found = attribution.sources(one.subject, one.learned)
    st.markdown(f"**{page.t('review_page.sold_parts', units=page.number(found.sold))}**")
    names = {name: page.t(f"review.part.{name}") for name in found.parts}
    names |= {"rest": page.t("review.part.rest_beside_ads")} if "ads" in found.parts else {}
    rows = [(names[name], units, place == 0) for place, (name, units) in enumerate(found.parts.items())]
    rows.append((page.t("review.figure.units"), found.sold, True))
    table = pd.DataFrame(rows, columns=["name", "amount", "whole"])
    table = table.assign(figure=[page.number(amount) for amount in table["amount"]])
    st.altair_chart(charts.steps(table, _alt(page, table), page.theme), key="review.sources")
    st.caption(plain(_customers(page, one.subject)))
    if one.subject.ads is None:
        st.caption(page.t("review_page.planned_ads") if found.planned_ads else page.t("review.cannot.ads"))
    else:
        st.markdown(plain(_ads(page, one.subject, currency)))
        st.caption(page.t("review_page.ads_about"))


def _customers(page, subject) -> str:
    found = cached.review_customers(page, subject)
    if found is None:
        return page.t("review.cannot.customers")
    counts = ("new_customers", "new_units", "returning_customers", "returning_units")
    said = {name: page.number(getattr(found, name)) for name in counts}
    return page.t("review_page.customers", **said, day=page.day(found.known_from))


def _ads(page, subject, currency: str) -> str:
    """What advertising cost and pulled, in the weeks that reports cover; against the weeks before, where these are covered too."""
    ads = subject.ads
    span = {"weeks": page.number(ads.known.sum()), "of_weeks": page.number(subject.weeks)}
    if not ads.total("spend") and not ads.total("clicks"):
        return page.t("review_page.ads_none", **span)
    facts = {name: page.number(ads.total(name)) for name in ("clicks", "units")}
    money = {"spend": page.money(ads.total("spend"), currency), "each": page.money(ads.cost_each, currency)}
    said = page.t("review_page.ads_told", **span, **facts, **money)
    if np.isnan(ads.usual_spend):
        return f"{said} {page.t('review_page.ads_no_before')}"
    usual = {"usual_spend": page.money(ads.usual_spend, currency), "usual_units": text.number(ads.usual_units, page.lang, 1)}
    return f"{said} {page.t('review_page.ads_before', **usual)}"


def learned(page, one: Review, currency: str) -> None:
    for column, what in zip(st.columns(2), ("elasticity", "level"), strict=True):
        before, after = getattr(one.learned, what)
        name = page.t(f"review.learned.{what}")
        said = {"before": text.number(before.mean, page.lang, 2), "after": text.number(after.mean, page.lang, 2)}
        curves = [_curve(belief, what) for belief in (one.learned.before, one.learned.after)]
        alt = page.t("charts.review.belief_alt", what=name, **said)
        column.markdown(f"**{name}**")
        column.altair_chart(charts.beliefs(*curves, alt, page.lang, page.theme), key=f"review.belief.{what}")
        ends = {"low": text.number(after.low, page.lang, 2), "high": text.number(after.high, page.lang, 2)}
        seen = {"weeks": one.learned.weeks, "moved": one.learned.moved}
        column.caption(page.t("review_page.learned_row", what=name, **said, **ends, **seen))


def _curve(belief, what: str) -> pd.DataFrame:
    chance = belief.chance.sum(axis=0 if what == "level" else 1)
    rows = pd.DataFrame({"value": getattr(belief, what), "chance": chance / chance.max()})
    return rows.drop_duplicates("value").sort_values("value")


def channels(page, one: Review, currency: str) -> None:
    table = attribution.channels(one.subject).rename(columns={"cost": "channel_cost"}).assign(currency=currency)
    tables.show(page, table, CHANNELS, key="review.channels")
    behind.of_review(page, one.subject, currency, "channels")
    more = attribution.next_channel(one.subject)
    door = page.t(f"plan_view.channel.{more['door']}") if more["door"] else text.UNKNOWN
    sale, out = (plain(page.money(more[name], currency)) for name in ("sale", "exit"))
    better = page.t(f"review_page.better_{more['better'] or 'unknown'}")
    st.markdown(page.t("review_page.one_more", sale=sale, exit=out, door=door, better=better))
    if not np.isnan(more["advertised"]):
        st.markdown(plain(page.t("review_page.one_more_ad", left=page.money(more["advertised"], currency))))
    seen = cached.review_traffic(page, one.subject)
    if seen.empty:
        st.caption(page.t("review_page.no_traffic"))
    for row in seen.to_dict("records"):
        st.markdown(plain(_traffic(page, row)))


def _traffic(page, row: dict) -> str:
    ends = {"first": page.day(row["start_day"]), "last": page.day(row["end_day"]), "when": page.t(f"review.when.{row['when']}")}
    sessions = {name: text.number(row[of], page.lang, 1) for name, of in (("sessions", "sessions_day"), ("usual", "usual_day"))}
    bought = {name: text.percent(row[name], page.lang, 1) for name in ("conversion", "usual_conversion")}
    return page.t("review_page.traffic_row", **ends, **sessions, **bought, points=page.t(f"review.traffic.{row['points']}"))


def weeks(page, one: Review, currency: str) -> None:
    actual = one.subject.actual
    known = np.where(actual.known, "reported", np.where(actual.filled, "filled", "missing"))
    rows = pd.DataFrame({
        "starts_on": pd.date_range(one.subject.case.as_of, periods=actual.weeks, freq="7D") + pd.Timedelta(days=1), "sold": actual.sold,
        "price": actual.price, "paid": actual.paid, "stock_left": actual.stock[1:], "currency": currency,
        "known": [page.t(f"review_page.known.{code}") for code in known],
    })  # fmt: skip
    tables.show(page, rows, _WEEKS, key="review.weeks", height=tables.height(rows))
