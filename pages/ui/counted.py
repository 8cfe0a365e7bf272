"""What market and keywords change about a suggestion: the way out of a stock, and the order; each beside what it would be without."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from core import text
from core.clearance.case import Case
from core.clearance.first_answer import Answer
from core.market.keywords import WORTH_TELLING, Lead
from pages.ui import cached, live, market, outside
from pages.ui.words import plain, whole

_MONTHS_A_WEEK = 7 / (365.25 / 12)


def assumed(page, row: pd.Series, case: Case) -> Case:
    """Two switches of a what-if, drawn where files tell something: the market's fall, and what a keyword expects of the coming weeks. The
    latter is on where Settings count keywords in."""
    found, lead = outside.of_sku(page, row), worth_telling(page, row)
    if not case.weekly_demand:
        return case
    if found is not None and pd.notna(found["market_falls"]) and found["market_falls"]:
        label = page.t("market.try.fall", market=market.change(page, found, "market"))
        if st.toggle(label, key=_switch("market", row), persist_state="session"):
            kept = (1 - case.weekly_decay) * (1 + found["market_month"]) ** _MONTHS_A_WEEK
            case = replace(case, weekly_decay=float(max(case.weekly_decay, 1 - kept)))
    if lead is not None:
        label = page.t("market.try.keyword", keyword=plain(lead.keyword), expected=_expected(page, lead))
        if st.toggle(label, value=_counted(page), key=_switch("keyword", row), persist_state="session"):
            case = replace(case, weekly_demand=case.weekly_demand * (1 + lead.expected))
    return case


def worth_telling(page, row: pd.Series) -> Lead | None:
    """The keyword that says that this product's sales will change, where it says so much that something follows from it."""
    lead = outside.keyword_lead(page, row).lead
    return lead if lead is not None and abs(lead.expected) >= WORTH_TELLING else None


def _counted(page) -> bool:
    return cached.policy_of_run(page)["market.keywords_counted"] == "counted"


def _expected(page, lead: Lead) -> str:
    """`-46 % (-47 to -45 %)`."""
    return page.t("market.between", **{name: market.signed(page, getattr(lead, name)) for name in ("expected", "low", "high")})


def keyword_line(page, row: pd.Series, case: Case, answer: Answer) -> None:
    """On Clearance: what a keyword changes about the suggestion; nothing without one that leads. case, answer: as they are shown."""
    lead = worth_telling(page, row)
    if lead is None or not case.weekly_demand:
        return
    counted = bool(st.session_state.get(_switch("keyword", row), _counted(page)))
    factor = 1 + lead.expected
    other = live.answer(replace(case, weekly_demand=case.weekly_demand / factor if counted else case.weekly_demand * factor))
    facts = {
        "keyword": plain(lead.keyword), "what": page.t(f"market.what.{lead.what}"), "lag": page.number(lead.lag_weeks),
        "expected": _expected(page, lead), "on": page.day(lead.on), "here": _way_out(page, answer, row["currency"]),
        "other": _way_out(page, other, row["currency"]),
    }  # fmt: skip
    st.markdown(f":material/search: {page.t('market.clear.counted' if counted else 'market.clear.apart', **facts)}")


def _way_out(page, answer: Answer, currency: str) -> str:
    """`Cut the price in steps (1,200 USD)`: the best way out and what it brings; –: not known."""
    if answer.best_option is None:
        return text.UNKNOWN
    return f"{page.t(f'table.option.{answer.best_option}')} ({plain(whole(answer.best_value, currency, page.lang))})"


def _switch(name: str, row: pd.Series) -> str:
    """Its key begins like those of the other assumptions of a SKU, so that "take all back" finds it."""
    return f"what_if.{name}.{row['marketplace']}|{row['sku']}"


def order_words(page, row: pd.Series) -> list[str]:
    """What market and keywords say about buying a product again: why not, or how many instead. row: of core.restock.suggest."""
    found = outside.of_sku(page, row)
    said = price_and_keyword(page, row)
    if found is not None and found["verdict"] in ("shrinking", "both"):
        said.append(page.t("market.order.shrinking", market=market.change(page, found, "market")))
    return said


def price_and_keyword(page, row: pd.Series) -> list[str]:
    """The order at the usual price and at that of the pace; the order with a keyword that is counted in, and without it."""
    return [say(page, row) for name, say in (("price_share", _price_order), ("keyword_share", _keyword_order)) if not pd.isna(row[name])]


def _price_order(page, row: pd.Series) -> str:
    facts = {
        "sku": row["sku"], "share": text.percent(-row["price_share"], page.lang), "after": _order(page, row["units"], row["order_on"]),
        "before": _order(page, row["units_at_pace"], row["order_on_at_pace"]),
        **{name: plain(page.money(row[f"{name}_price"], row["currency"])) for name in ("usual", "pace")},
    }  # fmt: skip
    return page.t("restock.at_usual_price", **facts)


def _keyword_order(page, row: pd.Series) -> str:
    facts = {
        "sku": row["sku"], "keyword": plain(row["keyword"]), "expected": market.signed(page, row["keyword_share"]),
        "on": page.day(row["keyword_due_on"]), "after": _order(page, row["units"], row["order_on"]),
        "before": _order(page, row["units_without"], row["order_on_without"]),
    }  # fmt: skip
    return page.t("market.order.keyword", **facts)


def _order(page, units: float, on) -> str:
    """How many, and by which day; or that nothing is to be ordered."""
    return page.t("market.order.nothing") if pd.isna(units) else page.t("market.order.units", units=page.number(units), day=page.day(on))
