"""Panel: selling the slow SKU in a set, each kind in money beside the plain mark-down."""

from dataclasses import asdict, dataclass

import pandas as pd
import streamlit as st

from core import text
from core.clearance.bundles import BUY_TWO, Offer, bundles
from core.clearance.case import Case
from core.clearance.first_answer import Answer
from core.clearance.partners import TOGETHER, habit, partners, two_at_once
from pages.ui import behind, cached, levers, tables
from pages.ui.words import plain, whole

_COLUMNS = (
    "set",
    "title",
    "gain",
    "needed_share",
    "together",
    "own_share",
    "lift",
    "value",
    "price",
    "set_margin",
    "per_set",
    "set_units",
    "value_per_unit",
)
# field of Offer, highest, step, as a percentage
_ASKED = (
    ("attach_share", 100.0, 0.5, True),
    ("buy_two_share", 100.0, 0.5, True),
    ("discount", 90.0, 1.0, True),
    ("topup_share", 100.0, 5.0, True),
    ("cannibal_share", 100.0, 5.0, True),
    ("pack_cost", 1000.0, 0.1, False),
)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """Whose sets are asked for: key of the cache."""

    path: str
    version: int
    run_id: int
    marketplace: str
    sku: str
    least: int


def show(page, row: pd.Series, case: Case, answer: Answer) -> pd.DataFrame:
    """Draw the panel; the sets it shows (core.clearance.bundles)."""
    with st.popover(page.t("bundles.assumed"), icon=":material/tune:"):
        offer = _offer(page, row["currency"])
    if answer.reason is not None:
        st.info(page.t(f"clearance.reason.{answer.reason}"))
        return pd.DataFrame()
    least = int(cached.policy_of_run(page)["clearance.bundle_least_orders"])
    asked = _Asked(
        path=str(page.ws.path), version=page.ws.version(), run_id=page.run_id, marketplace=row["marketplace"], sku=row["sku"], least=least
    )
    found = _found(page, row, case, offer, _markdown(answer), asked)
    st.markdown(verdict(page, found, answer, row["currency"]))
    _use(page, case, found)
    worded = _worded(page, found, row["currency"])
    tables.show(page, worded, _COLUMNS, key="bundles.table", alt=page.t("bundles.alt"))
    behind.of_schedules(page, page.t("behind.bundles"), [row["marketplace"]], behind.SALE, page.run["as_of"], "bundles")
    for words in _unknown(page, found):
        st.markdown(f"- {words}")
    st.caption(" ".join(_rests_on(page, row, offer, found)))
    told = worded.rename(columns={"title": "partner_title"})[["set", "partner", "partner_title", *_COLUMNS[2:]]]
    tables.export_of_sku(page, row, told, "bundles")
    return found


def _use(page, case: Case, found: pd.DataFrame) -> None:
    """The set that brings most as a row of the plan's menu."""
    known = found[found["value"].notna()]
    if not known.empty:
        best = known.iloc[0]
        st.button(
            page.t("bundles.use", set=name_of(page, best)), on_click=levers.use_bundle, args=(case, best["sets_week"], _a_set(best)),
            key="bundles.use", icon=":material/add_task:",
        )  # fmt: skip


def _a_set(row: pd.Series) -> float:
    """What one set more brings, less what is given to those who buy as many anyway."""
    return row["per_set"] + (row["given_week"] / row["sets_week"] if row["sets_week"] > 0 else 0.0)


def _markdown(answer: Answer) -> float:
    return float(answer.options.set_index("option").loc["best_single_price", "value"])


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=cached.BY_CONTENT)
def _found(_page, _row: pd.Series, case: Case, offer: Offer, markdown: float, asked: _Asked) -> pd.DataFrame:
    table = cached.risk_table(_page)
    pairs = cached.bought_together(_page, asked.marketplace, asked.sku)
    return bundles(case, partners(pairs, table, _row, asked.least), offer, markdown, habit(pairs, asked.sku, asked.least))


def _offer(page, currency: str) -> Offer:
    """The assumptions of sets, as typed; they hold for every SKU."""
    st.caption(page.t("bundles.about"))
    default = asdict(Offer.from_policy(cached.policy_of_run(page)))
    return Offer(**{name: _asked(page, default[name], (name, *limits), currency) for name, *limits in _ASKED})


def _asked(page, default: float, row: tuple, currency: str) -> float:
    name, high, step, as_percent = row
    shown = st.number_input(
        page.t(f"bundles.field.{name}", currency=currency), min_value=0.0, max_value=high, value=default * 100 if as_percent else default,
        step=step, key=f"bundle.{name}", persist_state="session", help=page.t(f"policy.clearance.bundle_{name}.reason"),
    )  # fmt: skip
    return shown / 100 if as_percent else shown


def verdict(page, found: pd.DataFrame, answer: Answer, currency: str) -> str:
    """The set that brings most, against the mark-down; and whether another way out brings more still."""
    known = found[found["value"].notna()]
    if known.empty:
        return page.t("bundles.verdict.none")
    best = known.iloc[0]
    facts = {"set": plain(name_of(page, best)), "value": _brings(page, best["value"], currency)}
    gain = plain(whole(abs(best["gain"]), currency, page.lang))
    words = page.t("bundles.verdict.better" if best["gain"] > 0 else "bundles.verdict.worse", gain=gain, **facts)
    if answer.best_option is None or not answer.best_value > best["value"] or answer.best_option == "best_single_price":
        return words
    option = page.t(f"table.option.{answer.best_option}")
    return f"{words} {page.t('bundles.verdict.beaten', option=option, value=_brings(page, answer.best_value, currency))}"


def _brings(page, value: float, currency: str) -> str:
    """ "brings $20" or "costs $20"."""
    return page.t("bundles.costs" if value < 0 else "bundles.brings", value=plain(whole(abs(value), currency, page.lang)))


def name_of(page, row: pd.Series) -> str:
    """A set in words: "with LM-22138 at a discount"."""
    return page.t(f"bundles.kind.{row['kind']}", sku=row["partner"] or "")


def _worded(page, found: pd.DataFrame, currency: str) -> pd.DataFrame:
    """The rows as the table shows them."""
    names = [name_of(page, row) for _, row in found.iterrows()]
    return found.assign(set=names, currency=currency, set_units=found["units"].round(), own_share=found["confidence"])


def _unknown(page, found: pd.DataFrame) -> list[str]:
    """Why a set has no value, the same reason once."""
    rows = found[found["value"].isna()]
    said = rows.assign(name=[plain(name_of(page, row)) for _, row in rows.iterrows()])
    return [f"{', '.join(group['name'])}: {reason_of(page, code)}" for code, group in said.groupby("reason", sort=False)]


def reason_of(page, code: str) -> str:
    own = f"bundles.reason.{code}"
    return page.t(own if text.has(own) else f"clearance.reason.{code}")


def _rests_on(page, row: pd.Series, offer: Offer, found: pd.DataFrame) -> list[str]:
    """What was measured in orders, and what is assumed."""
    pairs = cached.bought_together(page, row["marketplace"], row["sku"])
    others = pairs[pairs["partner"] != row["sku"]]
    counted = "pairs" if (found["evidence"] == TOGETHER).any() else "few_pairs" if len(others) else "no_pairs"
    two = two_at_once(pairs, row["sku"])
    words = [page.t(f"bundles.rests.{counted}")]
    words += [] if pd.isna(two) else [page.t("bundles.rests.two", share=text.percent(two, page.lang, 1))]
    words += [_given(page, row["currency"], found)] if two > 0 else []
    shares = {name: text.percent(getattr(offer, name), page.lang, 1) for name in ("attach_share", "buy_two_share")}
    return [*words, page.t("bundles.rests.assumed", **shares)]


def _given(page, currency: str, found: pd.DataFrame) -> str:
    """Why the share assumed is not that of the past: who takes two anyway takes the set too, and what that costs or saves a week."""
    week = found.set_index("kind").loc[BUY_TWO, "given_week"]
    if pd.isna(week):
        return page.t("bundles.rests.given_unknown")
    return page.t("bundles.rests.given_more" if week >= 0 else "bundles.rests.given", money=plain(page.money(abs(week), currency)))
