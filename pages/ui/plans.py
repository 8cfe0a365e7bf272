"""Plans on screen: save one; list them; see up to four side by side; accept, withdraw, rename, delete; take their files along.

`?plan=12` (or several, 12,15) opens plans by their number, which says nothing about seller or product.
"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core import plans, text
from core.clearance.first_answer import Answer
from core.clearance.way import OWN, WAYS
from core.errors import ShelflifeError
from core.plans import words
from pages.ui import charts, explain, session, tables
from pages.ui.words import plain

MOST = 4
_LISTED = ("plan_id", "plan", "sku", "title", "marketplace", "plan_state", "option", "value", "over_hold", "created_at")
_ROWS = ("value", "range", "over_hold", "first", "state", "as_of")
_MOVES = {"open": ("accepted", "withdrawn"), "accepted": ("withdrawn",), "withdrawn": ("open",)}
_ICONS = {"accepted": ":material/check:", "withdrawn": ":material/undo:", "open": ":material/lock_open:"}


# --- saving


def save(page, row: pd.Series, answer: Answer, prices: Sequence[float] | None = None) -> None:
    """A button that opens a form: which way, its name. prices: the seller's own ladder, one a week, in place of the options."""
    key = f"{row['marketplace']}|{row['sku']}" + ("" if prices is None else f"|{OWN}")
    with st.popover(page.t("plans.save.button"), icon=":material/bookmark_add:", disabled=answer.best_option is None):
        option = OWN if prices is not None else _option(page, answer, key)
        default = page.t("plans.save.name_default", option=page.t(f"table.option.{option}"), day=page.day(page.now.date()))
        name = st.text_input(page.t("plans.save.name"), default, max_chars=80, key=f"plan.name.{key}.{option}")
        if st.button(page.t("plans.save.do"), type="primary", key=f"plan.save.{key}"):
            _keep(page, row, answer, {"name": name, "option": None if option == OWN else option, "prices": prices})


def _option(page, answer: Answer, key: str) -> str:
    """The ways that have a value, the best first."""
    known = set(answer.options.loc[answer.options["value"].notna(), "option"])
    ways = sorted((option for option in WAYS if option in known), key=lambda option: option != answer.best_option)
    return st.selectbox(
        page.t("plans.save.what"), ways, format_func=lambda option: page.t(f"table.option.{option}"), key=f"plan.option.{key}"
    ) or (answer.best_option or WAYS[0])


def _keep(page, row: pd.Series, answer: Answer, asked: dict) -> None:
    about = {name: row[name] if pd.notna(row[name]) else None for name in ("title", "currency")}
    try:
        number = plans.save(page.ws, answer, at=page.now, about=about, run=page.run, **asked)
    except ShelflifeError as error:
        st.error(text.say(error, page.lang))
        return
    st.success(page.t("plans.save.done", number=number), icon=":material/check_circle:")


# --- the list and the comparison


def show(page) -> None:
    """Every plan, those that are compared, and their files."""
    table = plans.listed(page.ws, page.marketplace)
    if table.empty:
        st.info(page.t("plans.none"), icon=":material/bookmarks:")
        return
    st.caption(page.t("plans.about"))
    table = _in_order(page, table)
    rows = table.rename(columns={"name": "plan", "state": "plan_state"})
    picked = tables.show_many(page, rows, _LISTED, key="plans.table", height=tables.height(table))
    _take(table["plan_id"].iloc[picked].tolist())
    tables.export(page, table, "plans")
    chosen = _chosen(page, table)
    if chosen:
        _compare(page, chosen)
        _files(page, chosen)


def _in_order(page, table: pd.DataFrame) -> pd.DataFrame:
    """Those that wait for an answer first, within a state those that bring most over holding; drafts named in the language of the page."""
    place = table["state"].map({state: number for number, state in enumerate(_MOVES)})
    ordered = table.assign(place=place).sort_values(["place", "over_hold"], ascending=[True, False], na_position="last", ignore_index=True)
    return ordered.assign(
        name=[words.name_in(row.name, pd.Timestamp(row.as_of).date(), page.lang) for row in ordered.itertuples(index=False)]
    ).drop(columns="place")


def _take(picked: list[int]) -> None:
    """Rows that were picked in the table are seen side by side, the first ones; a table without picks changes nothing."""
    if picked != session.get("plans.picked", []):
        session.put("plans.picked", picked)
        session.put("plans.chosen", picked[:MOST])


def _chosen(page, table: pd.DataFrame) -> list[plans.Kept]:
    """Those of the address first, once for each address; then those picked."""
    names = {row.plan_id: f"{row.name} · {row.sku or '–'} · {row.plan_id}" for row in table.itertuples(index=False)}
    asked = st.query_params.get("plan")
    if asked is not None and asked != session.get("plans.address"):
        session.put("plans.address", asked)
        numbers = [int(part) for part in asked.split(",") if part.strip().isdecimal()]
        session.put("plans.chosen", [number for number in numbers if number in names][:MOST])
        if not session.get("plans.chosen"):
            st.warning(page.t("plans.gone"), icon=":material/link_off:")
    picked = session.bind(
        "plans.chosen", [], st.multiselect, page.t("plans.compare.choose", most=MOST), options=list(names), format_func=names.get,
        max_selections=MOST, placeholder=page.t("plans.compare.placeholder"),
    )  # fmt: skip
    return [plans.get(page.ws, number) for number in picked]


def _compare(page, chosen: list[plans.Kept]) -> None:
    for column, kept in zip(st.columns(len(chosen)), chosen, strict=True):
        with column.container(border=True, height="stretch"):
            _card(page, kept)
    names = [f"{kept.plan_id}: {kept.sku or kept.name}" for kept in chosen]
    units, cash = st.columns(2)
    with units:
        st.markdown(f"**{page.t('plans.compare.units')}**")
        weeks = pd.concat([_units(kept, name) for kept, name in zip(chosen, names, strict=True)])
        st.altair_chart(charts.plan_lines(weeks, names, "units", page.lang, page.theme), key="plans.units")
    with cash:
        st.markdown(f"**{page.t('plans.compare.cash')}**")
        if len({kept.currency for kept in chosen}) > 1:
            st.caption(page.t("plans.compare.currencies"))
        else:
            weeks = pd.concat([_cash(kept, name) for kept, name in zip(chosen, names, strict=True)])
            st.altair_chart(charts.plan_lines(weeks, names, "cash", page.lang, page.theme), key="plans.cash")
    with st.popover(page.t("clearance_page.as_table"), icon=":material/table:"):
        rows = [(page.t(f"plans.compare.{name}"), *(_figure(page, kept, name) for kept in chosen)) for name in _ROWS]
        st.markdown(explain.table(rows, ["", *(plain(name) for name in names)]))


def _card(page, kept: plans.Kept) -> None:
    """One plan in words, and what can be done with it."""
    named, of = plain(words.name_in(kept.name, kept.as_of, page.lang)), plain(kept.title or kept.sku or "–")
    st.markdown(f"**{named}**  \n{of} · {page.t(f'plans.state.{kept.state}')}")
    st.metric(
        page.t("plans.compare.value"), words.money(kept, kept.value, page.lang), _signed(page, kept),
        delta_description=page.t("plans.compare.over_hold"),
    )  # fmt: skip
    st.markdown(plain(words.verdict(kept, page.lang)))
    st.caption(plain(words.first_step(kept, page.lang)))
    with st.container(horizontal=True):
        for state in _MOVES[kept.state]:
            st.button(
                page.t(f"plans.act.{state}"), on_click=_decide, args=(page, kept.plan_id, state), key=f"plan.{state}.{kept.plan_id}",
                icon=_ICONS[state],
            )  # fmt: skip
        _more(page, kept)
    st.caption(page.t("plans.act.link", link=f"?plan={kept.plan_id}"))


def _more(page, kept: plans.Kept) -> None:
    """Rename and delete, a step away from a slip of the hand."""
    with st.popover("⋯"):
        st.text_input(page.t("plans.save.name"), kept.name, max_chars=80, key=f"plan.rename.{kept.plan_id}")
        st.button(
            page.t("plans.act.rename"), on_click=_rename, args=(page, kept.plan_id), key=f"plan.rename_do.{kept.plan_id}",
            icon=":material/edit:",
        )  # fmt: skip
        st.button(
            page.t("plans.act.delete"), on_click=_remove, args=(page, kept.plan_id), key=f"plan.delete.{kept.plan_id}",
            icon=":material/delete:",
        )  # fmt: skip


def _decide(page, plan_id: int, state: str) -> None:
    plans.decide(page.ws, plan_id, state, at=page.now)


def _rename(page, plan_id: int) -> None:
    name = st.session_state[f"plan.rename.{plan_id}"]
    if name.strip():
        plans.rename(page.ws, plan_id, name)


def _remove(page, plan_id: int) -> None:
    plans.remove(page.ws, plan_id)
    session.put("plans.chosen", [number for number in session.get("plans.chosen", []) if number != plan_id])


def _signed(page, kept: plans.Kept) -> str | None:
    gain = kept.value - kept.hold_value
    return None if gain != gain else f"{'-' if gain < 0 else '+'}{words.money(kept, abs(gain), page.lang)}"


def _figure(page, kept: plans.Kept, name: str) -> str:
    low, high = (words.money(kept, amount, page.lang) for amount in (kept.value_p10, kept.value_p90))
    said = {
        "value": words.money(kept, kept.value, page.lang), "range": f"{low} – {high}", "over_hold": _signed(page, kept) or "–",
        "first": words.first_step(kept, page.lang), "state": page.t(f"plans.state.{kept.state}"), "as_of": page.day(kept.as_of),
    }  # fmt: skip
    return plain(said[name])


def _units(kept: plans.Kept, name: str) -> pd.DataFrame:
    weeks = kept.weekly
    return pd.DataFrame({
        "name": name, "day": weeks["starts_on"], "value": weeks["units"], "low": weeks["units_p10"], "high": weeks["units_p90"]
    })  # fmt: skip


def _cash(kept: plans.Kept, name: str) -> pd.DataFrame:
    weeks, unknown = kept.weekly, float("nan")
    return pd.DataFrame({"name": name, "day": weeks["starts_on"], "value": weeks["net"].cumsum(), "low": unknown, "high": unknown})


# --- files


def _files(page, chosen: list[plans.Kept]) -> None:
    st.markdown(f"**{page.t('plans.files.title')}**")
    with st.container(horizontal=True):
        files(page, plans.steps(chosen, page.lang), "plans")
        for kept in chosen:
            st.download_button(
                f"{page.t('plans.files.page')}: {kept.plan_id}", lambda kept=kept: plans.page(kept, page.lang).encode("utf-8"),
                file_name=f"shelflife-plan-{kept.plan_id}.html", mime="text/html", key=f"plan.page.{kept.plan_id}", on_click="ignore",
                icon=":material/print:",
            )  # fmt: skip
        st.download_button(
            page.t("plans.files.all"), lambda: plans.packed(chosen, page.lang)[0], file_name=f"shelflife-plans-{page.now:%Y-%m-%d}.zip",
            mime="application/zip", key="plans.all", on_click="ignore", icon=":material/folder_zip:",
        )  # fmt: skip


def files(page, todo: pd.DataFrame, name: str) -> None:
    """Download buttons for what is to be done now (plans.STEPS): the price file and the removal list, as far as there is something."""
    prices, out = todo["price"].notna().any(), not plans.exits(todo).empty
    if not prices and not out:
        st.caption(page.t("plans.files.nothing"))
    if prices:
        _prices(page, todo, name)
    if out:
        st.download_button(
            page.t("plans.files.exits"), lambda: plans.removals(todo, page.lang), file_name=f"shelflife-removals-{page.now:%Y-%m-%d}.csv",
            mime="text/csv", key=f"exits.{name}", on_click="ignore", icon=":material/local_shipping:",
        )  # fmt: skip


def _prices(page, todo: pd.DataFrame, name: str) -> None:
    try:
        content, left_out = plans.price_file(todo)
    except ShelflifeError:
        content, left_out = b"", todo.loc[todo["price"].notna(), "sku"].tolist()
    if content:
        st.download_button(
            page.t("plans.files.prices"), content, file_name=f"shelflife-prices-{page.now:%Y-%m-%d}.txt",
            mime="text/tab-separated-values", key=f"prices.{name}", on_click="ignore", icon=":material/sell:",
        )  # fmt: skip
    if left_out:
        st.caption(page.t("plans.files.left_out", skus=plain(", ".join(left_out))))
