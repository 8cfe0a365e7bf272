"""Market panel: is it the market or the listing? Verdict, small pictures over time, what changed first, what keywords and siblings say."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core import text
from core.market.keywords import WORTH_TELLING, Tested
from core.market.listing import SIGNALS, Listing, balance
from pages.ui import charts, explain, frame, outside, siblings, tables
from pages.ui.words import plain, whole

_ACROSS, _MOST_TERMS = 3, 5
_TRENDS = ("market", "rank", "price", "reviews", "own", "share")
_POINTS = ("buy_box", "price_gap", "ad_share", "conversion")
_ADVICE = {"shrinking": "trending_down", "both": "trending_down", "losing_share": "build", "neither": "check_circle", "unknown": "help"}


def line(page, row: pd.Series) -> None:
    """The verdict and what to do about it, as one line for pages that are about something else; nothing without market files."""
    found = outside.of_sku(page, row)
    if found is not None:
        st.markdown(f":material/{_ADVICE[found['verdict']]}: {_judged(page, found)}")


def panel(page, row: pd.Series) -> None:
    """All that files say about one SKU's market and listing."""
    found, seen = outside.of_sku(page, row), outside.listing(page, row)
    st.markdown(f"**{page.t('market.title')}**", help=page.t("market.help"))
    if found is None:
        st.caption(page.t("market.no_files"))
        frame.link(page, "upload", page.t("market.give"), icon=":material/upload_file:")
    else:
        st.markdown(_judged(page, found))
        _figures(page, found)
        _trends(page, row, found)
    _pictures(page, seen)
    _chain(page, row, seen)
    _balance(page, seen)
    _silent(page, row)
    st.markdown(lead_words(page, outside.keyword_lead(page, row)))
    siblings.panel(page, row)


def _judged(page, found: Mapping) -> str:
    """The verdict and what to do about it."""
    advice = page.t(f"market.advice.{found['verdict']}")
    return text.joined([verdict(page, found), advice], page.lang)


def verdict(page, found: Mapping) -> str:
    """One sentence with its numbers; where it is unknown, what is missing and when it would be there."""
    facts = {
        "niche": plain(str(found["niche"])), "files": page.number(found["files"]), "rivals": page.number(found["rivals"]),
        "market": change(page, found, "market"), "share": change(page, found, "share"),
    }  # fmt: skip
    if found["verdict"] != "unknown":
        return page.t(f"market.verdict.{found['verdict']}", **facts)
    when = {"more": page.number(found["more_files"]), "on": page.day(found["next_on"])}
    said = [page.t(f"market.unknown.{found['reason']}", **facts, **when)]
    if pd.notna(found["market_falls"]) and found["market_falls"]:
        said.insert(0, page.t("market.partly_falls", **facts))
    return text.joined(said, page.lang)


def change(page, found: Mapping, name: str) -> str:
    """`-9 % a month (-11 to -7 %)`; unknown: –."""
    point, low, high = (found[f"{name}_{end}"] for end in ("month", "low", "high"))
    if pd.isna(point):
        return text.UNKNOWN
    return page.t("market.a_month", point=signed(page, point), low=signed(page, low), high=signed(page, high))


def signed(page, share: float) -> str:
    return f"{'+' if share > 0 else ''}{text.percent(share, page.lang)}"


def _figures(page, found: Mapping) -> None:
    """Four figures with how they were made."""
    helps = {
        "market": page.t(f"market.basis.{found['basis']}"), "share": page.t("market.share_help"), "price_gap": page.t("market.price_help"),
        "reviews": page.t("market.reviews_help"),
    }  # fmt: skip
    for column, (name, about) in zip(st.columns(2) * 2, helps.items(), strict=True):
        value = found["price_gap" if name == "price_gap" else f"{name}_month"]
        column.metric(page.t(f"market.figure.{name}"), text.UNKNOWN if pd.isna(value) else signed(page, value), help=about)


def _trends(page, row: pd.Series, found: Mapping) -> None:
    """Sales, rank, price and review growth of the competitors, our own sales and our share: each a month, with its interval."""
    rows = [(page.t(f"market.trend.{name}"), change(page, found, name)) for name in _TRENDS]
    now = text.UNKNOWN if pd.isna(found["share"]) else text.percent(found["share"], page.lang, 1)
    with st.popover(page.t("market.trend.title"), icon=":material/table:"):
        st.markdown(explain.table(rows, [page.t("market.chain.signal"), page.t("market.trend.month")]))
        st.caption(page.t("market.trend.about", share=now, since=page.day(found["first_day"]), until=page.day(found["last_day"])))
        tables.export_of_sku(page, row, _trend_rows(page, found), "market-trends")


def _trend_rows(page, found: Mapping) -> pd.DataFrame:
    """figure, month_share with its interval: the trends as a table to take along."""
    rows = [(page.t(f"market.trend.{name}"), *(found[f"{name}_{end}"] for end in ("month", "low", "high"))) for name in _TRENDS]
    return pd.DataFrame(rows, columns=["figure", "month_share", "month_share_low", "month_share_high"])


def _silent(page, row: pd.Series) -> None:
    """Keywords that are clicked and do not sell: search terms of its campaigns, or their targets where no search term report is in."""
    rows = outside.ad_terms(page, row)
    silent = rows[rows["silent"].astype(bool)].head(_MOST_TERMS)
    if silent.empty:
        return
    titles = [page.t(f"market.silent.{name}") for name in ("term", "clicks", "spend", "campaign")]
    cells = [
        (
            plain(term["search_term"]),
            page.number(term["clicks"]),
            plain(whole(term["spend"], row["currency"], page.lang)),
            plain(term["campaign"]),
        )
        for term in silent.to_dict("records")
    ]
    st.markdown(page.t("market.silent.title"))
    st.markdown(explain.table(cells, titles))


def _pictures(page, seen: Listing) -> None:
    """A small picture a signal with two points or more, three in a row; of stock-outs only where there were any."""
    known = seen.points.dropna(subset="value").groupby("signal")["value"]
    counted, most = known.size(), known.max()
    shown = [signal for signal in SIGNALS if counted.get(signal, 0) > 1 and (signal != "stockout_days" or most[signal] > 0)]
    changed = seen.chain.set_index("signal")["day"] if len(seen.chain) else {}
    for place, signal in enumerate(shown):
        if place % _ACROSS == 0:
            row = st.columns(_ACROSS)
        with row[place % _ACROSS]:
            st.caption(page.t(f"market.signal.{signal}"))
            day = changed.get(signal)
            points = seen.points[seen.points["signal"] == signal]
            st.altair_chart(
                charts.signal(points, signal, None if day is None else pd.Timestamp(day), page.lang, page.theme), key=f"market.{signal}"
            )
    if shown:
        st.caption(page.t("market.key"))


def _balance(page, seen: Listing) -> None:
    """Visitors who do not buy, or buyers without visitors, beside the category."""
    found = balance(seen.points)
    if found is not None:
        what, *figures = found
        names = ("sessions", "usual_sessions", "conversion", "usual_conversion")
        shown = [
            *(text.number(value, page.lang, 1) for value in figures[:2]),
            *(text.percent(value, page.lang, 1) for value in figures[2:]),
        ]
        st.markdown(page.t(f"market.balance.{what}", **dict(zip(names, shown, strict=True))))


def _chain(page, row: pd.Series, seen: Listing) -> None:
    """What changed, oldest first; the first that got worse is said to be the first."""
    if seen.chain.empty:
        st.markdown(page.t("market.chain.none"))
        return
    worse = [step for step in seen.chain.to_dict("records") if step["is_worse"]]
    if worse:
        signal = page.t(f"market.signal.{worse[0]['signal']}")
        st.markdown(page.t("market.chain.first", signal=signal, day=page.day(worse[0]["day"])))
    titles = [page.t(f"market.chain.{name}") for name in ("signal", "day", "before", "after", "for_us", "category")]
    rows = [_step(page, step) for step in seen.chain.to_dict("records")]
    st.markdown(explain.table(rows, titles))
    signals = [page.t(f"market.signal.{signal}") for signal in seen.chain["signal"]]
    named = {"day": "on", "before": "signal_before", "after": "signal_after", "is_worse": "is_worse", "usual_change": "usual_change"}
    changes = seen.chain.assign(figure=signals).rename(columns=named)[["figure", *named.values()]]
    tables.export_of_sku(page, row, changes, "listing-changes")


def _step(page, step: Mapping) -> tuple:
    """One line of the chain."""
    before, after = (_value(page, step["signal"], step[name]) for name in ("before", "after"))
    for_us = {True: page.t("market.chain.worse"), False: page.t("market.chain.better")}.get(step["is_worse"], text.UNKNOWN)
    usual = text.UNKNOWN if pd.isna(step["usual_change"]) else signed(page, step["usual_change"])
    return page.t(f"market.signal.{step['signal']}"), page.day(step["day"]), before, after, for_us, usual


def _value(page, signal: str, value: float) -> str:
    return (
        text.percent(value, page.lang, 1)
        if signal in _POINTS
        else text.number(value, page.lang, 0 if abs(value) >= 10 or value == round(value) else 1)
    )


def lead_words(page, tested: Tested) -> str:
    """What keywords say about the coming weeks; why nothing, where there is no evidence."""
    found = tested.lead
    if found is None:
        return page.t(f"market.lead.{tested.reason}", weeks=page.number(tested.weeks), keywords=page.number(tested.keywords))
    facts = {
        "keyword": plain(found.keyword), "what": page.t(f"market.what.{found.what}"), "lag": page.number(found.lag_weeks),
        "effect": signed(page, found.effect), "chance": text.percent(found.chance, page.lang, 1),
        "moved": text.number(found.moved, page.lang, 1),
        "expected": signed(page, found.expected), "low": signed(page, found.low), "high": signed(page, found.high),
        "on": page.day(found.on),
    }  # fmt: skip
    return page.t("market.lead.found" if abs(found.expected) >= WORTH_TELLING else "market.lead.quiet", **facts)


def capital(page) -> None:
    """Overview: how much of the capital at risk is in shrinking markets, and how much in listings that can be mended."""
    rows = outside.capital(page)
    if rows.empty:
        st.caption(page.t("market.no_risk"))
        return
    if not rows["capital"].sum() > 0:
        st.caption(page.t("market.no_capital"))
        return
    st.altair_chart(charts.capital(rows, page.lang, page.theme), key="market.capital")
    for line in _shares(page, rows):
        st.caption(line)
    titles = ("table.column.marketplace", "market.column", "table.column.skus", "table.column.capital_at_risk", "market.share_of_capital")
    cells = [
        (
            row.marketplace, page.t(f"market.name.{row.verdict}"), page.number(row.skus), plain(page.money(row.capital, row.currency)),
            text.percent(row.share, page.lang),
        )
        for row in rows.itertuples()
    ]  # fmt: skip
    with st.popover(page.t("clearance_page.as_table"), icon=":material/table:"):
        st.markdown(explain.table(cells, [page.t(title) for title in titles]))


def _shares(page, rows: pd.DataFrame) -> list[str]:
    """A line a marketplace: the share of its capital at risk behind each verdict, the largest first."""
    told = rows.dropna(subset="share").sort_values("share", ascending=False)
    return [
        page.t(
            "market.shares",
            marketplace=marketplace,
            parts=" · ".join(f"{page.t(f'market.name.{one.verdict}')} {text.percent(one.share, page.lang)}" for one in part.itertuples()),
        )
        for marketplace, part in told.groupby("marketplace")
    ]
