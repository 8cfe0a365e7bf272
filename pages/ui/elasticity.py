"""Panel: how demand answers to this product's price, what is known of it, and the price test that would tell more."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core import text
from core.clearance.case import Case
from core.clearance.elasticity import Elasticity, Prior, elasticity_of
from core.clearance.first_answer import Answer
from pages.ui import cached, explain, tables
from pages.ui.charts.elasticity import intervals
from pages.ui.words import plain

_P90 = 1.2816  # standard deviations from the mean to P90


def found(page, row: pd.Series) -> Elasticity:
    """What is known of one SKU's elasticity; `for_case` of it is what a Case takes."""
    prior = Prior.from_policy(cached.policy_of_run(page))
    return elasticity_of(cached.elasticities(page, prior), row["marketplace"], row["sku"], prior)


def show(page, row: pd.Series, case: Case, _answer: Answer, use: Callable[[float], None] | None = None) -> Elasticity:
    """Draw the panel; what was found. use: told the elasticity when the seller takes it over (left out: no button)."""
    known = found(page, row)
    st.markdown(verdict(page, known))
    if known.warning:
        st.warning(page.t(f"elasticity.warning.{known.warning}"), icon=":material/warning:")
    rows = _rows(page, known)
    st.altair_chart(intervals(rows, case.elasticity, page.lang, page.theme), key="elasticity.intervals")
    st.caption(page.t("elasticity.key", used=text.number(case.elasticity, page.lang, 1)))
    st.markdown(_test(page, case, known, row["currency"]))
    with st.container(horizontal=True):
        if use is not None:
            label = page.t("elasticity.use", value=text.number(known.for_case, page.lang, 1))
            st.button(label, on_click=use, args=(round(known.for_case, 1),), key="elasticity.use", icon=":material/check:")
        with st.popover(page.t("clearance_page.as_table"), icon=":material/table:"):
            st.markdown(_table(page, rows))
            st.caption(page.t("elasticity.how"))
        tables.export_of_sku(page, row, _as_file(page, rows), "price-response")
    return known


def verdict(page, known: Elasticity) -> str:
    """What is known in a sentence, and why not more."""
    facts = {name: text.number(getattr(known, name), page.lang, 1) for name in ("mean", "low", "high")}
    facts |= {"weeks": page.number(known.weeks), "moves": page.number(known.moves)}
    words = page.t(f"elasticity.verdict.{known.source}", **facts)
    return f"{words} {page.t(f'elasticity.reason.{known.reason}')}" if known.reason else words


def _rows(page, known: Elasticity) -> pd.DataFrame:
    """kind, mean, low, high: what is usual, its own past where that tells, what is counted with."""
    prior = Prior.from_policy(cached.policy_of_run(page))
    rows = [("prior", prior.mean, prior.mean - _P90 * prior.sd, prior.mean + _P90 * prior.sd)]
    if known.own is not None:
        rows.append(("own", known.own, known.own - _P90 * known.own_sd, known.own + _P90 * known.own_sd))
    return pd.DataFrame([*rows, ("belief", known.mean, known.low, known.high)], columns=["kind", "mean", "low", "high"])


def _test(page, case: Case, known: Elasticity, currency: str) -> str:
    """The smallest price test that would tell, in words."""
    if known.test is None:
        sure = known.source == "own"
        return page.t("elasticity.test.sure" if sure else "elasticity.test.none")
    facts = {"weeks": page.number(known.test.weeks), "half": page.number(known.test.weeks // 2), "units": page.number(known.test.units)}
    price = None if case.list_price is None else case.price(1.0 - known.test.cut)
    facts |= {"cut": text.percent(known.test.cut, page.lang), "price": plain(page.money(price, currency))}
    return page.t("elasticity.test.how", **facts)


def _as_file(page, rows: pd.DataFrame) -> pd.DataFrame:
    figures = [page.t(f"elasticity.row.{kind}") for kind in rows["kind"]]
    named = {"mean": "elasticity", "low": "elasticity_low", "high": "elasticity_high"}
    return rows.assign(figure=figures).rename(columns=named)[["figure", *named.values()]]


def _table(page, rows: pd.DataFrame) -> str:
    cells = [
        (page.t(f"elasticity.row.{row['kind']}"), *(text.number(row[name], page.lang, 2) for name in ("low", "mean", "high")))
        for row in rows.to_dict("records")
    ]
    return explain.table(cells, ["", "P10", page.t("elasticity.mean"), "P90"])
