"""What advertising really costs and brings: campaigns beside the highest bid, waste, where budget moves, and a list to tick off."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core import text
from core.clearance.ads import AdCurve, Ads, ads
from core.market import campaigns as measured
from pages.ui import cached, live, outside, tables
from pages.ui.words import plain, whole

_MOST_SKUS = 25  # whose highest cost is computed when all campaigns are looked at
_MOST_SAID = 5  # campaigns of one SKU that get a sentence each
_COLUMNS = (
    "campaign", "sku", "advice", "waste_why", "spend", "waste", "units", "cost_per_sale", "roas", "bid", "highest_bid", "highest_bid_low",
    "highest_bid_high", "gain", "gain_low", "gain_high",
)  # fmt: skip
_EXPORT = ("step", "share", "amount", "words", "what")


def of_sku(page, row: pd.Series, found: Ads) -> None:
    """Campaigns of one SKU against what a sale by ads may cost (found), its searches, and the clearance's list."""
    rows = outside.ad_campaigns(page, row["marketplace"], row["sku"])
    st.markdown(f"**{page.t('campaigns.title')}**", help=page.t("campaigns.help"))
    if rows.empty:
        st.caption(page.t("campaigns.none"))
    else:
        told = measured.judged(rows, {(row["marketplace"], row["sku"]): found.highest_cost}, _stock(page))
        st.markdown(_verdict(page, told, row["currency"]))
        st.markdown("\n".join(f"- {_bids(page, one)}" for one in told.head(_MOST_SAID).to_dict("records")))
        _table(page, told, "campaigns.one")
        st.caption(page.t("campaigns.period", first=page.day(rows["first_day"].min()), last=page.day(rows["last_day"].max())))
    searched = outside.ad_terms(page, row)
    silent = searched[searched["silent"]] if len(searched) else searched
    if len(silent):
        words = ", ".join(f"“{term}”" for term in silent["search_term"].head(5))
        st.markdown(page.t("campaigns.silent", words=plain(words), money=plain(whole(silent["spend"].sum(), row["currency"], page.lang))))
    _checklist(page, row, found, searched, _most(page, told) if len(rows) else page.t("campaigns.list.bid_unknown"))


def everywhere(page, marketplace: str, curve: AdCurve) -> None:
    """All campaigns of a marketplace: what is wasted, and where its budget brings more. Computed when asked for."""
    rows = outside.ad_campaigns(page, marketplace)
    if rows.empty or not st.toggle(page.t("campaigns.all"), key="campaigns.all", persist_state="session"):
        return
    with st.spinner(page.t("campaigns.looking")):
        told = measured.judged(rows, _highest(page, rows, curve), _stock(page))
    wasted, currency = float(told["waste"].sum()), told["currency"].iloc[0]
    st.markdown(
        page.t(
            "campaigns.wasted", money=plain(whole(wasted, currency, page.lang)), of=plain(whole(told["spend"].sum(), currency, page.lang))
        )
    )
    _table(page, told, "campaigns.every")
    moved = measured.moves(told)
    if moved.empty:
        st.caption(page.t("campaigns.no_moves"))
    for move in moved.head(5).to_dict("records"):
        money = {name: plain(whole(move[name], currency, page.lang)) for name in ("amount", "gain", "gain_low", "gain_high")}
        names = {name: plain(move[name]) for name in ("from_campaign", "to_campaign")}
        st.markdown(f"- {page.t('campaigns.move', **money, **names)}")
    tables.export(page, _worded(page, told), "campaigns")


def _highest(page, rows: pd.DataFrame, curve: AdCurve) -> dict[tuple[str, str], float]:
    """Highest cost of a sale of the SKUs that spend most."""
    table = cached.risk_table(page)
    spent = rows.groupby(["marketplace", "sku"])["spend"].sum().sort_values(ascending=False).head(_MOST_SKUS)
    stocked = table[(table["on_hand"] > 0) & pd.MultiIndex.from_frame(table[["marketplace", "sku"]]).isin(spent.index)]
    return {(row["marketplace"], row["sku"]): ads(live.case(page, row), curve).highest_cost for _, row in stocked.iterrows()}


def _stock(page) -> pd.DataFrame:
    """marketplace, sku, on_hand, cover_days, restocked, leaving_units of every SKU."""
    table = cached.risk_table(page)
    held = table[["marketplace", "sku", "on_hand", "cover_days"]].assign(restocked=table["inbound"].fillna(0) > 0)
    return held.merge(outside.leaving(page)[["marketplace", "sku", "leaving_units"]], how="left", on=["marketplace", "sku"])


def _verdict(page, told: pd.DataFrame, currency: str) -> str:
    """Spend, cost of a sale and return in one sentence, and what was wasted."""
    spend, units, sales, waste = (float(told[name].sum()) for name in ("spend", "units", "sales", "waste"))
    facts = {
        "spend": plain(whole(spend, currency, page.lang)), "units": page.number(units),
        "cost": plain(page.money(spend / units, currency)) if units else text.UNKNOWN,
        "roas": text.number(sales / spend, page.lang, 1) if spend else text.UNKNOWN, "waste": plain(whole(waste, currency, page.lang)),
    }  # fmt: skip
    return page.t("campaigns.verdict" if waste > 0 else "campaigns.verdict_clean", **facts)


def _bids(page, one: Mapping) -> str:
    """One campaign: what a click costs and may cost, what to do, and what that brings with its doubt; why it wastes money."""
    names = ("bid", "highest_bid", "highest_bid_low", "highest_bid_high")
    facts = {name: plain(page.money(max(one[name], 0.0), one["currency"])) for name in names}
    gain = {name: plain(whole(one[name], one["currency"], page.lang)) for name in ("gain", "gain_low", "gain_high")}
    named = {"campaign": plain(one["campaign"]), "advice": page.t(f"campaigns.advice.{one['advice']}")}
    known = "bids" if pd.notna(one["highest_bid"]) else "bid_alone"
    said = [page.t(f"campaigns.{known}", **named, **facts)]
    said += [page.t(f"campaigns.why.{one['why']}")] if one["why"] != "none" else []
    said += [page.t(f"campaigns.saves.{one['advice']}", **gain)] if one["gain"] > 0 else []
    return text.joined(said, page.lang)


def _most(page, told: pd.DataFrame) -> str:
    """The highest bid of the SKU's campaigns, for the list."""
    known = told.dropna(subset="highest_bid")
    known = known[known["highest_bid"] > 0]
    if known.empty:
        return page.t("campaigns.list.bid_unknown")
    best = known.loc[known["highest_bid"].idxmax()]
    return page.t("campaigns.list.bid", bid=plain(page.money(best["highest_bid"], best["currency"])), campaign=plain(best["campaign"]))


def _table(page, told: pd.DataFrame, key: str) -> None:
    """A row a campaign and SKU; amounts in the marketplace's currency, ranges side by side."""
    rows = _worded(page, told)
    tables.show(page, rows, _COLUMNS, key=key, alt=page.t("campaigns.title"))


def _worded(page, told: pd.DataFrame) -> pd.DataFrame:
    """The same rows with advice and reason in words."""
    short = [page.t(f"campaigns.why_short.{why}") for why in told["why"]]
    return told.assign(advice=[page.t(f"campaigns.advice.{advice}") for advice in told["advice"]], waste_why=short).drop(columns="why")


def _checklist(page, row: pd.Series, found: Ads, searched: pd.DataFrame, most: str) -> None:
    """The clearance's advertising, step by step, with the best budget shared out. most: the highest bid in words."""
    budget = float(found.best["budget"]) if found.best else 0.0
    title = str(row["title"] or "")
    steps = measured.checklist(budget, searched, title.split(" ")[0] if title else None)
    with st.expander(page.t("campaigns.list.title"), icon=":material/checklist:"):
        st.caption(
            page.t(
                "campaigns.list.about" if budget > 0 else "campaigns.list.no_budget", money=plain(whole(budget, row["currency"], page.lang))
            )
        )
        st.caption(most)
        for step in steps.to_dict("records"):
            st.checkbox(
                _step(page, step, row["currency"]),
                key=f"campaigns.{row['marketplace']}|{row['sku']}.{step['step']}",
                persist_state="session",
            )
        what = [page.t(f"campaigns.list.{step}", words="", money="").strip() for step in steps["step"]]
        tables.export(page, steps.assign(what=what)[list(_EXPORT)], "ad-plan")


def _step(page, step: Mapping, currency: str) -> str:
    money = plain(whole(step["amount"], currency, page.lang)) if step["amount"] > 0 else text.UNKNOWN
    return page.t(f"campaigns.list.{step['step']}", words=plain(step["words"]) or text.UNKNOWN, money=money)
