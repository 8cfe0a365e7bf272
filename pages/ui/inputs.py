"""Widgets → what the core understands → widgets. Percent exists only here; the core holds shares from 0 to 1."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from core.clearance.case import Case
from core.clearance.first_answer import Answer
from pages.ui import cached, session, tables
from pages.ui.charts import AXES


@dataclass(frozen=True, kw_only=True)
class RiskFilter:
    """What the matrix and its table show. levels: of 0..3; category None: all; search: part of SKU or title, any case."""

    levels: tuple[int, ...]
    category: str | None
    search: str

    def of(self, table: pd.DataFrame) -> pd.DataFrame:
        """The rows of a risk table that are shown, in their order."""
        kept = table["level"].isin(self.levels)
        if self.category is not None:
            kept &= table["category"] == self.category
        if self.search:
            kept &= table["sku"].str.contains(self.search, case=False, regex=False) | table["title"].fillna("").str.contains(
                self.search, case=False, regex=False
            )
        return table[kept].reset_index(drop=True)


def view(page, place: str, views: Iterable[str], start: str | None = None) -> str:
    """Draw which of a page's views is shown (texts <place>_page.views and .view.<name>); the one chosen, at first `start` or the first."""
    names = {view: page.t(f"{place}_page.view.{view}") for view in views}
    look = {"options": list(names), "format_func": names.get, "required": True, "label_visibility": "collapsed"}
    return session.bind(f"{place}.view", start or next(iter(names)), st.segmented_control, page.t(f"{place}_page.views"), **look)


def one_marketplace(page):
    """The page with exactly one marketplace, because amounts of several share no axis. Draws a choice where the sidebar says "all"."""
    if page.marketplace is not None or len(page.marketplaces) < 2:
        return replace(page, marketplace=page.marketplace or next(iter(page.marketplaces), None))
    chosen = st.segmented_control(
        page.t("frame.marketplace"),
        page.marketplaces,
        default=_asked_marketplace(page),
        required=True,
        key="one_marketplace",
        persist_state="session",
        label_visibility="collapsed",
        width="content",
    )
    return replace(page, marketplace=chosen)


def _asked_marketplace(page) -> str:
    """That of the SKU asked for or last looked at, or of the worst one."""
    asked = st.query_params.get("marketplace") or (session.get("sku") or [None])[0]
    return asked if asked in page.marketplaces else cached.worst_marketplace(page)


def risk_filter(page, table: pd.DataFrame) -> RiskFilter:
    """Draw levels, category and search; what the seller chose."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        levels = session.bind(
            "risk.levels",
            list(tables.LEVELS),
            st.pills,
            page.t("risk_page.levels"),
            options=list(reversed(tables.LEVELS)),
            format_func=_level_pill(page, table["level"].value_counts()),
            selection_mode="multi",
            width="stretch",
            wrap=True,
        )
        words = page.t("table.column.category")
        categories = sorted(table["category"].dropna().unique())
        hint = page.t("risk_page.all_categories")
        category = session.bind("risk.category", None, st.selectbox, words, options=categories, placeholder=hint, width=230)
        hint = page.t("risk_page.search_hint")
        search = session.bind("risk.search", "", st.text_input, page.t("risk_page.search"), placeholder=hint, width=230)
    return RiskFilter(levels=tuple(sorted(levels)), category=category, search=(search or "").strip())


def axes(page) -> str:
    """The switch between the two matrices: "value" or "age"."""
    names = {name: page.t(f"risk_page.axes_{name}") for name in AXES}
    label = page.t("risk_page.axes")
    return session.bind(
        "risk.axes",
        "value",
        st.segmented_control,
        label,
        options=list(AXES),
        format_func=names.get,
        required=True,
        label_visibility="collapsed",
    )


def _level_pill(page, counts: pd.Series) -> Callable[[int], str]:
    """The pills are the legend: shape in the level's colour, word, number of SKUs."""
    shapes = {level: f":{tables.LEVEL_BADGES[level]}[{tables.LEVEL_SHAPES[level]}]" for level in tables.LEVELS}
    return lambda level: f"{shapes[level]} {page.t(f'risk.level.{level}')} · {page.number(counts.get(level, 0))}"


def reset_risk_filter() -> None:
    """All levels, all categories, no search."""
    session.put("risk.levels", list(tables.LEVELS))
    session.put("risk.category", None)
    session.put("risk.search", "")


def levels_from_address() -> None:
    """?level=2,3 sets the levels, once for each address; what is no level is left out."""
    asked = st.query_params.get("level")
    if asked is None or asked == st.session_state.get(_ADDRESS):
        return
    st.session_state[_ADDRESS] = asked
    levels = [int(part) for part in asked.split(",") if part.strip() in {"0", "1", "2", "3"}]
    if levels:
        session.put("risk.levels", levels)


_ADDRESS = "risk.level_address"


# --- what-ifs: field of Case, lowest, highest, step, as a percentage; those of one SKU, and those that hold for all
_OF_ONE = (("elasticity", 0.0, 6.0, 0.1, False), ("elasticity_sd", 0.0, 3.0, 0.1, False))
_OF_ALL = (
    ("demand_sd", 0.0, 100.0, 5.0, True),
    ("discount_rate_year", 0.0, 100.0, 1.0, True),
    ("liquidation_recovery_share", 0.0, 50.0, 0.5, True),
    ("ads", 0.0, 100.0, 0.1, False),
)


def what_if(page, case: Case, currency: str) -> Case:
    """Draw the assumptions that can be tried; the case with what the seller put in. Elasticity is one SKU's, the others hold for all
    of them, until they are taken back."""
    st.caption(page.t("clearance_page.what_if.about"))
    of_one = {row[0]: _assumption(page, case, row, currency, what_if_key(case, row[0])) for row in _OF_ONE}
    of_all = {row[0]: _assumption(page, case, row, currency, _KEY + row[0]) for row in _OF_ALL}
    st.button(page.t("clearance_page.what_if.reset"), on_click=reset_what_if, key="reset_what_if", icon=":material/undo:")
    changed = {name: value for name, value in (of_one | of_all).items() if value != _shown(case, name)}
    typed = {"elasticity_source": None} if "elasticity" in changed else {}
    return replace(case, **changed, **typed)


def _shown(case: Case, name: str) -> float:
    """What stands in the box: the case's own figure, in the digits of the box."""
    return round(float(getattr(case, name)), 4)


def _assumption(page, case: Case, row: tuple, currency: str, key: str):
    name, low, high, step, as_percent = row
    default = _shown(case, name)
    shown = st.number_input(
        page.t(f"clearance_page.what_if.{name}", currency=currency),
        min_value=low,
        max_value=high,
        value=min(max(default * 100 if as_percent else default, low), high),
        step=step,
        key=key,
        persist_state="session",
        help=page.t(f"clearance_page.what_if_help.{name}"),
    )
    return round(shown / 100, 6) if as_percent else shown


def what_if_key(case: Case, name: str) -> str:
    """The key of an assumption of one SKU."""
    return f"{_KEY}{name}.{case.marketplace}|{case.sku}"


def reset_what_if() -> None:
    """Back to the thresholds in force and to what was measured."""
    for key in [key for key in st.session_state if str(key).startswith(_KEY)]:
        st.session_state.pop(key, None)


_KEY = "what_if."


def price(page, case: Case, answer: Answer, currency: str) -> float:
    """The price slider: a cut of the list price in whole percents, from 0 to the lowest price of the menu. It starts at the best price."""
    best = answer.options.set_index("option").loc["best_single_price", "price"]
    deepest = round(100 * (1 - min(case.price_shares)))
    start = 0 if pd.isna(best) else round(100 * (1 - best / case.list_price))
    cut = st.slider(
        page.t("clearance_page.slider", price=page.money(case.list_price, currency)),
        min_value=0,
        max_value=deepest,
        value=min(max(start, 0), deepest),
        step=1,
        format="%d%%",
        key=f"cut.{case.marketplace}|{case.sku}",
        persist_state="session",
    )
    return case.price(1 - cut / 100)
